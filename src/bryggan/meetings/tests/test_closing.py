"""What the group says, and what follows when the meeting is closed: notes, tasks, notices, the next agenda."""

from datetime import timedelta

import pytest

from bryggan.decisions import actions as decision_actions
from bryggan.decisions.choices import Step as DecisionStep
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.making import Order, make_order
from bryggan.decisions.tests.test_pages import ClientOf
from bryggan.duties.models import Task
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.canonical import digest_of
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.meetings import actions, bodies, closing, conflicts, queries
from bryggan.meetings.choices import Stance, Step
from bryggan.meetings.models import AgendaItem, Meeting, Minutes
from bryggan.meetings.tests.making import (
    Council,
    added,
    anew,
    close,
    complete,
    heading,
    make_council,
    planned,
    said,
    today,
)
from bryggan.notices.models import Notice


@pytest.fixture
def order(cast: Cast) -> Order:
    return make_order(cast)


def test_consider_item_by_who_writes(council: Council, meeting: Meeting) -> None:
    item = heading(meeting, council)
    task = {"name": "Ring leverantören", "responsible": council.chair, "due_on": None}
    said(item, council.secretary, Stance.DECLINE, reasons="För dyrt", tasks=[task])

    item.refresh_from_db()
    assert (item.stance, item.reasons) == (Stance.DECLINE, "För dyrt")
    assert item.agreed.get().name == "Ring leverantören"
    assert newest_event().name == "item.considered"


def test_consider_item_is_refused_to_a_member(
    cast: Cast, council: Council, meeting: Meeting
) -> None:
    item = heading(meeting, council)
    with nothing_happens(), pytest.raises(Refused) as refusal:
        said(item, cast.other_manager)
    assert refusal.value.reason == "Mötet leds av Disa Dahl."


@pytest.mark.parametrize(
    ("stance", "field"),
    [
        (Stance.DECLINE, "reasons"),
        (Stance.REFER_BACK, "reasons"),
        (Stance.SUPPORT_WITH_CONDITIONS, "conditions"),
    ],
)
def test_consider_item_without_saying_why_is_impossible(
    council: Council, meeting: Meeting, stance: str, field: str
) -> None:
    item = heading(meeting, council)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        said(item, council.chair, stance, reasons="")
    assert refusal.value.field == field


def test_consider_item_where_one_is_conflicted_is_impossible(
    council: Council, meeting: Meeting
) -> None:
    item = heading(meeting, council)
    conflicts.state_item_conflict(item, by=council.chair, person=council.chair, reason="Delägare")
    with nothing_happens(), pytest.raises(NotPossible):
        said(item, council.chair)
    said(item, council.secretary)


def test_two_who_write_at_once_lose_nothing(council: Council, meeting: Meeting) -> None:
    item = heading(meeting, council)
    old = AgendaItem.objects.get(pk=item.pk)
    said(item, council.secretary, reasons="Det första")
    with nothing_happens(), pytest.raises(Stale):
        actions.consider_item(old, by=council.chair, values={"stance": Stance.DECLINE})


def test_close_meeting_freezes_what_was_said(council: Council, meeting: Meeting) -> None:
    said(heading(meeting, council, "Budget"), council.chair, reasons="Läget är gott")
    closed = close(meeting, council)

    minutes = Minutes.objects.get()
    assert (closed.step, closed.closed_on) == (Step.CLOSED, today())
    assert minutes.digest == digest_of(minutes.frozen)
    [point] = minutes.frozen["items"]
    assert (point["name"], point["stance"], point["reasons"]) == (
        "Budget",
        "support",
        "Läget är gott",
    )
    assert minutes.frozen["attended"] == ["Disa Dahl", "Elin Ek", "Magnus Mård", "Nils Näs"]
    told = Notice.objects.filter(kind="meeting.closed")
    assert told.count() == 3


def test_close_meeting_is_refused_to_a_member(
    cast: Cast, council: Council, meeting: Meeting
) -> None:
    heading(meeting, council)
    with nothing_happens(), pytest.raises(Refused):
        closing.close_meeting(anew(meeting), by=cast.other_manager, attended=council.everyone)


def test_close_meeting_without_anybody_there_is_impossible(
    council: Council, meeting: Meeting
) -> None:
    heading(meeting, council)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        closing.close_meeting(anew(meeting), by=council.chair, attended=[])
    assert refusal.value.field == "attended"


def test_close_meeting_before_its_day_is_impossible(council: Council) -> None:
    meeting = planned(council, today() + timedelta(days=3))
    heading(meeting, council)
    with nothing_happens(), pytest.raises(NotPossible):
        close(meeting, council)


