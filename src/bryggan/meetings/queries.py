"""Questions about groups and their meetings: who sits where, what is next, what was said of a matter."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit import trace
from bryggan.meetings.choices import DECIDING, LEADING, SeatKind, Stance, Step
from bryggan.meetings.matters import SORTS, MatterSort
from bryggan.meetings.models import AgendaItem, AgreedTask, Body, Grade, Meeting, Minutes, Seat
from bryggan.people.models import User

PLACES = {kind: place for place, kind in enumerate(SeatKind.values)}
MOST_READY = 50


def seats_of(body: Body, day: date) -> list[Seat]:
    """Who sits in the group on the day: who leads first, then who writes, then by name."""

    def read() -> list[Seat]:
        rows = Seat.objects.on(day).filter(body=body).select_related("user", "unit")
        return sorted(rows, key=lambda seat: (PLACES[seat.kind], seat.user.sort_key, seat.pk))

    return trace.once(f"meetings.seats.{body.pk}.{day}", read)


def leads_body(user: User, body: Body) -> bool:
    """Whether she leads the group or writes for it today."""
    seats = seats_of(body, timezone.localdate())
    return any(seat.user_id == user.pk and seat.kind in LEADING for seat in seats)


def leaders_words(body: Body, day: date | None = None) -> str:
    """Who leads the group, by name; on a day, else today."""
    sat = seats_of(body, day or timezone.localdate())
    seats = [seat for seat in sat if seat.kind == SeatKind.CHAIR]
    return ", ".join(seat.user.name for seat in seats) or _("ingen än: gruppen saknar ledare")


def other_leaders_words(body: Body, user: User) -> str:
    """Who else leads the group or writes for it today."""
    seats = [seat for seat in seats_of(body, timezone.localdate()) if seat.kind in LEADING]
    names = [seat.user.name for seat in seats if seat.user_id != user.pk]
    return ", ".join(names) or _("någon annan, som först får en plats som leder mötet")


def sits_in(user: User, body: Body, day: date) -> bool:
    return any(seat.user_id == user.pk for seat in seats_of(body, day))


def bodies_led_by(user: User) -> QuerySet[Body]:
    """The groups whose meetings this person plans."""
    seats = Seat.objects.on(timezone.localdate()).filter(user=user, kind__in=LEADING)
    rows = Body.objects.visible_to(user).present().exclude(kind__in=DECIDING)
    return rows.filter(pk__in=seats.values("body")).order_by("sort_key", "pk")


def meeting_ahead(body: Body, user: User) -> Meeting | None:
    """The group's nearest meeting that has not been held."""
    rows = Meeting.objects.visible_to(user).open().filter(body=body)
    return rows.order_by("held_on", "pk").first()


def meetings_of(body: Body, user: User) -> QuerySet[Meeting]:
    """The group's meetings, the newest first, with how many points each has."""
    rows = Meeting.objects.visible_to(user).present().filter(body=body)
    counted = Count("items", filter=Q(items__withdrawn_at=None))
    return rows.annotate(points=counted).order_by("-held_on", "-pk")


def open_meetings_of(user: User) -> QuerySet[Meeting]:
    """The meetings ahead of the groups this person sits in, the nearest first."""
    seats = Seat.objects.on(timezone.localdate()).filter(user=user)
    rows = Meeting.objects.visible_to(user).open().filter(body__in=seats.values("body"))
    return rows.select_related("body").order_by("held_on", "pk")


def meetings_to_grade(user: User) -> QuerySet[Meeting]:
    """Summoned, not shown, with something to score, and this person has scored nothing of it yet."""
    mine = Grade.objects.present().filter(item__meeting=OuterRef("pk"), user=user)
    rows = open_meetings_of(user).filter(step=Step.SUMMONED, grades_shown_at=None)
    matters = AgendaItem.objects.present().filter(meeting=OuterRef("pk"), about_id__isnull=False)
    return rows.filter(Exists(matters.exclude(conflicted=user))).exclude(Exists(mine))


def meetings_to_close(user: User) -> QuerySet[Meeting]:
    """Those this person leads whose day has been, and which are not closed."""
    today = timezone.localdate()
    seats = Seat.objects.on(today).filter(user=user, kind__in=LEADING)
    rows = Meeting.objects.visible_to(user).open().filter(held_on__lt=today)
    return rows.filter(body__in=seats.values("body")).order_by("held_on", "pk")


def next_meeting_after(meeting: Meeting) -> Meeting | None:
    """The group's first meeting ahead of this one."""
    rows = Meeting.objects.open().filter(body=meeting.body, held_on__gt=meeting.held_on)
    return rows.select_related("body").order_by("held_on", "pk").first()


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The agenda in its order. Whoever sees the meeting sees its points; what they are about has its own door."""
    rows = AgendaItem.objects.present().filter(meeting=meeting)
    return rows.select_related("moved_from__meeting").order_by("place", "pk")


def points() -> QuerySet[AgendaItem]:
    """Every point of every meeting, for who may take it off without seeing what it is about."""
    return AgendaItem.objects.present().select_related("meeting__body")


def put_off(body: Body) -> QuerySet[AgendaItem]:
    """What closed meetings of the group put off and no later one has taken up, the oldest first."""
    rows = AgendaItem.objects.present().filter(
        meeting__body=body,
        meeting__withdrawn_at=None,
        meeting__step=Step.CLOSED,
        stance=Stance.POSTPONED,
    )
    same = Q(
        ~Q(meeting__step=Step.CLOSED) | Q(meeting__held_on__gt=OuterRef("meeting__held_on")),
        about_noun=OuterRef("about_noun"),
        about_id=OuterRef("about_id"),
        meeting__body=body,
    )
    ahead = AgendaItem.objects.present().filter(
        Q(moved_from=OuterRef("pk")) | same, meeting__withdrawn_at=None
    )
    return rows.exclude(Exists(ahead)).order_by("meeting__held_on", "place", "pk")


def conflicted_before(item: AgendaItem) -> QuerySet[User]:
    """Who was jävig in the matter on each group's last point about it before this, also one that was taken off."""
    points = AgendaItem.objects.filter(about_noun=item.about_noun, about_id=item.about_id)
    points = points.exclude(pk=item.pk)
    later = points.filter(meeting__body=OuterRef("meeting__body"), pk__gt=OuterRef("pk"))
    last = points.exclude(Exists(later))
    links = AgendaItem.conflicted.through.objects.filter(agendaitem__in=last.values("pk"))
    return User.objects.filter(pk__in=links.values("user"))


