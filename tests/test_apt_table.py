"""Ten needs entered from a meeting, as a manager does it: at her desk and on her phone, with JavaScript and without."""

import pytest
from playwright.sync_api import Page, expect

from bryggan.kit.testing.cast import Cast, make_cast
from bryggan.needs.models import Need, Origin
from tests.browser import WIDTHS, OpenPage, axe_violations

pytestmark = pytest.mark.browser


@pytest.fixture
def town(live_history: None) -> Cast:
    return make_cast()


def writes(page: Page, row: int, obstacle: str, count: str = "") -> None:
    page.get_by_label(f"Vad är i vägen?, rad {row}", exact=True).fill(obstacle)
    if count:
        page.get_by_label(f"Hur många har det?, rad {row}", exact=True).fill(count)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_was_said_is_entered_and_nothing_written_is_lost(
    browser_page: OpenPage, town: Cast, width: int
) -> None:
    page = browser_page(width=width, person=town.manager)
    page.goto("/behov/apt/")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    for row in range(1, 11):
        writes(page, row, f"Hinder nummer {row}", "7" if row == 1 else "")
    page.get_by_role("button", name="Fler rader").click()
    writes(page, 11, "Bo 19121212-1212 får vänta")
    page.get_by_role("button", name="Lämna behoven").click()

    expect(page.get_by_role("alert")).to_contain_text("Rad 11 kan inte sparas som den står.")
    expect(page.get_by_label("Vad är i vägen?, rad 1", exact=True)).to_have_value("Hinder nummer 1")
    assert axe_violations(page) == []
    assert not Need.objects.exists()
    writes(page, 11, "En brukare får vänta")
    page.get_by_role("button", name="Lämna behoven").click()

    expect(page.get_by_text("11 behov är lämnade.")).to_be_visible()
    expect(page.get_by_role("link", name="En brukare får vänta")).to_be_visible()
    assert Need.objects.filter(origin=Origin.APT).count() == 11
    page.get_by_role("link", name="Säg när nästa APT är").click()
    expect(page.get_by_role("heading", name="Det ni bad om")).to_be_visible()
    assert axe_violations(page) == []


def test_without_javascript_there_are_more_rows_all_the_same(
    browser_page: OpenPage, town: Cast
) -> None:
    page = browser_page(person=town.manager)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/behov/apt/")
    writes(page, 10, "Det sista hindret")
    page.get_by_role("button", name="Fler rader").click()
    expect(page.get_by_label("Vad är i vägen?, rad 15", exact=True)).to_be_visible()
    page.get_by_role("button", name="Lämna behoven").click()
    expect(page.get_by_text("1 behov är lämnat.")).to_be_visible()
