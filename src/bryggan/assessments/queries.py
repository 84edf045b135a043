"""Questions about assessments and dispositions: who said what, where each system stands, what is decided."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from bryggan.advice import finding
from bryggan.advice.rules import RULES
from bryggan.assessments import calculation, statements
from bryggan.assessments.models import Answer, Assessment, AssessmentQuerySet, Disposition, Side
from bryggan.kit import remembering
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.systems import known
from bryggan.systems.models import Cost, System, SystemRole, Tag
from bryggan.systems.register import SystemRegister

# Who is asked for which side, unless somebody chooses otherwise.
SIDE_OF_ROLE: Mapping[str, str] = {
    Role.SYSTEM_OWNER: Side.BUSINESS,
    Role.SYSTEM_STEWARD: Side.BUSINESS,
    Role.IT_COUNTERPART: Side.IT,
}
AXES = ("business_value", "technical_standing")
COSTS = (Cost.Kind.LICENSE, Cost.Kind.SUPPORT, Cost.Kind.DEVELOPMENT)


def of_system(system: System, user: User) -> AssessmentQuerySet:
    """The assessments of a system, the newest first."""
    rows = Assessment.objects.visible_to(user).present().filter(system=system)
    return rows.select_related("opened_by").order_by("-pk")


def answers_of(assessment: Assessment) -> list[Answer]:
    """Every answer that counts: what figures are made of, whoever looks at them."""
    rows = Answer.objects.filter(assessment=assessment, withdrawn_at=None)
    return list(rows.select_related("respondent").order_by("side", "respondent__sort_key", "pk"))


def named_answers(assessment: Assessment, user: User) -> set[int]:
    """The answers that this person may see by name."""
    rows = Answer.objects.visible_to(user).filter(assessment=assessment, withdrawn_at=None)
    return set(rows.values_list("pk", flat=True))


def waiting_answers(user: User) -> QuerySet[Answer]:
    """What this person is asked and has not answered, the nearest last day first."""
    rows = Answer.objects.waiting().filter(respondent=user)
    return rows.select_related("assessment__system").order_by(
        "assessment__last_day", "assessment__system__sort_key", "pk"
    )


def open_past_last_day(today: date) -> QuerySet[Assessment]:
    rows = Assessment.objects.present().open().filter(last_day__lt=today)
    return rows.select_related("system__unit").order_by("pk")


def open_with_unanswered(*, today: date) -> QuerySet[Assessment]:
    """Assessments where somebody has not answered, opened a week ago or more."""
    waiting = Answer.objects.waiting().values("assessment")
    old = today - timedelta(days=7)
    rows = Assessment.objects.present().open().filter(pk__in=waiting, opened_on__lte=old)
    return rows.select_related("system__unit").order_by("pk")


def responsible(systems: Sequence[System]) -> dict[int, list[SystemRole]]:
    """Who answers for each system today, by system."""
    rows = SystemRole.objects.filter(
        system__in=systems, role__in=SIDE_OF_ROLE, withdrawn_at=None, user__withdrawn_at=None
    )
    found: dict[int, list[SystemRole]] = {}
    for row in rows.select_related("user").order_by("is_deputy", "pk"):
        found.setdefault(row.system_id, []).append(row)
    return found


def figures_of(system: System, year: int) -> dict[str, int | None]:
    """What the register says of money and users this year: asked for to be confirmed, never typed again."""
    rows = Cost.objects.filter(system=system, year=year, withdrawn_at=None, kind__in=COSTS)
    sums: dict[str, Decimal] = {}
    for kind, amount in rows.values_list("kind", "amount_sek"):
        sums[kind] = sums.get(kind, Decimal(0)) + amount
    found: dict[str, int | None] = {
        f"cost.{kind}": int(sums[kind]) if kind in sums else None for kind in COSTS
    }
    return {**found, "user_count": system.user_count}


def disposition_of(system: System, user: User) -> Disposition | None:
    """The decision that holds for the system."""
    rows = Disposition.objects.visible_to(user).in_force().filter(system=system)
    return rows.select_related("decided_by").first()


def dispositions_of(system: System, user: User) -> QuerySet[Disposition]:
    """Every decision of the system, the newest first."""
    rows = Disposition.objects.visible_to(user).present().filter(system=system)
    return rows.select_related("decided_by").order_by("-pk")


def disagreement_limit() -> int:
    """How far apart people must be for it to be called disagreement, as the municipality has set it."""
    return finding.limit_of(RULES["disagreeing_assessments"])


# Columns of systems, each a subquery of the list's one question


def of_latest(name: str) -> Any:
    """A figure of the newest answered assessment of each system."""

    def expression(user: Any) -> Subquery:
        rows = Assessment.objects.visible_to(user).present().answered()
        newest = rows.filter(system=OuterRef("pk")).order_by("-pk")
        return Subquery(newest.values(name)[:1])

    return expression


def of_decided(name: str) -> Any:
    """A fact of the decision that holds for each system."""

    def expression(user: Any) -> Subquery:
        rows = Disposition.objects.visible_to(user).in_force()
        return Subquery(rows.filter(system=OuterRef("pk")).values(name)[:1])

    return expression


def disagreeing(user: Any, limit: int) -> Q:
    """Systems whose newest assessment has people further apart than the limit, unless they are asked now."""
    rows = Assessment.objects.visible_to(user).newest_of_each().filter(spread__gte=limit)
    asked_now = Assessment.objects.present().open()
    return Q(pk__in=rows.values("system")) & ~Q(pk__in=asked_now.values("system"))


def newest_answers(systems: Sequence[System]) -> dict[int, list[Answer]]:
    """Who was asked in the newest answered assessment of each system and is still here; one query."""
    newest = Assessment.objects.newest_of_each().filter(system__in=systems)
    rows = Answer.objects.filter(
        assessment__in=newest.values("pk"), withdrawn_at=None, respondent__withdrawn_at=None
    )
    found: dict[int, list[Answer]] = {}
    for row in rows.select_related("respondent", "assessment").order_by("pk"):
        found.setdefault(row.assessment.system_id, []).append(row)
    return found


# The whole portfolio


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A system as the picture and the list of replacements need it. `cost` None is unknown, not 0."""

    pk: int
    name: str
    unit: str
    lifecycle: str
    planned_end_year: int | None
    cost: Decimal | None
    assessment: Assessment | None
    disposition: Disposition | None
    better: str = ""

    @property
    def url(self) -> str:
        return SystemRegister.url(self.pk)

    @property
    def proposal(self) -> str:
        """What the answers suggest; "" with too few."""
        one = self.assessment
        if one is None:
            return ""
        return calculation.proposal(
            one.business_value, one.technical_standing, has_better=bool(self.better)
        )


