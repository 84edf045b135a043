"""A matter to decide about a need: those who stand behind it hear of every turn, once, also by code."""

from typing import Any

import pytest
from django.utils import timezone

from bryggan.decisions import actions
from bryggan.decisions.choices import DecisionKind, Outcome
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.making import WORDING, Order, drafted, make_order, today
from bryggan.kit.testing.cast import Cast
from bryggan.needs.actions import support_need
from bryggan.needs.models import Answer, Need
from bryggan.needs.tests.making import voiced, without_name
from bryggan.notices.models import Notice
from bryggan.people.models import User


@pytest.fixture
def order(cast: Cast) -> Order:
    return make_order(cast)


def about(cast: Cast, need: Need, sek: int = 900_000, **told: Any) -> Decision:
    """A matter that the controller prepares, so that the employee is only behind the need."""
    return drafted(cast, sek, by=cast.controller, about_noun="needs.need", about_id=need.pk, **told)


def anew(decision: Decision) -> Decision:
    return Decision.objects.get(pk=decision.pk)


def heard(user: User) -> list[str]:
    rows = Notice.objects.filter(user=user, kind="need.decided_about").order_by("pk")
    return [notice.values["text"] for notice in rows]


def test_every_turn_of_the_matter_is_heard_by_those_behind_the_need(
    cast: Cast, order: Order
) -> None:
    decision = about(cast, need := voiced(cast), wording=WORDING)
    for person in (order.leader, cast.controller):
        support_need(need, by=person, unit=person.unit)
    actions.pass_on_decision(decision, by=cast.controller)
    actions.refer_back_decision(anew(decision), by=order.leader, reason="Priset saknas")
    actions.pass_on_decision(anew(decision), by=cast.controller)
    actions.take_decision(anew(decision), by=order.leader, wording=WORDING, outcome="reject")

    said = heard(cast.employee)
    assert len(said) == 4
    assert "lämnat för beslut till den som har delegation" in said[0]
    assert "återremitterat: Priset saknas" in said[1]
    assert "avslag. " + WORDING in said[3]
    assert [answer.text for answer in Answer.objects.order_by("pk")] == said
    # Whoever was told as the one who is to decide, or who prepares, hears of it once.
    assert not heard(order.leader)
    assert not heard(cast.controller)


def test_what_a_group_recommends_is_heard_by_those_behind_the_need(
    cast: Cast, order: Order
) -> None:
    decision = about(cast, voiced(cast))
    actions.consult_on_decision(
        decision,
        by=User.objects.get(is_built_in=True),
        after_consulting="Digitaliseringsrådet 2026-11-20 (tillstyrks)",
        text="tillstyrks i Digitaliseringsrådet 2026-11-20: Fler behöver det",
    )
    assert heard(cast.employee) == [
        "Ärendet ”Nyckelskåp till hemtjänsten” tillstyrks i Digitaliseringsrådet 2026-11-20: Fler behöver det"
    ]
    assert not heard(cast.controller)


def test_what_a_board_decided_is_heard_with_its_paragraph(cast: Cast, order: Order) -> None:
    need = voiced(cast)
    decision = about(cast, need, kind=DecisionKind.BOARD, kind_reason="Stort", wording=WORDING)
    actions.record_board_decision(
        decision,
        by=order.secretary,
        decided_on=today(),
        paragraph="§ 118",
        wording="Nämnden avslår.",
        outcome=Outcome.REJECT,
    )
    [said] = heard(cast.employee)
    assert "§ 118" in said
    assert "avslag. Nämnden avslår." in said


def test_a_matter_withdrawn_or_replaced_is_heard_of(cast: Cast, order: Order) -> None:
    need = voiced(cast)
    decision = about(cast, need, 100_000, wording=WORDING)
    actions.take_decision(decision, by=order.leader, wording=WORDING)
    second = actions.replace_decision(anew(decision), by=order.leader, reason="Fel summa")
    actions.withdraw_decision(anew(second), by=order.leader, reason="Behövs inte")
    said = heard(cast.employee)
    assert "ersättas av ett nytt: Fel summa" in said[1]
    assert "kommer inte att beslutas: Behövs inte" in said[2]


def test_who_left_it_without_a_name_reads_it_by_code(cast: Cast, order: Order) -> None:
    decision = about(cast, without_name(cast.education), 100_000)
    actions.take_decision(decision, by=order.leader, wording=WORDING)
    assert WORDING in Answer.objects.get().text


def test_those_behind_what_the_need_has_become_hear_of_it(cast: Cast, order: Order) -> None:
    gone, kept = voiced(cast, "Nycklar"), voiced(cast, "Pärmar", by=cast.strategist)
    decision = about(cast, gone, 100_000)
    Need.objects.filter(pk=gone.pk).update(merged_into=kept, withdrawn_at=timezone.now())
    actions.take_decision(decision, by=order.leader, wording=WORDING)
    assert len(heard(cast.strategist)) == 1


def test_a_matter_about_something_else_tells_nobody(cast: Cast, order: Order) -> None:
    voiced(cast)
    actions.take_decision(drafted(cast, 100_000), by=order.leader, wording=WORDING)
    assert not Answer.objects.exists()
