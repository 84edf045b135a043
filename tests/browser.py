"""A real browser for the few tests that need one: Chromium through Playwright, and axe for accessibility."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bryggan.people.models import User

HOW_TO_GET_ONE = "No Chromium found: install one (apt install chromium) or set CHROMIUM_PATH."
NAMES = (
    "/usr/bin/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")
# How long a page may take to show what is expected, on a machine that does much else meanwhile.
PATIENCE = 20_000

type OpenPage = Callable[..., Page]


def find_chromium() -> str | None:
    """The Chromium to use: the one that CHROMIUM_PATH names, else one found where they usually lie."""
    named = os.environ.get("CHROMIUM_PATH", "")
    return next((path for name in (named, *NAMES) if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of a file of tests; where none is found the test is skipped, or fails if BRYGGAN_BROWSER=required."""
    path = find_chromium()
    if path is None:
        if os.environ.get("BRYGGAN_BROWSER") == "required":
            pytest.fail(HOW_TO_GET_ONE)
        pytest.skip(HOW_TO_GET_ONE)
    # Playwright runs an event loop in this thread, in which Django would refuse to ask the database.
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    patch.setattr(ThreadedWSGIServer, "_close_connections", _close_connections)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
        _close_connections()
    patch.undo()


def _close_connections(server: object = None) -> None:
    """Close this thread's connections for good: Django leaves those to a database in memory open."""
    for connection in connections.all(initialized_only=True):
        BaseDatabaseWrapper.close(connection)


@pytest.fixture
def site(live_server: Any, live_history: None) -> str:
    """The address of the live server, which answers each request on a connection of its own.

    Alone, pytest starts the server before the test database is there, and in a longer run after it.
    In the second case all requests would share one connection, and so each other's transactions.
    """
    live_server.thread.connections_override.clear()
    return str(live_server.url)


@pytest.fixture
def browser_page(chromium: Browser, site: str) -> Iterator[OpenPage]:
    """Open a page of the live server: `browser_page(width=360, scheme="dark", person=cast.manager)`."""
    contexts = []

    def open_page(*, width: int = 1280, scheme: Any = "light", person: User | None = None) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="sv-SE",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if person is not None:
            context.add_cookies([session_cookie(person, site)])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def session_cookie(person: User, url: str) -> Any:
    """The cookie of a session in which the person has signed in."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def axe_violations(page: Page) -> list[str]:
    """What WCAG 2.2 AA finds wrong on the page, one line per rule with where it is broken."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{rule['id']}: {rule['help']} ({', '.join(str(node['target']) for node in rule['nodes'][:5])})"
        for rule in found.response["violations"]
    ]
