"""The auditors' table: what is found of each column on each initiative, in words, with whose word it is and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import batched
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from bryggan.dossiers.columns import BUDGET, CLEAR_PURPOSE, COLUMNS, TIME_FRAME, Column
from bryggan.initiatives import evidence
from bryggan.initiatives.facts import AT_A_TIME, facts_of
from bryggan.initiatives.finding import Finding, Found, dated_against
from bryggan.initiatives.models import Evidence, Initiative, MoneyKind, MoneyRow
from bryggan.kit import words
from bryggan.people.scope import Organisation

KEYS = tuple(column.key for column in COLUMNS)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One answer. `words` is what the table says; the rest is what it rests on.

    `was`: what it said when the sample was drawn, if it says something else now.
    """

    column: Column
    state: str
    words: str
    rests_on: str = ""
    by: str = ""
    dated: str = ""
    is_afterwards: bool = False
    evidence: Evidence | None = None
    was: str = ""

    @property
    def is_told(self) -> bool:
        return self.state != Found.NOT_TOLD

    @property
    def ground(self) -> str:
        """What, by whom and when, on one line; nothing where nobody has said anything."""
        late = _("i efterhand") if self.is_afterwards else ""
        return " · ".join(part for part in (self.rests_on, self.by, self.dated, late) if part)


@dataclass(frozen=True, kw_only=True)
class Row:
    """An initiative as the auditors see it. `is_changed`: somebody has touched it since the sample was drawn."""

    initiative: Initiative
    administration: str
    decided_on: date | None
    cells: tuple[Cell, ...]
    is_changed: bool = False

    @property
    def change(self) -> str:
        """What has become of it since the sample was drawn, in words."""
        if self.initiative.withdrawn_at is not None:
            return _("borttaget ur registret efter dragningen")
        return _("ändrat efter dragningen") if self.is_changed else ""

    @property
    def dates(self) -> str:
        """What every piece of evidence is dated against."""
        told = (
            (_("beslutat %(day)s"), self.decided_on),
            (_("startat %(day)s"), self.initiative.started_on),
        )
        return ", ".join(said % {"day": words.date_text(day)} for said, day in told if day)


def rows_of(initiatives: Sequence[Initiative]) -> list[Row]:
    """A row for each, in their order, by as many questions however many they are (up to 5,000 at a time).

    The initiatives come with their `unit`.
    """
    found = evidence.findings_of(initiatives, KEYS)
    decided = facts_of(initiatives, ["decided_on"])
    budgets = _budgets(initiatives)
    organisation = Organisation.read()
    return [
        Row(
            initiative=one,
            administration=administration_of(one, organisation),
            decided_on=decided[one.pk]["decided_on"],
            cells=tuple(
                _cell(
                    one,
                    column,
                    found[one.pk][column.key],
                    budgets.get(one.pk),
                    decided[one.pk]["decided_on"],
                )
                for column in COLUMNS
            ),
        )
        for one in initiatives
    ]


def administration_of(one: Initiative, organisation: Organisation) -> str:
    """The nämnd or company that answers for it, with the unit under it that leads it."""
    place = organisation.administration(one.unit_id).place
    return place.name if place.pk == one.unit_id else f"{place.name} ({one.unit.name})"


def _budgets(initiatives: Iterable[Initiative]) -> dict[int, Decimal]:
    """What is in a budget for each, all years together."""
    found: dict[int, Decimal] = {}
    for some in batched([one.pk for one in initiatives], AT_A_TIME):
        rows: Any = MoneyRow.objects.present().filter(initiative__in=some, kind=MoneyKind.BUDGET)
        summed = rows.order_by().values("initiative").annotate(sum=Sum("amount_sek"))
        found.update(summed.values_list("initiative", "sum"))
    return found


def _cell(
    one: Initiative,
    column: Column,
    finding: Finding,
    budget: Decimal | None,
    decided_on: date | None,
) -> Cell:
    said = finding.evidence
    if column.key == CLEAR_PURPOSE and said is not None and said.dated_on:
        # A judgement is always made afterwards; what is dated is the paper that it quotes.
        finding = dated_against(finding, one, decided_on)
    told = _words(one, column, finding, budget)
    return Cell(
        column=column,
        state=finding.state,
        words=told,
        rests_on=_rests_on(column, finding, told),
        by=finding.by,
        dated=_dated(finding),
        is_afterwards=finding.is_afterwards,
        evidence=said,
    )


