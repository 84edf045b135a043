"""A matter drafted, decided, passed on, reported, replaced: what happens, what is refused, what is impossible."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bryggan.decisions import actions, ordering, proposing, queries
from bryggan.decisions.choices import DecisionKind, MatterKind, Reporting, Step
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.making import (
    WORDING,
    Order,
    ago,
    drafted,
    make_order,
    taken,
    today,
)
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.canonical import digest_of
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.notices.models import Notice
from bryggan.people.models import User


@pytest.fixture
def order(cast: Cast) -> Order:
    return make_order(cast)


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


def take(decision: Decision, by: User, **given: Any) -> None:
    actions.take_decision(decision, by=by, **{"wording": WORDING, **given})


def test_draft_decision_belongs_to_the_units_own_board(cast: Cast, order: Order) -> None:
    decision = drafted(cast)

    assert (decision.unit, decision.for_unit) == (order.authority, cast.education)
    assert (decision.step, decision.drafted_by) == (Step.DRAFTED, cast.employee)
    assert newest_event().name == "decision.drafted"


def test_draft_decision_is_refused_to_somebody_from_outside(cast: Cast, order: Order) -> None:
    with nothing_happens(), pytest.raises(Refused):
        drafted(cast, by=cast.outsider)


def test_draft_decision_of_a_unit_without_a_board_is_impossible(cast: Cast) -> None:
    values = {"name": "Prov", "matter": MatterKind.START}

    with nothing_happens(), pytest.raises(NotPossible):
        actions.draft_decision(cast.municipality, by=cast.employee, values=values)


def test_change_decision_until_it_is_taken(cast: Cast, order: Order) -> None:
    decision = drafted(cast)
    actions.change_decision(decision, by=cast.employee, values={"background": "Underlaget"})
    assert newest_event().name == "decision.changed"

    take(decision, order.division_head)
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.change_decision(decision, by=cast.employee, values={"background": "Annat"})
    assert "ändras inte" in refusal.value.reason


def test_change_decision_is_refused_to_others(cast: Cast, order: Order) -> None:
    decision = drafted(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.change_decision(decision, by=cast.controller, values={"background": "Annat"})


def test_change_decision_to_another_kind_than_proposed_without_why_is_impossible(
    cast: Cast, order: Order
) -> None:
    decision = drafted(cast)
    kind = DecisionKind.ENFORCEMENT

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.change_decision(decision, by=cast.employee, values={"kind": kind})
    assert refusal.value.reason == "Skriv varför det inte är delegationsbeslut."

    values = {"kind": kind, "kind_reason": "Köpet står i nämndens beslutade plan."}
    decision = Decision.objects.get(pk=decision.pk)
    actions.change_decision(decision, by=cast.employee, values=values)
    assert decision.kind == kind


def test_withdraw_decision_that_is_not_to_be_taken(cast: Cast, order: Order) -> None:
    decision = drafted(cast)
    actions.withdraw_decision(decision, by=cast.employee, reason="Behövs inte")

    assert not Decision.objects.present().exists()
    assert newest_event().reason == "Behövs inte"


def test_withdraw_decision_is_refused_once_it_is_taken(cast: Cast, order: Order) -> None:
    decision = taken(cast, order.division_head)

    with nothing_happens(), pytest.raises(Refused):
        actions.withdraw_decision(decision, by=cast.employee, reason="Behövs inte")


def test_withdraw_decision_without_a_reason_is_impossible(cast: Cast, order: Order) -> None:
    decision = drafted(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.withdraw_decision(decision, by=cast.employee, reason=" ")


def test_take_decision_by_the_lowest_mandate(cast: Cast, order: Order) -> None:
    decision = taken(cast, order.division_head)
    decision.refresh_from_db()

    assert (decision.step, decision.rule) == (Step.TAKEN, order.small)
    assert (decision.decided_by, decision.decided_as) == (order.division_head, "Avdelningschef")
    assert (decision.decided_on, decision.in_place_of) == (today(), None)
    assert decision.reporting == Reporting.REPORTED
    assert decision.frozen["rule"]["code"] == "4.1"
    assert decision.frozen["decision"]["wording"] == WORDING
    assert decision.digest == digest_of(decision.frozen)
    assert told(cast.employee) == ["decision.taken"]
    assert newest_event().name == "decision.taken"


def test_take_decision_is_refused_with_a_sentence_a_person_understands(
    cast: Cast, order: Order
) -> None:
    for sek, said in (
        (100_000, "Kräver avdelningschef, delegationsordningen punkt 4.1."),
        (900_000, "Kräver förvaltningschef, delegationsordningen punkt 4.2."),
        (9_000_000, "Summan är över alla gränser: nämnden beslutar själv."),
    ):
        decision = drafted(cast, sek)
        with nothing_happens(), pytest.raises(Refused) as refusal:
            take(decision, cast.strategist)
        assert refusal.value.reason == said


def test_take_decision_by_a_deputy_only_in_the_holders_absence(cast: Cast, order: Order) -> None:
    decision = drafted(cast, 900_000)
    with nothing_happens(), pytest.raises(Refused):
        take(decision, order.stand_in)

    ordering.tell_absence(order.leader, by=tool(), starts_on=ago(1), ends_on=today())
    decision.refresh_from_db()
    take(decision, order.stand_in)
    assert (decision.decided_by, decision.in_place_of) == (order.stand_in, order.leader)
    assert decision.decided_as == "Biträdande förvaltningschef"
    assert decision.frozen["in_place_of"] == order.leader.name


def test_take_decision_without_wording_or_twice_is_impossible(cast: Cast, order: Order) -> None:
    decision = drafted(cast)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        take(decision, order.division_head, wording=" ")
    assert refusal.value.field == "wording"

    take(decision, order.division_head)
    with nothing_happens(), pytest.raises(NotPossible):
        take(decision, order.division_head)


def test_take_decision_of_what_is_only_carried_out_needs_no_point(cast: Cast, order: Order) -> None:
    why = "Står i beslutad plan"
    decision = drafted(cast, 900_000, kind=DecisionKind.ENFORCEMENT, kind_reason=why)
    take(decision, cast.employee)

    assert (decision.rule, decision.reporting) == (None, Reporting.NO_DECISION)
    assert not queries.decisions_to_report(order.authority, cast.administrator).exists()


def test_pass_on_decision_to_whoever_may(cast: Cast, order: Order) -> None:
    decision = drafted(cast, 900_000)
    actions.pass_on_decision(decision, by=cast.employee)

    assert (decision.step, decision.passed_to) == (Step.PASSED_ON, order.leader.name)
    assert told(order.leader) == ["decision.passed_on"]
    take(decision, order.leader)
    assert decision.step == Step.TAKEN


def test_pass_on_decision_above_every_limit_goes_to_the_board(cast: Cast, order: Order) -> None:
    decision = drafted(cast, 9_000_000)
    actions.pass_on_decision(decision, by=cast.employee)

    assert (decision.kind, decision.passed_to) == (DecisionKind.BOARD, "Utbildningsnämnden")


def test_pass_on_decision_is_refused_to_others(cast: Cast, order: Order) -> None:
    decision = drafted(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.pass_on_decision(decision, by=cast.controller)


def test_pass_on_decision_without_the_sums_is_impossible(cast: Cast, order: Order) -> None:
    decision = drafted(cast, together_sek=None)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.pass_on_decision(decision, by=cast.employee)

    assert refusal.value.field == "together_sek"


def test_refer_back_decision_with_what_is_missing(cast: Cast, order: Order) -> None:
    decision = drafted(cast, 900_000)
    actions.pass_on_decision(decision, by=cast.employee)
    actions.refer_back_decision(decision, by=order.leader, reason="Räkna på driften")

    assert (decision.step, decision.passed_to) == (Step.DRAFTED, "")
    assert told(cast.employee) == ["decision.referred_back"]
    assert newest_event().reason == "Räkna på driften"


def test_refer_back_decision_is_refused_to_others(cast: Cast, order: Order) -> None:
    decision = drafted(cast, 900_000)
    actions.pass_on_decision(decision, by=cast.employee)

    with nothing_happens(), pytest.raises(Refused):
        actions.refer_back_decision(decision, by=cast.controller, reason="Räkna")


def test_refer_back_decision_that_was_not_passed_on_is_impossible(cast: Cast, order: Order) -> None:
    decision = drafted(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.refer_back_decision(decision, by=order.division_head, reason="Räkna")


def recorded(cast: Cast, order: Order, **given: Any) -> Decision:
    decision = drafted(cast, 9_000_000)
    actions.pass_on_decision(decision, by=cast.employee)
    values = {"decided_on": ago(1), "paragraph": "§ 42", "wording": "Nämnden beslutar så."}
    by = given.pop("by", order.secretary)
    actions.record_board_decision(decision, by=by, **{**values, **given})
    return decision


def test_record_board_decision_from_its_minutes(cast: Cast, order: Order) -> None:
    decision = recorded(cast, order)

    assert (decision.step, decision.reported_paragraph) == (Step.TAKEN, "§ 42")
    assert (decision.decided_as, decision.decided_by) == ("Utbildningsnämnden", None)
    assert told(cast.employee) == ["decision.taken"]
    assert not queries.decisions_to_report(order.authority, cast.administrator).exists()


def test_record_board_decision_is_refused_to_others(cast: Cast, order: Order) -> None:
    with pytest.raises(Refused):
        recorded(cast, order, by=cast.manager)


@pytest.mark.parametrize(
    "given",
    [
        {"decided_on": today() + timedelta(days=400)},
        {"paragraph": " "},
        {"wording": " "},
    ],
)
def test_record_board_decision_that_is_not_in_the_minutes_is_impossible(
    cast: Cast, order: Order, given: dict[str, Any]
) -> None:
    with pytest.raises(NotPossible):
        recorded(cast, order, **given)


def test_replace_decision_drafts_another_in_its_place(cast: Cast, order: Order) -> None:
    decision = taken(cast, order.division_head)
    before = decision.digest
    new = actions.replace_decision(
        decision, by=cast.employee, reason="Fel summa", is_correction=True
    )

    decision.refresh_from_db()
    assert (decision.step, decision.digest) == (Step.REPLACED, before)
    assert (new.replaces, new.step) == (decision, Step.DRAFTED)
    assert new.name == "Rättelse: Nyckelskåp till hemtjänsten"


def test_replace_decision_is_refused_to_others(cast: Cast, order: Order) -> None:
    decision = taken(cast, order.division_head)

    with nothing_happens(), pytest.raises(Refused):
        actions.replace_decision(decision, by=cast.controller, reason="Fel summa")


def test_replace_decision_that_is_not_taken_is_impossible(cast: Cast, order: Order) -> None:
    decision = drafted(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.replace_decision(decision, by=cast.employee, reason="Fel summa")


@pytest.mark.parametrize(
    ("told_with", "kind"),
    [
        ({}, DecisionKind.DELEGATED),
        ({"together_sek": None}, DecisionKind.DELEGATED),
        ({"matter": MatterKind.URGENT}, DecisionKind.URGENT),
        ({"is_principle": True}, DecisionKind.BOARD),
        (
            {"whole_term_sek": Decimal(9_000_000), "together_sek": Decimal(9_000_000)},
            DecisionKind.BOARD,
        ),
        ({"matter": MatterKind.STATEMENT}, DecisionKind.BOARD),
    ],
)
def test_the_tool_proposes_what_kind_of_decision_it_is(
    cast: Cast, order: Order, told_with: dict[str, Any], kind: str
) -> None:
    decision = drafted(cast, **told_with)
    proposal = proposing.kind_of(decision, queries.answer_for(decision))

    assert proposal.kind == kind
    assert proposal.reason
