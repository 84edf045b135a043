"""A paper as tagged PDF (PDF/UA-1), set by typst.

The layout is the file `paper.typ`; the paper is handed over as JSON, so nothing that anybody has
typed is ever read as markup. Raises RuntimeError if typst refuses, which is an error of ours.
"""

import datetime
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from bryggan.kit.charts.fonts import typefaces
from bryggan.kit.charts.measure import cut
from bryggan.kit.charts.parts import parts
from bryggan.kit.charts.svg import svg
from bryggan.kit.papers.cells import fact_text, row_texts, shares
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
    Table,
)
from bryggan.kit.words import one_line, plain

_LAYOUT = (Path(__file__).parent / "paper.typ").read_bytes()
_LONG_WORD = re.compile(r"\S{25,}")
_LONGEST_COMPOUND = 45
_STANDING, _LYING = 481.9, 728.5
"""The width of a page between its margins, standing and lying, in points."""
_HEIGHT = re.compile(r' height="(\d+)"')
_TALLEST = 900
"""The tallest drawing that has room on a page with its title, in the units of its width."""
_TALL_CELL = 900
"""Letters from which a row may be split, since it could be taller than a page."""

type Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def _words(text: object) -> str:
    """Give a text in which a very long word may be broken."""
    return _LONG_WORD.sub(_breakable, plain(text))


def _breakable(word: re.Match[str]) -> str:
    """Let what is no ordinary word break anywhere; a long compound is hyphenated instead."""
    found = word[0]
    if len(found) < _LONGEST_COMPOUND and found.strip(".,;:()-").isalpha():
        return found
    return re.sub(r".{8}", "\\g<0>\u200b", found)


def _stretch(*, wide: bool, blocks: tuple[Block, ...]) -> Json:
    whole = [part for block in blocks for part in _parts(block)]
    made = [_block(block) for block in whole]
    for one, following in pairwise(made):
        # A line that leads to a table or a picture is not left alone at the foot of a page.
        if one["kind"] == "paragraph" and following["kind"] in {"table", "figure"}:
            one["leads"] = True
    return {"wide": wide, "blocks": [*made]}


def _parts(block: Block) -> list[Block]:
    if isinstance(block, Figure):
        return [Figure(chart) for chart in parts(block.chart)]
    return [block]


def _table(table: Table) -> dict[str, Json]:
    size = 9 if len(table.columns) < 6 else 8.5
    lines: list[list[str]] = [[_words(t) for t in row_texts(table, row)] for row in table.rows]
    total: list[Json] = [_words(t) for t in row_texts(table, table.total)] if table.total else []
    return {
        "kind": "table",
        "title": _words(table.title),
        "columns": [_words(column.title) for column in table.columns],
        "numeric": [column.is_numeric for column in table.columns],
        "size": size,
        "shares": list(shares(table, (_LYING if table.is_wide else _STANDING) / size)),
        "rows": [list(line) for line in lines],
        "total": total,
        "splits": any(len(text) > _TALL_CELL for line in lines for text in line),
        "empty": table.empty_words(),
    }


def _block(block: Block) -> dict[str, Json]:
    match block:
        case Heading():
            text = _words(one_line(block.text)) or _("Utan rubrik")
            return {"kind": "heading", "text": text, "level": block.level}
        case Paragraph():
            runs: list[Json] = [{"text": _words(r.text), "bold": r.bold} for r in block.runs()]
            return {"kind": "paragraph", "runs": runs}
        case Facts():
            pairs: list[Json] = [[_words(n), _words(fact_text(v))] for n, v in block.pairs]
            return {"kind": "facts", "pairs": pairs}
        case Table():
            return _table(block)
        case Figure():
            drawing = str(svg(block.chart, standalone=True))
            return {
                "kind": "figure",
                "title": _words(one_line(block.chart.title)),
                "summary": _words(block.chart.summary),
                "drawing": drawing,
                "share": min(1.0, _TALLEST / float(_HEIGHT.findall(drawing)[0])),
            }
        case Note():
            return {
                "kind": "note",
                "text": _words(block.text),
                "tone": block.tone,
                "mark": block.mark(),
                "word": block.word(),
            }
        case Figures():
            figures: list[Json] = [
                [_words(f.number), _words(f.label), _words(f.note)] for f in block.figures
            ]
            return {"kind": "figures", "figures": figures}
        case Lines():
            return {"kind": "lines", "count": block.count}
        case _:
            return {"kind": "break"}


def _in_steps(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Lift headings so that the first is of level 1 and none skips a level, as PDF/UA asks."""
    above: list[int] = []
    lifted: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            lifted.append(Heading(block.text, len(above)))
        else:
            lifted.append(block)
    return tuple(lifted)


def render(paper: Paper) -> bytes:
    """Make the PDF."""
    paper = replace(paper, blocks=_in_steps(paper.blocks))
    foot = [part for part in ("Bryggan", paper.made_words(), one_line(paper.edition)) if part]
    content: dict[str, Json] = {
        "title": one_line(paper.title) or _("Utan titel"),
        "heading": _words(one_line(paper.title)) or _("Utan titel"),
        "subtitle": _words(one_line(paper.subtitle)),
        "author": one_line(paper.made_by),
        "made": paper.made_words(),
        "day": [paper.made_day().year, paper.made_day().month, paper.made_day().day],
        "running": cut(one_line(paper.title), 400, 8),
        "foot": cut(" · ".join(foot), 400, 8),
        "head": [[name, _words(words)] for name, words in paper.head()],
        "stretches": [_stretch(wide=wide, blocks=blocks) for wide, blocks in paper.stretches()],
        "tight": paper.is_tight,
        "page": _("Sida"),
        "of": _("av"),
    }
    noon = datetime.datetime.combine(paper.made_day(), datetime.time(12), tzinfo=datetime.UTC)
    return typst.compile(
        _LAYOUT,
        format="pdf",
        sys_inputs={"paper": json.dumps(content, ensure_ascii=False)},
        font_paths=typefaces(),
        pdf_standards="ua-1",
        timestamp=int(noon.timestamp()),
    )
