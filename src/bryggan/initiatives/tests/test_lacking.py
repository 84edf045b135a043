"""What the database finds untold is exactly what the rules find untold, rule by rule and at every gate."""

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Value
from django.utils import timezone

from bryggan.initiatives.evidence import RULES, findings_of
from bryggan.initiatives.finding import Found
from bryggan.initiatives.gates import gate_of
from bryggan.initiatives.lacking import COLUMNS as COLUMNS_ASKED
from bryggan.initiatives.lacking import is_unseen, lacks_evidence, unseen_by_rule
from bryggan.initiatives.models import (
    Evidence,
    Initiative,
    InitiativeNeed,
    InitiativeRole,
    Lesson,
    Milestone,
    MoneyRow,
    PilotCriterion,
    RiskRow,
    ScreeningAnswer,
)
from bryggan.initiatives.tests.making import (
    STEPS,
    Steps,
    ahead,
    anew,
    decision_about,
    make_method,
    need_sorted,
    passed,
    started,
    today,
    told_all,
)
from bryggan.kit.testing.cast import Cast
from bryggan.methods.models import Phase, Requirement, Rule

pytestmark = pytest.mark.django_db

OF_ALL_RULES: Steps = (
    ("ask", Phase.PREPARATION, [(rule, "small middle large", rule) for rule in Rule.values]),
    ("carry_out", Phase.IMPLEMENTATION, []),
    ("follow", Phase.FOLLOW_UP, []),
    ("closed", Phase.CLOSED, []),
)


def is_untold(one: Initiative) -> bool:
    return Initiative.objects.filter(lacks_evidence(), pk=one.pk).exists()


def bare(cast: Cast) -> Initiative:
    """With nothing in it, and nobody, before a gate that asks for everything."""
    told: dict[str, Any] = {"role.lead": [], "role.sponsor": []}
    return started(cast, version=make_method("Allt", OF_ALL_RULES), **told)


def unseen_by_the_database(one: Initiative) -> set[str]:
    """The rules whose condition the database finds true, all asked at once."""
    told = Initiative.objects.values(*COLUMNS_ASKED).get(pk=one.pk)
    of_one = {
        f"one_{name}": Value(told[name], output_field=field)
        for name, field in COLUMNS_ASKED.items()
    }
    asked = Requirement.objects.filter(method_step=one.method_step_id).alias(**of_one)
    return set(asked.filter(is_unseen()).values_list("rule", flat=True))


def unseen_by_the_rules(one: Initiative) -> set[str]:
    found = findings_of([anew(one)], Rule.values)[one.pk]
    return {rule for rule in Rule.values if found[rule].state == Found.NOT_TOLD}


COLUMNS: list[dict[str, Any]] = [
    {"description": "Så"},
    {"purpose": "quality"},
    {"goals": "Alla vet"},
    {"yearly_saving_sek": 0},
    {"freed_hours": 0},
    {"benefit_note": "Mycket"},
    {"time_words": "hösten"},
    {"starts_on": today()},
    {"ends_on": today()},
    {"started_on": today()},
    {"closed_on": today()},
    {"budget_words": "Ryms"},
    {"one_off_cost_sek": 0},
    {"one_off_cost_sek": 0, "yearly_cost_sek": 0},
    {"one_off_cost_sek": 0, "yearly_cost_sek": 7},
    {"one_off_cost_sek": 7},
    {"yearly_cost_sek": 0},
    {"yearly_cost_sek": 9},
    {"evaluation": "Bra"},
]
MONEY: list[dict[str, Any]] = [
    {"kind": "budget"},
    {"kind": "asked"},
    {"kind": "unfunded"},
    {"kind": "outcome"},
    {"kind": "budget", "is_running": True},
]


def hanging(cast: Cast, one: Initiative) -> list[tuple[Any, dict[str, Any]]]:
    """One row at a time of all that can hang on it."""
    by, unit = cast.manager, cast.education
    need = need_sorted(cast)
    return [
        (InitiativeNeed, {"need": need, "linked_on": today()}),
        (RiskRow, {"what": "Fel", "said_on": today()}),
        (Milestone, {"name": "Utan dag"}),
        (Milestone, {"name": "Med dag", "due_on": ahead(3)}),
        (Lesson, {"text": "Börja smått", "by": by, "said_on": today()}),
        (PilotCriterion, {"what": "Alla hittar"}),
        (PilotCriterion, {"what": "Alla hittar", "is_met": True}),
        (PilotCriterion, {"what": "Alla hittar", "is_met": False}),
        (ScreeningAnswer, {"question": "purchase", "answer": "no", "by": by, "said_on": today()}),
        *(
            (InitiativeRole, {"user": by, "role": role, "is_deputy": is_deputy})
            for role in ("lead", "sponsor", "benefit_owner", "steward", "member")
            for is_deputy in (False, True)
        ),
        *((MoneyRow, {"year": 2027, "amount_sek": Decimal(5), **told}) for told in MONEY),
        (
            MoneyRow,
            {
                "year": 2027, "amount_sek": Decimal(5), "kind": "outcome", "is_running": True,
                "borne_by": unit,
            },
        ),
    ]  # fmt: skip


