"""The slides themselves: size, colours, titles, footers and the room that is left on them."""

import copy
import io
import re
from typing import Any

from django.utils.translation import gettext as _
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as PresentationObject
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from bryggan.kit.charts.measure import fold
from bryggan.kit.charts.palette import FILLS, INK, INK_SOFT
from bryggan.kit.papers.model import Paper, Run
from bryggan.kit.words import one_line, plain

LEFT, WIDTH = 0.6, 12.13
TOP, BOTTOM = 1.4, 6.75
"""The room for content, in inches."""

_ACCENTS = ("brand", "brand2", "calm", "calm2", "ok", "soft")
_FOOT = {PP_PLACEHOLDER.DATE: 0, PP_PLACEHOLDER.FOOTER: 1, PP_PLACEHOLDER.SLIDE_NUMBER: 2}
_TITLE_SIZE = 28


def colour(value: str) -> RGBColor:
    """Turn "#0b5563" into a colour."""
    red, green, blue = bytes.fromhex(value.removeprefix("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def write_runs(
    frame: TextFrame,
    runs: tuple[Run, ...],
    *,
    size: float,
    ink: str = INK,
    align: PP_ALIGN | None = None,
) -> None:
    """Write runs as the first paragraph of a frame, without margins and without growing."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = align
    for run in runs:
        if not run.text:
            continue
        written = paragraph.add_run()
        written.text = plain(run.text).replace("\n", " ")
        written.font.size, written.font.bold = Pt(size), run.bold
        written.font.color.rgb = colour(ink)
    # An empty paragraph is as high as its end mark, by default 18 points.
    paragraph._p.get_or_add_endParaRPr().set("sz", str(int(size * 100)))


def add_shape(
    shapes: Any, kind: MSO_SHAPE, place: tuple[float, float, float, float], fill: str
) -> Any:
    """Add a flat shape at (left, top, width, height) in inches, without the theme's line and shadow."""
    shape = shapes.add_shape(kind, *(Inches(measure) for measure in place))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(fill)
    shape.line.fill.background()
    style = shape.element.find(qn("p:style"))
    if style is not None:
        shape.element.remove(style)
    return shape


def _widen(presentation: PresentationObject) -> None:
    """Make the library's 4:3 master 16:9, in the colours of the charts."""
    factor = Inches(13.333) / presentation.slide_width
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    master = presentation.slide_master
    for holder in (master, *master.slide_layouts):
        for shape in holder.shapes:
            if shape.element.find(".//{*}xfrm") is not None:
                shape.left, shape.width = int(shape.left * factor), int(shape.width * factor)
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    written = theme.blob.decode()
    for place, name in enumerate(_ACCENTS, 1):
        value = FILLS[name][0].removeprefix("#").upper()
        pattern = rf'(<a:accent{place}>\s*<a:srgbClr val=")[0-9A-Fa-f]{{6}}'
        written = re.sub(pattern, rf"\g<1>{value}", written)
    theme._blob = written.encode()


class Deck:
    """A presentation being written: the slide at hand, and how far down it is filled."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.presentation: PresentationObject = Presentation()
        _widen(self.presentation)
        properties = self.presentation.core_properties
        properties.title = one_line(paper.title)[:250]
        properties.author = one_line(paper.made_by)[:250]
        properties.language = "sv-SE"
        self.title = one_line(paper.title)
        self.slide: Any = None
        self.y = BOTTOM
        self.reserved = 0.0
        """Height that a chart leaves free below itself, for the few words that follow it."""

    @property
    def left(self) -> float:
        """Give the height that is left, in inches."""
        return BOTTOM - self.y if self.slide else 0.0

    def head(self, title: str) -> None:
        """Let what follows begin on a new slide with this title."""
        self.title = one_line(title)
        self.slide = None

    def room(self, height: float) -> Any:
        """Give the slide at hand if so much is left on it, else a new one with the same title."""
        if self.slide is None:
            return self.begin(self.title)
        if self.left + 0.001 < height and self.y > TOP:
            return self.begin(_("%(title)s (forts.)") % {"title": self.title})
        return self.slide

    def begin(self, title: str, *, layout: int = 5) -> Any:
        """Begin a slide; layout 5 has a title alone, 0 is the first slide of the paper."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[layout])
        self.slide, self.y = slide, TOP
        shape = slide.shapes.title
        shape.left, shape.top = Inches(LEFT), Inches(0.45)
        shape.width, shape.height = Inches(WIDTH), Inches(0.85)
        lines = fold(title, WIDTH * 72, _TITLE_SIZE * 0.8, lines=2, bold=True)
        size = _TITLE_SIZE if len(fold(title, WIDTH * 72, _TITLE_SIZE, bold=True)) == 1 else 21
        write_runs(
            shape.text_frame, (Run(" ".join(lines), bold=True),), size=size, align=PP_ALIGN.LEFT
        )
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._foot(slide)
        return slide

    def _foot(self, slide: Any) -> None:
        """Copy the date, source and number from the layout, which the library leaves out."""
        source = fold(f"Bryggan · {self.paper.title}", 8.4 * 72, 10, lines=1)[0]
        places = ((LEFT, 1.6), (2.4, 8.53), (11.73, 1.0))
        for shape in slide.slide_layout.placeholders:
            which = _FOOT.get(shape.placeholder_format.type)
            if which is None:
                continue
            slide.shapes._spTree.append(copy.deepcopy(shape.element))
            made: Any = slide.shapes[-1]
            x, width = places[which]
            made.left, made.width = Inches(x), Inches(width)
            made.top, made.height = Inches(6.98), Inches(0.28)
            if which < 2:
                made.text_frame.text = source if which else self.paper.made_words()
            align = (PP_ALIGN.LEFT, PP_ALIGN.CENTER, PP_ALIGN.RIGHT)[which]
            made.text_frame.paragraphs[0].alignment = align
            for field in made.element.iter(qn("a:fld")):
                field.get_or_add_rPr().set("sz", "1000")
            for run in made.text_frame.paragraphs[0].runs:
                run.font.size, run.font.color.rgb = Pt(10), colour(INK_SOFT)

    def text(
        self,
        runs: tuple[Run, ...],
        height: float,
        *,
        size: float,
        ink: str = INK,
        after: float = 0.12,
    ) -> None:
        """Write runs in a box of this height on the slide at hand and move down."""
        slide = self.room(height)
        box = slide.shapes.add_textbox(Inches(LEFT), Inches(self.y), Inches(WIDTH), Inches(height))
        write_runs(box.text_frame, runs, size=size, ink=ink)
        self.y += height + after

    def note(self, words: str) -> None:
        """Add to the speaker's notes of the slide at hand."""
        if self.slide is not None:
            frame = self.slide.notes_slide.notes_text_frame
            written = frame.text
            frame.text = f"{written}\n\n{plain(words)}" if written else plain(words)

    def save(self) -> bytes:
        """Give the file."""
        made = io.BytesIO()
        self.presentation.save(made)
        return made.getvalue()
