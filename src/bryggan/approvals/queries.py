"""Questions about apps: what is like what, who stands behind it, who has to answer, what anyone may read."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from bryggan.approvals.models import (
    OPEN_STEPS,
    App,
    AppRequest,
    Category,
    Outcome,
    Platform,
    Screening,
    Step,
    Suggestion,
)
from bryggan.people.models import Assignment, Unit, User
from bryggan.people.roles import Role
from bryggan.search import queries as search
from bryggan.search.fields import sort_key
from bryggan.search.models import SearchRow
from bryggan.systems.models import System, SystemRole

MOST_FOUND = 8
NEAR = timedelta(days=30)
# A verdict that nobody has tried anew for so long after its day is no longer one to lean on.
LEFT_LISTED = timedelta(days=183)
SUGGESTED_FROM = 3


def listing_unit(workplace: Unit) -> Unit:
    """The unit that keeps the list for a workplace: the administration above it, else itself."""
    if workplace.kind == Unit.Kind.DEPARTMENT:
        return workplace
    above = Unit.objects.filter(pk__in=workplace.ancestor_ids(), kind=Unit.Kind.DEPARTMENT)
    return above.order_by("-path").first() or workplace


def app_named(name: str, unit: Unit) -> App | None:
    """The app of the unit's list that has this name."""
    return App.objects.present().filter(unit=unit, sort_key=sort_key(name)).first()


def requests_of(app: App, user: User) -> QuerySet[AppRequest]:
    """Who stands behind the app, the first to ask first."""
    rows = AppRequest.objects.visible_to(user).present().filter(app=app)
    return rows.select_related("asked_by", "unit").order_by("asked_at", "pk")


def request_by(app: App, user: User) -> AppRequest | None:
    return AppRequest.objects.present().filter(app=app, asked_by=user).first()


def requests_by(user: User) -> QuerySet[AppRequest]:
    """What a person has asked for, the newest first."""
    rows = AppRequest.objects.present().filter(asked_by=user, app__withdrawn_at=None)
    return rows.select_related("app__unit").order_by("-asked_at", "-pk")


def standing_behind(app: App) -> QuerySet[User]:
    """Everyone who has asked for the app or joined."""
    asked = AppRequest.objects.present().filter(app=app)
    return User.objects.present().filter(pk__in=asked.values("asked_by"))


def undecided_screening(app: App) -> Screening | None:
    """The answers that wait for a verdict."""
    return Screening.objects.undecided().filter(app=app).first()


def screenings_of(app: App, user: User) -> QuerySet[Screening]:
    """Every screening with its verdict, the newest first."""
    rows = Screening.objects.visible_to(user).present().filter(app=app)
    return rows.select_related("answered_by", "decided_by").order_by("-pk")


def responsible_for(app: App) -> list[User]:
    """Who has to see to it that the app is tried anew: whoever gave the verdict, if she is still there.

    Else the managers nearest above the list, else the strategists.
    """
    last = app.decided_by
    if last is not None and last.withdrawn_at is None and not last.is_built_in:
        return [last]
    running = Assignment.objects.running(timezone.localdate()).select_related("user", "unit")
    above = running.filter(role=Role.MANAGER, unit__in=app.unit.ancestor_ids(), is_deputy=False)
    managers = sorted(above, key=lambda held: held.unit.depth, reverse=True)
    nearest = [held.user for held in managers if held.unit_id == managers[0].unit_id]
    return nearest or [held.user for held in running.filter(role=Role.DIGITAL_STRATEGIST)]


def found_apps(words: str, user: User) -> list[App]:
    """The apps that answer to the words, whatever became of them."""
    if not words.strip():
        return []
    hits = SearchRow.objects.filter(search.matching(App._meta.label_lower, words))
    rows = App.objects.visible_to(user).present().filter(pk__in=hits.values("record_id"))
    return list(rows.select_related("unit").order_by("sort_key", "pk")[:MOST_FOUND])


def found_systems(words: str, user: User) -> list[System]:
    """The systems of the register that answer to the words: perhaps there is something already."""
    if not words.strip():
        return []
    hits = SearchRow.objects.filter(search.matching(System._meta.label_lower, words))
    rows = System.objects.visible_to(user).present().filter(pk__in=hits.values("record_id"))
    in_use = rows.exclude(lifecycle=System.Lifecycle.DECOMMISSIONED).select_related("unit")
    return list(in_use.order_by("sort_key", "pk")[:MOST_FOUND])


def found_suggestions(names: Iterable[str], user: User) -> list[Suggestion]:
    """What other municipalities say of an app by any of these names, or one that begins with it."""
    keys = [key for name in names if (key := sort_key(name))]
    condition = Q(pk__in=[])
    for key in keys[:10]:
        condition |= Q(sort_key=key)
        if len(key) >= SUGGESTED_FROM:
            condition |= Q(sort_key__startswith=key)
    rows = Suggestion.objects.visible_to(user).present().filter(condition)
    return list(rows.order_by("sort_key", "source_key")[:MOST_FOUND])


