"""What a group or a conflict of interest does to a matter: told, refused, impossible."""

import pytest

from bryggan.decisions import actions, conflicts
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.making import Order, drafted, make_order, taken
from bryggan.decisions.tests.test_deciding import told
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens


@pytest.fixture
def order(cast: Cast) -> Order:
    return make_order(cast)


def test_consult_on_decision_tells_who_prepares_it(cast: Cast, order: Order) -> None:
    decision = drafted(cast)
    told_with = {"after_consulting": "Rådet 2026-11-26 (tillstyrks)", "text": "tillstyrks i Rådet"}
    actions.consult_on_decision(decision, by=tool(), **told_with)

    assert decision.after_consulting == "Rådet 2026-11-26 (tillstyrks)"
    assert told(cast.employee) == ["decision.consulted"]
    assert newest_event().name == "decision.consulted"


def test_consult_on_decision_is_refused_by_hand(cast: Cast, order: Order) -> None:
    decision = drafted(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.consult_on_decision(
            decision, by=order.leader, after_consulting="Rådet", text="tillstyrks"
        )


def test_consult_on_decision_is_impossible_once_it_is_taken(cast: Cast, order: Order) -> None:
    decision = taken(cast, order.division_head)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.consult_on_decision(decision, by=tool(), after_consulting="Rådet", text="nej")


def test_change_decision_is_refused_to_who_has_a_conflict(cast: Cast, order: Order) -> None:
    """She takes no part: neither in what it says nor in where it goes."""
    decision = drafted(cast)
    conflicts.state_conflict(decision, by=cast.employee, people=[cast.employee], reason="Min bror")
    decision = Decision.objects.get(pk=decision.pk)
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.change_decision(decision, by=cast.employee, values={"background": "Bäst i test"})
    assert refusal.value.reason == "Du är jävig i ärendet. Låt någon annan bereda det."
    with nothing_happens(), pytest.raises(Refused):
        actions.pass_on_decision(decision, by=cast.employee)
    actions.change_decision(decision, by=cast.manager, values={"background": "Prövat av chefen"})
