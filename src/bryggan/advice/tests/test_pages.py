"""The pages of advice: whose, what is hidden, one row at a time, and how often the database is asked."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bryggan.advice import actions
from bryggan.advice.models import Dismissal, Figure, RuleSetting
from bryggan.advice.rules import RULES, all_rules
from bryggan.advice.tasks import keep_todays_figures
from bryggan.advice.tests.cases import CASES, day, known, named
from bryggan.advice.tests.test_rules import fill, listed, rows, send
from bryggan.kit.testing.cast import Cast, make_integration, make_system
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.models import User
from bryggan.systems import actions as system_actions
from bryggan.systems.models import Integration, System

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[User], Client]
MOST_SQL = 17


@pytest.fixture
def broken(cast: Cast) -> System:
    return known(cast, "Bristen", user_count=None)


def numbers(page: str) -> dict[str, int]:
    """What the overview says: the rule's key to its number."""
    told = re.findall(
        r'class="button quiet small" href="/rad/(\w+)/[^"]*"><span><span class="figure">([^<]+)<',
        page,
    )
    return {key: int("".join(number.split())) for key, number in told}


# Whose


@pytest.mark.parametrize("whose", ["strategist", "other_manager", "employee", "auditor"])
@pytest.mark.parametrize("where", ["mina", "care", "all"])
def test_each_number_is_the_number_of_rows_on_the_page_it_leads_to(
    cast: Cast, broken: System, client_of: ClientOf, whose: str, where: str
) -> None:
    units = {"mina": "mina", "care": cast.care.pk, "all": cast.group.pk}
    client = client_of(cast.people()[whose])
    asked = f"?enhet={units[where]}"
    told = numbers(client.get(f"/rad/{asked}").text)
    for rule in all_rules():
        found = rows(client, rule.key, asked)
        assert told.get(rule.key, 0) == len(found)
        page = unescape(client.get(f"/rad/{rule.key}/{asked}").text)
        behind = re.search(r'<a href="([^"]+)">Visa i listan', page)
        if behind:
            slug, _slash, query = behind[1].removeprefix("/").partition("/")
            assert listed(client, slug, query) == found


def test_mine_is_what_one_answers_for(cast: Cast, client_of: ClientOf) -> None:
    hers: dict[str, Any] = {"role.system_owner": [cast.manager]}
    own = known(cast, "Hennes", user_count=None, **hers)
    known(cast, "Någon annans", user_count=None)
    assert rows(client_of(cast.manager), "no_users", "?enhet=mina") == {own.pk}


def test_a_flow_to_confirm_is_hers_who_answers_at_the_other_end(
    cast: Cast, client_of: ClientOf
) -> None:
    hers: dict[str, Any] = {"role.system_steward": [cast.employee]}
    receiving = make_system(cast.care, name="Mottagaren", **hers)
    flow = make_integration(cast.system, receiving)
    Integration.objects.filter(pk=flow.pk).update(told_by_source=True)
    assert rows(client_of(cast.employee), "told_by_one_side", "?enhet=mina") == {flow.pk}
    answer = send(
        client_of(cast.employee), f"/rad/told_by_one_side/{flow.pk}/gor/", flow.pk, act="confirm"
    )
    assert "Klart" in answer.text
    flow.refresh_from_db()
    assert flow.told_by_target
    assert newest_event().name == "integration.confirmed"


# What is hidden


def test_end_of_support_is_told_only_to_those_who_may_see_it(
    cast: Cast, client_of: ClientOf
) -> None:
    ending: dict[str, Any] = {"vulnerability.end_of_support": day(30)}
    system_actions.change_system(cast.system, by=cast.strategist, values=ending)
    label = "Supporten har upphört"
    for name in ("manager", "system_owner", "strategist"):
        client = client_of(cast.people()[name])
        assert rows(client, "end_of_support", f"?enhet={cast.group.pk}") == {cast.system.pk}
        assert label in client.get(f"/system/{cast.system.pk}/").text
    for name in ("employee", "other_manager", "controller"):
        client = client_of(cast.people()[name])
        whole = f"?enhet={cast.group.pk}"
        assert rows(client, "end_of_support", whole) == set()
        assert "end_of_support" not in numbers(client.get(f"/rad/{whole}").text)
        assert label not in client.get(f"/system/{cast.system.pk}/").text
        assert label not in client.get("/system/filter/advice/").text
        assert listed(client, "system", "?f.advice=end_of_support") == set()
        asked = f"?q={cast.system.name}&col=name&col=advice"
        assert label not in client.get(f"/system/{asked}").text
        assert label not in client.get("/").text


