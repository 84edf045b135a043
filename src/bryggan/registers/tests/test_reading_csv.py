import codecs
import csv
from io import StringIO

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bryggan.kit.words import plain
from bryggan.registers.reading import read_file

ROWS = "Namn{0}Antal\r\nÅderlåtning{0}5\r\nÖppna data{0}7\r\n"


def values(content: bytes) -> list[tuple[object | None, ...]]:
    return [row.values for row in read_file(content, name="lista.csv").rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("cp1252", b""),
    ],
)
def test_every_usual_separator_and_way_of_writing_letters(
    separator: str, encoding: str, mark: bytes
) -> None:
    content = mark + ROWS.format(separator).encode(encoding)
    sheet = read_file(content, name="lista.csv")
    assert [column.title for column in sheet.columns] == ["Namn", "Antal"]
    assert values(content) == [("Åderlåtning", "5"), ("Öppna data", "7")]


def test_a_line_break_in_quotes_is_in_the_cell_and_rows_are_counted_as_excel_does() -> None:
    sheet = read_file(b'Namn;Not\r\nAdato;"en\r\ntv\xc3\xa5; tre"\r\nHeroma;x\r\n', name="l.csv")
    assert [(row.number, row.values) for row in sheet.rows] == [
        (2, ("Adato", "en\ntvå; tre")),
        (3, ("Heroma", "x")),
    ]


def test_decimal_commas_do_not_make_the_comma_a_separator() -> None:
    assert values(b"Namn;Pris\nAdato;1,5\nHeroma;2,5\n") == [("Adato", "1,5"), ("Heroma", "2,5")]


def test_the_line_by_which_excel_names_the_separator_is_obeyed() -> None:
    sheet = read_file(b"sep=|\r\nNamn|Pris\r\nAdato|1;5\r\n", name="lista.csv")
    assert (sheet.header_row, sheet.rows[0].number, sheet.rows[0].values) == (
        2,
        3,
        ("Adato", "1;5"),
    )


def test_short_and_long_rows_keep_all_their_cells() -> None:
    sheet = read_file(b"Namn;Antal;Pris\nAdato\nHeroma;5;6;extra\n", name="lista.csv")
    assert [row.values for row in sheet.rows] == [
        ("Adato", None, None, None),
        ("Heroma", "5", "6", "extra"),
    ]
    assert [(r.column, r.code) for r in sheet.remarks] == [("D", "no_title")]


def test_quotes_in_the_wrong_place_are_said() -> None:
    sheet = read_file(b'Namn;Not\nAdato;"en"tv\xc3\xa5\nHeroma;tre\n', name="lista.csv")
    assert len(sheet.rows) == 2
    assert [remark.code for remark in sheet.remarks] == ["quotes"]


cell = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12
) | st.text('ab;,\t"\n\r å', max_size=8)


@settings(max_examples=150)
@given(
    table=st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), max_size=6)
    ),
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_what_is_written_as_csv_is_read_back(
    table: list[list[str]], separator: str, encoding: str
) -> None:
    width = len(table[0]) if table else 2
    rows = [[f"Rubrik{'abcde'[index]}" for index in range(width)], *table]
    written = StringIO(newline="")
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    try:
        content = written.getvalue().encode(encoding)
    except UnicodeEncodeError:
        assume(False)  # noqa: FBT003 - this text cannot be written so
    if encoding == "cp1252":
        assume(not _is_other_utf8(content))
    sheet = read_file(content, name="lista.csv", header_row=1)
    assert [column.title for column in sheet.columns] == rows[0]
    read = {row.number: row.values for row in sheet.rows}
    for number, row in enumerate(table, start=2):
        expected = tuple(plain(value) or None for value in row)
        blank = not any((value or "").strip() for value in expected)
        if blank:
            assert read.get(number, (None,) * width) == (None,) * width
        else:
            assert _trimmed(read[number]) == _trimmed(expected)


def _trimmed(row: tuple[object | None, ...]) -> tuple[object | None, ...]:
    cells = list(row)
    while cells and not str(cells[-1] or "").strip():
        cells.pop()
    return tuple(cells)


def _is_other_utf8(content: bytes) -> bool:
    """Some texts in Windows-1252 are also UTF-8, and no reader can tell which was meant."""
    try:
        return content.decode("utf-8") != content.decode("cp1252")
    except UnicodeDecodeError:
        return False
