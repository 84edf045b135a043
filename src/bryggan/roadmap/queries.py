"""What stands on a färdplan, and what it amounts to: everything begins in what the person may see."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from bryggan.decisions.choices import DECIDING, GRANTING
from bryggan.decisions.models import Decision
from bryggan.decisions.models.decision import DecisionQuerySet
from bryggan.decisions.queries import authority_of
from bryggan.initiatives.facts import TAKEN
from bryggan.initiatives.models import (
    Dependency,
    Initiative,
    MoneyKind,
    MoneyRow,
    Passage,
    Share,
    State,
)
from bryggan.kit import remembering
from bryggan.methods.models import Phase
from bryggan.people.models import Unit, User
from bryggan.people.scope import Place, Scope
from bryggan.people.scope import Share as Part
from bryggan.roadmap import bearing
from bryggan.roadmap.bearing import Borne, BorneRow
from bryggan.roadmap.calculation import Entry, Wait
from bryggan.roadmap.models import AdoptedRoadmap

# Nobody has touched it for so many days: to look at, and to ask about.
SILENT_DAYS = (60, 120)
# What is asked of the money; what was spent stands beside them.
KINDS = (MoneyKind.BUDGET, MoneyKind.ASKED, MoneyKind.UNFUNDED)
BEGINS = Coalesce("started_on", "starts_on")
ENDS = Coalesce("closed_on", "ends_on")


def on_roadmap(today: date) -> Q:
    """Everything that was not rejected, with what was closed this year; earlier results stand in the register."""
    is_open = ~Q(phase=Phase.CLOSED) | Q(closed_on__gte=first_of_year(today))
    return ~Q(state=State.REJECTED) & is_open


def first_of_year(today: date) -> date:
    return today.replace(month=1, day=1)


@dataclass
class Counted:
    """The initiatives of one part: by phase those that go on, those that rest, and what is to be seen to."""

    phases: Counter[str] = field(default_factory=Counter)
    parked: int = 0
    silent: Counter[int] = field(default_factory=Counter)
    undated: int = 0
    unplaced: int = 0

    @property
    def total(self) -> int:
        return self.phases.total() + self.parked

    @property
    def open(self) -> int:
        """Those that still can move, resting ones with them."""
        return self.total - self.phases[Phase.CLOSED]

    def add(self, row: Mapping[str, Any]) -> None:
        if row["state"] == State.PARKED:
            self.parked += row["n"]
        else:
            self.phases[row["phase"]] += row["n"]
        for days in SILENT_DAYS:
            self.silent[days] += row[f"silent_{days}"]
        self.undated += row["undated"]
        self.unplaced += row["unplaced"]


@dataclass(frozen=True)
class Roadmap:
    """The färdplan of a scope on a day. What is counted over all of it is remembered until something changes."""

    scope: Scope
    today: date

    @cached_property
    def rows(self) -> QuerySet[Initiative]:
        """The initiatives that stand on it, each led from within the scope: no one on two units' färdplan."""
        rows: QuerySet[Initiative] = self.scope.rows(self.everywhere)
        return rows.order_by()

    @cached_property
    def everywhere(self) -> QuerySet[Initiative]:
        """What stands on anybody's färdplan, as far as the person sees."""
        seen = Initiative.objects.visible_to(self.scope.user).present()
        return seen.filter(on_roadmap(self.today)).order_by()

    @cached_property
    def open_rows(self) -> QuerySet[Initiative]:
        """Those that still can move."""
        return self.rows.exclude(phase=Phase.CLOSED)

    @cached_property
    def parts(self) -> list[tuple[Part, Counted]]:
        """What lies right under the scope's unit, each with its initiatives, in the order of the tree."""
        found: dict[Part, Counted] = {}
        for row in self._standing():
            part = self.scope.part_of(row["unit_id"])
            found.setdefault(part, Counted()).add(row)
        return sorted(found.items(), key=lambda one: (one[0].place.path, not one[0].is_alone))

    @cached_property
    def whole(self) -> Counted:
        summed = Counted()
        for row in self._standing():
            summed.add(row)
        return summed

    def silent_since(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _standing(self) -> tuple[dict[str, Any], ...]:
        is_going = Q(state=State.ACTIVE) & ~Q(phase=Phase.CLOSED)
        silent = {
            f"silent_{days}": Count(
                "pk", filter=is_going & Q(touched_on__lte=self.silent_since(days))
            )
            for days in SILENT_DAYS
        }
        rows = self.rows.values("unit_id", "phase", "state").annotate(
            n=Count("pk"),
            undated=Count("pk", filter=is_undated()),
            unplaced=Count("pk", filter=is_unplaced()),
            **silent,
        )
        return remembered(rows)

    @cached_property
    def money(self) -> tuple[Borne, ...]:
        """Every sum that the scope bears, whoever leads: no krona on two units' färdplan."""
        return tuple(one for one in self._borne if self.holds(one.unit))

    @cached_property
    def money_of_others(self) -> tuple[Borne, ...]:
        """What others bear of what the scope leads: told here, counted there."""
        return tuple(one for one in self._borne if not self.holds(one.unit))

    @cached_property
    def _borne(self) -> tuple[Borne, ...]:
        return bearing.borne(self._borne_rows)

    @cached_property
    def _borne_rows(self) -> QuerySet[MoneyRow]:
        return bearing.rows_of(self.scope, self.everywhere)

    @cached_property
    def money_rows(self) -> QuerySet[MoneyRow]:
        """The rows of what the scope leads, whoever bears them."""
        rows = MoneyRow.objects.visible_to(self.scope.user).present()
        return rows.filter(initiative__in=self.rows.values("pk")).order_by()

    def holds(self, unit: int) -> bool:
        of = self.scope
        return of.is_whole or of.organisation.places[unit].path.startswith(of.unit.path)

    def bearer_of(self, unit: int) -> Place:
        """The part of the scope that the sum is told under, or a nämnd or company elsewhere."""
        return self.scope.part_of(unit).place

    def leader_of(self, unit: int) -> Place:
        """What is led within the scope is its own; the rest by nämnd or company."""
        return self.scope.unit if self.holds(unit) else self.bearer_of(unit)

    def money_behind(
        self, kind: str, *, year: int | None, bearer: int | None, leader: int | None
    ) -> list[BorneRow]:
        """The very rows that a sum consists of, the largest first; `bearer` may be another that bears what is led here."""
        rows = self._borne_rows.filter(kind=kind)
        if year is not None:
            rows = rows.filter(year=year)
        told = [
            one
            for one in bearing.row_by_row(rows)
            if (self.holds(one.unit) if bearer is None else self.bearer_of(one.unit).pk == bearer)
            and (leader is None or self.leader_of(one.row.initiative.unit_id).pk == leader)
        ]
        return sorted(told, key=lambda one: (-one.amount, one.row.pk))

    def totals(self, kind: str) -> Decimal:
        return sum((one.amount for one in self.money if one.kind == kind), Decimal(0))

    @cached_property
    def dated(self) -> QuerySet[Initiative]:
        """Those that have a place in time, unit by unit, the earliest first."""
        rows = self.rows.exclude(is_undated()).select_related("unit")
        return rows.order_by("unit__path", BEGINS, ENDS, "sort_key", "pk")

    def undated(self) -> QuerySet[Initiative]:
        return self.rows.filter(is_undated()).select_related("unit").order_by("sort_key", "pk")

    def joint(self) -> QuerySet[Share]:
        """What the unit takes part in though another leads it; counted there and not here."""
        shares: QuerySet[Share] = self.scope.rows(
            Share.objects.visible_to(self.scope.user).present()
        )
        led_within = Q(initiative__unit__path__startswith=self.scope.unit.path)
        others = shares.filter(initiative__withdrawn_at=None).exclude(led_within)
        others = others.exclude(initiative__state=State.REJECTED)
        others = others.exclude(initiative__phase=Phase.CLOSED)
        return others.select_related("initiative__unit", "unit").order_by("initiative__sort_key")

    def entries(self) -> list[Entry]:
        """Each initiative as a färdplan freezes it: two questions however many there are."""
        money: dict[int, dict[tuple[int, str], Decimal]] = {}
        sums = self.money_rows.values("initiative_id", "year", "kind")
        for row in sums.annotate(sum=Sum("amount_sek")):
            money.setdefault(row["initiative_id"], {})[row["year"], row["kind"]] = row["sum"]
        told = self.rows.order_by("pk").annotate(
            begins=BEGINS, ends=ENDS, unit_name=F("unit__name")
        )
        return [
            Entry(
                pk=one.pk,
                name=one.name,
                unit=one.unit_name,
                phase=one.phase,
                state=one.state,
                starts_on=one.begins,
                ends_on=one.ends,
                time_words=one.time_words,
                plan_year=one.target_plan_year,
                budget_year=one.target_budget_year,
                money=money.get(one.pk, {}),
            )
            for one in told
        ]


def is_undated() -> Q:
    """No day says when it begins or ends."""
    return Q(starts_on=None, ends_on=None, started_on=None, closed_on=None)


def is_unplaced() -> Q:
    """Benefit or complexity is not judged, so it has no place in the matrix."""
    return Q(benefit=None) | Q(complexity=None)


def remembered(asked: QuerySet[Any, Any]) -> tuple[dict[str, Any], ...]:
    """What is counted over much is asked anew only when something has changed."""
    return remembering.remembered(remembering.asked(asked), lambda: tuple(asked))


def sums_of(roadmap: Roadmap) -> dict[int, dict[str, Decimal]]:
    """What each initiative has of every kind, all years together; what is not known is not there."""
    found: dict[int, dict[str, Decimal]] = {}
    rows = roadmap.money_rows.values("initiative_id", "kind").annotate(sum=Sum("amount_sek"))
    for row in rows:
        found.setdefault(row["initiative_id"], {})[row["kind"]] = row["sum"]
    return found


def passages_of(initiatives: Sequence[Initiative]) -> dict[int, list[Passage]]:
    """The gates passed by each, in order, where the day is known."""
    rows = Passage.objects.present().filter(initiative__in=initiatives, passed_on__isnull=False)
    found: dict[int, list[Passage]] = {}
    for row in rows.select_related("step_from").order_by("passed_on", "pk"):
        found.setdefault(row.initiative_id, []).append(row)
    return found


def waits_of(initiatives: Sequence[Initiative], user: User) -> list[tuple[Wait, Initiative]]:
    """What each has to wait for, as far as this person sees it, with the other one."""
    seen = Initiative.objects.visible_to(user).present()
    rows = Dependency.objects.present().filter(initiative__in=initiatives, depends_on__in=seen)
    found = []
    for row in rows.select_related("initiative", "depends_on__unit").order_by("initiative", "pk"):
        one, before = row.initiative, row.depends_on
        starts_on = one.started_on or one.starts_on
        ends_on = before.closed_on or before.ends_on
        found.append((Wait(one.pk, before.pk, row.what, starts_on, ends_on), before))
    return found


def adopted_of(unit: Unit | int, user: User) -> QuerySet[AdoptedRoadmap]:
    """The versions that the unit has adopted, the newest first, without what is frozen in them."""
    rows = AdoptedRoadmap.objects.visible_to(user).present().filter(unit=unit)
    told = rows.select_related("adopted_by", "decision", "unit").defer("frozen")
    return told.order_by("-place")


def decisions_to_adopt_by(unit: Unit) -> DecisionQuerySet:
    """Those that can adopt the unit's färdplan: a yes that holds, of its own board's mandate, for all of the unit.

    Above the boards, where no board is the nearest, it is a decision that is said to be for that very unit.
    """
    rows = Decision.objects.present().filter(step__in=TAKEN)
    rows = rows.filter(kind__in=DECIDING, outcome__in=GRANTING)
    authority = authority_of(unit)
    if authority is None:
        return rows.filter(for_unit=unit)
    return rows.filter(unit=authority, for_unit__in=unit.ancestor_ids())


def adopted_seen(user: User) -> QuerySet[AdoptedRoadmap]:
    rows = AdoptedRoadmap.objects.visible_to(user).present()
    return rows.select_related("adopted_by", "decision", "unit")
