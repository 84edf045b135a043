"""Charts on slides: bars as native charts that can be edited, timelines as shapes."""

import io
from typing import Any

from django.utils.translation import gettext as _
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.group import GroupShape
from pptx.util import Emu, Inches, Pt

from bryggan.kit.charts.measure import cut, fold, text_width
from bryggan.kit.charts.model import (
    BarChart,
    Bubbles,
    Chart,
    StackedBarChart,
    Timeline,
    TimelineRow,
)
from bryggan.kit.charts.palette import FILLS, INK, INK_SOFT, LINE, series_fill
from bryggan.kit.charts.parts import bar_parts, timeline_parts
from bryggan.kit.charts.png import png
from bryggan.kit.charts.scale import TimeScale, time_scale
from bryggan.kit.charts.svg import LYING, WIDE
from bryggan.kit.papers.cells import chart_table, number_format, row_texts
from bryggan.kit.papers.model import Run
from bryggan.kit.papers.slides_deck import BOTTOM, LEFT, WIDTH, Deck, add_shape, colour, write_runs
from bryggan.kit.words import date_text, one_line, plain

_LEAST_HEIGHT = 3.2
_BARS = 14
_LINES = 12
_ROW = 0.36
_LABEL = 3.4
_MARKS = {
    "sun": MSO_SHAPE.ISOSCELES_TRIANGLE,
    "alarm": MSO_SHAPE.RECTANGLE,
    "calm": MSO_SHAPE.DIAMOND,
}


def add_chart(deck: Deck, chart: Chart) -> None:
    """Put a chart on as many slides as it needs, with its words in the speaker's notes."""
    if isinstance(chart, BarChart):
        for part in bar_parts(chart, _BARS):
            _bars(deck, part)
    elif isinstance(chart, Timeline):
        for stretch in timeline_parts(chart, _LINES):
            _timeline(deck, stretch)
    else:
        _picture(deck, chart)


def _describe(shape: Any, chart: Chart) -> None:
    for element in shape.element.iter("{*}cNvPr"):
        element.set("descr", one_line(f"{chart.title}. {chart.summary}"))
        return


def _open(deck: Deck, chart: Chart, height: float) -> float:
    """Make room, write the title of the chart, and give the height left for it."""
    deck.room(height + deck.reserved)
    if one_line(chart.title) != deck.title:
        title = fold(chart.title, WIDTH * 72, 15, lines=1, bold=True)[0]
        deck.text((Run(title, bold=True),), 0.3, size=15, after=0.05)
    return BOTTOM - deck.y - 0.5 - deck.reserved


def _close(deck: Deck, chart: Chart, height: float) -> None:
    """Write the summary below a chart and its table in the notes."""
    deck.y += height + 0.05
    summary = " ".join(fold(chart.summary, WIDTH * 72, 12, lines=2))
    deck.text((Run(summary),), 0.42, size=12, ink=INK_SOFT)
    table = chart_table(chart)
    lines = [" | ".join(column.title for column in table.columns)]
    lines += [" | ".join(row_texts(table, row)) for row in table.rows]
    deck.note("\n".join((f"{one_line(chart.title)}. {one_line(chart.summary)}", *lines)))


def _bars(deck: Deck, chart: BarChart) -> None:
    """Draw up to 14 categories as a native chart; what is unknown has no bar and says so."""
    wanted = max(0.9 + 0.75 * len(chart.categories), 2.2)
    height = min(_open(deck, chart, min(wanted, _LEAST_HEIGHT) + 0.8), wanted)
    content: Any = CategoryChartData(  # type: ignore[no-untyped-call]
        number_format=number_format(chart)
    )
    content.categories = [
        cut(one_line(name), 230, 12)
        + (f" ({_('okänt')})" if any(s.values[place] is None for s in chart.series) else "")
        for place, name in enumerate(chart.categories)
    ] or [_("Inga uppgifter att visa")]
    for series in chart.series:
        values = [None if v is None else float(v) for v in series.values]
        content.add_series(cut(one_line(series.name) or plain(chart.unit), 200, 12), values)
    stacked = isinstance(chart, StackedBarChart)
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    shown = deck.room(0)
    frame: Any = shown.shapes.add_chart(
        kind, Inches(LEFT), Inches(deck.y), Inches(WIDTH), Inches(height), content
    )
    _describe(frame, chart)
    _dress(frame.chart, chart, stacked=stacked)
    _close(deck, chart, height)


