"""The start page: every number is the number of rows behind its link, and nobody counts what is hidden."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bryggan.kit.testing.cast import Cast, make_contract, make_person, make_system, make_unit, tool
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from bryggan.people.scope import Organisation, Scope
from bryggan.reports import home_page, overview
from bryggan.reports.views import greeting
from bryggan.systems.models import Cost, Mention, System, SystemUse

type SignIn = Callable[[User], Client]
FEWEST_SQL = 20


def rows_behind(client: Client, url: str) -> int:
    """How many rows the list says it has, as the person sees it."""
    page = client.get(url)
    assert page.status_code == 200, url
    found = re.search(
        r'role="status">([\d\s\xa0]+) träff|id="rows-title"><span class="figure">([\d\s\xa0]+)<',
        page.content.decode(),
    )
    assert found, url
    return int("".join((found[1] or found[2]).split()))


def scope_of(user: User, unit: Unit | None = None) -> Scope:
    organisation = Organisation.read()
    return Scope(user, organisation, organisation.places[unit.pk] if unit else organisation.root)


@pytest.fixture
def register(cast: Cast) -> Cast:
    """Systems with every kind of gap, shared costs, and contracts in every state."""
    today = timezone.localdate()
    care, education = cast.care, cast.education
    on_both_sides: dict[str, Any] = {
        "lifecycle": System.Lifecycle.IN_USE,
        "role.it_counterpart": [cast.it_counterpart],
        "role.system_owner": [cast.it_counterpart],
    }
    costing: dict[str, Any] = {"user_count": 3, "cost.operation": 1001}
    used: dict[str, Any] = {
        "cost.license": 100_000,
        "use.units": [care, education, cast.company],
    }
    old: dict[str, Any] = {"vulnerability.end_of_support": today + timedelta(days=30)}
    make_system(education, name="Dubbel", **on_both_sides)
    twin = make_system(care, name="dubbel", **costing)
    shared = make_system(care, name="Delat", **used)
    SystemUse.objects.filter(system=shared, unit=care).update(weight=Decimal("2.5"))
    make_system(care, name="Gammalt", **old)
    Mention.objects.create(
        system=twin, unit=care, way=Mention.Way.TO, name="Saknat", sort_key="saknat"
    )
    make_contract("Löper snart ut", care, ends_on=today + timedelta(days=40))
    make_contract("Har löpt ut", education, ends_on=today - timedelta(days=1))
    make_contract(
        "Säg upp", care, ends_on=today + timedelta(days=100), notice_amount=1,
        renews_tacitly=True, renewal_months=12,
    )  # fmt: skip
    make_contract(
        "För sent", education, ends_on=today + timedelta(days=20), notice_amount=3,
        renews_tacitly=True, renewal_months=24,
    )  # fmt: skip
    make_contract("Långt kvar", care, ends_on=today + timedelta(days=900))
    make_contract("Tills vidare", care, is_open_ended=True)
    return cast


@pytest.mark.parametrize(
    "whose", ["strategist", "other_manager", "employee", "auditor", "outsider"]
)
@pytest.mark.parametrize("where", ["all", "care"])
def test_each_number_is_the_number_of_rows_in_the_list_it_leads_to(
    register: Cast, client_of: SignIn, whose: str, where: str
) -> None:
    user = register.people()[whose]
    scope = scope_of(user, None if where == "all" else register.care)
    client, today = client_of(user), timezone.localdate()
    context = home_page.context(scope, today)
    if context["is_empty"]:
        assert whose == "outsider"
        return
    told = [(found["count"], found["url"]) for found in context["findings"]]
    systems, _money, complete, decide = context["cards"]
    told += [(systems["value"], systems["url"]), (decide["value"], decide["url"])]
    assert complete["url"] == f"/kompletthet/?enhet={scope.value}"
    told += [(complete["note"].split()[0], scope.url("system", *overview.COMPLETE.filters))]
    for number, url in told:
        assert rows_behind(client, url) == int("".join(number.split())), url
    numbers = overview.counts(scope, (overview.ALL, overview.WITH_COST))
    money = overview.money(scope, today.year, counted=numbers["with_cost"], of=numbers["all"])
    for bearer in money.bearers:
        assert rows_behind(client, bearer.url) == bearer.systems
    for row in context["lifecycle"]["table"]["rows"]:
        assert rows_behind(client, row[0]["url"]) == int(row[1]["text"])


def test_every_kind_of_gap_is_found(register: Cast) -> None:
    context = home_page.context(scope_of(register.strategist), timezone.localdate())
    found = {row["label"]: row["count"] for row in context["findings"]}
    assert found["Avtal att ta ställning till"] == "2"
    assert found["Avtal som har löpt ut"] == "1"
    assert found["Avtal som förlängs, för sent att säga upp"] == "1"
    assert found["Supporten har upphört eller upphör snart"] == "1"
    assert found["Samma person för verksamhet och IT"] == "1"
    assert found["Nämner system som saknas i registret"] == "1"
    assert found["Troliga dubbletter"] == "2"
    assert found["Saknar systemägare"] == "4"
    assert [decision["name"] for decision in context["decisions"]] == ["Löper snart ut", "Säg upp"]


def test_the_parts_add_up_to_the_whole(register: Cast) -> None:
    year = timezone.localdate().year
    Cost.objects.create(
        system=register.system, year=year - 1, kind="license", source="invoice", amount_sek=77
    )
    for unit in (None, register.care, register.education):
        scope = scope_of(register.strategist, unit)
        numbers = overview.counts(scope, (overview.ALL, overview.WITH_COST))
        money = overview.money(
            scope, year, counted=numbers.get("with_cost", 0), of=numbers.get("all", 0)
        )
        costs = Cost.objects.filter(year=year)
        if unit:
            costs = costs.filter(system__unit__path__startswith=unit.path)
        whole = sum(costs.values_list("amount_sek", flat=True), Decimal(0))
        assert sum(bearer.amount for bearer in money.bearers) == whole
        assert money.total.amount == whole


def test_a_shared_cost_falls_on_those_who_use_it(register: Cast) -> None:
    year = timezone.localdate().year
    scope = scope_of(register.strategist)
    money = overview.money(scope, year, counted=3, of=6)
    borne = {bearer.part.place.name: bearer.amount for bearer in money.bearers}
    # 100 000 by the key 2.5 : 1 : 1, beside what the authorities' own systems cost.
    assert borne["Omsorgsnämnden"] == 1001 + 55_556
    assert borne["Utbildningsnämnden"] == 250_000 + 22_222
    assert borne["Ekvikshem AB"] == 22_222


def test_what_is_hidden_is_counted_only_for_those_who_may_see_it(register: Cast) -> None:
    today = timezone.localdate()

    def told(user: User) -> set[str]:
        context = home_page.context(scope_of(user), today)
        return {row["label"] for row in context["findings"]}

    hidden = "Supporten har upphört eller upphör snart"
    assert hidden in told(register.other_manager)
    assert hidden not in told(register.employee)
    assert hidden not in told(register.manager)


def test_an_external_auditor_meets_only_what_she_has_been_granted(register: Cast) -> None:
    context = home_page.context(scope_of(register.auditor), timezone.localdate())
    assert context["cards"][0]["value"] == "2"
    assert "Troliga dubbletter" not in {row["label"] for row in context["findings"]}


def test_the_page_asks_the_database_equally_often_for_few_and_many(
    register: Cast, client_of: SignIn
) -> None:
    client = client_of(register.strategist)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    System.objects.bulk_create(
        System(name=f"Nr {place}", sort_key=f"nr {place}", unit=register.care)
        for place in range(200)
    )
    with CaptureQueriesContext(connection) as many:
        page = client.get("/")
    assert page.status_code == 200
    assert len(many) == len(few) <= FEWEST_SQL


def test_one_sees_what_one_answers_for_and_what_is_missing(
    register: Cast, client_of: SignIn
) -> None:
    client = client_of(register.it_counterpart)
    own, count, url = overview.own_systems(register.it_counterpart)
    assert [(one.name, len(one.missing)) for one in own] == [("Dubbel", 2), ("Skolplattformen", 0)]
    assert rows_behind(client, url) == count == 2
    page = unescape(client.get("/").content.decode())
    assert "Kr i år, Aktiva användare" in page


def test_the_scope_is_ones_own_administration_unless_one_looks_after_all(
    register: Cast, client_of: SignIn
) -> None:
    own = client_of(register.employee).get("/").content.decode()
    assert re.search(r'aria-current="true">Min förvaltning', own)
    whole = client_of(register.strategist).get("/").content.decode()
    assert "i hela registret" in whole
    asked = client_of(register.employee).get(f"/?enhet={register.care.pk}").content.decode()
    assert "Omsorgsförvaltningen" in asked
    assert client_of(register.employee).get("/?enhet=nonsens").status_code == 200


def test_the_overview_can_be_taken_to_the_meeting_for_the_same_scope(
    register: Cast, client_of: SignIn
) -> None:
    client = client_of(register.employee)
    page = unescape(client.get("/").content.decode())
    urls = re.findall(r'href="(/papper/systemoversikt[^"]+)"', page)
    assert len(urls) == 3
    for url in urls:
        assert f"unit={register.education_authority.pk}" in url
        assert client.get(url).status_code == 200


@pytest.mark.usefixtures("db")
def test_an_empty_register_teaches_how_it_is_filled(client_of: SignIn) -> None:
    strategist = make_person("Disa Dahl", roles=[(Role.DIGITAL_STRATEGIST, tool().unit)])
    page = client_of(strategist).get("/").content.decode()
    assert "Läs in er systemlista" in page
    assert "/system/las-in/" in page
    employee = make_person("Elin Ek", make_unit())
    page = client_of(employee).get("/").content.decode()
    assert "Läs in er systemlista" not in page
    assert "Här är tomt än" in page


def test_the_greeting_follows_the_time_of_day() -> None:
    person = User(name="Anna Lund")
    day = timezone.localtime().replace(minute=0)
    assert greeting(day.replace(hour=7), person) == "God morgon, Anna"
    assert greeting(day.replace(hour=13), person) == "God dag, Anna"
    assert greeting(day.replace(hour=23), person) == "God kväll, Anna"


def test_a_deadline_is_the_nearest_day_that_has_not_passed(register: Cast) -> None:
    scope = scope_of(register.strategist)
    today = timezone.localdate()
    near = overview.nearest(overview.contracts(scope, today), today)
    days = [one.next_day(today) for one in near]
    assert days == sorted(day for day in days if day is not None)
    assert all(isinstance(day, date) and day >= today for day in days)
    assert "Har löpt ut" not in [one.name for one in near]
