"""Search: everything one may see, nothing else."""

from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.kit.testing.cast import (
    HIDDEN_BIDDER,
    HIDDEN_HOSTING,
    Cast,
    make_contract,
    make_system,
    tool,
)
from bryggan.people.models import User
from bryggan.systems.actions import withdraw_system
from bryggan.systems.connecting import create_integration

type SignIn = Callable[[User], Client]
LIVE = {"HX-Request": "true", "HX-Target": "search-results"}


def live(client: Client, words: str) -> str:
    return unescape(client.get("/sok/", {"q": words}, headers=LIVE).content.decode())


def page(client: Client, words: str) -> str:
    return unescape(client.get("/sok/", {"q": words}).content.decode())


def test_a_record_is_found_by_name_number_and_text(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    for words in ("Skol", "plattform", cast.system.number, cast.system.number.lower(), "frånvaro"):
        found = live(client, words)
        assert "Skolplattformen" in found, words
        assert f"/system/{cast.system.pk}/" in found
        assert "Utbildningsförvaltningen" in found


def test_short_words_match_starts_of_names(cast: Cast, client_of: SignIn) -> None:
    make_system(cast.care, name="HR Total")
    make_system(cast.care, name="Chrome")
    found = live(client_of(cast.employee), "hr")
    assert "HR Total" in found
    assert "Chrome" not in found


def test_people_units_and_pages_are_found(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    assert f"/person/{cast.manager.pk}/" in live(client, "mård")
    assert f"/organisation/{cast.education.pk}/" in live(client, "utbildningsf")
    assert 'href="/organisation/"' in live(client, "organ")


@pytest.mark.parametrize("words", [HIDDEN_HOSTING, HIDDEN_BIDDER, "Hemliga", "Bergrum"])
def test_what_is_hidden_is_found_only_by_those_who_may_see_it(
    cast: Cast, client_of: SignIn, words: str
) -> None:
    for user in (cast.manager, cast.strategist, cast.system_owner, cast.auditor):
        for ask in (live, page):
            found = ask(client_of(user), words)
            assert f"/system/{cast.system.pk}/" in found, user
    for user in (cast.employee, cast.other_manager, cast.controller, cast.outsider):
        for ask in (live, page):
            found = ask(client_of(user), words)
            assert f"/system/{cast.system.pk}/" not in found, user
            assert "Skolplattformen" not in found


def test_a_secret_integration_is_not_found_by_others(cast: Cast, client_of: SignIn) -> None:
    integration = create_integration(
        cast.education,
        by=tool(),
        values={
            "from": cast.system,
            "to": make_system(cast.education, name="Rosengången"),
            "carries": "Lösenordslistan",
            "is_secret": True,
        },
    )
    where = f"/integration/{integration.pk}/"
    for user in (cast.strategist, cast.manager, cast.it_counterpart):
        assert where in live(client_of(user), "Lösenordslistan")
    for user in (cast.employee, cast.other_manager, cast.outsider):
        for ask in (live, page):
            assert where not in ask(client_of(user), "Lösenordslistan")


def test_an_external_person_finds_only_what_she_has_been_granted(
    cast: Cast, client_of: SignIn
) -> None:
    assert "Skolplattformen" in live(client_of(cast.auditor), "skolpl")
    assert "Omsorgsjournalen" not in live(client_of(cast.auditor), "omsorgsj")
    assert "Skolplattformen" not in live(client_of(cast.outsider), "skolpl")
    assert "Mård" not in live(client_of(cast.outsider), "Mård").replace("Mård”", "")


def test_a_withdrawn_record_is_not_found(cast: Cast, client_of: SignIn) -> None:
    withdraw_system(cast.other_system, by=cast.strategist, reason="Avvecklat")
    assert "Omsorgsjournalen" not in page(client_of(cast.strategist), "omsorgsjournalen").replace(
        "”omsorgsjournalen”", ""
    )


def test_the_live_answer_is_the_best_few_with_a_way_to_all(cast: Cast, client_of: SignIn) -> None:
    for place in range(12):
        make_system(cast.care, name=f"Mätare {place:02}")
    client = client_of(cast.employee)
    found = live(client, "mätare")
    assert found.count('role="option"') == 9
    assert "Alla träffar på ”mätare”" in found
    assert "<html" not in found
    assert page(client, "mätare").count("Mätare ") == 12


def test_nothing_found_and_nothing_asked_teach(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    assert "Inga träffar" in live(client, "xyzzy")
    assert live(client, "  ").strip() == ""
    assert "Inget hittades" in page(client, "xyzzy")
    assert "Vad letar du efter?" in page(client, "")


def test_what_one_typed_is_shown_as_text(cast: Cast, client_of: SignIn) -> None:
    words = '<script>alert("x")</script>'
    for headers in ({}, LIVE):
        answer = client_of(cast.employee).get("/sok/", {"q": words}, headers=headers)
        assert "<script>alert" not in answer.content.decode()
    strange = ('"', "'", "%", "_", "\\", "a\0b", "å" * 500, "* OR 1", 'NEAR("a" "b")')
    for words in strange:
        assert client_of(cast.employee).get("/sok/", {"q": words}).status_code == 200, words


def test_one_must_have_signed_in(db: None) -> None:
    assert Client().get("/sok/", {"q": "skol"}).status_code == 302


def test_search_asks_the_database_equally_often_for_few_and_many(
    cast: Cast, client_of: SignIn
) -> None:
    make_system(cast.care, name="Mätare 0")
    make_contract("Mätare, avtal", cast.care)
    client = client_of(cast.employee)
    live(client, "mätare")
    with CaptureQueriesContext(connection) as few:
        live(client, "mätare")
    for place in range(1, 40):
        make_system(cast.care, name=f"Mätare {place}")
    with CaptureQueriesContext(connection) as many:
        live(client, "mätare")
    assert len(few) == len(many) <= 12