def _dress(native: Any, chart: BarChart, *, stacked: bool) -> None:
    """Give a native chart the calm look: no grid, values at the bars, the first category on top."""
    native.font.size, native.font.color.rgb = Pt(12), colour(INK)
    native.has_title = False
    native.has_legend = len(chart.series) > 1
    if len(chart.series) > 1:
        native.legend.position = XL_LEGEND_POSITION.TOP
        native.legend.include_in_layout = False
    categories, values = native.category_axis, native.value_axis
    categories.reverse_order = True
    categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.format.line.color.rgb = colour(INK_SOFT)
    values.has_major_gridlines = False
    values.visible = False
    low, high = chart.extent()
    values.minimum_scale, values.maximum_scale = low * 1.1, high * 1.1 or 1.0
    plot = native.plots[0]
    plot.gap_width, plot.overlap = 45, 100 if stacked else -10
    plot.has_data_labels = True
    plot.data_labels.number_format_is_linked = False
    plot.data_labels.number_format = number_format(chart)
    plot.data_labels.font.size = Pt(12)
    for order, (drawn, series) in enumerate(zip(plot.series, chart.series, strict=True)):
        name = series_fill(series, order)
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = colour(FILLS[name][0])
        if stacked:
            drawn.data_labels.show_value = True
            drawn.data_labels.font.size = Pt(11)
            drawn.data_labels.font.color.rgb = colour(FILLS[name][1])


def _picture(deck: Deck, chart: Chart) -> None:
    """Put a chart without native kin on the slide as a picture with a text alternative."""
    height = _open(deck, chart, BOTTOM - 1.4)
    # A slide lies down: what has a key to write beside itself is drawn so.
    drawn = png(chart, width=LYING if isinstance(chart, Bubbles) else WIDE)
    picture = deck.room(0).shapes.add_picture(
        io.BytesIO(drawn), Inches(LEFT), Inches(deck.y), height=Inches(height)
    )
    if picture.width > Inches(WIDTH):
        picture.height = Emu(int(picture.height * Inches(WIDTH) / picture.width))
        picture.width = Inches(WIDTH)
    _describe(picture, chart)
    _close(deck, chart, height)


class Drawn:
    """Shapes drawn on a slide, joined into one group when all are there.

    Added to a group one by one, each would make it measure all the others anew.
    """

    def __init__(self, shapes: Any) -> None:
        self.shapes = shapes
        self.shapes.turbo_add_enabled = True
        self.parts: list[Any] = []

    def joined(self) -> GroupShape:
        """Give the group of all that was drawn."""
        self.shapes.turbo_add_enabled = False
        group: GroupShape = self.shapes.add_group_shape(self.parts)
        return group


def _box(
    group: Drawn,
    place: tuple[float, float, float, float],
    text: str,
    *,
    bold: bool = False,
    ink: str = INK,
) -> None:
    """Write a line at (left, top, width, height), in the middle of its height."""
    box = group.shapes.add_textbox(*(Inches(measure) for measure in place))
    group.parts.append(box)
    write_runs(box.text_frame, (Run(text, bold=bold),), size=11, ink=ink)
    box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def _rule(group: Drawn, x: float, y1: float, y2: float, ink: str, width: float) -> None:
    line = group.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, Inches(x), Inches(y1), Inches(x), Inches(y2)
    )
    group.parts.append(line)
    line.element.remove(line.element.find(qn("p:style")))
    line.line.color.rgb, line.line.width = colour(ink), Pt(width)


