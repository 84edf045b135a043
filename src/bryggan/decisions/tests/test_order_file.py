"""A delegation order as it is kept, read in: what is read, asked, entered, and left alone the second time."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from bryggan.decisions import queries
from bryggan.decisions.choices import Meaning, PostKind, Reporting
from bryggan.decisions.models import DelegationRule, Post
from bryggan.decisions.order_importing import Plan, apply_plan, make_plan
from bryggan.decisions.order_reading import read_order
from bryggan.decisions.tests.making import make_secretary
from bryggan.decisions.tests.test_pages import ClientOf
from bryggan.history.models import Batch
from bryggan.kit.testing.cast import Cast, tool
from bryggan.people.models import Unit
from bryggan.registers.undo import undo_batch

SHARED = (
    Path(os.environ.get("BRYGGAN_SHARED", Path(__file__).parents[4].parent / "shared")) / "data"
)
FROM = date(2025, 1, 1)
ROWS = [
    ["Utbildningsnämndens delegationsordning"],
    ["Fastställd 2024-12-11 § 142, gäller fr.o.m. 2025-01-01. Ersätter tidigare."],
    ["Punkt", "Ärendetyp", "Delegat", "Begränsning / villkor", "Ersättare", "Anmäls"],
    ["4", "INKÖP, IT OCH DIGITALISERING"],
    ["4.1", "Anskaffning av IT-stöd", "Avdelningschef", "högst 250 000 kr per inköp", "Enhetschef", "Ja"],
    ["4.2", "D:o", "FC", "t.o.m. 1 500 tkr, avtalets hela värde", "stf FC", "Ja, månadsvis"],
    ["4.3", "D:o", "Arbetsutskottet", "1 500 tkr - 5 mnkr", None, "Ja"],
    ["4.4", "Avrop från ramavtal", "FC", "inom budget, max 15 prisbasbelopp/år", None, "Nej"],
    ["4.8", "Start av initiativ gemensamt", "FC", "egen andel, samma gräns som 4.2", None, "Ja"],
    ["4.9", "Köp av utbildning", "Digitaliseringsrådet", "", None, "Ja"],
    ["6.1", "Förvaltningschefen får vidaredelegera punkterna 4.2 och 4.4", "FC", "7 kap. 6 § KL", None, "Ja"],
    ["Kommentar: beloppen är exkl. moms."],
    ["ÄNDRING fr.o.m. 2027-01-01 (UN 2026-10-14 § 118): punkt 4.2 sänks till 1 000 tkr."],
]  # fmt: skip
MEANING = {"4.3:meaning": "whole_term"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    for number in (1, 2, 12, 13):
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=6)
    book.save(tmp_path / "ordning.xlsx")
    return tmp_path / "ordning.xlsx"


def planned(file: Path, authority: Unit, answers: dict[str, str] | None = None) -> Plan:
    order, _sheets = read_order(file)
    assert order.valid_from == FROM
    return make_plan(order, authority, FROM, answers)


def outcomes(plan: Plan) -> dict[str, str]:
    return {f"{line.row}:{line.code}": line.outcome for line in plan.lines}


def test_the_plan_asks_what_it_cannot_read_and_writes_nothing(cast: Cast, file: Path) -> None:
    plan = planned(file, cast.education_authority)

    assert [(ask.key, ask.words) for ask in plan.asks] == [("4.3:meaning", "1 500 tkr - 5 mnkr")]
    assert outcomes(plan) == {
        "5:4.1": "created", "6:4.2": "created", "7:4.3": "asked", "8:4.4": "created",
        "9:4.8": "created", "10:4.9": "failed", "11:6.1": "created", "13:4.2": "updated",
        "13:4.8": "updated",
    }  # fmt: skip
    assert not DelegationRule.objects.exists()
    assert not Post.objects.exists()


def test_the_order_is_entered_with_its_posts_and_its_amendment(cast: Cast, file: Path) -> None:
    apply_plan(planned(file, cast.education_authority, MEANING), by=tool(), reason="fil")
    rules = {rule.code: rule for rule in DelegationRule.objects.filter(valid_from=FROM)}

    assert rules["4.1"].limit_sek == 250_000
    assert [post.name for post in rules["4.1"].deputies.all()] == ["Enhetschef"]
    large = rules["4.2"]
    assert (large.name, large.meaning) == ("Anskaffning av IT-stöd", Meaning.WHOLE_TERM)
    assert (large.post.name, large.post.is_head) == ("Förvaltningschef", True)
    assert (large.valid_to, large.may_subdelegate) == (date(2026, 12, 31), True)
    assert [rules["4.3"].above_sek, rules["4.3"].limit_sek] == [
        Decimal(1_500_000),
        Decimal(5_000_000),
    ]
    assert rules["4.3"].post.kind == PostKind.COMMITTEE
    assert (rules["4.4"].limit_price_base, rules["4.4"].within_budget) == (Decimal(15), True)
    assert rules["4.4"].reporting == Reporting.NOT_REPORTED
    assert (rules["4.8"].for_own_share, rules["4.8"].limit_sek) == (True, Decimal(1_500_000))
    lowered = DelegationRule.objects.filter(valid_from=date(2027, 1, 1))
    assert {rule.code: rule.limit_sek for rule in lowered} == dict.fromkeys(
        ("4.2", "4.8"), Decimal(1_000_000)
    )
    assert {rule.source for rule in lowered} == {"UN 2026-10-14 § 118"}


def test_the_same_file_twice_changes_nothing(cast: Cast, file: Path) -> None:
    apply_plan(planned(file, cast.education_authority, MEANING), by=tool(), reason="fil")
    count, batches = DelegationRule.objects.count(), Batch.objects.count()

    plan = planned(file, cast.education_authority, MEANING)
    assert set(outcomes(plan).values()) == {"unchanged", "failed"}
    assert apply_plan(plan, by=tool(), reason="fil") is None
    assert (DelegationRule.objects.count(), Batch.objects.count()) == (count, batches)


def test_what_stands_differently_is_told_and_left(cast: Cast, file: Path) -> None:
    apply_plan(planned(file, cast.education_authority, MEANING), by=tool(), reason="fil")
    DelegationRule.objects.filter(code="4.1").update(limit_sek=300_000)

    plan = planned(file, cast.education_authority, MEANING)
    (line,) = [line for line in plan.lines if line.code == "4.1"]
    assert line.outcome == "failed"
    assert "Gräns, kr exkl. moms" in line.message


def test_a_point_without_a_limit_only_if_a_person_says_so(cast: Cast, file: Path) -> None:
    book = openpyxl.load_workbook(file)
    book.active["D5"] = "enligt beloppsgräns 3 i inköpspolicyn"
    book.save(file)

    assert outcomes(planned(file, cast.education_authority))["5:4.1"] == "asked"
    answers = {**MEANING, "4.1:limit": "no_limit"}
    apply_plan(planned(file, cast.education_authority, answers), by=tool(), reason="fil")
    rule = DelegationRule.objects.get(code="4.1")
    assert (rule.limit_sek, rule.meaning) == (None, Meaning.NONE)
    assert rule.conditions == "enligt beloppsgräns 3 i inköpspolicyn"


def test_reading_in_can_be_undone(cast: Cast, file: Path) -> None:
    made = apply_plan(planned(file, cast.education_authority, MEANING), by=tool(), reason="fil")
    assert made is not None
    undo_batch(made, by=cast.administrator)

    assert not queries.rules_of(cast.education_authority, FROM)


def test_in_the_browser_by_the_boards_secretary(
    cast: Cast, file: Path, client_of: ClientOf
) -> None:
    client = client_of(make_secretary(cast.education_authority))
    upload = SimpleUploadedFile("ordning.xlsx", file.read_bytes())
    address = client.post(reverse("read_order"), {"file": upload}).url  # type: ignore[attr-defined]
    page = client.get(address).text
    assert "”1 500 tkr - 5 mnkr”" in page

    sent = {"authority": cast.education_authority.pk, "valid_from": "2025-01-01", **MEANING}
    assert "Det här händer" in client.post(address, {**sent, "plan": "1"}).text
    assert not DelegationRule.objects.exists()
    assert client.post(address, {**sent, "apply": "1"}).status_code == 302
    assert DelegationRule.objects.filter(code="4.3").exists()


def test_a_file_that_is_no_order_is_refused(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(make_secretary(cast.education_authority))
    upload = SimpleUploadedFile("lista.csv", b"Namn;Pris\nStol;100\n")
    address = client.post(reverse("read_order"), {"file": upload}).url  # type: ignore[attr-defined]

    answer = client.get(address)
    assert answer.status_code == 422
    assert "ingen rubrikrad" in answer.text


@pytest.mark.skipif(
    not (SHARED / "delegationsordning-sn-ks.xlsx").exists(), reason="the real order is not here"
)
def test_a_real_order_is_read_whole(cast: Cast) -> None:
    file = SHARED / "delegationsordning-sn-ks.xlsx"
    order, sheets = read_order(file, sheet="SN")
    plan = make_plan(order, cast.care_authority, FROM)

    assert (sheets, len(order.points), len(order.amendments)) == (["SN", "KS"], 19, 1)
    assert {ask.key for ask in plan.asks} == {
        "4.3:meaning", "4.4:deputy", "4.7:meaning", "4.9:meaning", "4.10:reporting",
    }  # fmt: skip
    answers = {
        "4.3:meaning": "whole_term", "4.4:deputy": "without", "4.7:meaning": "whole_term",
        "4.9:meaning": "per_purchase", "4.10:reporting": "not_reported",
    }  # fmt: skip
    apply_plan(make_plan(order, cast.care_authority, FROM, answers), by=tool(), reason="fil")
    assert len(queries.rules_of(cast.care_authority, date(2026, 1, 1))) == 19
    lowered = {
        rule.code: rule.limit.amount
        for rule in queries.rules_of(cast.care_authority, date(2027, 1, 1))
        if rule.limit and rule.valid_from == date(2027, 1, 1)
    }
    assert lowered == dict.fromkeys(("4.2", "4.7", "4.8"), Decimal(1_000_000))
    again = make_plan(order, cast.care_authority, FROM, answers)
    assert {line.outcome for line in again.lines} == {"unchanged"}


def test_by_the_command(cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["import", "delegation", str(file), "--as", cast.administrator.email]
    with pytest.raises(SystemExit):
        call_command(*told, "--simulate")
    said = capsys.readouterr().out
    assert "--answer 4.3:meaning=whole_term" in said
    assert not DelegationRule.objects.exists()

    with pytest.raises(SystemExit):  # the group of employees cannot be entered, and is told
        call_command(*told, "--answer", "4.3:meaning=whole_term")
    assert DelegationRule.objects.filter(code="4.3").exists()
