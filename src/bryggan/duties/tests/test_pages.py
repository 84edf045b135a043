"""The pages of tasks: the list with what is late, one's own, and a task with what it is about."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bryggan.duties import actions
from bryggan.duties.tests.making import given, in_days
from bryggan.kit.testing.cast import HIDDEN_HOSTING, Cast
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def test_the_list_is_filtered_by_what_is_late(cast: Cast, client_of: ClientOf) -> None:
    given(cast, name="Ring Vattenverket", due_on=in_days(-1))
    given(cast, name="Boka lokalen", due_on=in_days(1))
    given(cast, name="Skriv rutinen")
    actions.finish_task(given(cast, name="Klara frågan", due_on=in_days(-5)), by=cast.manager)
    client = client_of(cast.employee)

    late = client.get("/uppgift/?f.lateness=late").text
    assert "Ring Vattenverket" in late
    assert [
        name for name in ("Boka lokalen", "Skriv rutinen", "Klara frågan") if name in late
    ] == []
    assert "Boka lokalen" in client.get("/uppgift/?f.lateness=near").text


def test_a_task_says_what_it_is_about_to_whoever_sees_that(cast: Cast, client_of: ClientOf) -> None:
    told: dict[str, Any] = {
        "about_noun": "systems.system",
        "about_id": cast.system.pk,
        "came_from": "Digitaliseringsrådet 2026-11-26",
        "came_from_url": "/beslut/",
    }
    page = client_of(cast.employee).get(f"/uppgift/{given(cast, **told).pk}/").text

    assert f'<a href="/system/{cast.system.pk}/">' in page
    assert '<a href="/beslut/">Digitaliseringsrådet 2026-11-26</a>' in page
    assert HIDDEN_HOSTING not in page


def test_finishing_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    task = given(cast)
    client = client_of(cast.employee)

    assert f'href="/uppgift/{task.pk}/klar/"' in client.get(f"/uppgift/{task.pk}/").text
    answer = client.post(f"/uppgift/{task.pk}/klar/", {"note": "Svar i bifogat brev"}, follow=True)
    assert "Svar i bifogat brev" in answer.text
    assert "Uppgiften är klar" in answer.text


def test_what_cannot_be_said_comes_back_with_the_reason(cast: Cast, client_of: ClientOf) -> None:
    task = given(cast)
    answer = client_of(cast.employee).post(f"/uppgift/{task.pk}/utgar/", {"reason": ""})

    assert answer.status_code == 422


def test_a_task_is_created_in_the_list(cast: Cast, client_of: ClientOf) -> None:
    sent = {"name": "Ny", "unit": cast.education.pk, "responsible": cast.employee.pk}
    answer = client_of(cast.manager).post("/uppgift/nytt/", sent, follow=True)

    assert answer.status_code == 200
    assert "Ny" in answer.text
