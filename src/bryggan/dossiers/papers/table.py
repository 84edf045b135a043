"""The auditors' table on paper: as it was asked for in Lund, and in Excel also what every answer rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.decisions.queries import authorities
from bryggan.dossiers import queries
from bryggan.dossiers.columns import ADMINISTRATION, COLUMNS, PROJECT
from bryggan.dossiers.models import Sample
from bryggan.dossiers.selection import SAMPLE, Selection
from bryggan.dossiers.table import Cell, Row, gaps_words
from bryggan.initiatives.finding import Found
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit import words
from bryggan.kit.papers.declared import Choice, DeclaredPaper, NoSuchPaper, Options, paper
from bryggan.kit.papers.model import Block, Column, Facts, Heading, Note, Paper, Table
from bryggan.kit.papers.model import Cell as PaperCell
from bryggan.kit.register.listing import Listing
from bryggan.kit.register.on_paper import (
    FORMAT_WORDS,
    MOST_ROWS,
    entry,
    made_by,
    offers_list_papers,
)
from bryggan.people.models import User

UNIT = "f.unit"
LONGEST_ON_SLIDE = 160


def unit_choices(user: Any) -> list[tuple[str, str]]:
    return [("", _("Alla")), *((str(unit.pk), unit.name) for unit in authorities(user))]


@paper
class AuditorsTable(DeclaredPaper):
    """Finished initiatives, or any other, with what there is to show for each."""

    name = "avslutade-initiativ"
    title = gettext_lazy("Avslutade initiativ")
    description = gettext_lazy(
        "Revisorernas tabell: tidsram, budget, nyttokalkyl, utvärdering, syfte och riskanalys för vart och "
        "ett, och vad som saknas."
    )
    options: ClassVar[tuple[Choice, ...]] = (
        Choice("unit", gettext_lazy("Nämnd"), unit_choices),
        Choice(SAMPLE, gettext_lazy("Slumpmässigt urval, nummer")),
    )

    @classmethod
    def takes_question(cls, chosen: Mapping[str, str]) -> bool:
        return True

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        address = options.address.copy()
        if options["unit"]:
            address[UNIT] = options["unit"]
            address.setdefault("f.phase", "closed")
        if not options[SAMPLE]:
            address.pop(SAMPLE, None)
        selection = Selection.asked(address, user)
        if selection is None:
            raise NoSuchPaper(options[SAMPLE])
        most = MOST_ROWS.get(options.form)
        rows = selection.rows(0, most)
        return Paper(
            title=_("Initiativ: vad som finns") if _is_wider(selection) else str(cls.title),
            made_on=timezone.now(),
            scope=_count(selection.total),
            filters=selection.words,
            completeness=gaps_words(rows),
            made_by=made_by(user),
            blocks=tuple(_blocks(selection, rows, options.form, user)),
        )


def _is_wider(selection: Selection) -> bool:
    """Whether others than those that are closed may be among them."""
    return ("phase", ("closed",)) not in selection.question.chosen or selection.sample is not None


def _count(total: int) -> str:
    said = ngettext("%(count)s initiativ", "%(count)s initiativ", total)
    return said % {"count": words.number(total)}


def _blocks(selection: Selection, rows: Sequence[Row], form: str, user: User) -> Iterator[Block]:
    if queries.own_appointments(user):
        yield Note(secrecy_words())
    if selection.sample is not None:
        yield sample_facts(selection.sample)
    if len(rows) < selection.total:
        said = _("Här är de första %(most)s av %(total)s rader. Alla finns i Excel.")
        numbers = {"most": words.number(len(rows)), "total": words.number(selection.total)}
        yield Note(said % numbers, "sun")
    yield Heading(_("Revisorernas tabell"))
    yield table_of(rows, is_short=form == "pptx")
    if form == "xlsx":
        yield ground_of(rows)
    yield Note(legend())


def legend() -> str:
    return _(
        "”Saknas”: någon har sagt att det inte finns. ”Dokumentation saknas”: ingen har redovisat något. "
        "”I efterhand”: gjort eller redovisat efter beslut eller start."
    )


def secrecy_words() -> str:
    return _(
        "Revisorn tar del av uppgifterna med stöd av OSL 10:17, också av dem som är hemliga. Sekretessen "
        "följer med till revisorn (OSL 11:1)."
    )


def sample_facts(sample: Sample) -> Facts:
    """All that is needed to draw it again."""
    return Facts(
        (
            (_("Draget"), sample.drawn_on),
            (_("Draget av"), sample.drawn_by.name),
            (_("Frö"), sample.seed),
            (_("Antal"), _drawn_words(sample)),
            (_("Population"), _count(sample.population_count)),
            (_("Filter"), sample.filters),
            (_("Införda efter avslut"), sample.entered_after_count),
            (_("Populationens kontrollsumma"), sample.population_digest),
        )
    )


def _drawn_words(sample: Sample) -> str:
    said = _("%(count)s ur varje nämnd") if sample.is_by_authority else _("%(count)s av alla")
    return said % {"count": sample.size}


def table_of(rows: Sequence[Row], *, is_short: bool = False) -> Table:
    """The nine columns; under each answer what it rests on, except where there is little room."""
    columns = (
        Column(str(PROJECT), width=1.1),
        Column(str(ADMINISTRATION), width=1.2),
        *(Column(str(one.title), width=_WIDTHS.get(one.key, 1.1)) for one in COLUMNS),
    )
    told: list[tuple[PaperCell, ...]] = [
        (
            _lines(row.initiative.name, row.initiative.number, row.dates, row.change),
            row.administration,
            *(_told(cell, is_short=is_short) for cell in row.cells),
        )
        for row in rows
    ]
    return Table(columns, tuple(told), empty=_("Inga initiativ att visa."))


# Beside each other: no heading and no "Dokumentation saknas" is to be cut on a slide.
_WIDTHS = {"description": 1.4, "clear_purpose": 1.5, "evaluation": 1.4}


def _told(cell: Cell, *, is_short: bool) -> str:
    was = _("då: %(words)s") % {"words": cell.was} if cell.was else ""
    if is_short:
        late = _("i efterhand") if cell.is_afterwards else ""
        return _lines(_cut(cell.words), late, was)
    return _lines(cell.words, f"({cell.ground})" if cell.ground else "", was)


def _cut(text: str) -> str:
    """On a slide the beginning is enough; the whole stands in the other formats."""
    return (
        text if len(text) <= LONGEST_ON_SLIDE else f"{text[:LONGEST_ON_SLIDE].rsplit(' ', 1)[0]} …"
    )


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def ground_of(rows: Sequence[Row]) -> Table:
    """One line per answer: what it says and what it rests on, to sort and filter."""
    columns = (
        Column(_("Nummer")),
        Column(str(PROJECT)),
        Column(str(ADMINISTRATION)),
        Column(_("Fråga")),
        Column(_("Läge")),
        Column(_("Svar")),
        Column(_("Underlag")),
        Column(_("Vem")),
        Column(_("Datum")),
        Column(_("I efterhand")),
        Column(_("Vid dragningen")),
    )
    told: list[tuple[PaperCell, ...]] = [
        (
            row.initiative.number,
            row.initiative.name,
            row.administration,
            str(cell.column.title),
            str(Found(cell.state).label),
            cell.words,
            cell.rests_on or None,
            cell.by or None,
            cell.dated or None,
            _("ja") if cell.is_afterwards else None,
            cell.was or None,
        )
        for row in rows
        for cell in row.cells
    ]
    return Table(columns, tuple(told), title=_("Underlag"))


def offered_of(selection: Selection) -> list[dict[str, str]]:
    """The table as it is shown, in each format."""
    return [
        entry(
            f"{reverse('paper_file', args=[AuditorsTable.name, form])}?{selection.address}",
            FORMAT_WORDS[form][0],
            form,
        )
        for form in AuditorsTable.formats
    ]


def offered_on_list(listing: Listing) -> list[dict[str, str]]:
    """On the list of initiatives: the way to the table of the same rows."""
    address = replace(listing.question, page=1, columns=()).address().removeprefix("?")
    url = reverse("evidence_table")
    whole = f"{url}?{address}" if address else url
    return [
        {"url": whole, "label": _("Revisorernas tabell"), "hint": "", "icon": "clipboard-check"}
    ]


offers_list_papers(InitiativeRegister.slug, offered_on_list)
