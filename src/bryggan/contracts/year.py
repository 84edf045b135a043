"""A year of contracts: what ends, what renews, which options and procurements come up, what was chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from bryggan.contracts import deadlines
from bryggan.contracts.calculation import Terms
from bryggan.contracts.deadlines import ENDING, CourseKind, DayKind
from bryggan.contracts.models import Contract, Course
from bryggan.contracts.register import ContractRegister
from bryggan.contracts.standing import TERMS
from bryggan.kit import words
from bryggan.people.models import Unit, User

# Shape and colour of each kind of day. Nothing here is wrong, so nothing is red.
MARKS: Mapping[DayKind, tuple[str, str]] = {
    DayKind.NOTICE: ("▲", "warn"),
    DayKind.OPTION: ("◆", "calm"),
    DayKind.RENEWAL: ("◐", "go"),
    DayKind.END: ("■", "none"),
    DayKind.PROCUREMENT: ("○", "go"),
    DayKind.CHOSEN: ("●", "ok"),
}
ALL_TERMS = (*TERMS, "procurement_lead_months")
SHOWN = ("pk", "name", "unit__name", "supplier__name", "owner__name", "yearly_value_sek")


@dataclass(frozen=True)
class Entry:
    """One day of one contract. `chosen`: what was decided for it, "" while nothing is."""

    kind: DayKind
    on: date
    ends_on: date
    pk: int
    name: str
    unit: str
    supplier: str
    owner: str
    yearly_sek: Decimal | None
    chosen: str = ""

    @property
    def tone(self) -> str:
        return MARKS[self.kind][1]

    @property
    def sign(self) -> str:
        return MARKS[self.kind][0]

    @property
    def what(self) -> str:
        """The day's meaning, with what was chosen for it."""
        said = str(self.kind.label)
        return f"{said}: {self.chosen.lower()}" if self.chosen else said

    @property
    def url(self) -> str:
        return ContractRegister.url(self.pk)


@dataclass(frozen=True)
class Month:
    """A month with its days in order."""

    year: int
    number: int
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        return str(MONTHS[self.number])


@dataclass(frozen=True)
class Scope:
    """Whose contracts: those of a unit with all under it, or one's own; of what the person sees."""

    user: User
    unit: Unit | None = None
    is_own: bool = False

    def contracts(self) -> models.QuerySet[Contract]:
        rows: models.QuerySet[Contract] = ContractRegister.rows(self.user)
        if self.unit is not None:
            rows = rows.filter(unit__path__startswith=self.unit.path)
        return rows.filter(owner=self.user) if self.is_own else rows

    @property
    def words(self) -> str:
        if self.is_own:
            return _("Avtal som %(name)s äger") % {"name": self.user}
        if self.unit is None:
            return _("Hela organisationen")
        return _("%(unit)s med allt därunder") % {"unit": self.unit}


@dataclass(frozen=True)
class ContractYear:
    """The year of the contracts in a scope; two queries."""

    scope: Scope
    year: int

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        courses = self._courses()
        found: list[Entry] = []
        for row in self.scope.contracts().order_by().values(*SHOWN, *ALL_TERMS):
            made = courses.get(row["pk"], [])
            found += _of_terms(row, made[-1] if made else None, first, last)
            found += (entry for each in made for entry in _of_course(row, each, self.year))
        return tuple(sorted(found, key=lambda one: (one.on, one.name, one.pk, one.kind)))

    def _courses(self) -> dict[int, list[Course]]:
        """What was chosen for each contract, in order."""
        found: dict[int, list[Course]] = {}
        rows = Course.objects.visible_to(self.scope.user).filter(withdrawn_at=None)
        for course in rows.filter(contract__in=self.scope.contracts().values("pk")).order_by("pk"):
            found.setdefault(course.contract_id, []).append(course)
        return found

    def months(self) -> list[Month]:
        by_month: dict[int, list[Entry]] = {}
        for entry in self.entries:
            by_month.setdefault(entry.on.month, []).append(entry)
        return [
            Month(self.year, number, tuple(by_month.get(number, ()))) for number in range(1, 13)
        ]

    def counts(self) -> dict[DayKind, int]:
        return {kind: sum(one.kind == kind for one in self.entries) for kind in DayKind}


def _entry(row: Mapping[str, Any], kind: DayKind, on: date, ends_on: date, chosen: str) -> Entry:
    return Entry(
        kind=kind,
        on=on,
        ends_on=ends_on,
        pk=row["pk"],
        name=row["name"],
        unit=row["unit__name"],
        supplier=row["supplier__name"] or "",
        owner=row["owner__name"] or "",
        yearly_sek=row["yearly_value_sek"],
        chosen=chosen,
    )


def _of_terms(
    row: Mapping[str, Any], course: Course | None, first: date, last: date
) -> Iterable[Entry]:
    terms = terms_of(row)
    if terms is None:
        return
    leaves_on = None
    if course is not None and course.kind in ENDING and timezone.localdate() <= course.ends_on:
        leaves_on = course.ends_on
    for day in deadlines.days_between(terms, first, last, leaves_on):
        is_chosen = course is not None and day.on == course.deadline_on
        chosen = str(CourseKind(course.kind).label) if course and is_chosen else ""
        yield _entry(row, day.kind, day.on, day.ends_on, chosen)


def _of_course(row: Mapping[str, Any], course: Course, year: int) -> Iterable[Entry]:
    on = timezone.localdate(course.chosen_at)
    if on.year == year:
        chosen = str(CourseKind(course.kind).label)
        yield _entry(row, DayKind.CHOSEN, on, course.ends_on, chosen)


def terms_of(row: Mapping[str, Any]) -> Terms | None:
    """The terms in a row of columns; None when they are not known or make no sense."""
    return _terms(*(tuple(row[name]) if name == "options" else row[name] for name in ALL_TERMS))


@lru_cache(maxsize=20_000)
def _terms(*columns: Any) -> Terms | None:
    try:
        return Contract(**dict(zip(ALL_TERMS, columns, strict=True))).terms()
    except ValueError:
        return None


def unit_choices() -> list[tuple[str, str]]:
    """The whole organisation first, then every unit as a tree."""
    rows = Unit.objects.present().order_by("path").values_list("pk", "path", "name")
    indented = [(str(pk), "\u2003" * max(path.count("/") - 1, 0) + name) for pk, path, name in rows]
    return [("", _("Hela organisationen")), *indented]


def sums(entries: Sequence[Entry]) -> str:
    """What the contracts of these days cost a year together, and of how many that is known."""
    values = {one.pk: one.yearly_sek for one in entries}
    return sum_words(values.values())


def sum_words(values: Iterable[Decimal | None]) -> str:
    """A sum with how many of the amounts are known: "1,2 mnkr, 4 av 5 har belopp"."""
    amounts = list(values)
    known = [amount for amount in amounts if amount is not None]
    said = {"known": words.number(len(known)), "all": words.number(len(amounts))}
    if not known:
        return _("inget av %(all)s avtal har belopp") % said
    total = {"sum": words.money_sek(sum(known, Decimal(0))), **said}
    return _("%(sum)s, %(known)s av %(all)s har belopp") % total
