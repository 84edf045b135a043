"""What systems put on paper: the right rows, and nothing that its reader may not see."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from bryggan.kit.papers.declared import PAPERS, file_name
from bryggan.kit.papers.model import Paper
from bryggan.kit.testing.cast import (
    HIDDEN_BIDDER,
    HIDDEN_HOSTING,
    HIDDEN_VALUE_SEK,
    Cast,
    make_contract,
    make_person,
    make_system,
    make_unit,
    tool,
)
from bryggan.people.models import User
from bryggan.systems import accounting, connecting
from bryggan.systems.models import ExternalParty, Integration, System
from bryggan.systems.papers.discretion import Discretion

type ClientOf = Callable[[User], Client]

SECRETS = ("Helt", HIDDEN_HOSTING, HIDDEN_BIDDER, str(HIDDEN_VALUE_SEK), "4\xa0321\xa0987")


def asked(client: Client, form: str, name: str = "systemforteckning", **options: Any) -> bytes:
    response = client.get(reverse("paper_file", args=[name, form]), options)
    assert response.status_code == 200
    return response.content


def words_of(content: bytes, form: str) -> str:
    """Everything that can be read in a file, notes of slides included."""
    if form == "docx":
        document = Document(io.BytesIO(content))
        said = [paragraph.text for paragraph in document.paragraphs]
        for table in document.tables:
            said += [cell.text for row in table.rows for cell in row.cells]
        return "\n".join(said)
    if form == "pptx":
        said = []
        for slide in Presentation(io.BytesIO(content)).slides:
            shapes = [*slide.shapes, *(slide.notes_slide.shapes if slide.has_notes_slide else ())]
            for shape in shapes:
                if shape.has_text_frame:
                    said.append(shape.text_frame.text)
                if shape.has_table:
                    said += [cell.text for row in shape.table.rows for cell in row.cells]
        return "\n".join(said)
    book = load_workbook(io.BytesIO(content))
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None)


def rows_of(content: bytes, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by their titles, without the row of totals."""
    lines = list(load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@pytest.mark.parametrize("form", ["docx", "pptx", "xlsx"])
def test_the_internal_edition_holds_every_system_of_the_list(
    cast: Cast, client_of: ClientOf, form: str
) -> None:
    said = words_of(asked(client_of(cast.administrator), form), form)
    assert "Skolplattformen" in said
    assert "Omsorgsjournalen" in said
    assert "Olga Orre" in said
    assert "Utbildningsnämnden" in said
    assert "2 system" in said


def test_the_internal_edition_is_a_pdf_too(cast: Cast, client_of: ClientOf) -> None:
    assert asked(client_of(cast.administrator), "pdf").startswith(b"%PDF-")


def test_the_numbers_are_those_of_the_list(cast: Cast, client_of: ClientOf) -> None:
    costs: dict[str, Any] = {"cost.license": 40_000}
    make_system(cast.education, name="Matsedeln", **costs)
    content = asked(client_of(cast.manager), "xlsx")
    rows = rows_of(content, "System")
    assert len(rows) == System.objects.visible_to(cast.manager).present().count() == 3
    assert sum(row["Kr i år"] or 0 for row in rows) == 290_000
    assert "2 av 3 har belopp" in words_of(content, "xlsx")
    page = client_of(cast.manager).get("/system/").content.decode()
    assert "3 träffar" in re.sub(r"\s+", " ", page)


def test_the_filter_of_the_list_goes_with_it_and_is_printed(
    cast: Cast, client_of: ClientOf
) -> None:
    make_system(cast.education, name="Matsedeln")
    address: dict[str, Any] = {"f.unit": cast.education.pk, "f.supplier": "-"}
    content = asked(client_of(cast.manager), "docx", **address)
    said = words_of(content, "docx")
    assert "Matsedeln" in said
    assert "Skolplattformen" not in said
    assert "Omsorgsjournalen" not in said
    assert "Leverantör: (tom)" in said


def test_a_unit_is_taken_with_everything_under_it(cast: Cast, client_of: ClientOf) -> None:
    school = make_unit("Ekskolan", cast.education)
    make_system(school, name="Skolskjutsen")
    unit = cast.education_authority.pk
    said = words_of(asked(client_of(cast.administrator), "docx", unit=unit), "docx")
    assert "Skolskjutsen" in said
    assert "Omsorgsjournalen" not in said
    assert "Utbildningsnämnden med allt därunder, 2 system" in said


@pytest.mark.parametrize("form", ["docx", "pptx", "xlsx"])
def test_what_an_ordinary_employee_may_not_see_is_not_in_her_paper_but_counted(
    cast: Cast, client_of: ClientOf, form: str
) -> None:
    said = words_of(asked(client_of(cast.employee), form), form)
    assert "Skolplattformen" in said
    assert "Kritiskt" not in said
    assert not [secret for secret in SECRETS if secret in said]
    assert "2 uppgifter utelämnade" in said


def test_whoever_may_see_criticality_has_it_in_her_paper(cast: Cast, client_of: ClientOf) -> None:
    said = words_of(asked(client_of(cast.system_owner), "docx"), "docx")
    assert "Kritiskt" in said
    assert "Helt" in said
    assert "utelämnad" not in said


@pytest.mark.parametrize("form", ["docx", "pptx", "xlsx"])
def test_the_open_edition_is_open_whoever_makes_it(
    cast: Cast, client_of: ClientOf, form: str
) -> None:
    olga = "Ring Olga Orre på 0501-12 34 56 eller olga.orre@ekvik.example om läxor"
    make_system(cast.education, name="Läxhjälpen", description=olga)
    make_system(cast.care, name="Ännu hemligt", lifecycle=System.Lifecycle.PROCURING)
    system_unit = cast.education.name
    said = words_of(asked(client_of(cast.administrator), form, edition="oppen"), form)
    assert "Skolplattformen" in said
    assert f"Systemägare, {system_unit}" in said
    assert "om läxor" in said
    assert not [secret for secret in SECRETS if secret in said]
    assert not [name for name in (p.name for p in cast.people().values()) if name in said]
    assert "250000" not in said
    assert "250\xa0000" not in said
    assert "@" not in said
    assert "12 34 56" not in said
    assert "3 namn, adresser och telefonnummer är borttagna ur fri text" in said
    assert "Ännu hemligt" not in said
    assert "utelämnad" not in said


def test_the_open_edition_is_the_same_for_administrator_and_employee(
    cast: Cast, client_of: ClientOf
) -> None:
    sheets = [
        rows_of(asked(client_of(person), "xlsx", edition="oppen"), "Register och system")
        for person in (cast.administrator, cast.employee)
    ]
    assert sheets[0] == sheets[1]
    assert len(sheets[0]) == 2


def test_the_open_edition_takes_no_filter_since_a_filter_tells_what_it_finds(
    cast: Cast, client_of: ClientOf
) -> None:
    url = reverse("paper_file", args=["systemforteckning", "docx"])
    client = client_of(cast.administrator)
    hidden = {"edition": "oppen", "f.vulnerability.criticality": "critical"}
    assert client.get(url, hidden).status_code == 404
    assert client.get(url, {"edition": "oppen", "q": "skol"}).status_code == 404


def test_an_external_person_gets_nothing_beyond_her_grant_in_either_edition(
    cast: Cast, client_of: ClientOf
) -> None:
    for edition in ("intern", "oppen"):
        for person, systems in ((cast.outsider, ()), (cast.auditor, ("Skolplattformen",))):
            said = words_of(asked(client_of(person), "xlsx", edition=edition), "xlsx")
            found = [name for name in ("Skolplattformen", "Omsorgsjournalen") if name in said]
            assert found == list(systems)


def _connect(cast: Cast, **differences: Any) -> Integration:
    party = ExternalParty.objects.filter(name="Skatteverket").first()
    party = party or connecting.create_party(
        cast.municipality, by=tool(), values={"name": "Skatteverket"}
    )
    values = {"from": cast.system, "to": party, "method": "file", "carries": "Årsuppgifter"}
    return connecting.create_integration(
        cast.education, by=tool(), values={**values, **differences}
    )


def test_the_open_edition_tells_what_is_exchanged_with_others_but_not_what_is_secret(
    cast: Cast, client_of: ClientOf
) -> None:
    _connect(cast)
    _connect(cast, to=cast.other_system, carries="Larmadresser", is_secret=True)
    said = words_of(asked(client_of(cast.administrator), "docx", edition="oppen"), "docx")
    assert "Skatteverket" in said
    assert "Årsuppgifter" in said
    assert "lämnar till" in said
    assert "Larmadresser" not in said


def test_a_systems_card_tells_what_its_page_tells(cast: Cast, client_of: ClientOf) -> None:
    _connect(cast)
    _connect(cast, to=cast.other_system, carries="Larmadresser", is_secret=True)
    contract = make_contract(ends_on=timezone.localdate().replace(year=2031), notice_amount=6)
    accounting.tie_contract(cast.system, contract, by=tool())
    number = cast.system.number
    owner = words_of(
        asked(client_of(cast.system_owner), "docx", name="systemkort", system=number), "docx"
    )
    for expected in ("Skolplattformen", HIDDEN_BIDDER, "Larmadresser", "Skatteverket", "2031-"):
        assert expected in owner
    employee = words_of(
        asked(client_of(cast.employee), "docx", name="systemkort", system=number), "docx"
    )
    assert "Avtal om drift" in employee
    assert "Skatteverket" in employee
    assert "Larmadresser" not in employee
    assert not [secret for secret in SECRETS if secret in employee]
    assert "3 uppgifter utelämnade" in employee
    pdf = asked(client_of(cast.employee), "pdf", name="systemkort", system=number)
    assert pdf.startswith(b"%PDF-")


def test_the_card_of_a_system_that_one_may_not_see_does_not_exist(
    cast: Cast, client_of: ClientOf
) -> None:
    url = reverse("paper_file", args=["systemkort", "docx"])
    for number in (cast.system.number, "S-9999", "x", "", "9" * 30):
        assert client_of(cast.outsider).get(url, {"system": number}).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/papper/finns-inte.docx",
        "/papper/systemforteckning.exe",
        "/papper/systemforteckning.docx?edition=hemlig",
        "/papper/systemforteckning.docx?unit=999999",
        "/papper/systemforteckning.docx?okant=1",
        "/papper/lista.xlsx?register=system",
        "/papper/lista.docx?register=finns-inte",
    ],
)
def test_an_unknown_paper_format_or_choice_is_not_found(
    cast: Cast, client_of: ClientOf, address: str
) -> None:
    assert client_of(cast.administrator).get(address).status_code == 404


