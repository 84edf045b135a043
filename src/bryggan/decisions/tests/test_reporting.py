"""What is reported to the board, and what is posted instead: once each, and nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest

from bryggan.decisions import actions, ordering, queries
from bryggan.decisions.choices import Meaning, Reporting, Step
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.making import Order, make_order, make_post, make_rule, taken, today
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import nothing_happens


@pytest.fixture
def order(cast: Cast) -> Order:
    return make_order(cast)


def report(order: Order, decisions: list[Decision], **given: Any) -> int:
    values = {"by": order.secretary, "reported_on": today(), "paragraph": "§ 7"}
    return actions.report_decisions(order.authority, decisions=decisions, **{**values, **given})


def test_report_decisions_exactly_once(cast: Cast, order: Order) -> None:
    decisions = [taken(cast, order.division_head) for _number in range(3)]
    assert list(queries.decisions_to_report(order.authority, cast.administrator)) == decisions

    assert report(order, decisions[:2]) == 2
    first = Decision.objects.get(pk=decisions[0].pk)
    assert (first.step, first.reported_on, first.reported_paragraph) == (
        Step.REPORTED,
        today(),
        "§ 7",
    )
    assert list(queries.decisions_to_report(order.authority, cast.administrator)) == decisions[2:]
    with nothing_happens(), pytest.raises(NotPossible):
        report(order, decisions)


def test_report_decisions_is_refused_to_others(cast: Cast, order: Order) -> None:
    decisions = [taken(cast, order.division_head)]

    with nothing_happens(), pytest.raises(Refused):
        report(order, decisions, by=cast.manager)


@pytest.mark.parametrize(
    "given",
    [
        {"reported_on": today() + timedelta(days=400)},
        {"reported_on": today() - timedelta(days=400)},
        {"paragraph": " "},
        {"decisions": []},
    ],
)
def test_report_decisions_to_no_meeting_is_impossible(
    cast: Cast, order: Order, given: dict[str, Any]
) -> None:
    decisions = given.pop("decisions", None)
    told = [taken(cast, order.division_head)] if decisions is None else decisions

    with nothing_happens(), pytest.raises(NotPossible):
        report(order, told, **given)


def never_reported(cast: Cast, order: Order) -> Decision:
    post = make_post(order.authority, "Systemägare", 1)
    make_rule(post, "4.0", reporting=Reporting.NOT_REPORTED, meaning=Meaning.NONE)
    ordering.hold_post(post, by=tool(), user=cast.system_owner, unit=cast.education)
    return taken(cast, cast.system_owner)


def test_post_decisions_that_are_never_reported(cast: Cast, order: Order) -> None:
    decision = never_reported(cast, order)
    assert not queries.decisions_to_report(order.authority, cast.administrator).exists()
    assert list(queries.decisions_to_post(order.authority, cast.administrator)) == [decision]

    actions.post_decisions(
        order.authority, by=order.secretary, decisions=[decision], posted_on=today()
    )
    assert Decision.objects.get(pk=decision.pk).posted_on == today()
    assert not queries.decisions_to_post(order.authority, cast.administrator).exists()


def test_post_decisions_is_refused_to_others(cast: Cast, order: Order) -> None:
    decision = never_reported(cast, order)

    with nothing_happens(), pytest.raises(Refused):
        actions.post_decisions(
            order.authority, by=cast.manager, decisions=[decision], posted_on=today()
        )


def test_post_decisions_of_what_is_reported_is_impossible(cast: Cast, order: Order) -> None:
    decision = taken(cast, order.division_head)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.post_decisions(
            order.authority, by=order.secretary, decisions=[decision], posted_on=today()
        )


def test_report_decisions_tells_of_what_was_replaced_before_the_meeting(
    cast: Cast, order: Order
) -> None:
    decision = taken(cast, order.division_head)
    actions.replace_decision(decision, by=cast.employee, reason="Fel summa")

    assert list(queries.decisions_to_report(order.authority, cast.administrator)) == [decision]
    report(order, [decision])
    decision.refresh_from_db()
    assert (decision.step, decision.reported_paragraph) == (Step.REPLACED, "§ 7")
    assert not queries.decisions_to_report(order.authority, cast.administrator).exists()
