"""Numbers, money and dates as a Swedish official writes them, and text that any file can carry.

Every space inside a number, an amount or a long date is a no-break space, so that a figure never
breaks over two lines. Pure functions on plain values; only the names of days and months come from
Django's translations.
"""

import datetime
import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeGuard

from django.utils.dates import MONTHS, WEEKDAYS

NBSP = "\u00a0"
MINUS = "\u2212"

type Number = int | float | Decimal

# What XML cannot hold, and the marks that turn the direction of a line around.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

# What long words of the administration end in: digitaliserings|avdelningen, projekt|utvärdering.
_JOINTS = re.compile(
    r"(?<=\w{4})(?=(?:avdelning|enhet|förvaltning|kontor|nämnd|styrelse|analys|fakturor|kalkyl|utvärdering|verksamhet)"
    r"(?:e[nt]|er|n)?s?\b)"
)


def is_number(value: object) -> TypeGuard[Number]:
    """Say whether a value is a finite number that can be summed; a truth value is not."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return math.isfinite(value)


def number(value: Number, decimals: int | None = None) -> str:
    """Write 1840 as "1 840" and 2.5 as "2,5"; `decimals` fixes how many, else those it has.

    Without `decimals` at most six are shown. Halves are rounded away from zero.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        return "–"
    places = 6 if decimals is None else decimals
    room = Context(prec=max(exact.adjusted(), 0) + places + 28, rounding=ROUND_HALF_UP)
    rounded = exact.quantize(Decimal(1).scaleb(-places), context=room)
    whole, _, fraction = f"{abs(rounded):,f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    sign = MINUS if rounded < 0 else ""
    tail = f",{fraction}" if fraction else ""
    return sign + whole.replace(",", NBSP) + tail


def money_sek(kronor: Number) -> str:
    """Write an amount in kronor short: kr below 10 000, tkr below one million, else mnkr.

    The unit is chosen by the rounded amount, so 999 900 becomes "1,0 mnkr" and never "1 000 tkr".
    """
    exact = kronor if isinstance(kronor, Decimal) else Decimal(str(kronor))
    if not exact.is_finite():
        return "–"
    size = abs(exact)
    if size < Decimal("9999.5"):
        return f"{number(exact, 0)}{NBSP}kr"
    if size < Decimal(999_500):
        return f"{number(exact / 1000, 0)}{NBSP}tkr"
    return f"{number(exact / 1_000_000, 1)}{NBSP}mnkr"


def exact_sek(kronor: Number) -> str:
    """Write an amount in kronor in full, "1 234 567 kr", with öre only where there are any."""
    exact = kronor if isinstance(kronor, Decimal) else Decimal(str(kronor))
    if not exact.is_finite():
        return "–"
    decimals = 0 if exact == exact.to_integral_value() else 2
    return f"{number(exact, decimals)}{NBSP}kr"


def percent(value: Number, decimals: int | None = 0) -> str:
    """Write a figure that is already a percentage, 81 as "81 %"."""
    return f"{number(value, decimals)}{NBSP}%"


def share_percent(part: int, whole: int) -> str:
    """Write part of whole as a percentage; of nothing there is no share ("–")."""
    return percent(Decimal(100) * part / whole) if whole else "–"


def date_text(day: datetime.date) -> str:
    """Write a date as ISO 8601 has it, "2026-11-22"; of a time only its date."""
    return f"{day:%Y-%m-%d}" if day.year > 999 else day.isoformat()[:10]


def time_text(moment: datetime.datetime) -> str:
    """Write a moment as "2026-11-22 16:40"."""
    return f"{date_text(moment)}{NBSP}{moment:%H:%M}"


def long_date(day: datetime.date) -> str:
    """Write a date in words, "söndag 22 november 2026"."""
    return NBSP.join(
        (str(WEEKDAYS[day.weekday()]), str(day.day), str(MONTHS[day.month]), str(day.year))
    )


def plain(text: object) -> str:
    """Give a text that every file format can carry: no control characters, lines as they were."""
    said = str(text)
    if said.isprintable():
        return said
    return _UNPRINTABLE.sub("", said.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: object) -> str:
    """Give a text on one line, with single spaces; no-break spaces are kept."""
    return re.sub(r"[ \t\n]+", " ", plain(text)).strip(" ")


def soft_hyphens(text: object) -> str:
    """Let long words of the administration part where they are joined, on a screen that has little room."""
    return _JOINTS.sub("\u00ad", str(text))
