"""A need before a råd: ready when it is prepared, and answered when the meeting is closed, also by code."""

import pytest

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.meetings import queries as meetings
from bryggan.meetings.matters import Considered
from bryggan.meetings.tests.making import Council, added, close, make_council, planned, said, today
from bryggan.needs import actions, taken_up
from bryggan.needs.models import Answer, Need, Sorting, Step
from bryggan.needs.tests.making import make_developer, sorted_as, voiced, without_name
from bryggan.notices.models import Notice


@pytest.fixture
def council(cast: Cast) -> Council:
    return make_council(cast)


def ready(cast: Cast, need: Need | None = None) -> Need:
    """Sorted towards an initiative, in a few words and estimated."""
    need = need or voiced(cast)
    developer = make_developer(need.unit)
    sorted_as(need, developer, Sorting.INITIATIVE)
    values = {"summary": "Nycklar utan pärm", "benefit": 4, "complexity": 2}
    actions.change_need(Need.objects.get(pk=need.pk), by=developer, values=values)
    return Need.objects.get(pk=need.pk)


def considered(stance: str = "support") -> Considered:
    return Considered(
        body="Rådet",
        held_on=today(),
        stance=stance,
        words="Tillstyrks",
        reasons="Bra.",
        conditions="",
        url="/mote/1/",
    )


def test_a_prepared_need_is_offered_to_the_agenda(cast: Cast, council: Council) -> None:
    waiting, need = voiced(cast), ready(cast)
    meeting = planned(council)

    [(_sort, rows)] = meetings.all_waiting(meeting, council.chair)
    assert rows == [need]
    assert taken_up.gaps(waiting) == [
        "sortering",
        "behovet i korthet",
        "nytta",
        "komplexitet",
    ]


def test_a_need_that_not_everyone_may_read_is_never_taken_up(cast: Cast, council: Council) -> None:
    need = ready(cast)
    actions.protect_need(need, by=make_developer(need.unit, "Vega"), is_protected=True, reason="x")
    meeting = planned(council)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        added(meeting, council, need)
    assert "inte öppet för alla" in refusal.value.reason


def test_consider_need_answers_everyone_behind_it(cast: Cast, council: Council) -> None:
    need = ready(cast)
    item = added(planned(council), council, need)
    said(item, council.chair, "support_with_conditions", conditions="Med vård och omsorg.")
    close(item.meeting, council)

    answer = Answer.objects.order_by("-pk")[0]
    expected = (
        f"Tillstyrks med villkor i Digitaliseringsrådet {today()}: Rimligt. Med vård och omsorg."
    )
    assert answer.text == expected
    assert Need.objects.get().step == Step.SORTED
    assert Notice.objects.filter(user=cast.employee, kind="need.considered").count() == 1


def test_consider_need_is_read_by_code_without_a_name(cast: Cast, council: Council) -> None:
    need = ready(cast, without_name(cast.education))
    item = added(planned(council), council, need)
    said(item, council.chair, "decline", reasons="För få har det.")
    close(item.meeting, council)

    assert "För få har det." in Answer.objects.order_by("-pk")[0].text


def test_consider_need_is_refused_by_hand(cast: Cast) -> None:
    need = ready(cast)
    with nothing_happens(), pytest.raises(Refused):
        taken_up.consider_need(need, by=cast.strategist, considered=considered())


def test_consider_need_changes_nothing_but_the_talk(cast: Cast) -> None:
    """What a group says moves no need: its own course follows from its own answers."""
    need = ready(cast)
    before = (need.step, need.sorting, need.unit_id)
    taken_up.consider_need(need, by=tool(), considered=considered())

    need.refresh_from_db()
    assert (need.step, need.sorting, need.unit_id) == before
    assert newest_event().name == "need.considered"
