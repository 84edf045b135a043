"""The calendar of a timeline: which days are shown, and where each of them stands."""

import datetime
from dataclasses import dataclass

from django.utils.dates import MONTHS_3

from bryggan.kit.charts.model import Timeline

_FAR = 30
"""Years from today beyond which a date is shown as open, since 9999 is no plan."""
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def _month(day: datetime.date, months: int = 0) -> datetime.date:
    """Give the first day of the month that lies so many months after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(min(max(year, 1), 9998), month + 1, 1)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """The days from `start` up to `end` as shares from 0 to 1."""

    start: datetime.date
    end: datetime.date

    def share(self, day: datetime.date) -> float:
        """Give where a day stands; what lies outside stands at the edge."""
        whole = (self.end - self.start).days
        return min(max((day - self.start).days / whole, 0.0), 1.0)

    def ticks(self, most: int) -> list[tuple[datetime.date, str]]:
        """Give at most `most` days to mark, named by year or, over short times, by month."""
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        step = next((step for step in _STEPS if months / step <= max(most, 1)), _STEPS[-1])
        first = self.start
        while (first.year * 12 + first.month - 1) % step or first.day != 1:
            first = _month(first, 1)
        found: list[tuple[datetime.date, str]] = []
        while first < self.end:
            name = str(first.year) if first.month == 1 or step >= 12 else str(MONTHS_3[first.month])
            found.append((first, name))
            first = _month(first, step)
        return found


def time_scale(timeline: Timeline) -> TimeScale:
    """Give the calendar of a timeline: whole years, or whole months when it spans under two years."""
    today = timeline.today
    days = [today]
    for line in timeline.lines:
        days += [d for span in line.spans for d in (span.start, span.end) if d]
        days += [point.on for point in line.points]
    near = [d for d in days if abs(d.year - today.year) <= _FAR]
    start, end = timeline.start or min(near), timeline.end or max(near)
    if (end - start).days > 730:
        first = _month(start.replace(month=1, day=1))
        last = datetime.date(end.year + 1, 1, 1)
    else:
        first, last = _month(start), _month(end, 1)
    if timeline.start:
        first = timeline.start
    if timeline.end:
        last = timeline.end
    return TimeScale(first, last if last > first else first + datetime.timedelta(days=1))
