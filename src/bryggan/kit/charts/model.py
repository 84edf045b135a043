"""The charts as plain, frozen data: what is shown, never how it is drawn."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from bryggan.kit.words import Number, is_number, number

type Tone = Literal["", "brand", "sun", "alarm", "ok", "calm", "calm2", "soft", "dark"]
type Cell = str | int | float | Decimal | datetime.date | None


@dataclass(frozen=True, slots=True)
class ChartRows:
    """The table beside a chart: header, rows of raw values, and the address of each row ("" if none)."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What every chart has: a title, and a summary for those who cannot see the picture."""

    title: str
    summary: str

    def rows(self) -> ChartRows:
        """Give the table beside the chart, with every number that the picture shows."""
        raise NotImplementedError

    def urls(self) -> tuple[str, ...]:
        """Give every address in the chart; where there is one the picture is not one image but links."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Series:
    """One measured thing, a value per category. None is unknown and never drawn as 0."""

    name: str
    values: tuple[Number | None, ...]
    urls: tuple[str, ...] = ()
    tone: Tone = ""

    def url(self, place: int) -> str:
        """Give the address of one value, or "" where it has none."""
        return self.urls[place] if place < len(self.urls) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(Chart):
    """Horizontal bars, one group per category; `unit` is what is counted ("system", "tkr").

    `reach` is the lowest and highest value of the scale, where it is more than the bars themselves.
    Raises ValueError when a series does not have one finite value, or None, per category.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    category_word: str = ""
    decimals: int | None = None
    reach: tuple[Number, Number] | None = None

    def extent(self) -> tuple[float, float]:
        """Give the lowest and the highest value of the scale, which always has 0."""
        values = [float(v) for s in self.series for v in s.values if v is not None]
        values += [float(v) for v in self.reach or ()]
        return min([0.0, *values]), max([0.0, *values])

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError("A series must have one value per category")
            if any(value is not None and not is_number(value) for value in series.values):
                raise ValueError("A value in a chart must be a finite number or None")

    def rows(self) -> ChartRows:
        """Give one row per category and one column per series."""
        header = (self.category_word or _("Kategori"), *(s.name or self.unit for s in self.series))
        rows = tuple(
            (category, *(s.values[place] for s in self.series))
            for place, category in enumerate(self.categories)
        )
        lone = self.series[0] if len(self.series) == 1 else None
        urls = tuple(lone.url(place) if lone else "" for place in range(len(self.categories)))
        return ChartRows(header, rows, urls)

    def urls(self) -> tuple[str, ...]:
        """Give the addresses of all values that have one."""
        return tuple(url for series in self.series for url in series.urls if url)


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBarChart(BarChart):
    """Bars whose parts add up to a whole. Raises ValueError for a negative part."""

    def __post_init__(self) -> None:
        BarChart.__post_init__(self)
        if any(value is not None and value < 0 for s in self.series for value in s.values):
            raise ValueError("A part of a whole cannot be negative")

    def extent(self) -> tuple[float, float]:
        """Give 0 and the highest sum of the scale."""
        totals = [float(self.total(place)) for place in range(len(self.categories))]
        return 0.0, max([0.0, *totals, *(float(v) for v in self.reach or ())])

    def total(self, place: int) -> Number:
        """Give the sum of the known parts of one category."""
        return sum((s.values[place] or 0 for s in self.series), start=Decimal(0))

    def unknown(self, place: int) -> int:
        """Say how many parts of one category are unknown, so that its sum is not read as the whole."""
        return sum(s.values[place] is None for s in self.series)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time on a row; without `start` or `end` it is open in that direction."""

    start: datetime.date | None
    end: datetime.date | None
    label: str = ""
    tone: Tone = "brand"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A day that matters on a row: last day of notice, a decision, a delivery."""

    on: datetime.date
    label: str = ""
    tone: Tone = "sun"
    url: str = ""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line of a timeline: what it is about, its spans and its days. Rows of a group stand together.

    `key` names the line for others; `after`: the keys of those that it has to wait for.
    """

    label: str
    spans: tuple[Span, ...] = ()
    points: tuple[Point, ...] = ()
    group: str = ""
    url: str = ""
    key: str = ""
    after: tuple[str, ...] = ()

    def starts_on(self) -> datetime.date | None:
        """Give the first day of its spans that is known."""
        return min((span.start for span in self.spans if span.start), default=None)

    def ends_on(self) -> datetime.date | None:
        """Give the last day of its spans; None while one of them is open."""
        days = [span.end for span in self.spans]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Chart):
    """Rows of spans and days on a common calendar, with a line at `today`.

    `start` and `end` set what is shown; without them all dates given and today fit in. Where a row waits
    for another that is shown a line leads from the end of the one to the start of the other; the table
    says it in words.
    """

    lines: tuple[TimelineRow, ...]
    today: datetime.date
    start: datetime.date | None = None
    end: datetime.date | None = None
    row_word: str = ""
    # What the tones stand for: (words, tone).
    legend: tuple[tuple[str, Tone], ...] = ()

    def rows(self) -> ChartRows:
        """Give one row per span and per day, in the order of the lines."""
        grouped = any(line.group for line in self.lines)
        waits = any(line.after for line in self.lines)
        head = (_("Grupp"),) if grouped else ()
        last = (_("Väntar på"),) if waits else ()
        header = (*head, self.row_word or _("Rad"), _("Från"), _("Till"), _("Vad"), *last)
        names = {line.key: line.label for line in self.lines if line.key}
        rows: list[tuple[Cell, ...]] = []
        urls: list[str] = []
        for line in self.lines:
            lead: tuple[Cell, ...] = (*((line.group,) if grouped else ()), line.label)
            after = ", ".join(names[key] for key in line.after if key in names)
            tail: tuple[Cell, ...] = (after,) if waits else ()
            for span in line.spans:
                rows.append((*lead, span.start, span.end or _("tills vidare"), span.label, *tail))
                urls.append(span.url or line.url)
            for point in line.points:
                rows.append((*lead, point.on, point.on, point.label, *tail))
                urls.append(point.url or line.url)
            if not line.spans and not line.points:
                rows.append((*lead, None, None, _("inga datum"), *tail))
                urls.append(line.url)
        return ChartRows(header, tuple(rows), tuple(urls))

    def urls(self) -> tuple[str, ...]:
        """Give the addresses of all lines, spans and days that have one."""
        found = [line.url for line in self.lines]
        for line in self.lines:
            found += [span.url for span in line.spans]
            found += [point.url for point in line.points]
        return tuple(url for url in found if url)


@dataclass(frozen=True, slots=True)
class MatrixPoint:
    """One thing placed on two scales."""

    label: str
    x: Number
    y: Number
    url: str = ""
    tone: Tone = "brand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Chart):
    """Things placed on two scales, numbered in the picture and named in the key below it.

    `corners` names the four fields: low x high y, high x high y, low x low y, high x low y.
    Raises ValueError for a scale without width or a point outside it.
    """

    points: tuple[MatrixPoint, ...]
    x_word: str
    y_word: str
    x_range: tuple[Number, Number] = (0, 100)
    y_range: tuple[Number, Number] = (0, 100)
    corners: tuple[str, str, str, str] = ("", "", "", "")
    point_word: str = ""

    def __post_init__(self) -> None:
        for low, high in (self.x_range, self.y_range):
            if not (is_number(low) and is_number(high)) or low >= high:
                raise ValueError("A scale goes from a lower to a higher number")
        for point in self.points:
            for value, (low, high) in ((point.x, self.x_range), (point.y, self.y_range)):
                if not is_number(value) or not low <= value <= high:
                    raise ValueError("A point must lie within the scales")

    def rows(self) -> ChartRows:
        """Give one row per point: its number in the picture, its name and its two values."""
        header = (_("Nr"), self.point_word or _("Namn"), self.x_word, self.y_word)
        rows = tuple(
            (place, point.label, point.x, point.y) for place, point in enumerate(self.points, 1)
        )
        return ChartRows(header, rows, tuple(point.url for point in self.points))

    def urls(self) -> tuple[str, ...]:
        """Give the addresses of all points that have one."""
        return tuple(point.url for point in self.points if point.url)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on two scales. `size` None is unknown and drawn as a broken ring, never as small.

    `x_reach` and `y_reach`: the lowest and highest that anybody has said, drawn as whiskers. `is_firm`:
    what its tone says is decided, and shown by a ring of its own too; `note` is said after the name.
    """

    label: str
    x: Number
    y: Number
    size: Number | None = None
    x_reach: tuple[Number, Number] | None = None
    y_reach: tuple[Number, Number] | None = None
    tone: Tone = "soft"
    is_firm: bool = False
    note: str = ""
    url: str = ""

    def values(self) -> tuple[Number, ...]:
        """Give every value that must lie within the scale, x before y."""
        return (*(self.x_reach or ()), self.x)

    def heights(self) -> tuple[Number, ...]:
        return (*(self.y_reach or ()), self.y)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubbles(Chart):
    """Things of different size placed on two scales, numbered in the picture and named in the key below it.

    `corners` as in Matrix. Raises ValueError for a scale without width, a bubble outside it, a size below 0.
    """

    points: tuple[Bubble, ...]
    x_word: str
    y_word: str
    size_word: str
    x_range: tuple[Number, Number] = (0, 100)
    y_range: tuple[Number, Number] = (0, 100)
    corners: tuple[str, str, str, str] = ("", "", "", "")
    point_word: str = ""
    note_word: str = ""
    # What the tones stand for: (words, tone).
    legend: tuple[tuple[str, Tone], ...] = ()

    def __post_init__(self) -> None:
        for low, high in (self.x_range, self.y_range):
            if not (is_number(low) and is_number(high)) or low >= high:
                raise ValueError("A scale goes from a lower to a higher number")
        for point in self.points:
            held = ((point.values(), self.x_range), (point.heights(), self.y_range))
            for values, (low, high) in held:
                if any(not is_number(value) or not low <= value <= high for value in values):
                    raise ValueError("A bubble must lie within the scales")
            if point.size is not None and (not is_number(point.size) or point.size < 0):
                raise ValueError("A size is a number from 0 up, or None")

    def rows(self) -> ChartRows:
        """Give one row per bubble: its number, name, values with how far apart people are, size and note."""
        header = (
            _("Nr"), self.point_word or _("Namn"), self.x_word, _("Lägst–högst"), self.y_word,
            _("Lägst–högst"), self.size_word, self.note_word,
        )  # fmt: skip
        rows = tuple(
            (
                place,
                point.label,
                point.x,
                reach_words(point.x_reach),
                point.y,
                reach_words(point.y_reach),
                point.size,
                point.note,
            )
            for place, point in enumerate(self.points, 1)
        )
        return ChartRows(header, rows, tuple(point.url for point in self.points))

    def urls(self) -> tuple[str, ...]:
        """Give the addresses of all bubbles that have one."""
        return tuple(point.url for point in self.points if point.url)


def reach_words(reach: tuple[Number, Number] | None) -> str:
    """Write how far apart the outermost are, "20–75"; one alone has no reach."""
    return "–" if reach is None else f"{number(reach[0])}–{number(reach[1])}"
