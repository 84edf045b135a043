"""Questions about what people follow, write, are told and are sent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from bryggan.history.models import Event
from bryggan.kit import remembering
from bryggan.kit.register.register import Register, register_of
from bryggan.kit.writer import noun_of
from bryggan.notices.models import Comment, Follow, LetterChoice, Mail, Notice
from bryggan.notices.permissions import WRITING_ROLES
from bryggan.people.models import Assignment, User
from bryggan.people.searching import named

AT_A_TIME = 5_000

type Names = dict[tuple[str, int], "Named"]


@dataclass(frozen=True)
class Named:
    """A record as one person may read it: what it is called, and where it is."""

    name: str
    url: str


def newest_event() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def record_of(noun: str, record_id: int | None, user: User) -> Any:
    """The record as this person sees it, None when it does not exist for her."""
    register = register_of(noun)
    if register is None or record_id is None:
        return None
    return register.rows(user).select_related("unit").filter(pk=record_id).first()


def names_of(pairs: Iterable[tuple[str, int | None]], user: User) -> Names:
    """Those of the records that this person sees, by noun and id: one question for each noun."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for noun, record_id in pairs:
        if noun and record_id is not None:
            wanted[noun].add(record_id)
    found: Names = {}
    for noun, ids in wanted.items():
        register = register_of(noun)
        for record in _visible(noun, register, user).filter(pk__in=ids):
            number = getattr(record, "number", "")
            name = f"{number} {record}" if number and number != str(record) else str(record)
            found[noun, record.pk] = Named(name, register.url(record.pk) if register else "")
    return found


def _visible(noun: str, register: type[Register] | None, user: User) -> QuerySet[Any]:
    """Rows of a noun without a register through its own door; one without a door is shown to nobody."""
    if register is not None:
        return register.rows(user)
    try:
        rows: Any = apps.get_model(noun)._default_manager.all()
    except LookupError:
        return Notice.objects.none()
    seen: QuerySet[Any] = rows.visible_to(user) if hasattr(rows, "visible_to") else rows.none()
    return seen


def seen_by(
    people: Iterable[User], register: type[Register], ids: Iterable[int]
) -> set[tuple[int, int]]:
    """Which of the people see which of the records, as (person, record).

    Those to whom the same rule applies are asked about together: all employees by one question.
    """
    wanted = list(batched(ids, AT_A_TIME))
    groups: dict[Any, list[User]] = defaultdict(list)
    for person in people:
        question = remembering.asked(register.rows(person).order_by().values("pk"))
        groups[question].append(person)
    found: set[tuple[int, int]] = set()
    for alike in groups.values():
        rows = register.rows(alike[0]).order_by().values_list("pk", flat=True)
        for some in wanted:
            seen = list(rows.filter(pk__in=some))
            found.update((person.pk, record_id) for person in alike for record_id in seen)
    return found


def with_assignments(people: Iterable[User]) -> list[User]:
    """The people with their roles of today read all at once, as `visible_to` will ask for them."""
    known = list(people)
    held: dict[int, list[Assignment]] = defaultdict(list)
    running = Assignment.objects.running(timezone.localdate()).filter(user__in=known)
    for assignment in running.select_related("unit") if known else ():
        held[assignment.user_id].append(assignment)
    for person in known:
        person.__dict__["current_assignments"] = held[person.pk]
    return known


def followers_of(record: Any) -> list[User]:
    """Those who follow the record and still see it."""
    register = register_of(noun_of(type(record)))
    if register is None:
        return []
    follows = Follow.objects.present().filter(noun=register.noun(), record_id=record.pk)
    people = with_assignments(User.objects.present().filter(pk__in=follows.values("user")))
    seeing = seen_by(people, register, [record.pk])
    return [person for person in people if (person.pk, record.pk) in seeing]


def follow_of(noun: str, record_id: int, user: User) -> Follow | None:
    rows = Follow.objects.visible_to(user).present()
    return rows.filter(noun=noun, record_id=record_id).first()


def follows_of(user: User) -> QuerySet[Follow]:
    return Follow.objects.visible_to(user).present().order_by("-pk")


def comments_of(record: Any) -> QuerySet[Comment]:
    """What has been written about a record, the newest first; for whoever sees the record."""
    rows = Comment.objects.filter(noun=noun_of(type(record)), record_id=record.pk)
    return rows.select_related("author").prefetch_related("mentioned").order_by("-pk")


def comment_of(pk: int, user: User) -> tuple[Comment, Any] | None:
    """A comment with its record, if this person sees the record."""
    comment = Comment.objects.select_related("author").filter(pk=pk).first()
    record = comment and record_of(comment.noun, comment.record_id, user)
    return (comment, record) if comment and record else None


def notices_of(user: User) -> QuerySet[Notice]:
    """What the person has been told: unread first, then the newest."""
    told = Notice.objects.visible_to(user).filter(withdrawn_at=None)
    return told.annotate(is_read=Q(read_at__isnull=False)).order_by("is_read", "-told_at", "-pk")


def unread_of(user: User) -> list[Notice]:
    return list(Notice.objects.visible_to(user).unread())


def unread_count(request: HttpRequest) -> int:
    """How many unread: asked once for each page."""
    if not hasattr(request, "unread_notices"):
        unread = Notice.objects.filter(user=request.user.pk).unread()
        request.unread_notices = unread.count()  # type: ignore[attr-defined]
    count: int = request.unread_notices  # type: ignore[attr-defined]
    return count


def told_count(request: HttpRequest) -> int:
    """How many, read and unread; what is unread is then known to the whole page."""
    told = Notice.objects.filter(user=request.user.pk, withdrawn_at=None)
    unread = Count("pk", filter=Q(read_at=None))
    counted = told.aggregate(all=Count("pk"), unread=unread)
    request.unread_notices = counted["unread"]  # type: ignore[attr-defined]
    count: int = counted["all"]
    return count


def people_by_id(ids: Iterable[object]) -> dict[int, str]:
    """What people are called, by their ids."""
    wanted = {pk for pk in ids if isinstance(pk, int)}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def people_for(user: User) -> QuerySet[User]:
    """Whom this person may name: who only reviews names nobody, since she writes nothing."""
    if user.is_external and not user.has_role(*WRITING_ROLES):
        return User.objects.none()
    return User.objects.visible_to(user).present().order_by("sort_key", "pk")


def herself(user: User) -> User:
    """The row of the person who is signed in."""
    return User.objects.get(pk=user.pk)


def letter_choice(person: User) -> LetterChoice | None:
    return LetterChoice.objects.filter(user=person).first()


def rhythm_of(person: User) -> str:
    held = letter_choice(person)
    return held.rhythm if held else LetterChoice.Rhythm.DAILY


def mails_seen(user: User, person: str = "") -> QuerySet[Mail]:
    """The ledger as this person may read it, the newest first; of one person by her name."""
    rows = Mail.objects.visible_to(user).select_related("user").order_by("-made_at", "-pk")
    return rows.filter(user__in=User.objects.filter(named(person))) if person.strip() else rows


def mails_to(person: User) -> QuerySet[Mail]:
    """The person's own letters, the newest first."""
    return Mail.objects.filter(user=person).order_by("-made_at", "-pk")
