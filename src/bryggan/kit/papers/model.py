"""A paper as plain, frozen data: what it says, never how it looks."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.kit.charts.model import Chart, Tone
from bryggan.kit.words import date_text, number, time_text

# The sheet of a workbook that tells about the rest of it.
ABOUT_SHEET = gettext_lazy("Om")

type Cell = str | int | float | Decimal | datetime.date | None
type Kind = Literal["text", "number", "money", "percent", "date"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph, bold or not."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; levels 1 and 2 begin a new slide."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError("A heading has level 1, 2 or 3")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text: one string, or runs of which some are bold."""

    text: str | tuple[str | Run, ...]

    def runs(self) -> tuple[Run, ...]:
        """Give the text as runs."""
        parts = (self.text,) if isinstance(self.text, str) else self.text
        return tuple(part if isinstance(part, Run) else Run(part) for part in parts)

    def plain(self) -> str:
        """Give the text without its bold."""
        return "".join(run.text for run in self.runs())


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and a value, one under the other."""

    pairs: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, what kind of values it holds, how wide beside the others (0: as needed).

    `money` is kronor, `percent` is already a percentage (81 is "81 %"). `empty` is what stands for
    None, "okänt" where an empty cell could be read as nothing.
    """

    title: str
    kind: Kind = "text"
    width: float = 0.0
    decimals: int | None = None
    empty: str = ""

    @property
    def is_numeric(self) -> bool:
        """Say whether values are set to the right and can be summed."""
        return self.kind in ("number", "money", "percent")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, with an optional last row of totals. Raises ValueError on a ragged row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    title: str = ""
    empty: str = ""

    def __post_init__(self) -> None:
        lines = self.rows if self.total is None else (*self.rows, self.total)
        if not self.columns or any(len(line) != len(self.columns) for line in lines):
            raise ValueError(
                "Every row of a table has one cell per column, and at least one column"
            )

    @property
    def is_wide(self) -> bool:
        """Say whether the table needs a page lying down."""
        return len(self.columns) > 7

    def empty_words(self) -> str:
        """Say that there are no rows, in the table's own words if it has any."""
        return self.empty or _("Inga uppgifter.")


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its title above and its summary below."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart; its tone is shown as a shape and a word, never by colour alone."""

    text: str
    tone: Tone = "calm"

    def mark(self) -> str:
        """Give the shape of the tone."""
        return {"sun": "▲", "alarm": "■", "ok": "●"}.get(self.tone, "◆")

    def word(self) -> str:
        """Give the word of the tone."""
        words = {"sun": _("Att uppmärksamma"), "alarm": _("Fel"), "ok": _("Klart")}
        return words.get(self.tone, _("Att notera"))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page; on slides and in workbooks it means nothing."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Room to write in by hand, as lines on a printed page; on slides and in workbooks it means nothing."""

    count: int


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number of an overview, as it is to be read ("164", "1,2 mnkr"), with what it counts."""

    number: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Key figures side by side."""

    figures: tuple[KeyFigure, ...]


type Block = Heading | Paragraph | Facts | Table | Figure | Note | PageBreak | Figures | Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper with what it says about itself; `omitted` counts what the reader may not see.

    `is_tight`: meant for one page to hang on a wall, so its PDF has less air between the parts.
    `given`: what it says in fields of a Word template that not every paper has, by name.
    """

    title: str
    made_on: datetime.date
    subtitle: str = ""
    blocks: tuple[Block, ...] = field(default=())
    scope: str = ""
    filters: tuple[str, ...] = ()
    completeness: str = ""
    made_by: str = ""
    edition: str = ""
    omitted: int = 0
    is_tight: bool = False
    given: tuple[tuple[str, str], ...] = ()

    def made_words(self) -> str:
        """Write when the data was taken, in local time."""
        made = self.made_on
        if not isinstance(made, datetime.datetime):
            return date_text(made)
        return time_text(timezone.localtime(made) if timezone.is_aware(made) else made)

    def made_day(self) -> datetime.date:
        """Give the local day on which the data was taken."""
        made = self.made_on
        if not isinstance(made, datetime.datetime):
            return made
        return (timezone.localtime(made) if timezone.is_aware(made) else made).date()

    def omitted_words(self) -> str:
        """Say how many facts were left out, "" when none were."""
        if not self.omitted:
            return ""
        words = ngettext(
            "%(count)s uppgift utelämnad", "%(count)s uppgifter utelämnade", self.omitted
        )
        return words % {"count": number(self.omitted)}

    def selection_words(self) -> str:
        """Say what was selected, also when nothing was left out."""
        return "; ".join(self.filters) or _("Inget, allt är med")

    def head(self, but: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
        """Give what stands at the head of every paper, in every format.

        `but`: the names of the template's fields that say it already.
        """
        pairs = (
            ("omfattning", _("Omfattning"), self.scope),
            ("uppgifter_fran", _("Uppgifter från"), self.made_words()),
            ("urval", _("Urval"), self.selection_words()),
            ("fullstandighet", _("Fullständighet"), self.completeness),
            ("utelamnat", _("Utelämnat"), self.omitted_words()),
            ("utgava", _("Utgåva"), self.edition),
            ("framtagen_av", _("Framtagen av"), self.made_by),
        )
        return tuple((label, words) for name, label, words in pairs if words and name not in but)

    def stretches(self) -> tuple[tuple[bool, tuple[Block, ...]], ...]:
        """Give the blocks in stretches, (True, ...) for those that need a page lying down.

        The headings right before a wide table go with it.
        """
        found: list[tuple[bool, list[Block]]] = [(False, [])]
        for block in self.blocks:
            if not (isinstance(block, Table) and block.is_wide and block.rows):
                if found[-1][0]:
                    found.append((False, []))
                found[-1][1].append(block)
                continue
            if not found[-1][0]:
                before = found[-1][1]
                along: list[Block] = []
                while before and isinstance(before[-1], Heading):
                    along.insert(0, before.pop())
                found.append((True, along))
            found[-1][1].append(block)
        return tuple((wide, tuple(blocks)) for wide, blocks in found if blocks)

    def tables(self) -> tuple[Table, ...]:
        """Give the tables in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
