"""Questions about needs: who stands behind them, who prepares them, what has been said of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.approvals import queries as approvals
from bryggan.kit import merged, trace
from bryggan.kit.plain import whole_number
from bryggan.needs.models import (
    Answer,
    IntakeKey,
    Need,
    Picture,
    ReadyText,
    Reply,
    Route,
    Step,
    Supporter,
    prepared_by,
)
from bryggan.needs.models.need import NeedQuerySet
from bryggan.people.models import Assignment, Unit, User
from bryggan.people.roles import Role
from bryggan.search.fields import sort_key
from bryggan.systems.models import System

MOST_ANSWERS = 50

# With fewer people than this a place says too much of who has written without a name.
LEAST_PEOPLE = 10
# What nobody has touched for so many days lies still.
STILL_DAYS = 30


def stands_behind(need: Need, user: User) -> bool:
    return Supporter.objects.present().filter(need=need, user=user).exists()


def stood_behind(user: User, needs: Sequence[int]) -> set[int]:
    """Which of the needs the person stands behind already."""
    mine = Supporter.objects.present().filter(user=user, need__in=needs)
    return set(mine.values_list("need_id", flat=True))


def is_sender(need: Need, user: User) -> bool:
    return Supporter.objects.present().filter(need=need, user=user, is_sender=True).exists()


def is_addressed_to(need: Need, user: User) -> bool:
    return need.addressed_to.filter(pk=user.pk).exists()


def standing_behind(needs: Iterable[Need]) -> dict[int, list[User]]:
    """Everyone with a name who stands behind each of the needs; one question however many they are."""
    found: dict[int, list[User]] = {need.pk: [] for need in needs}
    rows = Supporter.objects.present().filter(need__in=list(found), user__withdrawn_at=None)
    for row in rows.exclude(user=None).select_related("user").order_by("pk"):
        if row.user is not None and row.user not in found[row.need_id]:
            found[row.need_id].append(row.user)
    return found


def supporters_of(need: Need, user: User) -> QuerySet[Supporter]:
    """Those who stand behind the need, the sender first."""
    rows = Supporter.objects.visible_to(user).present().filter(need=need)
    return rows.select_related("user", "unit").order_by("-is_sender", "pk")


def answers_of(need: Need, user: User) -> QuerySet[Answer]:
    """What has been said of the need, the newest first."""
    rows = Answer.objects.visible_to(user).present().filter(need=need)
    return rows.select_related("by").order_by("-pk")


def newest_answers(need: Need, user: User) -> list[Answer]:
    """The newest of it, read once for the panel and the next step."""
    return trace.once(
        f"needs.answers.{need.pk}.{user.pk}",
        lambda: list(answers_of(need, user)[:MOST_ANSWERS]),
    )


def replies_of(need: Need, user: User) -> QuerySet[Reply]:
    rows = Reply.objects.visible_to(user).present().filter(need=need)
    return rows.select_related("supporter__user").order_by("-pk")


def pictures_of(need: Need, user: User) -> QuerySet[Picture]:
    return Picture.objects.visible_to(user).present().filter(need=need).order_by("pk")


def has_pictures(user: User) -> Exists:
    """The condition on a need that it has a picture that this person sees."""
    return Exists(Picture.objects.visible_to(user).present().filter(need=OuterRef("pk")))


def has_merged(user: User) -> Exists:
    """The condition on a need that another has become it."""
    return Exists(Need.objects.filter(merged_into=OuterRef("pk")))


def merged_into(need: Need) -> QuerySet[Need]:
    """The needs that have become this one, some by way of others: their senders' words stand on its page."""
    ids = [pk for pk in merged.ids_of(Need, need.pk) if pk != need.pk]
    return Need.objects.filter(pk__in=ids).order_by("pk")


def needs_of(user: User) -> QuerySet[Need]:
    """What a person stands behind, the newest first."""
    mine = Supporter.objects.present().filter(user=user)
    rows = Need.objects.present().filter(pk__in=mine.values("need"))
    return rows.select_related("unit").order_by("-voiced_on", "-pk")


def needs_to_prepare(user: User) -> QuerySet[Need]:
    """The needs that this person has to prepare, those that have waited longest first.

    Those of her administrations; what went straight to those who lead is theirs it is addressed to.
    """
    rows = needs_prepared_by(user).to_prepare()
    return rows.select_related("unit").order_by("-step", "step_on", "pk")


