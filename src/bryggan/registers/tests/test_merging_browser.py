"""Two systems become one and two again, as a person does it on the page."""

import pytest
from playwright.sync_api import expect
from tests.browser import OpenPage

from bryggan.kit.testing.cast import make_cast, make_system

pytestmark = pytest.mark.browser


def test_two_systems_are_merged_on_a_phone_and_the_merge_is_undone(browser_page: OpenPage) -> None:
    cast = make_cast()
    twin = make_system(cast.care, name="Skol-plattformen", description="Läxor")
    page = browser_page(width=360, person=cast.strategist)
    page.goto(f"/system/{twin.pk}/")
    page.get_by_role("link", name="Slå samman").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad är samma som Skol-plattformen?")
    page.get_by_role("link", name="Jämför").click()
    page.get_by_role("radio", name="Läxor", exact=True).check()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Slå samman").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sammanslagning")
    expect(
        page.get_by_text("Skol-plattformen är sammanslagen med Skolplattformen.")
    ).to_be_visible()

    page.goto(f"/system/{twin.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skolplattformen")
    expect(page.get_by_text("Läxor", exact=True).first).to_be_visible()

    page.goto("/handelser/")
    page.get_by_role("link", name="Sammanslagning").first.click()
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Det är ångrat. Allt är som det var.")).to_be_visible()
    page.goto(f"/system/{twin.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skol-plattformen")
