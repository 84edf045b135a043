"""In a real browser: one works down a list of advice, row by row, without leaving it."""

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser import OpenPage, axe_violations

from bryggan.advice.models import Dismissal
from bryggan.advice.tests.cases import known
from bryggan.kit.testing.cast import make_cast
from bryggan.systems.models import System, SystemRole

pytestmark = pytest.mark.browser

# Whether what has been fetched holds the focus as soon as it can be seen: later it would take it back from somebody
# who has gone on.
WATCH = """() => {
    window.heldFocus = [];
    new MutationObserver((changes) => {
        for (const added of changes.flatMap((one) => [...one.addedNodes])) {
            const goesOn = added.querySelector?.("[autofocus]");
            if (goesOn) heldFocus.push(goesOn === document.activeElement);
        }
    }).observe(document.body, {childList: true, subtree: true});
}"""


@pytest.mark.parametrize("width", [1280, 360])
def test_one_mends_row_after_row_without_leaving_the_list(
    browser_page: OpenPage, width: int
) -> None:
    cast = make_cast()
    nobody: dict[str, Any] = {"role.system_owner": []}
    for name in ("Bokningen", "Kartan", "Larmet"):
        known(cast, name, **nobody)
    page = browser_page(width=width, person=cast.strategist)
    page.goto(f"/rad/no_owner/?enhet={cast.care.pk}")
    address = page.url
    page.evaluate(WATCH)
    rows = page.locator("ul.mend > li")
    expect(rows).to_have_count(4)  # the cast's own system in care has no owner either

    first = rows.filter(has_text="Bokningen")
    names = first.get_by_role("combobox")
    names.press_sequentially("magnus", delay=20)
    expect(first.locator("datalist option")).to_have_count(1)
    names.fill("Magnus")
    first.get_by_role("button", name="Spara Bokningen").click()
    expect(first.get_by_text("finns inte")).to_be_visible()
    names.fill(f"{cast.manager.name} ({cast.manager.email})")
    first.get_by_role("button", name="Spara Bokningen").click()
    expect(page.get_by_role("status").filter(has_text="Klart: Bokningen")).to_be_focused()
    expect(rows).to_have_count(4)
    assert page.url == address
    assert page.evaluate("heldFocus") == [True]

    page.keyboard.press("Tab")
    second = rows.filter(has_text="Kartan")
    expect(second.get_by_role("link", name="Kartan")).to_be_focused()
    second.get_by_text("Avfärda …").click()
    second.get_by_label("Varför är det i sin ordning?").fill("Byts ut i vår, ägs av projektet")
    second.get_by_role("button", name="Avfärda Kartan").click()
    expect(page.get_by_text("Kartan är avfärdat tills vidare.")).to_be_visible()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    expect(
        rows.filter(has_text="Larmet").get_by_role("button", name="Spara Larmet")
    ).to_be_visible()
    held = SystemRole.objects.get(system__name="Bokningen", role="system_owner")
    assert held.user == cast.manager
    assert Dismissal.objects.get().record_id == System.objects.get(name="Kartan").pk
    page.reload()
    expect(rows).to_have_count(2)
