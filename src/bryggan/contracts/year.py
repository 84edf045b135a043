"""A year of contracts: what ends, what renews, which options and procurements come up, what was chosen."""

from collections import Counter
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
from bryggan.kit import remembering, words
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
class ContractDay:
    """One day of one contract. `chosen`: what was decided for it, "" while nothing is."""

    kind: DayKind
    on: date
    ends_on: date
    pk: int
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


@dataclass(frozen=True, kw_only=True)
class Entry(ContractDay):
    """A day with what the contract is called, whose it is, and what it costs a year."""

    name: str
    unit: str
    supplier: str
    owner: str
    yearly_sek: Decimal | None


@dataclass(frozen=True)
class Month:
    """A month with its days in order."""

    year: int
    number: int
    days: tuple[ContractDay, ...]

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
    """The year of the contracts in a scope; three queries, of which two are remembered."""

    scope: Scope
    year: int

    @cached_property
    def days(self) -> tuple[ContractDay, ...]:
        """Every day of the year in order."""
        contracts, courses = self.scope.contracts().order_by(), self._courses()
        question = (
            *("contract_year", self.year, timezone.localdate()),
            *(remembering.asked(contracts.values("pk")), remembering.asked(courses)),
        )
        return remembering.remembered(question, lambda: self._reckoned(contracts, courses))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every day with what its contract is called."""
        named = self.named(self.days)
        return tuple(named[day] for day in self.days if day in named)

    def named(self, days: Iterable[ContractDay]) -> dict[ContractDay, Entry]:
        """Some of the days with what their contracts are called; one query."""
        wanted = list(days)
        rows = self.scope.contracts().filter(pk__in={day.pk for day in wanted}).order_by()
        by_pk = {row["pk"]: row for row in rows.values(*SHOWN)}
        return {day: _entry(by_pk[day.pk], day) for day in wanted if day.pk in by_pk}

    def _reckoned(
        self, contracts: models.QuerySet[Contract], courses: models.QuerySet[Course]
    ) -> tuple[ContractDay, ...]:
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        chosen: dict[int, list[Course]] = {}
        for course in courses.order_by("pk"):
            chosen.setdefault(course.contract_id, []).append(course)
        found: list[tuple[str, ContractDay]] = []
        for row in contracts.values("pk", "name", *ALL_TERMS):
            made = chosen.get(row["pk"], [])
            days = _of_terms(row, made[-1] if made else None, first, last)
            found += ((row["name"], day) for day in days)
            found += ((row["name"], day) for each in made for day in _of_course(each, self.year))
        found.sort(key=lambda one: (one[1].on, one[0], one[1].pk, one[1].kind))
        return tuple(day for _name, day in found)

    def _courses(self) -> models.QuerySet[Course]:
        """What was chosen for the contracts."""
        rows = Course.objects.visible_to(self.scope.user).filter(withdrawn_at=None)
        return rows.filter(contract__in=self.scope.contracts().values("pk")).order_by()

    def months(self) -> list[Month]:
        by_month: dict[int, list[ContractDay]] = {}
        for day in self.days:
            by_month.setdefault(day.on.month, []).append(day)
        return [
            Month(self.year, number, tuple(by_month.get(number, ()))) for number in range(1, 13)
        ]

    def counts(self) -> dict[DayKind, int]:
        counted = Counter(day.kind for day in self.days)
        return {kind: counted[kind] for kind in DayKind}


def _entry(row: Mapping[str, Any], day: ContractDay) -> Entry:
    return Entry(
        kind=day.kind,
        on=day.on,
        ends_on=day.ends_on,
        pk=day.pk,
        chosen=day.chosen,
        name=row["name"],
        unit=row["unit__name"],
        supplier=row["supplier__name"] or "",
        owner=row["owner__name"] or "",
        yearly_sek=row["yearly_value_sek"],
    )


def _of_terms(
    row: Mapping[str, Any], course: Course | None, first: date, last: date
) -> Iterable[ContractDay]:
    terms = terms_of(row)
    if terms is None:
        return
    leaves_on = None
    if course is not None and course.kind in ENDING and timezone.localdate() <= course.ends_on:
        leaves_on = course.ends_on
    for day in deadlines.days_between(terms, first, last, leaves_on):
        is_chosen = course is not None and day.on == course.deadline_on
        chosen = str(CourseKind(course.kind).label) if course and is_chosen else ""
        yield ContractDay(day.kind, day.on, day.ends_on, row["pk"], chosen)


def _of_course(course: Course, year: int) -> Iterable[ContractDay]:
    on = timezone.localdate(course.chosen_at)
    if on.year == year:
        chosen = str(CourseKind(course.kind).label)
        yield ContractDay(DayKind.CHOSEN, on, course.ends_on, course.contract_id, chosen)


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
