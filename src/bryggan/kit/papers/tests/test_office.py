"""Word, PowerPoint and Excel open, hold the rows, and treat what people typed as text."""

import datetime
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from bryggan.kit.charts import BarChart
from bryggan.kit.papers import (
    FORMATS,
    Column,
    Facts,
    Figure,
    Figures,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Table,
    sheet,
    slides,
    word,
)
from bryggan.kit.papers.own_template import TemplateError
from bryggan.kit.papers.tests.samples import (
    FORMULAS,
    HOSTILE,
    bar_chart,
    hostile_paper,
    paper,
    systems,
    timeline,
    wide_table,
)
from bryggan.kit.papers.word_template import default_template


def document(made: Paper, template: bytes | None = None) -> Any:
    return Document(io.BytesIO(word.render(made, template=template)))


def own_template() -> bytes:
    """A municipality's template: its own header, margins and table style, and no Subtitle."""
    own = Document()
    own.sections[0].header.paragraphs[0].text = "Nordviks kommun"
    own.styles["Heading 1"].font.name = "Gill Sans"
    own.styles.add_style("Nordvik tabell", WD_STYLE_TYPE.TABLE)
    for style in list(own.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in (
            "Normal Table",
            "Nordvik tabell",
        ):
            style.element.getparent().remove(style.element)
    own.styles["Subtitle"].element.getparent().remove(own.styles["Subtitle"].element)
    made = io.BytesIO()
    own.save(made)
    return made.getvalue()


def test_word_holds_every_row_and_the_head() -> None:
    made = document(paper())
    head, rows = made.tables[0], made.tables[-1]
    assert [cell.text for cell in head.columns[0].cells][0] == "Omfattning"
    assert "3 uppgifter utelämnade" in [cell.text for cell in head.columns[1].cells]
    assert len(rows.rows) == 1 + 60 + 1
    assert [cell.text for cell in rows.rows[1].cells] == [
        "S-0001", "Verksamhetssystem 1", "Tietoevry Care AB", "12\u00a0000\u00a0kr", "2027-02-28",
    ]  # fmt: skip
    assert rows.rows[3].cells[3].text == "okänt"


def test_word_repeats_the_header_row_and_splits_no_row() -> None:
    table = document(paper(systems())).tables[-1]._tbl
    rows = table.findall(qn("w:tr"))
    assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_word_is_swedish_and_knows_its_title_and_maker() -> None:
    made = document(paper())
    assert (made.core_properties.title, made.core_properties.author) == (
        "Systemförteckning, Socialnämnden",
        "Anna Lind",
    )
    language = made.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "sv-SE"


def test_word_uses_the_styles_of_the_template_and_keeps_its_header() -> None:
    made = document(paper(), own_template())
    styles = {p.text: p.style.name for p in made.paragraphs}
    assert styles["Systemförteckning, Socialnämnden"] == "Title"
    assert styles["Läget"] == "Heading 1"
    assert styles["Diagram"] == "Heading 2"
    assert styles["Nordviks kommun"] == "Normal"
    assert made.tables[-1].style.name == "Nordvik tabell"
    assert made.sections[0].header.paragraphs[0].text == "Nordviks kommun"
    assert made.styles["Heading 1"].font.name == "Gill Sans"


def test_word_uses_the_table_style_by_name_before_any_other() -> None:
    assert document(paper(), default_template()).tables[-1].style.name == "Bryggan tabell"


def test_a_dotx_is_taken_and_what_is_no_template_is_refused_in_words(tmp_path: Path) -> None:
    dotx = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(default_template())) as source,
        zipfile.ZipFile(dotx, "w") as copy,
    ):
        for name in source.namelist():
            kind = source.read(name)
            copy.writestr(name, kind.replace(b"document.main+xml", b"template.main+xml"))
    assert document(paper(), dotx.getvalue()).tables
    empty = tmp_path / "tom.docx"
    empty.write_bytes(b"")
    for wrong in (b"not a document", empty, tmp_path / "saknas.docx", sheet.render(paper())):
        with pytest.raises(TemplateError, match="Wordmallen"):
            word.render(paper(), template=wrong)


