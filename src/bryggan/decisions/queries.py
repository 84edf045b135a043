"""Questions about mandates and decisions: the order of the day, who holds what, what is still to be reported."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from bryggan.decisions.acting import Circumstances, Held, Ruling, may_decide
from bryggan.decisions.choices import DecisionKind, Reporting, Step
from bryggan.decisions.mandate import Answer, Limit, Matter, Rule, who_may_decide
from bryggan.decisions.models import (
    Absence,
    Belonging,
    Decision,
    DelegationRule,
    Holding,
    Post,
    PriceBase,
)
from bryggan.kit import trace
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role

# A board, or a company's: it has an order of its own.
AUTHORITIES = (Unit.Kind.AUTHORITY, Unit.Kind.COMPANY)


def authority_of(unit: Unit) -> Unit | None:
    """The board or company that the unit works under: the nearest above, itself included."""
    above = Unit.objects.filter(pk__in=unit.ancestor_ids(), kind__in=AUTHORITIES)
    return above.order_by("-path").first()


def rows_in_force(authority: int, day: date, matter: str = "") -> list[DelegationRule]:
    """The authority's points as they stand on the day, about such matters or about all."""

    def read() -> list[DelegationRule]:
        rows = DelegationRule.objects.in_force(day).filter(unit=authority)
        rows = rows.filter(matter=matter) if matter else rows
        rows = rows.select_related("post").prefetch_related("deputies")
        return list(rows.order_by("sort_key", "pk"))

    return trace.once(f"decisions.rules.{authority}.{day}.{matter}", read)


def rules_of(authority: Unit, day: date, matter: str = "") -> list[Rule]:
    """The same as the mandate is reckoned on."""
    return [as_rule(row) for row in rows_in_force(authority.pk, day, matter)]


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
    rows = PriceBase.objects.filter(withdrawn_at=None).values_list("year", "amount_sek")
    return trace.once("decisions.price_bases", lambda: dict(rows))


def answer_to(matter: Matter, rules: list[Rule]) -> Answer:
    """Who may decide by these points; the prisbasbelopp is read only where a limit is written in it."""
    is_needed = any(rule.limit is not None and rule.limit.in_price_base for rule in rules)
    return who_may_decide(rules, matter, price_bases() if is_needed else None)


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
    return answer_to(matter_of(decision, on), rules_of(decision.unit, on, decision.matter))


def held_by_posts(posts: Iterable[int], day: date) -> list[Held]:
    """Who holds the posts on the day, and for what part of the organisation."""
    ids = sorted(posts)

    def read() -> list[Held]:
        rows = Holding.objects.on(day).filter(post__in=ids).order_by("pk")
        fields = ("user_id", "post_id", "unit__path", "starts_on", "ends_on")
        return [
            Held(person=user, post=post, path=path, starts_on=start or date.min, ends_on=end)
            for user, post, path, start, end in rows.values_list(*fields)
        ]

    return trace.once(f"decisions.held.{day}.{ids}", read)


def conflicted_in(decision: Decision) -> list[User]:
    """Those who cannot take part in the matter, by name."""
    return trace.once(
        f"decisions.conflicted.{decision.pk}",
        lambda: list(decision.conflicted.order_by("sort_key")),
    )


def people_by_id(people: Iterable[int]) -> dict[int, User]:
    """These people, also those who have left."""
    wanted = set(people)
    known: dict[int, User] = trace.once("decisions.people", dict)
    if missing := wanted - known.keys():
        known.update(User.objects.in_bulk(missing))
    return {pk: known[pk] for pk in wanted if pk in known}


def circumstances(
    people: Iterable[int], day: date, conflicted: frozenset[int] = frozenset()
) -> Circumstances:
    """Who of these has left, is away or cannot take part in the very matter."""
    known = people_by_id(people)

    def read_away() -> frozenset[int]:
        rows = Absence.objects.filter(
            user__in=list(known), starts_on__lte=day, ends_on__gte=day, withdrawn_at=None
        )
        return frozenset(rows.values_list("user_id", flat=True))

    return Circumstances(
        left=frozenset(pk for pk, user in known.items() if user.withdrawn_at is not None),
        conflicted=conflicted,
        away=trace.once(f"decisions.away.{day}.{sorted(known)}", read_away),
    )


