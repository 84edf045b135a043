"""The pages of an app: asked for, screened and decided through the browser's own forms."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.approvals import actions
from bryggan.approvals.models import App, AppRequest, Step
from bryggan.approvals.tests.making import (
    CONDITIONS,
    REASON,
    USE,
    answers,
    approved,
    ask_for,
    make_app,
    next_year,
    refused,
    screened,
)
from bryggan.kit.testing.cast import Cast, make_system
from bryggan.kit.testing.effects import nothing_happens
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]
ASK = "/app/begar/"


def test_what_is_there_already_is_shown_before_the_form(cast: Cast, client_of: ClientOf) -> None:
    approved(make_app(cast.care, "Glosor för vården"), cast.strategist)
    refused(make_app(cast.education, "Glosreklam"), cast.strategist)
    ask_for(cast, by=cast.manager)
    make_system(cast.education, name="Glosbanken")
    page = client_of(cast.employee).get(ASK, {"q": "glos"})

    for told in ("Glosor för vården", CONDITIONS, "Omsorgsförvaltningen", "Glosreklam", REASON):
        assert told in page.text
    assert "Glosbanken" in page.text
    assert page.text.count("Jag vill också") == 2
    assert page.context["form"]["name"].value() == "glos"


def test_without_words_there_is_only_the_search(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.employee).get(ASK).text
    assert "Skicka begäran" not in page
    assert 'name="q"' in page


def test_while_one_types_only_what_is_found_is_answered(cast: Cast, client_of: ClientOf) -> None:
    ask_for(cast, by=cast.manager)
    part = client_of(cast.employee).get(
        ASK, {"q": "glos"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="found"
    )
    assert part.text.strip().startswith('<div id="found"')
    assert "Glosappen" in part.text
    assert "<html" not in part.text


def test_a_request_is_sent_and_stands_on_ones_page(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.employee)
    sent = {"name": "Kartleken", "use": "Öva kartor", "unit": cast.education.pk, "user_count": 24}
    answer: Any = client.post(ASK, sent, follow=True)

    app = App.objects.get()
    assert answer.redirect_chain == [(f"/app/{app.pk}/", 302)]
    assert "Kartleken är begärd" in answer.text
    assert "Gör riskkontrollen" in answer.text
    assert "Riskkontrollen görs av" in answer.text
    assert "Kartleken" in client.get(ASK).text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": "", "use": "x"}, "Det här behöver rättas"),
        ({"name": "Glosappen", "use": "x"}, "finns redan"),
        ({"name": "Ny", "use": "x", "link": "javascript:alert(1)"}, "Skriv en webbadress"),
        ({"name": "Ny", "use": "x", "user_count": "många"}, "Det här behöver rättas"),
        ({"name": "Ny", "use": "x", "unit": "99999999"}, "Det här behöver rättas"),
    ],
)
def test_what_is_wrong_with_a_request_is_said_in_the_form(
    sent: dict[str, str], words: str, cast: Cast, client_of: ClientOf
) -> None:
    ask_for(cast, by=cast.manager)
    client = client_of(cast.employee)

    with nothing_happens():
        answer = client.post(ASK, {"unit": str(cast.education.pk), **sent})
    assert answer.status_code == 422
    assert words in answer.text


def test_one_click_stands_behind_what_somebody_else_asked_for(
    cast: Cast, client_of: ClientOf
) -> None:
    app = ask_for(cast, by=cast.manager)
    client = client_of(cast.employee)
    answer: Any = client.post(f"/app/{app.pk}/jag-ocksa/", follow=True)

    assert "Du står nu bakom begäran" in answer.text
    assert AppRequest.objects.filter(app=app, asked_by=cast.employee).exists()
    again: Any = client.post(f"/app/{app.pk}/jag-ocksa/", follow=True)
    assert "Du står redan bakom" in again.text


def test_a_question_left_is_pointed_out(cast: Cast, client_of: ClientOf) -> None:
    app = ask_for(cast)
    sent = {**answers(), "note": "", "ai": ""}
    client = client_of(cast.strategist)

    with nothing_happens():
        answer = client.post(f"/app/{app.pk}/riskkontroll/", sent)
    assert answer.status_code == 422
    assert "Välj ett svar" in answer.text


def test_answers_lead_to_conditions_and_these_to_the_list(cast: Cast, client_of: ClientOf) -> None:
    app = ask_for(cast)
    client = client_of(cast.manager)
    given = {**answers(protected_identity="no", ai="with_input"), "note": "Läste villkoren"}
    page: Any = client.post(f"/app/{app.pk}/riskkontroll/", given, follow=True)

    assert page.redirect_chain == [(f"/app/{app.pk}/besked/", 302)]
    suggested = page.context["approve_form"]["conditions"].value()
    assert "skyddade personuppgifter" in suggested
    assert "dataskyddsombudet" in suggested
    sent = {"conditions": "", "review_on": str(next_year())}
    without = client.post(f"/app/{app.pk}/besked/", sent)
    assert without.status_code == 422
    assert "Svaren kräver villkor" in without.text
    client.post(f"/app/{app.pk}/besked/", {**sent, "conditions": suggested})
    app.refresh_from_db()
    assert app.step == Step.APPROVED_WITH_CONDITIONS
    assert "skyddade personuppgifter" in Client().get("/grona-listan/").text


def test_the_page_of_an_app_tells_the_answers_behind_the_verdict(
    cast: Cast, client_of: ClientOf
) -> None:
    app = screened(ask_for(cast), cast.strategist, answers(advertising="yes"))
    actions.refuse_app(app, by=cast.manager, reason=REASON)
    page = client_of(cast.employee).get(f"/app/{app.pk}/").text

    for told in (REASON, "Reklam och spårning", cast.manager.name, cast.employee.name, USE):
        assert told in page
    assert "Besked ges av chefen" in page


def test_a_verdict_is_not_edited(cast: Cast, client_of: ClientOf) -> None:
    app = approved(ask_for(cast), cast.strategist)
    client = client_of(cast.strategist)

    with nothing_happens():
        answer = client.post(
            f"/app/{app.pk}/verdict/", {"conditions": "Inga", "version": app.version}
        )
    assert answer.status_code == 403
    assert "ersätts av ett nytt" in answer.text


def test_what_does_not_fit_the_step_is_said_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    app, client = ask_for(cast), client_of(cast.strategist)
    for address in ("besked/", "neka/", "omprova/", "ta-av-listan/"):
        with nothing_happens():
            sent = {"reason": "Prov", "review_on": str(next_year())}
            answer: Any = client.post(f"/app/{app.pk}/{address}", sent, follow=True)
        assert answer.redirect_chain[-1][0] == f"/app/{app.pk}/"
        assert 'class="message bad"' in answer.text
    approved(app, cast.strategist)
    answer = client.get(f"/app/{app.pk}/riskkontroll/", follow=True)
    assert "Ta upp appen till omprövning först." in answer.text


def test_the_list_of_apps_leads_on_and_a_system_shows_its_place_on_it(
    cast: Cast, client_of: ClientOf
) -> None:
    app = approved(make_app(cast.education, system=cast.system), cast.strategist)
    client = client_of(cast.strategist)
    page = client.get("/app/").text

    for address in (ASK, "/grona-listan/", "/app/andras-listor/"):
        assert f'href="{address}"' in page
    assert "/app/andras-listor/" not in client_of(cast.employee).get("/app/").text
    assert f"/app/{app.pk}/" in client.get(f"/system/{cast.system.pk}/visa/apps/").text
    assert f"/app/{app.pk}/" in client.get("/sok/?q=glosapp").text


def test_pages_ask_the_database_as_often_whoever_stands_behind(
    cast: Cast, client_of: ClientOf
) -> None:
    app = screened(ask_for(cast), cast.strategist)
    client = client_of(cast.strategist)
    urls = [
        f"/app/{app.pk}/",
        f"/app/{app.pk}/besked/",
        f"{ASK}?q=glos",
        f"/app/{app.pk}/riskkontroll/",
    ]

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    few = [asked(url) for url in urls]
    app.refresh_from_db()
    for person in (cast.manager, cast.controller, cast.administrator, cast.other_manager):
        actions.join_request(app, by=person, unit=person.unit)
    for number in range(7):
        ask_for(cast, f"Glosappen {number}", by=cast.strategist)
    assert [asked(url) for url in urls] == few
    assert max(few) <= 15


def test_whoever_only_prepares_reads_who_gives_the_verdict(cast: Cast, client_of: ClientOf) -> None:
    app = screened(ask_for(cast), cast.administrator, answers(age="guardian"))
    page = client_of(cast.administrator).get(f"/app/{app.pk}/besked/").text

    assert "Leverantörens villkor kräver vårdnadshavares godkännande." in page
    assert "Besked ges av chefen över Utbildningsförvaltningen" in page
    assert "Neka med det här skälet" not in page
