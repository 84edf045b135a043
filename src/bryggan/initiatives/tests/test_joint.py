"""A joint initiative at its gates: it has a lead and a split before it begins, and each board a matter of its own."""

from decimal import Decimal
from typing import Any

import pytest

from bryggan.decisions.models import Decision
from bryggan.initiatives import actions, course, planning
from bryggan.initiatives.models import Initiative, Share
from bryggan.initiatives.tests.making import (
    STEPS,
    Steps,
    anew,
    make_method,
    started,
    today,
    told_all,
)
from bryggan.initiatives.tests.test_course import at_decision
from bryggan.kit.action import NotPossible
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import nothing_happens
from bryggan.methods.models import Phase


def test_pass_gate_of_a_joint_one_without_lead_or_split_is_impossible(cast: Cast) -> None:
    initiative = told_all(at_decision(cast, **{"role.lead": []}), cast.manager)
    rows: list[Any] = [
        {"unit": cast.education, "percent": 60},
        {"unit": cast.care, "percent": None},
    ]
    planning.set_shares(initiative, by=cast.manager, rows=rows)
    initiative = anew(initiative)
    with nothing_happens(), pytest.raises(NotPossible, match="någon leder det"):
        course.pass_gate(initiative, by=cast.manager)
    actions.change_initiative(
        initiative, by=cast.manager, values={"role.lead": [cast.system_steward]}
    )
    with nothing_happens(), pytest.raises(NotPossible, match="100"):
        course.pass_gate(anew(initiative), by=cast.manager)

    rows = [{"unit": cast.education, "percent": 60}, {"unit": cast.care, "percent": 40}]
    planning.set_shares(anew(initiative), by=cast.manager, rows=rows)
    course.pass_gate(anew(initiative), by=cast.manager)
    assert anew(initiative).started_on == today()


UNSAID_SHARES = "andelarna tillsammans är 100"


def joint_on(cast: Cast, steps: Steps) -> Initiative:
    """Shared by two who have not said what each bears, and with all that its next gate asks for."""
    initiative = started(cast, version=make_method("Kort väg", steps))
    rows: list[Any] = [{"unit": one, "percent": None} for one in (cast.education, cast.care)]
    planning.set_shares(initiative, by=cast.manager, rows=rows)
    return told_all(anew(initiative), cast.manager)


def test_pass_gate_of_a_joint_one_past_what_its_method_does_not_carry_out_is_impossible(
    cast: Cast,
) -> None:
    steps = [STEPS[0], ("follow_up", Phase.FOLLOW_UP, []), ("closed", Phase.CLOSED, [])]
    initiative = joint_on(cast, steps)
    with nothing_happens(), pytest.raises(NotPossible, match=UNSAID_SHARES):
        course.pass_gate(initiative, by=cast.manager)


def test_close_initiative_that_is_joint_and_never_carried_out_is_impossible(cast: Cast) -> None:
    initiative = joint_on(cast, [STEPS[0], ("closed", Phase.CLOSED, [])])
    with nothing_happens(), pytest.raises(NotPossible, match=UNSAID_SHARES):
        course.close_initiative(initiative, by=cast.manager, result="Klart")


def shared_by_two(cast: Cast, percents: tuple[int | None, int | None]) -> Initiative:
    initiative = at_decision(cast, one_off_cost_sek=Decimal(600_000))
    units = (cast.education, cast.care)
    rows = [
        {"unit": unit, "percent": percent} for unit, percent in zip(units, percents, strict=True)
    ]
    planning.set_shares(initiative, by=cast.manager, rows=rows)
    return anew(initiative)


def test_prepare_decision_gives_each_board_a_matter_about_its_own_share(cast: Cast) -> None:
    initiative = shared_by_two(cast, (60, 40))
    own = course.prepare_decision(initiative, by=cast.manager)

    [other] = Decision.objects.exclude(pk=own.pk)
    assert (own.unit, own.share_sek) == (cast.education_authority, Decimal(360_000))
    assert (other.unit, other.share_sek) == (cast.care_authority, Decimal(240_000))
    assert (other.is_joint, other.about_id, other.drafted_by) == (True, initiative.pk, cast.manager)
    assert Share.objects.get(unit=cast.care).decision == other
    # What has to be let through later is the leading board's alone.
    course.prepare_decision(anew(initiative), by=cast.manager)
    assert Decision.objects.filter(unit=cast.care_authority).count() == 1


def test_prepare_decision_asks_for_the_share_as_long_as_it_is_not_said(cast: Cast) -> None:
    initiative = shared_by_two(cast, (60, None))
    own = course.prepare_decision(initiative, by=cast.manager)
    [other] = Decision.objects.exclude(pk=own.pk)
    assert (own.share_sek, other.share_sek) == (Decimal(360_000), None)
