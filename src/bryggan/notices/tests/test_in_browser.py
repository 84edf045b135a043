"""Following and commenting in a real browser: without JavaScript, and with names suggested where there is some."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import OpenPage, session_cookie

from bryggan.kit.testing.cast import Cast
from bryggan.notices import actions
from bryggan.notices.models import Notice
from bryggan.people.models import User

pytestmark = pytest.mark.browser


@pytest.fixture
def plain_page(chromium: Browser, site: str) -> Iterator[Callable[[User], Page]]:
    """A page in a browser that runs no JavaScript."""
    contexts: list[Any] = []

    def open_page(person: User) -> Page:
        context = chromium.new_context(base_url=site, java_script_enabled=False, locale="sv-SE")
        context.add_cookies([session_cookie(person, site)])
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_without_javascript_one_follows_comments_and_reads(
    plain_page: Callable[[User], Page], cast: Cast
) -> None:
    page = plain_page(cast.employee)
    page.goto(f"/system/{cast.system.pk}/")
    page.get_by_role("button", name="Följ", exact=True).click()
    expect(page.get_by_role("button", name="Sluta följa")).to_be_visible()
    page.get_by_role("link", name="Visa Kommentarer").click()
    page.get_by_label("Skriv en kommentar").fill("Nu är det klart, @Stina Sävv")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_text("Menade du @Stina Säv?").first).to_be_visible()
    page.get_by_label("Kommentar").fill("Nu är det klart, @Stina Säv")
    page.get_by_role("button", name="Skicka").click()
    page.get_by_role("link", name="Visa Kommentarer").click()
    expect(page.get_by_role("link", name="@Stina Säv")).to_be_visible()

    page = plain_page(cast.system_steward)
    page.goto("/")
    page.get_by_role("link", name="Mitt arbete, 1 nytt").click()
    page.get_by_role("button", name="Elin Ek nämner dig", exact=False).first.click()
    expect(page).to_have_url(re.compile(rf"/system/{cast.system.pk}/#panel-comments$"))
    page.get_by_role("link", name="Visa Kommentarer").click()
    expect(page.get_by_text("Nu är det klart")).to_be_visible()
    expect(page.get_by_role("link", name="Mitt arbete", exact=True).first).to_be_visible()
    assert not Notice.objects.filter(read_at=None).exists()


def test_names_are_suggested_as_one_types(browser_page: OpenPage, cast: Cast) -> None:
    actions.write_comment(cast.system, by=cast.manager, text="Något att svara på")
    page = browser_page(person=cast.employee)
    page.goto(f"/system/{cast.system.pk}/")
    page.get_by_role("heading", name="Kommentarer").scroll_into_view_if_needed()
    page.get_by_label("Säg till någon särskilt").press_sequentially("iva")
    suggested = page.locator("#comment-tell_list option")
    expect(suggested).to_have_count(1)
    expect(suggested).to_have_attribute("value", f"Ivar Ide ({cast.it_counterpart.email})")
