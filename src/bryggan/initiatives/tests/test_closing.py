"""How an initiative ends: handed over from both sides, closed in one form, its needs met."""

import pytest

from bryggan.initiatives import course
from bryggan.initiatives.tests.making import (
    ahead,
    anew,
    closed,
    make_steward,
    need_sorted,
    passed,
    started,
    today,
    told_to,
)
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.needs.models import Need, Step


def test_hand_over_initiative_offers_it_to_who_is_to_look_after_it(cast: Cast) -> None:
    initiative, steward = make_steward(cast, started(cast))
    course.hand_over_initiative(initiative, by=cast.system_steward)
    assert len(told_to(steward, "initiative.to_receive")) == 1
    assert not anew(initiative).is_handed_over
    assert newest_event().name == "initiative.handed_over"


def test_receive_initiative_accepts_what_was_handed_over(cast: Cast) -> None:
    initiative, steward = make_steward(cast, started(cast))
    course.hand_over_initiative(initiative, by=cast.system_steward)
    course.receive_initiative(anew(initiative), by=steward)
    assert anew(initiative).is_handed_over
    assert newest_event().name == "initiative.received"


def test_hand_over_initiative_is_refused_to_others(cast: Cast) -> None:
    initiative, steward = make_steward(cast, started(cast))
    with nothing_happens(), pytest.raises(Refused):
        course.hand_over_initiative(initiative, by=steward)


def test_hand_over_initiative_to_nobody_or_twice_is_impossible(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(NotPossible, match="vem som tar emot"):
        course.hand_over_initiative(initiative, by=cast.manager)
    initiative, _steward = make_steward(cast, initiative)
    course.hand_over_initiative(initiative, by=cast.manager)
    with nothing_happens(), pytest.raises(NotPossible, match="redan lämnat"):
        course.hand_over_initiative(anew(initiative), by=cast.manager)


def test_receive_initiative_is_refused_to_the_one_who_hands_it_over(cast: Cast) -> None:
    told = {"role.steward": [cast.system_steward]}
    initiative = started(cast, **told)
    course.hand_over_initiative(initiative, by=cast.system_steward)
    for person in (cast.system_steward, cast.manager):
        with nothing_happens(), pytest.raises(Refused):
            course.receive_initiative(anew(initiative), by=person)


def test_receive_initiative_that_is_not_handed_over_is_impossible(cast: Cast) -> None:
    initiative, steward = make_steward(cast, started(cast))
    with nothing_happens(), pytest.raises(NotPossible, match="inte lämnat"):
        course.receive_initiative(initiative, by=steward)
    course.hand_over_initiative(initiative, by=cast.manager)
    course.receive_initiative(anew(initiative), by=steward)
    with nothing_happens(), pytest.raises(NotPossible, match="redan mottaget"):
        course.receive_initiative(anew(initiative), by=steward)


def test_close_initiative_says_what_it_became_and_meets_its_needs(cast: Cast) -> None:
    initiative = started(cast, needs=[need_sorted(cast)])
    over = closed(initiative, cast.system_steward)

    assert (over.phase, over.closed_on, over.result) == ("closed", today(), "Alla har den")
    assert over.evaluation == "Det gick bra"
    need = Need.objects.get()
    assert need.step == Step.MET
    # Who leads it does not prepare needs: the answer is the tool's.
    assert need.answers.order_by("pk").last().by.is_built_in  # type: ignore[union-attr]
    assert len(told_to(cast.employee, "initiative.closed")) == 1


def test_close_initiative_leaves_its_needs_when_they_are_not_met(cast: Cast) -> None:
    initiative = passed(started(cast, needs=[need_sorted(cast)]), cast.manager, 4)
    course.close_initiative(
        initiative, by=cast.manager, result="Piloten föll", evaluation="Nej", meets_needs=False
    )
    assert Need.objects.get().step == Step.SORTED


def test_close_initiative_of_a_small_matter_by_one_form(cast: Cast) -> None:
    initiative = passed(started(cast), cast.manager, 4)
    course.close_initiative(
        initiative,
        by=cast.manager,
        result="Alla har den",
        evaluation="Lätt som en plätt",
        lesson="Fråga dem som ska använda den",
        follow_up_on=ahead(180),
    )
    assert (anew(initiative).phase, anew(initiative).follow_up_on) == ("closed", ahead(180))


def test_close_initiative_is_refused_to_others(cast: Cast) -> None:
    initiative = passed(started(cast), cast.manager, 4)
    with nothing_happens(), pytest.raises(Refused):
        course.close_initiative(initiative, by=cast.employee, result="Klart", evaluation="Bra")


def test_close_initiative_too_early_or_without_what_the_gate_asks_is_impossible(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(NotPossible, match="flera steg kvar"):
        course.close_initiative(initiative, by=cast.manager, result="Klart", evaluation="Bra")
    initiative = passed(initiative, cast.manager, 4)
    with nothing_happens(), pytest.raises(NotPossible, match="saknas: evaluation"):
        course.close_initiative(initiative, by=cast.manager, result="Klart")
    with nothing_happens(), pytest.raises(NotPossible, match="vad det blev"):
        course.close_initiative(anew(initiative), by=cast.manager, result=" ", evaluation="Bra")


def test_what_is_closed_moves_no_more(cast: Cast) -> None:
    over = closed(started(cast), cast.manager)
    for act, told in (
        (course.pass_gate, {}),
        (course.park_initiative, {"wakes_on": ahead(9), "reason": "Sedan"}),
        (course.reject_initiative, {"reason": "Nej"}),
        (course.close_initiative, {"result": "Klart"}),
        (course.hand_over_initiative, {}),
    ):
        with nothing_happens(), pytest.raises(NotPossible):
            act(over, by=cast.manager, **told)
