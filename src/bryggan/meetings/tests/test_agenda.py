"""A meeting planned, its agenda set, its members summoned: what happens, is refused, is impossible."""

from datetime import timedelta

import pytest

from bryggan.decisions import actions as decision_actions
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.meetings import actions, bodies, queries
from bryggan.meetings.choices import BodyKind, SeatKind, Step
from bryggan.meetings.models import AgendaItem, Meeting
from bryggan.meetings.tests.making import (
    Council,
    added,
    anew,
    close,
    complete,
    heading,
    planned,
    said,
    today,
)
from bryggan.notices.models import Notice


def names(meeting: Meeting) -> list[str]:
    return list(queries.items_of(meeting).values_list("name", flat=True))


def test_plan_meeting(council: Council) -> None:
    meeting = planned(council)

    assert (meeting.name, meeting.step) == (f"Digitaliseringsrådet {today()}", Step.PLANNED)
    assert newest_event().name == "meeting.planned"


def test_plan_meeting_is_refused_to_a_member(cast: Cast, council: Council) -> None:
    with nothing_happens(), pytest.raises(Refused):
        actions.plan_meeting(council.body, by=cast.other_manager, values={"held_on": today()})


def test_plan_meeting_twice_on_a_day_is_impossible(council: Council, meeting: Meeting) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        planned(council)
    assert refusal.value.field == "held_on"


def test_change_meeting_to_another_day_renames_it(council: Council, meeting: Meeting) -> None:
    day = today() + timedelta(days=7)
    actions.change_meeting(meeting, by=council.secretary, values={"held_on": day})

    assert Meeting.objects.get().name == f"Digitaliseringsrådet {day}"
    assert newest_event().name == "meeting.changed"


def test_change_meeting_is_refused_to_a_member(cast: Cast, meeting: Meeting) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.change_meeting(meeting, by=cast.other_manager, values={"place": "Hemma"})
    assert refusal.value.reason == "Mötet leds av Disa Dahl."


def test_change_meeting_to_no_day_is_impossible(council: Council, meeting: Meeting) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        actions.change_meeting(meeting, by=council.chair, values={"held_on": None})


def test_add_item_that_is_complete(cast: Cast, council: Council, meeting: Meeting) -> None:
    decision = complete(cast)
    item = added(meeting, council, decision)

    assert (item.name, item.about_id, item.gaps) == (decision.name, decision.pk, [])
    assert item.proposal == decision.wording
    assert newest_event().name == "item.added"


def test_add_item_is_refused_to_a_member(cast: Cast, meeting: Meeting) -> None:
    with nothing_happens(), pytest.raises(Refused):
        actions.add_item(meeting, by=cast.other_manager, values={"name": "Min fråga"})


def test_add_item_with_gaps_without_a_reason_is_impossible(
    cast: Cast, council: Council, meeting: Meeting
) -> None:
    decision = complete(cast)
    told = {"case_number": "", "background": ""}
    decision_actions.change_decision(decision, by=cast.manager, values=told)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        added(meeting, council, decision)
    assert refusal.value.field == "why"
    assert "underlag, diarienummer saknas" in refusal.value.reason
    item = added(meeting, council, decision, why="Avtalet löper ut på fredag.")
    assert item.gaps == ["underlag", "diarienummer"]
    assert item.added_why == "Avtalet löper ut på fredag."


def test_add_item_of_another_part_of_the_organisation_is_impossible(cast: Cast) -> None:
    """A group set up in care does not take up, and so pass on, what education prepares."""
    body = bodies.create_body(
        cast.care, by=cast.other_manager, values={"name": "Forumet", "kind": BodyKind.FORUM}
    )
    bodies.take_seat(body, by=tool(), user=cast.other_manager, unit=cast.care, kind=SeatKind.CHAIR)
    meeting = actions.plan_meeting(body, by=cast.other_manager, values={"held_on": today()})
    decision = complete(cast)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.add_item(meeting, by=cast.other_manager, record=decision)
    assert "Utbildningsförvaltningen" in refusal.value.reason


def test_add_item_twice_is_impossible(cast: Cast, council: Council, meeting: Meeting) -> None:
    decision = complete(cast)
    added(meeting, council, decision)
    with nothing_happens(), pytest.raises(NotPossible):
        added(meeting, council, decision)


def test_add_items_that_are_marked(cast: Cast, council: Council, meeting: Meeting) -> None:
    records = [complete(cast, f"Ärende {number}") for number in range(3)]
    assert actions.add_items(meeting, by=council.chair, records=records) == 3

    assert names(meeting) == ["Ärende 0", "Ärende 1", "Ärende 2"]


