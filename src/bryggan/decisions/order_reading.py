"""A delegation order as it is kept in a spreadsheet: its points, its amendments, and what has to be asked.

Title rows, merged headings, headings among the rows and notes below are told apart by what they say.
Nothing is guessed: what cannot be read becomes a question that carries the cell's own words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bryggan.decisions.choices import MatterKind
from bryggan.decisions.limits import ReadLimit, read_deputies, read_limit, read_reporting
from bryggan.registers.reading import FileRefused, read_grid

COLUMNS = {
    "code": ("punkt", "nr", "nummer", "p", "pkt"),
    "name": ("ärendetyp", "ärende", "ärenden", "beslut", "ärendegrupp"),
    "post": ("delegat", "beslutsfattare", "delegation till"),
    "limit": ("begränsning", "villkor", "anm", "anmärkning", "belopp", "gräns"),
    "deputy": ("ersättare",),
    "reporting": ("anmäls", "anmälan", "anmälas"),
}
NEEDED = {"code", "name", "post"}
DITTO = {"d:o", "do", "dito", '"', "”", "-”-", "-\"-"}  # fmt: skip
# The first that fits is the kind of matter; what fits none is "Annat", in the order's own words.
MATTERS = (
    (MatterKind.URGENT, r"brådskande"),
    (MatterKind.SUBDELEGATION, r"vidaredeleg"),
    (MatterKind.REFUSE_RECORD, r"allmän handling"),
    (MatterKind.STATEMENT, r"yttrande|remiss"),
    (MatterKind.PROCESSING, r"personuppgiftsbiträdesavtal|pub-avtal"),
    (MatterKind.BREACH, r"personuppgiftsincident"),
    (MatterKind.CLASSIFICATION, r"informationsklass"),
    (MatterKind.RISK_MIDDLE, r"risk.*\b(?:gul|medel)"),
    (MatterKind.RISK_HIGH, r"risk.*\b(?:röd|hög)"),
    (MatterKind.FUNDS, r"stimulansmedel"),
    (MatterKind.CANCEL_TENDER, r"avbryt\w* .*upphandling"),
    (MatterKind.AWARD, r"tilldelning"),
    (MatterKind.CALL_OFF, r"avrop"),
    (MatterKind.ADDITION, r"tillägg"),
    (MatterKind.NOTICE, r"uppsägning|säga upp"),
    (MatterKind.START, r"start\w* av .*initiativ|starta .*initiativ"),
    (MatterKind.PURCHASE, r"anskaff|inköp|köp av"),
)
_DAY = re.compile(
    r"(?:fr\.?o\.?m\.?|från och med|gäller från)\s*(\d{4}-\d{2}-\d{2})", re.IGNORECASE
)
_DECIDED = re.compile(r"(?:[A-ZÅÄÖ]{2,4} )?\d{4}-\d{2}-\d{2},? §+ ?\d+")
_CODES = re.compile(r"\d+(?:\.\d+)+")
_CHANGED_TO = re.compile(r"(?:sänks|höjs|ändras|justeras) till (.+?)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Ask:
    """A question about one cell: its own words, and what the answer is about."""

    code: str
    about: str
    row: int
    words: str
    question: str

    @property
    def key(self) -> str:
        return f"{self.code}:{self.about}"


@dataclass(frozen=True)
class ReadPoint:
    """A row that is a point."""

    row: int
    code: str
    name: str
    post: str
    matter: str
    limit: ReadLimit
    words: str
    deputies: tuple[str, ...]
    reporting: str
    reporting_note: str
    asks: tuple[Ask, ...]
    may_subdelegate: bool = False


@dataclass(frozen=True)
class ReadAmendment:
    """A line that changes points from a day: "ÄNDRING fr.o.m. …: punkt 4.2 och 4.7 sänks till …"."""

    row: int
    text: str
    starts_on: date
    source: str
    codes: tuple[str, ...]
    limit: ReadLimit


@dataclass
class ReadOrder:
    """One sheet: the titles above, the points, what changes them, and every row that was only words."""

    sheet: str
    titles: list[str] = field(default_factory=list)
    points: list[ReadPoint] = field(default_factory=list)
    amendments: list[ReadAmendment] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)

    @property
    def valid_from(self) -> date | None:
        """The day the titles say, None when they do not."""
        hit = next((hit for title in self.titles if (hit := _DAY.search(title))), None)
        return date.fromisoformat(hit[1]) if hit else None

    @property
    def source(self) -> str:
        hit = next((hit for title in self.titles if (hit := _DECIDED.search(title))), None)
        return hit[0] if hit else ""


def read_order(
    path_or_bytes: Path | bytes, *, sheet: str | None = None
) -> tuple[ReadOrder, list[str]]:
    """The order of one sheet, and the names of all sheets. Raises FileRefused."""
    grid, chosen, sheets = read_grid(path_or_bytes, sheet=sheet)
    rows = list(zip(grid.numbers, grid.rows, strict=True))
    place = next((at for at, (_number, cells) in enumerate(rows) if _header(cells)), None)
    if place is None:
        raise FileRefused(
            _("Bladet har ingen rubrikrad med Punkt, Ärende och Delegat. Välj ett annat blad.")
        )
    columns = _header(rows[place][1])
    found = ReadOrder(sheet=chosen)
    found.titles = [_only(cells) or " ".join(_texts(cells)) for _number, cells in rows[:place]]
    before: dict[str, str] = {}
    for number, cells in rows[place + 1 :]:
        before = _read_row(found, number, cells, columns, before)
    _hand_on(found)
    return found, [one.name for one in sheets]


def _header(cells: Iterable[object]) -> dict[str, int]:
    """Which column holds what, if the row is the header."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        word = re.split(r"[\s/]", _text(cell).casefold().strip(". "))[0].strip(".")
        for key, words in COLUMNS.items():
            if word in words and key not in found:
                found[key] = at
    return found if found.keys() >= NEEDED else {}


