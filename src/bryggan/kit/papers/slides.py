"""A paper as PowerPoint slides, 16:9: one slide per heading, more where the content needs it.

Nothing runs over the edge: long texts and tables go on to the next slide, a row is never split, and
what is too long for a cell is shortened, which the speaker's notes then say.
"""

import copy
import re
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from bryggan.kit.charts.measure import fold
from bryggan.kit.charts.palette import FILLS, INK, INK_SOFT, SUNKEN
from bryggan.kit.papers.cells import facts_table, line_count, row_texts, shares
from bryggan.kit.papers.model import (
    Block,
    Column,
    Facts,
    Figure,
    Figures,
    Heading,
    Note,
    Paper,
    Paragraph,
    Run,
    Table,
)
from bryggan.kit.papers.slides_charts import add_chart
from bryggan.kit.papers.slides_deck import (
    BOTTOM,
    LEFT,
    TOP,
    WIDTH,
    Deck,
    add_shape,
    colour,
    write_runs,
)
from bryggan.kit.words import one_line, plain

_BODY = 16.0
_LEADING = 1.25
_MOST_LINES = 7
# How a cell of a table looks: bold, in the header, set to the right, on the darker ground.
type Look = tuple[bool, bool, bool, bool]

_GROUNDS = {"sun": "#fdf3d8", "alarm": "#fbe8e5", "ok": "#e4f2e9"}


def render(paper: Paper) -> bytes:
    """Make the presentation."""
    deck = Deck(paper)
    _first(deck, paper)
    above: Heading | None = None
    for block, following in zip_longest(paper.blocks, paper.blocks[1:]):
        deck.reserved = _reserved(block, following)
        if isinstance(block, Heading) and block.level < 3:
            # A heading right below another shares its slide, so that none stands empty.
            lead = f"{above.text}: " if above and above.level < block.level else ""
            deck.head(lead + block.text)
            above = block
            continue
        _block(deck, block)
        above = None
    if above:
        deck.room(0)
    return deck.save()


def _reserved(block: Block, following: Block | None) -> float:
    """Give the height of a short text right after a chart, so that it need not stand alone."""
    if not isinstance(block, Figure) or not isinstance(following, Paragraph):
        return 0.0
    lines = line_count(following.plain(), WIDTH * 72, _BODY)
    return lines * _BODY * _LEADING / 72 + 0.25 if lines < 4 else 0.0


def _first(deck: Deck, paper: Paper) -> None:
    """Make the first slide: title, subtitle and what the paper says about itself."""
    slide = deck.begin(paper.title, layout=0)
    title, subtitle = slide.shapes.title, slide.placeholders[1]
    title.top, title.height = Inches(0.9), Inches(1.5)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    lines = fold(paper.title, WIDTH * 72, 38, bold=True)
    for run in title.text_frame.paragraphs[0].runs:
        run.text, run.font.size = " ".join(lines), Pt(38)
    subtitle.left, subtitle.top = Inches(LEFT), Inches(2.5)
    subtitle.width, subtitle.height = Inches(WIDTH), Inches(0.7)
    words = " ".join(fold(paper.subtitle, WIDTH * 72, 19)) or " "
    write_runs(subtitle.text_frame, (Run(words),), size=19, ink=INK_SOFT, align=PP_ALIGN.LEFT)
    deck.y = 3.5
    rows = tuple((name, one_line(value)) for name, value in paper.head())
    about = Table((Column("", width=2), Column("", width=10)), rows)
    _rows(deck, about, size=13, header=False)
    deck.slide = None


def _block(deck: Deck, block: Block) -> None:
    match block:
        case Heading():
            words = fold(block.text, WIDTH * 72, 18, lines=1, bold=True)[0]
            deck.text((Run(words, bold=True),), 0.36, size=18, after=0.06)
        case Paragraph():
            _text(deck, block.runs())
        case Facts():
            _rows(deck, facts_table(block), size=13, header=False)
        case Table():
            _table(deck, block)
        case Figure():
            add_chart(deck, block.chart)
        case Note():
            _note(deck, block)
        case Figures():
            _figures(deck, block)
        case _:
            return


