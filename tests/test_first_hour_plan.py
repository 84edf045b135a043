"""The first hour of a färdplan: from the Excel file nobody trusts to slides that can be shown tomorrow.

By command and in a real browser, on the plan of a municipality and an installation that holds nothing yet.
"""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pptx import Presentation

from bryggan.config.administrators import appoint
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.tests.test_importing_command import REAL_FILE, needs_real_file
from bryggan.kit.testing.cast import make_unit
from bryggan.people.models import Unit, User, root_unit
from bryggan.roadmap.queries import on_roadmap
from tests.browser import OpenPage

ADDRESS = "ada.alm@ekvik.example"
PASSWORD = "Snö över Ekviks torg 1871"  # noqa: S105  # of a person who does not exist
# What the file calls them, and what somebody who works there answers.
SAME = {"BUF": "Barn- och utbildning", "TF": "Tekniska", "Soc": "socialförvaltningen",
        "Socialförv.": "socialförvaltningen", "SBK": "Samhällsbyggnad", "KLK": "Kommunledning"}  # fmt: skip


@pytest.fixture
def administrator(live_history: None) -> User:
    return appoint(address=ADDRESS, name="Ada Alm", password=PASSWORD)


@pytest.fixture
def her_page(browser_page: OpenPage, administrator: User) -> Iterator[Page]:
    """A page in her browser. At the end its console must not have complained of anything."""
    said: list[str] = []
    page = browser_page(person=administrator)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def named_on_slides(file: Any) -> list[str]:
    """The initiatives in the tables of the slides, by name, one for each row."""
    rows = [
        row.cells[0].text
        for slide in Presentation(file).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    return [row.rpartition(" (I-")[0] for row in rows if "(I-" in row]


def is_whole(file: Any) -> None:
    """Every initiative stands on the slides, once, but the one that was done in an earlier year."""
    rows = Initiative.objects.present()
    wanted = rows.filter(on_roadmap(timezone.localdate())).values_list("name", flat=True)
    assert (rows.count(), len(wanted)) == (80, 79)
    assert sorted(named_on_slides(file)) == sorted(wanted)


@needs_real_file
def test_a_plan_in_excel_becomes_slides_by_two_commands(
    administrator: User, tmp_path: Path
) -> None:
    report, slides = tmp_path / "r.json", tmp_path / "fardplan.pptx"
    answers = [f"unit:{said.casefold()}=new:{name}" for said, name in SAME.items()]
    answers += [f"unit:{name.casefold()}=new" for name in {*SAME.values(), "VoO"}]
    told = [part for answer in answers for part in ("--answer", answer)]
    call_command("import", "initiatives", REAL_FILE, "--as", ADDRESS, "--report", report, *told)
    call_command("report", "fardplan", "--format", "pptx", "--out", slides, "--as", ADDRESS)

    counts = json.loads(report.read_text())
    assert (counts["rows"], counts["created"], counts["skipped"]) == (86, 80, 6)
    made = Unit.objects.present().exclude(pk=root_unit().pk)
    assert {unit.name for unit in made} == {
        "Barn- och utbildning", "Kommunledning", "Samhällsbyggnad", "Socialförvaltningen",
        "Tekniska", "VoO",
    }  # fmt: skip
    is_whole(slides)


@needs_real_file
@pytest.mark.browser
def test_a_plan_in_excel_becomes_slides_in_the_browser(her_page: Page) -> None:
    for name, short in (
        ("Socialförvaltningen", "SOF"),
        ("Barn- och utbildningsförvaltningen", "BUF"),
    ):
        make_unit(name, short=short)
    page = her_page
    page.goto("/initiativ/las-in/")
    page.get_by_label("Fil", exact=True).set_input_files(REAL_FILE)
    page.get_by_role("button", name="Ladda upp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vart går kolumnerna?")
    expect(page.get_by_label("Förv.")).to_have_value("unit")
    expect(page.get_by_label("Blad")).to_contain_text("gammal (2) – dolt")
    page.get_by_role("button", name="Provkör").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Det här skulle hända")
    assert not Initiative.objects.exists()
    expect(page.get_by_role("heading", name="Det här förstod Bryggan inte")).to_be_visible()
    page.get_by_label("Tekniska", exact=True).select_option(label="Ny förvaltning: Tekniska")
    page.get_by_label("TF", exact=True).select_option(label="Ny förvaltning: Tekniska")
    page.get_by_label("?", exact=True).select_option(label="Genomförande")
    page.get_by_role("button", name="Räkna med svaren").click()
    expect(page.get_by_text("Svaren är med.").first).to_be_visible()
    expect(page.get_by_label("?", exact=True)).to_have_value("implementation")
    page.get_by_text(re.compile(r"^\d+ anmärkningar$")).first.click()
    read = "Förv.: ”Socialförv.” – läst som Socialförvaltningen"
    expect(page.get_by_text(read).first).to_be_visible()

    page.get_by_role("button", name="Läs in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Så blev det")
    page.get_by_role("link", name="Till registret").click()
    expect(page.get_by_text("80 initiativ").first).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Rapporter").first.click()
    with page.expect_download() as waited:
        page.get_by_role("button", name=re.compile(r"^PowerPoint\s*: Färdplan")).first.click()
    is_whole(BytesIO(Path(waited.value.path()).read_bytes()))
