"""Who reads a task: through every door it can be asked for by."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from bryggan.duties.models import Task
from bryggan.duties.tests.making import given, in_days
from bryggan.kit.testing.cast import Cast, make_person
from bryggan.needs import actions as needs
from bryggan.needs.models import Need
from bryggan.needs.tests.making import make_developer, sorted_as, voiced
from bryggan.people.models import User
from bryggan.people.roles import Role

type ClientOf = Callable[[User], Client]

NAME = "Tala med Kims läkare"


def seen_by(user: User) -> set[str]:
    return {task.name for task in Task.objects.visible_to(User.objects.get(pk=user.pk))}


def test_a_task_about_nothing_is_between_those_who_have_it(cast: Cast) -> None:
    given(cast, name=NAME)
    assert all(NAME in seen_by(one) for one in (cast.employee, cast.manager, cast.administrator))
    others = (
        cast.other_manager,
        cast.controller,
        cast.strategist,
        cast.system_owner,
        cast.outsider,
    )
    assert not any(seen_by(one) for one in others)


def test_whoever_gave_it_sees_it_also_without_a_role(cast: Cast) -> None:
    given(cast, by=cast.controller, name=NAME)
    assert seen_by(cast.controller) == {NAME}


def test_a_manager_sees_what_is_done_where_she_leads_and_the_auditor_what_she_reviews(
    cast: Cast,
) -> None:
    given(cast, by=cast.employee, name=NAME)
    reviewer = make_person(
        "Rut Rev", cast.care, [(Role.AUDITOR, cast.care)], is_external=True, ends_on=in_days(90)
    )
    assert seen_by(cast.manager) == {NAME}
    assert seen_by(cast.auditor) == {NAME}
    assert not seen_by(reviewer)


def test_a_task_about_a_record_is_seen_through_its_door(cast: Cast) -> None:
    developer, need = make_developer(cast.education), voiced(cast)
    sorted_as(need, developer)
    needs.protect_need(Need.objects.get(), by=developer, is_protected=True, reason="En enda berörs")
    given(cast, about_noun="needs.need", about_id=need.pk, name=NAME)
    given(cast, about_noun="systems.system", about_id=cast.system.pk, name="Om ett system")

    assert seen_by(developer) == {NAME, "Om ett system"}
    assert seen_by(cast.controller) == {"Om ett system"}
    needs.protect_need(
        Need.objects.get(pk=need.pk), by=developer, is_protected=False, reason="Inte längre"
    )
    assert seen_by(cast.controller) == {NAME, "Om ett system"}


@pytest.mark.parametrize(
    "url",
    [
        "/uppgift/",
        "/uppgift/?q=l%C3%A4kare",
        "/sok/?q=l%C3%A4kare",
        "/uppgift/fil.xlsx",
        "/uppgift/fil.csv",
        "/uppgift/fil.json",
    ],
)
def test_no_list_search_or_file_tells_of_it(cast: Cast, client_of: ClientOf, url: str) -> None:
    given(cast, name=NAME)
    assert NAME in read(client_of(cast.employee), url)
    assert NAME not in read(client_of(cast.controller), url)


def read(client: Client, url: str) -> str:
    answer: Any = client.get(url)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if url.endswith("xlsx"):
        book = load_workbook(BytesIO(content))
        return " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    return str(content.decode())


@pytest.mark.parametrize("way", ["", "klar/", "utgar/", "historik/"])
def test_its_pages_are_not_there_for_others(cast: Cast, client_of: ClientOf, way: str) -> None:
    url = f"/uppgift/{given(cast, name=NAME).pk}/{way}"
    assert client_of(cast.employee).get(url).status_code == 200
    assert client_of(cast.controller).get(url).status_code == 404