def test_add_items_is_refused_to_a_member(cast: Cast, meeting: Meeting) -> None:
    record = complete(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.add_items(meeting, by=cast.other_manager, records=[record])


def test_add_items_of_none_is_impossible(council: Council, meeting: Meeting) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        actions.add_items(meeting, by=council.chair, records=[])


def test_order_items(council: Council, meeting: Meeting) -> None:
    first, second = heading(meeting, council, "Ett"), heading(meeting, council, "Två")
    actions.order_items(anew(meeting), by=council.chair, pks=[second.pk, first.pk])

    assert names(meeting) == ["Två", "Ett"]
    assert newest_event().name == "items.ordered"


def test_order_items_is_refused_to_a_member(cast: Cast, council: Council, meeting: Meeting) -> None:
    item = heading(meeting, council)
    with nothing_happens(), pytest.raises(Refused):
        actions.order_items(anew(meeting), by=cast.other_manager, pks=[item.pk])


def test_order_items_of_another_meeting_is_impossible(council: Council, meeting: Meeting) -> None:
    """A number that is not on the agenda moves nothing."""
    heading(meeting, council, "Ett")
    with nothing_happens():
        actions.order_items(anew(meeting), by=council.chair, pks=[0, 999])


def test_change_item(council: Council, meeting: Meeting) -> None:
    item = heading(meeting, council)
    actions.change_item(item, by=council.chair, values={"name": "Budget", "brief": "Läget"})

    assert names(meeting) == ["Budget"]


def test_change_item_is_refused_to_a_member(cast: Cast, council: Council, meeting: Meeting) -> None:
    item = heading(meeting, council)
    with nothing_happens(), pytest.raises(Refused):
        actions.change_item(item, by=cast.other_manager, values={"name": "Annat"})


def test_change_item_to_nothing_is_impossible(council: Council, meeting: Meeting) -> None:
    item = heading(meeting, council)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.change_item(item, by=council.chair, values={"name": " "})


def test_remove_item_numbers_the_rest_anew(council: Council, meeting: Meeting) -> None:
    first = heading(meeting, council, "Ett")
    heading(meeting, council, "Två")
    actions.remove_item(first, by=council.chair)

    assert list(queries.items_of(meeting).values_list("place", "name")) == [(1, "Två")]


def test_remove_item_is_refused_to_a_member(cast: Cast, council: Council, meeting: Meeting) -> None:
    item = heading(meeting, council)
    with nothing_happens(), pytest.raises(Refused):
        actions.remove_item(item, by=cast.other_manager)


def test_remove_item_is_impossible_once_the_meeting_is_closed(
    council: Council, meeting: Meeting
) -> None:
    item = heading(meeting, council)
    close(meeting, council)
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.remove_item(AgendaItem.objects.get(pk=item.pk), by=council.chair)
    assert "avslutat" in refusal.value.reason


def test_summon_meeting_tells_everyone(cast: Cast, council: Council, meeting: Meeting) -> None:
    heading(meeting, council)
    actions.summon_meeting(anew(meeting), by=council.chair)

    assert Meeting.objects.get().step == Step.SUMMONED
    told = set(Notice.objects.filter(kind="meeting.summoned").values_list("user", flat=True))
    assert told == {person.pk for person in council.everyone if person != council.chair}


def test_summon_meeting_is_refused_to_a_member(
    cast: Cast, council: Council, meeting: Meeting
) -> None:
    heading(meeting, council)
    with nothing_happens(), pytest.raises(Refused):
        actions.summon_meeting(anew(meeting), by=cast.other_manager)


def test_summon_meeting_without_an_agenda_is_impossible(council: Council, meeting: Meeting) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        actions.summon_meeting(meeting, by=council.chair)


def test_cancel_meeting_frees_its_matters(cast: Cast, council: Council, meeting: Meeting) -> None:
    decision = complete(cast)
    added(meeting, council, decision)
    actions.cancel_meeting(anew(meeting), by=council.chair, reason="Flera är sjuka")

    other = planned(council)
    assert [
        one.pk for _sort, rows in queries.all_waiting(other, council.chair) for one in rows
    ] == [decision.pk]
    assert Notice.objects.filter(kind="meeting.cancelled").count() == 3


def test_cancel_meeting_is_refused_to_a_member(cast: Cast, meeting: Meeting) -> None:
    with nothing_happens(), pytest.raises(Refused):
        actions.cancel_meeting(meeting, by=cast.other_manager, reason="Nej")


def test_cancel_meeting_without_a_reason_is_impossible(council: Council, meeting: Meeting) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        actions.cancel_meeting(meeting, by=council.chair, reason=" ")


def test_what_is_ready_is_offered_once(cast: Cast, council: Council, meeting: Meeting) -> None:
    """A complete matter waits; on an agenda, or answered, it does not; sent back, it does again."""
    decision = complete(cast)
    incomplete = complete(cast, "Utan underlag")
    decision_actions.change_decision(incomplete, by=cast.manager, values={"background": ""})
    elsewhere = planned(council, today() + timedelta(days=7))

    def offered() -> list[int]:
        rows = queries.all_waiting(elsewhere, council.chair)
        return [one.pk for _sort, found in rows for one in found]

    assert offered() == [decision.pk]
    item = added(meeting, council, decision)
    assert offered() == []
    said(item, council.chair, "refer_back", reasons="Fråga leverantören")
    close(meeting, council)
    assert offered() == [decision.pk]
