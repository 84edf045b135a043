"""The timeline: rows of spans and days on a calendar, with a line at today."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bryggan.kit.charts.canvas import TARGET, Canvas, legend
from bryggan.kit.charts.measure import cut, fold, text_width
from bryggan.kit.charts.model import Point, Span, Timeline, TimelineRow
from bryggan.kit.charts.scale import TimeScale, time_scale
from bryggan.kit.words import date_text, one_line

_SIZE = 14.0
_SMALL = 12.0
_ROW = 30.0
_BAR = 20.0
_TOP = 40.0


def span_words(row: TimelineRow, span: Span) -> str:
    """Say a span in words: whose, what, from when, till when."""
    start = date_text(span.start) if span.start else "…"
    end = date_text(span.end) if span.end else _("tills vidare")
    return f"{row.label}: {f'{span.label}, ' if span.label else ''}{start} – {end}"


def point_words(row: TimelineRow, point: Point) -> str:
    """Say a day in words: whose, when, what."""
    return f"{row.label}: {date_text(point.on)} {point.label}".rstrip()


@dataclass(frozen=True)
class _Track:
    """The drawn calendar: its left edge, its width and its days."""

    left: float
    width: float
    scale: TimeScale

    @property
    def right(self) -> float:
        return self.left + self.width


type _Band = tuple[float, float]


def _calendar(canvas: Canvas, track: _Track, timeline: Timeline, bands: list[_Band]) -> None:
    """Write the calendar on top and draw its lines through each band, from y to y."""
    today = track.left + track.scale.share(timeline.today) * track.width
    words = _("i dag %(day)s") % {"day": date_text(timeline.today)}
    half = text_width(words, _SMALL, bold=True) / 2
    middle = min(max(today, track.left + half), track.right - half)
    canvas.text(middle, 12, words, size=_SMALL, ink="strong", at="middle")
    for day, name in track.scale.ticks(int(track.width // 52)):
        x = track.left + track.scale.share(day) * track.width
        for top, bottom in bands:
            canvas.line((x, top), (x, bottom), "line")
        if x + text_width(name, _SMALL) <= canvas.width:
            canvas.text(x + 3, _TOP - 7, name, size=_SMALL, ink="soft")
    for top, bottom in [(17.0, _TOP - 20), *bands]:
        canvas.line((today, top), (today, bottom), "today", 1.5)


def _span(canvas: Canvas, track: _Track, row: TimelineRow, span: Span, y: float) -> float:
    """Draw one span and give the x to the right of what was drawn."""
    scale = track.scale
    if (span.end and span.end < scale.start) or (span.start and span.start > scale.end):
        return track.left
    left = track.left + (scale.share(span.start) if span.start else 0.0) * track.width
    open_end = span.end is None or span.end > scale.end
    right = track.right if span.end is None else track.left + scale.share(span.end) * track.width
    right = max(right, left + 3)
    tone = span.tone or "brand"
    top = y + (_ROW - _BAR) / 2
    with canvas.item(span_words(row, span), span.url if right - left >= TARGET else ""):
        canvas.hit(left, y, right - left, _ROW)
        if open_end and right - left > 12:
            tip = right - 9
            canvas.shape(
                [(left, top), (tip, top), (right, top + _BAR / 2), (tip, top + _BAR), (left, top + _BAR)],
                tone,
            )  # fmt: skip
        else:
            canvas.rect(left, top, right - left, _BAR, tone)
        room = right - left - (20 if open_end else 12)
        label = one_line(span.label)
        if label and text_width(label, _SMALL) <= room:
            canvas.text(left + 6, y + 19.5, label, size=_SMALL, ink=f"on-{tone}")
        elif label and not row.points and row.spans[-1] is span:
            beside = cut(label, canvas.width - right - 6, _SMALL)
            if len(beside) > 3:
                canvas.text(right + 6, y + 19.5, beside, size=_SMALL, ink="soft")
            elif room > 40:
                inside = cut(label, room, _SMALL)
                canvas.text(left + 6, y + 19.5, inside, size=_SMALL, ink=f"on-{tone}")
    return right


def _points(canvas: Canvas, track: _Track, row: TimelineRow, y: float, taken: float) -> None:
    """Draw the days of a row; a label is written only where it covers nothing."""
    points = sorted((p for p in row.points), key=lambda point: point.on)
    shown = [p for p in points if track.scale.start <= p.on <= track.scale.end]
    places = [track.left + track.scale.share(p.on) * track.width for p in shown]
    for order, (point, x) in enumerate(zip(shown, places, strict=True)):
        following = places[order + 1] - 10 if order + 1 < len(places) else canvas.width
        apart = order == 0 or x - places[order - 1] >= TARGET
        with canvas.item(point_words(row, point), point.url if apart else ""):
            canvas.hit(x - TARGET / 2, y + 2, TARGET, TARGET)
            canvas.circle(x, y + _ROW / 2, 9, "band")
            canvas.mark(x, y + _ROW / 2, point.tone or "sun")
            start = max(x + 11, taken + 4)
            if point.label and start + text_width(one_line(point.label), _SMALL) <= following:
                label = one_line(point.label)
                canvas.text(start, y + 19.5, label, size=_SMALL, ink="soft")


def _row_height(row: TimelineRow, label_width: float, *, narrow: bool) -> float:
    lines = len(fold(row.label, label_width, _SIZE))
    return lines * 18 + 4 + _ROW if narrow else max(_ROW, lines * 17 + 4)


def _row(canvas: Canvas, track: _Track, row: TimelineRow, y: float, label_width: float) -> None:
    narrow = track.left == 0
    height = _row_height(row, label_width, narrow=narrow)
    lines = fold(row.label, label_width, _SIZE)
    ink = "link" if row.url and not canvas.standalone else "text"
    first = y + 15 if narrow else y + (height - len(lines) * 17) / 2 + 13
    with canvas.item(row.label, row.url):
        canvas.hit(0, y, label_width, TARGET if narrow else height)
        for place, line in enumerate(lines):
            canvas.text(0, first + place * (18 if narrow else 17), line, size=_SIZE, ink=ink)
    bar = y + (height - _ROW if narrow else (height - _ROW) / 2)
    taken = track.left
    for span in row.spans:
        taken = max(taken, _span(canvas, track, row, span, bar))
    _points(canvas, track, row, bar, taken)
    if not row.spans and not row.points:
        canvas.text(track.left + 6, bar + 19.5, _("inga datum"), size=_SMALL, ink="soft")


def _waits(
    canvas: Canvas, track: _Track, places: list[tuple[float, TimelineRow]], label_width: float
) -> None:
    """Draw a line from the end of what a row waits for to the start of the row, under all the bars."""
    middles = {
        row.key: (row, place + _row_height(row, label_width, narrow=False) / 2)
        for place, row in places
        if row.key
    }
    for row, y in middles.values():
        starts_on = row.starts_on()
        for key in row.after:
            before, above = middles.get(key, (row, y))
            ends_on = before.ends_on()
            if before is row or starts_on is None or ends_on is None:
                continue
            out = track.left + track.scale.share(ends_on) * track.width
            into = track.left + track.scale.share(starts_on) * track.width
            turn = min(max(out, into - 7) + (6 if out > into else 0), track.right - 1)
            with canvas.item(
                _("%(row)s väntar på %(before)s") % {"row": row.label, "before": before.label}
            ):
                canvas.line((out, above), (turn, above), "axis", 1.5)
                canvas.line((turn, above), (turn, y), "axis", 1.5)
                canvas.line((turn, y), (into, y), "axis", 1.5)


def draw_timeline(chart: Timeline, canvas: Canvas, *, narrow: bool) -> float:
    """Draw a timeline and give its height; rows of a group stand under its name."""
    longest = max((text_width(row.label, _SIZE) for row in chart.lines), default=0.0)
    label_width = canvas.width if narrow else min(longest + 4, canvas.width * 0.32)
    left = 0.0 if narrow else label_width + 14
    track = _Track(left, canvas.width - left, time_scale(chart))
    places: list[tuple[float, TimelineRow]] = []
    headings: list[tuple[float, str]] = []
    y = _TOP
    group = ""
    for row in chart.lines:
        if row.group != group:
            group = row.group
            headings.append((y + 20, group))
            y += 28
        places.append((y, row))
        y += _row_height(row, label_width, narrow=narrow)
    if narrow:
        # Names stand above their bars here, and no line goes through a name.
        ends = [place + _row_height(row, label_width, narrow=True) for place, row in places]
        bands = [(end - _ROW, end) for end in ends]
    else:
        bands = [(_TOP - 2, y + 4)]
    _calendar(canvas, track, chart, bands)
    for baseline, words in headings:
        canvas.text(
            0, baseline, cut(one_line(words), canvas.width, 13, bold=True), size=13, ink="strong"
        )
    if not narrow:
        _waits(canvas, track, places, label_width)
    for place, row in places:
        canvas.line((0, place), (canvas.width, place), "line")
        _row(canvas, track, row, place, label_width)
    if not chart.lines:
        canvas.text(0, y + 14, _("Inga uppgifter att visa"), ink="soft")
        return y + 24
    return legend(canvas, y + 12, list(chart.legend)) if chart.legend else y + 6