def _text(deck: Deck, runs: tuple[Run, ...]) -> None:
    """Write running text, going on to the next slide at a word where it must."""
    words = [
        Run(word, run.bold)
        for run in runs
        for word in re.findall(r"\S+\s*|\s+", _short(plain(run.text)))
    ]
    line = _BODY * _LEADING / 72
    while words:
        if deck.slide is None or deck.left < min(_lines(words), 2) * line:
            deck.room(BOTTOM - TOP)
        room = max(int(deck.left / line), 1)
        kept = len(words)
        while kept > 1 and _lines(words[:kept]) > room:
            kept = kept * 9 // 10
        part, words = words[:kept], words[kept:]
        deck.text(_joined(part), _lines(part) * line, size=_BODY)


def _lines(words: list[Run]) -> int:
    return line_count("".join(word.text for word in words).rstrip(), WIDTH * 72, _BODY)


def _short(text: str) -> str:
    """Break up words longer than a line, which otherwise run over the edge in some programs."""
    words = text.replace("\n", " ").split(" ")
    return " ".join(
        piece
        for word in words
        for piece in ([word[i : i + 60] for i in range(0, len(word), 60)] or [""])
    )


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Join neighbours of the same weight, so that the text can be edited as one."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].bold == run.bold:
            joined[-1] = Run(joined[-1].text + run.text, run.bold)
        else:
            joined.append(run)
    return tuple(joined)


def _note(deck: Deck, note: Note) -> None:
    """Write a remark on a tinted ground, at most seven lines of it."""
    lead = f"{note.mark()} {note.word()}. "
    inner = WIDTH - 0.4
    lines = fold(lead + plain(note.text), inner * 72, 14, lines=_MOST_LINES)
    height = len(lines) * 14 * _LEADING / 72 + 0.24
    slide = deck.room(height)
    ground = _GROUNDS.get(note.tone, "#e9ecf6")
    box = add_shape(slide.shapes, MSO_SHAPE.RECTANGLE, (LEFT, deck.y, WIDTH, height), ground)
    text = " ".join(lines)[len(lead) :]
    runs = (Run(lead, bold=True), Run(text))
    write_runs(box.text_frame, runs, size=14, align=PP_ALIGN.LEFT)
    box.text_frame.margin_left = box.text_frame.margin_right = Inches(0.18)
    box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    if lines[-1].endswith("…"):
        deck.note(note.text)
    deck.y += height + 0.18


def _figures(deck: Deck, figures: Figures) -> None:
    """Write key figures as cards, up to four side by side."""
    for first in range(0, len(figures.figures), 4):
        part = figures.figures[first : first + 4]
        slide = deck.room(1.6)
        gap = 0.2
        width = (WIDTH - gap * (len(part) - 1)) / len(part)
        for place, figure in enumerate(part):
            x = LEFT + place * (width + gap)
            card = add_shape(slide.shapes, MSO_SHAPE.RECTANGLE, (x, deck.y, width, 1.5), SUNKEN)
            inner = (width - 0.36) * 72
            frame = card.text_frame
            big = fold(figure.number, inner, 32, lines=1, bold=True)[0]
            write_runs(
                frame, (Run(big, bold=True),), size=32, ink=FILLS["brand"][0], align=PP_ALIGN.LEFT
            )
            frame.margin_left = frame.margin_right = Inches(0.18)
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            for text, size, ink in ((figure.label, 15, INK), (figure.note, 12, INK_SOFT)):
                line = frame.add_paragraph()
                line.alignment = PP_ALIGN.LEFT
                run = line.add_run()
                run.text = fold(text, inner, size, lines=1)[0]
                run.font.size, run.font.color.rgb, run.font.bold = Pt(size), colour(ink), size == 15
        deck.y += 1.68


def _table(deck: Deck, table: Table) -> None:
    if table.title and one_line(table.title) != deck.title:
        title = fold(table.title, WIDTH * 72, 14, lines=1, bold=True)[0]
        deck.room(1.2)
        deck.text((Run(title, bold=True),), 0.28, size=14, after=0.05)
    if not table.rows:
        deck.text((Run(table.empty_words()),), 0.3, size=_BODY, ink=INK_SOFT)
        return
    count = len(table.columns)
    _rows(deck, table, size=12 if count <= 5 else 10.5 if count <= 8 else 9, header=True)


