"""From the cells of a sheet to a table: where the titles stand, which columns and rows there are."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.translation import gettext as _

from bryggan.kit.papers.model import ABOUT_SHEET
from bryggan.registers.reading.sheet import (
    EXAMPLES,
    MAX_COLUMNS,
    MAX_ROWS,
    ColumnHead,
    FileRefused,
    Grid,
    Remark,
    Row,
    SheetName,
    SheetText,
    is_blank,
    letter,
    shown,
    too_many_columns,
    too_many_rows,
)

# So far down a header is looked for.
_SEARCHED = 60
# A header has at least so much of the different cells that the fullest row has.
_FULL_ENOUGH = 0.75
_LONGEST_GAP = 1_000
_EXAMPLE_LENGTH = 80


def make_table(
    grid: Grid, *, name: str, sheet: str, sheets: tuple[SheetName, ...], header_row: int | None
) -> SheetText:
    """Find the header row, unless it is given, and make columns, rows and remarks of the rest."""
    if not grid.rows:
        raise FileRefused(
            _("Bladet %(sheet)s är tomt.") % {"sheet": sheet} if sheet else _("Filen är tom.")
        )
    place = _header_place(grid.rows) if header_row is None else _given_place(grid, header_row)
    table = grid.rows[place:]
    if len(table) > MAX_ROWS + 1:
        raise too_many_rows()
    width = max(map(len, table))
    if width > MAX_COLUMNS:
        raise too_many_columns()
    hidden = {i for first, last in grid.hidden_columns for i in range(first, min(last + 1, width))}
    columns = tuple(_columns(table, width, hidden))
    own = [
        *_title_rows(grid, place),
        *_column_remarks(columns, grid.numbers[place]),
        *_hidden_rows(grid, place),
    ]
    rows = tuple(_rows(grid, place, width, own))
    return SheetText(
        name=name,
        sheet=sheet,
        header_row=grid.numbers[place],
        columns=columns,
        rows=rows,
        sheets=sheets,
        remarks=(
            *own,
            *_from_header_on(grid, grid.numbers[place]),
            *_left_out(grid),
            *_other_sheets(sheets, sheet),
        ),
    )


def _header_place(rows: list[list[object | None]]) -> int:
    """Take the first row that is nearly as full of different texts as any, with data below it."""
    searched = rows[:_SEARCHED]
    fullness = [_fullness(cells) for cells in searched]
    enough = _FULL_ENOUGH * max(fullness)
    for place, cells in enumerate(searched):
        if fullness[place] >= enough and _is_textual(cells):
            return place
    return 0


def _fullness(cells: list[object | None]) -> int:
    """Count the filled cells of a row; a text repeated over most of it, as a title, counts once."""
    filled = [shown(value).casefold() for value in cells if not is_blank(value)]
    different = len(set(filled))
    return len(filled) if 2 * different > len(filled) else different


def _is_textual(cells: list[object | None]) -> bool:
    filled = [value for value in cells if not is_blank(value)]
    texts = [v for v in filled if isinstance(v, str) and any(sign.isalpha() for sign in v)]
    return 2 * len(texts) >= len(filled)


def _given_place(grid: Grid, header_row: int) -> int:
    try:
        return grid.numbers.index(header_row)
    except ValueError as error:
        raise FileRefused(
            _("Rad %(row)s är tom och kan inte vara rubrikrad.") % {"row": header_row}
        ) from error


def _columns(
    table: list[list[object | None]], width: int, hidden: set[int]
) -> Iterator[ColumnHead]:
    titles = table[0] + [None] * (width - len(table[0]))
    for index, title in enumerate(titles):
        examples = tuple(islice(_examples(table, index), EXAMPLES))
        yield ColumnHead(index, letter(index), shown(title), examples, index in hidden)


def _examples(table: list[list[object | None]], index: int) -> Iterator[str]:
    seen = set()
    for cells in islice(table, 1, None):
        text = shown(cells[index])[:_EXAMPLE_LENGTH] if index < len(cells) else ""
        if text and text not in seen:
            seen.add(text)
            yield text


def _rows(grid: Grid, place: int, width: int, remarks: list[Remark]) -> Iterator[Row]:
    """Give the rows below the header, with the empty ones between them unless they are very many."""
    last = grid.numbers[place]
    empty = (None,) * width
    for index in range(place + 1, len(grid.rows)):
        number = grid.numbers[index]
        if number - last > _LONGEST_GAP:
            remarks.append(_gap(last + 1, number - 1))
        else:
            for between in range(last + 1, number):
                yield Row(between, empty)
        cells = grid.rows[index]
        yield Row(number, (*cells, *empty[len(cells) :]), number in grid.hidden_rows)
        last = number


def _gap(first: int, last: int) -> Remark:
    message = _("Raderna %(first)s–%(last)s är tomma och hoppas över.")
    return Remark(first, "", "", "gap", message % {"first": first, "last": last})


def _title_rows(grid: Grid, place: int) -> Iterator[Remark]:
    for number, cells in zip(grid.numbers[:place], grid.rows[:place], strict=True):
        texts = dict.fromkeys(shown(value) for value in cells if not is_blank(value))
        message = _("Raden står ovanför rubrikerna och läses inte som data.")
        yield Remark(number, "", " ".join(texts), "title_row", message)


def _column_remarks(columns: tuple[ColumnHead, ...], header_row: int) -> Iterator[Remark]:
    seen: dict[str, str] = {}
    for column in columns:
        if column.is_hidden:
            message = _("Kolumnen är dold i filen men läses.")
            yield Remark(None, column.letter, column.title, "hidden_column", message)
        title = column.title.casefold()
        if title and title in seen:
            message = _("Rubriken finns också i kolumn %(letter)s.") % {"letter": seen[title]}
            yield Remark(header_row, column.letter, column.title, "duplicate_title", message)
        elif not title and column.examples:
            message = _("Kolumnen har innehåll men ingen rubrik.")
            yield Remark(header_row, column.letter, "", "no_title", message)
        seen.setdefault(title, column.letter)


def _hidden_rows(grid: Grid, place: int) -> Iterator[Remark]:
    numbers = (n for n in grid.numbers[place:] if n in grid.hidden_rows)
    for first, last in _runs(numbers):
        message = (
            _("Raden är dold i filen men läses.")
            if first == last
            else _("Raderna %(first)s–%(last)s är dolda i filen men läses.")
            % {"first": first, "last": last}
        )
        yield Remark(first, "", "", "hidden_row", message)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last


def _from_header_on(grid: Grid, header_row: int) -> Iterator[Remark]:
    for remark in grid.remarks:
        if remark.row is None or remark.row >= header_row:
            yield remark


def _left_out(grid: Grid) -> Iterator[Remark]:
    if grid.remarks_left_out:
        message = _("Ytterligare %(count)s anmärkningar visas inte.")
        yield Remark(None, "", "", "more_remarks", message % {"count": grid.remarks_left_out})


def _other_sheets(sheets: Iterable[SheetName], chosen: str) -> Iterator[Remark]:
    """The sheets that hold something and are not read: the hidden ones too, which few know of.

    Not what the tool itself tells of a file it has made.
    """
    for other in sheets:
        if other.name in (chosen, str(ABOUT_SHEET)) or not other.rows:
            continue
        message = (
            _("Bladet är dolt i filen (%(rows)s rader) och läses inte. Välj det om det ska med.")
            if other.is_hidden
            else _("Bladet (%(rows)s rader) läses inte. Välj det om det ska med.")
        )
        yield Remark(None, "", other.name, "other_sheet", message % {"rows": other.rows})
