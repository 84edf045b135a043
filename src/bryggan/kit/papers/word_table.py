"""Tables in Word, built cell by cell in XML, since the library's own way slows down with each row."""

from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree  # type: ignore[import-untyped]

from bryggan.kit.papers.cells import row_texts, shares
from bryggan.kit.papers.model import Table

EMU_PER_TWIP = 635
SIZE = 9.0
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_BORDERS = f"""<w:tblBorders {nsdecls("w")}>
<w:top w:val="single" w:sz="8" w:space="0" w:color="52646E"/>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="52646E"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9CFD1"/></w:tblBorders>"""

_TAGS = {name: qn(f"w:{name}") for name in (
    "tr", "trPr", "cantSplit", "tblHeader", "tc", "tcPr", "tcW", "p", "pPr", "jc", "r", "rPr", "b",
    "t", "br", "noBreakHyphen", "val", "w", "type", "tbl", "tblPr", "tblStyle", "tblW", "tblLayout",
    "tblLook", "tblGrid", "gridCol", "tblCaption", "keepNext", "firstRow", "lastRow", "noHBand", "noVBand",
    "firstColumn", "lastColumn", "spacing", "after", "sz", "pStyle",
)}  # fmt: skip


def _child(parent: Any, name: str, **attributes: str) -> Any:
    made = etree.SubElement(parent, _TAGS[name])
    for attribute, value in attributes.items():
        made.set(_TAGS[attribute], value)
    return made


def _write(run: Any, text: str, *, unbroken: bool) -> None:
    """Write a text with its line breaks; in a date the hyphens do not break."""
    for number, line in enumerate(text.split("\n")):
        if number:
            _child(run, "br")
        for place, part in enumerate(line.split("-") if unbroken else [line]):
            if place:
                _child(run, "noBreakHyphen")
            if part:
                written = _child(run, "t")
                written.text = part
                written.set(_XML_SPACE, "preserve")


def _row(
    parent: Any,
    texts: list[str],
    table: Table,
    widths: list[str],
    *,
    style_id: str,
    is_header: bool = False,
    is_bold: bool = False,
) -> None:
    row = _child(parent, "tr")
    properties = _child(row, "trPr")
    _child(properties, "cantSplit")
    if is_header:
        _child(properties, "tblHeader")
    for column, width, text in zip(table.columns, widths, texts, strict=True):
        cell = _child(row, "tc")
        _child(_child(cell, "tcPr"), "tcW", w=width, type="dxa")
        paragraph = _child(cell, "p")
        settings = _child(paragraph, "pPr")
        if style_id:
            _child(settings, "pStyle", val=style_id)
        if is_header:
            _child(settings, "keepNext")
        if not style_id:
            _child(settings, "spacing", after="40")
        if column.is_numeric:
            _child(settings, "jc", val="right")
        run = _child(paragraph, "r")
        looks = _child(run, "rPr")
        if is_bold:
            _child(looks, "b")
        if not style_id:
            _child(looks, "sz", val=str(int(SIZE * 2)))
        _write(run, text, unbroken=column.kind == "date" and not is_header)


def add_table(
    document: DocumentObject,
    table: Table,
    *,
    width: int,
    style: Any,
    text_style: Any,
) -> None:
    """Add a table `width` EMU wide: its header row repeats on every page and no row is split.

    Cells are written in `text_style`; where the template has none, in its own text at 9 points.
    """
    twips = width // EMU_PER_TWIP
    style_id = text_style.style_id if text_style is not None else ""
    widths = [str(int(share * twips)) for share in shares(table, twips / 20 / SIZE)]
    made = OxmlElement("w:tbl")
    properties = _child(made, "tblPr")
    if style is not None:
        _child(properties, "tblStyle", val=style.style_id)
    _child(properties, "tblW", w=str(twips), type="dxa")
    if style is None:
        properties.append(parse_xml(_BORDERS))
    _child(properties, "tblLayout", type="fixed")
    _child(
        properties, "tblLook", val="04A0" if table.total is None else "04E0", firstRow="1",
        lastRow="0" if table.total is None else "1", firstColumn="0", lastColumn="0",
        noHBand="0", noVBand="1",
    )  # fmt: skip
    if table.title:
        _child(properties, "tblCaption", val=table.title)
    grid = _child(made, "tblGrid")
    for twip in widths:
        _child(grid, "gridCol", w=twip)
    titles = [column.title for column in table.columns]
    _row(made, titles, table, widths, style_id=style_id, is_header=True, is_bold=True)
    for row in table.rows:
        _row(made, row_texts(table, row), table, widths, style_id=style_id)
    if table.total is not None:
        texts = row_texts(table, table.total)
        _row(made, texts, table, widths, style_id=style_id, is_bold=True)
    body = document.element.body
    body.insert(len(body) - 1, made)
