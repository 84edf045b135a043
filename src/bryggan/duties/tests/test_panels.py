"""The tasks about a record stand on its page, in one question however many they are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.duties import actions
from bryggan.duties.tests.making import given, in_days
from bryggan.kit.testing.cast import Cast
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]


def about(cast: Cast) -> dict[str, Any]:
    return {"about_noun": "systems.system", "about_id": cast.system.pk}


def asked(client: Client, url: str) -> list[str]:
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    return [one["sql"] for one in context if "duties_task" in one["sql"]]


def test_a_record_shows_its_tasks_what_is_to_be_done_first(cast: Cast, client_of: ClientOf) -> None:
    done = given(cast, name="Fråga om priset", due_on=in_days(-9), **about(cast))
    actions.finish_task(done, by=cast.employee, note="Det är 40 000 kr.")
    given(cast, name="Boka ett möte", due_on=in_days(-1), **about(cast))
    given(cast, name="Om något annat")
    page = client_of(cast.controller).get(f"/system/{cast.system.pk}/").text

    assert page.index("Boka ett möte") < page.index("Fråga om priset")
    assert "Det är 40 000 kr." in page
    assert "Försenad" in page
    assert "Om något annat" not in page


def test_a_page_without_tasks_says_nothing_of_them_and_asks_nothing_more(
    cast: Cast, client_of: ClientOf
) -> None:
    given(cast, name="Om något annat")
    url = f"/system/{cast.system.pk}/"
    assert "Om något annat" not in client_of(cast.controller).get(url).text
    # Whether there are any is asked with the record itself.
    assert len(asked(client_of(cast.controller), url)) == 1


@pytest.mark.parametrize("count", [1, 15])
def test_many_tasks_ask_one_question(cast: Cast, client_of: ClientOf, count: int) -> None:
    for number in range(count):
        given(cast, name=f"Uppgift {number}", **about(cast))
    assert len(asked(client_of(cast.controller), f"/system/{cast.system.pk}/")) == 2


def test_more_than_fit_are_said_to_be_in_the_list(cast: Cast, client_of: ClientOf) -> None:
    for number in range(21):
        given(cast, name=f"Uppgift {number}", **about(cast))
    page = client_of(cast.controller).get(f"/system/{cast.system.pk}/").text
    assert "Alla finns i listan Uppgifter" in page


def test_somebody_from_outside_reads_only_what_is_hers(cast: Cast, client_of: ClientOf) -> None:
    given(cast, name="Tala med leverantören", **about(cast))
    answer = client_of(cast.outsider).get(f"/system/{cast.system.pk}/")
    assert "Tala med leverantören" not in answer.text
