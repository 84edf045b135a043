import os
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bryggan.registers.reading import Remark, SheetName, SheetText, read_file
from bryggan.registers.tests.files_made import raw_rows, raw_workbook, sheet_of, workbook

REPOSITORY = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("BRYGGAN_SHARED", REPOSITORY.parent / "shared")) / "data"


def read(content: bytes, **choices: Any) -> SheetText:
    return read_file(content, name="lista.xlsx", **choices)


def with_code(sheet: SheetText, code: str) -> list[Remark]:
    return [remark for remark in sheet.remarks if remark.code == code]


def test_columns_rows_and_row_numbers_are_those_of_the_spreadsheet() -> None:
    sheet = read(sheet_of([["Namn", "Antal"], ["Adato", 5], ["  Heroma ", 1840.5]]))
    assert [(c.index, c.letter, c.title, c.examples) for c in sheet.columns] == [
        (0, "A", "Namn", ("Adato", "Heroma")),
        (1, "B", "Antal", ("5", "1840,5")),
    ]
    assert [(row.number, row.values) for row in sheet.rows] == [
        (2, ("Adato", 5)),
        (3, ("  Heroma ", 1840.5)),
    ]
    assert sheet.remarks == ()


def test_a_path_reads_as_bytes_do(tmp_path: Path) -> None:
    path = tmp_path / "lista.xlsx"
    path.write_bytes(sheet_of([["Namn"], ["Adato"]]))
    assert read_file(path, name="lista.xlsx").rows == read(path.read_bytes()).rows


def test_dates_times_truth_and_long_numbers_keep_their_kind() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Datum", "Egen", "Tid", "Varaktighet", "Sant", "Stort"])
        sheet.write_datetime(
            1, 0, datetime.fromisoformat("2026-12-31"), book.add_format({"num_format": 14})
        )
        own = book.add_format({"num_format": 'd mmm yyyy "kl" hh:mm'})
        sheet.write_datetime(1, 1, datetime.fromisoformat("2025-11-15 13:00"), own)
        sheet.write_number(1, 2, 0.5, book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(1, 3, 1.5, book.add_format({"num_format": "[h]:mm"}))
        sheet.write_boolean(1, 4, True)
        sheet.write_number(1, 5, 123456789012)

    assert read(workbook(fill)).rows[0].values == (
        datetime.fromisoformat("2026-12-31"),
        datetime.fromisoformat("2025-11-15 13:00"),
        time(12, 0),
        timedelta(hours=36),
        True,
        123456789012,
    )


def test_a_workbook_that_counts_days_from_1904_gives_the_same_days() -> None:
    packed = BytesIO()
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["Slut"])
    book.active.append([datetime.fromisoformat("2026-12-31")])
    book.save(packed)
    assert read(packed.getvalue()).rows[0].values == (datetime.fromisoformat("2026-12-31"),)


def test_a_formula_gives_its_stored_value_and_is_listed() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Namn", "Summa"])
        sheet.write(1, 0, "Adato")
        sheet.write_formula(1, 1, "=20*2", None, 40)

    sheet = read(workbook(fill))
    assert sheet.rows[0].values == ("Adato", 40)
    assert [(r.row, r.column, r.value) for r in with_code(sheet, "formula")] == [(2, "B", "40")]


def test_a_formula_never_counted_and_an_error_are_empty_and_listed() -> None:
    cells = '<c t="str"><v>Adato</v></c><c><f>1+1</f></c><c t="e"><v>#DIV/0!</v></c><c t="str"><v>z</v></c>'
    head = "".join(f'<c t="str"><v>{title}</v></c>' for title in ("Namn", "Ett", "Två", "Tre"))
    sheet = read(raw_workbook(raw_rows(1, cells, header=f"<row>{head}</row>")))
    assert sheet.rows[0].values == ("Adato", None, None, "z")
    assert [(r.column, r.code) for r in sheet.remarks] == [
        ("B", "formula_without_value"),
        ("C", "error_value"),
    ]


def test_merged_cells_all_get_the_value_of_the_first_and_are_listed_once() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Förvaltning", "Namn"])
        sheet.write_column(1, 1, ["Adato", "Heroma", "Platina"])
        sheet.merge_range("A2:A3", "Kontoret")

    sheet = read(workbook(fill))
    assert [row.values for row in sheet.rows] == [
        ("Kontoret", "Adato"),
        ("Kontoret", "Heroma"),
        (None, "Platina"),
    ]
    (remark,) = with_code(sheet, "merged")
    assert (remark.row, remark.column, remark.value) == (2, "A", "Kontoret")
    assert "A2:A3" in remark.message


def test_hidden_rows_and_columns_are_read_and_said_to_be_hidden() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Namn", "Pris"])
        for row in range(1, 6):
            sheet.write_row(row, 0, [f"System {row}", row])
        for row in (2, 3, 5):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column("B:F", None, None, {"hidden": True})

    sheet = read(workbook(fill))
    assert [row.number for row in sheet.rows if row.is_hidden] == [3, 4, 6]
    assert [r.message for r in with_code(sheet, "hidden_row")] == [
        "Raderna 3–4 är dolda i filen men läses.",
        "Raden är dold i filen men läses.",
    ]
    assert [(r.column, r.value) for r in with_code(sheet, "hidden_column")] == [("B", "Pris")]
    assert [column.is_hidden for column in sheet.columns] == [False, True]


