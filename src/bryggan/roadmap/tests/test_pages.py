"""The färdplan's page: every view of it, with constant questions, and to each only what she may see."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bryggan.initiatives.models import Share
from bryggan.kit.testing.cast import Cast
from bryggan.roadmap.tests.making import initiative, many, paid, roadmap_of, today, waits
from bryggan.roadmap.views import TABS

pytestmark = pytest.mark.django_db
# The session, the person, her roles, what waits in her inbox and menu, and what any page asks.
OF_ANY_PAGE = 6
MOST = 10


def page(client: Client, unit: int, tab: str) -> str:
    answer = client.get(reverse("roadmap_of", args=[unit]) + f"?vy={tab}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("tab", TABS)
def test_each_view_asks_as_much_of_many_as_of_few(cast: Cast, client: Client, tab: str) -> None:
    unit = cast.education.pk
    client.force_login(cast.manager)
    one, other = (initiative(cast, f"Frånvaro {name}", systems=[cast.system]) for name in "ab")
    waits(one, other)
    many(cast, 10)
    page(client, unit, tab)
    with CaptureQueriesContext(connection) as few:
        page(client, unit, tab)
    many(cast, 150)
    with CaptureQueriesContext(connection) as more:
        page(client, unit, tab)
    told = "\n".join(query["sql"][:150] for query in more)
    assert len(more) <= len(few), told
    assert len(more) <= OF_ANY_PAGE + MOST, told


def test_the_timeline_tells_phase_and_status_and_what_waits(cast: Cast, client: Client) -> None:
    year = today().year
    before = initiative(
        cast, "Nytt nät", starts_on=today(), ends_on=today().replace(year=year + 2), health="yellow"
    )
    after = initiative(cast, "Läsplattor", starts_on=today().replace(year=year + 1))
    waits(after, before)
    initiative(cast, "Någon gång", time_words="hösten")
    client.force_login(cast.employee)
    told = page(client, cast.education.pk, "tidslinje")
    assert "Beredning, avviker" in told
    assert "Läsplattor väntar på Nytt nät" in told
    assert "Krockar" in told
    assert re.search(r"Någon gång</a> <span class=\"kind\">[^<]* · hösten", told)


def test_a_sum_leads_to_the_rows_it_consists_of(cast: Cast, client: Client) -> None:
    one = initiative(cast, "Frånvaro i mobilen")
    paid(one, 2027, "asked", 300_000, borne_by=cast.education)
    paid(one, 2027, "asked", 200_000, borne_by=cast.care)
    client.force_login(cast.employee)
    told = page(client, cast.education.pk, "pengar")
    urls = re.findall(r'href="([^"]+/pengar/\?ar=2027[^"]+)">(\d+)<', told)
    assert sorted(amount for _url, amount in urls) == ["200", "300"]
    assert "Leds här, bärs av andra" in told
    for url, amount in urls:
        answer = client.get(url).content.decode()
        assert f"{amount}\u00a0000\u00a0kr" in answer
    told = page(client, cast.care.pk, "pengar")
    assert re.search(r"data-label=\"Leds av\"><span>Utbildningsnämnden<", told)
    assert re.findall(r'href="[^"]+/pengar/\?ar=2027[^"]+">(\d+)<', told) == ["200"]


@pytest.mark.parametrize(
    "asked", ["", "?ar=x&slag=asked", "?ar=2027&slag=gold", "?ar=2027&slag=asked&namnd=0"]
)
def test_rows_of_no_sum_are_not_found(cast: Cast, client: Client, asked: str) -> None:
    client.force_login(cast.employee)
    url = reverse("roadmap_money", args=[cast.education.pk])
    assert client.get(url + asked).status_code == 404


def test_somebody_external_sees_only_what_she_is_let_into(cast: Cast, client: Client) -> None:
    initiative(cast, "Skolans", starts_on=today())
    initiative(cast, "Vårdens", cast.care, starts_on=today())
    client.force_login(cast.auditor)
    for tab in TABS:
        told = page(client, cast.municipality.pk, tab)
        assert "Vårdens" not in told
    assert "Skolans" in page(client, cast.municipality.pk, "tidslinje")
    assert roadmap_of(cast.auditor).whole.total == 1
    assert roadmap_of(cast.outsider).whole.total == 0


def test_what_others_lead_is_told_of_and_counted_there_only(cast: Cast, client: Client) -> None:
    joint = initiative(cast, "Gemensamt", cast.care)
    Share.objects.create(initiative=joint, unit=cast.education, percent=40)
    client.force_login(cast.employee)
    own = initiative(cast, "Eget")
    told = page(client, cast.education.pk, "parallellt")
    assert "andel 40 %" in told
    assert roadmap_of(cast.employee, cast.education).rows.get() == own


def test_two_that_do_the_same_are_told_of_with_the_reason(cast: Cast, client: Client) -> None:
    initiative(cast, "Frånvaro i mobilen", systems=[cast.system])
    initiative(cast, "Frånvaro i mobilen", cast.care, systems=[cast.system])
    initiative(cast, "Lampor i korridoren", cast.care)
    client.force_login(cast.employee)
    told = page(client, cast.education.pk, "parallellt")
    assert "båda gäller Skolplattformen" in told
    assert "Samma namn" in told
    assert "Omsorgsförvaltningen" in told
    assert "Lampor i korridoren" not in told


def test_one_begins_with_ones_own_administration(cast: Cast, client: Client) -> None:
    client.force_login(cast.employee)
    assert client.get(reverse("roadmap")).context["scope"].unit.pk == cast.education_authority.pk
    client.force_login(cast.strategist)
    assert client.get(reverse("roadmap")).context["is_whole"]


def test_an_unknown_view_is_the_first_and_an_unknown_unit_is_not_found(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.employee)
    url = reverse("roadmap_of", args=[cast.education.pk])
    assert client.get(f"{url}?vy=okand").context["tab"] == "tidslinje"
    assert client.get(reverse("roadmap_of", args=[999_999])).status_code == 404


def test_horizons_tell_what_is_meant_for_the_year_and_what_is_left_out(
    cast: Cast, client: Client
) -> None:
    year = today().year + 1
    meant = initiative(cast, "I planen", target_plan_year=year)
    paid(meant, year, "asked", 500_000)
    paid(meant, year + 1, "asked", 999_000)
    initiative(cast, "I budgeten", target_budget_year=year + 1)
    initiative(cast, "Bortglömd", starts_on=today().replace(year=year))
    client.force_login(cast.employee)
    plan, budget = client.get(
        reverse("roadmap_of", args=[cast.education.pk]) + "?vy=horisonter"
    ).context["horizons"]
    assert [line["name"] for line in plan["lines"]] == ["I planen"]
    assert ("Äskat", "500") in plan["totals"]
    assert [line["name"] for line in plan["missing"]] == ["Bortglömd"]
    assert [line["name"] for line in budget["lines"]] == ["I budgeten"]
