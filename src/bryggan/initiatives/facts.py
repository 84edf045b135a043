"""What is known of initiatives by what hangs on them: the plain values that evidence rules are asked with.

Each fact is a column of one question, so that a list of many costs as much as one; only the facts that are
asked for are read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import batched
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from bryggan.decisions.choices import DECIDING, GRANTING, Step
from bryggan.decisions.models import Decision
from bryggan.initiatives.models import (
    Initiative,
    InitiativeNeed,
    InitiativeRole,
    Lesson,
    Milestone,
    MoneyKind,
    MoneyRow,
    Part,
    PilotCriterion,
    RiskRow,
    Share,
)
from bryggan.kit.writer import noun_of
from bryggan.meetings.choices import SUPPORTING
from bryggan.meetings.choices import Step as Meetings
from bryggan.meetings.models import AgendaItem

NOUN, OF_DECISION = noun_of(Initiative), noun_of(Decision)
# A question to the database holds so many ids at most.
AT_A_TIME = 5_000
TAKEN = (Step.TAKEN, Step.REPORTED)

type Fact = Callable[[], Any]


def _rows(model: Any, **only: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.present().filter(initiative=OuterRef("pk"), **only)
    return rows.order_by()


def counted(rows: QuerySet[Any]) -> Any:
    """How many rows hang on the initiative; 0 when none do."""
    one = rows.values("initiative").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(one), 0)


def _first(rows: QuerySet[Any], value: str) -> Any:
    return Subquery(rows.order_by("pk").values(value)[:1])


def _holds(part: str) -> Fact:
    """The name of whoever has the part, or one of them."""
    return lambda: _first(_rows(InitiativeRole, role=part, is_deputy=False), "user__name")


def _recommended(value: str) -> Any:
    """Of the latest meeting that has supported it, or that has supported the matter of its start."""
    rows = AgendaItem.objects.present().filter(
        Q(about_noun=NOUN, about_id=OuterRef("pk"))
        | Q(about_noun=OF_DECISION, about_id=OuterRef("decision")),
        meeting__step=Meetings.CLOSED,
        stance__in=SUPPORTING,
    )
    return Subquery(rows.order_by("-meeting__held_on", "-pk").values(value)[:1])


def matters_about(initiative: str) -> QuerySet[Decision]:
    """What is prepared or decided here about the initiative that the outer row names so."""
    rows = Decision.objects.present().filter(about_noun=NOUN, about_id=OuterRef(initiative))
    return rows.order_by()


def yes_to_share() -> QuerySet[Decision]:
    """The yes that the outer share rests on: its own, or the initiative's own, of the board or company it lies under."""
    borne_from = ExpressionWrapper(OuterRef("unit__path"), CharField())
    rows: QuerySet[Decision] = (
        Decision.objects.present()
        .alias(borne_from=borne_from)
        .filter(
            Q(pk=OuterRef("decision")) | Q(pk=OuterRef("initiative__decision")),
            about_noun=NOUN,
            about_id=OuterRef("initiative"),
            step__in=TAKEN,
            kind__in=DECIDING,
            outcome__in=GRANTING,
            borne_from__startswith=F("unit__path"),
        )
    )
    return rows.order_by()


def _is_judged() -> Q:
    return Q(likelihood__isnull=False, consequence__isnull=False)


FACTS: Mapping[str, Fact] = {
    "lead": _holds(Part.LEAD),
    "sponsor": _holds(Part.SPONSOR),
    "benefit_owner": _holds(Part.BENEFIT_OWNER),
    "steward": _holds(Part.STEWARD),
    "needs": lambda: counted(_rows(InitiativeNeed)),
    "shares": lambda: counted(_rows(Share)),
    "risks": lambda: counted(_rows(RiskRow)),
    "risks_judged": lambda: counted(_rows(RiskRow).filter(_is_judged())),
    "risks_on": lambda: Subquery(
        _rows(RiskRow).values("initiative").annotate(on=Min("said_on")).values("on")
    ),
    "milestones": lambda: counted(_rows(Milestone).exclude(due_on=None)),
    "lessons": lambda: counted(_rows(Lesson)),
    "lessons_by": lambda: _first(_rows(Lesson), "by__name"),
    "lessons_on": lambda: _first(_rows(Lesson), "said_on"),
    "criteria": lambda: counted(_rows(PilotCriterion)),
    "criteria_judged": lambda: counted(_rows(PilotCriterion).exclude(is_met=None)),
    "criteria_failed": lambda: counted(_rows(PilotCriterion, is_met=False)),
    "has_budget": lambda: Exists(_rows(MoneyRow, kind=MoneyKind.BUDGET)),
    "lacks_money": lambda: Exists(_rows(MoneyRow, kind__in=[MoneyKind.ASKED, MoneyKind.UNFUNDED])),
    "running_borne_by": lambda: _first(
        _rows(MoneyRow, is_running=True, borne_by__isnull=False), "borne_by__name"
    ),
    "running_line": lambda: _first(
        _rows(MoneyRow, is_running=True, borne_by__isnull=False).exclude(budget_line=""),
        "budget_line",
    ),
    "decided_on": lambda: F("decision__decided_on"),
    "decided_by": lambda: F("decision__decided_by__name"),
    "decision_step": lambda: F("decision__step"),
    "decision_kind": lambda: F("decision__kind"),
    "decision_outcome": lambda: F("decision__outcome"),
    "consulted": lambda: F("decision__after_consulting"),
    "recommended_at": lambda: _recommended("meeting__name"),
    "recommended_on": lambda: _recommended("meeting__held_on"),
    # A matter about it is prepared or decided here, or several share it and each decides.
    "is_before_deciders": lambda: ExpressionWrapper(
        Q(Exists(matters_about("pk"))) | Q(Exists(_rows(Share))), BooleanField()
    ),
    "shares_undecided": lambda: counted(_rows(Share).filter(~Exists(yes_to_share()))),
    "given_by": lambda: F("handed_over_by__name"),
    "received_by_name": lambda: F("received_by__name"),
}


def facts_of(initiatives: Sequence[Initiative], names: Iterable[str]) -> dict[int, dict[str, Any]]:
    """The named facts of each initiative, in one question."""
    wanted = {name: FACTS[name]() for name in sorted(set(names))}
    found: dict[int, dict[str, Any]] = {one.pk: {} for one in initiatives}
    if not wanted:
        return found
    told = {f"f_{name}": expression for name, expression in wanted.items()}
    for some in batched(found, AT_A_TIME):
        rows: Any = Initiative.objects.filter(pk__in=some).values("pk", **told)
        for row in rows:
            found[row["pk"]] = {name: row[f"f_{name}"] for name in wanted}
    return found
