"""A chart as SVG: inline on screen, coloured by the style sheet, or standing alone for paper."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from bryggan.kit.charts.bars import draw_bars
from bryggan.kit.charts.bubbles import draw_bubbles
from bryggan.kit.charts.canvas import Canvas
from bryggan.kit.charts.matrix import draw_matrix
from bryggan.kit.charts.model import BarChart, Bubbles, Chart, Matrix, Timeline
from bryggan.kit.charts.timeline import draw_timeline

LYING = 1500
WIDE = 720
MEDIUM = 530
NARROW = 340
_NARROW_BELOW = 480

_DRAW: tuple[tuple[type[Chart], Callable[..., float]], ...] = (
    (BarChart, draw_bars),
    (Timeline, draw_timeline),
    (Matrix, draw_matrix),
    (Bubbles, draw_bubbles),
)


def svg(chart: Chart, *, width: int = WIDE, standalone: bool = False) -> SafeString:
    """Draw a chart `width` units wide; below 480 names stand above their bars instead of beside.

    On screen (not `standalone`) colours are classes of `kit/drawings.css` and items with an address are
    links. Standalone carries its own colours, size and typeface and has no links.
    """
    canvas = Canvas(width, standalone=standalone)
    for kind, draw in _DRAW:
        if isinstance(chart, kind):
            height = draw(chart, canvas, narrow=width < _NARROW_BELOW)
            return canvas.finish(height, title=chart.title, summary=chart.summary)
    raise TypeError(f"No drawing for {type(chart).__name__}")


def picture(chart: Chart, *, width: int = WIDE) -> SafeString:
    """Draw a chart for a page: a wide and a narrow drawing, of which `drawings.css` shows one.

    `width` is about what the chart gets on a large screen: `MEDIUM` in half a page.
    """
    return format_html(
        '<div class="chart-picture{}"><div class="chart-wide">{}</div>'
        '<div class="chart-narrow">{}</div></div>',
        " medium" if width < WIDE else "",
        svg(chart, width=width),
        svg(chart, width=NARROW),
    )