def suggestions_from(source: str) -> dict[str, Suggestion]:
    """What a municipality's list said when it was last read, by the key of the name."""
    rows = Suggestion.objects.present().filter(source_key=sort_key(source))
    return {row.sort_key: row for row in rows}


def sources(user: User) -> list[dict[str, Any]]:
    """Whose lists have been read in: how much, and when."""
    rows = Suggestion.objects.visible_to(user).present().order_by()
    counted = rows.values("source").annotate(count=Count("pk"), read_at=Max("read_at"))
    return [dict(one) for one in counted.order_by("source")]


def waiting_for(user: User) -> QuerySet[App]:
    """The apps that this person has to screen or decide; nothing for those who do neither."""
    rows = App.objects.visible_to(user).waiting()
    mine = Q(pk__in=[])
    if not user.is_external:
        answered = SystemRole.objects.running(timezone.localdate()).filter(user=user)
        to_screen = Q(step__in=[Step.REQUESTED, Step.REOPENED])
        mine |= to_screen & Q(system__in=answered.values("system"))
        if user.has_role(Role.ADMINISTRATOR):
            mine |= to_screen
        for path in user.role_paths(Role.MANAGER):
            mine |= Q(unit__path__startswith=path)
        if user.has_role(Role.DIGITAL_STRATEGIST):
            mine = Q()
    asked = Count("requests", filter=Q(requests__withdrawn_at=None))
    return rows.filter(mine).annotate(request_count=asked).select_related("unit")


def near_review(today: date) -> QuerySet[App]:
    """Apps in force whose day of review is near, or past."""
    settled = (Step.APPROVED, Step.APPROVED_WITH_CONDITIONS, Step.REFUSED)
    rows = App.objects.present().filter(step__in=settled, review_on__lte=today + NEAR)
    return rows.select_related("unit", "decided_by").order_by("review_on", "pk")


def left_too_long(today: date) -> QuerySet[App]:
    """Apps under review whose day passed so long ago that they cannot stay on the list."""
    rows = App.objects.present().filter(step=Step.REOPENED, review_on__lt=today - LEFT_LISTED)
    return rows.exclude(outcome=Outcome.REFUSED).select_related("unit").order_by("pk")


def apps_of_system(system: System, user: User) -> QuerySet[App]:
    return App.objects.visible_to(user).present().filter(system=system).order_by("sort_key")


def has_apps(user: User) -> Exists:
    """The condition that a system has any that this person sees, beside the system itself."""
    return Exists(App.objects.visible_to(user).present().filter(system=OuterRef("pk")))


# What anyone may read: these columns and no other ever reach the open page and its files.
PUBLIC = (
    "pk",
    "name",
    "aliases",
    "supplier_name",
    "description",
    "audience",
    "category",
    "platforms",
    "link",
    "outcome",
    "conditions",
    "outcome_reason",
    "decided_on",
    "decided_as",
    "review_on",
)


def public_rows(
    words: str = "", *, outcome: str = "", platform: str = "", category: str = ""
) -> QuerySet[App, dict[str, Any]]:
    """The open list: only what has got a verdict, and of that only what anyone may read."""
    today = timezone.localdate()
    rows = App.objects.listed()
    if words:
        hits = SearchRow.objects.filter(search.matching(App._meta.label_lower, words))
        rows = rows.filter(pk__in=hits.values("record_id"))
    if outcome in Outcome.values:
        rows = rows.filter(outcome=outcome)
    if platform in Platform.values:
        rows = rows.filter(platforms__contains=platform)
    if category in Category.values:
        rows = rows.filter(category=category)
    review = Case(
        When(Q(step__in=OPEN_STEPS) | Q(review_on__lt=today), then=Value("yes")),
        default=Value(""),
        output_field=CharField(),
    )
    named = rows.annotate(under_review=review, kept_by=F("unit__name"))
    told: QuerySet[App, dict[str, Any]] = named.values(*PUBLIC, "under_review", "kept_by")
    return told.order_by("sort_key", "pk")


def public_state() -> Sequence[Any]:
    """What changes whenever the open list does: how many, how often changed, and the day."""
    told = App.objects.listed().aggregate(
        count=Count("pk"), versions=Coalesce(Sum("version"), 0), last=Coalesce(Max("pk"), 0)
    )
    return (told["count"], told["versions"], told["last"], timezone.localdate().isoformat())


def municipality_name() -> str:
    """Whose list this is: the municipality or region, else whatever is at the top of the tree."""
    kinds = (Unit.Kind.MUNICIPALITY, Unit.Kind.REGION)
    is_below = Case(When(kind__in=kinds, then=Value("")), default=Value("top"))
    tops = Unit.objects.present().filter(Q(kind__in=kinds) | Q(parent=None))
    return tops.order_by(is_below, "path").values_list("name", flat=True).first() or ""
