"""Contracts that could be procured together: related to each other, and their procurements begin near in time.

A higher app says how contracts are related by `relates`; the same supplier is known here. Work on the next
procurement begins so many months before the last possible end as the contract says; what should have
begun already, and what can be left at any time, begins today.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts import calculation
from bryggan.contracts.calculation import Terms, months_after
from bryggan.contracts.models import Contract
from bryggan.contracts.register import ContractRegister
from bryggan.contracts.year import ALL_TERMS, SHOWN, Scope, sum_words, terms_of
from bryggan.kit import remembering, words
from bryggan.people.models import User

APART_MONTHS = 12
APART_CHOICES = (3, 6, 12, 24)
MOST_MARKED = 200


@dataclass(frozen=True)
class Relation:
    """Contracts that have something in common; `why` in words, beginning a sentence."""

    why: str
    contracts: frozenset[int]


type Source = Callable[[User], Iterable[Relation]]
SOURCES: list[Source] = []


def relates(source: Source) -> Source:
    """Declare how contracts are related: `source(user)` in one query, only of what this person sees."""
    SOURCES.append(source)
    return source


@dataclass(frozen=True)
class Candidate:
    """A contract that will have to be procured anew, when that work begins and until when it can last."""

    pk: int
    name: str
    unit: str
    supplier_id: int | None
    supplier: str
    owner: str
    yearly_sek: Decimal | None
    begins_on: date
    leaves_on: date | None
    note: str

    @property
    def amount(self) -> str:
        return "" if self.yearly_sek is None else words.number(self.yearly_sek)

    @property
    def url(self) -> str:
        return ContractRegister.url(self.pk)


@dataclass(frozen=True)
class Group:
    """Candidates that begin within the same window, and what they have in common."""

    reasons: tuple[str, ...]
    candidates: tuple[Candidate, ...]

    @property
    def begins_on(self) -> date:
        return self.candidates[0].begins_on

    @property
    def last_begins_on(self) -> date:
        return self.candidates[-1].begins_on

    @property
    def units(self) -> list[str]:
        return sorted({one.unit for one in self.candidates})

    @property
    def sum_words(self) -> str:
        return sum_words(one.yearly_sek for one in self.candidates)

    @property
    def url(self) -> str:
        """The list of contracts with only these."""
        marked = [("id", one.pk) for one in self.candidates[:MOST_MARKED]]
        return f"{ContractRegister.list_url()}?{urlencode(marked)}"


def candidates(contracts: QuerySet[Contract], today: date) -> list[Candidate]:
    """Those of the contracts that are in force and can come to be procured anew; one query."""
    rows = contracts.order_by("sort_key", "pk").values(*SHOWN, "supplier_id", *ALL_TERMS)
    found = []
    for row in rows:
        terms = terms_of(row)
        begins = begins_on(terms, today) if terms else None
        if begins is not None:
            found.append(_candidate(row, *begins))
    return found


@lru_cache(maxsize=20_000)
def begins_on(terms: Terms, today: date) -> tuple[date, date | None, Any] | None:
    """When work on the next procurement begins, when the contract can be left by then, and a word on it.

    None for a contract that has ended.
    """
    end = calculation.current_end(terms, today).date
    if end is None:
        leaves = calculation.end_if_notice_given(terms, today).date
        return today, leaves, gettext_lazy("löper tills vidare")
    if end < today:
        return None
    if terms.renews_tacitly:
        leaves = calculation.end_if_notice_given(terms, today).date or end
        starts = calculation.period_end(leaves, -terms.procurement_lead_months)
        return max(starts, today), leaves, gettext_lazy("förlängs annars av sig självt")
    last = calculation.last_possible_end(terms).date or end
    starts = calculation.reprocurement_starts(terms).date or last
    late = gettext_lazy("skulle redan ha börjat") if starts < today else ""
    return max(starts, today), last, late


def _candidate(row: dict[str, Any], day: date, leaves_on: date | None, note: Any) -> Candidate:
    return Candidate(
        pk=row["pk"],
        name=row["name"],
        unit=row["unit__name"],
        supplier_id=row["supplier_id"],
        supplier=row["supplier__name"] or "",
        owner=row["owner__name"] or "",
        yearly_sek=row["yearly_value_sek"],
        begins_on=day,
        leaves_on=leaves_on,
        note=str(note),
    )


def groups(found: Sequence[Candidate], relations: Iterable[Relation], months: int) -> list[Group]:
    """Each relation's candidates parted where they begin more than `months` apart; the same contracts once."""
    by_pk = {one.pk: one for one in found}
    reasons: dict[tuple[Candidate, ...], list[str]] = {}
    for relation in relations:
        related = [by_pk[pk] for pk in relation.contracts if pk in by_pk]
        for near in _near_in_time(related, months):
            reasons.setdefault(near, []).append(relation.why)
    made = [Group(tuple(sorted(why)), near) for near, why in reasons.items()]
    return sorted(made, key=lambda one: (one.begins_on, -len(one.candidates), one.reasons))


def _near_in_time(related: Iterable[Candidate], months: int) -> Iterator[tuple[Candidate, ...]]:
    """From the first to begin on, all that begin within so many months of it; then from the next."""
    waiting = sorted(related, key=lambda one: (one.begins_on, one.name, one.pk))
    while waiting:
        until = months_after(waiting[0].begins_on, months)
        near = [one for one in waiting if one.begins_on <= until]
        if len(near) > 1:
            yield tuple(near)
        waiting = waiting[len(near) :]


def same_supplier(found: Iterable[Candidate]) -> Iterator[Relation]:
    """Those that come from the same supplier."""
    by_supplier: dict[int, list[Candidate]] = {}
    for one in found:
        if one.supplier_id is not None:
            by_supplier.setdefault(one.supplier_id, []).append(one)
    for some in by_supplier.values():
        why = _("Samma leverantör: %(name)s") % {"name": some[0].supplier}
        yield Relation(why, frozenset(one.pk for one in some))


@dataclass(frozen=True)
class Sketch:
    """A group by the ids of its contracts, in order, and what they have in common."""

    reasons: tuple[str, ...]
    contracts: tuple[int, ...]


def sketches(user: User, today: date, months: int) -> tuple[Sketch, ...]:
    """All that this person may consider procuring together, the nearest first; one query and one per source.

    Remembered for the person alone: what a source sees of hers is known to the source only.
    """
    question = ("together", user.pk, today, months)
    return remembering.remembered(question, lambda: tuple(_sketched(user, today, months)))


def _sketched(user: User, today: date, months: int) -> Iterator[Sketch]:
    found = candidates(Scope(user).contracts(), today)
    relations = [*same_supplier(found)]
    for source in SOURCES:
        relations += source(user)
    for group in groups(found, relations, months):
        yield Sketch(group.reasons, tuple(one.pk for one in group.candidates))


def drawn(some: Sequence[Sketch], user: User, today: date) -> list[Group]:
    """The groups with their contracts as this person sees them; one query."""
    wanted = {pk for sketch in some for pk in sketch.contracts}
    contracts = Scope(user).contracts().filter(pk__in=wanted)
    found = {one.pk: one for one in candidates(contracts, today)}
    made = (
        Group(one.reasons, tuple(found[pk] for pk in one.contracts if pk in found)) for one in some
    )
    return [group for group in made if group.candidates]
