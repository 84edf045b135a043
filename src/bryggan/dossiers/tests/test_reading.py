"""What an auditor reads is noted once a day, for her and the administrator; nobody else's reading is."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.dossiers import actions
from bryggan.dossiers.models import Reading
from bryggan.dossiers.tests.making import drawn_sample, finished
from bryggan.history.models import Event
from bryggan.initiatives.models import Initiative
from bryggan.kit.action import Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.methods.models import Phase
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


def test_note_reading_happens_on_pages_and_papers_but_not_on_her_own_pages(
    cast: Cast, one: Initiative, client_of: SignIn
) -> None:
    client = client_of(cast.auditor)
    for address in (
        f"/initiativ/{one.pk}/",
        f"/initiativ/{one.pk}/historik/",
        f"/initiativ/{one.pk}/syfte/",
        f"/papper/akt.pdf?initiativ={one.pk}",
        "/granskning/",
        "/mitt-arbete/",
        "/",
    ):
        for _time in range(2):
            assert client.get(address).status_code == 200
    read = Reading.objects.order_by("pk").values_list("address", "name")
    assert list(read) == [
        (f"/initiativ/{one.pk}/", one.number),
        (f"/papper/akt.pdf?initiativ={one.pk}", "Akt (.pdf)"),
    ]
    assert Event.objects.filter(name="record.read").count() == 2


def test_note_reading_happens_on_overviews_and_what_is_looked_for(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.auditor)
    for address in ("/uppsikt/", "/fardplan/?vy=pengar", "/sok/?q=l%C3%B6n", "/organisation/"):
        assert client.get(address).status_code == 200, address
    client.get("/sok/?q=l", headers={"hx-request": "true", "hx-target": "search-results"})
    read = Reading.objects.order_by("pk").values_list("address", "name")
    assert list(read) == [
        ("/uppsikt/", "uppsikt"),
        ("/fardplan/?vy=pengar", "fardplan/?vy=pengar"),
        ("/sok/?q=l%C3%B6n", "sok/?q=lön"),
        ("/organisation/", "organisation"),
    ]


def test_note_reading_happens_once_of_a_list_with_its_filter_and_how_many_rows(
    cast: Cast, one: Initiative, client_of: SignIn
) -> None:
    days = {"started_on": date(2025, 1, 1), "closed_on": date(2025, 6, 1)}
    finished(cast.education, cast.strategist, name="Ny kran", **days)
    finished(cast.care, cast.strategist, name="Hemtjänsten", **days)
    sample = drawn_sample(cast)
    client = client_of(cast.auditor)
    for address in (
        "/initiativ/",
        "/initiativ/?page=2",
        "/initiativ/?sort=-name&col=name",
        "/initiativ/?f.phase=closed&q=kran",
        "/initiativ/?f.phase=closed&q=kran&page=2",
        "/initiativ/fil.csv?f.phase=closed",
        "/granskning/tabell/",
        "/granskning/tabell/?page=2",
        f"/granskning/tabell/?urval={sample.pk}",
        f"/slumpurval/{sample.pk}/",
        f"/granskning/urval/{sample.pk}/population.csv",
    ):
        assert client.get(address).status_code == 200, address
    read = Reading.objects.order_by("pk").values_list("address", "name")
    by_lot = f"Slumpmässigt urval {sample.number}, frö {sample.seed}, draget {sample.drawn_on}"
    assert list(read) == [
        ("/initiativ/", "Initiativ: allt, 3 rader"),
        ("/initiativ/?q=kran&f.phase=closed", "Initiativ: Fas: Avslutat; Sökord: kran, 1 rad"),
        (
            "/initiativ/fil.csv?f.phase=closed",
            "Initiativ (.csv): Fas: Avslutat, 3 rader",
        ),
        ("/granskning/tabell/?f.phase=closed", "Revisorernas tabell: Fas: Avslutat, 3 rader"),
        (f"/granskning/tabell/?urval={sample.pk}", f"Revisorernas tabell: {by_lot}, 1 rad"),
        (f"/slumpurval/{sample.pk}/", sample.number),
        (
            f"/granskning/urval/{sample.pk}/population.csv",
            f"granskning/urval/{sample.pk}/population.csv",
        ),
    ]


def test_a_filter_longer_than_the_log_holds_is_cut_and_the_number_of_rows_stays(
    cast: Cast, one: Initiative, client_of: SignIn
) -> None:
    chosen = "".join(f"&f.phase={phase}" for phase in Phase.values)
    address = f"/initiativ/?q={'lång ' * 60}{chosen}"
    assert client_of(cast.auditor).get(address).status_code == 200
    assert Reading.objects.get().name.endswith("…, 0 rader")


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
