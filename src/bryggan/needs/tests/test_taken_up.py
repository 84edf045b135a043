"""A need before a råd: ready when it is prepared, and answered when the meeting is closed, also by code."""

import pytest

from bryggan.kit.action import NotPossible
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import nothing_happens
from bryggan.meetings import queries as meetings
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


def test_what_a_group_said_is_heard_by_everyone_behind_it(cast: Cast, council: Council) -> None:
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


def test_what_a_group_said_is_read_by_code(cast: Cast, council: Council) -> None:
    need = ready(cast, without_name(cast.education))
    item = added(planned(council), council, need)
    said(item, council.chair, "decline", reasons="För få har det.")
    close(item.meeting, council)

    assert "För få har det." in Answer.objects.order_by("-pk")[0].text