def _rows(deck: Deck, table: Table, *, size: float, header: bool) -> None:
    """Write rows over as many slides as they need, the header on each of them."""
    widths = [share * WIDTH for share in shares(table, WIDTH * 72 / size)]
    lines = [row_texts(table, row) for row in table.rows]
    if table.total is not None:
        lines.append(row_texts(table, table.total))
    folded = [_fold_row(line, widths, size) for line in lines]
    titles, head = _fold_row([column.title for column in table.columns], widths, size)
    start = 0
    while start < len(folded):
        deck.room((head if header else 0) + folded[start][1])
        room = deck.left - (head if header else 0)
        end, used = start, 0.0
        while end < len(folded) and (end == start or used + folded[end][1] <= room):
            used += folded[end][1]
            end += 1
        part = [*([(titles, head)] if header else []), *folded[start:end]]
        total = table.total is not None and end == len(folded)
        _place(deck, table, part, widths, size=size, header=header, total=total)
        if any(text.endswith("…") for texts, _height in folded[start:end] for text in texts):
            deck.note(
                _("Texter som slutar med … är förkortade; de står i sin helhet i Word och PDF.")
            )
        start = end


def _fold_row(texts: list[str], widths: list[float], size: float) -> tuple[list[str], float]:
    """Shorten the cells of a row to seven lines, and give its height in inches."""
    shown, most = [], 1
    for text, width in zip(texts, widths, strict=True):
        room = width * 72 - 12
        lines = fold(_short(text), room, size * 1.04, lines=_MOST_LINES)
        most = max(most, len(lines))
        shown.append(" ".join(lines))
    return shown, most * size * 1.22 / 72 + 0.09


def _place(
    deck: Deck,
    table: Table,
    part: list[tuple[list[str], float]],
    widths: list[float],
    *,
    size: float,
    header: bool,
    total: bool,
) -> None:
    """Put a part of a table on the slide at hand as a native table."""
    height = sum(tall for _texts, tall in part)
    frame = deck.room(0).shapes.add_table(
        len(part), len(widths), Inches(LEFT), Inches(deck.y), Inches(WIDTH), Inches(height)
    )
    native = frame.table
    native.first_row, native.horz_banding, native.last_row = header, False, total
    for column, width in zip(list(native.columns), widths, strict=True):
        column.width = Inches(width)
    looks: dict[Look, tuple[Any, Any]] = {}
    for order, (row, (texts, tall)) in enumerate(zip(native.rows, part, strict=True)):
        row.height = Inches(tall)
        is_head = header and order == 0
        is_total = total and order == len(part) - 1
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            bold = is_head or is_total or (not header and place == 0)
            look = (bold, is_head, table.columns[place].is_numeric, bool(order % 2))
            _write_cell(cell, plain(text).replace("\n", " "), look, size, looks)
    deck.y += height + 0.2


def _write_cell(
    cell: Any, text: str, look: Look, size: float, looks: dict[Look, tuple[Any, Any]]
) -> None:
    """Write a cell; the second of the same look is a copy, since dressing one takes long."""
    if look not in looks:
        _dress(cell, look, size)
        looks[look] = copy.deepcopy(cell._tc.txBody), copy.deepcopy(cell._tc.tcPr)
    body, properties = (copy.deepcopy(part) for part in looks[look])
    for child in list(cell._tc):
        cell._tc.remove(child)
    cell._tc.extend((body, properties))
    run = body.find(".//" + qn("a:r"))
    if text:
        run.find(qn("a:t")).text = text
    else:
        run.getparent().remove(run)


def _dress(cell: Any, look: Look, size: float) -> None:
    """Give a cell its weight, ink, side and ground, around a word that is to be another."""
    bold, is_head, is_numeric, is_even = look
    align = PP_ALIGN.RIGHT if is_numeric else PP_ALIGN.LEFT
    ink = "#ffffff" if is_head else INK
    write_runs(cell.text_frame, (Run("x", bold=bold),), size=size, ink=ink, align=align)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE if is_head else MSO_ANCHOR.TOP
    cell.margin_left = cell.margin_right = Inches(0.07)
    cell.margin_top = cell.margin_bottom = Inches(0.035)
    cell.fill.solid()
    ground = colour("#faf8f4" if is_even else "#ffffff")
    cell.fill.fore_color.rgb = colour(FILLS["brand"][0]) if is_head else ground
