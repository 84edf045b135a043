"""What somebody says of an initiative: happens, refused, impossible."""

from typing import Any

import pytest

from bryggan.decisions.choices import Outcome
from bryggan.initiatives import evidencing, planning
from bryggan.initiatives.finding import Found
from bryggan.initiatives.models import (
    Evidence,
    Saying,
    ScreeningAnswer,
    StatusReport,
)
from bryggan.initiatives.tests.making import (
    NO_TO_ALL,
    ago,
    ahead,
    anew,
    closed,
    decision_about,
    started,
    today,
)
from bryggan.initiatives.tests.test_evidence import found, state
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_person, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens


def test_give_evidence_says_that_it_is_there(cast: Cast) -> None:
    initiative = started(cast, **{"role.member": [cast.employee]})
    evidencing.give_evidence(
        initiative,
        by=cast.employee,
        key="risk_analysis",
        answer=Saying.EXISTS,
        words="Bilaga 3 i projektplanen",
        dated_on=ago(400),
    )

    told = found(initiative, "risk_analysis")
    assert (told.state, told.by, told.on) == (Found.EXISTS, "Elin Ek", ago(400))
    assert newest_event().name == "initiative.evidence_given"


def test_give_evidence_anew_replaces_what_was_said(cast: Cast) -> None:
    initiative = started(cast)
    told: dict[str, Any] = {"by": cast.manager, "key": "benefit_case"}
    evidencing.give_evidence(initiative, answer=Saying.MISSING, **told)
    assert state(initiative, "benefit_case") == Found.SAID_NOT
    evidencing.give_evidence(anew(initiative), answer=Saying.EXISTS, words="Kalkylen", **told)

    assert state(initiative, "benefit_case") == Found.EXISTS
    assert (Evidence.objects.count(), Evidence.objects.present().count()) == (2, 1)


def test_give_evidence_is_refused_to_who_has_no_part_in_it(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(Refused):
        evidencing.give_evidence(
            initiative, by=cast.employee, key="plan", answer=Saying.EXISTS, words="Pärmen"
        )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"key": "plan", "answer": "exists"}, "Skriv var det finns"),
        ({"key": "plan", "answer": "not_applicable", "words": "X"}, "Säg om det finns"),
        ({"key": "plan", "answer": "exists", "words": "X", "dated_on": ahead(1)}, "framåt"),
        ({"key": "nobodys", "answer": "exists", "words": "X"}, "frågar inte"),
    ],
)
def test_give_evidence_of_nothing_or_of_the_future_is_impossible(
    cast: Cast, told: dict[str, Any], said: str
) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(NotPossible, match=said):
        evidencing.give_evidence(initiative, by=cast.manager, **told)


@pytest.mark.parametrize("key", ["screening", "handover_accepted", "pilot_outcome"])
def test_give_evidence_of_what_is_done_here_is_impossible(cast: Cast, key: str) -> None:
    initiative = started(cast)
    told: dict[str, Any] = {"by": cast.manager, "key": key, "words": "Se pärmen"}
    for answer in (Saying.EXISTS, Saying.PARTLY):
        with nothing_happens(), pytest.raises(NotPossible, match="Ord räcker inte"):
            evidencing.give_evidence(initiative, answer=answer, **told)
    evidencing.give_evidence(initiative, answer=Saying.MISSING, **told)
    assert state(initiative, key) == Found.SAID_NOT


def test_give_evidence_of_a_decision_counts_until_it_is_prepared_here(cast: Cast) -> None:
    initiative = started(cast)
    told: dict[str, Any] = {"by": cast.manager, "key": "decision", "answer": Saying.EXISTS}
    evidencing.give_evidence(initiative, words="Nämnden 2025-06-11 § 71", **told)
    assert state(initiative, "decision") == Found.EXISTS

    decision_about(cast, anew(initiative), outcome=Outcome.REJECT)
    assert state(initiative, "decision") == Found.NOT_TOLD
    with nothing_happens(), pytest.raises(NotPossible, match="Ord räcker inte"):
        evidencing.give_evidence(anew(initiative), words="Förvaltningschefen sade ja", **told)


def test_a_word_never_stands_for_the_decisions_of_those_who_share(cast: Cast) -> None:
    initiative = started(cast)
    told: dict[str, Any] = {"by": cast.manager, "key": "decision", "answer": Saying.EXISTS}
    evidencing.give_evidence(initiative, words="Alla har sagt ja", **told)
    rows: list[dict[str, Any]] = [{"unit": cast.education, "percent": 50}]
    rows.append({"unit": cast.care, "percent": 50})
    planning.set_shares(anew(initiative), by=cast.manager, rows=rows)
    assert state(initiative, "decision") == Found.NOT_TOLD


def test_a_pilot_that_failed_is_not_talked_away(cast: Cast) -> None:
    initiative = started(cast)
    said = {"by": cast.manager, "said_on": today(), "words": "Det gick bra"}
    Evidence.objects.create(initiative=initiative, key="pilot_outcome", answer="exists", **said)
    rows = [{"what": "Hälften använder den", "is_met": False}]
    planning.set_pilot(initiative, by=cast.manager, rows=rows)
    told = found(initiative, "pilot_outcome")
    assert (told.state, told.words) == (Found.PARTLY, "0 av 1 kriterier uppfyllda")


