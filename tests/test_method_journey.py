"""A verksamhetsutvecklare makes a method her administration's own, on a phone, in a browser without JavaScript."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from bryggan.kit.testing.cast import Cast, make_cast
from bryggan.methods import queries
from bryggan.methods.models import Method
from bryggan.methods.tests.making import in_use, make_developer, shipped_method, step_of
from tests.browser import session_cookie

pytestmark = pytest.mark.browser

WIDTH = 360


@pytest.fixture
def town(site: str) -> Cast:
    return make_cast()


@pytest.fixture
def page(chromium: Browser, site: str, town: Cast) -> Iterator[Page]:
    """The page of care's verksamhetsutvecklare."""
    context = chromium.new_context(
        base_url=site,
        java_script_enabled=False,
        locale="sv-SE",
        viewport={"width": WIDTH, "height": 800},
    )
    context.add_cookies([session_cookie(make_developer(town.care), site)])
    yield context.new_page()
    context.close()


def test_a_method_becomes_ones_own(page: Page, town: Cast) -> None:
    page.goto(f"/metod/{shipped_method('lund_care').pk}/")
    page.get_by_role("link", name="Kopiera").click()
    page.get_by_label("Vad ska den heta?").fill("Omsorgens sätt")
    page.get_by_role("button", name="Kopiera").click()

    page.get_by_role("link", name="Ändra Styrgruppen beslutar").click()
    page.get_by_label("Steg", exact=True).fill("Ledningen beslutar")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Nytt steg").click()
    page.get_by_label("Steg", exact=True).fill("Anhöriga prövar")
    page.get_by_label("Fas").select_option("pilot")
    page.get_by_role("button", name="Lägg till steget").click()
    page.get_by_role("button", name="Upp Anhöriga prövar").click()

    page.get_by_role("checkbox", name="Riskanalys, litet").check()
    # Removing something else keeps what has been ticked.
    page.get_by_role("button", name="Ta bort Projektplan").click()
    expect(page.get_by_role("checkbox", name="Riskanalys, litet")).to_be_checked()
    page.get_by_role("link", name="Ta i bruk").click()
    page.get_by_label("Vad är ändrat, och varför?").fill("Anhöriga är med från början.")
    page.get_by_role("button", name="Ta versionen i bruk").click()
    page.get_by_role("link", name="Välj för en förvaltning").click()
    page.get_by_role("button", name="Välj", exact=True).click()

    expect(page.get_by_text("Omsorgsförvaltningen följer Omsorgens sätt")).to_be_visible()
    method = Method.objects.get(name="Omsorgens sätt")
    assert queries.method_for(town.care, timezone.localdate()) == method
    keys = [step.key for step in queries.steps_of(in_use(method))]
    assert keys[keys.index("steering") :][:3] == ["steering", "anhoriga_provar", "pilot"]
    asked = queries.requirements_of(step_of(in_use(method), "steering"), "small")
    assert [one.name for one in asked] == ["Beslutet", "Riskanalys"]
