"""The ground of the browser tests: a signed-in person meets a page that works, at every width and hue."""

import pytest

from bryggan.kit.testing.cast import make_cast
from tests.browser import SCHEMES, WIDTHS, OpenPage, axe_violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_list_of_systems_is_open_to_everyone(
    browser_page: OpenPage, width: int, scheme: str
) -> None:
    cast = make_cast()
    page = browser_page(width=width, scheme=scheme, person=cast.employee)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/system/")
    assert page.get_by_role("link", name=cast.system.name).is_visible()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [text for text in said if "Content Security Policy" in text] == []