def test_closing_gives_tasks_to_those_who_took_them(
    cast: Cast, council: Council, meeting: Meeting
) -> None:
    item = added(meeting, council, complete(cast))
    due = today() + timedelta(days=14)
    task = {"name": "Fråga leverantören", "responsible": cast.other_manager, "due_on": due}
    said(item, council.chair, tasks=[task])
    close(meeting, council)

    given = Task.objects.get()
    assert (given.name, given.responsible, given.due_on) == (
        "Fråga leverantören",
        cast.other_manager,
        due,
    )
    assert (given.about_noun, given.about_id) == ("decisions.decision", item.about_id)
    assert given.came_from == meeting.name
    assert Minutes.objects.get().frozen["items"][0]["tasks"][0]["due_on"] == f"{due}"


def test_what_was_not_reached_stands_on_the_next_agenda(
    cast: Cast, council: Council, meeting: Meeting
) -> None:
    following = planned(council, today() + timedelta(days=14))
    decision = complete(cast)
    added(meeting, council, decision)
    said(heading(meeting, council, "Budget"), council.chair)
    close(meeting, council)

    [moved] = queries.items_of(following)
    assert (moved.about_id, moved.moved_from_id) == (decision.pk, meeting.items.get(place=1).pk)
    assert meeting.items.get(place=1).stance == Stance.POSTPONED


def test_the_rhythm_of_the_group_plans_the_next_meeting(cast: Cast) -> None:
    council = make_council(cast, weeks_between=4)
    meeting = planned(council)
    heading(meeting, council, "Hanns inte")
    close(meeting, council)

    following = Meeting.objects.exclude(pk=meeting.pk).get()
    assert following.held_on >= today() + timedelta(weeks=4)
    assert following.held_on.weekday() < 5
    assert [item.name for item in queries.items_of(following)] == ["Hanns inte"]


def test_without_a_rhythm_it_waits_for_the_meeting_that_is_planned(
    council: Council, meeting: Meeting
) -> None:
    heading(meeting, council, "Hanns inte")
    close(meeting, council)
    assert Meeting.objects.count() == 1

    following = planned(council, today() + timedelta(days=20))
    assert [item.name for item in queries.items_of(following)] == ["Hanns inte"]
    later = planned(council, today() + timedelta(days=40))
    assert not queries.items_of(later).exists()


def test_a_supported_matter_goes_to_whoever_has_the_mandate(
    cast: Cast, order: Order, council: Council, meeting: Meeting
) -> None:
    """The group has decided nothing: the head decides, after samråd."""
    decision = complete(cast, sek=900_000)
    said(added(meeting, council, decision), council.chair)
    close(meeting, council)

    decision.refresh_from_db()
    assert decision.step == DecisionStep.PASSED_ON
    assert decision.decided_by is None
    assert list(decision.waits_for.all()) == [order.leader]
    assert decision.after_consulting == f"Digitaliseringsrådet {today()} (tillstyrks)"


def test_a_matter_above_every_limit_goes_to_the_board(
    cast: Cast, order: Order, council: Council, meeting: Meeting
) -> None:
    decision = complete(cast, sek=9_000_000)
    said(added(meeting, council, decision), council.chair)
    close(meeting, council)

    decision.refresh_from_db()
    assert (decision.kind, decision.passed_to) == ("board", "Utbildningsnämnden")


@pytest.mark.parametrize("stance", [Stance.DECLINE, Stance.REFER_BACK, Stance.NOTED])
def test_a_matter_that_is_not_supported_stays_with_who_prepares_it(
    cast: Cast, order: Order, council: Council, meeting: Meeting, stance: str
) -> None:
    decision = complete(cast)
    said(added(meeting, council, decision), council.chair, stance, reasons="Räkna om.")
    close(meeting, council)

    decision.refresh_from_db()
    assert decision.step == DecisionStep.DRAFTED
    told = Notice.objects.get(user=cast.manager, kind="decision.consulted")
    assert "Räkna om." in told.values["text"] or stance == Stance.NOTED


def test_a_conflict_in_the_group_follows_the_matter(
    cast: Cast, order: Order, council: Council, meeting: Meeting
) -> None:
    decision = complete(cast)
    item = added(meeting, council, decision)
    conflicts.state_item_conflict(item, by=cast.manager, person=cast.manager, reason="Delägare")
    said(item, council.chair)
    close(meeting, council)

    assert list(Decision.objects.get().conflicted.all()) == [cast.manager]
    assert list(Decision.objects.get().waits_for.all()) == [order.stand_in]


