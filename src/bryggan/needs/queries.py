"""Questions about needs: who stands behind them, who prepares them, what has been said of them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit import trace
from bryggan.needs.models import (
    Answer,
    Need,
    Picture,
    Reply,
    Route,
    Step,
    Supporter,
    prepared_by,
)
from bryggan.people.models import Assignment, Unit, User
from bryggan.people.roles import Role
from bryggan.systems.models import System

# With fewer people than this a place says too much of who has written without a name.
LEAST_PEOPLE = 10
# What nobody has touched for so many days lies still.
STILL_DAYS = 30


def stands_behind(need: Need, user: User) -> bool:
    return Supporter.objects.present().filter(need=need, user=user).exists()


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


def replies_of(need: Need, user: User) -> QuerySet[Reply]:
    rows = Reply.objects.visible_to(user).present().filter(need=need)
    return rows.select_related("supporter__user").order_by("-pk")


def pictures_of(need: Need, user: User) -> QuerySet[Picture]:
    return Picture.objects.visible_to(user).present().filter(need=need).order_by("pk")


def merged_into(need: Need) -> QuerySet[Need]:
    """The needs that have become this one: their senders' words stand on its page."""
    return Need.objects.filter(merged_into=need).order_by("pk")


def needs_of(user: User) -> QuerySet[Need]:
    """What a person stands behind, the newest first."""
    mine = Supporter.objects.present().filter(user=user)
    rows = Need.objects.present().filter(pk__in=mine.values("need"))
    return rows.select_related("unit").order_by("-voiced_on", "-pk")


def needs_to_prepare(user: User) -> QuerySet[Need]:
    """The needs that this person has to prepare, those that have waited longest first.

    Those of her administrations; what went straight to those who lead is theirs it is addressed to.
    """
    mine = prepared_by(user)
    addressed = Need.addressed_to.through.objects.filter(user=user)
    straight = ~Q(route=Route.ORDINARY) & Q(pk__in=addressed.values("need"))
    rows = Need.objects.to_prepare().filter(mine | straight)
    return rows.select_related("unit").order_by("-step", "step_on", "pk")


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
    """The unit, or the nearest above it, with so many people that none of them can be told from it."""
    above = list(Unit.objects.filter(pk__in=unit.ancestor_ids()).order_by("-path"))
    for place in above:
        if User.objects.present().filter(unit__path__startswith=place.path).count() >= LEAST_PEOPLE:
            return place
    return above[-1]


def supporter_with(digest: str) -> Supporter | None:
    """Whoever holds the code that has this digest."""
    rows = Supporter.objects.present().filter(code_digest=digest)
    return rows.select_related("need__unit").first()


def need_sent_as(key: str) -> Need | None:
    """The need that was made of what was sent with this key, also when it has been merged since."""
    return Need.objects.filter(sent_key=key).first()


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
