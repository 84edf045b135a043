"""A need on its whole way: voiced by a nurse at a poster, said at an APT, joined from another administration,
sorted, merged and parted, answered in one move, read by its anonymous sender and taken to the next meeting.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from freezegun import freeze_time
from playwright.sync_api import Page, expect

from bryggan.kit.testing.cast import Cast, make_cast, make_person, make_unit
from bryggan.needs.models import Need, Origin, Sorting, Step, Supporter
from bryggan.needs.queries import LEAST_PEOPLE
from bryggan.needs.tests.making import make_developer
from bryggan.notices.models import Notice
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from tests.browser import OpenPage, axe_violations

pytestmark = pytest.mark.browser

KEYS = "Vi skriver upp nycklarna i en pärm. När larmet går på natten vet ingen vem som har dem."
SAID_AT_APT = (
    "Nyckelpärmen stämmer aldrig när det larmar på natten",
    "Surfplattorna laddar ur innan passet är slut",
    "Kopiatorn på plan två är trasig igen",
)
ELSEWHERE = "Nycklar till klassrummen skrivs i en pärm och ingen vet vem som har dem"


@dataclass
class Town:
    """Home care with its manager and who prepares its needs, and a teacher in another administration."""

    cast: Cast
    home_care: Unit
    manager: User
    developer: User

    def told(self, person: User) -> list[str]:
        rows = Notice.objects.filter(user=person).order_by("pk")
        return list(rows.values_list("kind", flat=True))


@pytest.fixture
def town(live_history: None) -> Town:
    cast = make_cast()
    home_care = make_unit("Hemtjänsten Centrum", cast.care, Unit.Kind.WORKPLACE)
    # So many that none of them can be told from where a need without a name comes from.
    for number in range(LEAST_PEOPLE):
        make_person(f"Vårdare {number}", home_care, is_active=False)
    return Town(
        cast=cast,
        home_care=home_care,
        manager=make_person("Marie Mo", home_care, [(Role.MANAGER, home_care)]),
        developer=make_developer(cast.care),
    )


def leaves_a_need_at_the_poster(page: Page, town: Town) -> str:
    """Without account, on a telephone, three fields; what she keeps is a code."""
    page.goto(f"/b/{town.home_care.pk}/")
    expect(page.get_by_text("Hemtjänsten Centrum").first).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_label("Vad är i vägen?").fill(KEYS)
    page.get_by_label("Vem berörs?").fill("Nattpatrullen")
    page.get_by_role("button", name="Lämna behovet").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, ditt behov är lämnat")
    assert axe_violations(page) == []
    code = page.locator(".the-code").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", code)
    return code


def enters_what_was_said(page: Page, town: Town) -> None:
    """A manager after the meeting: one row for each need, one press."""
    page.goto("/behov/apt/")
    assert axe_violations(page) == []
    for number, said in enumerate(SAID_AT_APT, 1):
        row = page.locator(f"#rad-{number}")
        row.get_by_label("Vad är i vägen?").fill(said)
    page.locator("#rad-1").get_by_label("Hur många har det?").fill("7")
    page.get_by_role("button", name="Lämna behoven").click()
    for said in SAID_AT_APT:
        expect(page.get_by_text(said).first).to_be_visible()


def answers_marked(page: Page, names: list[str], reason: str) -> None:
    """Several needs in one move, with the ready text of the reason."""
    page.goto("/behov/att-bereda/")
    for name in names:
        page.get_by_role("checkbox", name=f"Markera {name}").check()
    page.get_by_label("Vad det blir, och varför").select_option(label=reason)
    expect(page.get_by_label("Svar till alla som står bakom")).not_to_be_empty()
    page.get_by_role("button", name="Svara de markerade").click()
    expect(page.get_by_role("link", name="Se och ångra")).to_be_visible()


def joins_while_writing(page: Page, need: Need) -> None:
    """Somebody in another administration writes the same, sees that it exists and joins."""
    page.goto("/behov/lamna/")
    page.get_by_label("Vad är i vägen?").press_sequentially(ELSEWHERE, delay=2)
    found = page.locator("#alike").get_by_role("listitem").filter(has_text=need.name)
    expect(found).to_be_visible()
    expect(found).to_contain_text("nycklar")
    found.get_by_role("button", name=re.compile("Jag har det också")).click()
    expect(page.get_by_text("Du står nu bakom behovet")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(need.name)


def merges(page: Page, kept: Need, gone: Need) -> None:
    page.goto(f"/sammanslagning/behov/{kept.pk}/{gone.pk}/?kvar={kept.pk}")
    assert axe_violations(page) == []
    page.get_by_role("button", name=re.compile("Slå samman")).click()
    expect(page.get_by_text("är sammanslagen med")).to_be_visible()


def parts(page: Page) -> None:
    """From the page of what was just done."""
    page.get_by_role("button", name="Ångra").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def the_day_after(days: int = 1) -> None:
    with freeze_time(timezone.now() + timedelta(days=days)):
        call_command("run_due")


def test_a_need_from_the_poster_to_the_next_meeting(browser_page: OpenPage, town: Town) -> None:
    cast = town.cast
    code = leaves_a_need_at_the_poster(browser_page(width=360), town)
    assert not Need.objects.exists()
    the_day_after()
    nameless = Need.objects.get()
    assert (nameless.origin, nameless.supporters.get().user) == (Origin.LETTERBOX, None)

    enters_what_was_said(browser_page(person=town.manager), town)
    said = list(Need.objects.filter(origin=Origin.APT).order_by("pk"))
    assert [need.obstacle for need in said] == list(SAID_AT_APT)
    assert {need.unit for need in said} == {town.home_care}

    desk = browser_page(person=town.developer)
    answers_marked(desk, [nameless.name, said[0].name], "Läggs i systemets plan")
    assert set(Need.objects.filter(sorting=Sorting.OBJECT_CHANGE)) == {nameless, said[0]}

    joins_while_writing(browser_page(person=cast.employee), nameless)
    assert Supporter.objects.filter(need=nameless, user=cast.employee).exists()

    merges(desk, nameless, said[0])
    behind = {row.user for row in Supporter.objects.present().filter(need=nameless)}
    assert behind == {None, cast.employee, town.manager}
    parts(desk)
    assert {row.user for row in Supporter.objects.present().filter(need=nameless)} == {
        None,
        cast.employee,
    }
    merges(desk, Need.objects.get(pk=nameless.pk), Need.objects.get(pk=said[0].pk))

    answers_marked(desk, [said[2].name], "Är ett fel att anmäla")
    meets(desk, nameless)
    assert Need.objects.get(pk=nameless.pk).step == Step.MET
    assert "need.met" in town.told(cast.employee)
    assert "need.met" in town.told(town.manager)

    reads_by_code(browser_page(width=360), code)
    takes_the_sheet_along(browser_page(person=town.manager), town)


def meets(page: Page, need: Need) -> None:
    """What was missing is there."""
    page.goto(f"/behov/{need.pk}/bered/")
    page.get_by_role("radio", name=re.compile("^Infört")).check()
    page.get_by_label("Skäl").select_option(label="Infört")
    page.get_by_label("Svar till alla som står bakom").fill("Nycklarna kvitteras i telefonen.")
    page.get_by_role("button", name="Spara och svara").click()
    expect(page.locator("#messages")).to_contain_text(re.compile("svar", re.IGNORECASE))


def reads_by_code(page: Page, code: str) -> None:
    """Nobody knows who she is, and she has her answer."""
    page.goto("/behov/kod/")
    page.get_by_label("Din kod").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Visa svaret").click()
    expect(page.get_by_text("Nycklarna kvitteras i telefonen.")).to_be_visible()
    expect(page.get_by_text(KEYS)).to_be_visible()
    assert axe_violations(page) == []


def takes_the_sheet_along(page: Page, town: Town) -> None:
    page.goto(f"/behov/apt/{town.home_care.pk}/")
    got = page.locator("section", has_text="Detta fick ni").first
    expect(got).to_contain_text("Nycklarna kvitteras i telefonen.")
    assert axe_violations(page) == []
    with page.expect_download() as fetched:
        page.get_by_role("link", name="PDF att skriva ut").click()
    assert fetched.value.path().read_bytes().startswith(b"%PDF")
