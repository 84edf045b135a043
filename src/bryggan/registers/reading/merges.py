"""Merged cells: only the first of them holds a value in the file; here each of them gets it."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from bryggan.registers.reading.sheet import Grid, Remark, is_blank, letter, shown

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class Area(NamedTuple):
    """A block of cells: rows by their number, columns from 0, both ends counted."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


def column_index(letters: str) -> int:
    """Give the place of a column from 0: A is 0, AA is 26."""
    index = 0
    for sign in letters.upper():
        if not "A" <= sign <= "Z" or len(letters) > 3:  # noqa: PLR2004 - XFD is the last column
            raise ValueError(letters)
        index = index * 26 + ord(sign) - 64
    return index - 1


def area(reference: str) -> Area:
    """Read a reference such as "A2:C4"."""
    first, _colon, last = reference.partition(":")
    ends = [_PLACE.fullmatch(place) for place in (first, last or first)]
    rows = sorted(int(end[2]) for end in ends if end)
    columns = sorted(column_index(end[1]) for end in ends if end)
    return Area(rows[0], rows[1], columns[0], columns[1])


def fill_merged(grid: Grid, merges: list[Area]) -> None:
    """Write the first cell's value into the empty rest of each merged area, and say so once.

    A row that holds nothing of its own stays empty. Areas that overlap, which Excel never writes,
    could make the work endless and count as a broken file.
    """
    if not merges or not grid.rows:
        return
    places = {number: place for place, number in enumerate(grid.numbers)}
    widest = max(map(len, grid.rows))
    room = len(grid.rows) * widest
    for merged in merges:
        first = places.get(merged.first_row)
        if first is None or merged.first_column >= len(grid.rows[first]):
            continue
        value = grid.rows[first][merged.first_column]
        if is_blank(value):
            continue
        last_column = min(merged.last_column, widest - 1)
        inside = _rows_inside(grid, first, merged.last_row)
        room -= len(inside) * (last_column - merged.first_column + 1)
        if room < 0:
            raise ValueError("merged areas overlap")
        for cells in inside:
            _fill(cells, merged.first_column, last_column, value)
        grid.remark(_remark(merged, value))


def _rows_inside(grid: Grid, first: int, last_row: int) -> list[list[object | None]]:
    end = first
    while end < len(grid.numbers) and grid.numbers[end] <= last_row:
        end += 1
    return grid.rows[first:end]


def _fill(cells: list[object | None], first: int, last: int, value: object) -> None:
    cells.extend([None] * (last + 1 - len(cells)))
    for index in range(first, last + 1):
        if is_blank(cells[index]):
            cells[index] = value


def _remark(merged: Area, value: object) -> Remark:
    corners = (
        f"{letter(merged.first_column)}{merged.first_row}",
        f"{letter(merged.last_column)}{merged.last_row}",
    )
    message = _("Cellerna %(area)s är sammanfogade. Alla läses med värdet i den första.") % {
        "area": ":".join(corners)
    }
    return Remark(merged.first_row, letter(merged.first_column), shown(value), "merged", message)
