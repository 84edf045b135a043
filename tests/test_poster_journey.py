"""The way of a nurse with a telephone: the poster, three fields and a picture, the code, the answer.

And of a caretaker whose browser runs no scripts.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from bryggan.kit.testing.cast import Cast, make_cast
from bryggan.needs.models import Need, Picture, Slip
from bryggan.needs.tests.making import asked, make_developer, sorted_as
from bryggan.needs.tests.pictures import telling
from bryggan.needs.tests.sending import empty_the_box
from bryggan.people.models import User
from tests.browser import OpenPage, axe_violations

pytestmark = pytest.mark.browser
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
WORDS = "Nycklarna skrivs upp i en pärm. Ingen vet vem som har vilken när det larmar."


@pytest.fixture
def town(live_history: None) -> Cast:
    return make_cast()


def looked_at(page: Page) -> None:
    """For everyone: by a screen reader, on a telephone, in the light and in the dark."""
    scheme: Any
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert axe_violations(page) == []
    assert page.evaluate(TOO_WIDE) <= 0


def test_from_the_poster_to_the_answer(browser_page: OpenPage, town: Cast, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0001.jpg"
    photo.write_bytes(telling())
    page = browser_page(width=360)
    page.goto(f"/b/{town.care.pk}/")
    expect(page.get_by_text("Skriv inga namn på brukare")).to_be_visible()
    expect(page.locator(".place")).to_have_text("Omsorgsförvaltningen")
    looked_at(page)
    page.get_by_label("Vad är i vägen?").fill(WORDS)
    page.get_by_label("Vem berörs?").fill("Nattpatrullen")
    page.get_by_label("Bild").set_input_files(photo)
    page.get_by_role("button", name="Lämna behovet").last.click()

    expect(page.get_by_role("heading", name="Tack, ditt behov är lämnat")).to_be_visible()
    looked_at(page)
    code = page.locator(".the-code").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    assert (Slip.objects.count(), Need.objects.count()) == (1, 0)
    page.get_by_role("button", name="Se hur det går").click()
    expect(page.get_by_role("heading", name="Ligger i brevlådan")).to_be_visible()

    empty_the_box()
    developer = make_developer(town.group)
    need = asked(Need.objects.get(), developer)
    read_by_code(page, code.lower().replace("-", " "))
    expect(page.get_by_role("heading", name="Vi har en fråga till dig")).to_be_visible()
    looked_at(page)
    page.get_by_label("Ditt svar").fill("Varje natt")
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_text("Ditt svar ligger i brevlådan")).to_be_visible()

    empty_the_box()
    sorted_as(Need.objects.get(pk=need.pk), developer)
    read_by_code(page, code)
    expect(page.get_by_text("Det går att göra i nyckelskåpet")).to_be_visible()
    looked_at(page)
    assert Picture.objects.get().need == need
    assert list(Path(settings.BRYGGAN_VAR, "files", "behov").glob("*.jpg"))


def read_by_code(page: Page, code: str) -> None:
    page.goto("/behov/kod/")
    page.get_by_label("Din kod").fill(code)
    page.get_by_role("button", name="Visa svaret").click()


def test_what_there_already_is_comes_while_one_writes(browser_page: OpenPage, town: Cast) -> None:
    page = browser_page(width=360, person=town.employee)
    page.goto("/behov/lamna/")
    page.get_by_label("Vad är i vägen?").press_sequentially("Läxor och betyg syns inte")

    expect(page.get_by_role("link", name=town.system.name)).to_be_visible()
    looked_at(page)


def test_the_keyboard_and_no_scripts_are_enough(chromium: Browser, site: str, town: Cast) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    page.goto("/behov/lamna/")
    page.get_by_label("Vad är i vägen?").fill("Läxor och betyg syns inte på skärmen")
    page.get_by_role("button", name="Finns det redan?").click()
    expect(page.get_by_text("Inget som liknar det här")).to_be_visible()
    expect(page.get_by_label("Vad är i vägen?")).to_have_value(
        "Läxor och betyg syns inte på skärmen"
    )
    page.get_by_label("Var?").select_option(label="Utbildningsförvaltningen")
    page.get_by_text("Till min jobbadress").click()
    page.get_by_label("Din jobbadress").fill("anna.lund@ekvik.example")
    # Enter in a field sends the need, and nothing else that the form can do.
    page.get_by_label("Din jobbadress").press("Enter")
    expect(page.get_by_role("heading", name="Tack, ditt behov är lämnat")).to_be_visible()
    assert Need.objects.get().supporters.get().user == User.objects.get(name="Anna Lund")
    context.close()