def test_word_turns_the_page_for_a_wide_table_and_back() -> None:
    made = document(paper(Paragraph("a"), wide_table(3), Paragraph("b")))
    lying = [section.page_width > section.page_height for section in made.sections]
    assert lying == [False, True, False]


def test_word_gives_each_chart_a_text_alternative() -> None:
    made = document(paper(Figure(bar_chart())))
    assert made.inline_shapes[0]._inline.docPr.get("descr") == (
        "System per förvaltning. Social har flest, 74 av 135."
    )


def deck(made: Paper) -> Any:
    return Presentation(io.BytesIO(slides.render(made)))


def test_slides_hold_every_row_once_with_the_header_on_each_slide() -> None:
    tables = [
        s.table
        for slide in deck(paper(Heading("Systemen"), systems())).slides
        for s in slide.shapes
        if s.has_table
    ]
    with_rows = tables[1:]
    assert len(with_rows) > 2
    assert {table.cell(0, 0).text for table in with_rows} == {"Nr"}
    numbers = [row.cells[0].text for table in with_rows for row in list(table.rows)[1:]]
    assert numbers == [*(f"S-{number:04d}" for number in range(1, 61)), ""]


def test_slides_have_native_charts_with_the_values_and_words_for_those_who_cannot_see() -> None:
    slide = deck(paper(Heading("Diagram"), Figure(bar_chart()))).slides[1]
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    assert frame.chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert list(frame.chart.plots[0].series[0].values) == [74, 61, None]
    assert "Kultur (okänt)" in list(frame.chart.plots[0].categories)
    assert "Social har flest" in frame.element.find(".//{*}cNvPr").get("descr")
    assert "Social | 74" in slide.notes_slide.notes_text_frame.text


def test_every_slide_has_a_title_a_date_a_source_and_a_number() -> None:
    for slide in deck(paper()).slides:
        words = [shape.text_frame.text for shape in slide.placeholders]
        assert slide.shapes.title.text_frame.text
        assert "2026-11-22\u00a016:40" in words
        assert "Bryggan · Systemförteckning, Socialnämnden" in words
        assert slide.shapes._spTree.find(".//{*}fld[@type='slidenum']") is not None


@pytest.mark.parametrize("made", [paper(), hostile_paper()], ids=["ordinary", "hostile"])
def test_nothing_on_a_slide_lies_outside_it(made: Paper) -> None:
    presentation = deck(made)
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height


def test_a_timeline_on_a_slide_is_shapes_that_can_be_moved() -> None:
    slide = deck(paper(Heading("Avtal"), Figure(timeline()))).slides[1]
    group = next(shape for shape in slide.shapes if shape.shape_type == 6)
    assert "Trygghetslarm" in [s.text_frame.text for s in group.shapes if s.has_text_frame]


def test_a_long_text_goes_on_to_more_slides_and_loses_nothing() -> None:
    words = [f"ord{number}" for number in range(1500)]
    presentation = deck(paper(Heading("Lång"), Paragraph(" ".join(words))))
    shown = " ".join(
        shape.text_frame.text
        for slide in list(presentation.slides)[1:]
        for shape in slide.shapes
        if shape.has_text_frame and not shape.is_placeholder
    )
    assert re.findall(r"ord\d+", shown) == words


