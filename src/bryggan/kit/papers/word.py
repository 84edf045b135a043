"""A paper as a Word document, in the municipality's own template by the names of its styles.

What the template says of headers, footers, margins and typefaces stays, and its fields are filled in. A
style it lacks is stood in for by plain formatting. Raises TemplateError when the template cannot be used.
"""

import io
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from bryggan.kit.charts.model import Chart
from bryggan.kit.charts.parts import parts
from bryggan.kit.charts.png import png
from bryggan.kit.papers.cells import fact_text
from bryggan.kit.papers.fields import values_of
from bryggan.kit.papers.model import (
    Block,
    Facts,
    Figure,
    Figures,
    Heading,
    Lines,
    Note,
    Paper,
    Paragraph,
    Run,
    Table,
)
from bryggan.kit.papers.own_template import TemplateError
from bryggan.kit.papers.word_fields import Filled, fill
from bryggan.kit.papers.word_table import add_table
from bryggan.kit.papers.word_template import (
    TABLE_TEXT_STYLE,
    find_style,
    open_template,
    set_language,
    table_style,
)
from bryggan.kit.words import one_line, plain

__all__ = ["TemplateError", "render"]

_LONGEST_PROPERTY = 250
_STYLES: dict[str, tuple[tuple[str, ...], float]] = {
    "title": (("Title", "Rubrik", "Titel"), 24),
    "subtitle": (("Subtitle", "Underrubrik"), 13),
    "1": (("Heading 1", "Rubrik 1"), 17),
    "2": (("Heading 2", "Rubrik 2"), 13),
    "3": (("Heading 3", "Rubrik 3"), 11),
}
_GROUNDS = {"sun": "FDF3D8", "alarm": "FBE8E5", "ok": "E4F2E9"}
_FIGURES_ACROSS = 4
_KEPT_TOGETHER = 12
_WRITTEN_BY_HAND = 8.5
"""The height of a line that somebody writes on, in millimetres."""


