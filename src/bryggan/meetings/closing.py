"""A meeting is closed: notes frozen, tasks given, each matter's own told, what was put off moved to the next agenda."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.duties import actions as duties
from bryggan.kit.action import NotPossible, action
from bryggan.kit.canonical import digest_of
from bryggan.kit.writer import Writer, noun_of
from bryggan.meetings import actions, permissions, queries, telling
from bryggan.meetings.choices import SUPPORTING, Stance
from bryggan.meetings.matters import SORTS, Considered, records_of
from bryggan.meetings.models import AgendaItem, Meeting, Minutes
from bryggan.meetings.process import PROCESS
from bryggan.notices.telling import tell
from bryggan.people.models import User

VERSION = 1
SATURDAY = 5


@action("meeting.closed", allow=permissions.close_meeting)
def close_meeting(
    write: Writer, meeting: Meeting, *, by: User, attended: Iterable[User] = ()
) -> Minutes:
    """What the group said stands from here. It has recommended; nobody has decided anything by it."""
    items = queries.items_whole(meeting)
    if not items:
        raise NotPossible(_("Dagordningen är tom: det finns inget att avsluta. Ställ in mötet."))
    today = timezone.localdate(write.now)
    if meeting.held_on > today:
        raise NotPossible(_("Mötet har inte varit än."))
    present = list(attended)
    if not present:
        raise NotPossible(_("Markera vilka som var med."), field="attended")
    for item in items:
        if not item.stance:
            said = item.reasons or _("Hanns inte med.")
            write.change(item, stance=Stance.POSTPONED, reasons=said)
    _give_tasks(write, meeting, items, by=by)
    write.change(meeting, step=PROCESS.next(meeting, "close"), closed_on=today)
    write.set_links(meeting, "attended", present)
    if write.batch is not None:
        write.flush()
    _move_on(write, meeting)
    minutes = freeze(write, meeting, frozen(meeting, items))
    _tell_matters(write, meeting, items, by=by)
    _tell_members(write, telling.CLOSED, meeting, key=str(minutes.pk))
    return minutes


def _give_tasks(write: Writer, meeting: Meeting, items: list[AgendaItem], *, by: User) -> None:
    """What was agreed becomes tasks of those who took them on."""
    for item in items:
        for agreed in item.tasks:  # type: ignore[attr-defined]
            task = duties.give_task.within(
                write,
                agreed.responsible.unit,
                by=by,
                values={
                    "name": agreed.name,
                    "responsible": agreed.responsible,
                    "due_on": agreed.due_on,
                    # What was agreed of a heading is seen by whoever sees the meeting.
                    "about_noun": item.about_noun or noun_of(Meeting),
                    "about_id": item.about_id or meeting.pk,
                    "came_from": meeting.name,
                    "came_from_url": reverse("register_page", args=["mote", meeting.pk]),
                },
            )
            write.change(agreed, task=task)


def _move_on(write: Writer, meeting: Meeting) -> None:
    """What was put off stands on the next agenda; where the group has a rhythm, that meeting is planned."""
    following = queries.next_meeting_after(meeting)
    if following is None:
        weeks = meeting.body.weeks_between
        if not weeks:
            return
        day = next_in_rhythm(meeting.held_on, weeks, timezone.localdate(write.now))
        values = {"held_on": day, "starts_at": meeting.starts_at, "place": meeting.place}
        # It takes along what was put off, this meeting's too.
        actions.planned(write, meeting.body, values)
        return
    for item in queries.put_off(meeting.body):
        actions.copied(write, item, following)


def next_in_rhythm(held_on: date, weeks: int, today: date) -> date:
    """The first day ahead of today, so many weeks at a time: a meeting closed late plans none in the past."""
    day = held_on + timedelta(weeks=weeks)
    while day <= today:
        day += timedelta(weeks=weeks)
    return weekday_on_or_after(day)


def weekday_on_or_after(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def freeze(
    write: Writer,
    meeting: Meeting,
    kept: dict[str, Any],
    *,
    place: int = 1,
    correction: str = "",
) -> Minutes:
    """The notes as they stand from now, with what recognises them."""
    return write.create(
        Minutes,
        meeting=meeting,
        place=place,
        frozen=kept,
        digest=digest_of(kept),
        correction=correction,
        frozen_on=timezone.localdate(write.now),
    )


def frozen(meeting: Meeting, items: list[AgendaItem]) -> dict[str, Any]:
    """Who was there, and of each point what was said, by whom it is done, and who took no part."""
    seats = queries.seats_of(meeting.body, meeting.held_on)
    present = set(meeting.attended.values_list("pk", flat=True))
    return {
        "version": VERSION,
        "body": meeting.body.name,
        "kind": meeting.body.kind,
        "held_on": f"{meeting.held_on:%Y-%m-%d}",
        "place": meeting.place,
        "led_by": queries.leaders_words(meeting.body, meeting.held_on),
        "attended": [seat.user.name for seat in seats if seat.user_id in present],
        "absent": [seat.user.name for seat in seats if seat.user_id not in present],
        "items": [frozen_item(number, item) for number, item in enumerate(items, start=1)],
    }


def frozen_item(number: int, item: AgendaItem) -> dict[str, Any]:
    sort = SORTS.get(item.about_noun)
    prefix = sort.register.model.prefix if sort else ""  # type: ignore[attr-defined]
    return {
        "number": number,
        "name": item.name,
        "record": f"{prefix}-{item.about_id:04d}" if sort and item.about_id else "",
        "brief": item.brief,
        "proposal": item.proposal,
        "gaps": list(item.gaps),
        "added_why": item.added_why,
        "stance": item.stance,
        "reasons": item.reasons,
        "conditions": item.conditions,
        "dissent": item.dissent,
        "conflicted": [person.name for person in item.conflicted.all()],
        "tasks": [
            {
                "name": agreed.name,
                "responsible": agreed.responsible.name,
                "due_on": f"{agreed.due_on:%Y-%m-%d}" if agreed.due_on else "",
            }
            for agreed in item.tasks  # type: ignore[attr-defined]
        ],
    }


def _tell_matters(write: Writer, meeting: Meeting, items: list[AgendaItem], *, by: User) -> None:
    """Each record hears what the group said of it, by its own app."""
    tool = User.objects.get(is_built_in=True)
    records = records_of(((item.about_noun, item.about_id) for item in items), tool)
    for item in items:
        record = records.get((item.about_noun, item.about_id or 0))
        if record is not None and item.stance != Stance.POSTPONED:
            SORTS[item.about_noun].told(write, record, considered(meeting, item))


def considered(meeting: Meeting, item: AgendaItem) -> Considered:
    """What a group has said of a matter, as the matter's own app hears it."""
    return Considered(
        body=meeting.body.name,
        held_on=meeting.held_on,
        stance=item.stance,
        words=str(Stance(item.stance).label),
        reasons=item.reasons,
        conditions=item.conditions,
        url=reverse("register_page", args=["mote", meeting.pk]),
        conflicted=tuple(item.conflicted.all()),
    )


def supports(told: Considered) -> bool:
    return told.stance in SUPPORTING


def _tell_members(write: Writer, kind: Any, meeting: Meeting, *, key: str) -> None:
    seats = queries.seats_of(meeting.body, meeting.held_on)
    people = [seat.user for seat in seats]
    tell(write, kind, people, key=f"{kind.key}.{meeting.pk}.{key}", about=meeting)


@action("minutes.corrected", allow=permissions.correct_minutes)
def correct_minutes(write: Writer, meeting: Meeting, *, by: User, correction: str) -> Minutes:
    """What was wrong in the notes is said in a new version, else word for word the one before it, which stands."""
    if not correction.strip():
        raise NotPossible(_("Skriv vad som rättas."), field="correction")
    last = queries.last_minutes(meeting)
    assert last is not None  # a closed meeting has been frozen
    said = correction.strip()
    kept = {**last.frozen, "correction": said}
    made = freeze(write, meeting, kept, place=last.place + 1, correction=said)
    write.touch(meeting)
    _tell_members(write, telling.CORRECTED, meeting, key=str(made.pk))
    return made
