"""The way in: one file, chosen by a person, becomes one sheet of rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from bryggan.registers.reading import csv_file, workbook
from bryggan.registers.reading.recognise import SPOILT, check_size, is_workbook, open_workbook
from bryggan.registers.reading.sheet import FileRefused, Grid, SheetName, SheetText
from bryggan.registers.reading.table import make_table


def read_file(
    path_or_bytes: Path | bytes,
    *,
    name: str,
    sheet: str | None = None,
    header_row: int | None = None,
) -> SheetText:
    """Read one sheet of a file; `name` is what the person calls the file, and is only shown.

    Without `sheet` the visible sheet that holds most is read; without `header_row` (the number seen
    in the spreadsheet) the row of titles is found. Formulas give their stored value, merged cells
    that of their first one, hidden rows are read: each is said in a remark. Raises `FileRefused`.
    """
    grid, chosen, sheets = read_grid(path_or_bytes, sheet=sheet)
    with _refusing_what_is_spoilt():
        return make_table(grid, name=name, sheet=chosen, sheets=sheets, header_row=header_row)


def read_grid(
    path_or_bytes: Path | bytes, *, sheet: str | None = None
) -> tuple[Grid, str, tuple[SheetName, ...]]:
    """One sheet as it is, for what is no table: its rows, its name and the names of all. Raises `FileRefused`."""
    content = _content(path_or_bytes)
    with _refusing_what_is_spoilt():
        if is_workbook(content):
            return workbook.read(open_workbook(content), sheet)
        return csv_file.read(content), "", ()


@contextmanager
def _refusing_what_is_spoilt() -> Iterator[None]:
    """Whatever a broken file makes go wrong is told as such; a refusal already made is left as it is."""
    try:
        yield
    except FileRefused:
        raise
    except SPOILT as error:
        raise FileRefused(
            _(
                "Filen är trasig och går inte att läsa. Öppna den i Excel, spara om den och försök igen."
            )
        ) from error


def _content(path_or_bytes: Path | bytes) -> bytes:
    if isinstance(path_or_bytes, bytes):
        check_size(len(path_or_bytes))
        return path_or_bytes
    try:
        check_size(path_or_bytes.stat().st_size)
        return path_or_bytes.read_bytes()
    except OSError as error:
        raise FileRefused(
            _("Filen %(name)s går inte att öppna.") % {"name": path_or_bytes.name}
        ) from error