def test_rule_out_requirement_of_the_law_by_the_role_that_owns_it(cast: Cast) -> None:
    initiative = started(cast)
    evidencing.rule_out_requirement(
        initiative, by=cast.strategist, key="law.dpia", words="Bara kontaktuppgifter i tjänsten"
    )
    told = found(initiative, "law.dpia")
    assert (told.state, told.by) == (Found.NOT_APPLICABLE, "Disa Dahl")
    assert newest_event().name == "initiative.requirement_ruled_out"


def test_rule_out_requirement_of_a_method_is_refused_to_everybody(cast: Cast) -> None:
    initiative = started(cast)
    for person in (cast.manager, cast.strategist, cast.administrator, tool()):
        with nothing_happens(), pytest.raises(Refused, match="ett beslut göra undantag"):
            evidencing.rule_out_requirement(initiative, by=person, key="plan", words="Litet")


def test_a_requirement_of_a_method_that_was_ruled_out_once_is_no_longer_met(cast: Cast) -> None:
    initiative = started(cast)
    said = {"by": cast.manager, "said_on": today(), "words": "Litet"}
    for key in ("plan", "law.dpia"):
        Evidence.objects.create(initiative=initiative, key=key, answer="not_applicable", **said)
    assert state(initiative, "plan") == Found.NOT_APPLICABLE
    assert not found(initiative, "plan").is_met
    assert found(initiative, "law.dpia").is_met


def test_rule_out_requirement_is_refused_to_who_does_not_own_the_question(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(Refused):
        evidencing.rule_out_requirement(
            initiative, by=cast.system_steward, key="law.dpia", words="Behövs inte"
        )
    # The manager owns the question of the unions, not that of personal data.
    with nothing_happens(), pytest.raises(Refused, match="digitaliseringsstrategen"):
        evidencing.rule_out_requirement(
            initiative, by=cast.manager, key="law.dpia", words="Behövs inte"
        )
    evidencing.rule_out_requirement(
        initiative, by=cast.manager, key="law.codetermination", words="Ingen berörs"
    )
    with pytest.raises(Refused):
        evidencing.rule_out_requirement(
            anew(initiative), by=cast.strategist, key="law.work_environment", words="Ingen berörs"
        )


def test_rule_out_requirement_without_saying_why_is_impossible(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        evidencing.rule_out_requirement(initiative, by=cast.strategist, key="law.dpia", words=" ")


def test_answer_screening_keeps_the_day_and_name_of_an_answer_that_stands(cast: Cast) -> None:
    initiative = started(cast)
    evidencing.answer_screening(initiative, by=cast.manager, answers=NO_TO_ALL)
    changed = {**NO_TO_ALL, "purchase": "yes"}
    evidencing.answer_screening(anew(initiative), by=cast.strategist, answers=changed)

    by = dict(ScreeningAnswer.objects.present().values_list("question", "by__name"))
    assert (by["purchase"], by["children"]) == ("Disa Dahl", "Magnus Mård")
    assert state(initiative, "screening") == Found.EXISTS


def test_answer_screening_is_refused_to_others(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(Refused):
        evidencing.answer_screening(initiative, by=cast.employee, answers=NO_TO_ALL)


@pytest.mark.parametrize("answers", [{}, {"purchase": "maybe"}, {"nobody_asked": "yes"}])
def test_answer_screening_with_anything_else_is_impossible(
    cast: Cast, answers: dict[str, str]
) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        evidencing.answer_screening(initiative, by=cast.manager, answers=answers)


def test_report_status_stands_on_the_initiative_and_is_kept(cast: Cast) -> None:
    initiative = started(cast)
    for health, text in (("green", "Rullar"), ("red", "Leverantören är sen")):
        evidencing.report_status(
            anew(initiative), by=cast.system_steward, health=health, text=text, next_text="Möte"
        )

    initiative = anew(initiative)
    assert (initiative.health, initiative.status_by) == ("red", cast.system_steward)
    assert list(StatusReport.objects.order_by("pk").values_list("health", flat=True)) == [
        "green",
        "red",
    ]


def test_report_status_is_refused_to_others(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(Refused):
        evidencing.report_status(initiative, by=cast.employee, health="green", text="Bra")


def test_report_status_without_words_or_when_it_is_over_is_impossible(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        evidencing.report_status(initiative, by=cast.manager, health="green", text=" ")
    with nothing_happens(), pytest.raises(NotPossible):
        evidencing.report_status(initiative, by=cast.manager, health="blue", text="Bra")
    over = closed(initiative, cast.manager)
    with nothing_happens(), pytest.raises(NotPossible, match="avslutat"):
        evidencing.report_status(over, by=cast.manager, health="green", text="Bra")


def test_an_external_person_sees_what_hangs_on_what_she_sees(cast: Cast) -> None:
    initiative = started(cast)
    evidencing.give_evidence(
        initiative, by=cast.manager, key="plan", answer=Saying.EXISTS, words="Pärmen"
    )
    stranger = make_person("Otto Utom", cast.care, is_external=True)
    assert list(Evidence.objects.visible_to(cast.auditor)) == list(Evidence.objects.all())
    assert not Evidence.objects.visible_to(stranger).exists()
