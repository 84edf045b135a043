"""A chart too long for a page, taken apart into several on the same scale."""

from dataclasses import replace

from django.utils.translation import gettext as _

from bryggan.kit.charts.model import BarChart, Chart, Series, StackedBarChart, Timeline
from bryggan.kit.charts.scale import time_scale

_LONGEST_ON_PAGE = 24
"""As many bars or rows as have room on a standing page."""


def _titled(chart: Chart, place: int, count: int) -> str:
    if count == 1:
        return chart.title
    words = {"title": chart.title, "place": place + 1, "count": count}
    return _("%(title)s (%(place)s av %(count)s)") % words


def _some(series: Series, first: int, last: int) -> Series:
    return replace(series, values=series.values[first:last], urls=series.urls[first:last])


def bar_parts(chart: BarChart, most: int) -> tuple[BarChart, ...]:
    """Give charts of at most `most` bars each; bars side by side count one by one."""
    beside = 1 if isinstance(chart, StackedBarChart) else max(len(chart.series), 1)
    step = max(most // beside, 2)
    starts = range(0, max(len(chart.categories), 1), step)
    return tuple(
        replace(
            chart,
            title=_titled(chart, place, len(starts)),
            categories=chart.categories[first : first + step],
            series=tuple(_some(series, first, first + step) for series in chart.series),
            reach=chart.extent(),
        )
        for place, first in enumerate(starts)
    )


def timeline_parts(chart: Timeline, most: int) -> tuple[Timeline, ...]:
    """Give timelines of at most `most` rows each."""
    starts = range(0, max(len(chart.lines), 1), most)
    scale = time_scale(chart)
    return tuple(
        replace(
            chart,
            title=_titled(chart, place, len(starts)),
            lines=chart.lines[first : first + most],
            start=scale.start,
            end=scale.end,
        )
        for place, first in enumerate(starts)
    )


def parts(chart: Chart) -> tuple[Chart, ...]:
    """Give charts that each have room on a page, on the same scale, so that they can be compared."""
    if isinstance(chart, BarChart):
        return bar_parts(chart, _LONGEST_ON_PAGE)
    if isinstance(chart, Timeline):
        return timeline_parts(chart, _LONGEST_ON_PAGE)
    return (chart,)
