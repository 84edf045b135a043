"""A plan read in anew, undone, or by somebody who may not: what changes, what is a conflict, what is refused."""

import pytest

from bryggan.history.models import Batch, Event
from bryggan.initiatives import actions, evidencing
from bryggan.initiatives.models import Evidence, Initiative, MoneyRow, Passage, Share
from bryggan.initiatives.tests.making import today
from bryggan.initiatives.tests.reading_in import HEAD, plan_of, read_in, remarks, the
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.methods.tests.making import load
from bryggan.people.models import Unit
from bryggan.registers.undo import undo_batch
from bryggan.systems.tests.reading_in import outcomes


@pytest.fixture(autouse=True)
def _methods(cast: Cast) -> None:
    """The methods that come with the product."""
    load()


def test_a_file_changes_what_it_tells_but_never_the_phase(cast: Cast) -> None:
    head = [*HEAD, "Slutrapport", f"Budget {today().year}"]
    read_in(cast.strategist, head, ["1", "Ett", cast.care.name, "Pågår", "Saknas", "100"])
    plan = read_in(cast.strategist, head, ["1", "Ett", cast.care.name, "Klart", "Slut.docx", "250"])

    one = the("Ett")
    assert outcomes(plan) == ["updated"]
    assert one.phase == "implementation"
    assert "en fil flyttar inte det som redan finns här" in remarks(plan, "Status")[-1]
    assert Evidence.objects.present().get(initiative=one).file_name == "Slut.docx"
    assert MoneyRow.objects.present().get(initiative=one).amount_sek == 250


def test_a_cell_that_somebody_has_changed_since_is_a_conflict(cast: Cast) -> None:
    head = [*HEAD, "Mål", "Riskanalys"]
    read_in(cast.strategist, head, ["1", "Ett", cast.care.name, "Pågår", "Snabbt", "Saknas"])
    actions.change_initiative(the("Ett"), by=cast.strategist, values={"goals": "Rätt"})
    evidencing.give_evidence(
        the("Ett"), by=cast.strategist, key="risk_analysis", answer="exists", words="Gjord i mars"
    )
    plan = read_in(cast.strategist, head, ["1", "Ett", cast.care.name, "Pågår", "Fort", "Saknas"])

    assert plan.rows[0].conflicts == {
        "goals": ["Rätt", "Fort"],
        "evidence.risk_analysis": ["Finns: Gjord i mars", "Finns inte: Saknas"],
    }
    assert the("Ett").goals == "Rätt"


def test_the_same_name_in_another_administration_is_another_initiative(cast: Cast) -> None:
    read_in(cast.strategist, HEAD, ["1", "Windows 11", cast.care.name, "Pågår"])
    plan = read_in(cast.strategist, HEAD, ["1", "Windows 11", cast.education.name, "Idé"])

    assert outcomes(plan) == ["created"]
    assert "Bryggan har redan ett initiativ som heter så" in remarks(plan, "Initiativ")[0]


def test_what_had_no_unit_gets_the_one_that_the_next_file_tells(cast: Cast) -> None:
    read_in(cast.strategist, HEAD, ["1", "Windows 11", "Räddningen", "Pågår"])
    answers = {"unit:räddningen": str(cast.care.pk)}
    line = ["1", "Windows 11", "Räddningen", "Pågår"]
    plan = read_in(cast.strategist, HEAD, line, answers=answers)

    assert outcomes(plan) == ["updated"]
    assert the("Windows 11").unit == cast.care


def test_an_import_is_undone_whole(cast: Cast) -> None:
    before = (Initiative.objects.present().count(), Unit.objects.present().count())
    read_in(
        cast.administrator,
        [*HEAD, "Slutrapport"],
        ["1", "Ett", "Omsorg/Utbildning", "Klart", "Slut.docx"],
        ["2", "Två", "nytt kontor", "stoppad", ""],
        answers={"unit:nytt kontor": "new"},
    )
    batch = Batch.objects.order_by("-pk")[0]
    undo_batch(batch, by=cast.administrator)

    assert (Initiative.objects.present().count(), Unit.objects.present().count()) == before
    assert not Evidence.objects.present().exists()
    assert not Passage.objects.present().exists()
    assert not Share.objects.present().exists()


def test_only_those_who_may_start_initiatives_there_read_them_in(cast: Cast) -> None:
    before = Event.objects.count()
    plan = read_in(
        cast.other_manager,
        HEAD,
        ["1", "Hennes", cast.care.name, "Pågår"],
        ["2", "Andras", cast.education.name, "Pågår"],
        ["3", "Okänt", "Räddningen", "Pågår"],
    )

    assert outcomes(plan) == ["created", "failed", "failed"]
    assert "Initiativ startas av" in plan.rows[1].message
    assert not Initiative.objects.filter(name="Andras").exists()
    assert Event.objects.count() > before


def test_the_plan_writes_nothing(cast: Cast) -> None:
    before = (Initiative.objects.count(), Unit.objects.count(), Event.objects.count())
    plan, _importer = plan_of(cast.administrator, HEAD, ["1", "Ett", "Nytt kontor", "Pågår"])

    assert outcomes(plan) == ["created"]
    assert (Initiative.objects.count(), Unit.objects.count(), Event.objects.count()) == before


def test_a_nickname_that_two_go_by_is_asked_about(cast: Cast) -> None:
    make_unit("Omsorgskontoret", cast.municipality)
    plan, importer = plan_of(cast.administrator, HEAD, ["1", "Ett", "Omsorg", "Pågår"])

    assert [ask.key for ask in importer.asks(plan.found)] == ["unit:omsorg"]
