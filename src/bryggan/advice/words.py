"""Signs and words that several pages about advice share."""

from datetime import date

from django.utils.translation import gettext as _

from bryggan.kit import words

SIGNS = {"bad": "■", "warn": "▲", "calm": "◆", "none": "○"}


def changed(now: int, then: int, day: date) -> str:
    """How many percentage points a share has changed since a day: "+6 sedan 2026-11-01"."""
    change = now - then
    sign = "+" if change > 0 else words.MINUS if change < 0 else "±"
    told = {"sign": sign, "change": abs(change), "day": words.date_text(day)}
    return _("%(sign)s%(change)s sedan %(day)s") % told
