"""What is frozen goes along when public documents are handed out: whole, or masked by groups of fields."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bryggan.decisions.models import Decision
from bryggan.decisions.tests.making import make_order, taken
from bryggan.files import actions, disclosing
from bryggan.files.frozen_documents import FrozenDocument
from bryggan.files.models import Disclosure, FrozenVersion
from bryggan.files.tests.making import PDF, attached
from bryggan.files.tests.test_disclosing import unpacked
from bryggan.kit.action import NotPossible
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import nothing_happens
from bryggan.meetings.models import Meeting
from bryggan.meetings.tests.making import close, heading, make_council, planned, said

SCRIPT = Path(__file__).parents[4] / "docs" / "verifiera_beslut.py"
ASKED = "Beslutet om nyckelskåpen"


@pytest.fixture
def decision(cast: Cast) -> Decision:
    told = taken(cast, make_order(cast).division_head, background="Anbudet är 42 000 kr.")
    return Decision.objects.get(pk=told.pk)


def held(record: Any) -> FrozenDocument:
    (document,) = disclosing.sorted_files(record).frozen
    return document


def handed_out(record: Any, cast: Cast, **masks: str) -> Disclosure:
    return disclosing.disclose_documents(
        record, by=cast.administrator, files=[], asked_for=ASKED, frozen={held(record).key: masks}
    )


def files_in(disclosure: Disclosure) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(disclosing.package_of(disclosure))) as archive:
        return {
            name: archive.read(name) for name in archive.namelist() if "Förteckning" not in name
        }


def checked(content: bytes, tmp_path: Path) -> str:
    path = tmp_path / "fil.json"
    path.write_bytes(content)
    asked = [sys.executable, str(SCRIPT), str(path)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout


def test_a_decision_goes_along_as_it_was_frozen(
    cast: Cast, decision: Decision, tmp_path: Path
) -> None:
    disclosure = handed_out(decision, cast)
    ((name, content),) = files_in(disclosure).items()

    assert name == f"01 Fryst underlag {decision.number}.json"
    assert json.loads(content)["beslut"] == decision.frozen
    assert json.loads(content)["kontrollsumma"] == decision.digest
    assert "Stämmer" in checked(content, tmp_path)
    assert disclosure.left_out == []
    assert decision.digest in unpacked(disclosure)[1]


def test_what_is_masked_is_gone_and_accounted_for_by_its_section(
    cast: Cast, decision: Decision, tmp_path: Path
) -> None:
    disclosure = handed_out(decision, cast, grounds="31:16", people="39:2")
    (content,) = files_in(disclosure).values()
    told = json.loads(content)

    assert "42 000" not in content.decode()
    assert "Doris" not in content.decode()
    assert told["beslut"]["decision"]["background"] == "Maskerat: OSL 31:16"
    assert told["beslut"]["decision"]["wording"] == decision.wording
    assert told["kontrollsumma_omaskerat"] == decision.digest != told["kontrollsumma"]
    assert "Stämmer" in checked(content, tmp_path)
    assert [(row["number"], row["ground"]) for row in disclosure.left_out] == [
        (f"{decision.number}: Underlag och skäl", "31:16"),
        (f"{decision.number}: Namn på dem som beslutade", "39:2"),
    ]
    assert disclosure.given[0]["masks"] == {"grounds": "31:16", "people": "39:2"}
    assert "31 kap. 16 §" in unpacked(disclosure)[1]
    # What stands in the register is as it was.
    assert "42 000" in Decision.objects.get(pk=decision.pk).frozen["decision"]["background"]


def test_what_was_frozen_of_a_file_goes_along_with_it(cast: Cast) -> None:
    file = attached(cast, called="Avtal.pdf", content=PDF)
    actions.establish_file(file, by=cast.manager, established_on=timezone.localdate())
    frozen = FrozenVersion.objects.get()
    disclosure = handed_out(cast.system, cast)
    ((_name, content),) = files_in(disclosure).items()
    assert json.loads(content) == {"kontrollsumma": frozen.digest, "innehall": frozen.content}

    actions.mark_secret(file, by=cast.manager, secrecy="19:3")
    assert disclosing.sorted_files(cast.system).frozen == ()


def test_every_version_of_a_meetings_notes_can_be_handed_out(cast: Cast, tmp_path: Path) -> None:
    council = make_council(cast)
    meeting = planned(council)
    said(heading(meeting, council), council.chair, reasons="En medarbetare är sjuk")
    close(meeting, council)
    meeting = Meeting.objects.get(pk=meeting.pk)
    disclosure = handed_out(meeting, cast, said="39:2")
    (content,) = files_in(disclosure).values()
    assert "är sjuk" not in content.decode()
    assert "Stämmer" in checked(content, tmp_path)


def test_what_is_no_longer_what_was_frozen_is_not_offered(cast: Cast, decision: Decision) -> None:
    Decision.objects.filter(pk=decision.pk).update(frozen={**decision.frozen, "number": "D-9999"})
    assert disclosing.sorted_files(Decision.objects.get(pk=decision.pk)).frozen == ()


@pytest.mark.parametrize(
    ("key", "masks"),
    [("decision-0", {}), (None, {"grounds": "99:9"}), (None, {"what": "39:2"})],
)
def test_what_is_not_there_or_under_no_section_is_impossible(
    cast: Cast, decision: Decision, key: str | None, masks: dict[str, str]
) -> None:
    frozen = {key or held(decision).key: masks}
    with nothing_happens(), pytest.raises(NotPossible):
        disclosing.disclose_documents(
            decision, by=cast.administrator, files=[], asked_for=ASKED, frozen=frozen
        )


def test_on_the_page_groups_are_masked_one_by_one(
    cast: Cast, decision: Decision, client_of: Any
) -> None:
    client: Client = client_of(cast.administrator)
    url = f"/handlingar/beslut/{decision.pk}/lamna-ut/"
    page = client.get(url).text
    assert f"Maskera delar av Fryst underlag {decision.number}" in page
    key = held(decision).key
    sent = {"asked_for": ASKED, "chosen": [key], f"{key}.grounds": "31:16"}
    answer = client.post(url, sent)
    assert answer["Content-Type"] == "application/zip"
    assert Disclosure.objects.get().given[0]["masks"] == {"grounds": "31:16"}
