"""What stands beside the fields: a meeting's agenda and notes, who sits in a group, what was said of a matter."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.decisions.register import DecisionRegister
from bryggan.files.panels import takes_files
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Panel, Register
from bryggan.kit.writer import noun_of
from bryggan.meetings import permissions, queries, shown
from bryggan.meetings.choices import SeatKind, Step
from bryggan.meetings.models import Body, Meeting
from bryggan.meetings.next_steps import STEP_TONES, stance_chip
from bryggan.meetings.register import BodyRegister, MeetingRegister
from bryggan.people.models import User

MOST_SHOWN = 30
NOTHING = SafeString("")


def draw_agenda(meeting: Meeting, user: User) -> SafeString:
    """The points in order; once closed, what was said of each, as it was frozen."""
    context = {
        "meeting": meeting,
        "points": shown.points_of(meeting, user),
        "may_change": bool(permissions.change_meeting(user, meeting)),
        "minutes": queries.last_minutes(meeting) if meeting.is_closed else None,
        "corrections": queries.corrections_of(meeting) if meeting.is_closed else [],
        "correct": permissions.correct_minutes(user, meeting),
    }
    return render_to_string("meetings/panel_agenda.html", context)


def draw_seated(meeting: Meeting, user: User) -> SafeString:
    """Who sits there; who came, when it is closed."""
    seats = queries.seats_of(meeting.body, meeting.held_on)
    came = set(meeting.attended.values_list("pk", flat=True)) if meeting.is_closed else set()
    context = {
        "meeting": meeting,
        "rows": [(seat, str(SeatKind(seat.kind).label), seat.user_id in came) for seat in seats],
        "body_url": BodyRegister.url(meeting.body_id),
        "may_change": bool(permissions.change_meeting(user, meeting)),
    }
    return render_to_string("meetings/panel_seated.html", context)


def draw_seats(body: Body, user: User) -> SafeString:
    """Who sits in the group and speaks for what, and how somebody is added."""
    seats = queries.seats_of(body, timezone.localdate())
    context = {
        "body": body,
        "rows": [(seat, str(SeatKind(seat.kind).label)) for seat in seats],
        "verdict": permissions.take_seat(user, body),
    }
    return render_to_string("meetings/panel_seats.html", context)


def draw_meetings(body: Body, user: User) -> SafeString:
    """The group's meetings, the newest first; and what none has taken up again."""
    if body.decides:
        return NOTHING
    rows = list(queries.meetings_of(body, user)[:MOST_SHOWN])
    context = {
        "body": body,
        "rows": [(one, MeetingRegister.url(one.pk), _step(one)) for one in rows],
        "verdict": permissions.plan_meeting(user, body),
        "put_off": [] if any(not one.is_closed for one in rows) else list(queries.put_off(body)),
    }
    return render_to_string("meetings/panel_meetings.html", context)


def _step(meeting: Meeting) -> SafeString:
    return chip(STEP_TONES[meeting.step], str(Step(meeting.step).label))


def draw_considered(record: Any, user: User) -> SafeString:
    """What groups have said of the record, and where it stands on an agenda."""
    rows = list(queries.considered_about(noun_of(type(record)), record.pk, user)[:MOST_SHOWN])
    if not rows:
        return NOTHING
    told = [
        {
            "item": item,
            "url": MeetingRegister.url(item.meeting_id),
            "chip": stance_chip(item.stance)
            if item.meeting.is_closed
            else chip("go", _("på dagordningen")),
            "said": item.conditions or item.reasons if item.meeting.is_closed else "",
        }
        for item in rows
    ]
    return render_to_string("meetings/panel_considered.html", {"rows": told})


def shows_considered(register: type[Register]) -> None:
    """What groups have said is shown on the pages of this register."""
    noun = noun_of(register.model)
    register.panels.append(
        Panel(
            "considered",
            gettext_lazy("Rekommendationer"),
            draw_considered,
            is_there=lambda user: Exists(queries.considered_about(noun, OuterRef("pk"), user)),
        )
    )


MeetingRegister.panels += [
    Panel("agenda", gettext_lazy("Dagordning"), draw_agenda),
    Panel("seated", gettext_lazy("Gruppen"), draw_seated, place="side"),
]
BodyRegister.panels += [
    Panel("meetings", gettext_lazy("Möten"), draw_meetings),
    Panel("seats", gettext_lazy("Sitter i gruppen"), draw_seats, place="side"),
]
shows_considered(DecisionRegister)
takes_files(MeetingRegister, comes_later=True)