def test_nobody_gets_a_paper_without_signing_in(cast: Cast) -> None:
    assert Client().get("/papper/systemforteckning.docx").status_code == 302


def test_a_list_is_taken_along_as_it_is_shown(cast: Cast, client_of: ClientOf) -> None:
    address: dict[str, Any] = {"register": "system", "col": ["name", "user_count"], "sort": "-name"}
    client = client_of(cast.employee)
    document = Document(io.BytesIO(asked(client, "docx", name="lista", **address)))
    table = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert table == [
        ["Namn", "Aktiva användare"],
        ["Skolplattformen", "1\xa0200"],
        ["Omsorgsjournalen", "okänt"],
    ]


def test_a_list_that_is_cut_says_so(cast: Cast, client_of: ClientOf) -> None:
    for number in range(300):
        make_system(cast.care, name=f"System {number:03d}")
    client = client_of(cast.employee)
    said = words_of(asked(client, "pptx", name="lista", register="system", col="name"), "pptx")
    assert "Här är de första 300 av 302 rader" in said
    assert "System 297" in said
    assert "System 299" not in said


def test_the_list_and_the_page_offer_their_papers(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.employee)
    page = client.get("/system/", {"f.lifecycle": "in_use"}).content.decode()
    assert "/papper/systemforteckning.docx?f.lifecycle=in_use" in page
    assert "/papper/lista.pptx?register=system&amp;f.lifecycle=in_use" in page
    own = client.get(f"/system/{cast.system.pk}/").content.decode()
    assert f"/papper/systemkort.pdf?system={cast.system.number}" in own