def needs_voiced_to(user: User) -> QuerySet[Need]:
    """Those of them that nobody has begun with."""
    return needs_to_prepare(user).filter(step=Step.VOICED)


def questions_to(user: User) -> QuerySet[Need]:
    """What a person stands behind and is asked something about."""
    return needs_of(user).filter(step=Step.ASKED)


def needs_prepared_by(user: User) -> NeedQuerySet:
    """The needs that are this person's to prepare, at any step."""
    addressed = Need.addressed_to.through.objects.filter(user=user)
    straight = ~Q(route=Route.ORDINARY) & Q(pk__in=addressed.values("need"))
    return Need.objects.present().filter(prepared_by(user) | straight)


def is_to_prepare(user: User) -> Any:
    """The condition on a need that it is this person's to prepare."""
    return ExpressionWrapper(prepared_by(user), output_field=BooleanField())


def administrations_with(needs: NeedQuerySet) -> QuerySet[Unit]:
    """The administrations and companies that some of the needs lie in, by the alphabet."""
    kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY)
    inside = needs.filter(unit__path__startswith=OuterRef("path"))
    return Unit.objects.filter(Exists(inside), kind__in=kinds).order_by("name", "pk")


def units_at(pk: int) -> QuerySet[Unit]:
    """The unit with this id, as part of another question."""
    return Unit.objects.filter(pk=pk)


def ready_texts() -> QuerySet[ReadyText]:
    """The municipality's own ready answers, in the order they were added."""
    return ReadyText.objects.filter(withdrawn_at=None).order_by("pk")


def locked(ids: Iterable[int]) -> dict[int, Need]:
    """The needs as they stand now, kept from others until the transaction ends."""
    return Need.objects.select_for_update(of=("self",)).select_related("unit").in_bulk(list(ids))


def those_who_prepare(unit: Unit) -> list[User]:
    """The verksamhetsutvecklare nearest above the unit; where there is none, the strategists."""
    # A need's page asks it for each of its buttons.
    return trace.once(f"needs.prepare.{unit.pk}", lambda: _preparers(unit))


def _preparers(unit: Unit) -> list[User]:
    running = Assignment.objects.running(timezone.localdate()).select_related("user", "unit")
    above = list(running.filter(role=Role.BUSINESS_DEVELOPER, unit__in=unit.ancestor_ids()))
    if above:
        deepest = max(held.unit.depth for held in above)
        return [held.user for held in above if held.unit.depth == deepest]
    return [held.user for held in running.filter(role=Role.DIGITAL_STRATEGIST).order_by("pk")]


def who_prepares(unit: Unit) -> str:
    """Their names, for whoever wonders where a need lies."""
    names = [person.name for person in those_who_prepare(unit)]
    return ", ".join(names) if names else _("digitaliseringsstrategen, som inte är utsedd än")


def managers_nearest(unit: Unit) -> list[User]:
    """The managers of the unit, or of the nearest unit above that has one."""
    running = Assignment.objects.running(timezone.localdate()).select_related("user", "unit")
    above = list(running.filter(role=Role.MANAGER, unit__in=unit.ancestor_ids()))
    deepest = max((held.unit.depth for held in above), default=0)
    return [held.user for held in above if held.unit.depth == deepest]


def administration_of(unit: Unit) -> Unit:
    """The administration or company that the unit lies in, else the unit itself."""
    kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY)
    above = Unit.objects.filter(pk__in=unit.ancestor_ids(), kind__in=kinds)
    return above.order_by("path").first() or unit


def addressees(unit: Unit, route: str) -> list[User]:
    """Who may read a need before it is open to all: the own manager, or those it goes straight to."""
    if route == Route.ORDINARY:
        return managers_nearest(unit)
    administration = administration_of(unit)
    heads = managers_nearest(administration)
    if route == Route.HEAD:
        return heads
    running = Assignment.objects.running(timezone.localdate()).select_related("user")
    below = running.filter(role=Role.MANAGER, unit__parent=administration).order_by("pk")
    return list(dict.fromkeys([*heads, *(held.user for held in below)]))


