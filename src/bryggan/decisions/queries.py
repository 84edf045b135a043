"""Questions about mandates and decisions: the order of the day, who holds what, what is still to be reported."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from bryggan.decisions.acting import Circumstances, Held, Ruling, may_decide
from bryggan.decisions.choices import DecisionKind, Reporting, Step
from bryggan.decisions.mandate import Answer, Limit, Matter, Rule, who_may_decide
from bryggan.decisions.models import Absence, Decision, DelegationRule, Holding, Post, PriceBase
from bryggan.people.models import Unit, User

# A board, or a company's: it has an order of its own.
AUTHORITIES = (Unit.Kind.AUTHORITY, Unit.Kind.COMPANY)


def authority_of(unit: Unit) -> Unit | None:
    """The board or company that the unit works under: the nearest above, itself included."""
    above = Unit.objects.filter(pk__in=unit.ancestor_ids(), kind__in=AUTHORITIES)
    return above.order_by("-path").first()


def rules_of(authority: Unit, day: date) -> list[Rule]:
    """The authority's points as they stand on the day."""
    rows = DelegationRule.objects.in_force(day).filter(unit=authority)
    rows = rows.select_related("post").prefetch_related("deputies").order_by("sort_key", "pk")
    return [as_rule(row) for row in rows]


def as_rule(row: DelegationRule) -> Rule:
    """A point as the mandate is reckoned on."""
    return Rule(
        key=row.pk,
        code=row.code,
        matter=row.matter,
        authority=row.unit_id,
        post=row.post_id,
        post_name=row.post.name,
        post_kind=row.post.kind,
        level=row.post.level,
        meaning=row.meaning,
        limit=_limit(row),
        above=row.above_sek,
        deputies=tuple(post.pk for post in row.deputies.all()),
        within_budget=row.within_budget,
        for_own_share=row.for_own_share,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _limit(row: DelegationRule) -> Limit | None:
    amount = row.limit_sek if row.limit_price_base is None else row.limit_price_base
    if amount is None:
        return None
    return Limit(
        amount=amount,
        in_price_base=row.limit_price_base is not None,
        is_reached=row.is_limit_reached,
        percent_of_value=row.percent_of_value,
    )


def price_bases() -> dict[int, Decimal]:
    rows = PriceBase.objects.filter(withdrawn_at=None)
    return dict(rows.values_list("year", "amount_sek"))


def matter_of(decision: Decision, day: date) -> Matter:
    return Matter(
        kind=decision.matter,
        authority=decision.unit_id,
        day=day,
        is_joint=decision.is_joint,
        is_principle=decision.is_principle,
        is_within_budget=decision.is_within_budget,
        **decision.sums,
    )


def answer_for(decision: Decision, day: date | None = None) -> Answer:
    """Who may decide the matter, by the order of the day."""
    on = day or timezone.localdate()
    return who_may_decide(rules_of(decision.unit, on), matter_of(decision, on), price_bases())


def held_by_posts(posts: Iterable[int], day: date) -> list[Held]:
    """Who holds the posts on the day, and for what part of the organisation."""
    rows = Holding.objects.on(day).filter(post__in=list(posts))
    return [
        Held(person=user, post=post, path=path, starts_on=start or date.min, ends_on=end)
        for user, post, path, start, end in rows.order_by("pk").values_list(
            "user_id", "post_id", "unit__path", "starts_on", "ends_on"
        )
    ]


def circumstances(decision: Decision, people: Iterable[int], day: date) -> Circumstances:
    """Who of these has left, is away or cannot take part in this very matter."""
    ids = set(people)
    left = User.objects.filter(pk__in=ids).exclude(withdrawn_at=None)
    away = Absence.objects.filter(
        user__in=ids, starts_on__lte=day, ends_on__gte=day, withdrawn_at=None
    )
    return Circumstances(
        left=frozenset(left.values_list("pk", flat=True)),
        conflicted=frozenset(decision.conflicted.values_list("pk", flat=True)),
        away=frozenset(away.values_list("user_id", flat=True)),
    )


def ruling_for(decision: Decision, user: User, day: date | None = None) -> Ruling:
    """Whether this person may take the decision now, on what ground, and who may instead."""
    on = day or timezone.localdate()
    answer = answer_for(decision, on)
    posts = {one.rule.post for one in answer.tried}
    posts |= {deputy for one in answer.tried for deputy in one.rule.deputies}
    held = held_by_posts(posts, on)
    at = circumstances(decision, [user.pk, *(one.person for one in held)], on)
    return may_decide(user.pk, answer, held, day=on, path=decision.for_unit.path, circumstances=at)


def post_named(name: str, authority: Unit) -> Post | None:
    """The authority's post by that name, or by what else it is written as."""
    wanted = " ".join(name.split()).casefold()
    for post in Post.objects.present().filter(unit=authority).order_by("pk"):
        if wanted in {post.name.casefold(), *(word.casefold() for word in post.synonyms)}:
            return post
    return None


def decisions_to_report(authority: Unit, user: User) -> QuerySet[Decision]:
    """Delegated decisions that the board has not been told of, the oldest first."""
    rows = Decision.objects.visible_to(user).to_report().filter(unit=authority)
    return rows.select_related("decided_by", "rule", "unit")


def decisions_to_post(authority: Unit, user: User) -> QuerySet[Decision]:
    """Those by points that are never reported: they are minuted by themselves and posted (KL 8:10)."""
    rows = (
        Decision.objects.visible_to(user)
        .present()
        .filter(
            unit=authority,
            step=Step.TAKEN,
            kind=DecisionKind.DELEGATED,
            reporting=Reporting.NOT_REPORTED,
            posted_on=None,
        )
    )
    return rows.select_related("decided_by", "rule", "unit").order_by("decided_on", "pk")


def rules_now(authority: Unit, user: User) -> QuerySet[DelegationRule]:
    """The authority's delegation order as it stands today."""
    rows = DelegationRule.objects.visible_to(user).in_force(timezone.localdate())
    return rows.filter(unit=authority).select_related("post").order_by("sort_key", "pk")


def rule_overlaps(rule: DelegationRule) -> QuerySet[DelegationRule]:
    """Points with the same code that stand on some of the same days."""
    rows = DelegationRule.objects.present().filter(unit=rule.unit, code=rule.code)
    ends = Q(valid_to=None) | Q(valid_to__gte=rule.valid_from)
    begins = Q() if rule.valid_to is None else Q(valid_from__lte=rule.valid_to)
    return rows.filter(ends, begins).exclude(pk=rule.pk)


def holds_post(user: User, post: Post) -> bool:
    return Holding.objects.on(timezone.localdate()).filter(post=post, user=user).exists()


def passed_to(user: User) -> QuerySet[Decision]:
    """The matters that were passed to this person and wait for her."""
    rows = Decision.objects.visible_to(user).present().filter(step=Step.PASSED_ON, waits_for=user)
    return rows.select_related("unit").order_by("pk")
