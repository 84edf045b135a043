"""One description of a chart, drawn on screen, in PDF, Word, PowerPoint and Excel.

A chart is frozen data with a title, a summary that says in words what it shows, and `rows()`: the
table that stands beside it. Nouns: BarChart, StackedBarChart, Timeline, Matrix, Bubbles. `parts` takes a long one apart. Drawing: `svg`
(screen and PDF), `png` (Word); PowerPoint and Excel make native charts of the same data. Start
reading in `model.py`, then `svg.py`.
"""

from bryggan.kit.charts.model import (
    BarChart,
    Bubble,
    Bubbles,
    Chart,
    ChartRows,
    Matrix,
    MatrixPoint,
    Point,
    Series,
    Span,
    StackedBarChart,
    Timeline,
    TimelineRow,
    Tone,
)

__all__ = [
    "BarChart",
    "Bubble",
    "Bubbles",
    "Chart",
    "ChartRows",
    "Matrix",
    "MatrixPoint",
    "Point",
    "Series",
    "Span",
    "StackedBarChart",
    "Timeline",
    "TimelineRow",
    "Tone",
]
