"""Which initiatives stand before a requirement that nobody has told anything of, as a condition of the database.

It is `evidence.py` asked of many at once: for each rule of a method the condition that it sees nothing in the
initiative itself. A test holds the two together. What the law demands is asked for by the gate alone.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)

from bryggan.initiatives.evidence import RULES
from bryggan.initiatives.facts import matters_about
from bryggan.initiatives.models import (
    Evidence,
    InitiativeNeed,
    InitiativeRole,
    Lesson,
    Milestone,
    MoneyKind,
    MoneyRow,
    Part,
    PilotCriterion,
    RiskRow,
    Saying,
    ScreeningAnswer,
    Share,
)
from bryggan.methods.models import MethodStep, Phase, Requirement, Rule, Size

# The columns of the initiative that a requirement is asked against.
COLUMNS: Mapping[str, models.Field[Any, Any]] = {
    **dict.fromkeys(
        (
            "size", "description", "purpose", "goals", "evaluation", "time_words", "budget_words",
            "benefit_note", "decision__after_consulting",
        ),
        TextField(),
    ),
    **dict.fromkeys(("starts_on", "ends_on", "started_on", "closed_on"), DateField()),
    **dict.fromkeys(
        ("pk", "freed_hours", "decision_id", "handed_over_by_id", "received_by_id"), BigIntegerField()
    ),
    **dict.fromkeys(
        ("yearly_saving_sek", "one_off_cost_sek", "yearly_cost_sek"),
        DecimalField(max_digits=14, decimal_places=0),
    ),
}  # fmt: skip
OF_MONEY = (MoneyKind.BUDGET, MoneyKind.ASKED, MoneyKind.UNFUNDED)


@cache
def lacks_evidence() -> Q:
    """Something that its method asks for before the next gate, at its size, has not been told of at all.

    At the last step before the end also what closing asks for, as at the gate.
    """
    here = _untold(method_step=OuterRef("method_step"))
    closing = _untold(
        method_step__method_version=OuterRef("method_version"),
        method_step__phase=Phase.CLOSED,
        method_step__withdrawn_at=None,
    )
    return Q(here) | Q(method_step__in=_last_steps().values("pk")) & Q(closing)


def _untold(**asked_where: Any) -> Exists:
    """Requirements of a step that are neither seen in the initiative nor told of in words."""
    of_initiative = {
        f"one_{name}": ExpressionWrapper(OuterRef(name), output_field=field)
        for name, field in COLUMNS.items()
    }
    asked = Requirement.objects.present().filter(**asked_where).alias(**of_initiative)
    at_size = Q()
    for size in Size.values:
        at_size |= Q(one_size=size, **{f"for_{size}": True})
    by = Case(When(rule="", then=F("key")), default=F("rule"), output_field=CharField())
    told = Evidence.objects.present().filter(
        initiative=OuterRef("one_pk"), key=OuterRef("asked_by")
    )
    told = told.exclude(_is_only_claimed())
    return Exists(asked.filter(at_size).alias(asked_by=by).filter(is_unseen(), ~Exists(told)))


def _is_only_claimed() -> Q:
    """A word that something is done which is done here, and so is no answer."""
    shares = Share.objects.present().filter(initiative=OuterRef("initiative"))
    before_deciders = Q(Exists(matters_about("initiative"))) | Q(Exists(shares))
    # Of a decision it depends on whether it is one that is prepared here.
    done_here = Q(key__in=[key for key in Rule if key != Rule.DECISION and RULES[key].is_done_here])
    return Q(answer__in=(Saying.EXISTS, Saying.PARTLY)) & (
        done_here | Q(key=Rule.DECISION) & before_deciders
    )


def _last_steps() -> QuerySet[MethodStep]:
    """The steps after which a matter is closed."""
    before = MethodStep.objects.present().exclude(phase=Phase.CLOSED)
    later = before.filter(method_version=OuterRef("method_version"), place__gt=OuterRef("place"))
    return before.filter(~Exists(later))


def is_unseen() -> Q:
    """The rule of the requirement sees nothing; without a rule only what is told counts."""
    found = Q(rule="")
    for key, condition in unseen_by_rule().items():
        found |= Q(rule=key) & condition
    return found


def unseen_by_rule() -> dict[str, Q]:
    """By rule, when nothing is seen, over a requirement beside `one_…` of the initiative."""
    return {
        Rule.NEEDS_LINKED: _none(InitiativeNeed),
        Rule.DESCRIPTION: Q(one_description=""),
        Rule.PURPOSE_AND_GOALS: Q(one_purpose="", one_goals=""),
        Rule.SCREENING: _none(ScreeningAnswer),
        Rule.RECOMMENDATION: Q(one_decision__after_consulting=None)
        | Q(one_decision__after_consulting=""),
        Rule.BENEFIT_CASE: Q(one_yearly_saving_sek=None, one_freed_hours=None, one_benefit_note=""),
        Rule.BENEFIT_OWNER: _nobody(Part.BENEFIT_OWNER),
        Rule.RISK_ANALYSIS: _none(RiskRow),
        Rule.TIME_FRAME: Q(
            one_time_words="",
            one_starts_on=None,
            one_ends_on=None,
            one_started_on=None,
            one_closed_on=None,
        ),
        Rule.BUDGET: Q(one_budget_words="") & _none(MoneyRow, kind__in=OF_MONEY),
        Rule.FUNDING: ~_costs_nothing() & _none(MoneyRow, kind__in=OF_MONEY),
        Rule.RUNNING_COST: (Q(one_yearly_cost_sek=None) | ~Q(one_yearly_cost_sek=0))
        & _none(MoneyRow, is_running=True, borne_by__isnull=False),
        Rule.DECISION: Q(one_decision_id=None),
        Rule.PEOPLE_NAMED: _nobody(Part.LEAD, Part.SPONSOR),
        Rule.PLAN: _none(Milestone, due_on__isnull=False),
        Rule.PILOT_CRITERIA: _none(PilotCriterion),
        Rule.PILOT_OUTCOME: _none(PilotCriterion, is_met__isnull=False),
        Rule.MANAGEMENT_NAMED: _nobody(Part.STEWARD),
        Rule.HANDOVER_ACCEPTED: Q(one_handed_over_by_id=None, one_received_by_id=None),
        Rule.EVALUATION: Q(one_evaluation=""),
        Rule.LESSONS: _none(Lesson),
    }


def _costs_nothing() -> Q:
    return Q(one_one_off_cost_sek__isnull=False, one_one_off_cost_sek=0) & (
        Q(one_yearly_cost_sek=None) | Q(one_yearly_cost_sek=0)
    )


def _none(model: Any, **only: Any) -> Q:
    rows = model.objects.present().filter(initiative=OuterRef("one_pk"), **only)
    return ~Q(Exists(rows.order_by().annotate(n=Value(1)).values("n")))


def _nobody(*parts: Part) -> Q:
    return _none(InitiativeRole, role__in=parts, is_deputy=False)