def workbook(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_excel_begins_with_what_the_paper_says_about_itself() -> None:
    book = workbook(sheet.render(paper()))
    about = {row[0].value: row[1].value for row in book["Om"].iter_rows()}
    assert book.sheetnames == [
        "Om", "System per förvaltning", "Klassning", "Avtalen", "Alla system",
    ]  # fmt: skip
    assert about["Omfattning"] == "Socialnämnden med 6 enheter"
    assert about["Utelämnat"] == "3 uppgifter utelämnade"
    assert about["Att uppmärksamma"] == "Säg upp Trygghetslarm."


def test_excel_keeps_numbers_dates_and_empty_as_what_they_are() -> None:
    found = workbook(sheet.render(paper(systems())))["Alla system"]
    assert [cell.value for cell in found[2]] == [
        "S-0001", "Verksamhetssystem 1", "Tietoevry Care AB", 12_000,
        datetime.datetime.fromisoformat("2027-02-28"),
    ]  # fmt: skip
    assert found["E2"].number_format == "yyyy-mm-dd"
    assert found["D4"].value is None
    assert found.freeze_panes == "A2"
    assert found.auto_filter.ref == "A1:E61"
    assert found.max_row == 62


def test_excel_has_a_native_chart_beside_the_table_of_bars() -> None:
    content = zipfile.ZipFile(io.BytesIO(sheet.render(paper(Figure(bar_chart())))))
    assert [name for name in content.namelist() if name.startswith("xl/charts/chart")]


def test_nothing_that_anybody_typed_becomes_a_formula_or_a_link() -> None:
    rows = [(text,) for text in (*FORMULAS, "https://example.org", "mailto:a@b.se")]
    for content in (sheet.render(paper(Table((Column("A"),), tuple(rows)))), exported(rows)):
        book = workbook(content)
        found = book.worksheets[-1 if book.sheetnames[0] == "Om" else 0]
        assert [(cell.value, cell.data_type) for (cell,) in list(found.iter_rows())[1:]] == [
            (text, "s") for (text,) in rows
        ]
        parts = zipfile.ZipFile(io.BytesIO(content))
        assert not [
            n for n in parts.namelist() if b"<f>" in parts.read(n) or b"hyperlink" in parts.read(n)
        ]


def exported(rows: list[tuple[str]]) -> bytes:
    made = io.BytesIO()
    count = sheet.write_list(made, title="Export", columns=[Column("A")], rows=iter(rows))
    assert count == len(rows)
    return made.getvalue()


def test_two_tables_of_one_name_and_names_that_excel_refuses_get_sheets_of_their_own() -> None:
    tables = [systems(1, title=title) for title in ("A/B: [x]", "a b   x", "", "History", "x" * 50)]
    names = workbook(sheet.render(paper(*tables))).sheetnames
    assert len({name.lower() for name in names}) == 6
    assert all(len(name) <= 31 for name in names)


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_hostile_text_is_harmless(kind: str) -> None:
    content = FORMATS[kind].render(hostile_paper())
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert not [name for name in parts.namelist() if b"<script" in parts.read(name)]
    assert any(b"&lt;script" in parts.read(name) for name in parts.namelist())
    readers: dict[str, Any] = {
        "docx": Document,
        "pptx": Presentation,
        "xlsx": openpyxl.load_workbook,
    }
    assert readers[kind](io.BytesIO(content))


def test_word_shows_hostile_text_as_it_was_typed() -> None:
    made = document(hostile_paper())
    assert any(cell.text == HOSTILE for row in made.tables[-1].rows for cell in row.cells)


@pytest.mark.parametrize("kind", list(FORMATS))
def test_a_paper_about_nothing_is_still_a_paper(kind: str) -> None:
    nothing = BarChart(title="", summary="", categories=(), series=(), unit="")
    blocks = (
        PageBreak(),
        Heading(""),
        Paragraph(""),
        Facts(()),
        Figures(()),
        systems(0, total=None),
        Figure(nothing),
    )
    for made in (paper(*blocks, title="", made_by=""), replace(paper(), blocks=())):
        assert FORMATS[kind].render(made)


def test_every_format_is_rendered_through_its_name() -> None:
    for kind, described in FORMATS.items():
        assert described.extension == kind
        assert described.content_type.startswith("application/")
        assert described.render(paper(), template=None)
