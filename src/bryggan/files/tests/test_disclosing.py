"""Public documents handed out: what goes along, what is left out and said so, and that it is written down."""

import io
import zipfile

import openpyxl
import pytest
from django.utils import timezone

from bryggan.files import actions, disclosing, storing
from bryggan.files.models import Disclosure, File
from bryggan.files.tests.making import PDF, attached
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens

pytestmark = pytest.mark.django_db

ASKED = "Allt om upphandlingen av skolplattformen"


def established(cast: Cast, called: str, content: bytes, secrecy: str = "") -> File:
    file = attached(cast, called=called, content=content, secrecy=secrecy)
    actions.establish_file(file, by=cast.manager, established_on=timezone.localdate())
    return file


def unpacked(disclosure: Disclosure) -> tuple[list[str], str]:
    """The names in the package, and all that its index says."""
    with zipfile.ZipFile(io.BytesIO(disclosing.package_of(disclosure))) as archive:
        book = openpyxl.load_workbook(io.BytesIO(archive.read("00 Förteckning.xlsx")))
        cells = [
            str(cell)
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for cell in row
            if cell is not None
        ]
        return archive.namelist(), "\n".join(cells)


def test_disclose_documents_leaves_out_what_is_secret_and_says_by_which_section(
    cast: Cast,
) -> None:
    shown = established(cast, "Beslut.pdf", PDF)
    secret = established(cast, "Anbud Hemliga AB.txt", b"42 miljoner\n", secrecy="19:3")
    attached(cast, called="Utkast.txt", content=b"Ett utkast\n")

    disclosure = disclosing.disclose_documents(
        cast.system, by=cast.administrator, files=[shown.pk], asked_for=ASKED, given_to="Bladet"
    )

    assert newest_event().name == "documents.disclosed"
    assert [row["number"] for row in disclosure.given] == [shown.number]
    assert disclosure.left_out == [{"number": secret.number, "ground": "19:3"}]
    names, index = unpacked(disclosure)
    assert names == ["00 Förteckning.xlsx", "01 Beslut.pdf"]
    assert "19 kap. 3 §" in index
    assert [word for word in ("Hemliga", "Utkast", "Bladet") if word in index] == []
    assert secret.number in index


def test_what_has_been_masked_is_left_out_and_said_so(cast: Cast) -> None:
    shown = established(cast, "Beslut.pdf", PDF)
    masked = established(cast, "Brev.txt", b"Elin Ek skriver\n")
    storing.path_of(masked.digest).write_text("[maskerat]", encoding="utf-8")

    disclosure = disclosing.disclose_documents(
        cast.system, by=cast.administrator, files=[shown.pk, masked.pk], asked_for=ASKED
    )

    assert disclosure.left_out == [{"number": masked.number, "ground": "masked"}]
    names, index = unpacked(disclosure)
    assert names == ["00 Förteckning.xlsx", "01 Beslut.pdf"]
    assert "Innehållet är maskerat" in index


def test_disclose_documents_is_refused_to_others(cast: Cast) -> None:
    shown = established(cast, "Beslut.pdf", PDF)
    for person in (cast.manager, cast.employee, cast.auditor):
        with nothing_happens(), pytest.raises(Refused):
            disclosing.disclose_documents(cast.system, by=person, files=[shown.pk], asked_for=ASKED)


def test_disclose_documents_of_what_is_secret_a_draft_or_of_another_record_is_impossible(
    cast: Cast,
) -> None:
    wrong = [
        established(cast, "Anbud.txt", b"Hemligt\n", secrecy="19:3"),
        attached(cast, called="Utkast.txt", content=b"Ett utkast\n"),
        attached(cast, record=cast.contract, by=cast.administrator, kind="received"),
    ]
    for file in wrong:
        with nothing_happens(), pytest.raises(NotPossible):
            disclosing.disclose_documents(
                cast.system, by=cast.administrator, files=[file.pk], asked_for=ASKED
            )


def test_disclose_documents_of_nothing_or_without_a_request_is_impossible(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        disclosing.disclose_documents(cast.system, by=cast.administrator, files=[], asked_for=ASKED)
    shown = established(cast, "Beslut.pdf", PDF)
    with nothing_happens(), pytest.raises(NotPossible):
        disclosing.disclose_documents(
            cast.system, by=cast.administrator, files=[shown.pk], asked_for=" "
        )


def test_who_asked_is_known_to_those_who_hand_out(cast: Cast) -> None:
    shown = established(cast, "Beslut.pdf", PDF)
    disclosing.disclose_documents(
        cast.system, by=cast.administrator, files=[shown.pk], asked_for=ASKED
    )
    assert Disclosure.objects.visible_to(cast.auditor).exists()
    others = (cast.employee, cast.manager, cast.strategist, cast.outsider)
    assert [one for one in others if Disclosure.objects.visible_to(one).exists()] == []


def test_what_is_established_is_handed_out_though_a_later_draft_lies_beside(cast: Cast) -> None:
    file = established(cast, "Avtal.pdf", PDF)
    actions.add_version(file, by=cast.manager, content=PDF + b"\n%later", called="Avtal.pdf")

    found = disclosing.sorted_files(cast.system)
    assert [one.pk for one in found.offered] == [file.pk]
    assert found.working == 1
