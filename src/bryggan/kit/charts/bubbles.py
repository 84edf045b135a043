"""Things of different size on two scales, with whiskers for how far apart people are."""

import math
from collections.abc import Callable

from bryggan.kit.charts.canvas import TARGET, Canvas, legend
from bryggan.kit.charts.matrix import draw_field
from bryggan.kit.charts.measure import fold
from bryggan.kit.charts.model import Bubble, Bubbles
from bryggan.kit.words import Number, number

_LEAST, _MOST = 11.0, 28.0
_TALLEST = 540.0
_CAP = 4.0
_LINE = 20.0
_LYING = 1000
_STEP, _TURNS, _RINGS, _FEW = 7.0, 12, 8, 80

type Scale = Callable[[Number], float]


def bubble_words(chart: Bubbles, place: int, point: Bubble) -> str:
    """Say a bubble in words: its number, name, two values, and what is noted of it."""
    said = f"{place}. {point.label}: {chart.x_word} {number(point.x)}, {chart.y_word} {number(point.y)}"
    return f"{said}. {point.note}" if point.note else said


def radius_of(size: Number | None, largest: float, most: float) -> float:
    """Give the radius that makes areas, not radii, follow the sizes; the unknown is as small as any."""
    if not size or not largest:
        return _LEAST
    return max(_LEAST, most * math.sqrt(float(size) / largest))


def _share(value: Number, scale: tuple[Number, Number]) -> float:
    low, high = float(scale[0]), float(scale[1])
    return (float(value) - low) / (high - low)


def draw_bubbles(chart: Bubbles, canvas: Canvas, *, narrow: bool) -> float:
    """Draw the bubbles, the largest first so that none is hidden, with the key below; give the height."""
    left, top = 34.0, 22.0
    lies = canvas.width >= _LYING
    side = min(canvas.width, _LYING * 0.66 if lies else canvas.width) - left - 2
    height = side if narrow else min(side, _TALLEST)
    draw_field(chart, canvas, left, side, height)
    # The outermost values stand a little inside, so that no bubble is cut off by the edge.
    inset = 16.0

    def across(value: Number) -> float:
        return left + inset + _share(value, chart.x_range) * (side - 2 * inset)

    def down(value: Number) -> float:
        return top + inset + (1 - _share(value, chart.y_range)) * (height - 2 * inset)

    largest = max((float(point.size) for point in chart.points if point.size), default=0.0)
    most = _MOST * (0.75 if narrow else 1)
    circles = [
        (across(point.x), down(point.y), radius_of(point.size, largest, most))
        for point in chart.points
    ]
    order = sorted(range(len(circles)), key=lambda place: (-circles[place][2], place))
    placed = dict(zip(order, apart([circles[place] for place in order]), strict=True))
    for place in order:
        _whiskers(canvas, chart.points[place], placed[place], (across, down))
    for place in order:
        _bubble(canvas, chart, place, placed[place], circles[place][2])
    if lies:
        # Beside the picture, where a slide has room for it.
        legend(canvas, height + 50, list(chart.legend))
        count = len(chart.points)
        lines = count if count * _LINE <= height else -(-count // 2)
        return max(height + 78, _key(canvas, chart, (side + 64, 32.0), 1, lines))
    lowest = legend(canvas, height + 50, list(chart.legend)) if chart.legend else height + 44
    columns = 1 if narrow else 2
    return _key(canvas, chart, (0.0, lowest + 16), columns, -(-len(chart.points) // columns))


def apart(circles: list[tuple[float, float, float]]) -> list[tuple[float, float]]:
    """Move circles aside, a little at a time, until none hides another's number; the first ones stay.

    Where there is no room nearby it stays where it is: a place that is wrong says more than one hidden.
    """
    placed: list[tuple[float, float, float]] = []
    for x, y, radius in circles:
        found = (x, y)
        for step in range(1 + _TURNS * _RINGS if len(circles) <= _FEW else 1):
            ring, turn = divmod(step - 1, _TURNS)
            reach = (ring + 1) * _STEP if step else 0.0
            angle = math.tau * turn / _TURNS
            near = (x + reach * math.cos(angle), y + reach * math.sin(angle))
            if all(_is_free(near, radius, other) for other in placed):
                found = near
                break
        placed.append((*found, radius))
    return [(x, y) for x, y, _radius in placed]


def _is_free(at: tuple[float, float], radius: float, other: tuple[float, float, float]) -> bool:
    x, y, other_radius = other
    least = max(TARGET, min(radius, other_radius) + 11)
    return math.hypot(at[0] - x, at[1] - y) >= least


def _whiskers(
    canvas: Canvas, point: Bubble, at: tuple[float, float], scales: tuple[Scale, Scale]
) -> None:
    """Draw how far apart people are on each scale; those who agree have no whisker."""
    (x, y), (across, down) = at, scales
    if point.x_reach and point.x_reach[0] != point.x_reach[1]:
        first, last = across(point.x_reach[0]), across(point.x_reach[1])
        canvas.line((first, y), (last, y), "axis", 1.5)
        for end in (first, last):
            canvas.line((end, y - _CAP), (end, y + _CAP), "axis", 1.5)
    if point.y_reach and point.y_reach[0] != point.y_reach[1]:
        first, last = down(point.y_reach[0]), down(point.y_reach[1])
        canvas.line((x, first), (x, last), "axis", 1.5)
        for end in (first, last):
            canvas.line((x - _CAP, end), (x + _CAP, end), "axis", 1.5)


def _bubble(
    canvas: Canvas, chart: Bubbles, one: int, at: tuple[float, float], radius: float
) -> None:
    point, (x, y) = chart.points[one], at
    tone = point.tone or "soft"
    with canvas.item(bubble_words(chart, one + 1, point), point.url):
        reach = max(TARGET, 2 * radius)
        canvas.hit(x - reach / 2, y - reach / 2, reach, reach)
        if point.size is None:
            canvas.ring(x, y, radius, "axis", is_broken=True)
            ink = "text"
        else:
            canvas.circle(x, y, radius, tone, is_edged=True)
            ink = f"on-{tone}"
        if point.is_firm:
            canvas.ring(x, y, radius + 3, "today", is_broken=False)
        canvas.text(x, y + 4.5, str(one + 1), size=12, ink=ink, at="middle")


def _key(
    canvas: Canvas, chart: Bubbles, at: tuple[float, float], columns: int, lines: int
) -> float:
    """Write the names from a corner, so many lines in a column and then the next; give the height."""
    left, top = at
    columns = max(columns, -(-len(chart.points) // lines)) if lines else columns
    width = (canvas.width - left) / columns
    for one, point in enumerate(chart.points):
        column, line = divmod(one, lines)
        said = f"{one + 1}. {point.label}" + (f" – {point.note}" if point.note else "")
        text = fold(said, width - 12, 13, lines=1)[0]
        canvas.text(left + column * width, top + line * _LINE, text, size=13)
    return top + lines * _LINE
