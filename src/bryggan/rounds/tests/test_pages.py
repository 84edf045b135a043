"""The pages: starting a round, answering on the page and by the link, following it up."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bryggan.history.models import Batch, Event
from bryggan.kit.testing.cast import Cast, make_person, tool
from bryggan.kit.testing.effects import nothing_happens
from bryggan.kit.writer import batch
from bryggan.notices.telling import sealed
from bryggan.notices.waiting import waiting_for
from bryggan.people.models import User
from bryggan.rounds import actions, answering
from bryggan.rounds.models import Ask, Round
from bryggan.rounds.tests.making import (
    ask_about,
    make_draft,
    make_held,
    make_round,
    open_url,
    token_of,
)
from bryggan.systems import actions as system_actions
from bryggan.systems.models import System

type ClientOf = Callable[[User], Client]


def fill(page: Any, **values: Any) -> dict[str, Any]:
    """What a browser sends from the form of the page, with some things typed."""
    form = page.context["current"]["form"]
    sent: dict[str, Any] = {"filled": "1"}
    for field in form:
        value = field.value()
        sent[field.html_name] = "" if value is None else value
    return sent | values


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
    assert draft.context["people"] == [(cast.system_steward, 1)]
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


# Answering on the page


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
    assert "Svara nu" in client_of(cast.system_steward).get(page).text
    assert "Svara nu" not in client_of(cast.system_owner).get(page).text


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


# The link in the letter


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


# Following up


def test_the_round_page_tells_what_changed_and_how_much_more_is_known(
    cast: Cast, client_of: ClientOf
) -> None:
    bare = make_held(cast.education, "Arkivet", system_steward=cast.system_steward)
    round = make_round(cast.strategist, fields=["lifecycle", "role.it_counterpart"])
    answering.answer_ask(
        ask_about(round, bare),
        by=cast.system_steward,
        record=System.objects.select_related("unit").get(pk=bare.pk),
        way="page",
        values={"lifecycle": "in_use", "role.it_counterpart": [cast.it_counterpart]},
    )

    page = client_of(cast.strategist).get(f"/rundor/{round.pk}/")

    [change] = page.context["changes"]
    assert change.record == bare
    assert change.told.actor == "Stina Säv"
    lines = {(line.before, line.after) for line in change.told.lines}
    assert {("", "I drift"), ("", "Ivar Ide")} <= lines
    assert ("", "Arkivet") not in lines
    known = {str(one.label): (one.before, one.after) for one in page.context["known"]}
    assert known == {"Livscykel": (1, 2), "IT-motpart": (1, 2)}
    [person] = page.context["people"]
    assert (person.person, person.answered, person.asked) == (cast.system_steward, 1, 2)
    units = {one.name: (one.answered, one.total) for one in page.context["administrations"]}
    assert units == {"Utbildningsförvaltningen": (1, 2), "Omsorgsförvaltningen": (0, 1)}


def test_a_change_outside_the_round_is_not_its_own(cast: Cast, client_of: ClientOf) -> None:
    round = make_round(cast.strategist)
    system_actions.change_system(
        System.objects.get(pk=cast.system.pk), by=cast.system_owner, values={"user_count": 1}
    )
    assert client_of(cast.strategist).get(f"/rundor/{round.pk}/").context["changes"] == []


def test_pages_ask_the_database_as_often_at_100_records_as_at_10(
    cast: Cast, client_of: ClientOf
) -> None:
    def grow(first: int, last: int) -> None:
        with batch(by=tool(), kind=Batch.Kind.DEMO) as write:
            for n in range(first, last):
                hers = {"name": f"System {n}", "role.system_steward": [cast.system_steward]}
                system_actions.create_system.within(write, cast.education, by=tool(), values=hers)

    def questions(name: str) -> dict[str, int]:
        round = make_round(cast.strategist, name=name)
        for ask in Ask.objects.filter(round=round, person=cast.system_steward).order_by("-pk")[:8]:
            record = System.objects.select_related("unit").get(pk=ask.record_id)
            values = {"user_count": record.user_count or 0 + 1, "description": name}
            answering.answer_ask(
                Ask.objects.select_related("round").get(pk=ask.pk),
                by=User.objects.get(pk=cast.system_steward.pk),
                record=record,
                way="page",
                values=values,
            )
        draft = make_draft(cast.strategist, name=f"Utkast {name}")
        steward, strategist = client_of(cast.system_steward), client_of(cast.strategist)
        mine = reverse("my_round", args=[round.pk])
        asked = {
            "mine": (steward, mine),
            "rows": (steward, f"{mine}?vy=rader"),
            "link": (Client(), open_url(round, cast.system_steward)),
            "page": (strategist, reverse("round_page", args=[round.pk])),
            "draft": (strategist, reverse("round_page", args=[draft.pk])),
            "list": (strategist, reverse("round_list")),
            "new": (strategist, reverse("create_round", args=["system"])),
            "system": (steward, f"/system/{cast.system.pk}/"),
        }
        counts = {}
        for key, (client, url) in asked.items():
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            counts[key] = len(captured)
        return counts

    grow(0, 10)
    few = questions("Liten")
    grow(10, 100)
    many = questions("Stor")
    assert many == few
    assert max(few.values()) <= 24, few
