"""A CSV file: which signs it is written in, what stands between its cells, and its rows.

Decoding in this order: a byte order mark decides (UTF-8, UTF-16); else UTF-8 if it holds all the
way; else Windows-1252, as older Swedish systems write. The separator (semicolon, tab or comma) is
the one that gives most rows the same number of cells.
"""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from django.utils.translation import gettext as _

from bryggan.kit.words import plain
from bryggan.registers.reading.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    FileRefused,
    Grid,
    Remark,
    is_blank,
    too_many_columns,
    too_many_rows,
)

SEPARATORS = ";\t,"

_SAMPLE = 1 << 16
_SAMPLE_ROWS = 200
_DECLARED = "sep="


def read(content: bytes) -> Grid:
    """Read all rows of a CSV file as text; an empty cell is None."""
    text = _decoded(content)
    separator, skipped = _separator(text)
    try:
        return _grid(text, separator, skipped=skipped, is_strict=True)
    except csv.Error:
        pass
    try:
        grid = _grid(text, separator, skipped=skipped, is_strict=False)
    except csv.Error as error:
        raise FileRefused(
            _("Ett citattecken i filen avslutas aldrig, så raderna går inte att skilja åt.")
        ) from error
    message = _("Citattecken står fel i filen. Kontrollera att inga rader har lästs ihop.")
    grid.remark(Remark(None, "", '"', "quotes", message))
    return grid


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if "\0" in text or "\ufffd" in text:
        raise FileRefused(
            _("Filen är varken en Excel-arbetsbok (.xlsx) eller en textfil (CSV) som går att läsa.")
        )
    if not text.strip():
        raise FileRefused(_("Filen är tom."))
    return text


def _separator(text: str) -> tuple[str, int]:
    """Give the separator and how many first rows only declare it, as in Excel's "sep=;"."""
    first = text[:16].partition("\n")[0].strip("\r").strip('"')
    declared = first.lower().removeprefix(_DECLARED)
    if first.lower().startswith(_DECLARED) and len(declared) == 1:
        return declared, 1
    return max(SEPARATORS, key=lambda sign: _evenness(text[:_SAMPLE], sign)), 0


def _evenness(sample: str, separator: str) -> tuple[bool, int, int]:
    """Say how many rows of the sample have the most usual number of cells, and that number.

    A separator after which the quotes of the very first row stand wrong comes last.
    """
    try:
        next(_records(sample, separator, is_strict=True), None)
        has_good_start = True
    except csv.Error:
        has_good_start = False
    records = _records(sample, separator, is_strict=False)
    widths = Counter(len(cells) for cells in islice(records, _SAMPLE_ROWS) if len(cells) > 1)
    count, width = max(((count, width) for width, count in widths.items()), default=(0, 0))
    return has_good_start, count, width


def _records(text: str, separator: str, *, is_strict: bool) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=separator, strict=is_strict)


def _grid(text: str, separator: str, *, skipped: int, is_strict: bool) -> Grid:
    grid = Grid()
    records = _records(text, separator, is_strict=is_strict)
    for number, record in enumerate(islice(records, skipped, None), start=skipped + 1):
        cells: list[object | None] = [plain(cell) or None for cell in record]
        while cells and is_blank(cells[-1]):
            cells.pop()
        if not cells:
            continue
        if len(cells) > MAX_COLUMNS:
            raise too_many_columns()
        if len(grid.rows) > 2 * MAX_ROWS:
            raise too_many_rows()
        grid.numbers.append(number)
        grid.rows.append(cells)
    return grid
