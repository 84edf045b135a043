"""One description of a paper, rendered to Word, PowerPoint, Excel and PDF.

A paper is frozen data: a title, what it says about itself (scope, date of the data, selection, how
complete, who made it, what was left out) and blocks in reading order. Nouns: Paper and its blocks.
Renderers: `word`, `slides`, `sheet`, `pdf`, each `render(paper) -> bytes`, found by `FORMATS`.
Start reading in `model.py`.
"""

from bryggan.kit.papers.formats import FORMATS, Format
from bryggan.kit.papers.model import (
    Block,
    Cell,
    Column,
    Facts,
    Figure,
    Figures,
    Heading,
    KeyFigure,
    Lines,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Table,
)

__all__ = [
    "FORMATS",
    "Block",
    "Cell",
    "Column",
    "Facts",
    "Figure",
    "Figures",
    "Format",
    "Heading",
    "KeyFigure",
    "Lines",
    "Note",
    "PageBreak",
    "Paper",
    "Paragraph",
    "Run",
    "Table",
]