def test_title_rows_above_the_header_are_skipped_and_said() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "Systemlista 2026")
        sheet.write_row(1, 0, ["Uppdaterad", "2026-09-05"])
        sheet.write_row(3, 0, ["Namn", "Enhet", "Antal", "Pris"])
        sheet.write_row(4, 0, ["Adato", "HR", 5, 100])
        sheet.write_row(5, 0, ["Heroma", "HR", 7, 200])

    sheet = read(workbook(fill))
    assert sheet.header_row == 4
    assert [column.title for column in sheet.columns] == ["Namn", "Enhet", "Antal", "Pris"]
    assert [row.number for row in sheet.rows] == [5, 6]
    assert [(r.row, r.value) for r in with_code(sheet, "title_row")] == [
        (1, "Systemlista 2026"),
        (2, "Uppdaterad 2026-09-05"),
    ]


def test_the_person_may_choose_another_header_row() -> None:
    rows: list[list[object]] = [["Namn", "Antal"], ["System", "Användare"], ["Adato", 5]]
    sheet = read(sheet_of(rows), header_row=2)
    assert [column.title for column in sheet.columns] == ["System", "Användare"]
    assert [row.number for row in sheet.rows] == [3]


def test_the_fullest_visible_sheet_is_read_unless_another_is_chosen() -> None:
    def fill(book: Any) -> None:
        for name, count in (("Läs mig", 1), ("System", 3), ("Gammal", 9)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Namn", "Antal"])
            for row in range(1, count + 1):
                sheet.write_row(row, 0, [f"{name} {row}", row])
        book.get_worksheet_by_name("Gammal").hide()

    content = workbook(fill)
    sheet = read(content)
    assert (sheet.sheet, len(sheet.rows)) == ("System", 3)
    assert sheet.sheets == (
        SheetName("Läs mig", 2, is_hidden=False),
        SheetName("System", 4, is_hidden=False),
        SheetName("Gammal", 10, is_hidden=True),
    )
    assert read(content, sheet="Gammal").rows[0].values == ("Gammal 1", 1)


def test_empty_rows_between_are_kept_and_empty_ends_are_dropped() -> None:
    rows: list[list[object]] = [
        ["Namn", "Antal", "", ""],
        ["Adato", 5],
        [],
        ["Heroma", 7],
        ["  ", ""],
        ["", " "],
    ]
    sheet = read(sheet_of(rows))
    assert [(row.number, row.values) for row in sheet.rows] == [
        (2, ("Adato", 5)),
        (3, (None, None)),
        (4, ("Heroma", 7)),
    ]
    assert len(sheet.columns) == 2


def test_a_sheet_that_claims_a_million_empty_rows_is_fine() -> None:
    empty = "".join(f'<row r="{number}" hidden="1"/>' for number in range(4, 1_048_577))
    head = '<row r="1"><c r="A1" t="str"><v>Namn</v></c></row>'
    xml = f'<sheetData>{head}<row r="3"><c r="A3" t="str"><v>Adato</v></c></row>{empty}</sheetData>'
    sheet = read(raw_workbook(xml))
    assert [(row.number, row.values) for row in sheet.rows] == [(2, (None,)), (3, ("Adato",))]


def test_one_stray_cell_far_down_does_not_make_a_million_rows() -> None:
    xml = (
        '<sheetData><row r="1"><c r="A1" t="str"><v>Namn</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>Adato</v></c></row>'
        '<row r="1048576"><c r="A1048576" t="str"><v>slut</v></c></row></sheetData>'
    )
    sheet = read(raw_workbook(xml))
    assert [row.number for row in sheet.rows] == [2, 1_048_576]
    assert with_code(sheet, "gap")[0].message == "Raderna 3–1048575 är tomma och hoppas över."


def test_texts_in_pieces_line_breaks_and_odd_signs_come_out_whole() -> None:
    cells = (
        '<c t="inlineStr"><is><r><t>Ada</t></r><r><t>to</t></r><rPh><t>uttal</t></rPh></is></c>'
        '<c t="inlineStr"><is><t>en_x000D_\ntvå_x0000_&amp;tre</t></is></c>'
    )
    head = '<row><c t="str"><v>Namn</v></c><c t="str"><v>Not</v></c></row>'
    sheet = read(raw_workbook(raw_rows(1, cells, header=head)))
    assert sheet.rows[0].values == ("Adato", "en\ntvå&tre")


def test_titles_that_come_twice_or_are_missing_are_said() -> None:
    sheet = read(sheet_of([["Namn", "Pris", "pris", ""], ["Adato", 1, 2, "extra"]]))
    assert [(r.column, r.code) for r in sheet.remarks] == [
        ("C", "duplicate_title"),
        ("D", "no_title"),
    ]


@pytest.mark.parametrize(
    "name", ["systemlista-nordvik.xlsx", "fardplan-2026-2028.xlsx", "delegationsordning-sn-ks.xlsx"]
)
def test_the_shared_files_read_as_openpyxl_reads_them(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the shared file is not here; set BRYGGAN_SHARED to the folder that has data/")
    book = openpyxl.load_workbook(path, data_only=True)
    for shown in book:
        mine = read_file(path, name=name, sheet=shown.title)
        theirs = dict(enumerate(shown.iter_rows(values_only=True), start=1))
        filled = with_code(mine, "merged")
        for row in mine.rows:
            if not any(r.row == row.number for r in filled):
                expected = tuple(value if value != "" else None for value in theirs[row.number])
                assert row.values == expected[: len(row.values)]
