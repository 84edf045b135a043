"""Things placed on two scales, numbered in the picture and named in the key below."""

from bryggan.kit.charts.canvas import TARGET, Canvas
from bryggan.kit.charts.measure import cut, fold
from bryggan.kit.charts.model import Bubbles, Matrix, MatrixPoint
from bryggan.kit.words import number

_RADIUS = 12.0


def point_words(chart: Matrix, place: int, point: MatrixPoint) -> str:
    """Say a point in words: its number, its name and its two values."""
    x, y = number(point.x), number(point.y)
    return f"{place}. {point.label}: {chart.x_word} {x}, {chart.y_word} {y}"


def _spread(wanted: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Move points that would cover each other aside, a step at a time, in the order given."""
    placed: list[tuple[float, float]] = []
    for x, y in wanted:
        moved = (x, y)
        for ring in range(1, 9):
            if all(abs(moved[0] - a) + abs(moved[1] - b) >= TARGET for a, b in placed):
                break
            moved = (
                x + (ring % 2 * 2 - 1) * TARGET * ((ring + 1) // 2) * 0.55,
                y + (ring % 3 - 1) * 9,
            )
        placed.append(moved)
    return placed


def draw_field(
    chart: Matrix | Bubbles, canvas: Canvas, left: float, side: float, height: float
) -> None:
    """Draw the ground with its four fields, what they are called, and the two scales."""
    right, bottom = left + side, 22 + height
    canvas.rect(left, 22, side, height, "band")
    canvas.line((left + side / 2, 22), (left + side / 2, bottom), "line", 1.5)
    canvas.line((left, 22 + height / 2), (right, 22 + height / 2), "line", 1.5)
    corners = (
        (left + 10, 40.0, ""),
        (right - 10, 40.0, "end"),
        (left + 10, bottom - 10, ""),
        (right - 10, bottom - 10, "end"),
    )
    for words, (x, y, at) in zip(chart.corners, corners, strict=True):
        canvas.text(x, y, cut(words, side / 2 - 20, 12), size=12, ink="soft", at=at)
    canvas.text(left, 13, cut(chart.y_word, side, 13), size=13, ink="soft")
    canvas.text(right, bottom + 18, cut(chart.x_word, side, 13), size=13, ink="soft", at="end")
    for (low, high), at_x in ((chart.x_range, True), (chart.y_range, False)):
        if at_x:
            canvas.text(left, bottom + 18, number(low), size=12, ink="soft")
        else:
            canvas.text(left - 6, bottom, number(low), size=12, ink="soft", at="end")
            canvas.text(left - 6, 34, number(high), size=12, ink="soft", at="end")


def draw_matrix(chart: Matrix, canvas: Canvas, *, narrow: bool) -> float:
    """Draw a matrix with its key and give its height."""
    left = 34.0
    side = canvas.width - left - 2
    height = side if narrow else min(side, 380.0)
    draw_field(chart, canvas, left, side, height)
    wanted = []
    for point in chart.points:
        (x_low, x_high), (y_low, y_high) = chart.x_range, chart.y_range
        x = (float(point.x) - float(x_low)) / (float(x_high) - float(x_low))
        y = (float(point.y) - float(y_low)) / (float(y_high) - float(y_low))
        inner, tall = side - 2 * _RADIUS, height - 2 * _RADIUS
        wanted.append((left + _RADIUS + x * inner, 22 + _RADIUS + (1 - y) * tall))
    for place, (point, (x, y)) in enumerate(zip(chart.points, _spread(wanted), strict=True), 1):
        with canvas.item(point_words(chart, place, point), point.url):
            canvas.hit(x - TARGET / 2, y - TARGET / 2, TARGET, TARGET)
            tone = point.tone or "brand"
            canvas.circle(x, y, _RADIUS, tone)
            canvas.text(x, y + 4.5, str(place), size=12, ink=f"on-{tone}", at="middle")
    columns = 1 if narrow else 2
    width = canvas.width / columns
    top = height + 60
    for place, point in enumerate(chart.points):
        column, line = place % columns, place // columns
        text = fold(f"{place + 1}. {point.label}", width - 12, 13, lines=1)[0]
        canvas.text(column * width, top + line * 20, text, size=13)
    return top + -(-len(chart.points) // columns) * 20
