"""The first hour: from the spreadsheet nobody trusts to a register with pictures and papers.

One test per part of it, as a person does it: by what stands on the page, in a real browser.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pptx import Presentation

from bryggan.config.administrators import appoint
from bryggan.people.models import User
from bryggan.systems import actions
from bryggan.systems.models import System
from tests import a_list_of_ones_own as her_list
from tests.browser import OpenPage

pytestmark = pytest.mark.browser

ADDRESS = "ada.alm@ekvik.example"
PASSWORD = "Snö över Ekviks torg 1871"  # noqa: S105  # of a person who does not exist
# A form with faults answers 422, and one that somebody was quicker with 409: the browser notes it.
# Nor is it wrong that a form does not take the focus from somebody who already types.
NO_FAULT = re.compile(r"Failed to load resource.*\b(409|422)\b|Autofocus processing was blocked")

type Hers = Callable[..., Page]


@pytest.fixture
def administrator(live_history: None) -> User:
    """The first administrator of an installation in which nothing has been entered yet."""
    return appoint(address=ADDRESS, name="Ada Alm", password=PASSWORD)


@pytest.fixture
def her_page(browser_page: OpenPage, administrator: User) -> Iterator[Hers]:
    """A page in her browser. At the end its console must not have complained of anything."""
    said: list[str] = []

    def open_page(*, is_signed_in: bool = True) -> Page:
        page = browser_page(person=administrator if is_signed_in else None)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_page
    assert [text for text in said if not NO_FAULT.search(text)] == []


@pytest.fixture
def her_register(her_page: Hers, administrator: User) -> Page:
    """Her page once her own list has been read in."""
    her_list.read_in(administrator)
    return her_page()


def told(page: Page, words: str) -> None:
    """The page says so, in a message or anywhere else that can be seen."""
    expect(page.get_by_text(words).first).to_be_visible()


def rows(page: Page) -> list[str]:
    """The names in the list, from above."""
    return [one.strip() for one in page.locator("tbody").get_by_role("rowheader").all_inner_texts()]


def open_system(page: Page, name: str) -> None:
    page.goto("/system/")
    page.get_by_role("searchbox", name="Sök i listan").fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("rowheader").get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def figure(page: Page, label: str) -> str:
    """The figure over a label."""
    card = page.locator("main").get_by_role("link").filter(has_text=label).first
    return card.inner_text().split()[0]


def fill_in(page: Page, file: Any) -> None:
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_role("button", name="Ladda upp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vart går kolumnerna?")


def test_an_empty_register_teaches_how_to_begin(her_page: Hers) -> None:
    page = her_page(is_signed_in=False)
    page.goto("/")
    page.get_by_label("E-postadress").fill(ADDRESS)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")
    expect(page.get_by_role("heading", name="Börja med listan ni redan har")).to_be_visible()
    page.get_by_role("link", name="Läs in er systemlista").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Läs in en lista ni redan har")
    expect(page.get_by_label("Fil", exact=True)).to_be_visible()


def test_a_list_with_faults_is_read_in(her_page: Hers) -> None:
    page = her_page()
    page.goto("/system/las-in/")
    fill_in(page, her_list.upload())
    expect(page.get_by_label("Organisation")).to_have_value("unit")
    expect(page.get_by_label("Nyttan i korthet")).to_have_value("own")
    page.get_by_label("Nyttan i korthet").select_option(label="Vad det är till för")
    page.get_by_role("button", name="Provkör").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Det här skulle hända")
    assert (figure(page, "Alla rader"), figure(page, "Ny"), figure(page, "Tas inte")) == (
        "24",
        "23",
        "1",
    )
    assert not System.objects.exists()
    page.get_by_role("navigation", name="Sparade vyer").get_by_role("link", name="Tas inte").click()
    told(page, "Raden har inget namn.")
    page.get_by_role("link", name=re.compile("Med anmärkning")).first.click()
    for written in ("många", "Halvt igång", "ca 90"):
        expect(page.get_by_role("cell").filter(has_text=f"”{written}”")).to_be_visible()

    page.get_by_role("link", name=re.compile("Alla rader")).first.click()
    page.get_by_role("checkbox", name="Läs in rad 25").uncheck()
    page.get_by_role("button", name="Läs in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Så blev det")
    assert (figure(page, "Ny"), figure(page, "Hoppas över"), figure(page, "Tas inte")) == (
        "22",
        "1",
        "1",
    )
    page.get_by_role("link", name="Till registret").click()
    told(page, "22 system")
    assert rows(page).count("Bokningen") == 2
    assert her_list.LEFT_OUT not in rows(page)
    open_system(page, "Omsorgsjournalen")
    told(page, "Dokumenterar vård och omsorg")
    page.get_by_role("heading", name="Omnämnt, saknas i registret").scroll_into_view_if_needed()
    told(page, "Receptbanken")


def test_an_import_is_undone_and_read_in_again(her_register: Page) -> None:
    page = her_register
    page.goto("/system/las-in/")
    page.get_by_role("link", name=her_list.FILE_NAME).click()
    page.get_by_role("link", name="Se och ångra").click()
    page.get_by_role("button", name="Ångra").click()
    told(page, "Det är ångrat. Allt är som det var.")
    page.goto("/")
    page.get_by_role("link", name="Läs in er systemlista").click()
    fill_in(page, her_list.upload())
    page.get_by_role("button", name="Provkör").click()
    page.get_by_role("button", name="Läs in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Så blev det")
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("^23 System"))).to_be_visible()


def test_a_missing_value_is_mended(her_register: Page) -> None:
    page = her_register
    open_system(page, "Planeraren")
    page.get_by_role("link", name="Ändra Livscykel och användning").click()
    page.get_by_label("I drift sedan").fill("19")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("I drift sedan").fill("2019")
    page.get_by_label("Aktiva användare").fill("75")
    page.get_by_role("button", name="Spara").click()
    told(page, "Ändringen är sparad.")
    expect(page.get_by_role("definition").filter(has_text="75")).to_be_visible()


def test_two_who_change_the_same_see_each_others_values(
    her_register: Page, administrator: User
) -> None:
    page = her_register
    open_system(page, "Larmet")
    page.get_by_role("link", name="Ändra Livscykel och användning").click()
    expect(page.get_by_label("Aktiva användare")).to_be_visible()
    system = System.objects.get(name="Larmet")
    actions.change_system(system, by=administrator, values={"user_count": 91})
    page.get_by_label("Aktiva användare").fill("88")
    page.get_by_role("button", name="Spara").click()
    told(page, "Någon annan har ändrat sedan sidan visades.")
    expect(page.get_by_role("definition").filter(has_text="91")).to_be_visible()
    expect(page.get_by_label("Aktiva användare")).to_have_value("88")
    page.get_by_role("button", name="Spara det jag skrev").click()
    told(page, "Ändringen är sparad.")
    system.refresh_from_db()
    assert system.user_count == 88


def test_what_lacks_a_value_is_found_and_kept_as_a_view(her_register: Page) -> None:
    page = her_register
    page.goto("/system/")
    page.get_by_text("+ filter").click()
    page.locator("details", has_text="+ filter").get_by_role("link", name="IT-motpart").click()
    page.get_by_role("checkbox", name=re.compile(r"^\(tom\)")).check()
    page.get_by_role("button", name="Filtrera").click()
    told(page, "4 träffar")
    page.get_by_text(re.compile(r"^\d+ av \d+ kolumner")).click()
    page.get_by_role("checkbox", name="Aktiva användare").check()
    page.get_by_role("checkbox", name="Avtalsslut").uncheck()
    page.get_by_role("button", name="Visa kolumnerna").click()
    expect(page.get_by_role("columnheader", name="Aktiva användare")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Avtalsslut")).to_have_count(0)
    page.get_by_role("link", name="+ spara vyn").click()
    page.get_by_label("Vyns namn").fill("Saknar IT")
    page.get_by_role("button", name="Spara").click()
    told(page, "Vyn är sparad.")

    page.goto("/system/")
    page.get_by_role("link", name="Saknar IT").click()
    expect(page.get_by_role("columnheader", name="Aktiva användare")).to_be_visible()
    assert set(rows(page)) == {"Larmet", "Köket", "Bygglovet", "Fastigheten"}


def test_rows_are_marked_by_keyboard_changed_together_and_undone(her_register: Page) -> None:
    page = her_register
    page.goto("/system/?q=Bok")
    for number in (1, 2):
        page.get_by_role("checkbox", name="Markera Bokningen").nth(number - 1).focus()
        page.keyboard.press("Space")
    told(page, "2 markerade")
    page.get_by_role("button", name="Ändra fält").focus()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Produkt").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Fyll i").press("Enter")
    page.get_by_label("Produkt").fill("Bokahär 4")
    page.get_by_role("button", name="Visa vad som händer").press("Enter")
    page.get_by_role("button", name="Ändra 2 rader").press("Enter")
    told(page, "2 rader är ändrade.")
    assert System.objects.filter(product="Bokahär 4").count() == 2
    page.get_by_role("button", name="Ångra").click()
    told(page, "Det är ångrat.")
    assert not System.objects.exclude(product="").exists()


def test_search_from_anywhere_by_keyboard(her_register: Page) -> None:
    page = her_register
    page.goto("/organisation/")
    page.keyboard.press("Control+k")
    # On a slow machine the first letters get an answer of their own, and the next takes the choice away.
    with page.expect_response(lambda answer: answer.url.endswith("q=l%C3%B6n")):
        page.keyboard.type("lön", delay=30)
    expect(page.get_by_role("combobox", name="Sök i Bryggan")).not_to_contain_class("htmx-request")
    hit = page.get_by_role("option", name=re.compile("Lönesystemet"))
    expect(hit.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(hit.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lönesystemet")


def test_the_map_leads_to_a_neighbourhood(her_register: Page) -> None:
    page = her_register
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Integrationskarta").first.click()
    drawing = page.get_by_role("region", name="Kartan, går att rulla")
    node = drawing.get_by_role("link", name=re.compile("Omsorgsjournalen"))
    node.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Omsorgsjournalen")
    stops = page.get_by_role("region", name="Om Omsorgsjournalen stannar, vad stannar?")
    expect(stops.get_by_role("link", name="Lönesystemet")).to_be_visible()
    page.get_by_role("link", name="Till Omsorgsjournalen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Omsorgsjournalen")


def test_a_contract_shows_its_arithmetic(her_register: Page) -> None:
    page = her_register
    open_system(page, "Omsorgsjournalen")
    contracts = page.get_by_role("region", name="Avtal", exact=True)
    contracts.get_by_role("link", name=re.compile("Omsorgsjournalen")).first.click()
    expect(page.get_by_role("heading", name="Så är datumen räknade")).to_be_visible()
    told(page, "12 månaders uppsägning")
    told(page, "antag")


def download(page: Page, name: str | re.Pattern[str], role: Any = "link") -> BytesIO:
    with page.expect_download() as waited:
        page.get_by_role(role, name=name).first.click()
    return BytesIO(Path(waited.value.path()).read_bytes())


def words_in_slides(file: BytesIO) -> str:
    """Everything written on the slides: in boxes and in tables."""
    found = []
    for slide in Presentation(file).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def test_the_list_is_taken_along_as_a_workbook(her_register: Page) -> None:
    page = her_register
    page.goto("/system/?q=Bok")
    page.locator("main").get_by_text("Ta med").first.click()
    sheet = load_workbook(download(page, re.compile(r"^Excel"))).worksheets[0]
    written = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert sum("Bokningen" in row for row in written) == 2


def test_the_papers_hold_the_rows(her_register: Page) -> None:
    page = her_register
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Rapporter").first.click()
    paper = Document(download(page, re.compile(r"^Word\s*: Systemförteckning"), "button"))
    tables = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    read = [name for name in her_list.NAMED if name != her_list.LEFT_OUT]
    missing = [name for name in read if not any(name in text for text in tables)]
    assert missing == []
    slides = words_in_slides(
        download(page, re.compile(r"^PowerPoint\s*: Systemöversikt"), "button")
    )
    assert "Systemöversikt" in slides
    assert "Saknar IT-motpart" in slides