def _words(one: Initiative, column: Column, finding: Finding, budget: Decimal | None) -> str:
    """The answer in the auditors' own words."""
    if finding.state == Found.NOT_TOLD:
        return _("Inte bedömt") if _is_unjudged(one, column) else _("Dokumentation saknas")
    if finding.state == Found.NOT_APPLICABLE:
        return _("Gäller inte här: %(why)s") % {"why": finding.words}
    if column.key == CLEAR_PURPOSE:
        return _judged(finding)
    if finding.state == Found.SAID_NOT:
        return _("Saknas")
    if column.is_in_words:
        return _as_it_is(one, column, finding, budget)
    return _("Delvis") if finding.state == Found.PARTLY else str(column.done)


def _is_unjudged(one: Initiative, column: Column) -> bool:
    """There is something to judge, and nobody has."""
    return column.key == CLEAR_PURPOSE and bool(one.purpose or one.goals)


def _judged(finding: Finding) -> str:
    """Ja, delvis or nej with what was quoted; what there is nothing to quote from is missing."""
    if finding.state == Found.SAID_NOT and not finding.words:
        return _("Saknas")
    answers = {Found.EXISTS: _("Ja"), Found.PARTLY: _("Delvis"), Found.SAID_NOT: _("Nej")}
    answer = answers[Found(finding.state)]
    return f"{answer}, ”{finding.words}”"


def _as_it_is(one: Initiative, column: Column, finding: Finding, budget: Decimal | None) -> str:
    """Description, time frame and budget stand as somebody wrote them, else as days and kronor."""
    if finding.evidence is not None:
        return finding.words
    if column.key == TIME_FRAME and not one.time_words:
        return _days(one)
    if column.key == BUDGET and not one.budget_words and budget is not None:
        return words.exact_sek(budget)
    return finding.words


def _days(one: Initiative) -> str:
    """Start and end as they were, else as they are planned."""
    told = (
        (_("Projektstart: %(day)s"), one.started_on),
        (_("Planerad start: %(day)s"), None if one.started_on else one.starts_on),
        (_("Projektavslut: %(day)s"), one.closed_on),
        (_("Planerat slut: %(day)s"), None if one.closed_on else one.ends_on),
    )
    return "\n".join(said % {"day": words.date_text(day)} for said, day in told if day)


def _rests_on(column: Column, finding: Finding, told: str) -> str:
    """What was shown: the file by name, a link by its last part, else what the rule saw, unless the answer says it already."""
    said = finding.evidence
    if said is not None and said.shown_as:
        return said.shown_as
    if said is not None and said.link and not said.words:
        return said.link.rstrip("/").rpartition("/")[2]
    if finding.words and finding.words not in told and not column.is_in_words:
        return finding.words
    return ""


def _dated(finding: Finding) -> str:
    if finding.on is None:
        return ""
    is_undated = finding.evidence is not None and finding.evidence.dated_on is None
    said = _("redovisat %(day)s, utan eget datum") if is_undated else _("daterat %(day)s")
    return said % {"day": words.date_text(finding.on)}


def since_drawn(row: Row, version: int, cells: Mapping[str, str]) -> Row:
    """The row marked where it says something else than when the sample was drawn, by the version it had then."""
    is_changed = row.initiative.version != version or row.initiative.withdrawn_at is not None
    told = tuple(_with_before(cell, cells.get(cell.column.key, "")) for cell in row.cells)
    return replace(row, cells=told, is_changed=is_changed)


def _with_before(cell: Cell, before: str) -> Cell:
    return replace(cell, was=before) if before and before != cell.words else cell


def frozen(row: Row) -> dict[str, str]:
    """What the cells said, as a sample keeps it."""
    return {cell.column.key: cell.words for cell in row.cells}


def gaps_words(rows: Sequence[Row]) -> str:
    """How much of the table somebody has accounted for."""
    cells = [cell for row in rows for cell in row.cells]
    told = sum(cell.is_told for cell in cells)
    numbers: Mapping[str, str] = {"told": words.number(told), "all": words.number(len(cells))}
    return _("%(told)s av %(all)s svar är redovisade") % numbers
