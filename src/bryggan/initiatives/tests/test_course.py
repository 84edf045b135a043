"""The course of an initiative: its gates, its rests, its end. What happens, what is refused, what is impossible."""

from datetime import timedelta
from typing import Any

import pytest

from bryggan.decisions.choices import DecisionKind, Outcome
from bryggan.initiatives import course, evidencing, queries, tasks
from bryggan.initiatives.gates import gate_of
from bryggan.initiatives.models import Initiative, Passage, Saying, State
from bryggan.initiatives.tests.making import (
    ago,
    ahead,
    anew,
    decision_about,
    make_method,
    need_sorted,
    passed,
    screened,
    started,
    today,
    told_all,
    told_to,
    with_goals,
)
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.needs.models import Need, Step


def at_decision(cast: Cast, **told: Any) -> Initiative:
    """Of middle size, before the gate that decides, with its questions answered with no."""
    initiative = started(cast, reach="several", **told)
    course.pass_gate(with_goals(initiative, cast.manager), by=cast.manager)
    return screened(anew(initiative), cast.manager)


def test_pass_gate_leads_to_the_next_step_of_the_method(cast: Cast) -> None:
    initiative = with_goals(started(cast, needs=[need_sorted(cast)]), cast.manager)
    course.pass_gate(initiative, by=cast.system_steward, note="Klart")

    initiative = anew(initiative)
    assert (initiative.phase, initiative.method_step.key) == ("decision", "decide")
    passage = Passage.objects.get()
    assert (passage.step_from.key, passage.step_to and passage.step_to.key) == ("prepare", "decide")
    assert (passage.by, passage.exception_count) == (cast.system_steward, 0)
    assert newest_event().name == "initiative.passed"
    [notice] = told_to(cast.employee, "initiative.passed")
    assert notice.values["step"] == "Beslut"


def test_pass_gate_into_what_is_carried_out_starts_it(cast: Cast) -> None:
    initiative = told_all(at_decision(cast), cast.manager)
    course.pass_gate(initiative, by=cast.manager)
    assert (anew(initiative).phase, anew(initiative).started_on) == ("implementation", today())


def test_pass_gate_is_refused_to_others(cast: Cast) -> None:
    initiative = with_goals(started(cast), cast.manager)
    with nothing_happens(), pytest.raises(Refused):
        course.pass_gate(initiative, by=cast.employee)


def test_pass_gate_with_something_missing_is_impossible_and_names_it(cast: Cast) -> None:
    initiative = at_decision(cast)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        course.pass_gate(initiative, by=cast.manager)
    assert refusal.value.reason == "Det här saknas: benefit_case, risk_analysis."


def test_pass_gate_with_exceptions_takes_a_decision_and_counts_them(cast: Cast) -> None:
    initiative = at_decision(cast)
    reasons = {"benefit_case": "Lagkrav", "risk_analysis": "Görs i förstudien"}
    with nothing_happens(), pytest.raises(NotPossible, match="kräver ett beslut"):
        course.pass_gate(initiative, by=cast.manager, exceptions=reasons)

    decision = decision_about(cast, initiative)
    course.pass_gate(initiative, by=cast.manager, decision=decision, exceptions=reasons)

    passage = Passage.objects.get(step_from__key="decide")
    assert (passage.decision, passage.exception_count) == (decision, 2)
    assert [one["reason"] for one in passage.exceptions] == ["Lagkrav", "Görs i förstudien"]
    assert anew(initiative).decision == decision


def test_pass_gate_by_a_decision_not_taken_or_about_something_else_is_impossible(
    cast: Cast,
) -> None:
    initiative = at_decision(cast)
    reasons = {"benefit_case": "Lagkrav", "risk_analysis": "Sedan"}
    drafted = decision_about(cast, initiative, is_taken=False)
    with nothing_happens(), pytest.raises(NotPossible, match="inte taget"):
        course.pass_gate(initiative, by=cast.manager, decision=drafted, exceptions=reasons)
    other = decision_about(cast, started(cast, name="Något annat"))
    with nothing_happens(), pytest.raises(NotPossible, match="något annat"):
        course.pass_gate(initiative, by=cast.manager, decision=other, exceptions=reasons)


def test_pass_gate_by_what_says_no_or_is_mere_enforcement_is_impossible(cast: Cast) -> None:
    initiative = at_decision(cast)
    reasons = {"benefit_case": "Lagkrav", "risk_analysis": "Sedan"}
    rejected = decision_about(cast, initiative, outcome=Outcome.REJECT)
    with nothing_happens(), pytest.raises(NotPossible, match="Utfallet är avslag"):
        course.pass_gate(initiative, by=cast.manager, decision=rejected, exceptions=reasons)

    # Whoever leads it can write down by herself that something is carried out.
    told: dict[str, Any] = {"kind": DecisionKind.ENFORCEMENT, "kind_reason": "Ryms i uppdraget"}
    own = decision_about(cast, initiative, by=cast.system_steward, **told)
    with nothing_happens(), pytest.raises(NotPossible, match="Ren verkställighet är inget beslut"):
        course.pass_gate(initiative, by=cast.system_steward, decision=own, exceptions=reasons)
    assert not queries.decisions_to_go_on_by(initiative, cast.manager).exists()


