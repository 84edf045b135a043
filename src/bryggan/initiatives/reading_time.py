"""When something is to begin or be done, as people write it in a plan: quarters, seasons, weeks, words. Pure."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from bryggan.registers import cells
from bryggan.registers.dates_in_text import find_date
from bryggan.registers.reading.sheet import shown
from bryggan.registers.words_in_text import same

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST = 200
# Of a year only its last two figures are often written: "kv 3 -26".
_YEAR = r"(?:[-–,.\s'’/]*(?P<year>20\d\d|\d\d))?"
_QUARTER = re.compile(rf"(?:q|kv\.?|kvartal)\s*(?P<part>[1-4]){_YEAR}")
_QUARTER_AFTER = re.compile(r"(?P<year>20\d\d)\s*[-/]?\s*(?:q|kv\.?\s*|kvartal\s*)(?P<part>[1-4])")
_HALF = re.compile(rf"(?:h|halvår\s*)(?P<part>[12]){_YEAR}")
_TERM = re.compile(rf"(?P<part>vt|ht|vårterminen|höstterminen|våren|hösten|vår|höst){_YEAR}")
_SEASON = re.compile(rf"(?:under\s+|till\s+)?(?P<part>sommaren|sommar){_YEAR}")
_WEEK = re.compile(rf"(?:v\.?|vecka)\s*(?P<part>[1-9]|[1-4]\d|5[0-3]){_YEAR}")
_MONTH = re.compile(
    r"(?P<part>jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"
    rf"(?:r|s|t|i|il|uari|ruari|ember|tember|ober|usti)?\.?{_YEAR}"
)
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
# Said on purpose without a day: it goes on, or it waits for something else.
_OPEN = ("löpande", "tills vidare", "kontinuerligt", "permanent")


class Told(NamedTuple):
    """The first and last day that are meant, None when none can be told; the words as they stand."""

    first: date | None
    last: date | None
    words: str
    remark: str | None


def when(value: object | None) -> Told | None:
    """What a cell says of time; None when it says nothing. Words without a year are never given one."""
    if cells.is_nothing(value, cells.NO_ANSWER):
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Told(value, value, "", None)
    words = " ".join(shown(value).split())[:LONGEST]
    if not any(sign.isalnum() for sign in words):
        return Told(None, None, "", _("säger ingen dag"))
    known = find_date(words)
    if known is not None and FIRST_YEAR <= known.first.year <= LAST_YEAR:
        is_day = known.first == known.last
        return Told(known.first, known.last, "" if is_day else words, None if is_day else "")
    said = same(words)
    if said.startswith(_OPEN):
        return Told(None, None, words, _("ingen dag: står kvar i ord"))
    for pattern, days in _PATTERNS.items():
        found = pattern.fullmatch(said)
        if found is not None:
            return _told(found, days, words)
    return Told(None, None, words, _("ingen dag går att läsa: står kvar i ord"))


def start(value: object | None) -> Told | None:
    """The same, remarked on as the day on which it begins."""
    return _remarked(when(value), is_end=False)


def end(value: object | None) -> Told | None:
    """The same, remarked on as the day by which it is done."""
    return _remarked(when(value), is_end=True)


def _remarked(told: Told | None, *, is_end: bool) -> Told | None:
    if told is None or told.remark != "":
        return told
    day = told.last if is_end else told.first
    return told._replace(remark=_("läst som %(said)s") % {"said": day})


def _told(found: re.Match[str], days: "Days", words: str) -> Told:
    year = found["year"]
    if year is None:
        return Told(None, None, words, _("årtalet saknas: står kvar i ord"))
    try:
        first, last = days(found["part"], int(year) if len(year) > 2 else 2000 + int(year))  # noqa: PLR2004
    except ValueError:
        return Told(None, None, words, _("ingen dag går att läsa: står kvar i ord"))
    return Told(first, last, words, "")


type Days = Callable[[str, int], tuple[date, date]]


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _quarter(part: str, year: int) -> tuple[date, date]:
    return _months(year, 3 * int(part) - 2, 3 * int(part))


def _half(part: str, year: int) -> tuple[date, date]:
    return _months(year, 6 * int(part) - 5, 6 * int(part))


def _term(part: str, year: int) -> tuple[date, date]:
    """Spring and autumn are the halves of the year, as where people plan by them."""
    return _half("1" if part.startswith("v") else "2", year)


def _summer(part: str, year: int) -> tuple[date, date]:
    return _months(year, 6, 8)


def _week(part: str, year: int) -> tuple[date, date]:
    monday = date.fromisocalendar(year, int(part), 1)
    return monday, monday + timedelta(days=6)


def _month(part: str, year: int) -> tuple[date, date]:
    place = _MONTHS.index(part) + 1
    return _months(year, place, place)


_PATTERNS: Mapping[re.Pattern[str], Days] = {
    _QUARTER: _quarter,
    _QUARTER_AFTER: _quarter,
    _HALF: _half,
    _TERM: _term,
    _SEASON: _summer,
    _WEEK: _week,
    _MONTH: _month,
}
