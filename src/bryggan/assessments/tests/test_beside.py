"""What assessments add elsewhere: what waits, what is told, what is due, what advice says, what is on paper."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from conftest import Clock
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from bryggan.advice.rules import RULES
from bryggan.assessments import actions, tasks
from bryggan.assessments.models import Assessment
from bryggan.assessments.tests.making import (
    BUSINESS,
    IT,
    answer_of,
    make_answered,
    make_assessment,
    make_disposition,
    of_four,
    soon,
)
from bryggan.kit.testing.cast import Cast
from bryggan.notices.models import Notice
from bryggan.notices.waiting import waiting_for
from bryggan.people.models import User
from bryggan.systems import actions as systems
from bryggan.systems.register import SystemRegister

type ClientOf = Callable[[User], Client]


def test_what_she_is_asked_waits_for_her_until_she_has_answered(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.employee, BUSINESS))
    one = answer_of(held, cast.employee, BUSINESS)
    [waiting] = waiting_for(cast.employee)
    assert (waiting.text, waiting.url, waiting.due_on) == (
        "Säg vad du tycker om Skolplattformen",
        f"/bedomning/svar/{one.pk}/",
        soon(),
    )
    actions.save_answer(one, by=cast.employee, values={"ease": 3})
    [waiting] = waiting_for(cast.employee)
    assert waiting.detail == "1 påstående besvarat"
    actions.close_assessment(Assessment.objects.get(), by=cast.strategist)
    assert waiting_for(cast.employee) == []


def test_once_a_week_who_has_not_answered_is_reminded(clock: Clock, cast: Cast) -> None:
    make_assessment(cast.system, (cast.employee, BUSINESS))
    assert tasks.reminded_respondents() == 0
    clock.move_to("2026-11-30 09:00:00")
    assert tasks.reminded_respondents() == 1
    assert tasks.reminded_respondents() == 0
    assert Notice.objects.filter(user=cast.employee, kind="assessment.reminded").count() == 1


def test_the_day_after_the_last_it_closes_by_itself(clock: Clock, cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.employee, BUSINESS))
    clock.move_to(f"{held.last_day} 09:00:00")
    assert tasks.closed_assessments() == 0
    clock.move_to(f"{held.last_day + timedelta(days=1)} 09:00:00")
    assert tasks.closed_assessments() == 1
    assert tasks.closed_assessments() == 0
    assert Assessment.objects.get().step == "closed"


def broken(user: User, limit: int) -> set[str]:
    rule = RULES["disagreeing_assessments"]
    rows = SystemRegister.rows(user).filter(rule.broken(user, limit))
    return {str(row) for row in rows}


def test_disagreeing_assessments_are_advised_about_by_the_newest_and_the_limit(cast: Cast) -> None:
    of_four(cast)
    make_answered(cast.other_system, {(cast.employee, BUSINESS): 3, (cast.manager, BUSINESS): 3})
    assert broken(cast.strategist, 40) == set()  # they are still being asked
    actions.close_assessment(Assessment.objects.get(system=cast.system), by=cast.strategist)
    assert broken(cast.strategist, 40) == {"Skolplattformen"}
    assert broken(cast.strategist, 101) == set()
    assert broken(cast.outsider, 40) == set()
    make_answered(cast.system, {(cast.employee, BUSINESS): 3, (cast.it_counterpart, IT): 3})
    assert broken(cast.strategist, 40) == set()


# On paper


def paper(client: Client, name: str, form: str, **chosen: Any) -> bytes:
    response = client.get(reverse("paper_file", args=[name, form]), chosen)
    assert response.status_code == 200
    return response.content


def sheet_rows(content: bytes) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(content))
    return [row for sheet in book for row in sheet.iter_rows(values_only=True) if any(row)]


def test_the_list_on_paper_holds_the_rows_of_the_screen(cast: Cast, client_of: ClientOf) -> None:
    of_four(cast)
    make_disposition(cast.other_system, "replace", target_year=2029)
    systems.change_system(cast.system, by=cast.strategist, values={"planned_end_year": 2031})
    client = client_of(cast.strategist)
    rows = sheet_rows(paper(client, "utbyteslista", "xlsx"))
    assert any(
        row[:4] == (2029, "Omsorgsjournalen", "Omsorgsförvaltningen", "Byt ut") for row in rows
    )
    assert any(row[:2] == (2031, "Skolplattformen") and 250_000 in row for row in rows)
    document = Document(io.BytesIO(paper(client, "utbyteslista", "docx")))
    told = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"Omsorgsjournalen", "Skolplattformen", "Byt ut"} <= set(told)
    slides = Presentation(io.BytesIO(paper(client, "utbyteslista", "pptx")))
    titles = [slide.shapes.title.text for slide in slides.slides if slide.shapes.title]
    assert {"2029", "2031"} <= set(titles)
    assert paper(client, "utbyteslista", "pdf").startswith(b"%PDF")


def test_the_list_on_paper_can_hold_only_what_is_going_in_one_unit(
    cast: Cast, client_of: ClientOf
) -> None:
    make_disposition(cast.other_system, "replace", target_year=2029)
    systems.change_system(cast.system, by=cast.strategist, values={"planned_end_year": 2031})
    client = client_of(cast.strategist)
    chosen = {"unit": cast.care.pk, "show": "bort"}
    said = str(sheet_rows(paper(client, "utbyteslista", "xlsx", **chosen)))
    assert "Omsorgsjournalen" in said
    assert "Skolplattformen" not in said


def test_what_is_secret_is_not_on_paper_either(cast: Cast, client_of: ClientOf) -> None:
    values = {"vulnerability.end_of_support": soon().replace(year=2029)}
    systems.change_system(cast.system, by=cast.strategist, values=values)
    assert "Supporten upphör 2029" in str(
        sheet_rows(paper(client_of(cast.strategist), "utbyteslista", "xlsx"))
    )
    said = str(sheet_rows(paper(client_of(cast.employee), "utbyteslista", "xlsx")))
    assert "Supporten upphör 2029" not in said
    assert "1 uppgift utelämnad" in said


def test_the_picture_on_paper_with_its_table_and_the_disagreement(
    cast: Cast, client_of: ClientOf
) -> None:
    of_four(cast)
    client = client_of(cast.strategist)
    rows = sheet_rows(paper(client, "systemens-lage", "xlsx"))
    assert any(row[1:6] == ("Skolplattformen", 67, "–", 50, "0–100") for row in rows)
    assert any(row[0] == "Skolplattformen" and row[2] == 100 for row in rows)
    document = Document(io.BytesIO(paper(client, "systemens-lage", "docx")))
    assert len(document.inline_shapes) == 1
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "eget tillägg" in said + str(
        [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    assert Presentation(io.BytesIO(paper(client, "systemens-lage", "pptx"))).slides
    assert paper(client, "systemens-lage", "pdf").startswith(b"%PDF")


def test_a_paper_of_nothing_says_so(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.strategist)
    assert "Inget system har svar" in str(sheet_rows(paper(client, "systemens-lage", "xlsx")))
    assert paper(client, "utbyteslista", "docx")
