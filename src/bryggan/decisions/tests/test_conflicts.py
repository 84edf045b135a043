"""Who takes no part in a matter: noted, taken back where it was wrong, and kept from handling it."""

import pytest

from bryggan.decisions import actions, conflicts, permissions, queries
from bryggan.decisions.choices import DecisionKind
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.making import WORDING, Order, drafted, make_order
from bryggan.history.models import Event
from bryggan.kit import trace
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.kit.writer import Writer


@pytest.fixture
def order(cast: Cast) -> Order:
    return make_order(cast)


def test_state_conflict_keeps_the_person_from_deciding(cast: Cast, order: Order) -> None:
    decision = drafted(cast, 900_000)
    conflicts.state_conflict(
        decision, by=cast.employee, people=[order.leader], reason="Äger en del av leverantören"
    )
    assert newest_event().name == "decision.conflict_stated"

    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.take_decision(decision, by=order.leader, wording=WORDING)
    assert refusal.value.reason == "Du är jävig i ärendet och får inte besluta."
    actions.take_decision(decision, by=order.stand_in, wording=WORDING)
    assert decision.in_place_of == order.leader


def test_state_conflict_is_refused_to_somebody_from_outside(cast: Cast, order: Order) -> None:
    decision = drafted(cast)

    with nothing_happens(), pytest.raises(Refused):
        conflicts.state_conflict(decision, by=cast.outsider, people=[cast.manager], reason="Så")


def test_state_conflict_of_another_is_impossible_to_who_does_not_prepare_it(
    cast: Cast, order: Order
) -> None:
    decision = drafted(cast, 900_000)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        conflicts.state_conflict(decision, by=cast.controller, people=[order.leader], reason="Så")
    assert refusal.value.field == "person"
    conflicts.state_conflict(decision, by=order.leader, people=[order.leader], reason="Så")


def test_state_conflict_twice_without_why_or_too_late_is_impossible(
    cast: Cast, order: Order
) -> None:
    decision = drafted(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        conflicts.state_conflict(decision, by=cast.employee, people=[order.leader], reason=" ")

    conflicts.state_conflict(decision, by=cast.employee, people=[order.leader], reason="Så")
    with nothing_happens(), pytest.raises(NotPossible):
        conflicts.state_conflict(decision, by=cast.employee, people=[order.leader], reason="Så")

    actions.take_decision(decision, by=order.division_head, wording=WORDING)
    with nothing_happens(), pytest.raises(NotPossible):
        conflicts.state_conflict(decision, by=cast.employee, people=[cast.manager], reason="Så")


def test_lift_conflict_lets_who_was_wrongly_noted_decide(cast: Cast, order: Order) -> None:
    decision = drafted(cast, 100_000)
    conflicts.state_conflict(decision, by=cast.employee, people=[order.leader], reason="Bror")
    decision = Decision.objects.get(pk=decision.pk)
    assert not permissions.take_decision(order.leader, decision)
    conflicts.lift_conflict(decision, by=cast.employee, person=order.leader, reason="Fel person")

    assert not decision.conflicted.exists()
    assert permissions.take_decision(order.leader, Decision.objects.get(pk=decision.pk))
    told = [(event.name, event.reason) for event in Event.objects.order_by("-pk")[:2]]
    assert told == [
        ("decision.conflict_lifted", "Fel person"),
        ("decision.conflict_stated", "Bror"),
    ]


def test_lift_conflict_is_refused_to_who_is_conflicted_and_who_prepares_nothing(
    cast: Cast, order: Order
) -> None:
    decision = drafted(cast, 100_000)
    conflicts.state_conflict(decision, by=cast.employee, people=[cast.employee], reason="Bror")
    decision = Decision.objects.get(pk=decision.pk)
    for person in (cast.employee, cast.controller):
        with nothing_happens(), pytest.raises(Refused):
            conflicts.lift_conflict(decision, by=person, person=cast.employee, reason="Fel")


def test_lift_conflict_without_why_of_another_or_too_late_is_impossible(
    cast: Cast, order: Order
) -> None:
    decision = drafted(cast, 100_000)
    conflicts.state_conflict(decision, by=cast.employee, people=[cast.controller], reason="Bror")
    decision = Decision.objects.get(pk=decision.pk)
    with nothing_happens(), pytest.raises(NotPossible):
        conflicts.lift_conflict(decision, by=cast.employee, person=cast.controller, reason=" ")
    with nothing_happens(), pytest.raises(NotPossible):
        conflicts.lift_conflict(decision, by=cast.employee, person=cast.manager, reason="Fel")
    actions.take_decision(decision, by=order.leader, wording=WORDING)
    decision = Decision.objects.get(pk=decision.pk)
    with nothing_happens(), pytest.raises((NotPossible, Refused)):
        conflicts.lift_conflict(decision, by=tool(), person=cast.controller, reason="Fel")


def test_who_is_conflicted_neither_carries_out_nor_sends_back(cast: Cast, order: Order) -> None:
    decision = drafted(cast, 100_000, kind=DecisionKind.ENFORCEMENT, kind_reason="Inom plan")
    assert permissions.take_decision(cast.employee, decision)
    assert permissions.refer_back_decision(order.secretary, decision)
    people = [cast.employee, order.secretary]
    conflicts.state_conflict(decision, by=tool(), people=people, reason="Delägare")
    decision = Decision.objects.get(pk=decision.pk)
    assert "jävig" in permissions.take_decision(cast.employee, decision).reason
    assert "jävig" in permissions.refer_back_decision(order.secretary, decision).reason


def test_what_was_read_before_a_write_is_not_believed_after_it(cast: Cast, order: Order) -> None:
    """Within one request and one action: who may decide is reckoned from what stands now."""
    decision = drafted(cast, 100_000)
    kept = trace.per_request.set({})
    try:
        write = Writer(by=tool())
        assert queries.ruling_for(decision, order.division_head)
        conflicts.state_conflict.within(
            write, decision, by=tool(), people=[order.division_head], reason="Delägare"
        )
        assert not queries.ruling_for(decision, order.division_head)
        conflicts.lift_conflict.within(
            write, decision, by=tool(), person=order.division_head, reason="Fel person"
        )
        assert queries.ruling_for(decision, order.division_head)
    finally:
        trace.per_request.reset(kept)
