"""Uppsikt: how the initiatives of every nämnd and company stand, and what stands out, out of the register.

Every number is the count of a list in the register, with the same filters, as the same person sees it. A joint
initiative is counted where it is led and its money where it is borne, as on the färdplan, so that nothing is counted twice.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy

from bryggan.initiatives import watching
from bryggan.initiatives.models import Initiative, MoneyKind, State
from bryggan.initiatives.register import InitiativeRegister
from bryggan.initiatives.watching import CONDITIONS, Watched
from bryggan.kit import remembering
from bryggan.methods.models import Phase
from bryggan.people.scope import Organisation, Pairs, Scope, Share
from bryggan.reports import bridge
from bryggan.roadmap import links
from bryggan.roadmap.queries import Roadmap

SLUG = InitiativeRegister.slug
OPEN_PHASES = tuple(phase for phase in Phase.values if phase != Phase.CLOSED)
IS_ACTIVE = ("f.state", State.ACTIVE.value)


@dataclass(frozen=True)
class Number:
    """Something counted: its words, the condition, and the filters of the list that shows exactly those."""

    key: str
    label: Any
    condition: Q
    filters: Pairs


def _in_phases(key: str, label: Any, *phases: str) -> Number:
    chosen = tuple(("f.phase", str(phase)) for phase in phases)
    return Number(key, label, Q(state=State.ACTIVE, phase__in=phases), (*chosen, IS_ACTIVE))


# The spans of the bridge, and beside them what rests or is over: together they are every initiative.
STANDING = (
    *(_in_phases(span.key, span.label, *span.phases) for span in bridge.SPANS[1:]),
    Number(
        "resting",
        gettext_lazy("Vilar"),
        Q(state=State.PARKED),
        (("f.state", State.PARKED.value),),
    ),
    _in_phases("closed", gettext_lazy("Avslutade"), Phase.CLOSED),
    Number(
        "rejected",
        gettext_lazy("Blev inte av"),
        Q(state=State.REJECTED),
        (("f.state", State.REJECTED.value),),
    ),
)
ALL = Number("all", gettext_lazy("Alla"), Q(), ())
_OPEN = tuple(("f.phase", phase) for phase in OPEN_PHASES)
UNDER_WAY = Number("under_way", gettext_lazy("Pågår"), watching.is_under_way(), (*_OPEN, IS_ACTIVE))
WATCHED_LABELS: Mapping[str, Any] = {
    Watched.LATE: gettext_lazy("Försenade"),
    Watched.SILENT: gettext_lazy("Tysta i 60 dagar"),
    Watched.OUTSIDE: gettext_lazy("Utanför metod"),
    Watched.UNTOLD: gettext_lazy("Utan underlag"),
    Watched.JOINT: gettext_lazy("Gemensamma"),
}
MONEY: Mapping[str, Any] = {
    MoneyKind.BUDGET: gettext_lazy("I budget"),
    MoneyKind.ASKED: gettext_lazy("Äskat"),
    MoneyKind.UNFUNDED: gettext_lazy("Ofinansierat"),
    MoneyKind.OUTCOME: gettext_lazy("Utfall"),
}


def watched_numbers(today: date) -> tuple[Number, ...]:
    """What stands out, each as the register's own filter."""
    return tuple(
        Number(key, label, CONDITIONS[key](today), (("f.watch", str(key)),))
        for key, label in WATCHED_LABELS.items()
    )


@dataclass
class Counted:
    """The numbers of one nämnd or company, or of all of them together, by key."""

    numbers: dict[str, int] = field(default_factory=dict)
    money: dict[str, Decimal] = field(default_factory=dict)

    def add(self, numbers: Mapping[str, int], money: Mapping[str, Decimal]) -> None:
        for key, count in numbers.items():
            self.numbers[key] = self.numbers.get(key, 0) + count
        for kind, amount in money.items():
            self.money[kind] = self.money.get(kind, Decimal(0)) + amount

    def number(self, key: str) -> int:
        return self.numbers.get(key, 0)

    def amount(self, kind: str) -> Decimal:
        return self.money.get(kind, Decimal(0))


@dataclass(frozen=True)
class Oversight:
    """The initiatives of a scope, counted by two questions however many they are, remembered until one changes."""

    scope: Scope
    today: date

    @cached_property
    def watched(self) -> tuple[Number, ...]:
        return watched_numbers(self.today)

    @cached_property
    def rows(self) -> QuerySet[Initiative]:
        rows: QuerySet[Initiative] = InitiativeRegister.rows(self.scope.user)
        return self.scope.rows(rows).order_by()

    @cached_property
    def parts(self) -> list[tuple[Share, Counted]]:
        """Each nämnd and company with its numbers, in the order of the organisation."""
        found: dict[Share, Counted] = {}
        for unit, numbers in self._counted():
            found.setdefault(self.scope.part_of(unit), Counted()).add(numbers, {})
        for (unit, kind), amount in self._money().items():
            found.setdefault(self.scope.part_of(unit), Counted()).add({}, {kind: amount})
        return sorted(found.items(), key=lambda part: part[0].place.path)

    @cached_property
    def whole(self) -> Counted:
        summed = Counted()
        for _part, counted in self.parts:
            summed.add(counted.numbers, counted.money)
        return summed

    def _money(self) -> dict[tuple[int, str], Decimal]:
        """What each unit bears of every kind, all years together."""
        sums: dict[tuple[int, str], Decimal] = {}
        for one in self.roadmap.money:
            sums[one.unit, one.kind] = sums.get((one.unit, one.kind), Decimal(0)) + one.amount
        return sums

    def _counted(self) -> tuple[tuple[int, dict[str, int]], ...]:
        """How many of each, by unit."""
        asked = (*STANDING, ALL, UNDER_WAY, *self.watched)

        def count() -> tuple[tuple[int, dict[str, int]], ...]:
            counts = {f"n_{one.key}": Count("pk", filter=one.condition or None) for one in asked}
            rows: Any = self.rows.values("unit_id").annotate(**counts)
            return tuple(
                (row["unit_id"], {one.key: row[f"n_{one.key}"] for one in asked}) for row in rows
            )

        return remembering.remembered(("oversight", self.today, self._asked), count)

    @cached_property
    def roadmap(self) -> Roadmap:
        """The money is what each bears on its own färdplan, so both say the same."""
        return Roadmap(self.scope, self.today)

    @cached_property
    def _asked(self) -> Hashable:
        return remembering.asked(self.rows.values("pk"))

    def url(self, filters: Pairs, part: Share | None = None) -> str:
        """The list behind a number of the whole scope, or of one part."""
        if part is None:
            return self.scope.url(SLUG, *filters)
        of: Organisation = self.scope.organisation
        everywhere = Scope(self.scope.user, of, of.root)
        return everywhere.url(SLUG, *filters, ("f.unit", part.value))

    def money_url(self, kind: str, part: Share | None = None) -> str:
        """The rows behind a sum, all years together."""
        return links.money(self.roadmap, kind, bearer=part.place.pk if part else None)
