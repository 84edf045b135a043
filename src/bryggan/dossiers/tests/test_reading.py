"""What an auditor reads is noted once a day, for her and the administrator; nobody else's reading is."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.dossiers import actions
from bryggan.dossiers.models import Reading
from bryggan.dossiers.tests.making import finished
from bryggan.history.models import Event
from bryggan.initiatives.models import Initiative
from bryggan.kit.action import Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.models import User

pytestmark = pytest.mark.django_db
type SignIn = Callable[[User], Client]


@pytest.fixture
def one(cast: Cast) -> Initiative:
    days = {"started_on": date(2025, 1, 1), "closed_on": date(2025, 6, 1)}
    return finished(cast.education, cast.strategist, name="Ny växel", **days)


def test_note_reading_is_told_once_a_day_and_address(cast: Cast) -> None:
    for _time in range(2):
        actions.note_reading(cast.auditor, by=cast.auditor, address="/system/1/", name="S-0001")
    assert Reading.objects.get().name == "S-0001"
    assert newest_event().name == "record.read"


def test_note_reading_is_refused_who_is_not_the_auditor_herself(cast: Cast) -> None:
    for by in (cast.employee, cast.administrator, cast.outsider):
        with nothing_happens(), pytest.raises(Refused):
            actions.note_reading(cast.auditor, by=by, address="/system/1/", name="S-0001")
    with nothing_happens(), pytest.raises(Refused):
        actions.note_reading(cast.employee, by=cast.employee, address="/system/1/", name="S-0001")


def test_note_reading_happens_on_pages_and_papers_but_not_on_lists(
    cast: Cast, one: Initiative, client_of: SignIn
) -> None:
    client = client_of(cast.auditor)
    for address in (
        f"/initiativ/{one.pk}/",
        f"/initiativ/{one.pk}/historik/",
        f"/initiativ/{one.pk}/syfte/",
        f"/papper/akt.pdf?initiativ={one.pk}",
        "/initiativ/",
        "/granskning/",
    ):
        for _time in range(2):
            assert client.get(address).status_code == 200
    read = Reading.objects.order_by("pk").values_list("address", "name")
    assert list(read) == [
        (f"/initiativ/{one.pk}/", one.number),
        (f"/papper/akt.pdf?initiativ={one.pk}", "Akt (.pdf)"),
    ]
    assert Event.objects.filter(name="record.read").count() == 2


def test_nothing_is_noted_of_what_does_not_exist_for_her_nor_of_others(
    cast: Cast, one: Initiative, client_of: SignIn
) -> None:
    hidden = f"/system/{cast.other_system.pk}/"
    assert client_of(cast.auditor).get(hidden).status_code == 404
    for person in (cast.employee, cast.administrator):
        assert client_of(person).get(f"/initiativ/{one.pk}/").status_code == 200
    assert not Reading.objects.exists()


def test_the_administrator_who_looks_through_her_eyes_has_not_read_in_her_name(
    cast: Cast, one: Initiative, client_of: SignIn
) -> None:
    client = client_of(cast.administrator)
    client.post(f"/person/{cast.auditor.pk}/visa-som/")
    assert client.get(f"/initiativ/{one.pk}/").status_code == 200
    assert not Reading.objects.exists()


def test_the_log_is_shown_to_the_administrator_and_on_the_auditors_own_page(
    cast: Cast, one: Initiative, client_of: SignIn
) -> None:
    client_of(cast.auditor).get(f"/initiativ/{one.pk}/")
    for person, is_there in (
        (cast.auditor, True),
        (cast.administrator, True),
        (cast.manager, False),
    ):
        page = client_of(person).get("/granskning/").text
        assert (f"/initiativ/{one.pk}/" in page) is is_there
    assert "OSL 10:17" in client_of(cast.auditor).get("/granskning/").text


def test_the_log_costs_nobody_else_a_question(
    cast: Cast, one: Initiative, client_of: SignIn
) -> None:
    client = client_of(cast.employee)
    client.get(f"/initiativ/{one.pk}/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(f"/initiativ/{one.pk}/")
    assert not [query for query in asked if "dossiers_reading" in query["sql"]]
