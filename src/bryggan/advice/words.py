"""Signs and words that several pages about advice share."""

from datetime import date

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from bryggan.kit import words

SIGNS = {"bad": "■", "warn": "▲", "calm": "◆", "none": "○"}


def short_day(day: date) -> str:
    """A day of the last year as one says it: "1 nov"."""
    return f"{day.day}{words.NBSP}{MONTHS_3[day.month]}"


def changed(now: int, then: int, day: date) -> str:
    """How many percentage points a share has changed since a day: "+6 sedan 1 nov"."""
    change = now - then
    sign = "+" if change > 0 else words.MINUS if change < 0 else "±"
    told = {"sign": sign, "change": abs(change), "day": short_day(day)}
    return _("%(sign)s%(change)s sedan %(day)s") % told