def test_a_dismissal_of_what_is_hidden_is_hidden_too(cast: Cast, client_of: ClientOf) -> None:
    ending: dict[str, Any] = {"vulnerability.end_of_support": day(30)}
    system_actions.change_system(cast.system, by=cast.strategist, values=ending)
    cast.system.refresh_from_db()
    rule = RULES["end_of_support"]
    held = actions.dismiss_advice(cast.system, by=cast.strategist, rule=rule, reason="Byts i maj")
    for name, sees in (("system_owner", True), ("employee", False)):
        client = client_of(cast.people()[name])
        assert ("Byts i maj" in client.get(f"/system/{cast.system.pk}/").text) is sees
        page = client.get(f"/rad/end_of_support/?enhet={cast.group.pk}").text
        assert ("Byts i maj" in page) is sees
    client = client_of(cast.employee)
    with nothing_happens():
        assert client.post(f"/rad/avfardat/{held.pk}/ta-upp/").status_code == 404


def test_figures_hold_nothing_that_is_hidden(cast: Cast) -> None:
    ending: dict[str, Any] = {"vulnerability.end_of_support": day(30)}
    system_actions.change_system(cast.system, by=cast.strategist, values=ending)
    keep_todays_figures()
    for figure in Figure.objects.all():
        assert "end_of_support" not in figure.advice
    assert Figure.objects.get(unit=cast.care).advice["no_users"] == 1


def test_what_one_does_not_see_is_not_found(
    cast: Cast, broken: System, client_of: ClientOf
) -> None:
    for person in (cast.outsider, cast.auditor):
        client = client_of(person)
        assert rows(client, "no_users", f"?enhet={cast.group.pk}") == set()
        assert client.get(f"/rad/no_users/{broken.pk}/").status_code == 404
        assert fill(client, "no_users", broken, {"user_count": "7"}).status_code == 404


# One row at a time


def test_a_mended_row_answers_alone_and_the_change_is_in_the_history(
    cast: Cast, broken: System, client_of: ClientOf
) -> None:
    answer = fill(client_of(cast.other_manager), "no_users", broken, {"user_count": "7"})
    assert answer.status_code == 200
    assert answer.text.count("<li") == 1
    assert "Klart: Bristen är rättat." in unescape(answer.text)
    assert "Vary" in answer.headers or "<html" not in answer.text
    broken.refresh_from_db()
    assert broken.user_count == 7
    event = newest_event()
    assert (event.name, event.actor_id) == ("system.changed", cast.other_manager.pk)


def test_what_cannot_be_read_is_said_in_the_row(
    cast: Cast, broken: System, client_of: ClientOf
) -> None:
    client = client_of(cast.strategist)
    with nothing_happens():
        answer = fill(client, "no_users", broken, {"user_count": "många"})
    assert answer.status_code == 422
    assert "has-error" in answer.text
    assert 'value="många"' in answer.text
    assert "<html" not in answer.text


def test_a_row_that_is_saved_but_still_amiss_asks_again(cast: Cast, client_of: ClientOf) -> None:
    broken, _fine = CASES["same_on_both_sides"].make(cast)
    both = named(cast.it_counterpart)
    sent = {"role__system_owner": both, "role__it_counterpart": both}
    answer = fill(client_of(cast.strategist), "same_on_both_sides", broken, sent)
    assert "rådet gäller fortfarande" in answer.text
    assert "Spara" in answer.text


def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    cast: Cast, broken: System, client_of: ClientOf
) -> None:
    sent = {
        f"row-{broken.pk}-user_count": "7",
        f"row-{broken.pk}-version": str(broken.version),
    }
    system_actions.change_system(broken, by=cast.strategist, values={"product": "Nytt"})
    answer = send(client_of(cast.strategist), f"/rad/no_users/{broken.pk}/", broken.pk, **sent)
    assert answer.status_code == 422
    assert "Någon annan hann ändra" in answer.text
    broken.refresh_from_db()
    assert (broken.product, broken.user_count) == ("Nytt", None)


def test_who_may_not_mend_reads_why_and_who_may(
    cast: Cast, broken: System, client_of: ClientOf
) -> None:
    client = client_of(cast.employee)
    page = client.get(f"/rad/no_users/?enhet={cast.group.pk}").text
    assert "Bristen ändras av den som ansvarar för systemet" in unescape(page)
    assert f"row-{broken.pk}-user_count" not in page
    with nothing_happens():
        answer = fill(client, "no_users", broken, {"user_count": "7"})
    assert answer.status_code == 403


