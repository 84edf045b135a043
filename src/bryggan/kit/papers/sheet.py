"""A paper as an Excel workbook: a sheet "Om" about the paper, then one sheet per table and chart.

Text is always a text cell: what begins with = + - or @ is shown as it was typed and never computed.
"""

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit.charts.measure import text_width
from bryggan.kit.charts.model import BarChart, StackedBarChart
from bryggan.kit.charts.palette import FILLS, series_fill
from bryggan.kit.papers.cells import chart_table, fact_text, line_count, number_format, row_texts
from bryggan.kit.papers.model import (
    ABOUT_SHEET,
    Block,
    Cell,
    Column,
    Facts,
    Figure,
    Figures,
    Heading,
    Note,
    Paper,
    Paragraph,
    Table,
)
from bryggan.kit.words import is_number, one_line, plain

_LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_SAFE_INTEGER = 10**15
_FIRST_DATE = datetime.date(1900, 3, 1)
_OPTIONS = {
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}
_NUMBER_FORMATS = {"money": "#,##0", "percent": '0" %"', "number": "General"}


@dataclass(frozen=True)
class _Looks:
    """The formats of a workbook."""

    title: Any
    name: Any
    header: Any
    text: Any
    bold: Any
    date: Any
    moment: Any
    numbers: dict[tuple[str, int | None, bool], Any]
    book: Any

    def number(self, column: Column, *, bold: bool) -> Any:
        key = (column.kind, column.decimals, bold)
        if key not in self.numbers:
            shown = _NUMBER_FORMATS.get(column.kind, "General")
            if column.decimals is not None:
                shown = "#,##0" + ("." + "0" * column.decimals if column.decimals else "")
                shown += '" %"' if column.kind == "percent" else ""
            made = {"num_format": shown, "valign": "top", "bold": bold, "top": 1 if bold else 0}
            self.numbers[key] = self.book.add_format(made)
        return self.numbers[key]


def _looks(book: Any) -> _Looks:
    wrap = {"valign": "top", "text_wrap": True}
    brand = FILLS["brand"][0]
    return _Looks(
        title=book.add_format({"bold": True, "font_size": 16}),
        name=book.add_format({"bold": True, **wrap}),
        header=book.add_format({"bold": True, "font_color": "#ffffff", "bg_color": brand, **wrap}),
        text=book.add_format(wrap),
        bold=book.add_format({"bold": True, "top": 1, **wrap}),
        date=book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        moment=book.add_format(
            {"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"}
        ),
        numbers={},
        book=book,
    )


def _open(target: IO[bytes], *, constant_memory: bool = False) -> Any:
    options: dict[str, Any] = {**_OPTIONS, "in_memory": not constant_memory}
    options["constant_memory"] = constant_memory
    book = xlsxwriter.Workbook(target, options)
    book.set_size(2400, 1500)
    return book


def _write(
    sheet: Any,
    row: int,
    place: int,
    value: Cell,
    column: Column,
    looks: _Looks,
    *,
    bold: bool = False,
) -> None:
    """Write one cell by what it is: number, date or text; None leaves it empty."""
    if value is None or value == "":
        return
    if is_number(value) and -_SAFE_INTEGER < value < _SAFE_INTEGER:
        sheet.write_number(row, place, float(value), looks.number(column, bold=bold))
        return
    if isinstance(value, datetime.datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        if local.date() >= _FIRST_DATE:
            sheet.write_datetime(row, place, local, looks.moment)
            return
    elif isinstance(value, datetime.date) and value >= _FIRST_DATE:
        sheet.write_datetime(row, place, value, looks.date)
        return
    text = plain(value)[:_LONGEST_CELL]
    sheet.write_string(row, place, text, looks.bold if bold else looks.text)


def _width(column: Column, texts: Iterable[str]) -> float:
    """Give a column's width in Excel's measure, the width of a digit."""
    words = max((text_width(text, 1.7) for text in texts), default=0.0)
    title = max((text_width(word, 1.8, bold=True) for word in column.title.split()), default=0.0)
    return min(max(words, title + 3, 8.0) + 1.5, 60.0)


def _sheet_name(book: Any, wanted: str) -> str:
    """Give a name that Excel accepts and that no other sheet of the book has."""
    name = "".join(" " if sign in "[]:*?/\\" else sign for sign in one_line(wanted)).strip(" '")
    name = name[:_LONGEST_NAME].strip(" '") or _("Tabell")
    if name.lower() == "history":
        name += "_"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    place, tried = 2, name
    while tried.lower() in taken:
        tail = f" {place}"
        tried = name[: _LONGEST_NAME - len(tail)] + tail
        place += 1
    return tried


def _about(book: Any, looks: _Looks, title: str, pairs: Iterable[tuple[str, str]]) -> Any:
    """Make the sheet "Om": what the paper says about itself."""
    sheet = book.add_worksheet(str(ABOUT_SHEET))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, one_line(title)[:_LONGEST_CELL], looks.title)
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)
    for row, (name, value) in enumerate(pairs, 2):
        lines = max(line_count(plain(value), 88, 1.7), line_count(plain(name), 22, 1.8))
        sheet.set_row(row, min(15.0 * lines, 400.0))
        sheet.write_string(row, 0, plain(name)[:_LONGEST_CELL], looks.name)
        sheet.write_string(row, 1, plain(value)[:_LONGEST_CELL], looks.text)
    return sheet


