"""Initiatives put where they belong: taken over as they run, moved to another version of their method."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bryggan.initiatives import actions, course, placing
from bryggan.initiatives.gates import gate_of
from bryggan.initiatives.models import Passage
from bryggan.initiatives.tests.making import (
    STEPS,
    ago,
    ahead,
    anew,
    closed,
    make_method,
    make_version,
    need_sorted,
    passed,
    started,
    today,
)
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.methods.models import MethodStep, MethodVersion, Phase
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]


def step_of(version: MethodVersion, key: str) -> MethodStep:
    return MethodStep.objects.get(method_version=version, key=key)


def test_take_over_initiative_stands_where_it_stands_today(cast: Cast) -> None:
    version = make_method()
    initiative = started(cast)
    placing.take_over_initiative(
        initiative, by=cast.manager, step=step_of(version, "carry_out"), since=ago(90)
    )

    initiative = anew(initiative)
    assert (initiative.phase, initiative.since, initiative.is_taken_over) == (
        "implementation",
        ago(90),
        True,
    )
    before = Passage.objects.filter(is_before=True)
    assert list(before.order_by("pk").values_list("step_from__key", flat=True)) == [
        "prepare",
        "decide",
    ]
    # Gates before Bryggan are no exceptions.
    assert {row.exception_count for row in before} == {0}
    assert newest_event().name == "initiative.taken_over"


def test_take_over_initiative_that_is_finished(cast: Cast) -> None:
    version = make_method()
    initiative = started(cast)
    told = {"started_on": ago(900), "closed_on": ago(400)}
    placing.take_over_initiative(
        initiative, by=cast.manager, step=step_of(version, "closed"), **told
    )

    initiative = anew(initiative)
    assert (initiative.phase, initiative.started_on, initiative.closed_on, initiative.since) == (
        "closed",
        ago(900),
        ago(400),
        ago(400),
    )
    assert Passage.objects.filter(is_before=True).count() == len(STEPS) - 1


def test_take_over_initiative_is_refused_to_others(cast: Cast) -> None:
    version = make_method()
    initiative = started(cast)
    with nothing_happens(), pytest.raises(Refused):
        placing.take_over_initiative(
            initiative, by=cast.system_steward, step=step_of(version, "decide"), since=ago(9)
        )


def test_take_over_initiative_that_has_passed_a_gate_or_to_a_foreign_step_is_impossible(
    cast: Cast,
) -> None:
    version, other = make_method(), make_method("Annan")
    initiative = started(cast, version=version)
    told: dict[str, Any] = {"by": cast.manager, "since": ago(9)}
    with nothing_happens(), pytest.raises(NotPossible, match="annan metod"):
        placing.take_over_initiative(initiative, step=step_of(other, "decide"), **told)
    initiative = passed(initiative, cast.manager)
    with nothing_happens(), pytest.raises(NotPossible, match="redan passerat"):
        placing.take_over_initiative(initiative, step=step_of(version, "carry_out"), **told)


def test_take_over_initiative_that_began_out_of_needs_is_impossible(cast: Cast) -> None:
    version = make_method()
    initiative = started(cast, version=version, needs=[need_sorted(cast)])
    told: dict[str, Any] = {"by": cast.manager, "started_on": ago(400)}
    told |= {"step": step_of(version, "carry_out")}
    with nothing_happens(), pytest.raises(NotPossible, match="började ur behov"):
        placing.take_over_initiative(initiative, **told)
    # Nor when its needs have been taken from it meanwhile.
    actions.set_needs(initiative, by=cast.manager, needs=[])
    with nothing_happens(), pytest.raises(NotPossible, match="började ur behov"):
        placing.take_over_initiative(anew(initiative), **told)


def test_take_over_initiative_that_did_not_run_before_it_was_entered_is_impossible(
    cast: Cast,
) -> None:
    version = make_method()
    initiative = started(cast, version=version)
    told: dict[str, Any] = {"by": cast.manager, "step": step_of(version, "carry_out")}
    also: list[dict[str, Any]] = [{}, {"since": today()}, {"started_on": today()}]
    for days in also:
        with nothing_happens(), pytest.raises(NotPossible, match="Ange en dag före"):
            placing.take_over_initiative(initiative, **told, **days)


def test_take_over_initiative_twice_is_impossible(cast: Cast) -> None:
    version = make_method()
    initiative = started(cast, version=version)
    told: dict[str, Any] = {"by": cast.manager, "since": ago(9)}
    placing.take_over_initiative(initiative, step=step_of(version, "prepare"), **told)
    with nothing_happens(), pytest.raises(NotPossible, match="redan övertaget"):
        placing.take_over_initiative(anew(initiative), step=step_of(version, "closed"), **told)


def test_those_taken_over_are_counted_in_the_list(cast: Cast, client_of: ClientOf) -> None:
    version = make_method()
    started(cast, version=version, name="Börjat här")
    other = started(cast, version=version, name="Pågick redan")
    placing.take_over_initiative(
        other, by=cast.manager, step=step_of(version, "carry_out"), since=ago(90)
    )
    page = client_of(cast.auditor).get("/initiativ/?f.is_taken_over=ja").text
    assert "Pågick redan" in page
    assert "Börjat här" not in page


def test_take_over_initiative_that_rests_is_impossible(cast: Cast) -> None:
    version = make_method()
    initiative = started(cast)
    course.park_initiative(initiative, by=cast.manager, wakes_on=ahead(30), reason="Sedan")
    with nothing_happens(), pytest.raises(NotPossible, match="vilar"):
        placing.take_over_initiative(
            anew(initiative), by=cast.manager, step=step_of(version, "closed")
        )


def test_move_to_version_never_leads_past_a_gate(cast: Cast) -> None:
    version = make_method()
    initiative = started(cast, version=version)
    # The step that it stands in has been put in a later phase.
    moved = [("first", Phase.PREPARATION, []), ("prepare", Phase.IMPLEMENTATION, []), *STEPS[3:]]
    newer = make_version(version.method, moved)
    placing.move_to_version(initiative, by=cast.manager, version=newer)
    assert (anew(initiative).method_step.key, anew(initiative).phase) == ("first", "preparation")


def test_move_to_version_finds_its_step_again(cast: Cast) -> None:
    version = make_method()
    initiative = passed(started(cast, version=version), cast.manager)
    newer = make_version(version.method, [*STEPS[:1], ("extra", Phase.PRESTUDY, []), *STEPS[1:]])
    days = initiative.since
    placing.move_to_version(initiative, by=cast.manager, version=newer)

    initiative = anew(initiative)
    assert (initiative.method_version, initiative.method_step.key) == (newer, "decide")
    assert (initiative.phase, initiative.since) == ("decision", days)
    assert newest_event().name == "initiative.moved"


def test_move_to_version_without_its_step_stands_where_its_phase_begins(cast: Cast) -> None:
    version = make_method()
    initiative = passed(started(cast, version=version), cast.manager, 2)
    newer = make_version(version.method, [STEPS[0], ("new", Phase.IMPLEMENTATION, []), *STEPS[4:]])
    placing.move_to_version(initiative, by=cast.manager, version=newer)
    assert (anew(initiative).method_step.key, anew(initiative).phase) == ("new", "implementation")

    shorter = make_version(version.method, [STEPS[0], *STEPS[4:]])
    placing.move_to_version(anew(initiative), by=cast.manager, version=shorter)
    assert (anew(initiative).method_step.key, anew(initiative).phase) == ("prepare", "preparation")
    assert anew(initiative).since == today()


def test_move_to_version_is_refused_to_who_leads_it(cast: Cast) -> None:
    version = make_method()
    initiative, newer = started(cast, version=version), make_version(version.method)
    with nothing_happens(), pytest.raises(Refused):
        placing.move_to_version(initiative, by=cast.system_steward, version=newer)


def test_move_to_version_that_is_a_draft_or_when_it_is_closed_is_impossible(cast: Cast) -> None:
    version = make_method()
    initiative = started(cast, version=version)
    with nothing_happens(), pytest.raises(NotPossible, match="följer redan"):
        placing.move_to_version(initiative, by=cast.manager, version=version)
    draft = make_version(version.method, is_used=False)
    with nothing_happens(), pytest.raises(NotPossible, match="inte i bruk"):
        placing.move_to_version(initiative, by=cast.manager, version=draft)
    over = closed(initiative, cast.manager)
    newer = make_version(version.method)
    with nothing_happens(), pytest.raises(NotPossible, match="avslutat"):
        placing.move_to_version(over, by=cast.manager, version=newer)


def test_a_closed_matter_may_still_be_decommissioned(cast: Cast) -> None:
    steps = [*STEPS, ("gone", Phase.CLOSED, [("proof", "small middle large", "")])]
    over = closed(started(cast, version=make_method(steps=steps)), cast.manager)
    gate = gate_of(over)
    assert [demand.key for demand in gate.missing] == ["proof"]
    with nothing_happens(), pytest.raises(NotPossible, match="saknas: proof"):
        course.pass_gate(over, by=cast.manager)

    gone = passed(over, cast.manager)
    assert (gone.phase, gone.method_step.key, gone.closed_on) == ("closed", "gone", today())
    with pytest.raises(NotPossible, match="inget steg efter"):
        course.pass_gate(gone, by=cast.manager)


def test_closing_asks_for_what_the_last_step_demands_too(cast: Cast) -> None:
    steps = [*STEPS[:-1], ("closed", Phase.CLOSED, [("lessons", "small", "lessons")])]
    initiative = passed(started(cast, version=make_method(steps=steps)), cast.manager, 4)
    with nothing_happens(), pytest.raises(NotPossible, match="saknas: evaluation, lessons"):
        course.close_initiative(initiative, by=cast.manager, result="Klart")
    course.close_initiative(
        anew(initiative),
        by=cast.manager,
        result="Klart",
        evaluation="Bra",
        lesson="Börja smått",
    )
    assert anew(initiative).closed_on == today()
