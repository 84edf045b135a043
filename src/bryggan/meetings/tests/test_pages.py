"""The pages of a meeting: who sees which button, what is typed is never lost, a question count that does not grow."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bryggan.kit.testing.cast import Cast
from bryggan.meetings import actions
from bryggan.meetings.models import AgendaItem, AgreedTask, Meeting
from bryggan.meetings.tests.making import (
    Council,
    added,
    anew,
    complete,
    heading,
    make_council,
    planned,
    said,
    today,
)
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]


@pytest.fixture
def meeting(cast: Cast, council: Council) -> Meeting:
    meeting = planned(council)
    added(meeting, council, complete(cast))
    return anew(meeting)


def questions(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["meeting_room", "edit_agenda", "grade_items", "close_meeting"])
def test_a_longer_agenda_asks_no_more_questions(
    cast: Cast, council: Council, meeting: Meeting, client_of: ClientOf, name: str
) -> None:
    client, url = client_of(council.chair), reverse(name, args=[meeting.pk])
    first = questions(client, url)
    for number in range(12):
        item = added(meeting, council, complete(cast, f"Ärende {number}"))
        task = {"name": "Ring", "responsible": cast.manager, "due_on": None}
        said(item, council.chair, tasks=[task])
    assert questions(client, url) == first


def test_who_leads_writes_and_the_others_read_along(
    cast: Cast, council: Council, meeting: Meeting, client_of: ClientOf
) -> None:
    url = reverse("meeting_room", args=[meeting.pk])
    assert "Spara" in client_of(council.secretary).get(url).text
    for other in (cast.other_manager, cast.controller):
        page = client_of(other).get(url).text
        assert "Nyckelskåp till hemtjänsten" in page
        assert "Vem gör vad efter mötet" not in page


def test_a_point_that_cannot_be_kept_stays_on_the_screen(
    council: Council, meeting: Meeting, client_of: ClientOf
) -> None:
    item = meeting.items.get()
    sent = {"version": item.version, "stance": "decline", "dissent": "Jag är inte med på det."}
    answer = client_of(council.chair).post(reverse("consider_item", args=[item.pk]), sent)

    assert answer.status_code == 422
    assert "Skriv varför: den som lämnade ärendet får läsa det." in answer.text
    assert "Jag är inte med på det." in answer.text
    assert AgendaItem.objects.get(pk=item.pk).stance == ""


def test_a_task_without_anybody_is_asked_about(
    council: Council, meeting: Meeting, client_of: ClientOf
) -> None:
    item = meeting.items.get()
    sent = {"version": item.version, "stance": "support", "u0-name": "Ring leverantören"}
    answer = client_of(council.chair).post(reverse("consider_item", args=[item.pk]), sent)

    assert answer.status_code == 422
    assert "Välj vem som gör det." in answer.text
    assert "Ring leverantören" in answer.text
    assert not AgreedTask.objects.exists()


def test_two_who_write_at_once_both_see_what_stands(
    council: Council, meeting: Meeting, client_of: ClientOf
) -> None:
    item = meeting.items.get()
    old = item.version
    said(item, council.secretary, "decline", reasons="För dyrt i år")
    sent = {"version": old, "stance": "support", "reasons": "Jag ser det annorlunda"}
    client, url = client_of(council.chair), reverse("consider_item", args=[item.pk])

    answer = client.post(url, sent)
    assert answer.status_code == 409
    assert "För dyrt i år" in answer.text
    assert "Jag ser det annorlunda" in answer.text
    version = re.search(r'name="version" value="(\d+)"', answer.text)
    assert version is not None
    assert client.post(url, {**sent, "version": version[1]}).status_code == 302
    assert AgendaItem.objects.get(pk=item.pk).reasons == "Jag ser det annorlunda"


def test_an_agenda_is_moved_without_script(
    council: Council, meeting: Meeting, client_of: ClientOf
) -> None:
    last = heading(meeting, council, "Övrigt")
    client = client_of(council.chair)
    client.post(reverse("order_items", args=[meeting.pk]), {"upp": last.pk})
    client.post(reverse("order_items", args=[meeting.pk]), {"upp": "ingen"})

    assert list(meeting.items.order_by("place").values_list("name", flat=True)) == [
        "Övrigt",
        "Nyckelskåp till hemtjänsten",
    ]


def test_a_mark_that_was_tampered_with_adds_nothing(
    council: Council, meeting: Meeting, client_of: ClientOf
) -> None:
    client, url = client_of(council.chair), reverse("add_items", args=[meeting.pk])
    for mark in ("people.user:1", "decisions.decision:x", "decisions.decision:999999", ""):
        page = client.post(url, {"arende": mark}, follow=True)
        assert "Markera minst ett ärende." in page.text
    assert meeting.items.count() == 1


def test_the_pages_of_a_body_that_decides_say_where_its_meetings_are(
    cast: Cast, client_of: ClientOf
) -> None:
    board = make_council(cast, name="Arbetsutskottet", kind="committee").body
    page = client_of(cast.strategist).get(f"/grupp/{board.pk}/").text

    assert "har sina sammanträden och protokoll på annat håll" in page
    assert "Planera möte" not in page


def test_what_a_group_said_stands_on_the_matters_page(
    council: Council, meeting: Meeting, client_of: ClientOf
) -> None:
    item = meeting.items.get()
    client = client_of(council.chair)
    url = f"/beslut/{item.about_id}/"
    assert "på dagordningen" in client.get(url).text

    said(item, council.chair, "support_with_conditions", conditions="Pröva först på en skola.")
    assert "Pröva först på en skola." not in client.get(url).text
    client.post(reverse("close_meeting", args=[meeting.pk]), {"attended": [council.chair.pk]})
    assert "Pröva först på en skola." in client.get(url).text


def test_what_waits_for_a_member_and_for_who_leads(
    cast: Cast, council: Council, meeting: Meeting, client_of: ClientOf
) -> None:
    actions.summon_meeting(anew(meeting), by=council.chair)
    page = client_of(cast.other_manager).get("/mitt-arbete/").text
    assert f"Bedöm ärendena till Digitaliseringsrådet {today()}" in page
    told = {"benefit": 3, "complexity": 3, "remark": ""}
    item = meeting.items.get()
    actions.grade_items(anew(meeting), by=cast.other_manager, grades={item.pk: told})
    assert "Bedöm ärendena" not in client_of(cast.other_manager).get("/mitt-arbete/").text