def test_every_rule_of_a_method_has_its_condition() -> None:
    assert set(unseen_by_rule()) == set(Rule.values)


def test_nothing_is_seen_in_a_bare_one(cast: Cast) -> None:
    one = bare(cast)
    assert unseen_by_the_database(one) == unseen_by_the_rules(one) == set(Rule.values)
    assert is_untold(one)


@pytest.mark.parametrize("columns", COLUMNS, ids=str)
def test_what_is_in_the_initiative_is_seen_as_the_rule_sees_it(
    cast: Cast, columns: dict[str, Any]
) -> None:
    one = bare(cast)
    Initiative.objects.filter(pk=one.pk).update(**columns)
    assert unseen_by_the_database(one) == unseen_by_the_rules(one)


def test_what_hangs_on_it_is_seen_as_the_rule_sees_it(cast: Cast) -> None:
    one = bare(cast)
    seen: set[str] = set()
    for model, values in hanging(cast, one):
        row = model.objects.create(initiative=one, **values)
        unseen = unseen_by_the_database(one)
        assert unseen == unseen_by_the_rules(one), (model, values)
        seen |= set(Rule.values) - unseen
        row.delete()
    assert len(seen) == 13


def test_decisions_and_handovers_are_seen_as_the_rule_sees_them(cast: Cast) -> None:
    one = bare(cast)
    decision = decision_about(cast, one, is_taken=False)
    rows = Initiative.objects.filter(pk=one.pk)
    for told in (
        {"decision": decision},
        {"handed_over_by": cast.manager},
        {"received_by": cast.manager},
    ):
        rows.update(decision=None, handed_over_by=None, received_by=None)
        rows.update(**told)
        assert unseen_by_the_database(one) == unseen_by_the_rules(one) != set(Rule.values), told
    type(decision).objects.filter(pk=decision.pk).update(after_consulting="Rådet")
    rows.update(decision=decision)
    assert Rule.RECOMMENDATION not in unseen_by_the_database(one) == unseen_by_the_rules(one)


@pytest.mark.parametrize("size", ["small", "middle", "large"])
def test_it_follows_the_gate_at_each_step_and_size(cast: Cast, size: str) -> None:
    """Of what the method asks for; the law is asked for by the gate alone."""
    steps = [*STEPS[:-1], ("closed", Phase.CLOSED, [("letter", "small middle large", "")])]
    one = started(cast, version=make_method("Med stängning", steps))
    for _step in steps[:-1]:
        Initiative.objects.filter(pk=one.pk).update(size=size)
        gate = gate_of(anew(one))
        untold = [d for d in gate.demands if not d.law and d.finding.state == Found.NOT_TOLD]
        assert is_untold(one) == bool(untold)
        told_all(anew(one), cast.manager)
        assert not is_untold(one)
        if not gate.is_last:
            one = passed(anew(one), cast.manager)


@pytest.mark.parametrize("answer", ["exists", "partly", "missing"])
@pytest.mark.parametrize("rule", [key for key in Rule if RULES[key].is_done_here])
def test_a_word_of_what_is_done_here_counts_as_at_the_gate(
    cast: Cast, rule: Rule, answer: str
) -> None:
    steps = (("ask", Phase.PREPARATION, [(rule, "small", rule)]), *OF_ALL_RULES[1:])
    one = started(cast, version=make_method("En regel", steps))
    told = {"key": rule.value, "answer": answer, "by": cast.manager, "said_on": today()}
    Evidence.objects.create(initiative=one, **told)
    for _time in range(2):
        [demand] = [one for one in gate_of(anew(one)).demands if not one.law]
        assert is_untold(one) == (demand.finding.state == Found.NOT_TOLD)
        decision_about(cast, one, is_taken=False)


def test_what_is_said_to_be_missing_is_told(cast: Cast) -> None:
    steps = (("ask", Phase.PREPARATION, [("plan", "small", "plan")]), *OF_ALL_RULES[1:])
    one = started(cast, version=make_method("En plan", steps))
    told = {"key": Rule.PLAN.value, "answer": "missing", "by": cast.manager, "said_on": today()}
    row = Evidence.objects.create(initiative=one, **told)
    assert not is_untold(one)
    Evidence.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now())
    assert is_untold(one)
