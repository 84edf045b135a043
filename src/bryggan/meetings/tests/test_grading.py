"""Members score beforehand, blind to each other, and take no part where they are jäviga."""

from datetime import timedelta

import pytest
from django.test import Client

from bryggan.decisions import conflicts as on_decisions
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.test_pages import ClientOf
from bryggan.history.models import Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.meetings import actions, conflicts, queries, shown
from bryggan.meetings.models import AgendaItem, Grade, Meeting
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
def item(cast: Cast, council: Council) -> AgendaItem:
    return added(planned(council), council, complete(cast))


def grade(
    item: AgendaItem, by: User, benefit: int = 4, complexity: int = 2, remark: str = ""
) -> None:
    told = {"benefit": benefit, "complexity": complexity, "remark": remark}
    actions.grade_items(anew(item.meeting), by=by, grades={item.pk: told})


def test_grade_items_is_ones_own_business_until_shown(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    grade(item, cast.manager, 5, 1, "Vi väntar på det här")

    assert Grade.objects.visible_to(cast.manager).count() == 1
    for other in (council.chair, cast.administrator, cast.auditor, cast.other_manager):
        assert not Grade.objects.visible_to(other).exists()
    assert newest_event().name == "grades.given"


def test_no_page_tells_how_somebody_scored_before_it_is_shown(
    cast: Cast, council: Council, item: AgendaItem, client_of: ClientOf
) -> None:
    grade(item, cast.manager, 5, 1, "Hemlig kommentar")
    meeting = item.meeting
    pages = (
        f"/mote/{meeting.pk}/",
        f"/mote/{meeting.pk}/motet/",
        f"/mote/{meeting.pk}/bedom/",
        f"/mote/{meeting.pk}/historik/",
        f"/mote/{meeting.pk}/avsluta/",
    )
    client: Client = client_of(council.chair)
    for url in pages:
        response = client.get(url)
        page = response.text
        assert response.status_code == 200, url
        assert "Hemlig kommentar" not in page, url
        assert "alla säger" not in page, url
    actions.show_grades(anew(meeting), by=council.chair)
    assert "Hemlig kommentar" in client.get(f"/mote/{meeting.pk}/motet/").text


def test_grade_items_is_refused_to_who_sits_not_there(cast: Cast, item: AgendaItem) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        grade(item, cast.controller)
    assert refusal.value.reason == "Bedömer gör de som sitter i Digitaliseringsrådet."


def test_grade_items_is_refused_once_they_are_shown(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    actions.show_grades(item.meeting, by=council.chair)
    with nothing_happens(), pytest.raises(Refused):
        grade(item, cast.manager)


def test_grade_items_where_one_is_conflicted_is_impossible(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    conflicts.state_item_conflict(item, by=cast.manager, person=cast.manager, reason="Min bror")
    with nothing_happens(), pytest.raises(NotPossible):
        grade(item, cast.manager)


def test_show_grades_with_how_far_apart_they_are(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    for person, benefit in ((cast.manager, 5), (cast.other_manager, 2), (council.secretary, 4)):
        grade(item, person, benefit, 3)
    actions.show_grades(anew(item.meeting), by=council.chair)

    point = shown.points_of(anew(item.meeting), cast.other_manager)[0]
    assert point.benefit is not None and point.complexity is not None
    assert point.benefit.counts == (0, 1, 0, 1, 1)
    assert (point.benefit.said, point.benefit.is_wide) == ("2–5, mitten 4", True)
    assert (point.complexity.said, point.complexity.is_wide) == ("alla säger 3", False)


def test_show_grades_is_refused_to_a_member(cast: Cast, item: AgendaItem) -> None:
    with nothing_happens(), pytest.raises(Refused):
        actions.show_grades(item.meeting, by=cast.other_manager)


def test_show_grades_twice_is_impossible(council: Council, item: AgendaItem) -> None:
    actions.show_grades(item.meeting, by=council.chair)
    with nothing_happens(), pytest.raises(Refused):
        actions.show_grades(anew(item.meeting), by=council.chair)


def test_state_item_conflict_takes_ones_score_away(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    grade(item, cast.manager)
    conflicts.state_item_conflict(item, by=cast.manager, person=cast.manager, reason="Min bror")

    assert not Grade.objects.present().exists()
    assert queries.graders_count(Meeting.objects.get()) == 0
    assert Event.objects.get(name="item.conflict_stated").reason == "Min bror"


def test_state_item_conflict_is_refused_to_others(cast: Cast, item: AgendaItem) -> None:
    with nothing_happens(), pytest.raises(Refused):
        conflicts.state_item_conflict(item, by=cast.controller, person=cast.manager, reason="Bror")


def test_state_item_conflict_of_who_sits_not_there_is_impossible(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        conflicts.state_item_conflict(item, by=council.chair, person=cast.controller, reason="Bror")
    assert refusal.value.field == "person"


def test_state_item_conflict_of_another_is_impossible_to_a_member(
    cast: Cast, council: Council, item: AgendaItem, client_of: ClientOf
) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        conflicts.state_item_conflict(item, by=cast.manager, person=council.chair, reason="Bror")
    assert refusal.value.field == "person"
    url = f"/mote/punkt/{item.pk}/jav/"
    assert council.chair.name not in client_of(cast.other_manager).get(url).text
    assert cast.manager.name in client_of(council.chair).get(url).text


def test_who_is_conflicted_changes_and_removes_nothing(council: Council, item: AgendaItem) -> None:
    chair = council.chair
    conflicts.state_item_conflict(item, by=chair, person=chair, reason="Delägare")
    item = AgendaItem.objects.get(pk=item.pk)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.change_item(item, by=chair, values={"proposal": "Köp av min bror"})
    with nothing_happens(), pytest.raises(NotPossible):
        actions.remove_item(item, by=chair)


def test_a_conflict_follows_the_matter_to_another_point(
    cast: Cast, council: Council, item: AgendaItem
) -> None:
    """Taken off and put back, put off to the next meeting, or told where the decision is prepared."""
    manager = cast.manager
    conflicts.state_item_conflict(item, by=manager, person=manager, reason="Delägare")
    actions.remove_item(AgendaItem.objects.get(pk=item.pk), by=council.secretary)
    back = added(item.meeting, council, Decision.objects.get())
    assert list(back.conflicted.all()) == [manager]

    said(back, council.chair, "postponed")
    close(back.meeting, council)
    following = planned(council, today() + timedelta(days=7))
    assert list(following.items.get().conflicted.all()) == [manager]

    other = complete(cast, "Ett annat")
    on_decisions.state_conflict(other, by=manager, people=[cast.other_manager], reason="Bror")
    assert list(added(following, council, other).conflicted.all()) == [cast.other_manager]


def test_a_meeting_without_matters_asks_nobody_to_score(cast: Cast, council: Council) -> None:
    meeting = planned(council)
    heading(meeting, council)
    actions.summon_meeting(anew(meeting), by=council.chair)
    assert not queries.meetings_to_grade(cast.manager).exists()
    item = added(meeting, council, complete(cast))
    assert queries.meetings_to_grade(cast.manager).exists()
    conflicts.state_item_conflict(item, by=cast.manager, person=cast.manager, reason="Bror")
    assert not queries.meetings_to_grade(cast.manager).exists()


def test_a_score_is_not_seen_through_another_persons_eyes(
    cast: Cast, item: AgendaItem, client_of: ClientOf
) -> None:
    grade(item, cast.manager, 5, 1, "Hemlig kommentar")
    url = f"/mote/{item.meeting_id}/bedom/"
    assert "Hemlig kommentar" in client_of(cast.manager).get(url).text

    administrator = client_of(cast.administrator)
    administrator.post(f"/visa-som/{cast.manager.pk}/")
    page = administrator.get(url)
    assert page.status_code == 200
    assert "Hemlig kommentar" not in page.text
