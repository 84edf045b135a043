"""Any sequence of actions over some days: nobody decides without a mandate, nothing is told twice or lost.

The mandate is reckoned here once more, naively and straight from the rows, so that the two can disagree.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from conftest import TODAY, Clock
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bryggan.decisions import actions, conflicts, ordering, queries
from bryggan.decisions.choices import Meaning, Reporting, Step
from bryggan.decisions.models import Absence, Decision, DelegationRule, Holding
from bryggan.decisions.tests.making import WORDING, Order, drafted, make_order
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.people.models import User

SUMS = (50_000, 250_000, 250_001, 900_000, 1_500_000, 1_500_001, None)
LIMITS = (100_000, 250_000, 1_000_000, 2_000_000)
STEPS = (
    "draft", "change_sums", "take", "take", "take", "pass_on", "refer_back", "conflict", "hold",
    "leave", "away", "back", "amend", "end", "report", "report", "replace", "next_day",
)  # fmt: skip


def sek(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def holds(person: int, post: int, path: str) -> bool:
    today = timezone.localdate()
    return any(
        path.startswith(one.unit.path)
        and (one.starts_on is None or one.starts_on <= today)
        and (one.ends_on is None or today <= one.ends_on)
        for one in Holding.objects.filter(post=post, user=person, withdrawn_at=None)
    )


def is_able(person: int, decision: Decision) -> bool:
    """There, in service and without jäv."""
    today = timezone.localdate()
    away = Absence.objects.filter(user=person, starts_on__lte=today, ends_on__gte=today)
    has_left = User.objects.get(pk=person).withdrawn_at is not None
    is_conflicted = decision.conflicted.filter(pk=person).exists()
    return not (has_left or is_conflicted or away.exists())


def is_within(rule: DelegationRule, decision: Decision) -> bool:
    if rule.limit_sek is None:
        return True
    amount = {
        Meaning.PER_PURCHASE: decision.together_sek,
        Meaning.WHOLE_TERM: decision.whole_term_sek,
        Meaning.PER_YEAR: decision.year_sek,
    }[Meaning(rule.meaning)]
    return amount is not None and amount <= rule.limit_sek


def has_mandate(person: int, decision: Decision) -> bool:
    """Naively: some point of the day suffices, and she holds its post or stands in for nobody able."""
    today, path = timezone.localdate(), decision.for_unit.path
    if decision.is_principle or not is_able(person, decision):
        return False
    for rule in DelegationRule.objects.filter(unit=decision.unit, matter=decision.matter):
        ends = rule.valid_to or today
        if not rule.valid_from <= today <= ends or not is_within(rule, decision):
            continue
        if holds(person, rule.post_id, path):
            return True
        everyone = set(Holding.objects.values_list("user_id", flat=True))
        acting = [one for one in everyone if holds(one, rule.post_id, path)]
        if any(is_able(one, decision) for one in acting):
            continue
        if any(holds(person, post.pk, path) for post in rule.deputies.all()):
            return True
    return False


class World:
    """The order, its people and what has happened; every step is what somebody could press."""

    def __init__(self, cast: Cast, order: Order, clock: Clock) -> None:
        self.cast, self.order, self.clock = cast, order, clock
        self.people = [
            order.division_head, order.leader, order.stand_in, cast.employee, cast.administrator,
        ]  # fmt: skip
        self.posts = [order.division, order.head, order.deputy]
        self.to_tell: set[int] = set()
        self.told: dict[int, int] = {}

    def step(self, name: str, one: int, other: int) -> None:
        try:
            with transaction.atomic():
                getattr(self, name)(one, other)
        except (NotPossible, Refused):
            return

    def decision(self, place: int) -> Decision:
        rows = list(Decision.objects.order_by("pk"))
        if not rows:
            raise NotPossible("none")
        return rows[place % len(rows)]

    def person(self, place: int) -> User:
        return self.people[place % len(self.people)]

    def draft(self, one: int, other: int) -> None:
        together, whole = SUMS[one % len(SUMS)], SUMS[other % len(SUMS)]
        told: dict[str, Any] = {"together_sek": sek(together), "whole_term_sek": sek(whole)}
        drafted(self.cast, **told)

    def change_sums(self, one: int, other: int) -> None:
        amount = SUMS[other % len(SUMS)]
        values = {"together_sek": sek(amount), "is_principle": one % 5 == 0}
        actions.change_decision(self.decision(one), by=self.cast.employee, values=values)

    def take(self, one: int, other: int) -> None:
        decision, person = self.decision(one), self.person(other)
        may = has_mandate(person.pk, decision)
        actions.take_decision(decision, by=person, wording=WORDING)
        assert may, f"{person} took {decision} without a mandate"
        assert decision.rule is not None
        assert decision.digest
        if decision.rule.reporting == Reporting.REPORTED:
            self.to_tell.add(decision.pk)

    def pass_on(self, one: int, other: int) -> None:
        actions.pass_on_decision(self.decision(one), by=self.cast.employee)

    def refer_back(self, one: int, other: int) -> None:
        by = self.person(other)
        actions.refer_back_decision(self.decision(one), by=by, reason="Mer underlag")

    def conflict(self, one: int, other: int) -> None:
        person = self.person(other)
        decision = self.decision(one)
        conflicts.state_conflict(decision, by=person, people=[person], reason="Närstående")

    def hold(self, one: int, other: int) -> None:
        post, person = self.posts[one % 3], self.person(other)
        post.refresh_from_db()
        starts = timezone.localdate() + timedelta(days=one % 2)
        ordering.hold_post(
            post, by=tool(), user=person, unit=self.order.authority, starts_on=starts
        )

    def leave(self, one: int, other: int) -> None:
        rows = list(Holding.objects.order_by("pk"))
        ends = timezone.localdate() - timedelta(days=other % 2)
        ordering.end_holding(rows[one % len(rows)], by=tool(), ends_on=ends)

    def away(self, one: int, other: int) -> None:
        today = timezone.localdate()
        ends = today + timedelta(days=other % 3)
        ordering.tell_absence(self.person(one), by=tool(), starts_on=today, ends_on=ends)

    def back(self, one: int, other: int) -> None:
        rows = list(Absence.objects.order_by("pk"))
        if rows:
            absence = rows[one % len(rows)]
            ordering.end_absence(absence, by=tool(), ends_on=absence.starts_on)

    def rule(self, place: int) -> DelegationRule:
        rows = list(DelegationRule.objects.filter(valid_to=None).order_by("pk"))
        if not rows:
            raise NotPossible("none")
        return rows[place % len(rows)]

    def amend(self, one: int, other: int) -> None:
        ordering.amend_rule(
            self.rule(one),
            by=tool(),
            starts_on=timezone.localdate() + timedelta(days=other % 2),
            source="§ 1",
            values={"limit_sek": Decimal(LIMITS[other % len(LIMITS)])},
        )

    def end(self, one: int, other: int) -> None:
        day = timezone.localdate() + timedelta(days=other % 2)
        ordering.end_rule(self.rule(one), by=tool(), valid_to=day, source="§ 2")

    def report(self, one: int, other: int) -> None:
        rows = list(Decision.objects.order_by("pk"))
        chosen = [row for at, row in enumerate(rows) if (one >> at) & 1] or rows[:1]
        day = timezone.localdate()
        values: dict[str, Any] = {"decisions": chosen, "reported_on": day, "paragraph": "§ 3"}
        actions.report_decisions(self.order.authority, by=tool(), **values)
        for row in chosen:
            self.told[row.pk] = self.told.get(row.pk, 0) + 1

    def replace(self, one: int, other: int) -> None:
        actions.replace_decision(self.decision(one), by=self.cast.employee, reason="Fel")

    def next_day(self, one: int, other: int) -> None:
        self.clock.tick(timedelta(days=1 + one % 2))

    def check(self) -> None:
        waiting = set(
            queries.decisions_to_report(self.order.authority, tool()).values_list("pk", flat=True)
        )
        assert all(times == 1 for times in self.told.values())
        assert not waiting & self.told.keys()
        assert waiting | self.told.keys() == self.to_tell
        for decision in Decision.objects.filter(step__in=[Step.DRAFTED, Step.PASSED_ON]):
            assert decision.rule_id is None


@pytest.fixture
def world(cast: Cast, clock: Clock) -> Callable[[], World]:
    order = make_order(cast)
    return lambda: World(cast, order, clock)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(0, 15), st.integers(0, 15)),
        min_size=10,
        max_size=30,
    )
)
def test_no_sequence_of_actions_escapes_the_mandate_or_loses_a_decision(
    world: Callable[[], World], steps: list[tuple[str, int, int]]
) -> None:
    here: Any = world()
    with transaction.atomic():
        here.clock.move_to(TODAY)
        for amount in (0, 3):
            here.step("draft", amount, amount)
        for name, one, other in steps:
            here.step(name, one, other)
            here.check()
        transaction.set_rollback(True)