def _text(cell: object) -> str:
    return " ".join(str(cell).replace("\u00a0", " ").split()) if cell is not None else ""


def _texts(cells: Iterable[object]) -> list[str]:
    return [text for cell in cells if (text := _text(cell))]


def _only(cells: Iterable[object]) -> str:
    """The one text of a row: alone in it, or repeated by merged cells."""
    texts = set(_texts(cells))
    return texts.pop() if len(texts) == 1 else ""


def _read_row(
    found: ReadOrder,
    number: int,
    cells: list[object | None],
    columns: dict[str, int],
    before: dict[str, str],
) -> dict[str, str]:
    """Put the row where it belongs, and hand back what "D:o" below it would mean."""
    alone = _only(cells)
    if alone:
        amendment = _amendment(number, alone)
        if amendment:
            found.amendments.append(amendment)
        else:
            found.notes.append((number, alone))
        return before
    told = {key: _text(cells[at]) if at < len(cells) else "" for key, at in columns.items()}
    for key, text in told.items():
        if text.casefold() in DITTO:
            told[key] = before.get(key, "")
    if not told["post"] and told["name"] and not told.get("limit"):
        found.headings.append(f"{told['code']} {told['name']}".strip())
    elif told["code"] and told["name"] and told["post"]:
        found.points.append(_point(number, told))
    elif _texts(cells):
        found.notes.append((number, " | ".join(_texts(cells))))
    return told


def _point(number: int, told: dict[str, str]) -> ReadPoint:
    code, words = told["code"].rstrip("."), told.get("limit", "")
    limit = read_limit(words)
    deputies, deputy_asks = read_deputies(told.get("deputy"))
    reporting, note, reporting_asks = read_reporting(told.get("reporting"))
    if "reporting" not in told and "anmäls" in words.casefold():
        reporting, note = "reported", words
    texts = {"deputy": told.get("deputy", ""), "reporting": told.get("reporting", "")}
    asks = tuple(
        Ask(code, about, number, texts.get(about, words), question)
        for about, question in (*limit.asks, *deputy_asks, *reporting_asks)
    )
    return ReadPoint(
        row=number,
        code=code,
        name=told["name"],
        post=told["post"],
        matter=matter_of(told["name"]),
        limit=limit,
        words=words if words.strip(" -–") else "",
        deputies=(*deputies, *limit.deputies),
        reporting=reporting,
        reporting_note=note[:200],
        asks=asks,
    )


def matter_of(name: str) -> str:
    """What kind of matter the words are about; what is not recognised is "Annat"."""
    text = name.casefold()
    return next((kind for kind, words in MATTERS if re.search(words, text)), MatterKind.OTHER)


def _amendment(number: int, text: str) -> ReadAmendment | None:
    day = _DAY.search(text)
    if not text.casefold().startswith("ändring") or day is None:
        return None
    said = text[text.find(":") + 1 :].strip()
    changed = _CHANGED_TO.search(said)
    codes = tuple(_CODES.findall(said[: changed.start()] if changed else said))
    inside = re.search(r"\(([^)]*§[^)]*)\)", text)
    return ReadAmendment(
        row=number,
        text=text,
        starts_on=date.fromisoformat(day[1]),
        source=inside[1] if inside else "",
        codes=codes,
        # What it is lowered to is the most; of what, the point itself says.
        limit=read_limit(f"högst {changed[1]} per ärende") if changed else ReadLimit(),
    )


def _hand_on(found: ReadOrder) -> None:
    """A line that lets points be handed on marks those points (KL 7:6)."""
    codes: set[str] = set()
    for point in found.points:
        if point.matter == MatterKind.SUBDELEGATION:
            codes |= set(_CODES.findall(point.name))
    found.points = [
        replace(point, may_subdelegate=True) if point.code in codes else point
        for point in found.points
    ]


def first_words(titles: Iterable[str]) -> str:
    """Whose order it says it is: the first word of the first title, "Socialnämndens"."""
    first = next(iter(titles), "")
    return first.split(" ")[0]


def asked(order: ReadOrder) -> list[Ask]:
    return [ask for point in order.points for ask in point.asks]


def plain_row(point: ReadPoint) -> dict[str, Any]:
    """A point for a report."""
    return {"row": point.row, "code": point.code, "name": point.name, "post": point.post}
