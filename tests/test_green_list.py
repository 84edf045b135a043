"""From a teacher's phone to the open list, as people do it."""

import re

import pytest
from playwright.sync_api import Page, expect

from bryggan.approvals.models import App
from bryggan.kit.testing.cast import Cast, make_cast
from bryggan.notices.models import Notice
from tests.browser import OpenPage, axe_violations

pytestmark = pytest.mark.browser


@pytest.fixture
def town(live_history: None) -> Cast:
    return make_cast()


def asks(page: Page) -> None:
    """She types, finds nothing, and the short form is there."""
    page.goto("/app/begar/")
    page.get_by_label("Vilken app?").press_sequentially("Kartleken", delay=10)
    expect(page.get_by_role("heading", name="Den finns inte på listan. Begär den")).to_be_visible()
    expect(page.get_by_label("Appens namn")).to_have_value("Kartleken")
    page.get_by_label("Vad ska den användas till?").fill("Öva på landskapen")
    page.get_by_label("Ungefär hur många").fill("24")
    page.get_by_role("button", name="Skicka begäran").click()
    expect(page.get_by_text("Kartleken är begärd.")).to_be_visible()


def screens_and_approves(page: Page) -> None:
    page.goto("/app/")
    page.get_by_role("rowheader").get_by_role("link", name="Kartleken").click()
    page.get_by_role("link", name="Svara på frågorna").click()
    for question in page.locator("main fieldset").all():
        question.get_by_role("radio").first.check()
    page.get_by_role("group", name="Hur loggar man in?").get_by_role(
        "radio", name=re.compile("Var och en")
    ).check()
    page.get_by_label("Anteckning").fill("Läste leverantörens villkor")
    page.get_by_role("button", name="Klar, gå till besked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Besked om Kartleken")
    expect(page.get_by_label("Villkor")).to_have_value(re.compile("Inga egna konton"))
    assert axe_violations(page) == []
    page.get_by_role("button", name="Godkänn").click()
    expect(page.get_by_text("Kartleken står nu på listan.")).to_be_visible()


def test_a_teacher_asks_on_her_phone_and_gets_an_answer(browser_page: OpenPage, town: Cast) -> None:
    teachers = browser_page(width=360, person=town.employee)
    asks(teachers)
    screens_and_approves(browser_page(person=town.strategist))

    kinds = Notice.objects.filter(user=town.employee).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["approval.screened", "approval.conditioned"]
    teachers.goto("/app/begar/")
    mine = teachers.get_by_role("region", name="Det du har begärt")
    expect(mine).to_contain_text("Godkänd med villkor")

    anyones = browser_page(width=360)
    anyones.goto("/grona-listan/")
    anyones.get_by_label("Sök app").press_sequentially("kartl", delay=10)
    expect(anyones).to_have_url(re.compile(r"q=kartl"))
    card = anyones.get_by_role("listitem").filter(has_text="Kartleken")
    expect(card).to_contain_text("Inga egna konton")
    expect(anyones.locator("body")).not_to_contain_text(town.employee.name)
    assert App.objects.get().decided_by == town.strategist


def test_without_javascript_one_searches_and_asks_all_the_same(
    chromium: object, site: str, town: Cast, browser_page: OpenPage
) -> None:
    page = browser_page(person=town.employee)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/app/begar/")
    page.get_by_label("Vilken app?").fill("Kartleken")
    page.get_by_role("search", name="Sök app").get_by_role("button", name="Sök").click()
    page.get_by_label("Vad ska den användas till?").fill("Öva på landskapen")
    page.get_by_role("button", name="Skicka begäran").click()
    expect(page.get_by_text("Kartleken är begärd.")).to_be_visible()