def test_the_file_is_named_as_people_would(cast: Cast, client_of: ClientOf) -> None:
    day = timezone.localdate().isoformat()
    client = client_of(cast.administrator)
    response = client.get("/papper/systemforteckning.xlsx", {"edition": "oppen"})
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert f"Systemf%C3%B6rteckning%2C%20%C3%B6ppen%20{day}.xlsx" in response["Content-Disposition"]
    hostile = Paper(title='../..\\a:b*"<x>\r\nX: y', made_on=timezone.now())
    assert file_name(hostile, "pdf") == f"a b x X y {day}.pdf"


def test_discretion_keeps_the_sense_and_takes_the_persons(cast: Cast) -> None:
    make_person("Åsa Öst", cast.care)
    discretion = Discretion.read()
    said = discretion.kept(
        "Frågor: åsa  östs dator, asa@x.se, +46 70-123 45 67. Larm 112, år 2026."
    )
    assert said == (
        "Frågor: [namn borttaget] dator, [adress borttagen], [nummer borttaget]. Larm 112, år 2026."
    )
    assert discretion.removed == 3


def test_every_declared_paper_can_be_asked_for_by_its_own_formats() -> None:
    assert {"systemforteckning", "systemkort", "systemoversikt", "lista"} <= set(PAPERS)
    for declared in PAPERS.values():
        assert declared.formats
