"""What a meeting puts on paper: the summons with its gaps, a slide per matter, the notes as they were frozen."""

import io
from pathlib import Path

import openpyxl
import pptx
import pytest
from django.core.management import call_command

from bryggan.decisions.tests.test_pages import ClientOf
from bryggan.decisions.tests.test_papers import words_of
from bryggan.kit.testing.cast import Cast
from bryggan.meetings import actions
from bryggan.meetings.models import Meeting
from bryggan.meetings.tests.making import (
    Council,
    added,
    anew,
    close,
    complete,
    heading,
    planned,
    said,
    today,
)


@pytest.fixture
def meeting(cast: Cast, council: Council) -> Meeting:
    """Two matters: one complete, one that lacks its case number, taken up all the same."""
    meeting = planned(council)
    added(meeting, council, complete(cast, "Nyckelskåp"))
    lacking = complete(cast, "Surfplattor")
    type(lacking).objects.filter(pk=lacking.pk).update(case_number="")
    lacking.refresh_from_db()
    added(meeting, council, lacking, why="Avtalet löper ut.")
    return anew(meeting)


def slides_of(content: bytes) -> list[str]:
    deck = pptx.Presentation(io.BytesIO(content))
    return [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in deck.slides
    ]


def test_the_summons_prints_what_each_matter_lacks(
    meeting: Meeting, council: Council, client_of: ClientOf
) -> None:
    client = client_of(council.chair)
    text = words_of(client.get(f"/papper/kallelse.docx?mote={meeting.pk}").content)

    for expected in ("Nyckelskåp", "Surfplattor", "diarienummer", "Disa Dahl", f"{today()}"):
        assert expected in text
    assert "1 ärende tas upp fast något saknas" in text
    assert client.get(f"/papper/kallelse.pdf?mote={meeting.pk}").content.startswith(b"%PDF")


def test_the_ground_has_one_slide_for_each_matter(
    meeting: Meeting, council: Council, client_of: ClientOf
) -> None:
    url = f"/papper/motesunderlag.pptx?mote={meeting.pk}"
    slides = slides_of(client_of(council.chair).get(url).content)

    for name in ("1. Nyckelskåp", "2. Surfplattor"):
        assert len([slide for slide in slides if name in slide]) == 1
    assert any("Avtalet löper ut." in slide for slide in slides)


def test_a_scored_matter_shows_the_spread_once_it_is_shown(
    cast: Cast, meeting: Meeting, council: Council, client_of: ClientOf
) -> None:
    item = meeting.items.get(place=1)
    for person, benefit in ((cast.manager, 5), (cast.other_manager, 2)):
        told = {"benefit": benefit, "complexity": 3, "remark": ""}
        actions.grade_items(anew(meeting), by=person, grades={item.pk: told})
    client, url = client_of(council.chair), f"/papper/motesunderlag.docx?mote={meeting.pk}"

    assert "2–5" not in words_of(client.get(url).content)
    actions.show_grades(anew(meeting), by=council.chair)
    assert "2–5, mitten 3,5 (2 har bedömt)" in words_of(client.get(url).content)


def test_the_notes_are_those_that_were_frozen(
    cast: Cast, meeting: Meeting, council: Council, client_of: ClientOf
) -> None:
    task = {"name": "Ring leverantören", "responsible": cast.other_manager, "due_on": today()}
    said(meeting.items.get(place=1), council.chair, reasons="Bra.", tasks=[task])
    said(heading(meeting, council, "Budget"), council.chair, "noted")
    closed = close(meeting, council)
    client = client_of(cast.other_manager)

    text = words_of(client.get(f"/papper/minnesanteckningar.docx?mote={closed.pk}").content)
    for expected in ("Tillstyrks", "Bra.", "Ring leverantören", "Nils Näs", "Bordläggs"):
        assert expected in text
    sheet = client.get(f"/papper/minnesanteckningar.xlsx?mote={closed.pk}").content
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    cells = {str(cell.value) for page in book for row in page.iter_rows() for cell in row}
    assert {"Ring leverantören", "Nils Näs"} <= cells
    for form in ("pptx", "pdf"):
        assert client.get(f"/papper/minnesanteckningar.{form}?mote={closed.pk}").status_code == 200


def test_notes_of_a_meeting_that_is_not_closed_do_not_exist(
    meeting: Meeting, council: Council, client_of: ClientOf
) -> None:
    url = f"/papper/minnesanteckningar.docx?mote={meeting.pk}"
    assert client_of(council.chair).get(url).status_code == 404


def test_the_meeting_of_another_part_of_the_municipality_gives_the_auditor_no_paper(
    cast: Cast, meeting: Meeting, council: Council, client_of: ClientOf
) -> None:
    auditor = client_of(cast.auditor)
    assert auditor.get(f"/papper/kallelse.docx?mote={meeting.pk}").status_code == 404


@pytest.mark.parametrize("form", ["docx", "pptx", "xlsx", "pdf"])
def test_the_papers_come_without_a_browser(
    meeting: Meeting, council: Council, tmp_path: Path, form: str
) -> None:
    for name in ("motesunderlag", "minnesanteckningar"):
        if name == "minnesanteckningar":
            close(meeting, council)
        out = tmp_path / f"{name}.{form}"
        call_command(
            "report",
            name,
            form=form,
            out=out,
            by=council.chair.email,
            choose=[],
            edition="",
            unit="",
        )
        assert out.stat().st_size > 2_000
