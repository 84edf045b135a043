"""What stands around every page: who is looking, whose organisation, and the way out."""

from collections.abc import Callable
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.kit.testing.cast import Cast
from bryggan.people.models import User

type SignIn = Callable[[User], Client]


def test_the_frame_says_who_and_where_with_a_way_to_oneself_and_out(
    cast: Cast, client_of: SignIn
) -> None:
    page = client_of(cast.employee).get("/sok/").content.decode()
    assert "Ekviks kommunkoncern" in page
    assert "Elin Ek" in page
    assert "Utbildningsförvaltningen" in page
    assert f'href="/person/{cast.employee.pk}/"' in page
    assert 'action="/logga-ut/"' in page
    assert "Du visar som" not in page


def test_viewing_as_another_is_said_on_every_page_and_ends_with_one_press(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.administrator)
    client.post(f"/visa-som/{cast.employee.pk}/")
    page = unescape(client.get("/sok/").content.decode())
    assert "Du visar som Elin Ek" in page
    assert 'action="/visa-som/sluta/"' in page
    client.post("/visa-som/sluta/")
    page = unescape(client.get("/sok/").content.decode())
    assert "Du visar som" not in page
    assert "Ada Alm" in page


def test_the_frame_costs_few_questions_to_the_database(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    client.get("/sok/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/sok/")
    # The session, the person with her unit, her roles, the organisation's name.
    assert len(asked) <= 4, [query["sql"] for query in asked]


def test_a_person_who_may_no_longer_sign_in_is_out_at_once(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    assert client.get("/sok/").status_code == 200
    User.objects.filter(pk=cast.employee.pk).update(is_active=False)
    assert client.get("/sok/").status_code == 302
