"""The papers of decisions: what stands in them, and that they hold no more than one may see."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.management import call_command

from bryggan.decisions import actions
from bryggan.decisions.papers import proposals
from bryggan.decisions.tests.making import Order, drafted, make_order, taken, today
from bryggan.decisions.tests.test_pages import ClientOf
from bryggan.kit.testing.cast import Cast


@pytest.fixture
def order(cast: Cast) -> Order:
    return make_order(cast)


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_list_of_delegated_decisions(cast: Cast, order: Order, client_of: ClientOf) -> None:
    first = taken(cast, order.division_head, name="Nyckelskåp", case_number="UN 2026/12")
    told = taken(cast, order.leader, 900_000, name="Redan anmält")
    actions.report_decisions(
        order.authority, by=order.secretary, decisions=[told], reported_on=today(), paragraph="§ 4"
    )
    client = client_of(order.secretary)
    address = f"/papper/delegationsbeslut.docx?unit={order.authority.pk}"

    waiting = words_of(client.get(address).content)
    assert first.case_number in waiting
    assert "Doris Chef, avdelningschef, punkt 4.1" in waiting
    assert "Redan anmält" not in waiting
    everything = words_of(client.get(f"{address}&vad=alla").content)
    assert f"{today():%Y-%m-%d} § 4" in everything
    assert client.get(address.replace(".docx", ".pdf")).content.startswith(b"%PDF")
    assert client.get(f"{address}&fran=igår").status_code == 404


def test_the_letter_of_one_matter(cast: Cast, order: Order, client_of: ClientOf) -> None:
    decision = drafted(
        cast, 900_000, wording="Köp skåpen.\nFinansiera inom ram.", background="Nycklar försvinner."
    )
    url = f"/papper/tjansteskrivelse.docx?beslut={decision.pk}"

    text = words_of(client_of(cast.employee).get(url).content)
    for said in ("1. Köp skåpen.", "2. Finansiera inom ram.", "Nycklar försvinner.", "900"):
        assert said in text
    assert f"Förvaltningschef beslutar, punkt 4.2: {order.leader.name}." in text
    assert "Saknas: diarienummer" in text
    assert client_of(cast.outsider).get(url).status_code == 404


def test_by_the_command(cast: Cast, order: Order, tmp_path: Path) -> None:
    taken(cast, order.division_head, name="Nyckelskåp")
    by = ["--as", cast.administrator.email]
    out = tmp_path / "anmalan.xlsx"
    unit = ["--unit", order.authority.name]
    call_command("report", "delegationsbeslut", "--format", "xlsx", "--out", str(out), *unit, *by)

    sheets = openpyxl.load_workbook(out).worksheets
    cells = {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert "Nyckelskåp" in cells
    decision = drafted(cast)
    letter = tmp_path / "skrivelse.docx"
    chosen = ["--choose", f"beslut={decision.number}"]
    call_command("report", "tjansteskrivelse", "--out", str(letter), *chosen, *by)
    assert decision.name in words_of(letter.read_bytes())


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("Köp.", ["Köp."]),
        ("1. Köp.\n2) Betala.", ["1. Köp.", "2. Betala."]),
        ("- Köp.\n\n- Betala.", ["1. Köp.", "2. Betala."]),
        ("", []),
    ],
)
def test_proposals_are_numbered(text: str, numbered: list[str]) -> None:
    assert proposals(text) == numbered
