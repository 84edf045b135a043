"""What already runs, read in from a plan: where it stands, what stays words, what is asked, what is pointed out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bryggan.initiatives.models import (
    Evidence,
    InitiativeRole,
    MoneyRow,
    Passage,
    Share,
)
from bryggan.initiatives.tests.making import STEPS, make_method, today
from bryggan.initiatives.tests.reading_in import HEAD, plan_of, read_in, remarks, the
from bryggan.kit.testing.cast import Cast, make_system
from bryggan.methods.models import MethodChoice, Phase
from bryggan.methods.tests.making import load
from bryggan.people.models import Unit, User
from bryggan.registers.models import SourceText
from bryggan.systems.tests.reading_in import outcomes


@pytest.fixture(autouse=True)
def _methods(cast: Cast) -> None:
    """The methods that come with the product."""
    load()


def follows(unit: Unit) -> None:
    """The unit follows a small method of its own: preparation, decision, implementation, handover."""
    method = make_method("Vårt sätt", STEPS).method
    MethodChoice.objects.create(unit=unit, method=method, starts_on=today())


def test_what_runs_stands_at_the_step_of_its_unit_and_its_earlier_gates_were_before(
    cast: Cast,
) -> None:
    follows(cast.education)
    plan = read_in(
        cast.strategist,
        HEAD,
        ["1", "Mina sidor", "Utbildning", "Pågår"],
        ["2", "Intranät", "Omsorg", "80%"],
    )

    pages, net = the("Mina sidor"), the("Intranät")
    assert plan.counts()["created"] == 2
    assert (pages.unit, pages.phase, pages.is_taken_over) == (
        cast.education,
        "implementation",
        True,
    )
    assert pages.method_step.key == "carry_out"
    assert pages.method_version.method.name == "Vårt sätt"
    before = Passage.objects.filter(initiative=pages)
    assert [(row.is_before, row.exception_count) for row in before] == [(True, 0), (True, 0)]
    # Who has chosen no method follows the product's own, whose steps are others.
    assert net.method_version.method.origin == "bryggan"
    assert net.method_step.phase == "implementation"
    assert remarks(plan, "Förv.") == [
        "läst som Utbildningsförvaltningen",
        "läst som Omsorgsförvaltningen",
    ]
    assert remarks(plan, "Status") == ["läst som Genomförande", "läst som Genomförande"]


def test_a_phase_that_the_method_lacks_is_the_step_before_it_and_is_told(cast: Cast) -> None:
    follows(cast.education)
    plan = read_in(cast.strategist, HEAD, ["1", "Ny app", "Utbildningsförvaltningen", "Förstudie"])

    assert the("Ny app").method_step.key == "prepare"
    assert "har inget sådant steg i sin metod" in remarks(plan, "Status")[0]


def test_finished_projects_come_in_with_what_shows_it(cast: Cast) -> None:
    unit = cast.education.name
    read_in(
        cast.strategist,
        [*HEAD, "Klart", "Slutrapport", "Beslut"],
        ["1", "E-arkiv", unit, "Avslutat", "2025-11-01", "https://ekvik.example/slut", "UN 2024-03-05 § 12"],
        ["2", "Fakturor", unit, "Klart", "2025-06", "Slutrapport fakturor.docx", "ja"],
        ["3", "Kameror", unit, "Klart", "", "Saknas", "Dnr UN 2024/17"],
    )  # fmt: skip

    archive, invoices, cameras = the("E-arkiv"), the("Fakturor"), the("Kameror")
    assert {one.phase for one in (archive, invoices, cameras)} == {Phase.CLOSED}
    assert (archive.closed_on, invoices.closed_on, cameras.closed_on) == (
        date(2025, 11, 1),
        date(2025, 6, 30),
        today(),
    )
    papers = {(row.initiative_id, row.key): row for row in Evidence.objects.present()}
    assert papers[archive.pk, "evaluation"].link == "https://ekvik.example/slut"
    assert papers[invoices.pk, "evaluation"].file_name == "Slutrapport fakturor.docx"
    assert papers[cameras.pk, "evaluation"].answer == "missing"
    assert papers[archive.pk, "decision"].dated_on == date(2024, 3, 5)
    assert papers[invoices.pk, "decision"].answer == "partly"
    assert cameras.case_number == "UN 2024/17"


def test_days_and_money_in_words_stay_words_and_are_read_where_they_can_be(cast: Cast) -> None:
    plan = read_in(
        cast.strategist,
        [*HEAD, "Start", "Klart", "Kostnad", "Driftkostnad"],
        ["1", "Ett", cast.care.name, "Idé", "Q1 2027", "efter upphandling", "2-3 Mkr", "ca 400 tkr"],
        ["2", "Två", cast.care.name, "Idé", "okt", "våren 2027", "1,2 mnkr", "ingår"],
        ["3", "Tre", cast.care.name, "Idé", "2027-02-01", "2027-12-31", "120 000/år", "45 000 kr"],
        ["4", "Fyra", cast.care.name, "Idé", "Q1 2027", "kv 3 -26", "0", "?"],
    )  # fmt: skip

    one, two, three, four = the("Ett"), the("Två"), the("Tre"), the("Fyra")
    assert (one.starts_on, one.ends_on) == (date(2027, 1, 1), None)
    assert one.time_words == "Start: Q1 2027. Klart: efter upphandling"
    assert (one.one_off_cost_sek, one.yearly_cost_sek) == (None, Decimal(400_000))
    assert one.budget_words == "Kostnad: 2-3 Mkr. Driftkostnad: ca 400 tkr"
    assert (two.starts_on, two.ends_on) == (None, date(2027, 6, 30))
    assert (two.one_off_cost_sek, two.budget_words) == (Decimal(1_200_000), "Driftkostnad: ingår")
    # Days that are written as days, and sums as sums, need no words.
    assert (three.starts_on, three.ends_on, three.time_words) == (
        date(2027, 2, 1),
        date(2027, 12, 31),
        "",
    )
    # What is paid every year is not what it costs once.
    assert (three.one_off_cost_sek, three.yearly_cost_sek) == (None, Decimal(45_000))
    assert three.budget_words == "Kostnad: 120 000/år"
    # An end before its start: neither is taken, and both are kept as they are written.
    assert (four.starts_on, four.ends_on) == (None, None)
    assert four.time_words == "Start: Q1 2027. Klart: kv 3 -26"
    assert four.one_off_cost_sek == 0
    assert any("före starten" in said for said in remarks(plan, "Klart"))
    assert len(remarks(plan, "Start")) == 3


def test_what_rests_is_taken_up_again_and_what_became_nothing_says_why(cast: Cast) -> None:
    plan = read_in(
        cast.strategist,
        HEAD,
        ["1", "Vilar", cast.care.name, "stoppad"],
        ["2", "Utgår", cast.care.name, "Avbruten"],
        ["3", "Går", cast.care.name, "Gul"],
    )

    resting, gone, going = the("Vilar"), the("Utgår"), the("Går")
    assert (resting.state, resting.wakes_on) == ("parked", today() + timedelta(days=90))
    assert (gone.state, gone.state_reason) == ("rejected", "Så står det i filen: Avbruten")
    assert (going.state, going.health) == ("active", "yellow")
    assert f"vilar: tas upp igen {resting.wakes_on} om ingen säger annat" in remarks(plan, "Status")


def test_words_that_nobody_understands_are_asked_about_once_and_answered_for_all(
    cast: Cast,
) -> None:
    lines = (
        HEAD,
        ["1", "Ett", "Räddningen", "?"],
        ["2", "Två", "Räddningen", "i princip"],
        ["3", "Tre", cast.care.name, "?"],
    )
    plan, importer = plan_of(cast.administrator, *lines)
    asks = {ask.key: ask for ask in importer.asks(plan.found)}

    assert {key: ask.rows for key, ask in asks.items()} == {
        "unit:räddningen": 2,
        "status:?": 2,
        "status:i princip": 1,
    }
    assert outcomes(plan) == ["created"] * 3
    assert plan.rows[0].values["unit"][-1] == cast.municipality.name

    answers = {
        "unit:räddningen": str(cast.education.pk),
        "status:?": "pilot",
        "status:i princip": "Vilar",
    }
    read_in(cast.administrator, *lines, answers=answers)
    one, two, three = the("Ett"), the("Två"), the("Tre")
    assert (one.unit, two.unit, three.unit) == (cast.education, cast.education, cast.care)
    assert (one.phase, two.state, three.phase) == ("pilot", "parked", "pilot")


def test_a_unit_is_made_only_when_somebody_answers_so(cast: Cast) -> None:
    line = ["1", "Ett", "räddningstjänsten", "Pågår"]
    answer = {"unit:räddningstjänsten": "new"}
    read_in(cast.administrator, HEAD, line, answers=answer)

    unit = the("Ett").unit
    assert (unit.name, unit.parent) == ("Räddningstjänsten", cast.municipality)
    again = read_in(cast.administrator, HEAD, line)
    assert outcomes(again) == ["unchanged"]


def test_several_units_in_a_cell_share_it_and_the_first_leads(cast: Cast) -> None:
    read_in(
        cast.strategist,
        HEAD,
        ["1", "Gemensamt", "Omsorg/Utbildning", "Pågår"],
        ["2", "Överallt", "Alla", "Pågår"],
    )

    joint, everywhere = the("Gemensamt"), the("Överallt")
    assert (joint.unit, joint.reach) == (cast.care, "several")
    shares = Share.objects.present().filter(initiative=joint)
    assert {(row.unit, row.percent) for row in shares} == {
        (cast.care, None),
        (cast.education, None),
    }
    assert (everywhere.unit, everywhere.reach) == (cast.municipality, "whole")


def test_headings_among_the_rows_are_no_initiatives(cast: Cast) -> None:
    plan = read_in(
        cast.strategist,
        [*HEAD, "Start", "Klart"],
        ["", "Omsorgsförvaltningen", "", "", "", ""],
        ["1", "Under rubriken", "", "Pågår", "2026-01-01", "2027-01-01"],
        ["2", "Med egen enhet", "Utbildning", "Pågår", "2026-01-01", "2027-01-01"],
        ["", "Klara projekt", "", "", "", ""],
        ["", "Klara initiativ", "", "", "", ""],
        ["3", "Utan status", "Utbildning", "", "2025-01-01", "2025-05-01"],
        ["4", "Med status", "Utbildning", "Pågår", "2026-01-01", "2027-01-01"],
    )

    assert outcomes(plan) == [
        "skipped", "created", "created", "created", "skipped", "created", "created",
    ]  # fmt: skip
    assert the("Under rubriken").unit == cast.care
    assert the("Med egen enhet").unit == cast.education
    # A heading says how far things have come only of rows that themselves say nothing.
    assert the("Utan status").phase == "closed"
    assert the("Med status").phase == "implementation"
    # What may as well be an initiative is taken as one, and is pointed out.
    assert "raden har bara ett namn" in remarks(plan, "Initiativ")[0]
    text = SourceText.objects.get(record_id=the("Med status").pk)
    assert text.cells["Rubrik i filen"] == "Omsorgsförvaltningen, Klara initiativ"


def test_rows_that_may_be_the_same_are_pointed_out_and_both_come_in(cast: Cast) -> None:
    unit = cast.care.name
    lines = (
        [*HEAD, "Kommentar"],
        ["1", "Intranät", unit, "Pågår", ""],
        ["2", "Intranät 2.0", unit, "Idé", ""],
        ["3", "Intranät", unit, "Idé", "dubbelt? jfr nr 1"],
        ["4", "Intranät", cast.education.name, "Idé", "=SUMMA"],
    )
    plan = read_in(cast.strategist, *lines)

    assert plan.counts()["created"] == 4
    assert remarks(plan, "Initiativ") == [
        "kan vara samma initiativ som raderna 3, 4: samma enhet och nästan samma namn",
        "kan vara samma initiativ som raderna 2, 4: samma enhet och nästan samma namn",
        "kan vara samma initiativ som raderna 2, 3: samma enhet och nästan samma namn",
    ]
    assert remarks(plan, "Kommentar") == [
        "filen frågar själv om det är samma som rad 2, Intranät",
        "en formel utan värde: tas inte",
    ]
    # Again: each finds its own.
    again = read_in(cast.strategist, *lines)
    assert outcomes(again) == ["unchanged"] * 4


def test_a_comment_stays_and_what_it_says_of_papers_is_read(cast: Cast) -> None:
    read_in(
        cast.strategist,
        [*HEAD, "Kommentar"],
        ["1", "Ett", cast.care.name, "Pågår", "riskanalys saknas"],
    )

    one = the("Ett")
    assert one.own_fields == {"kommentar": "riskanalys saknas"}
    paper = Evidence.objects.get(initiative=one)
    assert (paper.key, paper.answer, paper.words) == (
        "risk_analysis",
        "missing",
        "riskanalys saknas",
    )


def test_people_by_address_and_by_name(cast: Cast) -> None:
    plan = read_in(
        cast.strategist,
        [*HEAD, "Ansvarig", "Projektägare"],
        ["1", "Ett", cast.care.name, "Pågår", "Nils Näs", "ny.person@ekvik.example"],
        ["2", "Två", cast.care.name, "Pågår", "Karin/Johan", "vakant"],
    )

    roles = InitiativeRole.objects.filter(initiative=the("Ett"))
    assert {(row.role, row.user.email) for row in roles} == {
        ("lead", cast.other_manager.email),
        ("sponsor", "ny.person@ekvik.example"),
    }
    assert User.objects.get(email="ny.person@ekvik.example").name == "Ny Person"
    assert not InitiativeRole.objects.filter(initiative=the("Två")).exists()
    assert len(remarks(plan, "Ansvarig")) == 3


def test_a_list_out_of_another_tool_with_money_by_year(cast: Cast) -> None:
    """Usual headings of tools for projects; what they hold is put where it belongs."""
    year = today().year
    system = make_system(cast.education, name="Journalen")
    read_in(
        cast.strategist,
        ["ProjektID", "Projektnamn", "Projektägare", "Fas", "Status", "Startdatum", "Slutdatum",
         "Förvaltning", f"Budget {year}", f"Utfall {year}", "Utfall", "System det gäller", "Beskrivning"],
        ["P-12", "Byte av journal", cast.manager.name, "Genomförande", "Enligt plan", "2026-01-15",
         "2027-06-30", "Utbildningsförvaltningen", "250 tkr", "120000", "1,1 mnkr", "Journalen", "Byts ut"],
    )  # fmt: skip

    one = the("Byte av journal")
    assert (one.phase, one.health, one.started_on) == ("implementation", "green", date(2026, 1, 15))
    money = MoneyRow.objects.present().filter(initiative=one)
    assert {(row.kind, row.year, int(row.amount_sek)) for row in money} == {
        ("budget", year, 250_000),
        ("outcome", year, 120_000),
    }
    assert one.budget_words == "Utfall: 1,1 mnkr"
    assert list(one.systems.all()) == [system]
    assert one.description == "Byts ut"