def _words(paper: Paper) -> list[tuple[str, str]]:
    """Give the words of a paper between its tables, each under its heading."""
    rows: list[tuple[str, str]] = []
    heading = ""
    for block in paper.blocks:
        if isinstance(block, Heading):
            heading = block.text
            continue
        told = _told(block)
        if told and heading:
            rows += [("", ""), (heading, "")]
            heading = ""
        rows += told
    return rows


def _told(block: Block) -> list[tuple[str, str]]:
    """Give what a block without a table of its own says, as rows of the sheet "Om"."""
    match block:
        case Paragraph():
            return [("", block.plain())]
        case Note():
            return [(block.word(), block.text)]
        case Facts():
            return [(name, fact_text(value)) for name, value in block.pairs]
        case Figures():
            return [
                (f.label, f"{f.number} ({f.note})" if f.note else f.number) for f in block.figures
            ]
        case _:
            return []


def _table(book: Any, looks: _Looks, table: Table, name: str) -> Any:
    """Make a sheet of one table, its header frozen and its rows to be filtered."""
    sheet = book.add_worksheet(_sheet_name(book, name))
    shown = [row_texts(table, row) for row in table.rows[:400]]
    if table.total is not None:
        shown.append(row_texts(table, table.total))
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _width(column, (texts[place] for texts in shown)))
        sheet.write_string(0, place, plain(column.title)[:_LONGEST_CELL], looks.header)
    for row, cells in enumerate(table.rows, 1):
        for place, (value, column) in enumerate(zip(cells, table.columns, strict=True)):
            _write(sheet, row, place, value, column, looks)
    last = len(table.rows)
    if table.total is not None:
        for place, (value, column) in enumerate(zip(table.total, table.columns, strict=True)):
            _write(sheet, last + 1, place, value, column, looks, bold=True)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(table.columns) - 1)
    _for_print(sheet, wide=len(table.columns) > 5)
    return sheet


def _for_print(sheet: Any, *, wide: bool) -> None:
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    if wide:
        sheet.set_landscape()


def _chart(book: Any, looks: _Looks, figure: Figure) -> None:
    """Make a sheet of a chart's table, with a native chart beside it if it is one of bars."""
    chart = figure.chart
    sheet = _table(book, looks, chart_table(chart), chart.title)
    if not isinstance(chart, BarChart) or not chart.categories or not chart.series:
        return
    kind = {"type": "bar"}
    if isinstance(chart, StackedBarChart):
        kind["subtype"] = "stacked"
    native = book.add_chart(kind)
    name, last = sheet.get_name(), len(chart.categories)
    for order, series in enumerate(chart.series):
        fill = series_fill(series, order)
        label = {"value": True, "num_format": number_format(chart)}
        if isinstance(chart, StackedBarChart):
            label["font"] = {"color": FILLS[fill][1]}
        native.add_series(
            {
                "name": [name, 0, order + 1],
                "categories": [name, 1, 0, last, 0],
                "values": [name, 1, order + 1, last, order + 1],
                "fill": {"color": FILLS[fill][0]},
                "data_labels": label,
                "gap": 50,
            }
        )
    native.set_title({"name": one_line(chart.title)[:255], "name_font": {"size": 13}})
    native.set_y_axis({"reverse": True, "major_tick_mark": "none"})
    native.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    native.set_legend({"position": "top"} if len(chart.series) > 1 else {"none": True})
    native.set_size({"width": 720, "height": min(160 + 44 * last, 900)})
    described = one_line(f"{chart.title}. {chart.summary}")[:2000]
    sheet.insert_chart(1, len(chart.series) + 2, native, {"description": described})


def render(paper: Paper) -> bytes:
    """Make the workbook."""
    made = io.BytesIO()
    book = _open(made)
    _set_properties(book, paper.title, paper.made_by)
    looks = _looks(book)
    pairs = [*paper.head()]
    if paper.subtitle:
        pairs.insert(0, (_("Underrubrik"), paper.subtitle))
    _about(book, looks, paper.title, [*pairs, *_words(paper)])
    heading = ""
    for block in paper.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            _table(book, looks, block, block.title or heading)
        elif isinstance(block, Figure):
            _chart(book, looks, block)
    book.close()
    return made.getvalue()


def _set_properties(book: Any, title: str, author: str) -> None:
    book.set_properties({"title": one_line(title)[:250], "author": one_line(author)[:250]})


def write_list(
    file: IO[bytes],
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    about: Iterable[tuple[str, str]] = (),
) -> int:
    """Write a list of any length as a workbook, row by row, and give how many rows there were.

    The list is the first sheet, so that it can be read back as it is; "Om" comes last. `rows` may be
    a generator, of which only one row is held at a time. Widths come from `Column.width` (in
    digits), else from the titles and the kinds of values.
    """
    book = _open(file, constant_memory=True)
    _set_properties(book, title, "")
    looks = _looks(book)
    sheet = book.add_worksheet(_sheet_name(book, title))
    for place, column in enumerate(columns):
        width = column.width or _width(
            column, ["2026-11-22"] if column.kind != "text" else ["m" * 14]
        )
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, plain(column.title)[:_LONGEST_CELL], looks.header)
    count = 0
    for count, cells in enumerate(rows, 1):
        for place, (value, column) in enumerate(zip(cells, columns, strict=True)):
            _write(sheet, count, place, value, column, looks)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(count, 1), max(len(columns) - 1, 0))
    _for_print(sheet, wide=len(columns) > 5)
    _about(book, looks, title, about)
    book.close()
    return count
