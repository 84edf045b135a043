"""Thirty minutes between two meetings: needs sorted and answered by the keyboard alone, also on a phone."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bryggan.kit.testing.cast import make_cast
from bryggan.needs.models import Need, Step
from bryggan.needs.tests.making import make_developer, voiced
from tests.browser import OpenPage, axe_violations

pytestmark = pytest.mark.browser
DESK = "/behov/att-bereda/"


def a_desk(browser_page: OpenPage, width: int, scheme: str = "light") -> tuple[Page, list[Need]]:
    cast = make_cast()
    developer = make_developer(cast.education)
    needs = [voiced(cast, f"Hinder {n} i vägen. Det tar en kvart om dagen.") for n in range(6)]
    page = browser_page(width=width, scheme=scheme, person=developer)
    page.goto(DESK)
    return page, needs


def test_needs_are_sorted_and_answered_by_the_keyboard(browser_page: OpenPage) -> None:
    page, needs = a_desk(browser_page, 1280)
    assert axe_violations(page) == []
    page.locator(".mark-row").first.focus()
    for key in ("Space", "ArrowDown", "Space", "ArrowDown", "ArrowDown", "Space", "Enter"):
        page.keyboard.press(key)
    reason = page.get_by_label("Vad det blir, och varför")
    expect(reason).to_be_focused()
    reason.select_option("routine")
    text = page.get_by_label("Svar till alla som står bakom")
    assert text.input_value().startswith("Det här löses bäst med ett ändrat arbetssätt")
    text.press("Control+Enter")

    expect(page.get_by_text("Svar på 3 behov: Löses utan system")).to_be_visible()
    expect(page.locator(".desk-list li")).to_have_count(3)
    expect(page.locator(".mark-row").first).to_be_focused()
    answered = Need.objects.filter(step=Step.ANSWERED).order_by("pk")
    assert list(answered) == [needs[0], needs[1], needs[3]]


def test_a_text_of_ones_own_is_never_thrown_away(browser_page: OpenPage) -> None:
    page, _needs = a_desk(browser_page, 1280)
    reason = page.get_by_label("Vad det blir, och varför")
    text = page.get_by_label("Svar till alla som står bakom")
    reason.select_option("routine")
    text.fill("Mina egna ord")
    reason.select_option("too_costly")
    assert text.input_value() == "Mina egna ord"
    page.get_by_role("button", name="Byt till den färdiga texten").click()
    assert text.input_value().startswith("Det skulle kosta mer")


def test_one_need_is_prepared_and_the_next_comes(browser_page: OpenPage) -> None:
    page, needs = a_desk(browser_page, 1280, "dark")
    page.get_by_role("link", name="Hinder 0 i vägen").click()
    assert axe_violations(page) == []
    page.get_by_label("Låt vila").check()
    expect(page.locator("[name=wake_on]")).to_be_visible()
    page.get_by_label("Felanmälan eller support").check()
    expect(page.locator("[name=wake_on]")).to_be_hidden()
    page.get_by_label("Skäl").select_option(label="Är ett fel att anmäla")
    page.get_by_role("button", name="Spara och svara").click()
    expect(page.get_by_text("Här är nästa.")).to_be_visible()
    expect(page).to_have_url(f"{page.url.split('/behov/')[0]}/behov/{needs[1].pk}/bered/")
    assert Need.objects.get(pk=needs[0].pk).sorting == "support"


def test_the_desk_works_on_a_phone(browser_page: OpenPage) -> None:
    page, needs = a_desk(browser_page, 360)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert axe_violations(page) == []
    for box in page.locator(".mark-row").all()[:2]:
        box.check()
    page.locator(".desk-bar").get_by_role("link", name="Svara").click()
    page.get_by_label("Vad det blir, och varför").select_option("awaits_money")
    expect(page.locator("[name=wake_on]")).to_be_visible()
    page.get_by_role("button", name="Svara de markerade").click()
    expect(page.get_by_text("Svar på 2 behov: Låt vila")).to_be_visible()
    first = Need.objects.get(pk=needs[0].pk)
    assert first.wake_on is not None
    assert first.wake_on > timezone.localdate()
