"""`bryggan import systems`: what it takes, what it refuses, what it tells, and the real list of a municipal group."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from bryggan.contracts.models import Contract
from bryggan.history.models import Change
from bryggan.kit.testing.cast import Cast
from bryggan.systems.models import Integration, Mention, System
from bryggan.systems.tests.reading_in import HEAD, as_csv

SHARED = Path(os.environ.get("BRYGGAN_SHARED", Path(__file__).parents[4].parent / "shared"))
REAL_FILE = SHARED / "data" / "systemlista-nordvik.xlsx"
needs_real_file = pytest.mark.skipif(
    not REAL_FILE.exists(), reason="the shared system list is not on this machine"
)


def run(*arguments: object) -> int:
    try:
        call_command("import", *arguments)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_the_command_tells_how_it_went(cast: Cast, tmp_path: Path) -> None:
    good, bad = tmp_path / "bra.csv", tmp_path / "halv.csv"
    good.write_bytes(as_csv(HEAD, ["Ett", cast.care.name, "1"]))
    bad.write_bytes(as_csv(HEAD, ["Två", cast.care.name, "1"], ["", cast.care.name, "1"]))
    who = ("--as", cast.administrator.email)
    report = tmp_path / "r.json"

    assert run("systems", good, "--simulate", "--report", report, *who) == 0
    assert json.loads(report.read_text())["created"] == 1
    assert not System.objects.filter(name="Ett").exists()
    assert run("systems", good, *who) == 0
    assert System.objects.filter(name="Ett").exists()
    assert run("systems", bad, "--report", report, *who) == 1
    told = json.loads(report.read_text())
    assert {key: told[key] for key in ("rows", "created", "failed")} == {
        "rows": 2,
        "created": 1,
        "failed": 1,
    }


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 not a workbook", b"%PDF-1.7", b"Vad;Var\n1;2\n"]
)
def test_the_command_refuses_what_it_cannot_read_and_changes_nothing(
    cast: Cast, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "lista.xlsx"
    path.write_bytes(content)
    before = Change.objects.count()

    assert run("systems", path, "--as", cast.administrator.email) == 2
    assert run("systems", tmp_path / "saknas.xlsx", "--as", cast.administrator.email) == 2
    assert Change.objects.count() == before


def test_the_command_wants_to_know_who_reads_in(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_bytes(as_csv(HEAD, ["Ett", cast.care.name, "1"]))

    assert run("systems", path) == 2
    assert run("systems", path, "--as", "ingen@x.se") == 2


def test_a_mapping_file_says_where_columns_go(cast: Cast, tmp_path: Path) -> None:
    path, toml = tmp_path / "lista.csv", tmp_path / "koppling.toml"
    path.write_bytes(as_csv(["Applikation", "Folk"], ["Ett", "12"]))
    toml.write_text('[columns]\n"Applikation" = "name"\n"Folk" = "user_count"\n')
    who = ("--as", cast.administrator.email)

    assert run("systems", path, "--mapping", toml, *who) == 0
    assert System.objects.get(name="Ett").user_count == 12
    toml.write_text('[columns]\n"Applikation" = "finns_inte"\n')
    assert run("systems", path, "--mapping", toml, *who) == 2


@needs_real_file
def test_the_real_list_of_a_municipal_group(cast: Cast, tmp_path: Path) -> None:
    who = ("--as", cast.administrator.email)
    report = tmp_path / "r.json"
    before = System.objects.count()
    flows = Integration.objects.count()

    assert run("systems", REAL_FILE, "--report", report, *who) == 0
    first = json.loads(report.read_text())
    assert (first["rows"], first["created"], first["failed"]) == (320, 320, 0)
    assert System.objects.count() == before + 320
    assert first["found"]["mentions"] == 120
    assert first["found"]["integrations"] == {"total": 31, "told_by_both": 30, "new": 31}
    assert first["found"]["missing"]["mentions"] == 59
    assert Integration.objects.count() == flows + 31
    assert Mention.objects.open().count() == 59
    assert (
        Contract.objects.filter(is_open_ended=True, notice_amount=12, is_assumed=True).count() == 80
    )

    assert run("systems", REAL_FILE, "--report", report, *who) == 0
    second = json.loads(report.read_text())
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, 320)


def test_a_workbook_with_title_rows_and_merged_cells_is_read(cast: Cast, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Systemlista 2026"])
    sheet.append([])
    sheet.append(HEAD)
    sheet.append(["Ett", cast.care.name, 1])
    sheet.append(["Två", None, 2])
    sheet.merge_cells("B4:B5")
    path = tmp_path / "lista.xlsx"
    book.save(path)

    assert run("systems", path, "--as", cast.administrator.email) == 0
    assert System.objects.get(name="Två").unit == cast.care