def test_correct_minutes_makes_a_new_version(council: Council, meeting: Meeting) -> None:
    heading(meeting, council)
    closed = close(meeting, council)
    closing.correct_minutes(closed, by=council.secretary, correction="Nils var inte med.")

    first, second = Minutes.objects.order_by("place")
    assert (first.correction, second.correction) == ("", "Nils var inte med.")
    assert second.digest == digest_of(second.frozen) != first.digest
    assert second.frozen["correction"] == "Nils var inte med."


def test_correct_minutes_is_refused_to_a_member(
    cast: Cast, council: Council, meeting: Meeting
) -> None:
    heading(meeting, council)
    closed = close(meeting, council)
    with nothing_happens(), pytest.raises(Refused):
        closing.correct_minutes(closed, by=cast.other_manager, correction="Fel")


def test_correct_minutes_of_nothing_is_impossible(council: Council, meeting: Meeting) -> None:
    heading(meeting, council)
    closed = close(meeting, council)
    with nothing_happens(), pytest.raises(NotPossible):
        closing.correct_minutes(closed, by=council.chair, correction=" ")


def test_what_was_said_stands_once_the_meeting_is_closed(
    council: Council, meeting: Meeting
) -> None:
    item = heading(meeting, council)
    close(meeting, council)
    with nothing_happens(), pytest.raises(Refused):
        said(item, council.chair, reasons="Ändrat i efterhand")


def test_a_correction_changes_nothing_but_what_it_says(
    cast: Cast, council: Council, meeting: Meeting, client_of: ClientOf
) -> None:
    heading(meeting, council)
    closed = close(meeting, council)
    bodies.change_body(council.body, by=tool(), values={"name": "Ett annat råd"})
    closing.correct_minutes(anew(closed), by=council.chair, correction="Nils var inte med.")
    closing.correct_minutes(anew(closed), by=council.chair, correction="Magnus gick tidigt.")

    first, second, _third = Minutes.objects.order_by("place")
    assert second.frozen == {**first.frozen, "correction": "Nils var inte med."}
    page = client_of(cast.manager).get(f"/mote/{meeting.pk}/").text
    assert "Nils var inte med." in page
    assert "Magnus gick tidigt." in page


def test_what_stands_on_the_next_agenda_already_is_not_put_there_again(
    cast: Cast, council: Council, meeting: Meeting
) -> None:
    decision = complete(cast)
    item = added(meeting, council, decision)
    following = planned(council, today() + timedelta(days=7))
    added(following, council, decision)
    said(item, council.chair, Stance.POSTPONED)
    close(meeting, council)
    assert queries.items_of(following).count() == 1


def test_a_meeting_closed_late_plans_the_next_one_ahead(cast: Cast) -> None:
    """Two meetings have been; the later one is closed first, and the one before it may not land on its day."""
    council = make_council(cast, weeks_between=1)
    late = planned(council, today() - timedelta(weeks=2))
    newer = planned(council, today() - timedelta(weeks=1))
    for meeting in (newer, late):
        said(heading(meeting, council), council.chair, Stance.NOTED)
    close(newer, council)
    actions.cancel_meeting(
        Meeting.objects.get(held_on__gt=today()), by=council.chair, reason="Sjukdom"
    )
    close(late, council)
    assert Meeting.objects.present().filter(held_on__gt=today()).count() == 1


def test_a_matter_decided_before_the_meeting_is_closed_does_not_stop_it(
    cast: Cast, order: Order, council: Council, meeting: Meeting
) -> None:
    decision = complete(cast, sek=100)
    said(added(meeting, council, decision), council.chair)
    decision_actions.take_decision(
        Decision.objects.get(), by=cast.manager, wording="Skåpen köps.", reasons="Det brådskar."
    )
    assert close(meeting, council).is_closed
    assert Decision.objects.get().after_consulting == ""


def test_tasks_that_another_wrote_meanwhile_are_not_written_over(
    council: Council, meeting: Meeting
) -> None:
    item = heading(meeting, council)
    said(item, council.chair)
    old = AgendaItem.objects.get(pk=item.pk)
    task = {"name": "Ring leverantören", "responsible": council.chair, "due_on": None}
    said(item, council.secretary, tasks=[task])
    with nothing_happens(), pytest.raises(Stale):
        actions.consider_item(old, by=council.chair, values={"dissent": "Nej"}, tasks=[])
