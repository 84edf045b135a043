"""The pages where something is said of an initiative and where its tables are kept."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bryggan.files.models import File
from bryggan.initiatives import actions
from bryggan.initiatives.models import (
    Dependency,
    Evidence,
    MoneyRow,
    Saying,
    Share,
)
from bryggan.initiatives.tests.making import (
    NO_TO_ALL,
    STEPS,
    Steps,
    anew,
    make_method,
    need_sorted,
    started,
)
from bryggan.initiatives.tests.tables import table
from bryggan.initiatives.tests.test_evidence import found
from bryggan.kit.testing.cast import Cast
from bryggan.methods.models import Phase
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]

ASKING_FOR_RISKS: Steps = (
    ("prepare", Phase.PREPARATION, [("risk_analysis", "small", "risk_analysis")]),
    *STEPS[1:],
)


def test_evidence_is_given_with_a_file_that_those_who_see_it_can_open(
    cast: Cast, client_of: ClientOf
) -> None:
    initiative = started(cast)
    file = SimpleUploadedFile("riskanalys.txt", b"Inga risker")
    client = client_of(cast.manager)
    told = {"answer": "exists", "words": "Bilaga 3", "file": file, "dated_on": "2026-01-05"}
    answer = client.post(f"/initiativ/{initiative.pk}/grind/risk_analysis/", told)

    assert answer.headers["Location"] == f"/initiativ/{initiative.pk}/grind/"
    row = Evidence.objects.get()
    kept = File.objects.get()
    assert (row.document, row.shown_as) == (kept, "riskanalys.txt")
    assert (str(row.dated_on), str(kept.dated_on)) == ("2026-01-05", "2026-01-05")
    assert (kept.record_id, kept.kind, kept.uploaded_by) == (initiative.pk, "working", cast.manager)
    url = f"/handling/{kept.pk}/hamta/"
    assert b"".join(client_of(cast.employee).get(url)) == b"Inga risker"
    assert client_of(cast.outsider).get(url).status_code == 404
    assert url in client_of(cast.employee).get(f"/initiativ/{initiative.pk}/visa/evidence/").text


def test_evidence_may_be_a_secret_file_that_few_read_and_nobody_else_is_told_the_name_of(
    cast: Cast, client_of: ClientOf
) -> None:
    initiative = started(cast, version=make_method("En riskanalys", ASKING_FOR_RISKS))
    file = SimpleUploadedFile("anbud från Acme.txt", b"Lagst pris")
    told = {"answer": "exists", "file": file, "secrecy": "19:3"}
    address = f"/initiativ/{initiative.pk}/grind/"
    client_of(cast.system_steward).post(f"{address}risk_analysis/", told)

    kept = File.objects.get()
    url = f"/handling/{kept.pk}/hamta/"
    assert client_of(cast.manager).get(url).status_code == 200
    assert url in client_of(cast.manager).get(address).text
    others = client_of(cast.employee)
    assert others.get(url).status_code == 404
    page = others.get(address).text
    assert "Handling med sekretess" in page and url not in page
    for place in (
        address,
        f"{address}risk_analysis/",
        f"/initiativ/{initiative.pk}/visa/evidence/",
    ):
        assert "Acme" not in others.get(place).text
    # It is there all the same.
    assert found(anew(initiative), "risk_analysis").is_met


def test_evidence_with_a_file_is_given_also_by_who_only_takes_part(
    cast: Cast, client_of: ClientOf
) -> None:
    initiative = started(cast, **{"role.member": [cast.employee]})
    file = SimpleUploadedFile("plan.txt", b"Plan")
    told = {"answer": "exists", "file": file}
    client_of(cast.employee).post(f"/initiativ/{initiative.pk}/grind/plan/", told)
    assert File.objects.get().uploaded_by == cast.employee


def test_evidence_file_is_kept_by_no_chosen_name_and_only_saved(
    cast: Cast, client_of: ClientOf
) -> None:
    initiative = started(cast)
    # Longer in bytes than a file may be called on disk, and text that calls itself a page.
    name = "ö" * 140 + ".html"
    file = SimpleUploadedFile(name, b"Risker <script>alert(1)</script>")
    told = {"answer": "exists", "file": file}
    client = client_of(cast.manager)
    assert client.post(f"/initiativ/{initiative.pk}/grind/plan/", told).status_code == 302

    row = Evidence.objects.get()
    assert row.shown_as == "ö" * 140 + ".txt"
    url = f"/handling/{row.document_id}/hamta/"
    fetched = client.get(url)
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(fetched).startswith(b"Risker")

    actions.withdraw_initiative(anew(initiative), by=cast.strategist, reason="Fel")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"answer": "exists"}, "Skriv var det finns"),
        ({"answer": ""}, "måste fyllas i"),
        ({"answer": "exists", "words": "X", "dated_on": "2099-01-01"}, "daterat framåt"),
    ],
)
def test_evidence_page_tells_what_is_wrong(
    cast: Cast, client_of: ClientOf, told: dict[str, str], said: str
) -> None:
    initiative = started(cast)
    answer = client_of(cast.manager).post(f"/initiativ/{initiative.pk}/grind/plan/", told)
    assert answer.status_code == 422
    assert said in answer.text
    assert not Evidence.objects.exists()


def test_evidence_page_of_what_is_done_here_says_where_and_takes_no_word_for_it(
    cast: Cast, client_of: ClientOf
) -> None:
    initiative, client = started(cast), client_of(cast.manager)
    url = f"/initiativ/{initiative.pk}/grind/handover_accepted/"
    page = client.get(url).text
    assert "Ord räcker inte" in page and "Ja, det finns" not in page
    assert client.post(url, {"answer": "exists", "words": "Pärmen"}).status_code == 422
    assert not Evidence.objects.exists()
    assert client.post(url, {"answer": "missing", "words": "Ingen tar emot"}).status_code == 302


def test_evidence_page_of_what_nobody_asks_for_is_not_there(
    cast: Cast, client_of: ClientOf
) -> None:
    initiative = started(cast)
    client = client_of(cast.manager)
    assert client.get(f"/initiativ/{initiative.pk}/grind/hittepa/").status_code == 404
    told = {"words": "Nej"}
    url = f"/initiativ/{initiative.pk}/grind/hittepa/galler-inte/"
    assert client.post(url, told).status_code == 404


def test_evidence_page_lets_the_owner_of_the_question_rule_it_out(
    cast: Cast, client_of: ClientOf
) -> None:
    initiative = started(cast)
    url = f"/initiativ/{initiative.pk}/grind/law.dpia/"
    assert "Att det inte gäller här avgör" in client_of(cast.manager).get(url).text
    client = client_of(cast.strategist)
    assert "Dataskyddsförordningen artikel 35" in client.get(url).text
    assert client.post(f"{url}galler-inte/", {"words": ""}).status_code == 422
    assert client.post(f"{url}galler-inte/", {"words": "Inga uppgifter"}).status_code == 302
    assert Evidence.objects.get().answer == Saying.NOT_APPLICABLE
    answer = client_of(cast.manager).post(f"{url}galler-inte/", {"words": "Inga uppgifter"})
    assert answer.status_code == 403


def test_screening_page_keeps_what_is_answered(cast: Cast, client_of: ClientOf) -> None:
    initiative = started(cast)
    client = client_of(cast.manager)
    url = f"/initiativ/{initiative.pk}/snabbfragor/"
    assert "Personuppgiftsbiträdesavtal" in client.get(url).text
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {**NO_TO_ALL, "purchase": "yes"}).status_code == 302
    assert "checked" in client.get(url).text
    assert client_of(cast.employee).post(url, NO_TO_ALL).status_code == 403


def test_status_page_and_lesson_page(cast: Cast, client_of: ClientOf) -> None:
    initiative = started(cast)
    client = client_of(cast.manager)
    told = {"health": "yellow", "text": "Leverantören är sen", "next_text": "Möte på tisdag"}
    assert client.post(f"/initiativ/{initiative.pk}/status/", told).status_code == 302
    assert client.post(f"/initiativ/{initiative.pk}/lardom/", {"text": "Ring"}).status_code == 302
    page = client.get(f"/initiativ/{initiative.pk}/").text
    assert "Leverantören är sen" in page
    assert "Ring" in client.get(f"/initiativ/{initiative.pk}/visa/lessons/").text


def test_money_page_saves_both_tables(cast: Cast, client_of: ClientOf) -> None:
    initiative = started(cast)
    client = client_of(cast.controller)
    url = f"/initiativ/{initiative.pk}/pengar/"
    assert client.get(url).status_code == 200
    rows = table(
        "rows",
        {
            "year": 2027,
            "kind": "budget",
            "amount_sek": "250 000",
            "account": "operation",
            "is_running": "on",
            "borne_by": cast.education.pk,
            "budget_line": "4711",
        },
        {"year": "", "kind": "budget", "account": "operation"},
    )
    grants = table("grants", {"name": "Välfärdsteknik", "amount_sek": "80000"})
    assert client.post(url, {**rows, **grants}).status_code == 302
    row = MoneyRow.objects.get()
    assert (row.amount_sek, row.is_running, row.budget_line) == (Decimal(250_000), True, "4711")
    panel = client.get(f"/initiativ/{initiative.pk}/visa/money/").text
    assert "Välfärdsteknik" in panel


def test_table_page_tells_what_is_wrong(cast: Cast, client_of: ClientOf) -> None:
    initiative = started(cast)
    client = client_of(cast.manager)
    sent = {**table("rows", {"year": 2027, "kind": "budget"}), **table("grants")}
    answer = client.post(f"/initiativ/{initiative.pk}/pengar/", sent)
    assert (answer.status_code, "Fyll i det här också." in answer.text) == (422, True)
    shares = table(
        "shares",
        {"unit": cast.education.pk, "percent": "60"},
        {"unit": cast.care.pk, "percent": "50"},
    )
    answer = client.post(f"/initiativ/{initiative.pk}/andelar/", shares)
    assert (answer.status_code, "mer än 100" in answer.text) == (422, True)
    assert not Share.objects.exists()
    stale = {**shares, "version": initiative.version + 7}
    assert "Någon annan" in client.post(f"/initiativ/{initiative.pk}/andelar/", stale).text


@pytest.mark.parametrize(
    ("address", "prefix", "row", "panel"),
    [
        ("plan", "milestones", {"name": "Start", "due_on": "2027-03-01"}, "plan"),
        ("risker", "risks", {"what": "Sent", "likelihood": "3", "consequence": "3"}, "risks"),
        ("pilot", "criteria", {"what": "Hälften", "is_met": "nej"}, "pilot"),
    ],
)
def test_each_table_page_saves_its_rows(
    cast: Cast, client_of: ClientOf, address: str, prefix: str, row: dict[str, str], panel: str
) -> None:
    initiative = started(cast)
    client = client_of(cast.manager)
    url = f"/initiativ/{initiative.pk}/{address}/"
    assert client.post(url, table(prefix, row)).status_code == 302
    assert next(iter(row.values())) in client.get(f"/initiativ/{initiative.pk}/visa/{panel}/").text
    assert next(iter(row.values())) in client.get(url).text
    assert client_of(cast.employee).get(url).status_code == 403


def test_dependency_page_finds_the_other_by_name(cast: Cast, client_of: ClientOf) -> None:
    make_method()
    other, initiative = started(cast, name="Inloggning för alla"), started(cast)
    client = client_of(cast.manager)
    told = table("dependencies", {"depends_on": "Inloggning för alla", "what": "Inloggning"})
    url = f"/initiativ/{initiative.pk}/vantar-pa/"
    assert client.post(url, told).status_code == 302
    assert Dependency.objects.get().depends_on == other
    assert "Inloggning för alla" in client.get(url).text
    panel = client.get(f"/initiativ/{initiative.pk}/visa/dependencies/").text
    assert "Inloggning för alla" in panel


def test_needs_page_ties_needs_that_wait(cast: Cast, client_of: ClientOf) -> None:
    initiative, need = started(cast), need_sorted(cast)
    client = client_of(cast.manager)
    url = f"/initiativ/{initiative.pk}/behov/"
    assert need.name in client.get(url).text
    assert client.post(url, {"needs": [need.pk]}).status_code == 302
    assert need.name in client.get(f"/initiativ/{initiative.pk}/").text
