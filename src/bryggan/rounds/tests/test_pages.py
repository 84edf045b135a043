"""The pages: starting a round, answering on her own page, what waits for whom."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client

from bryggan.history.models import Event
from bryggan.kit.testing.cast import Cast, make_person
from bryggan.kit.testing.effects import nothing_happens
from bryggan.notices.waiting import waiting_for
from bryggan.people.models import User
from bryggan.registers.importing.actions import add_own_field
from bryggan.rounds import answering
from bryggan.rounds.models import Round
from bryggan.rounds.tests.making import (
    ask_about,
    fill,
    make_draft,
    make_held,
    make_round,
)
from bryggan.systems import actions as system_actions
from bryggan.systems.models import System

type ClientOf = Callable[[User], Client]


# Starting


def test_a_round_is_started_from_the_list_in_three_steps(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.strategist)
    listed = client.get("/system/?f.lifecycle=in_use").text
    assert "/rundor/ny/system/?f.lifecycle=in_use" in listed
    assert 'formaction="/rundor/ny/system/"' in listed

    form = client.get("/rundor/ny/system/?f.lifecycle=in_use")
    assert 'Gäller <span class="figure">1</span>' in form.text
    assert "inget tomt" in form.text
    sent = {
        "name": "Hösten",
        "last_on": "2099-01-31",
        "asks_0": "role.system_steward",
        "asks_1": "role.system_owner",
        "fields_asked": ["lifecycle", "user_count"],
    }
    made: Any = client.post("/rundor/ny/system/?f.lifecycle=in_use", sent)
    round = Round.objects.get()
    assert made.url == f"/rundor/{round.pk}/"
    assert (round.question, round.asks) == (
        "?f.lifecycle=in_use",
        ["role.system_steward", "role.system_owner"],
    )

    draft = client.get(made.url)
    assert draft.context["people_count"] == 1
    assert f"{cast.system_steward.email}</td><td" in draft.context["people"]
    assert draft.context["people"].endswith(">1</td></tr>")
    assert "Starta rundan" in draft.text
    client.post(f"/rundor/{round.pk}/starta/")
    round.refresh_from_db()
    assert round.step == "open"


def test_the_draft_names_those_who_have_nobody_and_leads_to_their_list(
    cast: Cast, client_of: ClientOf
) -> None:
    round = make_draft(cast.strategist)

    page = client_of(cast.strategist).get(f"/rundor/{round.pk}/")

    assert page.context["without_count"] == 1
    assert "Omsorgsjournalen" in page.text
    listed = client_of(cast.strategist).get(page.context["nobody_url"]).text
    assert "Omsorgsjournalen" in listed
    assert "Skolplattformen" not in listed


def test_what_is_most_often_empty_is_ticked(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.strategist).get("/rundor/ny/system/")

    ticked = set(re.findall(r'name="fields_asked" value="([^"]+)" checked', page.text))
    assert {"description", "lifecycle", "user_count"} & ticked
    assert "product" not in ticked  # nobody has ever filled it in
    assert "1 tom<" in page.text


def test_a_manager_is_told_what_lies_outside_her_unit(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.manager).get("/rundor/ny/system/")

    assert (page.context["total"], page.context["left_out"]) == (1, 1)
    assert "utanför din enhet" in page.text


def test_an_employee_is_offered_no_round(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.employee)

    assert "Starta uppdateringsrunda" not in client.get("/system/").text
    refused = client.get("/rundor/ny/system/")
    assert refused.status_code == 403
    assert "startas av enhetens chef" in refused.text


def test_an_unreadable_round_is_shown_again(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.strategist)
    with nothing_happens():
        page = client.post("/rundor/ny/system/", {"name": "X", "last_on": "2001-01-01"})
    assert page.status_code == 422
    assert "Välj minst en uppgift" in page.text


def test_own_fields_that_are_filled_in_are_counted_and_can_be_asked_about(
    cast: Cast, client_of: ClientOf
) -> None:
    add_own_field("system", by=cast.administrator, key="ai_risk", label="AI-risk")
    System.objects.filter(pk=cast.system.pk).update(own_fields={"ai_risk": "Låg, tills vidare"})
    client = client_of(cast.strategist)

    assert "AI-risk" in client.get("/rundor/ny/system/").text
    without = client.get("/system/?f.own.ai_risk=-").text
    assert "Omsorgsjournalen" in without
    assert "Skolplattformen" not in without


# Answering on the page


def test_lines_as_a_browser_sends_them_are_no_change(cast: Cast, client_of: ClientOf) -> None:
    """A browser ends lines its own way: that everything is right must not be told as a change."""
    system_actions.change_system(
        cast.system, by=cast.strategist, values={"description": "Läxor\nFrånvaro"}
    )
    round = make_round(cast.strategist)
    client = client_of(cast.system_steward)
    page = client.get(f"/runda/{round.pk}/mina/")
    typed = fill(page, answer="right", description="Läxor\r\nFrånvaro")

    client.post(page.context["current"]["answer_url"], typed)

    ask = ask_about(round, cast.system)
    assert (ask.step, ask.changed_count) == ("answered", 0)
    assert Event.objects.filter(name="system.changed").count() == 1


def test_mina_system_one_at_a_time_with_progress(cast: Cast, client_of: ClientOf) -> None:
    make_held(cast.education, "Arkivet", system_steward=cast.system_steward)
    round = make_round(cast.strategist)
    client = client_of(cast.system_steward)
    url = f"/runda/{round.pk}/mina/"

    first = client.get(url)
    assert first.context["current"]["record"].name == "Arkivet"
    assert "0 av 2" in first.text
    answer: Any = client.post(first.context["current"]["answer_url"], fill(first, answer="right"))
    assert answer.url == url

    second = client.get(url)
    assert "Tack! Arkivet är bekräftat." in second.text
    assert second.context["current"]["record"].name == "Skolplattformen"
    assert "1 av 2" in second.text
    client.post(
        second.context["current"]["answer_url"], fill(second, user_count="1500", answer="save")
    )
    done = client.get(url)
    assert "Klart! Allt är genomgånget" in done.text
    assert System.objects.get(pk=cast.system.pk).user_count == 1500


def test_allt_stammer_never_throws_away_what_was_typed(cast: Cast, client_of: ClientOf) -> None:
    round = make_round(cast.strategist)
    client = client_of(cast.system_steward)
    page = client.get(f"/runda/{round.pk}/mina/")

    client.post(
        page.context["current"]["answer_url"],
        fill(page, description="Nytt ord", answer="right"),
    )

    assert System.objects.get(pk=cast.system.pk).description == "Nytt ord"


def test_as_rows_one_click_confirms(cast: Cast, client_of: ClientOf) -> None:
    make_held(cast.education, "Arkivet", system_steward=cast.system_steward)
    round = make_round(cast.strategist)
    client = client_of(cast.system_steward)
    page = client.get(f"/runda/{round.pk}/mina/?vy=rader")
    assert page.text.count("Allt stämmer") == 2

    ask = ask_about(round, cast.system)
    answer: Any = client.post(
        f"/runda/{round.pk}/mina/{ask.pk}/", {"version": cast.system.version, "view": "rows"}
    )

    assert answer.url == f"/runda/{round.pk}/mina/?vy=rader"
    ask.refresh_from_db()
    assert (ask.step, ask.changed_count) == ("answered", 0)


def test_two_people_at_once_see_both_values(cast: Cast, client_of: ClientOf) -> None:
    deputy = make_person("Dan Duva", cast.education)
    hers = {"role.system_steward": [cast.system_steward, deputy]}
    system_actions.change_system(
        System.objects.get(pk=cast.system.pk), by=cast.strategist, values=hers
    )
    round = make_round(cast.strategist)
    url = f"/runda/{round.pk}/mina/"
    slow, quick = client_of(cast.system_steward), client_of(deputy)
    slow_page, quick_page = slow.get(url), quick.get(url)
    quick.post(quick_page.context["current"]["answer_url"], fill(quick_page, user_count="10"))

    clash = slow.post(slow_page.context["current"]["answer_url"], fill(slow_page, user_count="20"))

    assert clash.status_code == 409
    assert ("Aktiva användare", "10") in clash.context["theirs"]
    assert 'value="20"' in clash.text
    again = slow.post(clash.context["current"]["answer_url"], fill(clash, user_count="20"))
    assert again.status_code == 302
    assert System.objects.get(pk=cast.system.pk).user_count == 20


def test_an_unreadable_answer_leaves_the_question_waiting(cast: Cast, client_of: ClientOf) -> None:
    round = make_round(cast.strategist)
    client = client_of(cast.system_steward)
    page = client.get(f"/runda/{round.pk}/mina/")

    with nothing_happens():
        wrong = client.post(page.context["current"]["answer_url"], fill(page, user_count="många"))
    assert wrong.status_code == 422
    assert "många" in wrong.text


def test_who_may_not_change_is_told_why_and_may_still_confirm(
    cast: Cast, client_of: ClientOf
) -> None:
    round = make_round(cast.strategist)
    theirs = {"role.system_steward": [cast.employee]}
    system_actions.change_system(
        System.objects.get(pk=cast.system.pk), by=cast.strategist, values=theirs
    )
    client = client_of(cast.system_steward)
    page = client.get(f"/runda/{round.pk}/mina/")
    assert "Skolplattformen ändras av den som ansvarar" in page.text
    assert "Spara och nästa" not in page.text

    ask = ask_about(round, cast.system)
    sent = {"filled": "1", "version": page.context["current"]["record"].version, "user_count": "3"}
    refused = client.post(f"/runda/{round.pk}/mina/{ask.pk}/", sent)
    assert refused.status_code == 403
    assert "ändras av den som ansvarar" in refused.text
    ask.refresh_from_db()
    assert ask.step == "waiting"


def test_det_ar_inte_jag_is_seen_by_the_asker_who_asks_another(
    cast: Cast, client_of: ClientOf
) -> None:
    round = make_round(cast.strategist)
    ask = ask_about(round, cast.system)
    client = client_of(cast.system_steward)
    url = f"/runda/{round.pk}/mina/{ask.pk}/inte-jag/"
    assert client.post(url, {"suggested": "Finns Inte"}).status_code == 422
    assert client.post(url, {"suggested": "Olga Orre", "note": "Hon tog över"}).status_code == 302

    asker = client_of(cast.strategist)
    page = asker.get(f"/rundor/{round.pk}/").text
    assert "tror att det är Olga Orre" in page
    assert "Hon tog över" in page
    asker.post(f"/rundor/{round.pk}/vidare/{ask.pk}/")
    ask.refresh_from_db()
    assert (ask.person, ask.step) == (cast.system_owner, "waiting")


def test_what_waits_is_told_and_the_records_page_asks(cast: Cast, client_of: ClientOf) -> None:
    round = make_round(cast.strategist)

    [one] = waiting_for(cast.system_steward)
    assert (one.url, one.due_on) == (f"/runda/{round.pk}/mina/", round.last_on)
    assert "1 fråga kvar" in one.detail
    assert waiting_for(cast.employee) == []
    page = f"/system/{cast.system.pk}/"
    panel = f"{page}visa/rounds/"
    assert panel in client_of(cast.system_steward).get(page).text
    assert "Svara nu" in client_of(cast.system_steward).get(panel).text
    assert panel not in client_of(cast.system_owner).get(page).text
    assert "Svara nu" not in client_of(cast.system_owner).get(panel).text


def test_the_records_page_says_who_confirmed(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    round = make_round(cast.strategist)
    answering.answer_ask(
        ask_about(round, cast.system),
        by=cast.system_steward,
        record=System.objects.select_related("unit").get(pk=cast.system.pk),
        way="page",
    )
    page = f"/system/{cast.system.pk}/"
    assert client_of(cast.employee).get(page).text.count("bekräftad 22\xa0nov av Stina Säv") == 3

    clock.move_to("2026-12-24 09:00:00")
    client_of(cast.system_owner).post(
        f"/system/{cast.system.pk}/life/", {"lifecycle": "in_use", "user_count": "3"}
    )
    said = client_of(cast.employee).get(page).text
    assert "ändrad sedan Stina Säv bekräftade den 22\xa0nov" in said
    assert said.count("bekräftad 22\xa0nov av Stina Säv") == 2
