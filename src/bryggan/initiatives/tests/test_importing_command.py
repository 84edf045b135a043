"""`bryggan import initiatives`: the real plan of a municipality, by command and in the browser alike."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bryggan.history.models import Batch
from bryggan.initiatives.models import Evidence, Initiative, Passage
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.people.models import Unit
from bryggan.registers.models import Import, ImportRow
from bryggan.registers.undo import undo_batch
from bryggan.systems.tests.reading_in import as_csv
from bryggan.systems.tests.test_importing_command import SHARED, run

REAL_FILE = SHARED / "data" / "fardplan-2026-2028.xlsx"
needs_real_file = pytest.mark.skipif(
    not REAL_FILE.exists(), reason="the shared plan is not on this machine"
)
COUNTS = ("rows", "created", "updated", "unchanged", "skipped", "failed")


@pytest.fixture
def units(cast: Cast) -> dict[str, Unit]:
    """The administrations that the plan speaks of, by the nicknames that the municipality has entered."""
    named = {
        "Socialförvaltningen": "SOF",
        "Vård- och omsorgsförvaltningen": "VOF",
        "Barn- och utbildningsförvaltningen": "BUF",
        "Samhällsbyggnadskontoret": "SBK",
        "Tekniska förvaltningen": "TF",
        "Kommunledningskontoret": "KLK",
    }
    return {short: make_unit(name, cast.municipality, short=short) for name, short in named.items()}


def read_in(cast: Cast, report: Path, *options: object) -> dict[str, Any]:
    code = run(
        "initiatives", REAL_FILE, "--report", report, "--as", cast.administrator.email, *options
    )
    assert code == 0
    told: dict[str, Any] = json.loads(report.read_text())
    return told


@needs_real_file
def test_the_real_plan_of_a_municipality(
    cast: Cast, units: dict[str, Unit], tmp_path: Path
) -> None:
    before = Initiative.objects.count()
    first = read_in(cast, tmp_path / "r.json")

    assert [first[key] for key in COUNTS] == [86, 80, 0, 0, 6, 0]
    assert sum(first[key] for key in COUNTS[1:]) == first["rows"]
    made = Initiative.objects.present()
    assert made.count() == before + 80
    assert not made.filter(is_taken_over=False).exists()
    # Every administration is found by its nickname; only "Alla" is the whole municipality.
    assert not made.filter(unit__in=[cast.group, cast.education, cast.care]).exists()
    assert set(made.filter(unit=cast.municipality).values_list("reach", flat=True)) == {"whole"}
    assert made.filter(unit=units["SBK"]).count() == 11
    assert not Passage.objects.filter(is_before=False).exists()
    assert Evidence.objects.present().filter(key="evaluation", answer="exists").exists()
    assert [ask["words"] for ask in first["asks"]] == ["?"]
    said = {cell["value"]: cell["message"] for cell in first["cells"] if cell["row"] is None}
    assert "dolt" in said["gammal"]
    assert (first["found"]["headings"], first["found"]["new_people"]) == (6, 1)
    names = {twin["name"]: twin["rows"] for twin in first["found"]["twins"]}
    assert names["Sensorer VA-nät"] == [8, 49]

    second = read_in(cast, tmp_path / "r.json")
    assert [second[key] for key in COUNTS] == [86, 0, 0, 80, 6, 0]
    undo_batch(
        Batch.objects.filter(kind=Batch.Kind.IMPORT).order_by("-pk")[0], by=cast.administrator
    )
    assert made.count() == before


@needs_real_file
def test_no_cell_of_the_real_plan_is_read_as_something_else_without_a_word(
    cast: Cast, units: dict[str, Unit], tmp_path: Path
) -> None:
    """Of each word that no field holds as it stands there is a remark, or it is there in words."""
    told = read_in(cast, tmp_path / "r.json", "--simulate")
    said = {(cell["row"], cell["column"]) for cell in told["cells"]}
    rows = {
        row: {cell["column"] for cell in told["cells"] if cell["row"] == row} for row, _c in said
    }
    # Row 5: Socialförv., S Åberg, ej påbörjad, Q1 2027, kv 3 -26, ingår, ingår, hög.
    assert rows[5] >= {
        "Förv.",
        "Ansvarig",
        "Status",
        "Start",
        "Klart",
        "Kostnad",
        "Driftkostnad",
        "Nytta",
    }
    # Row 12: a span, "löpande", a case number.
    assert rows[12] >= {"Kostnad", "Klart", "Beslut", "Nytta"}
    assert not Initiative.objects.exists()


@needs_real_file
def test_the_browser_tells_the_same_as_the_command(
    cast: Cast, units: dict[str, Unit], client: Client, tmp_path: Path
) -> None:
    told = read_in(cast, tmp_path / "r.json", "--simulate")
    client.force_login(cast.administrator)
    upload = SimpleUploadedFile(REAL_FILE.name, REAL_FILE.read_bytes())
    columns = client.post("/initiativ/las-in/", {"file": upload}).headers["Location"]
    page = client.get(columns).content.decode()
    assert "gammal (2) – dolt" in page
    source = Import.objects.get()
    posted = {f"c{place}": key for place, key in source.columns.items()}
    review = client.post(columns, {**posted, "sheet": "Färdplan"}).headers["Location"]

    source.refresh_from_db()
    assert {key: source.counts[key] for key in COUNTS} == {key: told[key] for key in COUNTS}
    assert source.found["cells"] == told["cells"]
    assert source.found["twins"] == told["found"]["twins"]
    page = client.get(review).content.decode()
    assert "Det här förstod Bryggan inte" in page
    assert "6 rader är rubriker i listan" in page

    client.post(f"{review}val/", {"answer:status:?": "implementation"})
    source.refresh_from_db()
    assert source.found["asks"][0]["answer"] == "implementation"
    assert source.step == Import.Step.PLANNED
    shown = list(source.rows.filter(outcome="created").values_list("number", flat=True))
    chosen = {"shown": shown, "row": shown[1:], "answer:status:?": "implementation"}
    client.post(f"{review}las-in/", chosen)
    source.refresh_from_db()
    assert [source.counts[key] for key in COUNTS] == [86, 79, 0, 0, 7, 0]
    assert sum(source.counts[key] for key in COUNTS[1:]) == source.counts["rows"]
    assert Initiative.objects.filter(phase="implementation").count() > 5
    # What was answered is not asked again.
    client.post(
        "/initiativ/las-in/", {"file": SimpleUploadedFile("ny.xlsx", REAL_FILE.read_bytes())}
    )
    assert Import.objects.order_by("-pk")[0].found["answers"] == {"status:?": "implementation"}


def test_an_answer_at_the_last_moment_is_looked_at_before_it_is_read_in(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.administrator)
    file = as_csv(["Initiativ", "Förv.", "Status"], ["Ett", cast.care.name, "i princip"])
    columns = client.post(
        "/initiativ/las-in/", {"file": SimpleUploadedFile("plan.csv", file)}
    ).headers["Location"]
    source = Import.objects.get()
    posted = {f"c{place}": key for place, key in source.columns.items()}
    review = client.post(columns, posted).headers["Location"]
    told = {"shown": [2], "row": [2], "answer:status:i princip": "pilot"}
    client.post(f"{review}las-in/", told)

    source.refresh_from_db()
    assert source.step == Import.Step.PLANNED
    assert not Initiative.objects.exists()
    assert ImportRow.objects.get().remarks[0]["message"] == "läst som Pilot, som någon svarat"
    client.post(f"{review}las-in/", told)
    assert Initiative.objects.get().phase == "pilot"


def test_the_command_tells_what_it_asks_and_takes_the_answer(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(as_csv(["Initiativ", "Förv.", "Status"], ["Ett", "Räddningen", "Pågår"]))
    who = ("--as", cast.administrator.email)

    assert run("initiatives", path, "--simulate", *who) == 0
    said = capsys.readouterr().out
    assert 'Förv. ”Räddningen” på 1 rader: --answer "unit:räddningen=SVAR"' in said
    assert f"{cast.care.pk}  {cast.care.name}" in said
    assert run("initiatives", path, *who, "--answer", f"unit:räddningen={cast.care.pk}") == 0
    assert "SVAR" not in capsys.readouterr().out
    assert Initiative.objects.get().unit == cast.care
