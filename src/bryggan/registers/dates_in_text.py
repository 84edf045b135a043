"""Dates as they are written in Swedish spreadsheets: a day, a month or only a year."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januari"),
            ("feb", "febr", "februari"),
            ("mar", "mars"),
            ("apr", "april"),
            ("maj",),
            ("jun", "juni"),
            ("jul", "juli"),
            ("aug", "augusti"),
            ("sep", "sept", "september"),
            ("okt", "oktober"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_LONGEST = 60
_TIME = r"(?:[T\s]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?Z?)?"
_TOGETHER = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){_TIME}"
)
_DAY_FIRST = re.compile(
    rf"(?P<d>\d{{1,2}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?:(?P=sep)|\s+)(?P<y>\d{{4}}){_TIME}"
)
_IN_WORDS = re.compile(
    r"(?:den\s+)?(?:(?P<d>\d{1,2})\.?(?::?e)?\s*)?(?P<word>[a-zåäö]+)\.?,?\s*(?P<y>\d{4})",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?P<y>\d{4})[-/.]?(?P<m>\d{2})")
_YEAR = re.compile(r"(?P<y>\d{4})")


class Period(NamedTuple):
    """The days a text may mean: the same day twice, or the first and last of a month or year."""

    first: date
    last: date


def find_date(text: str) -> Period | None:
    """Read "2026-12-31", "31/12 2026", "31 dec 2026", "2026-12" or "2026"; None if it is no date."""
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    for pattern in (_TOGETHER, _YEAR_FIRST, _DAY_FIRST, _IN_WORDS, _MONTH, _YEAR):
        found = pattern.fullmatch(text)
        if not found:
            continue
        parts = found.groupdict()
        month = _MONTHS.get((parts.get("word") or "").lower()) or int(parts.get("m") or 0)
        if parts.get("word") and not month:
            continue
        period = _period(int(parts["y"]), month, int(parts.get("d") or 0))
        if period:
            return period
    return None


def _period(year: int, month: int, day: int) -> Period | None:
    try:
        if day:
            return Period(date(year, month, day), date(year, month, day))
        if month:
            last = monthrange(year, month)[1]
            return Period(date(year, month, 1), date(year, month, last))
        return Period(date(year, 1, 1), date(year, 12, 31))
    except ValueError:
        return None