def test_without_htmx_one_comes_back_to_the_list(
    cast: Cast, broken: System, client_of: ClientOf
) -> None:
    client = client_of(cast.strategist)
    sent = {f"row-{broken.pk}-user_count": "x"}
    page = client.post(f"/rad/no_users/{broken.pk}/", sent)
    assert page.status_code == 422
    assert "<html" in page.text
    assert 'value="x"' in page.text
    sent = {f"row-{broken.pk}-user_count": "7"}
    page = client.post(f"/rad/no_users/{broken.pk}/", sent, follow=True)
    assert page.redirect_chain == [("/rad/no_users/", 302)]
    assert "Klart: Bristen är rättat." in unescape(page.text)


def test_one_dismisses_in_the_row_and_takes_up_again(
    cast: Cast, broken: System, client_of: ClientOf
) -> None:
    client = client_of(cast.other_manager)
    url = f"/rad/no_users/{broken.pk}/avfarda/"
    answer = send(client, url, broken.pk, **{f"d{broken.pk}-reason": ""})
    assert answer.status_code == 422
    until = timezone.localdate() + timedelta(days=30)
    sent = {f"d{broken.pk}-reason": "Körs av maskiner", f"d{broken.pk}-until_on": str(until)}
    answer = send(client, url, broken.pk, **sent)
    assert f"avfärdat till och med {until}" in answer.text
    assert broken.pk not in rows(client, "no_users")
    page = client.get("/rad/no_users/").text
    assert "Körs av maskiner" in page
    assert "Körs av maskiner" in client.get(f"/system/{broken.pk}/").text
    held = Dismissal.objects.get()
    client.post(f"/rad/avfardat/{held.pk}/ta-upp/")
    assert broken.pk in rows(client, "no_users")


def test_one_tunes_a_rule(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.strategist)
    url = "/rad/hardly_used/regel/"
    assert 'value="5"' in client.get(url).text
    assert client.post(url, {"is_on": "on", "limit": "many"}).status_code == 422
    client.post(url, {"is_on": "on", "limit": "9"})
    assert RuleSetting.objects.get().limit == 9
    client.post(url, {"limit": "9"})
    assert not RuleSetting.objects.get().is_on
    refused = client_of(cast.manager).get(url)
    assert refused.status_code == 403
    assert "digitaliseringsstrategen" in refused.text


def test_the_filter_goes_on_to_what_is_changed_together(
    cast: Cast, broken: System, client_of: ClientOf
) -> None:
    client = client_of(cast.strategist)
    page = client.get("/system/andra-flera/?f.advice=no_lifecycle&alla=1&falt=lifecycle")
    assert page.status_code == 200
    assert re.search(r"1(</span>)? rad vald", page.text)


# How often the database is asked


def asked_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "key", ["no_owner", "no_users", "no_cost", "overlapping", "hardly_used", "end_of_support"]
)
def test_a_page_asks_as_often_for_many_as_for_few(
    key: str, cast: Cast, client_of: ClientOf
) -> None:
    CASES[key].make(cast)
    urls = [f"/rad/{key}/", "/rad/", "/kompletthet/", "/system/filter/advice/"]
    client = client_of(cast.administrator)
    few = [asked_of(client, url) for url in urls]
    broken: dict[str, Any] = {
        "role.system_owner": [],
        "user_count": 1 if key == "hardly_used" else None,
        "cost.license": None,
        "vulnerability.end_of_support": day(20),
    }
    tags = list(System.objects.get(name="Bokning 0").tags.all()) if key == "overlapping" else []
    for number in range(15):
        known(cast, f"Brist {number}", **{**broken, "tag.category": tags})
    assert len(rows(client, key)) > 10
    assert [asked_of(client, url) for url in urls] == few
    assert max(few) <= MOST_SQL


def test_flows_are_listed_in_as_many_questions(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)

    def flow(name: str) -> None:
        made = make_integration(cast.system, make_system(cast.care, name=name))
        Integration.objects.filter(pk=made.pk).update(told_by_target=True)

    flow("Första")
    few = asked_of(client, "/rad/told_by_one_side/")
    for number in range(15):
        flow(f"Nummer {number}")
    assert asked_of(client, "/rad/told_by_one_side/") == few <= MOST_SQL