def ruling_for(decision: Decision, user: User, day: date | None = None) -> Ruling:
    """Whether this person may take the decision now, on what ground, and who may instead."""
    on = day or timezone.localdate()
    answer = answer_for(decision, on)
    held = held_for(answer, on)
    conflicted = frozenset(person.pk for person in conflicted_in(decision))
    at = circumstances([user.pk, *(one.person for one in held)], on, conflicted)
    return may_decide(user.pk, answer, held, day=on, path=decision.for_unit.path, circumstances=at)


def people_named(people: Iterable[int]) -> list[User]:
    """These people in the order of their names."""
    return sorted(people_by_id(people).values(), key=lambda user: user.sort_key)


def held_for(answer: Answer, day: date) -> list[Held]:
    """Who holds the posts of the points that were tried, and of those that stand in for them."""
    posts = {one.rule.post for one in answer.tried}
    posts |= {deputy for one in answer.tried for deputy in one.rule.deputies}
    return held_by_posts(posts, day)


def those_who_may(answer: Answer, unit: Unit, day: date) -> list[User]:
    """The people who may decide such a matter for the unit, by the lowest point; nobody's jäv is known."""
    held = held_for(answer, day)
    at = circumstances([one.person for one in held], day)
    ruling = may_decide(0, answer, held, day=day, path=unit.path, circumstances=at)
    return people_named(ruling.to)


def post_named(name: str, authority: Unit) -> Post | None:
    """The authority's post by that name, or by what else it is written as."""
    wanted = " ".join(name.split()).casefold()
    rows = Post.objects.present().filter(unit=authority).order_by("pk")
    for pk, called, synonyms in rows.values_list("pk", "name", "synonyms"):
        if wanted in {called.casefold(), *(word.casefold() for word in synonyms)}:
            return rows.get(pk=pk)
    return None


# What the rows of a list to report or post show.
LISTED = (
    "name", "step", "decided_on", "decided_as", "case_number", "decided_by__name", "rule__code",
)  # fmt: skip


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
            step__in=[Step.TAKEN, Step.REPLACED],
            kind=DecisionKind.DELEGATED,
            reporting=Reporting.NOT_REPORTED,
            posted_on=None,
        )
    )
    return rows.select_related("decided_by", "rule", "unit").order_by("decided_on", "pk")


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


def authorities(user: User) -> QuerySet[Unit]:
    """Boards and companies: each has a delegation order of its own."""
    return Unit.objects.visible_to(user).present().filter(kind__in=AUTHORITIES).order_by("path")


def authorities_with_order(user: User) -> QuerySet[Unit]:
    """Those that have entered theirs."""
    rules = DelegationRule.objects.visible_to(user).present()
    return authorities(user).filter(pk__in=rules.order_by().values("unit"))


def rules_on(authority: Unit, user: User, day: date) -> QuerySet[DelegationRule]:
    """The authority's delegation order as it stands on a day, by its points."""
    rows = DelegationRule.objects.visible_to(user).in_force(day).filter(unit=authority)
    rows = rows.select_related("post", "subdelegated_from")
    return rows.prefetch_related("deputies").order_by("sort_key", "pk")


def days_of_change(authority: Unit, user: User) -> list[date]:
    """The days from which the order reads otherwise, the newest first."""
    rows = DelegationRule.objects.visible_to(user).present().filter(unit=authority)
    return sorted(set(rows.values_list("valid_from", flat=True)), reverse=True)


def wordings_of(rule: DelegationRule, user: User) -> QuerySet[DelegationRule]:
    """Every wording of the same point, the newest first."""
    rows = DelegationRule.objects.visible_to(user).present()
    rows = rows.filter(unit=rule.unit, code=rule.code).select_related("post")
    return rows.order_by("-valid_from", "-pk")