def in_scope(user: User, path: str = "") -> QuerySet[System]:
    """The systems that this person sees, of a unit with all under it, save those that are gone."""
    rows: QuerySet[System] = SystemRegister.rows(user)
    rows = rows.exclude(lifecycle=System.Lifecycle.DECOMMISSIONED)
    return rows.filter(unit__path__startswith=path) if path else rows


def is_assessed(user: User) -> Q:
    """The condition that somebody has given an answer about a system."""
    assessed = Assessment.objects.visible_to(user).present().answered()
    return Q(pk__in=assessed.values("system"))


def newest_assessments(user: User) -> AssessmentQuerySet:
    """Of each system the newest assessment that somebody has answered."""
    return Assessment.objects.visible_to(user).newest_of_each()


def dispositions_in_force(user: User) -> QuerySet[Disposition]:
    """Of each system the decision that holds."""
    return Disposition.objects.visible_to(user).in_force()


def asked(user: User, systems: QuerySet[System]) -> tuple[Hashable, ...]:
    """What tells the answer of `placed` from all others: which of everything this person sees."""
    parts = (systems.values("pk"), newest_assessments(user), dispositions_in_force(user))
    return tuple(remembering.asked(one.order_by()) for one in parts)


def placed(user: User, systems: QuerySet[System]) -> list[Placed]:
    """Each of the systems with its cost, its newest assessment and what is decided; a fixed number of queries."""
    rows = list(
        systems.annotate(cost=known.this_years_cost(user))
        .values("pk", "name", "unit__name", "lifecycle", "planned_end_year", "cost")
        .order_by("sort_key", "pk")
    )
    ids = systems.order_by().values("pk")
    newest = {one.system_id: one for one in newest_assessments(user).filter(system__in=ids)}
    decided = {one.system_id: one for one in dispositions_in_force(user).filter(system__in=ids)}
    better = _better(user, newest)
    return [
        Placed(
            pk=row["pk"],
            name=row["name"],
            unit=row["unit__name"],
            lifecycle=row["lifecycle"],
            planned_end_year=row["planned_end_year"],
            cost=row["cost"],
            assessment=newest.get(row["pk"]),
            disposition=decided.get(row["pk"]),
            better=better.get(row["pk"], ""),
        )
        for row in rows
    ]


