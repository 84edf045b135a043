"""Jäv is one and the same on every open agenda and where the matter is decided, and can be taken back."""

from datetime import timedelta

import pytest

from bryggan.decisions import conflicts as on_decisions
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.test_pages import ClientOf
from bryggan.history.models import Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import nothing_happens
from bryggan.meetings import actions, bodies, closing, conflicts, permissions
from bryggan.meetings.choices import Stance
from bryggan.meetings.models import AgendaItem, Grade, Meeting, Seat
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
from bryggan.people.models import User


@pytest.fixture
def item(cast: Cast, council: Council, meeting: Meeting) -> AgendaItem:
    return added(meeting, council, complete(cast))


def stated(item: AgendaItem, person: User, by: User | None = None) -> AgendaItem:
    item = AgendaItem.objects.get(pk=item.pk)
    conflicts.state_item_conflict(item, by=by or person, person=person, reason="Delägare")
    return AgendaItem.objects.get(pk=item.pk)


def on_decision() -> list[User]:
    return list(Decision.objects.get().conflicted.order_by("pk"))


def on_item(item: AgendaItem) -> list[User]:
    return list(AgendaItem.objects.get(pk=item.pk).conflicted.order_by("pk"))


def test_who_is_conflicted_in_a_point_does_not_close_the_meeting(
    council: Council, meeting: Meeting, item: AgendaItem, client_of: ClientOf
) -> None:
    heading(meeting, council)
    stated(item, council.chair)
    verdict = permissions.close_meeting(council.chair, anew(meeting))
    assert "punkt 1" in verdict.reason
    assert council.secretary.name in verdict.reason
    with nothing_happens(), pytest.raises(Refused):
        close(meeting, council)
    page = client_of(council.chair).get(f"/mote/{meeting.pk}/motet/?punkt=2").text
    assert f"/mote/{meeting.pk}/avsluta/" not in page
    assert "Du är jävig i punkt 1" in page

    closing.close_meeting(anew(meeting), by=council.secretary, attended=council.everyone)
    with nothing_happens(), pytest.raises(Refused):
        closing.correct_minutes(anew(meeting), by=council.chair, correction="Den tillstyrktes.")


def test_who_is_conflicted_does_not_take_the_matter_up(
    cast: Cast, council: Council, meeting: Meeting
) -> None:
    decision = complete(cast)
    on_decisions.state_conflict(decision, by=tool(), people=[council.chair], reason="Delägare")
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        added(meeting, council, Decision.objects.get())
    assert "Du är jävig i ”Nyckelskåp" in str(refusal.value)
    actions.add_item(anew(meeting), by=council.secretary, record=Decision.objects.get())


