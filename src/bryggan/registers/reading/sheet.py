"""What reading a file gives: columns, rows, sheets and remarks; and what a file may hold at most."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from bryggan.kit.words import one_line

MEGABYTE = 1024 * 1024
MAX_PACKED_BYTES = 20 * MEGABYTE
MAX_UNPACKED_BYTES = 300 * MEGABYTE
MAX_COLUMNS = 200
MAX_ROWS = 50_000
MAX_REMARKS = 100_000

EXAMPLES = 3


class FileRefused(ValueError):  # noqa: N818 - named for what the person meets, not for the class
    """The file cannot be read at all; `message` says in Swedish why, and what to do about it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know about how a file was read.

    `row` is the number seen in the spreadsheet (None: the whole file or column), `column` the
    letter ("" means the whole row), `value` the text concerned, `code` a key that never changes.
    """

    row: int | None
    column: str
    value: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column: its place from 0, its letter, its title ("" if it has none) and some examples."""

    index: int
    letter: str
    title: str
    examples: tuple[str, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row under the header, as wide as the columns; `number` is the one in the spreadsheet.

    Values are text, int, float, bool, datetime, time, timedelta or None; text is as it stands in
    the file, with spaces. In CSV every value is text. A row of only None stands between others.
    """

    number: int
    values: tuple[object | None, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet one may choose, with the number of rows in it that hold something."""

    name: str
    rows: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetText:
    """One sheet of a file, read: `sheet` is its name ("" in CSV), `header_row` the titles' row."""

    name: str
    sheet: str
    header_row: int
    columns: tuple[ColumnHead, ...]
    rows: Sequence[Row]
    sheets: tuple[SheetName, ...]
    remarks: tuple[Remark, ...]


@dataclass(slots=True)
class Grid:
    """A sheet before anything is made of it: the filled rows in order, each from column A on."""

    numbers: list[int] = field(default_factory=list)
    rows: list[list[object | None]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    remarks_left_out: int = 0

    def remark(self, remark: Remark) -> None:
        """Keep a remark, as long as the list is one that somebody could read."""
        if len(self.remarks) < MAX_REMARKS:
            self.remarks.append(remark)
        else:
            self.remarks_left_out += 1


def letter(index: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(65 + rest) + letters
        index -= 1
    return letters


def is_blank(value: object | None) -> bool:
    """Say whether a cell is empty or holds only space."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: object | None) -> str:
    """Write the value of a cell on one line, as in a message or an example; dates as ISO text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if isinstance(value, datetime):
        return (
            f"{value:%Y-%m-%d}" if value.time() == value.time().min else f"{value:%Y-%m-%d %H:%M}"
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return one_line(value)


def too_many_rows() -> FileRefused:
    """Refuse a sheet with more rows than Bryggan reads at a time."""
    return FileRefused(
        _("Bladet har fler än %(limit)s rader. Dela upp filen i flera och läs in dem en i taget.")
        % {"limit": MAX_ROWS}
    )


def too_many_columns() -> FileRefused:
    """Refuse a sheet with more columns than Bryggan reads."""
    return FileRefused(
        _("Bladet har fler än %(limit)s kolumner. Ta bort dem som inte behövs och försök igen.")
        % {"limit": MAX_COLUMNS}
    )