def test_pass_gate_with_an_exception_for_only_some_of_it_is_impossible(cast: Cast) -> None:
    initiative = at_decision(cast)
    decision = decision_about(cast, initiative)
    with nothing_happens(), pytest.raises(NotPossible, match="saknas: risk_analysis"):
        course.pass_gate(
            initiative,
            by=cast.manager,
            decision=decision,
            exceptions={"benefit_case": "Lagkrav", "risk_analysis": " "},
        )


def test_pass_gate_by_a_decision_that_let_other_exceptions_through_is_impossible(
    cast: Cast,
) -> None:
    """One yes is no key to every later gate."""
    initiative = at_decision(cast)
    decision = decision_about(cast, initiative)
    reasons = {"benefit_case": "Lagkrav", "risk_analysis": "Görs i förstudien"}
    course.pass_gate(initiative, by=cast.manager, decision=decision, exceptions=reasons)

    lacking = gate_of(anew(initiative)).missing
    assert lacking
    later = {demand.key: "Sedan" for demand in lacking}
    with nothing_happens(), pytest.raises(NotPossible, match="eget beslut"):
        course.pass_gate(anew(initiative), by=cast.manager, decision=decision, exceptions=later)


def test_pass_gate_past_the_law_is_impossible_whatever_is_decided(cast: Cast) -> None:
    initiative = told_all(at_decision(cast), cast.manager)
    initiative = screened(initiative, cast.manager, working_conditions="yes")
    decision = decision_about(cast, initiative)
    reasons = {"law.codetermination": "Hinner inte", "law.work_environment": "Hinner inte"}
    with nothing_happens(), pytest.raises(NotPossible, match="Lagen kräver: Information"):
        course.pass_gate(initiative, by=cast.manager, decision=decision, exceptions=reasons)

    for key in reasons:
        evidencing.rule_out_requirement(
            anew(initiative), by=cast.manager, key=key, words="Bara en knapp byter plats"
        )
    course.pass_gate(anew(initiative), by=cast.manager)
    assert anew(initiative).phase == "implementation"


def test_pass_gate_at_the_last_step_is_impossible(cast: Cast) -> None:
    initiative = passed(started(cast), cast.manager, 4)
    initiative = told_all(initiative, cast.manager)
    assert initiative.phase == "follow_up"
    with nothing_happens(), pytest.raises(NotPossible, match="Avsluta initiativet"):
        course.pass_gate(initiative, by=cast.manager)


def test_prepare_decision_is_about_the_initiative_and_its_exceptions(cast: Cast) -> None:
    initiative = at_decision(cast)
    decision = course.prepare_decision(initiative, by=cast.manager)

    assert (decision.about_noun, decision.about_id) == (queries.NOUN, initiative.pk)
    assert "benefit_case" in decision.background
    assert decision.drafted_by == cast.manager


def test_prepare_decision_is_refused_to_others(cast: Cast) -> None:
    initiative = at_decision(cast)
    with nothing_happens(), pytest.raises(Refused):
        course.prepare_decision(initiative, by=cast.employee)


def test_prepare_decision_when_it_rests_is_impossible(cast: Cast) -> None:
    initiative = at_decision(cast)
    course.park_initiative(initiative, by=cast.manager, wakes_on=ahead(3), reason="Väntar")
    with nothing_happens(), pytest.raises(NotPossible):
        course.prepare_decision(anew(initiative), by=cast.manager)


def test_refer_back_initiative_tells_those_who_run_it(cast: Cast) -> None:
    initiative = started(cast)
    course.refer_back_initiative(initiative, by=cast.strategist, reason="Räkna på driften också")

    assert (anew(initiative).phase, anew(initiative).state_reason) == (
        "preparation",
        "Räkna på driften också",
    )
    [notice] = told_to(cast.system_steward, "initiative.referred_back")
    assert notice.values == {"reason": "Räkna på driften också"}


