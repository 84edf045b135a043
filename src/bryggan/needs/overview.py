"""Läget för behoven: how many there are in each administration, where they stand and how long they take.

The numbers count also what one may not read, since an amount tells no word of any need; the lists behind
them say how many they leave out. Never by workplace, and needs without a name never alone while they are
few, so that no number points at a person. All counting is done by the database, day by day and never by hour.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Substr

from bryggan.contracts.calculation import months_after
from bryggan.kit import remembering
from bryggan.needs.days import DaysBetween
from bryggan.needs.models import TO_PREPARE, Need, Origin, Step
from bryggan.needs.next_steps import ANSWERED_WITHIN_DAYS
from bryggan.needs.queries import STILL_DAYS
from bryggan.needs.register import LAST_REASON
from bryggan.people.models import Unit
from bryggan.people.scope import Place, Scope

# What is on its way and has not moved for so many days lies still.
SORTED_STILL_DAYS = 180
# Needs without a name stand alone only from so many.
FEW = 5
# What is measured, and the day it is measured to.
LEAD_TIMES = {"answer": "first_answered_on", "sorted": "opened_on", "met": "met_on"}


@dataclass
class Counted:
    """The needs of one administration, or of all: as they stand, and of the last twelve months."""

    steps: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    still_waiting: int = 0
    still_sorted: int = 0
    due: int = 0
    prompt: int = 0
    days: dict[str, Counter[int]] = field(
        default_factory=lambda: {key: Counter() for key in LEAD_TIMES}
    )

    @property
    def total(self) -> int:
        return self.steps.total()

    def add(self, other: "Counted") -> None:
        self.steps += other.steps
        self.origins += other.origins
        self.still_waiting += other.still_waiting
        self.still_sorted += other.still_sorted
        self.due += other.due
        self.prompt += other.prompt
        for key, days in other.days.items():
            self.days[key] += days


@dataclass(frozen=True)
class Overview:
    """The needs of a scope, counted; seven questions however many there are, remembered until one changes."""

    scope: Scope
    today: date

    @cached_property
    def since(self) -> date:
        """The first day of the last twelve months."""
        return months_after(self.today, -12)

    @cached_property
    def answerable(self) -> date:
        """What was voiced until this day should have had its first answer."""
        return self.today - timedelta(days=ANSWERED_WITHIN_DAYS)

    @cached_property
    def still_waiting_since(self) -> date:
        return self.today - timedelta(days=STILL_DAYS)

    @cached_property
    def still_sorted_since(self) -> date:
        return self.today - timedelta(days=SORTED_STILL_DAYS)

    @cached_property
    def rows(self) -> QuerySet[Need]:
        """All needs of the scope; to somebody external only those of the units she is let into."""
        rows = Need.objects.present()
        user = self.scope.user
        if user.is_external:
            rows = rows.filter(unit__in=user.granted_units())
        return self.scope.rows(rows).order_by()

    @cached_property
    def parts(self) -> list[tuple[Place, Counted]]:
        """Each administration with its needs, in the order of the tree."""
        return sorted(self._counted().items(), key=lambda part: part[0].path)

    @cached_property
    def whole(self) -> Counted:
        summed = Counted()
        for _place, counted in self.parts:
            summed.add(counted)
        return summed

    def _counted(self) -> dict[Place, Counted]:
        by_place: dict[Place, Counted] = {}
        for row in self._standing():
            kept = by_place.setdefault(self._place(row["at"]), Counted())
            kept.steps[row["step"]] += row["n"]
            kept.origins[row["origin"]] += row["new"]
            kept.still_waiting += row["still_waiting"]
            kept.still_sorted += row["still_sorted"]
            kept.due += row["due"]
            kept.prompt += row["prompt"]
        for key in LEAD_TIMES:
            for row in self._days(key):
                by_place[self._place(row["at"])].days[key][row["days"]] += row["n"]
        return by_place

    def _standing(self) -> tuple[dict[str, Any], ...]:
        is_due = Q(voiced_on__gte=self.since, voiced_on__lte=self.answerable)
        waits = Q(step__in=TO_PREPARE, step_on__lte=self.still_waiting_since)
        lies = Q(step=Step.SORTED, step_on__lte=self.still_sorted_since)
        rows = self.rows.annotate(at=self._at(), took=DaysBetween("first_answered_on", "voiced_on"))
        return _remembered(
            rows.values("at", "step", "origin").annotate(
                n=Count("pk"),
                new=Count("pk", filter=Q(voiced_on__gte=self.since)),
                still_waiting=Count("pk", filter=waits),
                still_sorted=Count("pk", filter=lies),
                due=Count("pk", filter=is_due),
                prompt=Count("pk", filter=is_due & Q(took__lte=ANSWERED_WITHIN_DAYS)),
            )
        )

    def _days(self, key: str) -> tuple[dict[str, Any], ...]:
        """How many took how many days, of those that got so far in the last twelve months."""
        day = LEAD_TIMES[key]
        rows = self.rows.filter(**{f"{day}__gte": self.since})
        counted = rows.annotate(at=self._at(), days=DaysBetween(day, "voiced_on"))
        return _remembered(counted.values("at", "days").annotate(n=Count("pk")))

    def reasons(self) -> list[tuple[str, int]]:
        """Why needs went no further in the last twelve months, the most common first."""
        ended = self.rows.filter(step=Step.ANSWERED, step_on__gte=self.since)
        found = _remembered(ended.annotate(why=LAST_REASON).values("why").annotate(n=Count("pk")))
        counted = [(row["why"], row["n"]) for row in found if row["why"]]
        return sorted(counted, key=lambda one: (-one[1], one[0]))

    def origins(self) -> list[tuple[tuple[str, ...], int]]:
        """How the needs of the last twelve months came in; few without a name stand with those of the form."""
        counted = self.whole.origins
        is_few = 0 < counted[Origin.LETTERBOX] < FEW
        found: list[tuple[tuple[str, ...], int]] = []
        for origin in Origin.values:
            together: tuple[str, ...] = (origin,)
            if is_few and origin == Origin.LETTERBOX:
                continue
            if is_few and origin == Origin.FORM:
                together = (origin, Origin.LETTERBOX.value)
            if count := sum(counted[one] for one in together):
                found.append((together, count))
        return sorted(found, key=lambda one: -one[1])

    def months(self) -> list[tuple[date, int, int]]:
        """The last twelve months by their first day: how many were voiced, how many were met."""
        first = months_after(self.today.replace(day=1), -11)
        voiced, met = (self._by_month(day, first) for day in ("voiced_on", "met_on"))
        return [
            (month, voiced[month], met[month])
            for month in (months_after(first, step) for step in range(12))
        ]

    def _by_month(self, day: str, first: date) -> Counter[date]:
        found = self.rows.filter(**{f"{day}__gte": first}).values(day).annotate(n=Count("pk"))
        counted: Counter[date] = Counter()
        for row in _remembered(found):
            counted[row[day].replace(day=1)] += row["n"]
        return counted

    def _at(self) -> Substr:
        """So much of a unit's path that it names the administration."""
        places = self._administrations
        return Substr("unit__path", 1, Value(max((len(one.path) for one in places), default=1)))

    @cached_property
    def _administrations(self) -> set[Place]:
        of = self.scope.organisation
        return {of.administration(pk).place for pk in of.places}

    def _place(self, path: str) -> Place:
        """The administration that a unit whose path begins so lies in; of the roof the roof itself."""
        of = self.scope.organisation
        pk = [int(part) for part in path.split("/")[:-1]][-1]
        return of.administration(pk).place


def _remembered(asked: QuerySet[Any, Any]) -> tuple[dict[str, Any], ...]:
    return remembering.remembered(remembering.asked(asked), lambda: tuple(asked))


def open_scope(scope: Scope) -> Scope:
    """The scope as it may be counted: a whole administration or all of them, never a workplace or oneself."""
    of = scope.organisation
    place = scope.unit
    if scope.is_mine:
        place = of.administration(scope.user.unit_id).place
    elif place.kind == Unit.Kind.WORKPLACE:
        place = of.administration(place.pk).place
    return Scope(scope.user, of, of.root if place.kind == Unit.Kind.WORKPLACE else place)