def _better(user: User, assessed: Collection[int]) -> dict[int, str]:
    """The name of another system for the same work that is worth much and stands well, by system.

    Not only of those at hand: what does the same work better may lie in another unit.
    """
    every = newest_assessments(user).order_by()
    seen = SystemRegister.rows(user).order_by()
    question = ("better", remembering.asked(every), remembering.asked(seen.values("pk")))
    better = remembering.remembered(question, lambda: _better_ids(every, seen))
    wanted = {better[pk] for pk in assessed if pk in better}
    names = dict(seen.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return {pk: names[better[pk]] for pk in assessed if better.get(pk) in names}


def _better_ids(assessed: QuerySet[Assessment], seen: QuerySet[System]) -> dict[int, int]:
    """By system the other one, of all that are assessed."""
    axes = {pk: axis for pk, *axis in assessed.values_list("system_id", *AXES)}
    suggested = {pk: calculation.proposal(*axis) for pk, axis in axes.items()}
    well = [pk for pk, what in suggested.items() if what == calculation.DEVELOP]
    rows = dict(seen.filter(pk__in=list(axes)).values_list("pk", "kind"))
    in_use = (System.Lifecycle.IMPLEMENTING, System.Lifecycle.IN_USE)
    to_have = seen.filter(pk__in=well, lifecycle__in=in_use).values_list("pk", flat=True)
    tagged = System.tags.through._default_manager.filter(
        system__in=list(rows), tag__kind__in=(Tag.Kind.CATEGORY, Tag.Kind.AREA)
    )
    of_kind: dict[int, dict[str, list[int]]] = {}
    for system_id, tag_id, kind in tagged.values_list("system_id", "tag_id", "tag__kind"):
        of_kind.setdefault(system_id, {}).setdefault(kind, []).append(tag_id)
    words = {
        pk: [
            f"{rows[pk]}/{category}/{area}"
            for category in kinds.get(Tag.Kind.CATEGORY, ())
            for area in kinds.get(Tag.Kind.AREA, ())
        ]
        for pk, kinds in of_kind.items()
    }
    return calculation.better_for_the_same(words, list(to_have))


def result(assessment: Assessment, answers: Sequence[Answer]) -> dict[str, Any]:
    """Scores by block, axes and differences by side, made of the answers that are in."""
    method = statements.of_version(assessment.content_version)
    given: dict[str, list[calculation.Stands]] = {side: [] for side in Side.values}
    for answer in answers:
        if answer.answered_at is not None:
            given[answer.side].append(answer.values)
    return {
        "blocks": [
            (block, calculation.score(given[block.side], block.keys)) for block in method.blocks
        ],
        "axes": {side: calculation.axis(given[side], method.keys(side)) for side in Side.values},
        "differences": {
            side: calculation.differences(given[side], method.keys(side)) for side in Side.values
        },
    }
