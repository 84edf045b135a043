"""The table of any selection on the page and on paper, a sample with what has changed since, and the whole file."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.dossiers.calculation import drawn
from bryggan.dossiers.models import Sample
from bryggan.dossiers.papers.table import AuditorsTable
from bryggan.dossiers.tests import lund
from bryggan.dossiers.tests.making import finished, judged, of_lund, says
from bryggan.files import actions as filing
from bryggan.files.models import File
from bryggan.initiatives import evidencing
from bryggan.initiatives.models import Initiative, Saying
from bryggan.initiatives.tests.making import started
from bryggan.kit.testing.cast import Cast
from bryggan.people.models import User

pytestmark = pytest.mark.django_db
type SignIn = Callable[[User], Client]
TABLE = "/granskning/tabell/"


def some(cast: Cast, count: int) -> list[Initiative]:
    days = {"started_on": date(2025, 1, 1), "closed_on": date(2025, 6, 1)}
    return [
        finished(cast.education, cast.strategist, name=f"Klart {n}", **days) for n in range(count)
    ]


def test_without_a_filter_the_table_holds_what_is_closed_and_with_one_what_answers_it(
    cast: Cast, client_of: SignIn
) -> None:
    [one] = some(cast, 1)
    open_one = started(cast, name="Pågår än")
    client = client_of(cast.employee)
    page = client.get(TABLE).text
    assert one.name in page
    assert open_one.name not in page
    assert "Dokumentation saknas" in page
    assert open_one.name in client.get(TABLE, {"f.state": "active"}).text
    marked = client.get(TABLE, {"id": open_one.pk}).text
    assert open_one.name in marked
    assert one.name not in marked


def test_the_page_asks_as_much_of_many_as_of_one(cast: Cast, client_of: SignIn) -> None:
    client, counts = client_of(cast.employee), []
    for more in (1, 11):
        for one in some(cast, more):
            says(one, cast.strategist, risk_analysis=Saying.EXISTS)
        client.get(TABLE)
        with CaptureQueriesContext(connection) as asked:
            client.get(TABLE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("form", AuditorsTable.formats)
def test_the_table_is_taken_along_in_every_format(cast: Cast, client_of: SignIn, form: str) -> None:
    of_lund(cast)
    answer = client_of(cast.employee).get(f"/papper/avslutade-initiativ.{form}")
    assert answer.status_code == 200
    assert len(answer.content) > 5_000


def test_the_workbook_holds_the_table_of_lund_and_a_line_for_every_answer(
    cast: Cast, client_of: SignIn
) -> None:
    of_lund(cast)
    answer = client_of(cast.employee).get("/papper/avslutade-initiativ.xlsx?f.state=active")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert set(lund.HEADS) <= {*cells}
    assert any(cell.startswith("Digital signering av myndighetsbeslut") for cell in cells)
    assert cells.count("Dokumentation saknas") >= 8  # four answers, in the table and in its ground


def test_draw_sample_from_the_page_and_draw_it_again_from_its_population(
    cast: Cast, client_of: SignIn
) -> None:
    made = some(cast, 8)
    client = client_of(cast.auditor)
    answer = client.post("/granskning/urval/?f.phase=closed", {"size": 3, "seed": "elva"})
    sample = Sample.objects.get()
    assert answer.headers.get("Location", answer.headers.get("HX-Location")) is not None
    assert sample.unit == cast.education_authority
    lines = client.get(f"/granskning/urval/{sample.pk}/population.csv").text.splitlines()
    numbers = [line.rpartition(";")[2] for line in lines]
    assert numbers == [one.number for one in made]
    page = client.get(TABLE, {"urval": sample.pk}).text
    shown = [number for number in numbers if f">{number}<" in page]
    assert sorted(shown) == sorted(drawn(numbers, "elva", 3))


def test_what_has_changed_since_the_draw_is_marked_on_page_and_paper(
    cast: Cast, client_of: SignIn
) -> None:
    some(cast, 3)
    client = client_of(cast.administrator)
    client.post("/granskning/urval/", {"size": 3, "seed": "elva"})
    sample = Sample.objects.get()
    asked = {"urval": sample.pk}
    assert "ändrat efter dragningen" not in client.get(TABLE, asked).text
    judged(sample.rows.all()[0].initiative, cast.strategist, Saying.EXISTS, "Kortare köer")
    page = client.get(TABLE, asked).text
    assert page.count("ändrat efter dragningen") == 1
    assert "Vid dragningen: Dokumentation saknas" in page
    book = client.get("/papper/avslutade-initiativ.xlsx", asked).content
    cells = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(BytesIO(book))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert any("ändrat efter dragningen" in cell for cell in cells)


def test_a_sample_of_another_part_does_not_exist_for_the_auditor(
    cast: Cast, client_of: SignIn
) -> None:
    some(cast, 2)
    client_of(cast.administrator).post("/granskning/urval/", {"size": 1, "seed": "elva"})
    asked = {"urval": Sample.objects.get().pk}
    assert client_of(cast.auditor).get(TABLE, asked).status_code == 404
    assert client_of(cast.auditor).get("/papper/avslutade-initiativ.pdf", asked).status_code == 404


def test_judge_purpose_from_its_page_shows_the_quotation_that_is_missing(
    cast: Cast, client_of: SignIn
) -> None:
    one = started(cast)
    client = client_of(cast.manager)
    address = f"/initiativ/{one.pk}/syfte/"
    wrong = client.post(address, {"answer": "exists"})
    assert wrong.status_code == 422
    assert "Citera det du går efter" in wrong.text
    client.post(address, {"answer": "exists", "quotation": "Alla ska veta"})
    assert "Ja, ”Alla ska veta”" in client.get(TABLE, {"id": one.pk}).text
    assert client_of(cast.auditor).post(address, {"answer": "exists"}).status_code == 403


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_whole_file_of_an_initiative_is_one_paper(
    cast: Cast, client_of: SignIn, form: str
) -> None:
    one = of_lund(cast)[0]
    answer = client_of(cast.employee).get(f"/papper/akt.{form}?initiativ={one.number}")
    assert answer.status_code == 200
    assert len(answer.content) > 5_000
    assert client_of(cast.outsider).get(f"/papper/akt.{form}?initiativ={one.pk}").status_code == 404


def test_a_file_that_shows_something_is_named_and_opened_by_who_may_see_it(
    cast: Cast, client_of: SignIn
) -> None:
    one = finished(
        cast.education,
        cast.strategist,
        name="Nytt larm",
        started_on=None,
        closed_on=date(2026, 1, 1),
    )
    told: dict[str, Any] = {"key": "risk_analysis", "answer": Saying.EXISTS}
    evidencing.give_evidence(
        one, by=cast.strategist, content=b"Risk", called="Hot från Acme.txt", **told
    )
    file = File.objects.get()
    url, akt = f"/handling/{file.pk}/hamta/", f"/papper/akt.docx?initiativ={one.pk}"

    def read(person: User) -> tuple[str, str]:
        client = client_of(person)
        return client.get(TABLE).text, words_in(client.get(akt).content)

    page, paper = read(cast.employee)
    assert url in page and "Hot från Acme.txt" in page
    assert "Hot från Acme" in paper and "Riskanalys, Arbetsmaterial" in paper

    filing.mark_secret(file, by=cast.strategist, secrecy="18:8")
    page, paper = read(cast.employee)
    assert url not in page and "Handling med sekretess" in page
    assert "Acme" not in page + paper
    page, paper = read(cast.manager)
    assert url in page and "Hot från Acme" in paper


def words_in(paper: bytes) -> str:
    body = docx.Document(BytesIO(paper)).element.body
    return "\n".join(text.text or "" for text in body.iter() if text.tag.endswith("}t"))


def test_the_command_makes_both_papers(cast: Cast, tmp_path: object) -> None:
    one = of_lund(cast)[0]
    by = cast.administrator.email
    for name, form, chosen in (
        ("akt", "pdf", ["--choose", f"initiativ={one.number}"]),
        ("avslutade-initiativ", "xlsx", []),
    ):
        file = tmp_path / f"ut.{form}"  # type: ignore[operator]
        call_command("report", name, "--format", form, "--out", str(file), "--as", by, *chosen)
        assert file.stat().st_size > 5_000
