"""The färdplan on paper: the same figures in every format, and no row split over slides."""

import io
from collections import Counter
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from bryggan.kit.papers.declared import PAPERS, NoSuchPaper, make_file, read_options
from bryggan.kit.testing.cast import Cast
from bryggan.needs.tests.test_sheet import page_count
from bryggan.people.models import User
from bryggan.roadmap.tests.making import initiative, many, paid, today

pytestmark = pytest.mark.django_db


def made(user: User, name: str, form: str, **asked: str) -> io.BytesIO:
    address = QueryDict(mutable=True)
    address.update(asked)
    declared = PAPERS[name]
    options = read_options(declared, user, address, form)
    return io.BytesIO(make_file(declared, user, options).content)


def tables(file: io.BytesIO) -> list[Any]:
    shapes = [shape for slide in Presentation(file).slides for shape in slide.shapes]
    return [shape.table for shape in shapes if shape.has_table]


def test_no_row_is_split_and_none_is_lost_over_many_slides(cast: Cast) -> None:
    names = [one.name for one in many(cast, 120)]
    found = tables(made(cast.manager, "fardplan", "pptx", unit=str(cast.education.pk)))
    rows = [[cell.text for cell in row.cells] for table in found for row in table.rows]
    of_initiatives = [row for row in rows if row[0].startswith("Initiativ ") and "(I-" in row[0]]
    assert Counter(row[0].rpartition(" (")[0] for row in of_initiatives) == Counter(names)
    assert all(row[1] and row[2] for row in of_initiatives)


def test_nothing_runs_over_the_edge_of_a_slide(cast: Cast) -> None:
    many(cast, 60)
    deck = Presentation(made(cast.manager, "fardplan", "pptx"))
    height = deck.slide_height or 0
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= height


def test_every_format_says_what_is_meant_and_what_is_missing(cast: Cast) -> None:
    one = initiative(cast, "Frånvaro i mobilen", starts_on=today())
    paid(one, today().year + 1, "asked", 500_000)
    initiative(cast, "Vårdens", cast.care)
    asked = {"unit": str(cast.education.pk)}
    word = Document(made(cast.manager, "fardplan", "docx", **asked))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    said = "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)
    assert "Frånvaro i mobilen" in said
    assert "Vårdens" not in said
    assert "1 av 1 har en tid" in said
    assert made(cast.manager, "fardplan", "pdf", **asked).getvalue().startswith(b"%PDF")
    book = load_workbook(made(cast.manager, "fardplan", "xlsx", **asked))
    values = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 500_000 in values


def test_an_initiative_is_one_page(cast: Cast) -> None:
    one = initiative(
        cast, "Frånvaro i mobilen", description="Vi ringer " * 200, goals="Alla vet " * 200
    )
    for year in range(2026, 2030):
        paid(one, year, "budget", 1_000_000)
    asked = {"initiativ": one.number}
    assert page_count(made(cast.manager, "initiativ", "pdf", **asked).getvalue()) == 1
    assert made(cast.manager, "initiativ", "docx", **asked).getvalue()
    assert made(cast.manager, "initiativ", "pptx", **asked).getvalue()


def test_an_initiative_that_one_may_not_see_has_no_page(cast: Cast) -> None:
    one = initiative(cast, "Vårdens", cast.care)
    with pytest.raises(NoSuchPaper):
        made(cast.auditor, "initiativ", "pdf", initiativ=one.number)


def test_the_papers_are_offered_where_one_looks(cast: Cast, client: Client) -> None:
    one = initiative(cast, "Frånvaro i mobilen")
    client.force_login(cast.manager)
    on_page = client.get(reverse("register_page", args=["initiativ", one.pk])).content.decode()
    assert f"initiativ={one.number}" in on_page
    in_list = client.get("/initiativ/").content.decode()
    assert "/fardplan" in in_list
