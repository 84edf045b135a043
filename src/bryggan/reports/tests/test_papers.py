"""Systemöversikten, the commands, and the municipality's own Word template."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from openpyxl import load_workbook
from pptx import Presentation

from bryggan.history.models import Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.papers import own_template
from bryggan.kit.papers.declared import known_fields
from bryggan.kit.papers.word_template import default_template
from bryggan.kit.testing.cast import HIDDEN_HOSTING, Cast, make_contract, make_system
from bryggan.people.models import User
from bryggan.people.scope import Organisation, Scope
from bryggan.reports import actions, home_page, overview
from bryggan.reports.overview import ALL, COMPLETE, WITH_COST

type ClientOf = Callable[[User], Client]
type OnCommit = Any

MACRO = b"application/vnd.ms-word.document.macroEnabled.main+xml"
WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def slides_of(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def words_of(content: bytes) -> str:
    said = []
    for slide in slides_of(content):
        for shape in slide.shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(said)


def test_the_overview_has_the_numbers_of_the_start_page(cast: Cast, client_of: ClientOf) -> None:
    costs: dict[str, Any] = {"cost.license": 40_000}
    make_system(cast.education, name="Matsedeln", **costs)
    today = timezone.localdate()
    make_contract("Avtal om mat", cast.education, ends_on=today.replace(year=today.year + 1))
    organisation = Organisation.read()
    scope = Scope(cast.administrator, organisation, organisation.root)
    numbers, advice = overview.counts_and_advice(scope, (ALL, WITH_COST, COMPLETE))
    deadlines = overview.contracts(scope, today)
    money = overview.money(scope, today.year, counted=2, of=3)
    cards = home_page.cards(scope, numbers, money, deadlines, today)
    findings = home_page.findings(scope, advice)
    content = client_of(cast.administrator).get("/papper/systemoversikt.pptx").content
    said = words_of(content)
    for card in cards:
        assert str(card["value"]) in said
        assert str(card["label"]) in said
    assert findings
    for finding in findings:
        assert f"{finding['sign']} {finding['label']}\n{finding['count']}" in said
    assert "Avtal om mat" in said
    assert "2 av 3 har belopp" in said


def test_the_overview_has_its_money_as_a_native_chart(cast: Cast, client_of: ClientOf) -> None:
    content = client_of(cast.administrator).get("/papper/systemoversikt.pptx").content
    charts = [s.chart for slide in slides_of(content) for s in slide.shapes if s.has_chart]
    money = charts[0].plots[0]
    assert list(money.categories) == ["Utbildningsnämnden"]
    assert list(money.series[0].values) == [250]


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_the_overview_is_made_in_every_format(cast: Cast, client_of: ClientOf, form: str) -> None:
    unit = {"unit": cast.education_authority.pk}
    content = client_of(cast.employee).get(f"/papper/systemoversikt.{form}", unit).content
    if form == "docx":
        tables = Document(io.BytesIO(content)).tables
        assert "Utbildningsnämnden med allt därunder, 1 system" in tables[0].cell(0, 1).text
    elif form == "xlsx":
        assert "Kostnad per del" in load_workbook(io.BytesIO(content)).sheetnames
    else:
        assert content.startswith(b"%PDF-")


def test_the_overview_counts_what_is_left_out(cast: Cast, client_of: ClientOf) -> None:
    said = words_of(client_of(cast.employee).get("/papper/systemoversikt.pptx").content)
    assert "2 uppgifter utelämnade" in said
    said = words_of(client_of(cast.administrator).get("/papper/systemoversikt.pptx").content)
    assert "utelämnad" not in said


def test_the_page_of_papers_offers_them_all(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.employee).get("/rapporter/").content.decode()
    for address in ("systemforteckning.docx", "systemforteckning.xlsx", "systemoversikt.pptx"):
        assert f'formaction="/papper/{address}"' in page
    assert "Bara en administratör" in page
    assert 'href="/rapporter/"' in client_of(cast.employee).get("/system/").content.decode()


# The commands


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code and what was said on either stream."""
    try:
        call_command(*words)
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_report_writes_the_paper_as_the_person_sees_it(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "f.xlsx"
    unit = ("--unit", "omsorgsnämnden")
    words = ("report", "systemforteckning", "--format", "xlsx", "--out", str(out), *unit)
    code, said = run(capsys, *words, "--as", cast.employee.email)
    assert (code, "Systemförteckning, Omsorgsnämnden, intern" in said) == (0, True)
    names = [row[3] for row in load_workbook(out)["System"].iter_rows(values_only=True)]
    assert names == ["System", "Omsorgsjournalen"]


@pytest.mark.parametrize(
    "words, reason",
    [
        (("systemforteckning",), "--as"),
        (("systemforteckning", "--as", "ingen@ekvik.example"), "--as"),
        (("systemforteckning", "--as", "ada.alm@ekvik.example", "--unit", "Finns ej"), "Finns ej"),
        (("systemforteckning", "--as", "ada.alm@ekvik.example", "--edition", "x"), "kan inte"),
        (("systemoversikt", "--as", "ada.alm@ekvik.example", "--edition", "oppen"), "kan inte"),
    ],
)
def test_report_that_cannot_be_made_leaves_no_file_and_says_why(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: Any, reason: str
) -> None:
    out = tmp_path / "f.docx"
    code, said = run(capsys, "report", *words, "--out", str(out))
    assert code == 2
    assert reason in said
    assert not out.exists()


def test_report_in_the_demo_is_made_by_the_administrator(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.BRYGGAN_DEMO = True
    out = tmp_path / "o.pptx"
    code, _said = run(capsys, "report", "systemoversikt", "--format", "pptx", "--out", str(out))
    assert code == 0
    assert "Ada Alm" in words_of(out.read_bytes())


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_export_writes_the_rows_that_the_person_sees(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    out = tmp_path / f"systems.{form}"
    words = ("export", "systems", "--format", form, "--out", str(out))
    code, _said = run(capsys, *words, "--as", cast.employee.email)
    assert code == 0
    if form == "xlsx":
        rows = list(load_workbook(out).worksheets[0].iter_rows(values_only=True))[1:]
        names = [row[1] for row in rows]
    elif form == "csv":
        text = out.read_text(encoding="utf-8-sig")
        names = [row["Namn"] for row in csv.DictReader(io.StringIO(text), delimiter=";")]
    else:
        found = json.loads(out.read_text(encoding="utf-8"))
        names = [row["name"] for row in found["rows"]]
        assert HIDDEN_HOSTING not in out.read_text(encoding="utf-8")
    assert names == ["Omsorgsjournalen", "Skolplattformen"]
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_export_without_somebody_to_see_through_or_of_nothing_known_is_refused(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.csv"
    words = ("--format", "csv", "--out", str(out))
    assert run(capsys, "export", "systems", *words)[0] == 2
    code, said = run(capsys, "export", "spoken", *words, "--as", cast.employee.email)
    assert (code, "spoken" in said) == (2, True)
    lost = str(tmp_path / "finns-inte" / "x.csv")
    assert run(capsys, "export", "systems", "--out", lost, "--as", cast.employee.email)[0] == 2
    assert list(tmp_path.iterdir()) == []


# The template


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder of one's own, since a template is a file and outlives a test's transaction."""
    settings.BRYGGAN_VAR = tmp_path_factory.mktemp("var")


def own_file() -> bytes:
    """A municipality's template, known by its header."""
    document = Document(io.BytesIO(default_template()))
    document.sections[0].header.paragraphs[0].text = "Ekviks kommun"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def repacked(change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The template with each part changed, and further parts."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(own_file())) as package,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for part in package.namelist():
            copy.writestr(part, change(part, package.read(part)))
        for part, content in more.items():
            copy.writestr(part, content)
    return made.getvalue()


def untouched(part: str, content: bytes) -> bytes:
    return content


def tied(kind: str, target: str) -> bytes:
    """The template with a tie to something outside of it."""
    document = Document(io.BytesIO(own_file()))
    document.part.relate_to(target, kind, is_external=True)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def header_of(content: bytes) -> str:
    return str(Document(io.BytesIO(content)).sections[0].header.paragraphs[0].text)


def test_change_template_is_used_by_every_word_paper(
    cast: Cast, client_of: ClientOf, django_capture_on_commit_callbacks: OnCommit
) -> None:
    client = client_of(cast.administrator)
    file = SimpleUploadedFile("Kommunens mall.docx", own_file())
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/rapporter/mall/", {"paper": "alla", "file": file})
    assert response.status_code == 302
    event = Event.objects.get(name="template.changed")
    assert (event.actor_id, event.reason) == (cast.administrator.pk, "Kommunens mall.docx")
    for name in ("systemforteckning", "systemoversikt"):
        made = client_of(cast.employee).get(f"/papper/{name}.docx").content
        assert header_of(made) == "Ekviks kommun"
    assert "används sedan" in client.get("/rapporter/mall/").content.decode()


def test_change_template_is_refused_to_all_but_the_administrator(
    cast: Cast, client_of: ClientOf
) -> None:
    file = SimpleUploadedFile("mall.docx", own_file())
    response = client_of(cast.strategist).post("/rapporter/mall/", {"paper": "alla", "file": file})
    assert response.status_code == 403
    assert "Bara en administratör" in response.content.decode()
    with pytest.raises(Refused):
        actions.change_template(own_file(), by=cast.manager, name="mall.docx")
    assert own_template.current() is None
    assert not Event.objects.filter(name__startswith="template.").exists()


EMBEDDED = {"word/vbaProject.bin": b"x"}
IMAGE = RELATIONSHIP_TYPE.IMAGE
BAD_FILES: dict[str, Callable[[], bytes]] = {
    "a renamed program": lambda: b"MZ" + b"\0" * 4_000,
    "nothing": lambda: b"",
    "an archive": lambda: _archive({"a.txt": b"a"}),
    "a broken file": lambda: own_file()[:4_000],
    "macros by its kind": lambda: repacked(lambda part, content: content.replace(WORD, MACRO)),
    "macros by its parts": lambda: repacked(untouched, **EMBEDDED),
    "a bomb": lambda: repacked(untouched, **{"word/bomb.xml": b" " * (60 * 1024 * 1024)}),
    "too large": lambda: repacked(untouched) + b"\0" * (6 * 1024 * 1024),
    "a picture from afar": lambda: tied(IMAGE, "https://elsewhere.example/x.png"),
    "no document": lambda: repacked(
        lambda part, content: b"<x>" if part == "word/document.xml" else content
    ),
}


def _archive(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("made", BAD_FILES.values(), ids=BAD_FILES)
def test_change_template_by_a_bad_file_is_impossible_and_changes_nothing(
    cast: Cast,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: OnCommit,
    made: Callable[[], bytes],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_template(own_file(), by=cast.administrator, name="bra.docx")
    before = own_template.path().read_bytes()
    file = SimpleUploadedFile("mall.docx", made())
    with django_capture_on_commit_callbacks(execute=True):
        response = client_of(cast.administrator).post(
            "/rapporter/mall/", {"paper": "alla", "file": file}
        )
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()
    assert own_template.path().read_bytes() == before
    assert [path.name for path in own_template.path().parent.iterdir()] == ["word-template.docx"]
    assert Event.objects.filter(name="template.changed").count() == 1


def test_the_tie_to_the_template_of_the_template_is_cut(cast: Cast) -> None:
    kind = RELATIONSHIP_TYPE.HYPERLINK.replace("hyperlink", "attachedTemplate")
    document = Document(io.BytesIO(own_file()))
    document.part._settings_part.relate_to("file:///S:/mallar/grund.dotm", kind, is_external=True)
    made = io.BytesIO()
    document.save(made)
    kept = own_template.checked(made.getvalue(), known_fields())
    assert b"grund.dotm" not in b"".join(
        zipfile.ZipFile(io.BytesIO(kept)).read(part)
        for part in zipfile.ZipFile(io.BytesIO(kept)).namelist()
    )
    assert header_of(kept) == "Ekviks kommun"


def test_remove_template_gives_bryggans_own_back(
    cast: Cast, client_of: ClientOf, django_capture_on_commit_callbacks: OnCommit
) -> None:
    client = client_of(cast.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_template(own_file(), by=cast.administrator, name="mall.docx")
        assert client.post("/rapporter/mall/").status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/rapporter/mall/ta-bort/").status_code == 302
    assert own_template.current() is None
    assert Event.objects.filter(name="template.removed", actor_id=cast.administrator.pk).exists()
    assert header_of(client.get("/papper/systemoversikt.docx").content) == ""


def test_remove_template_is_refused_to_all_but_the_administrator(
    cast: Cast, client_of: ClientOf, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_template(own_file(), by=cast.administrator, name="mall.docx")
    with django_capture_on_commit_callbacks(execute=True):
        assert client_of(cast.manager).post("/rapporter/mall/ta-bort/").status_code == 403
    assert own_template.current() is not None
    assert not Event.objects.filter(name="template.removed").exists()


def test_remove_template_is_impossible_where_there_is_none(cast: Cast, client_of: ClientOf) -> None:
    with pytest.raises(NotPossible):
        actions.remove_template("", by=cast.administrator)
    assert client_of(cast.administrator).post("/rapporter/mall/ta-bort/").status_code == 302
    assert not Event.objects.filter(name="template.removed").exists()


def test_one_can_start_from_bryggans_template(cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.employee).get("/rapporter/mall/bryggans.docx")
    assert "Bryggans wordmall.docx" in response["Content-Disposition"]
    assert own_template.checked(response.content, known_fields())