def open_points_about(noun: str, pk: int) -> QuerySet[AgendaItem]:
    """The matter on every agenda whose meeting is not closed."""
    rows = AgendaItem.objects.present().filter(about_noun=noun, about_id=pk)
    rows = rows.filter(meeting__in=Meeting.objects.open().values("pk"))
    return rows.select_related("meeting__body").order_by("pk")


def point_of_conflict(user: User, meeting: Meeting) -> AgendaItem | None:
    """The first point of the meeting that this person takes no part in."""
    return items_of(meeting).filter(conflicted=user).first()


def items_whole(meeting: Meeting) -> list[AgendaItem]:
    """The agenda with who is jävig and what was agreed, in three questions."""
    agreed = AgreedTask.objects.present().select_related("responsible", "task").order_by("pk")
    rows = items_of(meeting).prefetch_related(
        Prefetch("conflicted", User.objects.order_by("sort_key")),
        Prefetch("agreed", agreed, to_attr="tasks"),
    )
    items: list[AgendaItem] = list(rows)
    for item in items:
        item.meeting = meeting
    return items


def grades_of(items: Iterable[AgendaItem], user: User) -> dict[int, list[Grade]]:
    """The grades this person may see, by point: her own, and all of them once they are shown."""
    rows = Grade.objects.visible_to(user).present().filter(item__in=[item.pk for item in items])
    found: dict[int, list[Grade]] = {}
    for grade in rows.select_related("user").order_by("user__sort_key", "pk"):
        found.setdefault(grade.item_id, []).append(grade)
    return found


def graders_count(meeting: Meeting) -> int:
    """How many have scored anything; not who, and not how."""
    grades = Grade.objects.present().filter(item__meeting=meeting, item__withdrawn_at=None)
    return grades.filter(~Q(benefit=None) | ~Q(complexity=None)).values("user").distinct().count()


def waiting_matters(sort: MatterSort, meeting: Meeting, user: User) -> list[Any]:
    """Ready records of one kind that no coming meeting of the group has on its agenda, and none has answered."""
    taken = AgendaItem.objects.present().filter(about_noun=sort.noun, meeting__body=meeting.body)
    ahead = taken.filter(meeting__withdrawn_at=None).exclude(
        stance__in=[Stance.POSTPONED, Stance.REFER_BACK]
    )
    rows = sort.ready(user, meeting.body.unit).exclude(pk__in=ahead.values("about_id"))
    return list(rows[:MOST_READY])


def all_waiting(meeting: Meeting, user: User) -> list[tuple[MatterSort, list[Any]]]:
    """All that could stand on the agenda, by kind of matter."""
    found = [(sort, waiting_matters(sort, meeting, user)) for sort in SORTS.values()]
    return [(sort, rows) for sort, rows in found if rows]


def last_minutes(meeting: Meeting) -> Minutes | None:
    return Minutes.objects.present().filter(meeting=meeting).order_by("-place").first()


def corrections_of(meeting: Meeting) -> list[str]:
    """All that has been corrected in the notes, the first first."""
    rows = Minutes.objects.present().filter(meeting=meeting).exclude(correction="")
    return list(rows.order_by("place").values_list("correction", flat=True))


def considered_about(noun: str, pk: Any, user: User) -> QuerySet[AgendaItem]:
    """What groups have said of a record, and where it stands on an agenda, the newest first.

    `pk`: the record's, or that of the record in an outer question.
    """
    meetings = Meeting.objects.visible_to(user).present()
    rows = AgendaItem.objects.present().filter(about_noun=noun, about_id=pk, meeting__in=meetings)
    return rows.select_related("meeting__body").order_by(F("meeting__held_on").desc(), "-pk")


def meetings_offered(user: User) -> QuerySet[Meeting]:
    """Those a paper can be made of: the nearest ahead first, then the latest held."""
    today = timezone.localdate()
    rows = Meeting.objects.visible_to(user).present().select_related("body")
    is_over = Q(step=Step.CLOSED) | Q(held_on__lt=today)
    ahead = rows.exclude(is_over).order_by("held_on", "pk")
    return ahead if ahead.exists() else rows.order_by("-held_on", "-pk")


def closed_meetings(user: User) -> QuerySet[Meeting]:
    """The meetings that have been held, the latest first: those that have notes."""
    rows = Meeting.objects.visible_to(user).present().filter(step=Step.CLOSED)
    return rows.select_related("body").order_by("-held_on", "-pk")
