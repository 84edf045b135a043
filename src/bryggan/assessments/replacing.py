"""Which systems should be replaced, phased out or brought together, in which year, and why: pure reckoning.

A decision says the year. Without one the earliest fact does: the year the register has planned, the end of
support, the last possible end of a contract. What people's answers suggest says no year. New answers never
alter what is decided: they are not even a reason beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from bryggan.assessments.calculation import LEAVING
from bryggan.systems.calculation import Total

AHEAD = 6


class Why(models.TextChoices):
    """Why a system is on the list, the weightiest first."""

    DECIDED = "decided", _("Beslutat")
    PLANNED = "planned", _("Planerat avvecklingsår")
    SUPPORT = "support", _("Supporten upphör")
    CONTRACT = "contract", _("Avtalet kan inte förlängas längre")
    PROPOSED = "proposed", _("Svaren talar för det")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that is known of one system's future. None and "" are not known, or hidden from who asks."""

    pk: int
    name: str = ""
    unit: str = ""
    cost: Decimal | None = None
    decided: str = ""
    target_year: int | None = None
    decided_on: date | None = None
    proposal: str = ""
    better: str = ""
    planned_end_year: int | None = None
    support_ends_on: date | None = None
    contract: str = ""
    contract_ends_on: date | None = None
    procurement_starts_on: date | None = None


@dataclass(frozen=True)
class Reason:
    why: Why
    on: date | None = None
    year: int | None = None


@dataclass(frozen=True)
class Row:
    """A system on the list. `kind`: what becomes of it, decided or proposed, "" when only a fact speaks."""

    facts: Facts
    year: int | None
    reasons: tuple[Reason, ...]
    is_late: bool

    @property
    def is_decided(self) -> bool:
        return bool(self.facts.decided)

    @property
    def is_going(self) -> bool:
        """Whether somebody has decided, planned or by the answers proposed that the system goes."""
        return any(one.why in (Why.DECIDED, Why.PLANNED, Why.PROPOSED) for one in self.reasons)

    @property
    def kind(self) -> str:
        if self.facts.decided:
            return self.facts.decided
        return self.facts.proposal if self.facts.proposal in LEAVING else ""


@dataclass(frozen=True)
class Year:
    """The systems of a year and what they cost a year together; `year` None stands for those without one.

    `rows`: all of them, or the first as far as they were asked for; `total` is of all.
    """

    year: int | None
    rows: tuple[Row, ...]
    total: Total

    @property
    def count(self) -> int:
        return self.total.of


def row_of(facts: Facts) -> Row | None:
    """The system's row; None when nothing says that it is to go or that something about it ends."""
    reasons = tuple(_reasons(facts))
    if not reasons:
        return None
    dated = [one.year for one in reasons if one.why != Why.DECIDED and one.year is not None]
    if facts.decided in LEAVING:
        late = facts.target_year is not None and any(year < facts.target_year for year in dated)
        return Row(facts, facts.target_year, reasons, late)
    return Row(facts, min(dated, default=None), reasons, is_late=False)


def _reasons(facts: Facts) -> Iterable[Reason]:
    if facts.decided in LEAVING:
        yield Reason(Why.DECIDED, facts.decided_on, facts.target_year)
    if facts.planned_end_year is not None:
        yield Reason(Why.PLANNED, None, facts.planned_end_year)
    if facts.support_ends_on is not None:
        yield Reason(Why.SUPPORT, facts.support_ends_on, facts.support_ends_on.year)
    if facts.contract_ends_on is not None:
        yield Reason(Why.CONTRACT, facts.contract_ends_on, facts.contract_ends_on.year)
    if not facts.decided and facts.proposal in LEAVING:
        yield Reason(Why.PROPOSED)


def by_year(rows: Iterable[Row], today: date) -> list[Year]:
    """The rows year by year, the nearest first: those of years gone by under the year they belong to.

    Facts further ahead than six years say nothing yet; decisions always do. Without a year comes last.
    """
    years: dict[int | None, list[Row]] = {}
    for row in rows:
        is_far = row.year is not None and row.year > today.year + AHEAD
        if is_far and row.facts.decided not in LEAVING:
            continue
        years.setdefault(row.year, []).append(row)
    order = sorted(years, key=lambda year: (year is None, year or 0))
    return [_year(year, sorted(years[year], key=_place)) for year in order]


def _year(year: int | None, rows: Sequence[Row]) -> Year:
    return Year(year, tuple(rows), Total.over(row.facts.cost for row in rows))


def _place(row: Row) -> tuple[bool, str, int]:
    return not row.is_decided, row.facts.name.casefold(), row.facts.pk
