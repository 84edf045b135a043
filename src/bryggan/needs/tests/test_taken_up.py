"""A need before a råd: ready when it is prepared, and answered when the meeting is closed, also by code."""

import pytest
from django.urls import reverse

from bryggan.decisions.tests.test_pages import ClientOf
from bryggan.kit.action import NotPossible
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import nothing_happens
from bryggan.meetings import queries as meetings
from bryggan.meetings.models import AgendaItem
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


def hidden_since(council: Council, need: Need) -> str:
    """A need that stood open on an agenda, was talked of and is protected now; the address of its meeting."""
    meeting = planned(council)
    said(
        added(meeting, council, need),
        council.secretary,
        "decline",
        reasons="Hemligt skäl",
        tasks=[{"name": "Hemlig uppgift", "responsible": council.secretary, "due_on": None}],
    )
    vega = make_developer(need.unit, "Vega")
    need = Need.objects.get(pk=need.pk)
    actions.protect_need(need, by=vega, is_protected=True, reason="En enda berörs")
    return f"/mote/{meeting.pk}/"


def test_a_need_hidden_since_is_told_nowhere_at_the_meeting(
    cast: Cast, council: Council, client_of: ClientOf
) -> None:
    url = hidden_since(council, ready(cast))
    client = client_of(council.chair)
    pages = [url, f"{url}historik/", f"{url}motet/", f"{url}dagordning/", f"{url}avsluta/"]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        for secret in ("Hemligt", "Hemlig uppgift", "Nycklar"):
            assert secret not in answer.text, page
    item = AgendaItem.objects.get()
    for name in ("change_item", "consider_item", "state_item_conflict"):
        assert client.get(reverse(name, args=[item.pk])).status_code == 404
    assert "Hemligt skäl" in client_of(council.secretary).get(f"{url}motet/").text

    close(item.meeting, council)
    assert "Hemligt" not in client.get(url).text
    answer = client.get(reverse("frozen_minutes", args=[item.meeting_id]), follow=True)
    assert "Hemligt" not in answer.text
    assert "rör ärenden som du inte ser" in answer.text


def test_a_need_hidden_since_can_be_taken_off_the_agenda(
    cast: Cast, council: Council, client_of: ClientOf
) -> None:
    hidden_since(council, ready(cast))
    item = AgendaItem.objects.get()
    client_of(council.chair).post(reverse("remove_item", args=[item.pk]))
    assert not AgendaItem.objects.present().exists()