def _timeline(deck: Deck, chart: Timeline) -> None:
    """Draw up to 12 rows of a timeline as shapes that can be moved, in one described group."""
    lines, scale = chart.lines, time_scale(chart)
    groups = sum(
        1 for place, row in enumerate(lines)
        if row.group and (not place or lines[place - 1].group != row.group)
    )  # fmt: skip
    wanted = (len(lines) + groups + 2) * _ROW
    height = min(_open(deck, chart, min(wanted, _LEAST_HEIGHT) + 0.9), wanted)
    group = Drawn(deck.room(0).shapes)
    step = height / (len(lines) + groups + 2)
    left, width = LEFT + _LABEL, WIDTH - _LABEL - 0.1
    top = deck.y + 2 * step
    bottom = top + (len(lines) + groups) * step
    for day, name in scale.ticks(14):
        x = left + scale.share(day) * width
        _rule(group, x, top, bottom, LINE, 0.75)
        _box(group, (x + 0.03, top - step, 0.8, step), name, ink=INK_SOFT)
    today = left + scale.share(chart.today) * width
    words = _("i dag %(day)s") % {"day": date_text(chart.today)}
    _box(
        group,
        (min(max(today - 0.7, left), left + width - 1.5), deck.y, 1.6, step),
        words,
        bold=True,
    )
    _rule(group, today, top - step * 0.9, bottom, INK, 1.5)
    y, named = top, ""
    for row in lines:
        if row.group != named:
            named = row.group
            name = cut(one_line(named), _LABEL * 72, 11, bold=True)
            _box(group, (LEFT, y, _LABEL, step), name, bold=True)
            y += step if named else 0
        _row(group, row, scale, (left, width), (y, step))
        y += step
    if not lines:
        _box(group, (LEFT, top, _LABEL, step), _("Inga uppgifter att visa"), ink=INK_SOFT)
    _describe(group.joined(), chart)
    _close(deck, chart, bottom - deck.y)


def _row(
    group: Drawn,
    row: TimelineRow,
    scale: TimeScale,
    across: tuple[float, float],
    down: tuple[float, float],
) -> None:
    (left, width), (y, step) = across, down
    _box(group, (LEFT, y, _LABEL, step), cut(one_line(row.label), (_LABEL - 0.2) * 72, 11))
    for span in row.spans:
        if (span.end and span.end < scale.start) or (span.start and span.start > scale.end):
            continue
        start = left + (scale.share(span.start) if span.start else 0) * width
        is_open = span.end is None or span.end > scale.end
        end = left + width * (scale.share(span.end) if span.end else 1)
        long = max(end - start, 0.05)
        kind = MSO_SHAPE.PENTAGON if is_open else MSO_SHAPE.RECTANGLE
        tone = span.tone or "brand"
        place = (start, y + step * 0.14, long, step * 0.72)
        bar = add_shape(group.shapes, kind, place, FILLS[tone][0])
        group.parts.append(bar)
        label = one_line(span.label)
        if label and text_width(label, 10) + 14 <= long * 72:
            ink = FILLS[tone][1]
            write_runs(bar.text_frame, (Run(label),), size=10, ink=ink, align=PP_ALIGN.LEFT)
            bar.text_frame.margin_left = Inches(0.06)
            bar.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _points(group, row, scale, across, down)


def _points(
    group: Drawn,
    row: TimelineRow,
    scale: TimeScale,
    across: tuple[float, float],
    down: tuple[float, float],
) -> None:
    """Draw the days of a row; the last is named where nothing stands after it."""
    (left, width), (y, step) = across, down
    for point in row.points:
        if not scale.start <= point.on <= scale.end:
            continue
        x, size = left + scale.share(point.on) * width, step * 0.42
        kind = _MARKS.get(point.tone, MSO_SHAPE.OVAL)
        place = (x - size / 2, y + (step - size) / 2, size, size)
        mark = add_shape(group.shapes, kind, place, FILLS[point.tone or "brand"][0])
        group.parts.append(mark)
        mark.line.color.rgb = colour("#ffffff")
    last = max((point.on for point in row.points), default=None)
    near = scale.share(last) + 0.1 / width if last else 0.0
    free = all(span.end and scale.share(span.end) <= near for span in row.spans)
    if not row.spans and not row.points:
        _box(group, (left + 0.06, y, 2.0, step), _("inga datum"), ink=INK_SOFT)
    elif last and free and scale.start <= last <= scale.end:
        words = next(point.label for point in row.points if point.on == last)
        x = left + scale.share(last) * width + 0.14
        beside = cut(one_line(words), (left + width - x) * 72, 11)
        if len(beside) > 3:
            _box(group, (x, y, left + width - x, step), beside, ink=INK_SOFT)
