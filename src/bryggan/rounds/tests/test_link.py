"""The link in a letter: whom it lets in, to what, and when it is dead."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from bryggan.history.models import Event
from bryggan.kit.testing.cast import Cast, make_person
from bryggan.kit.testing.effects import nothing_happens
from bryggan.notices.telling import sealed
from bryggan.people.models import User
from bryggan.rounds import actions
from bryggan.rounds.models import Round
from bryggan.rounds.tests.making import (
    ask_about,
    fill,
    make_held,
    make_round,
    open_url,
    token_of,
)
from bryggan.systems.models import System

type ClientOf = Callable[[User], Client]


def test_the_link_opens_her_questions_without_signing_in(cast: Cast) -> None:
    round = make_round(cast.strategist, message="Tack på förhand")
    client = Client()

    page = client.get(open_url(round, cast.system_steward))

    assert "Du svarar som <b>Stina Säv</b>" in page.text
    assert "Skolplattformen" in page.text
    assert "Tack på förhand" in page.text
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "http://" not in page.text.replace("http://www.w3.org", "")
    client.post(page.context["current"]["answer_url"], fill(page, user_count="77"))
    event = Event.objects.get(name="system.changed")
    assert (event.actor_id, event.reason) == (
        cast.system_steward.pk,
        f"Uppdateringsrunda Hösten ({round.pk}), via länken i brevet",
    )
    assert client.get("/system/").status_code == 302  # she has not signed in by it


def test_the_link_works_for_somebody_who_has_no_login(cast: Cast) -> None:
    nameonly = make_person("Nina Namn", cast.education, is_active=False)
    system = make_held(cast.education, "Arkivet", system_steward=nameonly)
    round = make_round(cast.strategist)
    client = Client()

    page = client.get(open_url(round, nameonly))
    client.post(page.context["current"]["answer_url"], fill(page, lifecycle="phasing_out"))

    assert System.objects.get(pk=system.pk).lifecycle == "phasing_out"


def test_a_link_never_shows_or_changes_anothers_systems(cast: Cast) -> None:
    make_held(cast.education, "Arkivet", system_steward=cast.system_owner)
    round = make_round(cast.strategist)
    hers = token_of(round, cast.system_owner)
    client = Client()

    page = client.get(f"/svara/{hers}/")
    assert "Arkivet" in page.text
    assert "Skolplattformen" not in page.text
    for ask in (ask_about(round, cast.system).pk, 999_999):
        with nothing_happens():
            sent = {"filled": "1", "user_count": "1", "note": "x"}
            assert client.post(f"/svara/{hers}/{ask}/", sent).status_code == 404
            assert client.post(f"/svara/{hers}/{ask}/inte-jag/", sent).status_code == 404
        assert "Skolplattformen" not in client.get(f"/svara/{hers}/?fraga={ask}").text


def test_a_link_of_one_round_opens_no_other(cast: Cast) -> None:
    first, second = make_round(cast.strategist), make_round(cast.strategist, name="Andra")
    ask = ask_about(second, cast.system)

    with nothing_happens():
        answer = Client().post(f"/svara/{token_of(first, cast.system_steward)}/{ask.pk}/")
    assert answer.status_code == 404


def dead(cast: Cast, round: Round, why: str, person: User) -> None:
    if why == "closed":
        actions.close_round(round, by=cast.strategist)
    elif why == "withdrawn":
        User.objects.filter(pk=person.pk).update(withdrawn_at="2026-01-01T00:00Z")


@pytest.mark.parametrize("why", ["closed", "withdrawn", "external ended", "mistyped"])
def test_a_dead_link_lets_nobody_in(cast: Cast, clock: Any, why: str) -> None:
    person = cast.auditor if why == "external ended" else cast.system_steward
    system = make_held(cast.education, "Granskat", system_steward=cast.auditor)
    round = make_round(cast.strategist)
    ask = ask_about(round, system if why == "external ended" else cast.system)
    token = token_of(round, person)
    assert Client().get(f"/svara/{token}/").status_code == 200

    dead(cast, round, why, person)
    if why == "mistyped":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    if why == "external ended":
        clock.move_to("2027-06-01 09:00:00")  # her role in the unit was for ninety days

    page = Client().get(f"/svara/{token}/")
    assert page.status_code == 404
    assert "Länken gäller inte längre" in page.text
    assert person.name not in page.text
    with nothing_happens():
        assert Client().post(f"/svara/{token}/{ask.pk}/").status_code == 404


def test_an_external_person_answers_about_what_she_sees(cast: Cast) -> None:
    """The auditor sees education: she is asked there, and may confirm though not change elsewhere."""
    system = make_held(cast.education, "Granskat", system_steward=cast.auditor)
    unseen = make_held(cast.care, "Dolt", system_steward=cast.auditor)
    round = make_round(cast.strategist)

    assert ask_about(round, system).person == cast.auditor
    assert ask_about(round, unseen).person is None
    page = Client().get(open_url(round, cast.auditor))
    assert "Granskat" in page.text
    assert "Dolt" not in page.text


def test_the_token_is_stored_nowhere(cast: Cast) -> None:
    round = make_round(cast.strategist)
    token = token_of(round, cast.system_steward)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            assert not any(token in str(value) for row in cursor.fetchall() for value in row)


def test_only_the_letter_that_is_sent_holds_the_link(cast: Cast) -> None:
    round = make_round(cast.strategist)
    kept = f"Svara här: https://ekvik.example/runda/{round.pk}/mina/ tack"

    sent = sealed(cast.system_steward, kept)
    assert f"https://ekvik.example{open_url(round, cast.system_steward)} tack" in sent
    assert "/svara/" not in sealed(cast.employee, kept)
    actions.close_round(round, by=cast.strategist)
    assert sealed(cast.system_steward, kept) == kept
