"""What something costs, as people write it in a plan: "1,2 mnkr", "2-3 Mkr", "ingår", "120 000/år". Pure."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from bryggan.kit.words import exact_sek
from bryggan.registers import cells
from bryggan.registers.reading.sheet import shown

LONGEST = 200
_YEARLY = re.compile(r"\s*(?:/\s*år|per år|årligen|om året)\.?\s*$", re.IGNORECASE)
_SPAN = re.compile(
    r"(?P<low>\d[\d\s]*(?:[.,]\d+)?)\s*(?:-|–|—|till)\s*(?P<high>\d[\d\s]*(?:[.,]\d+)?)\s*(?P<unit>\D*)"
)
_ABOUT = re.compile(r"(?:ca\.?|cirka|c:a|ungefär|~|≈)", re.IGNORECASE)


class Amount(NamedTuple):
    """Whole kronor, None when no single figure is told; the words when they say more than the figure."""

    sek: int | None
    words: str
    is_yearly: bool
    remark: str | None


def amount(value: object | None) -> Amount | None:
    """What a cell says of money; None when it says nothing. A span is never made one figure."""
    if cells.is_nothing(value, cells.NO_ANSWER):
        return None
    words = " ".join(shown(value).split())[:LONGEST]
    if not any(sign.isalnum() for sign in words):
        return Amount(None, "", is_yearly=False, remark=_("säger ingen summa"))
    yearly = _YEARLY.search(words)
    plain = words[: yearly.start()].strip() if yearly else words
    is_yearly = yearly is not None
    span = _SPAN.fullmatch(plain)
    if span is not None:
        return Amount(None, words, is_yearly, _span_told(span))
    try:
        read = cells.money(value if isinstance(value, int | float) else plain)
    except cells.Unreadable:
        said = _("ingen summa går att läsa: står kvar i ord")
        return Amount(None, words, is_yearly, said)
    if read.value is None or read.value < 0:
        return Amount(None, words, is_yearly, _("ingen summa går att läsa: står kvar i ord"))
    sek = round(read.value)
    is_about = bool(_ABOUT.match(words))
    return Amount(sek, words if is_about else "", is_yearly, read.remark)


def _span_told(span: re.Match[str]) -> str:
    """A span in words: its ends if they can be read, and that none of them is taken."""
    try:
        ends = [
            cells.money(f"{span[end].strip()} {span['unit'].strip()}") for end in ("low", "high")
        ]
    except cells.Unreadable:
        return _("ett spann: ingen summa tas, orden står kvar")
    low, high = (exact_sek(one.value) if one.value is not None else "" for one in ends)
    return _("ett spann, %(low)s–%(high)s: ingen summa tas, orden står kvar") % {
        "low": low,
        "high": high,
    }