def large_enough(unit: Unit) -> Unit:
    """The unit, or the nearest above it, with so many people that none of them can be told from it.

    One that has been withdrawn meanwhile is too small too: what was sent from it lies with the next above.
    """
    above = list(Unit.objects.filter(pk__in=unit.ancestor_ids()).order_by("-path"))
    standing = [place for place in above if place.withdrawn_at is None] or above
    for place in standing:
        if User.objects.present().filter(unit__path__startswith=place.path).count() >= LEAST_PEOPLE:
            return place
    return standing[-1]


def place_of(pk: int) -> Unit | None:
    """Where an old poster leads: the unit, or the nearest above that is still there."""
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None:
        return None
    above = Unit.objects.present().filter(pk__in=unit.ancestor_ids())
    return above.order_by("-path").first()


def places() -> list[tuple[str, list[tuple[int, str]]]]:
    """Everywhere a need can come from, by administration; what belongs to none comes last."""
    heads = (Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY)
    grouped: dict[str, list[tuple[int, str]]] = {}
    rest: list[tuple[int, str]] = []
    head, names = None, dict[str, str]()
    for unit in Unit.objects.present().order_by("path"):
        names[unit.path] = unit.name
        if head is None or not unit.path.startswith(head.path):
            head = unit if unit.kind in heads else None
        if head is None:
            rest.append((unit.pk, unit.name))
            continue
        above = unit.path[: unit.path.rstrip("/").rfind("/") + 1]
        is_nested = unit.depth > head.depth + 1 and above in names
        label = f"{unit.name} ({names[above]})" if is_nested else unit.name
        grouped.setdefault(head.name, []).append((unit.pk, label))
    groups = sorted(grouped.items(), key=lambda group: sort_key(group[0]))
    return [*groups, (_("Hela organisationen"), rest)] if rest else groups


def supporter_with(digest: str) -> Supporter | None:
    """Whoever holds the code that has this digest."""
    rows = Supporter.objects.present().filter(code_digest=digest)
    return rows.select_related("need__unit").first()


def need_sent_as(key: str) -> Need | None:
    """The need that was made of what was sent with this key, also when it has been merged since."""
    return Need.objects.filter(sent_key=key).first()


def intake_keys() -> QuerySet[IntakeKey]:
    """The keys in use, the newest first."""
    rows = IntakeKey.objects.filter(withdrawn_at=None).select_related("unit", "made_by")
    return rows.order_by("-pk")


def intake_key_with(digest: str) -> IntakeKey | None:
    return intake_keys().filter(digest=digest).first()


def sent_as(beginning: str) -> Need | None:
    """The need whose key begins so: what a system has left before under the same name."""
    rows = Need.objects.filter(sent_key__gte=beginning, sent_key__lt=f"{beginning}g")
    return rows.first()


def places_named(words: str, under: Unit) -> list[Unit]:
    """The units under this one, itself too, with the name or the number."""
    within = Unit.objects.present().within(under)
    number = whole_number(words.strip())
    by_name = Q(sort_key=sort_key(words))
    return list(within.filter(by_name if number is None else by_name | Q(pk=number))[:2])


def needs_to_wake() -> QuerySet[Need]:
    """Parked ones whose day has come."""
    today = timezone.localdate()
    return Need.objects.present().filter(step=Step.PARKED, wake_on__lte=today).order_by("pk")


def prepares_any(user: User) -> bool:
    """Whether needs are this person's to prepare somewhere."""
    return not user.is_external and user.has_role(Role.BUSINESS_DEVELOPER, Role.DIGITAL_STRATEGIST)


def needs_of_system(system: System, user: User) -> QuerySet[Need]:
    """What people have said is missing in the system, the newest first."""
    rows = Need.objects.visible_to(user).present().filter(system=system)
    return rows.select_related("unit").order_by("-voiced_on", "-pk")


def has_needs(user: User) -> Exists:
    """The condition on a system that somebody has voiced a need about it."""
    return Exists(Need.objects.visible_to(user).present().filter(system=OuterRef("pk")))


def the_tool() -> User:
    """The tool itself: by whom the needs of those who have not signed in are written."""
    return User.objects.get(is_built_in=True)


def need_with(pk: int) -> Need:
    return Need.objects.select_related("unit", "system", "app").get(pk=pk)


def municipality_name() -> str:
    return approvals.municipality_name()