def decisions_by(rule: DelegationRule, user: User) -> QuerySet[Decision]:
    """What has been decided by the point, the newest first."""
    rows = Decision.objects.visible_to(user).present().filter(rule=rule)
    return rows.select_related("decided_by", "unit").order_by("-decided_on", "-pk")


def holdings_of(post: Post) -> QuerySet[Holding]:
    """Everyone who holds or has held the post, those who hold it last first."""
    rows = post.holdings.filter(withdrawn_at=None).select_related("user", "unit", "post")
    return rows.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "pk")


def replacements_of(decision: Decision, user: User) -> QuerySet[Decision]:
    return Decision.objects.visible_to(user).present().filter(replaces=decision).order_by("pk")


def decisions_posted(authority: Unit, user: User) -> QuerySet[Decision]:
    """What has been posted, the newest first."""
    rows = Decision.objects.visible_to(user).present().filter(unit=authority)
    rows = rows.exclude(posted_on=None).select_related("decided_by", "rule", "unit")
    return rows.order_by("-posted_on", "-pk")


def unreported_by_authority(user: User) -> list[tuple[Unit, int, date | None]]:
    """Every board and company with how many decisions wait to be reported, and since when."""
    rows = Decision.objects.visible_to(user).to_report().order_by().values("unit_id")
    counted = {
        row["unit_id"]: (row["count"], row["oldest"])
        for row in rows.annotate(count=Count("pk"), oldest=Min("decided_on"))
    }
    return [(unit, *counted.get(unit.pk, (0, None))) for unit in authorities(user)]


def absences_told_by(user: User, today: date) -> QuerySet[Absence]:
    """Absences that are not over, of this person and of those whose absence she may tell."""
    rows = Absence.objects.filter(withdrawn_at=None, ends_on__gte=today)
    return rows.filter(user__in=people_told_for(user)).select_related("user").order_by("starts_on")


def absences_of_those_seen(user: User) -> QuerySet[Absence]:
    """Absences of the people this person sees; whether she is shown one is a permission of its own."""
    people = User.objects.visible_to(user)
    return Absence.objects.filter(withdrawn_at=None, user__in=people).select_related("user__unit")


def people_told_for(user: User) -> QuerySet[User]:
    """Whose absence this person may tell: her own, and her people's."""
    within = Q(pk=user.pk)
    for path in user.role_paths(Role.MANAGER, Role.BOARD_SECRETARY):
        within |= Q(unit__path__startswith=path)
    everyone = user.has_role(Role.ADMINISTRATOR)
    people = User.objects.visible_to(user).present().filter(is_external=False)
    return people.order_by("sort_key") if everyone else people.filter(within).order_by("sort_key")


def known_price_bases() -> QuerySet[PriceBase]:
    return PriceBase.objects.filter(withdrawn_at=None).order_by("-year")


def answered_of(decision: Decision) -> list[Belonging]:
    """What somebody has answered of other purchases, in the order it was said."""
    return trace.once(
        f"decisions.answered.{decision.pk}",
        lambda: list(decision.belongings.filter(withdrawn_at=None).order_by("pk")),
    )


def readable_purchases(decision: Decision, user: User) -> set[tuple[str, int]]:
    """Those of the purchases that a taken decision names which this person may read, by noun and id."""
    rows = Belonging.objects.visible_to(user).filter(decision=decision)
    return set(rows.values_list("other_noun", "other_id"))


def own_sek(decision: Decision, answered: Iterable[Belonging]) -> Decimal | None:
    """What the purchase is worth by itself: all of its term, else its sum less what was added to it."""
    if decision.whole_term_sek is not None:
        return decision.whole_term_sek
    if decision.together_sek is None:
        return None
    return decision.together_sek - sum((one.added_sek for one in answered), Decimal())
