"""The Word template: a municipality's own, opened with care, or Bryggan's plain one made in code."""

import io
import zipfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree  # type: ignore[import-untyped]

from bryggan.kit.papers.own_template import TemplateError

TABLE_STYLE = "Bryggan tabell"
TABLE_TEXT_STYLE = "Bryggan tabelltext"
LANGUAGE = "sv-SE"
_FONT = "Calibri"
_INK = RGBColor(0x17, 0x26, 0x2E)
_SOFT = RGBColor(0x52, 0x64, 0x6E)
_BRAND = RGBColor(0x0B, 0x55, 0x63)
_TEMPLATE_KIND = b"wordprocessingml.template.main+xml"
_DOCUMENT_KIND = b"wordprocessingml.document.main+xml"
_MOST_UNPACKED = 50 * 1024 * 1024

_TABLE_STYLE_XML = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Bryggantabell">
 <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
 <w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>
  <w:top w:val="single" w:sz="8" w:space="0" w:color="0B5563"/>
  <w:bottom w:val="single" w:sz="4" w:space="0" w:color="E3DFD5"/>
  <w:insideH w:val="single" w:sz="4" w:space="0" w:color="E3DFD5"/></w:tblBorders>
  <w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>
 <w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="0B5563"/></w:rPr><w:tcPr><w:tcBorders>
  <w:bottom w:val="single" w:sz="8" w:space="0" w:color="0B5563"/></w:tcBorders></w:tcPr></w:tblStylePr>
 <w:tblStylePr w:type="lastRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
  <w:top w:val="single" w:sz="8" w:space="0" w:color="17262E"/></w:tcBorders></w:tcPr></w:tblStylePr>
 <w:tblStylePr w:type="band2Horz"><w:tcPr>
  <w:shd w:val="clear" w:color="auto" w:fill="FAF8F4"/></w:tcPr></w:tblStylePr>
</w:style>"""


def open_template(template: Path | bytes | None, *, title: str) -> DocumentObject:
    """Open the template for writing; .dotx is taken as .docx. Raises TemplateError with the reason."""
    if template is None:
        return default_document(title)
    try:
        content = template.read_bytes() if isinstance(template, Path) else template
        return Document(io.BytesIO(_as_document(content)))
    except OSError as error:
        raise TemplateError(_("Wordmallen kan inte läsas.")) from error
    except (
        ValueError,
        KeyError,
        zipfile.BadZipFile,
        PackageNotFoundError,
        etree.LxmlError,
    ) as error:
        message = _("Wordmallen är inte en fil som Word kan öppna (.docx eller .dotx).")
        raise TemplateError(message) from error


def _as_document(content: bytes) -> bytes:
    """Turn a .dotx into a .docx, which differ in one word, and refuse what unpacks without end."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if sum(part.file_size for part in package.infolist()) > _MOST_UNPACKED:
            raise ValueError("The template is too large")
        kinds = package.read("[Content_Types].xml")
        if _TEMPLATE_KIND not in kinds:
            return content
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
            for part in package.infolist():
                read = package.read(part.filename)
                if part.filename == "[Content_Types].xml":
                    read = kinds.replace(_TEMPLATE_KIND, _DOCUMENT_KIND)
                copy.writestr(part.filename, read)
    return made.getvalue()


def default_template() -> bytes:
    """Give Bryggan's template as a file, to make one's own from."""
    made = io.BytesIO()
    default_document("").save(made)
    return made.getvalue()


def default_document(title: str) -> DocumentObject:
    """Make an empty paper: A4, calm headings, the table style, title and page number at the foot."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    _style(document, "Normal", size=10.5, colour=_INK, after=6)
    _style(document, "Title", size=24, colour=_INK, after=2, bold=True)
    _style(document, "Subtitle", size=13, colour=_SOFT, after=10)
    _style(document, "Heading 1", size=17, colour=_INK, before=20, after=6, bold=True)
    _style(document, "Heading 2", size=13, colour=_INK, before=16, after=4, bold=True)
    _style(document, "Heading 3", size=11, colour=_INK, before=12, after=3, bold=True)
    _style(document, "Footer", size=8.5, colour=_SOFT, after=0)
    document.styles.element.append(parse_xml(_TABLE_STYLE_XML))
    text = document.styles.add_style(TABLE_TEXT_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(9)
    text.paragraph_format.space_before = text.paragraph_format.space_after = Pt(1.5)
    text.paragraph_format.line_spacing = 1.0
    _footer(section.footer.paragraphs[0], title)
    _hyphenate(document)
    return document


def _hyphenate(document: DocumentObject) -> None:
    """Swedish compounds are long and columns narrow: let Word divide words where they may be divided."""
    chosen = document.settings.element
    before = chosen.find(qn("w:defaultTabStop"))
    place = list(chosen).index(before) + 1 if before is not None else 0
    chosen.insert(place, OxmlElement("w:autoHyphenation"))


def _style(
    document: DocumentObject,
    name: str,
    *,
    size: float,
    colour: RGBColor,
    after: float,
    before: float = 0,
    bold: bool = False,
) -> None:
    style = document.styles[name]
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), _FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = colour
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    letters = style.element.rPr.find(qn("w:spacing"))
    if letters is not None:
        style.element.rPr.remove(letters)


def _footer(paragraph: WordParagraph, title: str) -> None:
    """Write "Title · Sida 1 av 3" with fields that Word counts itself."""
    paragraph.add_run(f"{title} · " if title else "")
    paragraph.add_run(_("Sida") + " ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" " + _("av") + " ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: WordParagraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def set_language(document: DocumentObject) -> None:
    """Say that the text is Swedish, for screen readers and spelling."""
    document.core_properties.language = LANGUAGE
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = OxmlElement("w:docDefaults")
        styles.insert(0, defaults)
    holder = defaults
    for name in ("w:rPrDefault", "w:rPr"):
        found = holder.find(qn(name))
        if found is None:
            found = OxmlElement(name)
            holder.insert(0, found)
        holder = found
    language = holder.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        holder.append(language)
    language.set(qn("w:val"), LANGUAGE)


def find_style(document: DocumentObject, kind: WD_STYLE_TYPE, *names: str) -> Any:
    """Find a style by the first of the names it has, in capitals or not; None if it has none."""
    known = {
        style.name.lower(): style for style in document.styles if style.type == kind and style.name
    }
    return next((known[name.lower()] for name in names if name.lower() in known), None)


def table_style(document: DocumentObject) -> Any:
    """Choose the table style: Bryggan's by name, else the template's own first, else Table Grid."""
    named = find_style(document, WD_STYLE_TYPE.TABLE, TABLE_STYLE)
    if named is not None:
        return named
    builtin = ("normal table", "table normal", "table grid")
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.TABLE and (style.name or "").lower() not in builtin:
            return style
    return find_style(document, WD_STYLE_TYPE.TABLE, "Table Grid")
