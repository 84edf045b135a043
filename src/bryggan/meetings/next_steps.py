"""What happens next with a meeting, for who leads it and for who sits there; and what waits for each."""

from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import NextStep
from bryggan.kit.verdict import Verdict, denied
from bryggan.meetings import permissions, queries
from bryggan.meetings.choices import BodyKind, Stance, Step
from bryggan.meetings.models import Body, Meeting
from bryggan.notices.waiting import Waiting, waits
from bryggan.people.models import User

STEP_TONES: dict[str, str] = {Step.PLANNED: "none", Step.SUMMONED: "go", Step.CLOSED: "ok"}
STANCE_TONES: dict[str, str] = {
    Stance.SUPPORT: "ok",
    Stance.SUPPORT_WITH_CONDITIONS: "ok",
    Stance.DECLINE: "bad",
    Stance.REFER_BACK: "warn",
    Stance.POSTPONED: "calm",
    Stance.NOTED: "none",
}
MOST_WAITING = 50


def stance_chip(stance: str) -> SafeString:
    return chip(STANCE_TONES[stance], str(Stance(stance).label)) if stance else SafeString("")


def seats_by_day(user: User, body: Body) -> Verdict:
    """Who sits in a group has days, and is said beside."""
    return denied(_("Platser läggs till med från och till, i rutan bredvid."))


def body_badges(body: Body) -> SafeString:
    said = _("beslutar") if body.decides else _("bereder, beslutar inte")
    return chip("", str(BodyKind(body.kind).label)) + chip("go" if body.decides else "none", said)


def body_lead(body: Body) -> str:
    if body.weeks_between:
        return ngettext("Möts varje vecka.", "Möts var %(weeks)s:e vecka.", body.weeks_between) % {
            "weeks": body.weeks_between
        }
    return ""


def next_for_body(body: Body, user: User) -> NextStep | None:
    """The meeting ahead, or that one has to be planned."""
    verdict = permissions.plan_meeting(user, body)
    if body.decides:
        return NextStep(title=_("Beslutar som nämnd"), text=verdict.reason)
    ahead = queries.meeting_ahead(body, user)
    if ahead is None:
        return NextStep(
            title=_("Planera nästa möte"),
            text=_("Det som är färdigt att ta upp föreslås på dagordningen av sig självt."),
            button=_("Planera möte"),
            reason=verdict.reason,
            url=reverse("plan_meeting", args=[body.pk]),
        )
    day = words.date_text(ahead.held_on)
    return NextStep(
        title=_("Nästa möte %(day)s") % {"day": day},
        text=str(Step(ahead.step).label),
        button=_("Till mötet"),
        url=reverse("register_page", args=["mote", ahead.pk]),
    )


def badges(meeting: Meeting) -> SafeString:
    return chip(STEP_TONES[meeting.step], str(Step(meeting.step).label)) + chip("", meeting.number)


def lead_of(meeting: Meeting) -> str:
    """When and where, in a sentence."""
    parts = [words.date_text(meeting.held_on), meeting.starts_at, meeting.place]
    return " · ".join(part for part in parts if part)


def next_step(meeting: Meeting, user: User, today: date) -> NextStep | None:
    """For who leads: agenda, summons, the meeting itself. For who sits there: to score beforehand."""
    if meeting.is_closed:
        return None
    if permissions.change_meeting(user, meeting):
        return _leading(meeting, today)
    verdict = permissions.grade_items(user, meeting)
    if meeting.step == Step.SUMMONED and verdict:
        return NextStep(
            title=_("Bedöm ärendena före mötet"),
            text=_("Nytta och komplexitet, som du ser det. Ingen ser andras förrän alla visas."),
            button=_("Bedöm"),
            url=reverse("grade_items", args=[meeting.pk]),
        )
    return NextStep(
        title=_("Följ mötet") if meeting.step == Step.SUMMONED else _("Mötet planeras"),
        text=_("Leds av %(who)s.") % {"who": queries.leaders_words(meeting.body)},
        button=_("Öppna mötet"),
        url=reverse("meeting_room", args=[meeting.pk]),
    )


def _leading(meeting: Meeting, today: date) -> NextStep:
    if meeting.step == Step.PLANNED:
        return NextStep(
            title=_("Gör dagordningen och kalla"),
            text=_("Det som är färdigt att ta upp föreslås. Annat kan läggas till ändå."),
            button=_("Till dagordningen"),
            url=reverse("edit_agenda", args=[meeting.pk]),
        )
    seats = len(queries.seats_of(meeting.body, meeting.held_on))
    said = ngettext(
        "%(count)s av %(seats)s har bedömt ärendena.",
        "%(count)s av %(seats)s har bedömt ärendena.",
        queries.graders_count(meeting),
    ) % {"count": queries.graders_count(meeting), "seats": seats}
    return NextStep(
        title=_("Håll mötet") if meeting.held_on <= today else _("Alla är kallade"),
        text=said,
        button=_("Öppna mötet"),
        url=reverse("meeting_room", args=[meeting.pk]),
    )


@waits(queries.meetings_to_grade)
def meetings_to_prepare(user: User) -> list[Waiting]:
    """The matters to score before a meeting, for those who sit there and have not."""
    if user.is_external:
        return []
    rows = queries.meetings_to_grade(user)[:MOST_WAITING]
    return [
        Waiting(
            text=_("Bedöm ärendena till %(meeting)s") % {"meeting": meeting.name},
            url=reverse("grade_items", args=[meeting.pk]),
            detail=meeting.number,
            due_on=meeting.held_on,
        )
        for meeting in rows
    ]


@waits(queries.meetings_to_close)
def meetings_to_close(user: User) -> list[Waiting]:
    """The meetings that have been, whose notes wait for who leads them."""
    if user.is_external:
        return []
    rows = queries.meetings_to_close(user)[:MOST_WAITING]
    return [
        Waiting(
            text=_("Avsluta %(meeting)s") % {"meeting": meeting.name},
            url=reverse("meeting_room", args=[meeting.pk]),
            detail=meeting.number,
            due_on=meeting.held_on,
        )
        for meeting in rows
    ]
