"""What is found of each requirement, and what somebody says of it: happens, refused, impossible."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bryggan.decisions.choices import DecisionKind, Outcome
from bryggan.initiatives import actions, evidencing, planning, screening
from bryggan.initiatives.evidence import RULES, findings_of, name_of
from bryggan.initiatives.finding import Finding, Found
from bryggan.initiatives.models import (
    Initiative,
    Saying,
    Share,
)
from bryggan.initiatives.tests.making import (
    ago,
    ahead,
    anew,
    decision_about,
    make_method,
    money,
    need_sorted,
    screened,
    started,
    today,
    with_goals,
)
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.people.models import Unit
from bryggan.people.roles import Role


def found(initiative: Initiative, key: str) -> Finding:
    return findings_of([anew(initiative)], [key])[initiative.pk][key]


def state(initiative: Initiative, key: str) -> str:
    return found(initiative, key).state


def test_every_requirement_is_not_told_of_a_bare_initiative(cast: Cast) -> None:
    values = {"name": "Tomt", "role.lead": [], "role.sponsor": []}
    bare = started(cast, **values)

    states = {key: one.state for key, one in findings_of([bare], RULES)[bare.pk].items()}
    assert set(states.values()) == {Found.NOT_TOLD}


def test_purpose_and_goals_need_both(cast: Cast) -> None:
    initiative = started(cast, purpose="law")
    assert state(initiative, "purpose_and_goals") == Found.PARTLY
    with_goals(initiative, cast.manager)
    assert state(initiative, "purpose_and_goals") == Found.EXISTS


def test_benefit_and_complexity_are_the_scores_of_the_initiative_itself(cast: Cast) -> None:
    initiative = started(cast, benefit=4)
    assert state(initiative, "benefit_and_complexity") == Found.PARTLY
    actions.change_initiative(initiative, by=cast.manager, values={"complexity": 2})
    seen = found(initiative, "benefit_and_complexity")
    assert (seen.state, seen.words) == (Found.EXISTS, "Nytta stor, komplexitet liten")


def test_time_and_budget_hold_words(cast: Cast) -> None:
    told = {"time_words": "Höst 2017 till november 2018", "budget_words": "58 kr per enhet"}
    initiative = started(cast, **told)
    assert found(initiative, "time_frame").words == "Höst 2017 till november 2018"
    assert found(initiative, "budget").words == "58 kr per enhet"


def test_time_of_days_needs_both_ends(cast: Cast) -> None:
    initiative = started(cast, starts_on=ahead(10))
    assert state(initiative, "time_frame") == Found.PARTLY
    actions.change_initiative(initiative, by=cast.manager, values={"ends_on": ahead(100)})
    assert state(initiative, "time_frame") == Found.EXISTS


def test_money_in_budget_is_funded_and_asked_money_is_not_yet(cast: Cast) -> None:
    initiative = started(cast)
    planning.set_money(initiative, by=cast.manager, rows=[money()])
    assert (state(initiative, "budget"), state(initiative, "funding")) == ("exists", "exists")

    planning.set_money(anew(initiative), by=cast.manager, rows=[money(kind="asked")])
    assert (state(initiative, "budget"), state(initiative, "funding")) == ("partly", "partly")


def test_what_costs_nothing_is_funded(cast: Cast) -> None:
    initiative = started(cast, one_off_cost_sek=Decimal(0), yearly_cost_sek=Decimal(0))
    assert state(initiative, "funding") == Found.EXISTS
    assert state(initiative, "running_cost") == Found.EXISTS


def test_running_cost_is_borne_by_somebody_on_a_budget_line(cast: Cast) -> None:
    initiative = started(cast)
    told = money(is_running=True, borne_by=cast.education)
    planning.set_money(initiative, by=cast.manager, rows=[told])
    assert state(initiative, "running_cost") == Found.PARTLY
    rows = [{**told, "budget_line": "Ansvar 4711"}]
    planning.set_money(anew(initiative), by=cast.manager, rows=rows)
    assert found(initiative, "running_cost").words == "Utbildningsförvaltningen, Ansvar 4711"


def test_benefit_case_is_five_figures_or_a_file(cast: Cast) -> None:
    initiative = started(cast, freed_hours=200)
    assert state(initiative, "benefit_case") == Found.PARTLY
    actions.change_initiative(
        initiative, by=cast.manager, values={"one_off_cost_sek": Decimal(50_000)}
    )
    assert (state(initiative, "benefit_case"), found(initiative, "benefit_case").on) == (
        Found.EXISTS,
        today(),
    )


def test_risks_count_when_they_are_judged(cast: Cast) -> None:
    initiative = started(cast)
    rows = [{"what": "Ingen använder den", "likelihood": 2, "consequence": 2}]
    planning.assess_risks(initiative, by=cast.manager, rows=[*rows, {"what": "Den går sönder"}])
    assert (state(initiative, "risk_analysis"), found(initiative, "risk_analysis").words) == (
        Found.PARTLY,
        "2 risker",
    )
    planning.assess_risks(anew(initiative), by=cast.manager, rows=rows)
    assert state(initiative, "risk_analysis") == Found.EXISTS


def test_people_and_needs_and_plan_are_seen_where_they_are(cast: Cast) -> None:
    initiative = started(cast, needs=[need_sorted(cast)])
    assert found(initiative, "people_named").words == "Stina Säv, Magnus Mård"
    assert found(initiative, "needs_linked").words == "1 behov"
    told = {"role.benefit_owner": [cast.manager], "role.steward": [cast.employee]}
    actions.change_initiative(initiative, by=cast.manager, values=told)
    assert found(initiative, "benefit_owner").words == "Magnus Mård"
    assert found(initiative, "management_named").words == "Elin Ek"
    planning.plan_milestones(
        anew(initiative), by=cast.manager, rows=[{"name": "Start", "due_on": ahead(9)}]
    )
    assert found(initiative, "plan").words == "1 milstolpe"


def test_a_pilot_has_come_out_when_every_criterion_is_judged(cast: Cast) -> None:
    initiative = started(cast)
    planning.set_pilot(initiative, by=cast.manager, rows=[{"what": "A"}, {"what": "B"}])
    assert state(initiative, "pilot_criteria") == Found.EXISTS
    assert state(initiative, "pilot_outcome") == Found.NOT_TOLD
    rows = [{"what": "A", "is_met": True}, {"what": "B", "is_met": False}]
    planning.set_pilot(anew(initiative), by=cast.manager, rows=rows)
    assert found(initiative, "pilot_outcome").words == "1 av 2 kriterier uppfyllda"
    assert state(initiative, "pilot_outcome") == Found.PARTLY


def test_a_decision_is_there_when_it_is_taken(cast: Cast) -> None:
    initiative = started(cast)
    decision = decision_about(cast, initiative, is_taken=False)
    Initiative.objects.update(decision=decision)
    assert found(initiative, "decision").words == "Förbereds"

    taken = decision_about(cast, initiative)
    actions.change_initiative(anew(initiative), by=cast.manager, values={"decision": taken})
    assert (state(initiative, "decision"), found(initiative, "decision").by) == (
        Found.EXISTS,
        "Magnus Mård",
    )


def test_a_decision_that_says_no_is_not_the_decision_asked_for(cast: Cast) -> None:
    initiative = started(cast)
    rejected = decision_about(cast, initiative, outcome=Outcome.REJECT)
    Initiative.objects.update(decision=rejected)
    assert (state(initiative, "decision"), found(initiative, "decision").words) == (
        Found.PARTLY,
        "Avslag",
    )
    told: dict[str, Any] = {"kind": DecisionKind.ENFORCEMENT, "kind_reason": "Ryms i uppdraget"}
    own = decision_about(cast, initiative, by=cast.system_steward, **told)
    Initiative.objects.update(decision=own)
    assert found(initiative, "decision").words == "Ren verkställighet"


def shared(cast: Cast, initiative: Initiative, **of_care: Any) -> None:
    rows = [
        {"unit": cast.education, "percent": 50},
        {"unit": cast.care, "percent": 50, **of_care},
    ]
    planning.set_shares(anew(initiative), by=cast.manager, rows=rows)


def test_a_joint_decision_is_whole_when_each_board_has_decided_its_share(cast: Cast) -> None:
    initiative = started(cast)
    decision = decision_about(cast, initiative)
    actions.change_initiative(initiative, by=cast.manager, values={"decision": decision})
    shared(cast, initiative)
    assert state(initiative, "decision") == Found.PARTLY
    own = decision_about(cast, initiative, unit=cast.care, by=cast.other_manager)
    shared(cast, initiative, decision=own)
    assert state(initiative, "decision") == Found.EXISTS


@pytest.mark.parametrize("of_care", [True, False])
def test_the_decision_of_one_board_stands_for_no_other_share(cast: Cast, of_care: bool) -> None:
    initiative = started(cast)
    by, unit = (cast.other_manager, cast.care) if of_care else (cast.manager, cast.education)
    one = decision_about(cast, initiative, by=by, unit=unit)
    actions.change_initiative(anew(initiative), by=cast.manager, values={"decision": one})
    shared(cast, initiative)
    # As they could be entered before.
    Share.objects.update(decision=one)
    told = found(initiative, "decision")
    assert (told.state, told.words) == (
        Found.PARTLY,
        "Alla som är med har inte beslutat om sin andel",
    )


def test_a_yes_about_something_else_decides_no_share(cast: Cast) -> None:
    initiative, other = started(cast), started(cast, name="Något annat")
    decision = decision_about(cast, initiative)
    actions.change_initiative(initiative, by=cast.manager, values={"decision": decision})
    shared(cast, initiative)
    elsewhere = decision_about(cast, other, unit=cast.care, by=cast.other_manager)
    Share.objects.filter(unit=cast.care).update(decision=elsewhere)
    assert state(initiative, "decision") == Found.PARTLY


def test_the_share_of_the_administration_that_leads_is_decided_by_the_decision_itself(
    cast: Cast,
) -> None:
    school = make_unit("Björkskolan", cast.education, Unit.Kind.WORKPLACE)
    initiative = started(cast)
    taken = decision_about(cast, initiative)
    Initiative.objects.update(unit=school)
    actions.change_initiative(anew(initiative), by=cast.manager, values={"decision": taken})
    own = decision_about(cast, initiative, unit=cast.care, by=cast.other_manager)
    shared(cast, initiative, decision=own)
    assert state(initiative, "decision") == Found.EXISTS


def test_what_was_made_after_the_decision_reads_so(cast: Cast) -> None:
    initiative = started(cast)
    Initiative.objects.update(started_on=ago(30))
    for day, is_late in ((ago(31), False), (ago(29), True)):
        evidencing.give_evidence(
            anew(initiative),
            by=cast.manager,
            key="risk_analysis",
            answer=Saying.EXISTS,
            words="Pärmen",
            dated_on=day,
        )
        assert found(initiative, "risk_analysis").is_afterwards is is_late
    # What comes last is never late.
    evidencing.give_evidence(
        anew(initiative), by=cast.manager, key="evaluation", answer=Saying.EXISTS, words="Rapport"
    )
    assert not found(initiative, "evaluation").is_afterwards


def test_the_law_concerns_what_is_not_answered_with_no(cast: Cast) -> None:
    initiative = started(cast)
    assert state(initiative, "law.dpia") == Found.NOT_TOLD
    screened(initiative, cast.manager)
    assert state(initiative, "law.dpia") == Found.NOT_APPLICABLE
    screened(anew(initiative), cast.manager, personal_data="unknown")
    assert state(initiative, "law.dpia") == Found.NOT_TOLD
    assert state(initiative, "screening") == Found.PARTLY


def test_how_it_is_bought_is_told_with_its_value(cast: Cast) -> None:
    initiative = started(cast, procurement_route="direct")
    assert state(initiative, "law.procurement_route") == Found.PARTLY
    actions.change_initiative(
        initiative, by=cast.manager, values={"one_off_cost_sek": Decimal(90_000)}
    )
    assert state(initiative, "law.procurement_route") == Found.EXISTS


def test_findings_of_many_ask_as_much_of_the_database_as_of_one(cast: Cast) -> None:
    make_method()
    few = [started(cast, name="A")]
    many = [*few, *(screened(started(cast, name=name), cast.manager) for name in "BCDEF")]
    keys = [*RULES, *screening.laws(), "something_else"]
    counts = []
    for some in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            told = findings_of(some, keys)
        assert {len(one) for one in told.values()} == {len(set(keys))}
        counts.append(len(queries))
    assert counts == [3, 3]


def test_every_requirement_has_a_name_in_words() -> None:
    keys = [*RULES, *screening.laws()]
    assert all(name_of(key) and name_of(key) != key for key in keys)


def test_every_law_names_a_phase_a_question_and_roles_that_there_are() -> None:
    for law in screening.laws().values():
        assert law.question in screening.questions()
        assert all(Role(owner) for owner in law.owners)
        assert law.is_due(["closed"])
        assert law.name and law.law and law.text and law.who