class _Writer:
    """Writes blocks one after the other into an opened template."""

    def __init__(self, document: DocumentObject) -> None:
        self.document = document
        self.table_style = table_style(document)
        self.text_style = find_style(document, WD_STYLE_TYPE.PARAGRAPH, TABLE_TEXT_STYLE)
        self.named = {
            role: find_style(document, WD_STYLE_TYPE.PARAGRAPH, *names)
            for role, (names, _size) in _STYLES.items()
        }

    @property
    def width(self) -> int:
        """Give the width between the margins, in EMU."""
        section = self.document.sections[-1]
        page = section.page_width or Emu(7560310)
        margins = (section.left_margin or 0) + (section.right_margin or 0)
        return int(page - margins)

    def styled(self, role: str, text: str) -> None:
        """Write a title or heading in its style, else bold in its size."""
        style = self.named[role]
        paragraph = self.document.add_paragraph(style=style)
        run = paragraph.add_run(one_line(text))
        if style is None:
            run.bold, run.font.size = role != "subtitle", Pt(_STYLES[role][1])
        if role in ("1", "2", "3"):
            paragraph.paragraph_format.keep_with_next = True

    def runs(self, runs: tuple[Run, ...]) -> WordParagraph:
        """Write a paragraph of running text."""
        paragraph = self.document.add_paragraph()
        for run in runs:
            paragraph.add_run(plain(run.text)).bold = run.bold or None
        return paragraph

    def label(self, text: str) -> None:
        """Write the title of a table or figure, which stays with what it is the title of."""
        paragraph = self.runs((Run(one_line(text), bold=True),))
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = Pt(4)

    def pairs(self, pairs: tuple[tuple[str, str], ...]) -> None:
        """Write names and values in two columns without lines."""
        name_width, value_width = int(self.width * 0.26), int(self.width * 0.74)
        table = self._bare_table(len(pairs), [name_width, value_width])
        for place, (row, (name, value)) in enumerate(zip(table.rows, pairs, strict=True), 1):
            named = _tight(row.cells[0].paragraphs[0])
            named.add_run(plain(name)).bold = True
            named.paragraph_format.keep_with_next = place < min(len(pairs), _KEPT_TOGETHER)
            _tight(row.cells[1].paragraphs[0]).add_run(plain(value))
        self.gap()

    def _bare_table(self, rows: int, widths: list[int]) -> Any:
        style = find_style(self.document, WD_STYLE_TYPE.TABLE, "Normal Table", "Table Normal")
        table = self.document.add_table(rows, len(widths), style=style)
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(width)
            for cell in column.cells:
                cell.width = Emu(width)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        return table

    def gap(self) -> None:
        """Leave a little room below a table; Word also demands a paragraph there."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(8)

    def table(self, table: Table) -> None:
        """Write a table, or that there are no rows."""
        if table.title:
            self.label(table.title)
        if not table.rows:
            self.runs((Run(table.empty_words()),))
            return
        add_table(
            self.document,
            table,
            width=self.width,
            style=self.table_style,
            text_style=self.text_style,
        )
        self.gap()

    def figure(self, figure: Figure) -> None:
        """Write a chart as a picture with its text alternative, its title above, its summary below."""
        for chart in parts(figure.chart):
            self.picture(chart)

    def picture(self, chart: Chart) -> None:
        """Write one drawing that has room on a page."""
        # One paragraph, so that no program leaves the title at the foot of the page before.
        paragraph = self.runs((Run(one_line(chart.title), bold=True),))
        paragraph.paragraph_format.keep_together = True
        paragraph.runs[0].add_break()
        picture = paragraph.add_run().add_picture(io.BytesIO(png(chart)), width=Emu(self.width))
        described = picture._inline.docPr
        described.set("descr", one_line(f"{chart.title}. {chart.summary}"))
        described.set("title", one_line(chart.title))
        tallest = int((self.document.sections[-1].page_height or Emu(10692130)) * 0.7)
        if picture.height > tallest:
            picture.width = Emu(int(picture.width * tallest / picture.height))
            picture.height = Emu(tallest)
        self.runs((Run(chart.summary),))

    def note(self, note: Note) -> None:
        """Write a remark on a tinted ground, its tone as a shape and a word."""
        words = (Run(f"{note.mark()} {note.word()}. ", bold=True), Run(note.text))
        paragraph = self.runs(words)
        ground = _GROUNDS.get(note.tone, "E9ECF6")
        shading = _shading(ground)
        borders = parse_xml(
            f"<w:pBdr {nsdecls('w')}>"
            + "".join(
                f'<w:{side} w:val="single" w:sz="4" w:space="6" w:color="{ground}"/>'
                for side in ("top", "left", "bottom", "right")
            )
            + "</w:pBdr>"
        )
        settings = paragraph._p.get_or_add_pPr()
        later = ("w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
        settings.insert_element_before(borders, "w:shd", *later)
        settings.insert_element_before(shading, *later)
        spacing = paragraph.paragraph_format
        spacing.space_before, spacing.space_after = Pt(8), Pt(12)
        spacing.left_indent = spacing.right_indent = Pt(6)

    def figures(self, figures: Figures) -> None:
        """Write key figures, up to four side by side."""
        for first in range(0, len(figures.figures), _FIGURES_ACROSS):
            part = figures.figures[first : first + _FIGURES_ACROSS]
            table = self._bare_table(1, [self.width // len(part)] * len(part))
            for cell, figure in zip(table.rows[0].cells, part, strict=True):
                cell._tc.get_or_add_tcPr().append(_shading("F3F0E9"))
                big = _tight(cell.paragraphs[0]).add_run(plain(figure.number))
                big.bold, big.font.size = True, Pt(20)
                _tight(cell.add_paragraph()).add_run(plain(figure.label)).bold = True
                if figure.note:
                    small = _tight(cell.add_paragraph()).add_run(plain(figure.note))
                    small.font.size = Pt(9)
            self.gap()

    def lines(self, count: int) -> None:
        """Write empty rows with a line below each, to write on by hand."""
        table = self._bare_table(count, [self.width])
        for row in table.rows:
            row.height = Mm(_WRITTEN_BY_HAND)
            borders = f'<w:tcBorders {nsdecls("w")}><w:bottom w:val="single" w:sz="4" w:color="52646E"/></w:tcBorders>'
            row.cells[0]._tc.get_or_add_tcPr().append(parse_xml(borders))
        self.gap()

    def block(self, block: Block) -> None:
        """Write one block."""
        match block:
            case Heading():
                self.styled(str(block.level), block.text)
            case Paragraph():
                self.runs(block.runs())
            case Facts():
                self.pairs(tuple((name, fact_text(value)) for name, value in block.pairs))
            case Table():
                self.table(block)
            case Figure():
                self.figure(block)
            case Note():
                self.note(block)
            case Figures():
                self.figures(block)
            case Lines():
                self.lines(block.count)
            case _:
                self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _close_gap(self) -> None:
        """Let the gap below a table end the section, since one more line could need one more page."""
        ending = self.document.element.body[-2]
        before = ending.getprevious()
        if before is not None and before.tag == qn("w:p") and before.find(qn("w:r")) is None:
            before.get_or_add_pPr().append(ending.pPr.find(qn("w:sectPr")))
            ending.getparent().remove(ending)

    def turn(self, *, wide: bool) -> None:
        """Begin a page lying down, or standing again, if it does not already."""
        last = self.document.sections[-1]
        lies = (last.page_width or 0) > (last.page_height or 1)
        if wide == lies:
            return
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self._close_gap()
        # The first page's own header is the paper's, not each section's.
        section.different_first_page_header_footer = False
        section.page_width, section.page_height = last.page_height, last.page_width
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT


def _shading(ground: str) -> Any:
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{ground}"/>')


def _tight(paragraph: WordParagraph) -> WordParagraph:
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.space_before = Pt(0)
    return paragraph


def _begin(document: DocumentObject, filled: Filled) -> list[Any]:
    """Make room for the content, and give what the template has after it.

    Without a place for it, it comes last; the one empty paragraph that a template without text consists
    of is then taken away.
    """
    if filled.content is not None:
        after = [one for one in filled.content.itersiblings() if one.tag != qn("w:sectPr")]
        for one in (filled.content, *after):
            one.getparent().remove(one)
        return after
    paragraphs = document.paragraphs
    if len(paragraphs) == 1 and not paragraphs[0].text and not document.tables:
        only = paragraphs[0]._p
        if only.find(f".//{qn('w:drawing')}") is None:
            only.getparent().remove(only)
    return []


def _write_head(writer: _Writer, paper: Paper, filled: Filled) -> None:
    """Write what the paper says of itself, except what the template's fields have said."""
    if "titel" not in filled.in_body:
        writer.styled("title", paper.title or _("Utan titel"))
    if paper.subtitle and "underrubrik" not in filled.in_body:
        writer.styled("subtitle", paper.subtitle)
    said = filled.everywhere | ({"uppgifter_fran"} if "datum" in filled.everywhere else set())
    if pairs := paper.head(but=said):
        writer.pairs(pairs)


def _properties(document: DocumentObject, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = one_line(paper.title)[:_LONGEST_PROPERTY]
    properties.subject = one_line(paper.scope)[:_LONGEST_PROPERTY]
    properties.author = one_line(paper.made_by)[:_LONGEST_PROPERTY]
    properties.last_modified_by = properties.author
    properties.comments = ""
    set_language(document)


def render(paper: Paper, *, template: Path | bytes | None = None) -> bytes:
    """Make the document, in the template given or Bryggan's own."""
    document = open_template(template, title=one_line(paper.title)[:90])
    filled = fill(document, values_of(paper))
    after = _begin(document, filled)
    _properties(document, paper)
    writer = _Writer(document)
    _write_head(writer, paper, filled)
    is_wide = False
    for wide, blocks in paper.stretches():
        is_wide = wide
        writer.turn(wide=wide)
        for block in blocks:
            writer.block(block)
    if after and is_wide:
        writer.turn(wide=False)
    for one in after:
        document.element.body[-1].addprevious(one)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