def test_refer_back_initiative_is_refused_to_others(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(Refused):
        course.refer_back_initiative(initiative, by=cast.employee, reason="Mer")


def test_refer_back_initiative_without_saying_what_is_impossible(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        course.refer_back_initiative(initiative, by=cast.manager, reason="")


def test_park_initiative_rests_until_its_day_and_wakes_by_itself(cast: Cast) -> None:
    initiative = started(cast, needs=[need_sorted(cast)])
    course.park_initiative(initiative, by=cast.manager, wakes_on=ahead(30), reason="Ingen budget")
    assert (anew(initiative).state, anew(initiative).phase) == ("parked", "preparation")
    assert [n.values["reason"] for n in told_to(cast.employee, "initiative.parked")] == [
        "Ingen budget"
    ]
    assert tasks.initiatives_wake() == 0

    Initiative.objects.update(wakes_on=today())
    assert (tasks.initiatives_wake(), tasks.initiatives_wake()) == (1, 0)
    assert (anew(initiative).state, anew(initiative).wakes_on) == ("active", None)
    assert len(told_to(cast.employee, "initiative.woken")) == 1
    assert len(told_to(cast.system_steward, "initiative.awake")) == 1


def test_park_initiative_is_refused_to_others(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(Refused):
        course.park_initiative(initiative, by=cast.employee, wakes_on=ahead(9), reason="Sedan")


def test_park_initiative_without_a_coming_day_and_a_reason_is_impossible(cast: Cast) -> None:
    initiative = started(cast)
    for day, reason in ((None, "Sedan"), (today(), "Sedan"), (ahead(9), " ")):
        with nothing_happens(), pytest.raises(NotPossible):
            course.park_initiative(initiative, by=cast.manager, wakes_on=day, reason=reason)


def test_wake_initiative_before_its_day(cast: Cast) -> None:
    initiative = started(cast)
    course.park_initiative(initiative, by=cast.manager, wakes_on=ahead(9), reason="Sedan")
    course.wake_initiative(anew(initiative), by=cast.system_steward)
    assert anew(initiative).state == State.ACTIVE
    assert newest_event().name == "initiative.woken"


def test_wake_initiative_is_refused_to_others(cast: Cast) -> None:
    initiative = started(cast)
    course.park_initiative(initiative, by=cast.manager, wakes_on=ahead(9), reason="Sedan")
    with nothing_happens(), pytest.raises(Refused):
        course.wake_initiative(anew(initiative), by=cast.employee)


def test_wake_initiative_that_is_awake_is_impossible(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        course.wake_initiative(initiative, by=cast.manager)


def test_reject_initiative_tells_those_behind_and_gives_the_needs_back(cast: Cast) -> None:
    need = need_sorted(cast)
    initiative = started(cast, needs=[need])
    course.reject_initiative(initiative, by=cast.manager, reason="För dyrt")

    assert (anew(initiative).state, anew(initiative).is_open) == ("rejected", False)
    assert Need.objects.get().step == Step.VOICED
    assert len(told_to(cast.employee, "initiative.rejected")) == 1
    assert len(told_to(cast.employee, "need.reopened")) == 1


def test_reject_initiative_is_refused_to_who_leads_it(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(Refused):
        course.reject_initiative(initiative, by=cast.system_steward, reason="Vill inte")


def test_reject_initiative_twice_or_without_a_reason_is_impossible(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        course.reject_initiative(initiative, by=cast.manager, reason=" ")
    course.reject_initiative(initiative, by=cast.manager, reason="För dyrt")
    with nothing_happens(), pytest.raises(NotPossible):
        course.reject_initiative(anew(initiative), by=cast.manager, reason="För dyrt")


def test_the_gate_of_a_small_matter_asks_for_less(cast: Cast) -> None:
    make_method()
    asked = {}
    for size, told in (
        ("small", {}),
        ("middle", {"reach": "several"}),
        ("large", {"risk_level": "high"}),
    ):
        initiative = with_goals(started(cast, **told), cast.manager)
        course.pass_gate(initiative, by=cast.manager)
        initiative = screened(anew(initiative), cast.manager)
        asked[size] = [one.key for one in gate_of(initiative).demands if one.law is None]
    assert asked == {
        "small": ["screening"],
        "middle": ["screening", "benefit_case", "risk_analysis"],
        "large": ["screening", "benefit_case", "risk_analysis", "sketch"],
    }


def test_a_requirement_without_a_rule_is_met_by_what_somebody_says(cast: Cast) -> None:
    initiative = at_decision(cast, risk_level="high")
    evidencing.give_evidence(
        initiative, by=cast.manager, key="sketch", answer=Saying.EXISTS, link="https://ekvik.se/1"
    )
    assert "sketch" not in [one.key for one in gate_of(anew(initiative)).missing]


def test_days_in_a_step_begin_as_it_is_entered(cast: Cast) -> None:
    initiative = with_goals(started(cast), cast.manager)
    Initiative.objects.update(since=ago(40))
    course.pass_gate(anew(initiative), by=cast.manager)
    assert anew(initiative).since - ago(40) == timedelta(days=40)
