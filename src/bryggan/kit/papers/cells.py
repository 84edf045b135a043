"""How a cell is written, and how wide the columns of a table must be."""

import datetime
import math
from dataclasses import dataclass
from functools import lru_cache

from bryggan.kit.charts.measure import text_width
from bryggan.kit.charts.model import BarChart, Chart
from bryggan.kit.papers.model import Cell, Column, Facts, Kind, Table
from bryggan.kit.words import date_text, exact_sek, is_number, number, percent, plain, time_text

_SAMPLE = 400
_MARGIN = 1.6
_BOLD = 1.06
"""How much wider an amount becomes in the bold row of totals."""


def cell_text(value: Cell, column: Column) -> str:
    """Write a cell as Swedish readers expect it; a value of another kind than its column as it is."""
    if value is None or value == "":
        return plain(column.empty)
    if isinstance(value, datetime.datetime):
        return time_text(value)
    if isinstance(value, datetime.date):
        return date_text(value)
    if isinstance(value, str) or not is_number(value):
        return plain(value)
    if column.kind == "money":
        return exact_sek(value) if column.decimals is None else number(value, column.decimals)
    if column.kind == "percent":
        return percent(value, column.decimals)
    if column.kind == "text":
        return plain(value)
    return number(value, column.decimals)


def row_texts(table: Table, row: tuple[Cell, ...]) -> list[str]:
    """Write a row cell by cell. In a row of totals nothing stands for what is not summed."""
    texts = [cell_text(value, column) for value, column in zip(row, table.columns, strict=True)]
    if row is table.total:
        return ["" if value in (None, "") else text for value, text in zip(row, texts, strict=True)]
    return texts


def fact_text(value: Cell) -> str:
    """Write a value that stands alone."""
    return cell_text(value, Column("", kind="number", empty="–"))


@dataclass(frozen=True, slots=True)
class _Need:
    """What a column wants, in type sizes: `least` so that no word breaks, `best` so that few rows fold."""

    least: float
    best: float
    is_firm: bool


def shares(table: Table, room: float = 0.0) -> tuple[float, ...]:
    """Give how large a part of the width each column should have, adding up to 1.

    `room` is the width in type sizes (width / size). Numbers, dates and short codes get what they
    need on one line; texts share the rest by how long they are, and are narrowed first. The first
    400 rows and the totals are measured. Widths that a table states itself are kept.
    """
    if all(column.width for column in table.columns):
        whole = sum(column.width for column in table.columns)
        return tuple(column.width / whole for column in table.columns)
    lines = [row_texts(table, row) for row in table.rows[:_SAMPLE]]
    if table.total is not None:
        lines.append(row_texts(table, table.total))
    needs = [
        _need([line[place] for line in lines], column) for place, column in enumerate(table.columns)
    ]
    firm = sum(need.best for need in needs if need.is_firm)
    loose = sum(need.best for need in needs if not need.is_firm)
    least = sum(need.least for need in needs if not need.is_firm)
    left = (room or firm + loose) - firm
    if not loose or left < least * 0.6:
        widths = [need.best if need.is_firm else need.least for need in needs]
    elif left >= loose:
        widths = [need.best * (1 if need.is_firm else left / loose) for need in needs]
    else:
        # Where not even the least fits, words are broken before numbers and dates are.
        squeeze = min(left / least, 1.0)
        spare = max(left - least, 0.0) / ((loose - least) or 1.0)
        widths = [
            need.best if need.is_firm else need.least * squeeze + (need.best - need.least) * spare
            for need in needs
        ]
    whole = sum(widths)
    return tuple(width / whole for width in widths)


def _need(texts: list[str], column: Column) -> _Need:
    """Measure one column, its margins included."""
    widths = sorted(text_width(text, 1.0) for text in texts) or [0.0]
    heading = max((text_width(word, 1.0, bold=True) for word in column.title.split()), default=0.0)
    heading = min(heading, 12.0)
    is_code = widths[-1] < 5.0 and not any(" " in text for text in texts)
    if column.is_numeric or column.kind == "date" or is_code:
        width = max(min(widths[-1] * _BOLD, 16.0), heading) + _MARGIN
        return _Need(width, width, is_firm=True)
    words = (text_width(word, 1.0) for text in texts[:80] for word in text.split())
    least = max(heading, min(max(words, default=0.0), 12.0)) + _MARGIN
    common = widths[int((len(widths) - 1) * 0.95)]
    best = min(common, 10 + math.sqrt(common) * 2.5) + _MARGIN
    return _Need(least, max(least, best), is_firm=False)


@lru_cache(maxsize=20_000)
def _word_width(word: str) -> float:
    return text_width(word, 1.0)


def line_count(text: str, width: float, size: float) -> int:
    """Count the lines a text needs in a width; a word longer than a line is broken into several."""
    room = max(width / size, 1.0)
    lines = 0
    for paragraph in text.split("\n"):
        used = 0.0
        lines += 1
        for word in paragraph.split(" "):
            wide = _word_width(word)
            if used and used + 0.28 + wide > room:
                lines += 1
                used = 0.0
            used += wide + (0.28 if used else 0.0)
            if used > room:
                lines += int(used / room)
                used = used % room
    return lines


def number_format(chart: BarChart) -> str:
    """Give the number format of a native chart; office programs write it in the reader's own way."""
    values = [value for series in chart.series for value in series.values if value is not None]
    needed = 0 if all(value == int(value) for value in values) else 1
    decimals = needed if chart.decimals is None else chart.decimals
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def chart_table(chart: Chart) -> Table:
    """Give the table beside a chart as a table of a paper."""
    beside = chart.rows()
    columns = []
    for place, title in enumerate(beside.header):
        values = [row[place] for row in beside.rows if row[place] is not None]
        kind: Kind = "text"
        if values and all(is_number(value) for value in values):
            kind = "number"
        elif values and all(isinstance(value, datetime.date) for value in values):
            kind = "date"
        columns.append(Column(title, kind=kind, empty="" if kind == "text" else "–"))
    return Table(tuple(columns), beside.rows, title=chart.title)


def facts_table(facts: Facts) -> Table:
    """Give facts as a table of two columns."""
    rows = tuple((name, fact_text(value)) for name, value in facts.pairs)
    return Table((Column("Uppgift"), Column("Värde")), rows)
