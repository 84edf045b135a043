"""The cells of one Excel sheet, read in one pass: values, formulas, merges, what is hidden.

A pass of its own over the XML, since openpyxl must choose between reading in little memory and
knowing of merges and hidden rows, and between a formula and its stored value. How Excel writes
dates is left to openpyxl.
"""

import math
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from bryggan.kit.words import plain
from bryggan.registers.reading.merges import Area, area, column_index, fill_merged
from bryggan.registers.reading.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    Grid,
    Remark,
    is_blank,
    letter,
    too_many_columns,
    too_many_rows,
)
from bryggan.registers.reading.xml_stream import Done, local, stream

DATE = "date"
DURATION = "duration"

type Value = str | int | float | bool | datetime | date | time | timedelta | None

# More rows than this are surely too many, however many title rows stand above the header.
_MOST_ROWS = MAX_ROWS + 1_000
_REMEMBERED = 200_000
_EXACT = 10**15
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Formats:
    """What the sheets of a workbook share: texts, the styles that are dates, the first day."""

    texts: list[str]
    dated: dict[str, str]
    epoch: datetime


class CellText:
    """Gathers the text of a cell out of its pieces; the readings of Japanese signs are left out."""

    def __init__(self) -> None:
        self.chunks: list[str] = []
        self._pieces: list[str] = []
        self._in_reading = False

    def start(self, tag: str) -> None:
        """Meet the start of an element."""
        if tag == "rPh":
            self._in_reading = True
        elif tag == "t":
            self.chunks.clear()

    def end(self, tag: str) -> None:
        """Meet the end of an element."""
        if tag == "rPh":
            self._in_reading = False
        elif tag == "t" and not self._in_reading:
            self._pieces.append("".join(self.chunks))

    def take(self) -> str:
        """Give the whole text and begin anew."""
        text = "".join(self._pieces)
        self._pieces.clear()
        return unescaped(text)


def unescaped(text: str) -> str:
    """Turn Excel's way of writing odd signs ("_x000D_") back, without those that print nothing."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain(text)


def count_cells(archive: zipfile.ZipFile, member: str) -> tuple[int, int]:
    """Count the rows of a sheet that hold something, and the cells that do."""
    rows = cells = 0
    row_counted = False

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal rows, cells, row_counted
        tag = local(name)
        if tag in {"v", "is"}:
            cells += 1
            if not row_counted:
                rows += 1
                row_counted = True
        elif tag == "row":
            row_counted = False

    def end(name: str) -> None:
        if name.endswith(" sheetData"):
            raise Done

    stream(archive, member, start=start, end=end)
    return rows, cells


def read_sheet(archive: zipfile.ZipFile, member: str, formats: Formats) -> Grid:
    """Read all filled rows of a sheet, with merged cells filled from their first one."""
    reader = _SheetReader(formats)
    stream(archive, member, start=reader.start, end=reader.end, text=reader.collected.chunks.append)
    fill_merged(reader.grid, reader.merges)
    return reader.grid


class _SheetReader:
    """Follows the elements of a sheet; one call per tag, so little is done in each."""

    def __init__(self, formats: Formats) -> None:
        self.grid = Grid()
        self.merges: list[Area] = []
        self.collected = CellText()
        self._formats = formats
        self._numbers: dict[str, Value] = {}
        self._texts: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._tags: dict[str, str] = {}
        self._row_number = 0
        self._cells: list[object | None] = []
        self._index = -1
        self._kind = "n"
        self._style = ""
        self._value: Value = None
        self._has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = local(name)
        if tag == "c":
            self._start_cell(attributes)
        elif tag in {"v", "t"}:
            self.collected.chunks.clear()
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f":
            self._has_formula = True
        elif tag == "rPh":
            self.collected.start(tag)
        elif tag == "mergeCell":
            self.merges.append(area(attributes["ref"]))
        elif tag == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes["min"]), int(attributes["max"])
            self.grid.hidden_columns.append((first - 1, last - 1))

    def end(self, name: str) -> None:
        tag = self._tags[name]
        if tag == "v":
            self._value = self._stored("".join(self.collected.chunks))
        elif tag == "c":
            self._end_cell()
        elif tag in {"t", "rPh"}:
            self.collected.end(tag)
        elif tag == "is":
            self._value = self._remembered(self.collected.take())
        elif tag == "row":
            self._end_row()

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r") or self._row_number + 1)
        if number <= self._row_number:
            raise ValueError("rows out of order")
        self._row_number = number
        self._index = -1
        self._cells = []
        if attributes.get("hidden") in {"1", "true"}:
            self.grid.hidden_rows.add(number)

    def _end_row(self) -> None:
        cells = self._cells
        while cells and is_blank(cells[-1]):
            cells.pop()
        if not cells:
            self.grid.hidden_rows.discard(self._row_number)
            return
        if len(cells) > MAX_COLUMNS:
            raise too_many_columns()
        if len(self.grid.rows) >= _MOST_ROWS:
            raise too_many_rows()
        self.grid.numbers.append(self._row_number)
        self.grid.rows.append(cells)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._index += 1
        else:
            letters = place.rstrip("0123456789")
            index = self._columns.get(letters)
            if index is None:
                index = self._columns[letters] = column_index(letters)
            if index <= self._index:
                raise ValueError("cells out of order")
            self._index = index
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._value = None
        self._has_formula = False

    def _end_cell(self) -> None:
        value = self._value
        if self._has_formula:
            self._remark_formula(value)
        if value is None:
            return
        cells = self._cells
        while len(cells) < self._index:
            cells.append(None)
        cells.append(value)

    def _stored(self, text: str) -> Value:
        """Make a value of what a cell stores; a number is remembered, since most come again."""
        if self._kind == "s":
            return self._formats.texts[int(text)] or None
        if self._kind in {"n", ""}:
            return self._number(text)
        if self._kind == "b":
            return text.strip() in {"1", "true"}
        if self._kind == "e":
            self._remark(text, "error_value", _("Cellen visar ett fel i Excel och läses som tom."))
            return None
        if self._kind == "d":
            return datetime.fromisoformat(text).replace(tzinfo=None)
        return self._remembered(unescaped(text))

    def _number(self, text: str) -> Value:
        """Make a number, date or duration; each is remembered, since most come again."""
        dated = self._formats.dated.get(self._style, "")
        key = text + dated
        if key in self._numbers:
            return self._numbers[key]
        if not text.strip():
            return None
        number = float(text)
        if not math.isfinite(number):
            return plain(text)
        value: Value = int(number) if number.is_integer() and abs(number) < _EXACT else number
        if dated:
            try:
                value = from_excel(number, self._formats.epoch, dated == DURATION)
            except (OverflowError, ValueError):
                self._remark(text, "no_date", _("Cellen har datumformat men talet är inget datum."))
                return value
        if len(self._numbers) < _REMEMBERED:
            self._numbers[key] = value
        return value

    def _remembered(self, text: str) -> Value:
        """Keep one copy of a text that stands in many cells."""
        if len(self._texts) < _REMEMBERED:
            return self._texts.setdefault(text, text) or None
        return self._texts.get(text, text) or None

    def _remark_formula(self, value: Value) -> None:
        if value is None:
            message = _("Cellen har en formel utan sparat värde och läses som tom.")
            self._remark("", "formula_without_value", message)
        else:
            message = _("Cellen har en formel. Det sparade värdet används.")
            self._remark(str(value), "formula", message)

    def _remark(self, value: str, code: str, message: str) -> None:
        self.grid.remark(Remark(self._row_number, letter(self._index), value, code, message))
