"""Rows of a register as a table of a paper, and the list as it is shown as a paper of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.kit import words
from bryggan.kit.papers.declared import Choice, DeclaredPaper, Options, paper
from bryggan.kit.papers.model import Block, Cell, Column, Kind, Note, Paper, Table
from bryggan.kit.register.fields import Day, Field, Money, Row, Whole, Year
from bryggan.kit.register.links import Computed, Many
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.register import REGISTERS
from bryggan.kit.register.showing import adds_to_lists

MOST_ROWS = {"docx": 2_000, "pdf": 2_000, "pptx": 300}
MOST_COLUMNS = 12
FORMAT_WORDS = {
    "docx": ("Word", "file-text"),
    "pptx": ("PowerPoint", "presentation"),
    "xlsx": ("Excel", "table"),
    "pdf": ("PDF", "printer"),
}


def column_of(field: Field) -> Column:
    """The column of a paper that a field becomes; what stands for nothing is the field's own word."""
    if isinstance(field, Many):
        return Column(str(field.label), empty=str(field.missing))
    kind = _kind(field)
    unknown = _("okänt") if kind in ("money", "number") else ""
    return Column(str(field.label), kind, empty=unknown)


def _kind(field: Field) -> Kind:
    if isinstance(field, Money):
        return "money"
    if isinstance(field, Day):
        return "date"
    is_plain = isinstance(field, Whole) and not isinstance(field, Year)
    is_figure = isinstance(field, Computed) and field.is_figure
    return "number" if is_plain or is_figure else "text"


def cell_of(field: Field, row: Row) -> Cell:
    """The value as a paper takes it: raw numbers and days, else the words of the list."""
    if _kind(field) != "text":
        value: Cell = row[field.alias]
        return value
    return field.text(row) or None


def table_of(fields: Sequence[Field], rows: Iterable[Row], **differences: Any) -> Table:
    columns = tuple(column_of(field) for field in fields)
    cells = tuple(tuple(cell_of(field, row) for field in fields) for row in rows)
    return Table(columns, cells, **differences)


def filters_of(listing: Listing) -> tuple[str, ...]:
    """The filters in force as they stand at the head of a paper."""
    said = [f"{label}: {value}" for label, value, _url in listing.filter_words()]
    if listing.question.marked:
        said.append(_("markerade rader"))
    return tuple(said)


def made_by(user: Any) -> str:
    """Who made the paper: name and title."""
    return f"{user}, {user.title}" if user.title else str(user)


@paper
class ListPaper(DeclaredPaper):
    """Any list as it is shown: the same rows, columns and order, for reading and for the screen."""

    name = "lista"
    title = gettext_lazy("Lista")
    formats = ("docx", "pptx", "pdf")
    is_listed = False
    options: ClassVar[tuple[Choice, ...]] = (
        Choice(
            "register",
            gettext_lazy("Register"),
            lambda user: [(slug, str(found.title)) for slug, found in REGISTERS.items()],
        ),
    )

    @classmethod
    def takes_question(cls, chosen: Mapping[str, str]) -> bool:
        return True

    @classmethod
    def make(cls, user: Any, options: Options) -> Paper:
        register = REGISTERS[options["register"]]
        listing = Listing(register, Question.read(options.address, register), user)
        found = listing.found()
        total, most = found.count(), MOST_ROWS[options.form]
        columns = listing.columns()
        fields = columns[:MOST_COLUMNS]
        rows = listing.values(listing.sorted(found), fields)[:most]
        return Paper(
            title=str(register.title),
            made_on=timezone.now(),
            scope=cls._scope(total),
            filters=filters_of(listing),
            made_by=made_by(user),
            omitted=register.omitted(found, user),
            blocks=(*cls._cuts(total, most, len(columns)), table_of(fields, rows)),
        )

    @staticmethod
    def _scope(total: int) -> str:
        return ngettext("%(count)s rad", "%(count)s rader", total) % {"count": words.number(total)}

    @staticmethod
    def _cuts(total: int, most: int, columns: int) -> Iterable[Block]:
        """What of the list is not in the paper, said before the table and not after it."""
        if total > most:
            said = _("Här är de första %(most)s av %(total)s rader. Alla finns i Excel.")
            numbers = {"most": words.number(most), "total": words.number(total)}
            yield Note(said % numbers, "sun")
        if columns > MOST_COLUMNS:
            said = _("Här är de första %(most)s av %(columns)s kolumner. Alla finns i Excel.")
            yield Note(said % {"most": MOST_COLUMNS, "columns": columns}, "sun")


type ListPapers = Callable[[Listing], list[dict[str, str]]]
_more: dict[str, list[ListPapers]] = {}


def offers_list_papers(slug: str, offer: ListPapers) -> None:
    """A paper of one register's own, offered on its list with the filter in force."""
    _more.setdefault(slug, []).append(offer)


def entry(url: str, label: str, form: str) -> dict[str, str]:
    """A line of the menu "Ta med"."""
    return {"url": url, "label": label, "hint": f".{form}", "icon": FORMAT_WORDS[form][1]}


def papers_of_list(listing: Listing) -> list[dict[str, str]]:
    """What a list offers besides its files: its own papers, and itself to read."""
    asked = listing.question.address(page=1).removeprefix("?")
    slug = listing.register.slug
    offered = [one for offer in _more.get(slug, []) for one in offer(listing)]
    for form in ListPaper.formats:
        url = reverse("paper_file", args=[ListPaper.name, form]) + f"?register={slug}"
        label = FORMAT_WORDS[form][0]
        offered.append(entry(f"{url}&{asked}" if asked else url, label, form))
    return offered


adds_to_lists(lambda listing: {"papers": papers_of_list(listing)})
