"""Horizontal bars, alone, side by side or stacked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bryggan.kit.charts.canvas import TARGET, Canvas, legend
from bryggan.kit.charts.measure import cut, fold, text_width
from bryggan.kit.charts.model import BarChart, StackedBarChart
from bryggan.kit.charts.palette import series_fill
from bryggan.kit.words import Number, number

_SIZE = 14.0
_LINE = 18.0
_BAR = 20.0


def value_words(chart: BarChart, value: Number | None) -> str:
    """Write one value as the chart shows it; what is not known says so."""
    return _("okänt") if value is None else number(value, chart.decimals)


def total_words(chart: StackedBarChart, place: int) -> str:
    """Write the sum of one category, with how many parts are unknown."""
    words = number(chart.total(place), chart.decimals)
    unknown = chart.unknown(place)
    if unknown == len(chart.series):
        return _("okänt")
    return _("%(sum)s + okänt") % {"sum": words} if unknown else words


@dataclass(frozen=True)
class _Plot:
    """Where the bars stand: from `left`, with `zero` as the base and `scale` pixels per unit."""

    left: float
    zero: float
    scale: float
    label_width: float
    narrow: bool

    def x(self, value: Number) -> float:
        return self.zero + float(value) * self.scale


def _plot(chart: BarChart, canvas: Canvas, words: list[str], *, narrow: bool) -> _Plot:
    low, high = chart.extent()
    longest = max((text_width(category, _SIZE) for category in chart.categories), default=0.0)
    label_width = canvas.width if narrow else min(longest + 4, canvas.width * 0.38)
    left = 0.0 if narrow else label_width + 12
    room = max((text_width(w, 13, bold=True) for w in words), default=0.0) + 12
    scale = max(canvas.width - left - room, 20) / ((high - low) or 1.0)
    return _Plot(left, left - low * scale, scale, label_width, narrow)


def _labels(canvas: Canvas, plot: _Plot, category: str, top: float, height: float) -> float:
    """Write the name of a category, and give the y where its bars begin."""
    lines = fold(category, plot.label_width, _SIZE)
    if plot.narrow:
        for place, line in enumerate(lines):
            canvas.text(0, top + 14 + place * _LINE, line)
        return top + len(lines) * _LINE + 2
    first = top + (height - len(lines) * _LINE) / 2 + 14
    for place, line in enumerate(lines):
        canvas.text(plot.left - 12, first + place * _LINE, line, at="end")
    return top


def _group(chart: BarChart, canvas: Canvas, plot: _Plot, place: int, top: float) -> float:
    """Draw one category of bars side by side, and give the y below it."""
    category = chart.categories[place]
    lone = len(chart.series) == 1
    pitch = float(TARGET) if lone or chart.urls() else _BAR
    lines = len(fold(category, plot.label_width, _SIZE))
    height = max(pitch * len(chart.series), 0 if plot.narrow else lines * _LINE) + 6
    if plot.narrow:
        height = lines * _LINE + 2 + pitch * len(chart.series) + 8
    words = [
        f"{category}: {f'{s.name} ' if s.name else ''}{value_words(chart, s.values[place])} {chart.unit}"
        for s in chart.series
    ]
    if not lone:
        start = _labels(canvas, plot, category, top, height)
    for order, series in enumerate(chart.series):
        with canvas.item(words[order], series.url(place)):
            if lone:
                canvas.hit(0, top, canvas.width, height)
                start = _labels(canvas, plot, category, top, height)
                start += 0 if plot.narrow else (height - pitch) / 2
            y = start + order * pitch
            value = series.values[place]
            end = plot.x(value or 0)
            thick = min(_BAR, pitch) - 2
            if not lone:
                canvas.hit(plot.left, y, canvas.width - plot.left, pitch)
            if value:
                left, right = min(end, plot.zero), max(end, plot.zero)
                fill = series_fill(series, order)
                canvas.rect(left, y + (pitch - thick) / 2, max(right - left, 1.5), thick, fill)
            ink = "soft" if value is None else "strong"
            label = value_words(chart, value)
            canvas.text(max(end, plot.zero) + 6, y + pitch / 2 + 5, label, size=13, ink=ink)
    return top + height


def _stack(chart: StackedBarChart, canvas: Canvas, plot: _Plot, place: int, top: float) -> float:
    """Draw one category of stacked parts, and give the y below it."""
    category = chart.categories[place]
    lines = len(fold(category, plot.label_width, _SIZE))
    height = max(float(TARGET), 0 if plot.narrow else lines * _LINE) + 6
    start = _labels(canvas, plot, category, top, height)
    y = start if plot.narrow else top + (height - TARGET) / 2
    x = plot.zero
    for order, series in enumerate(chart.series):
        value = series.values[place]
        width = float(value or 0) * plot.scale
        if not width:
            continue
        label = number(value or 0, chart.decimals)
        words = f"{category}: {series.name} {label} {chart.unit}"
        # Parts too small to hit are reached through the table beside the chart.
        with canvas.item(words, series.url(place) if width >= TARGET else ""):
            canvas.hit(x, y, width, TARGET)
            fill = series_fill(series, order)
            canvas.rect(x, y + 2, max(width - 1.5, 1), TARGET - 4, fill)
            if text_width(label, 12) + 10 <= width:
                canvas.text(x + width / 2, y + 17.5, label, size=12, ink=f"on-{fill}", at="middle")
        x += width
    canvas.text(x + 6, y + 18, total_words(chart, place), size=13, ink="strong")
    return (start + TARGET + 8) if plot.narrow else top + height


def draw_bars(chart: BarChart, canvas: Canvas, *, narrow: bool) -> float:
    """Draw a bar chart and give its height."""
    stacked = chart if isinstance(chart, StackedBarChart) else None
    places = range(len(chart.categories))
    if stacked:
        words = [total_words(stacked, place) for place in places]
    else:
        words = [value_words(chart, value) for s in chart.series for value in s.values]
    plot = _plot(chart, canvas, words, narrow=narrow)
    unit = cut(chart.unit, canvas.width - plot.left, 13)
    canvas.text(plot.left, 12, unit, size=13, ink="soft")
    y = 22.0
    if len(chart.series) > 1 or stacked:
        entries = [
            (cut(series.name, canvas.width - 40, 13), series_fill(series, order))
            for order, series in enumerate(chart.series)
        ]
        y = legend(canvas, y, entries)
    top = y
    for place in places:
        if stacked:
            y = _stack(stacked, canvas, plot, place, y)
        else:
            y = _group(chart, canvas, plot, place, y)
    if not places:
        canvas.text(0, y + 14, _("Inga uppgifter att visa"), ink="soft")
        return y + 24
    if not narrow or plot.zero > plot.left:
        canvas.line((plot.zero, top), (plot.zero, y), "axis")
    return y + 4