def test_jav_noted_at_the_meeting_stands_on_the_decision_at_once(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    stated(item, cast.other_manager)
    assert on_decision() == [cast.other_manager]
    [later, first] = Event.objects.filter(name__endswith="conflict_stated").order_by("-pk")
    assert {later.reason, first.reason} == {"Delägare", f"Jäv i {item.meeting.name}: Delägare"}


def test_jav_is_noted_also_of_who_will_have_left_when_the_meeting_comes(
    cast: Cast, council: Council
) -> None:
    following = planned(council, today() + timedelta(days=30))
    item = added(following, council, complete(cast))
    seat = Seat.objects.get(body=council.body, user=cast.manager)
    bodies.end_seat(seat, by=council.chair, ends_on=today() + timedelta(days=7))
    assert on_item(stated(item, cast.manager)) == [cast.manager]


def test_jav_noted_on_the_decision_stands_on_every_open_agenda(
    cast: Cast, council: Council, meeting: Meeting, item: AgendaItem
) -> None:
    told = {"benefit": 4, "complexity": 2, "remark": ""}
    actions.grade_items(anew(meeting), by=cast.manager, grades={item.pk: told})
    people = [cast.manager, cast.controller]
    on_decisions.state_conflict(Decision.objects.get(), by=tool(), people=people, reason="Bror")
    # The controller does not sit in the group.
    assert on_item(item) == [cast.manager]
    assert not Grade.objects.present().exists()


def test_a_closed_meeting_stands_as_it_was(
    cast: Cast, council: Council, meeting: Meeting, item: AgendaItem
) -> None:
    said(item, council.chair, Stance.REFER_BACK)
    close(meeting, council)
    on_decisions.state_conflict(
        Decision.objects.get(), by=tool(), people=[cast.manager], reason="Bror"
    )
    assert on_item(item) == []
    with nothing_happens(), pytest.raises(Refused):
        conflicts.lift_item_conflict(
            AgendaItem.objects.get(pk=item.pk), by=council.chair, person=cast.manager, reason="Fel"
        )


def test_lift_item_conflict_reaches_the_decision(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    item = stated(item, cast.other_manager)
    conflicts.lift_item_conflict(
        item, by=council.chair, person=cast.other_manager, reason="Fel Nilsson"
    )
    assert (on_item(item), on_decision()) == ([], [])
    names = set(Event.objects.filter(reason="Fel Nilsson").values_list("name", flat=True))
    assert names == {"item.conflict_lifted", "decision.conflict_lifted"}


def test_jav_taken_back_on_the_decision_is_gone_from_the_agenda(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    stated(item, cast.other_manager)
    on_decisions.lift_conflict(
        Decision.objects.get(), by=tool(), person=cast.other_manager, reason="Fel"
    )
    assert on_item(item) == []


def test_what_was_taken_back_does_not_come_again_with_the_matter(
    cast: Cast, council: Council, meeting: Meeting, item: AgendaItem
) -> None:
    item = stated(item, cast.other_manager)
    conflicts.lift_item_conflict(item, by=council.chair, person=cast.other_manager, reason="Fel")
    said(item, council.chair, Stance.POSTPONED)
    close(meeting, council)
    following = planned(council, today().replace(year=today().year + 1))
    assert on_item(following.items.get()) == []


def test_lift_item_conflict_is_refused_to_members_and_to_oneself(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    item = stated(item, council.chair)
    for person in (cast.other_manager, cast.controller, council.chair):
        with nothing_happens(), pytest.raises(Refused):
            conflicts.lift_item_conflict(item, by=person, person=council.chair, reason="Fel")
    conflicts.lift_item_conflict(item, by=council.secretary, person=council.chair, reason="Fel")
    assert on_item(item) == []


def test_lift_item_conflict_without_why_or_of_another_is_impossible(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    item = stated(item, cast.other_manager)
    for person, reason in ((cast.other_manager, " "), (cast.manager, "Fel")):
        with nothing_happens(), pytest.raises(NotPossible):
            conflicts.lift_item_conflict(item, by=council.chair, person=person, reason=reason)


def test_the_room_offers_to_take_it_back(
    cast: Cast, council: Council, item: AgendaItem, client_of: ClientOf
) -> None:
    url, way = f"/mote/{item.meeting_id}/motet/", f"/mote/punkt/{item.pk}/jav/tillbaka/"
    assert way not in client_of(council.chair).get(url).text
    stated(item, cast.other_manager)
    assert way in client_of(council.chair).get(url).text
    assert way not in client_of(cast.manager).get(url).text
    assert "Select" not in client_of(council.chair).get(way).text
    client_of(council.chair).post(way, {"person": cast.other_manager.pk, "reason": "Fel"})
    assert on_item(item) == []


def test_the_history_of_a_meeting_and_a_decision_has_no_words_of_the_code(
    council: Council, item: AgendaItem, client_of: ClientOf
) -> None:
    pages = (f"/mote/{item.meeting_id}/historik/", f"/beslut/{item.about_id}/historik/")
    for page in pages:
        told = client_of(council.chair).get(page).text
        assert "Nyckelskåp" in told
        assert "About" not in told
