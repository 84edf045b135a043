"""Workbooks made by hand in the tests: small ones by XlsxWriter, odd and evil ones as raw XML."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(fill: Callable[[Any], None]) -> bytes:
    """A workbook by XlsxWriter; `fill` gets the book and adds its sheets."""
    packed = BytesIO()
    book = xlsxwriter.Workbook(packed)
    fill(book)
    book.close()
    return packed.getvalue()


def sheet_of(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook with one sheet of these rows."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Blad")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def raw_workbook(
    sheet_xml: str, *, before: str = "", more: Mapping[str, bytes | str] | None = None
) -> bytes:
    """A workbook whose only sheet is this XML, put between <worksheet> and its end."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("_rels/.rels", _relation(f"{_LINK}/officeDocument", "xl/workbook.xml"))
        archive.writestr(
            "xl/_rels/workbook.xml.rels", _relation(f"{_LINK}/worksheet", "worksheets/sheet1.xml")
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}"><sheets>'
            '<sheet name="Blad" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'{before}<worksheet xmlns="{_MAIN}">{sheet_xml}</worksheet>',
        )
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return packed.getvalue()


def raw_rows(count: int, cells: str = "<c><v>1</v></c>", *, header: str = "") -> str:
    """So many equal rows as XML, under a header."""
    head = header or '<row><c t="str"><v>Namn</v></c></row>'
    return f"<sheetData>{head}{f'<row>{cells}</row>' * count}</sheetData>"


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}"/></Relationships>'
    )
