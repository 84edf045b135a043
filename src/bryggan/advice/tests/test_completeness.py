"""How much is known: the parts add up, every number is the number of rows behind it, and it is kept day by day."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bryggan.advice import actions, queries
from bryggan.advice.models import Figure
from bryggan.advice.tasks import keep_todays_figures
from bryggan.advice.tests.cases import known
from bryggan.advice.words import short_day
from bryggan.kit.testing.cast import Cast, make_system, tool
from bryggan.people.models import User
from bryggan.systems.models import System

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[User], Client]
NOUN = "systems.system"


def behind(client: Client, url: str) -> int:
    page = client.get(url)
    found = re.search(r'role="status">([\d\s\xa0]+) träff', page.text)
    assert found, url
    return int("".join(found[1].split()))


@pytest.fixture
def town(cast: Cast) -> Cast:
    known(cast)
    known(cast, "Utan ägare", **{"role.system_owner": []})
    make_system(cast.municipality, name="Gemensamt", user_count=3)
    return cast


@pytest.mark.parametrize("whose", ["strategist", "employee", "auditor"])
@pytest.mark.parametrize("where", ["", "mina", "care", "group"])
def test_every_number_is_the_number_of_rows_behind_it(
    town: Cast, client_of: ClientOf, whose: str, where: str
) -> None:
    client = client_of(town.people()[whose])
    unit = getattr(town, where, None)
    asked = f"?enhet={unit.pk if unit else where}"
    page = unescape(client.get(f"/kompletthet/{asked}").text)
    table = page[page.index("<table") : page.index("</table>")]
    told = re.findall(r'<a href="(/system/[^"]*)">([\d\s\xa0]+)</a>', table)
    assert told or whose != "strategist" or where == "mina"
    for url, number in told:
        assert behind(client, url) == int("".join(number.split())), url


def test_the_parts_add_up(town: Cast, client_of: ClientOf) -> None:
    page = client_of(town.strategist).get(f"/kompletthet/?enhet={town.group.pk}").text
    body, foot = page[page.index("<tbody>") : page.index("</table>")].split("<tfoot>")
    pattern = r'data-label="System"><span><a href="[^"]*">(\d+)<'
    parts = [int(number) for number in re.findall(pattern, body)]
    [whole] = [int(number) for number in re.findall(pattern, foot)]
    assert sum(parts) == whole == System.objects.count()
    assert "Ekviks kommun, gemensamt" in page


def test_the_average_is_of_all_facts_of_all_records(town: Cast, client_of: ClientOf) -> None:
    # The cast's own system and one more know all five facts, one lacks its owner, one all, one all but users.
    page = client_of(town.strategist).get(f"/kompletthet/?enhet={town.group.pk}").text
    value = re.search(r'class="value">(\d+)\xa0%', page)
    assert value
    assert int(value[1]) == round(100 * (5 + 5 + 4 + 0 + 1) / 25)


def test_run_due_keeps_the_days_figures_once(town: Cast) -> None:
    call_command("run_due")
    whole = Figure.objects.get(unit=town.group)
    assert (whole.day, whole.total, whole.complete) == (timezone.localdate(), 5, 2)
    count = Figure.objects.count()
    assert keep_todays_figures() == 0
    assert Figure.objects.count() == count


def test_the_days_figures_are_counted_in_as_many_questions(town: Cast) -> None:
    keep_todays_figures()

    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            keep_todays_figures()
        return len([one for one in told if one["sql"].startswith("SELECT")])

    few = asked()
    for number in range(30):
        known(town, f"Nummer {number}")
    keep_todays_figures()
    assert asked() == few


def earlier(cast: Cast, days: int, complete: int, total: int) -> None:
    share = 100 * complete // total
    actions.keep_figures(
        timezone.localdate() - timedelta(days=days),
        by=tool(),
        noun=NOUN,
        figures=[
            {
                "unit_id": cast.group.pk,
                "total": total,
                "complete": complete,
                "known_percent": share,
                "advice": {},
            }
        ],
    )


def test_the_start_page_says_how_it_has_changed(town: Cast, client_of: ClientOf) -> None:
    client = client_of(town.strategist)
    assert "sedan" not in client.get("/").text
    earlier(town, 3, 1, 4)
    # Before there is a month to look back on, since the first figure.
    day = timezone.localdate() - timedelta(days=3)
    assert f"+15 sedan {short_day(day)}" in client.get("/").text
    earlier(town, 31, 0, 4)
    day = timezone.localdate() - timedelta(days=31)
    page = client.get("/").text
    assert f"+40 sedan {short_day(day)}" in page
    assert f'href="/kompletthet/?enhet={town.group.pk}"' in page


def test_the_page_shows_the_months_and_ends_with_now(town: Cast, client_of: ClientOf) -> None:
    client = client_of(town.strategist)
    earlier(town, 40, 1, 4)
    earlier(town, 75, 0, 4)
    page = client.get(f"/kompletthet/?enhet={town.group.pk}").text
    table = page[page.rindex("<table") :]
    months = re.findall(r"<span>(\d{4}-\d\d)</span>|>(\d{4}-\d\d)</th>", table)
    assert len(months) == 3
    assert [one.complete for one in queries.figures_of(
        NOUN, town.group.pk, town.strategist, timezone.localdate() - timedelta(days=365)
    )] == [0, 1]  # fmt: skip


def test_an_external_person_sees_only_figures_of_what_she_is_granted(town: Cast) -> None:
    keep_todays_figures()
    earlier(town, 31, 0, 4)
    seen = Figure.objects.visible_to(town.auditor)
    units = {one.unit_id for one in seen}
    assert units == {town.education_authority.pk, town.education.pk}
    assert not Figure.objects.visible_to(town.outsider).exists()
    today = timezone.localdate()
    assert queries.figure_before(NOUN, town.group.pk, town.auditor, today) is None
    assert queries.figure_before(NOUN, town.group.pk, town.employee, today) is not None
