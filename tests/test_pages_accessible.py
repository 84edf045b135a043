"""Every page for everyone: WCAG 2.2 AA by axe, no page wider than a phone, by keyboard and without JavaScript."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from bryggan.meetings.tests.making import close, heading, make_council, planned
from bryggan.methods.tests.making import make_method
from bryggan.registers.importing import keeping
from bryggan.roadmap.tests.addresses import full_roadmap
from bryggan.roadmap.views import TABS
from bryggan.systems.models import System
from tests import a_list_of_ones_own as her_list
from tests.browser import SCHEMES, WCAG, WIDTHS, OpenPage, session_cookie
from tests.test_url_matrix import PERSONS, ROWS, SPECIMENS, Town, of_the_apps, town

pytestmark = pytest.mark.browser

__all__ = ["town"]  # the fixture: one row of everything that an address can be about

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
# Answers that are no pages: files, and what fills the suggestions of a field.
NO_PAGES = {
    "register_export", "paper_file", "default_template", "register_suggest_records",
    "register_suggest_values",
}  # fmt: skip
for module in of_the_apps():
    NO_PAGES |= getattr(module, "NO_PAGES", set())
RUN = """([tags]) => axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
    .then((found) => found.violations.map((rule) =>
        `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`))"""
# What the browser notes of a page that is meant to answer 404, and its advice on forms.
NO_FAULT = re.compile(r"status of 404|^\[DOM\]")
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
# The pages are walked in parts, which the workers share.
PARTS = 4


def pages(town: Town) -> Iterator[tuple[str, str, str]]:
    """Every page there is, by its name in the URL matrix, and some of the states a page can be in."""
    for key in ROWS:
        name, method = key.split()
        if method == "GET" and name not in NO_PAGES:
            arguments, sent = SPECIMENS[key](town)
            query = "&".join(f"{word}={value}" for word, value in sent.items())
            url = reverse(name, args=arguments) + (f"?{query}" if query else "")
            yield name, url, who_may(key)
    system, contract = town.cast.system.pk, town.cast.contract.pk
    own_method = make_method(town.cast.education).pk
    council = make_council(town.cast, name="Rådet som har mötts")
    meeting = planned(council)
    heading(meeting, council)
    close(meeting, council)
    roadmap = full_roadmap(town.cast)
    states = (
        *((f"färdplan, {tab}", f"/fardplan/{roadmap}/?vy={tab}") for tab in TABS),
        ("list of meetings", "/mote/"),
        ("a meeting that is over", f"/mote/{meeting.pk}/"),
        ("a group", f"/grupp/{council.body.pk}/"),
        ("a method", f"/metod/{own_method}/"),
        ("a method beside the shipped one", f"/metod/{own_method}/visa/difference/"),
        ("list of contracts", "/avtal/"),
        ("a contract", f"/avtal/{contract}/"),
        ("list of integrations", "/integration/"),
        ("filtered list", "/system/?f.role.it_counterpart=-&f.lifecycle=in_use"),
        ("nothing found", "/system/?q=qqqq"),
        ("neighbourhood on the map", f"/karta/?system={system}"),
        ("bulk edit, chosen", f"/system/andra-flera/?id={system}"),
        ("bulk edit, filled in", f"/system/andra-flera/?id={system}&falt=product"),
        ("no such page", "/finns/inte/"),
    )
    for name, url in states:
        yield name, url, "administrator"


def who_may(key: str) -> str:
    """Who looks at the page: the administrator, and where she may not, the first who may."""
    may = [person for title, person in PERSONS.items() if ROWS[key][title] == "ja"]
    return "administrator" if "administrator" in may else may[0]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_in_every_width_and_hue(browser_page: OpenPage, town: Town, part: int) -> None:
    administrator = town.cast.administrator
    her_list.read_in(administrator)
    keeping.begin_plan(town.source, 1)
    said: list[str] = []
    opened: dict[str, Page] = {}
    axe = AXE.read_text(encoding="utf-8")
    faults: dict[str, list[str]] = {}
    for name, url, person in islice(pages(town), part, None, PARTS):
        if person not in opened:
            opened[person] = browser_page(person=town.cast.people()[person])
            opened[person].on("console", lambda message: said.append(message.text))
            opened[person].on("pageerror", lambda error: said.append(str(error)))
        page = opened[person]
        said.clear()
        page.goto(url)
        page.evaluate(axe)
        found = [*looked_at(page), *(text for text in said if not NO_FAULT.search(text))]
        if found:
            faults[f"{name} {url}"] = found
    assert faults == {}


def looked_at(page: Page) -> Iterator[str]:
    """What is wrong with the page at each width in each hue."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        scheme: Any
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            yield from (f"{width} {scheme}: {rule}" for rule in page.evaluate(RUN, [WCAG]))
        too_wide = page.evaluate(TOO_WIDE)
        if too_wide > 0:
            yield f"{width}: {too_wide} px wider than the window"


def test_the_keyboard_is_enough(browser_page: OpenPage, town: Town) -> None:
    page = browser_page(person=town.cast.administrator)
    page.goto("/system/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Till innehållet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    unseen = []
    for _stop in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # past the last one, where the browser's own bar begins
        stop: Any = page.evaluate(
            """() => {
                const here = document.activeElement;
                const style = getComputedStyle(here);
                const box = here.getBoundingClientRect();
                return {
                    name: (here.getAttribute("aria-label") || here.textContent || here.name || "").trim().slice(0, 40),
                    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                    size: box.width * box.height,
                };
            }"""
        )
        if not stop["ring"] or not stop["size"]:
            unseen.append(stop)
    assert unseen == []


@pytest.fixture
def plain_page(chromium: Browser, site: str, town: Town) -> Iterator[Page]:
    """The page of an administrator whose browser runs no JavaScript."""
    context = chromium.new_context(base_url=site, java_script_enabled=False, locale="sv-SE")
    context.add_cookies([session_cookie(town.cast.administrator, site)])
    yield context.new_page()
    context.close()


def test_without_javascript_one_filters_and_edits(plain_page: Page, town: Town) -> None:
    page = plain_page
    page.goto("/system/")
    page.get_by_text("+ filter").click()
    page.locator("details", has_text="+ filter").get_by_role("link", name="IT-motpart").click()
    page.get_by_role("checkbox", name="(tom)").check()
    page.get_by_role("button", name="Filtrera").click()
    names = page.locator("tbody").get_by_role("rowheader")
    expect(names).to_have_text([town.cast.other_system.name])
    names.get_by_role("link").click()
    page.get_by_role("link", name="Ändra Om systemet").click()
    page.get_by_label("Produkt").fill("Journal 7")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Ändringen är sparad.")).to_be_visible()
    assert System.objects.get(pk=town.cast.other_system.pk).product == "Journal 7"


def test_without_javascript_one_marks_rows_and_changes_them(plain_page: Page, town: Town) -> None:
    page = plain_page
    page.goto("/system/")
    for name in (town.cast.system.name, town.cast.other_system.name):
        page.get_by_role("checkbox", name=f"Markera {name}").check()
    page.get_by_role("button", name="Ändra fält").click()
    expect(page.get_by_text("2 rader valda")).to_be_visible()
