"""What a workplace does together: enters what was said at its APT, and says when the next one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.kit import words
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.needs import permissions, queries, telling
from bryggan.needs.actions import voice_need
from bryggan.needs.models import Need, Origin, WorkplaceMeeting
from bryggan.notices.telling import tell
from bryggan.people.models import Unit, User

_SALT = "bryggan.needs.apt"


@dataclass(frozen=True)
class Said:
    """One need of a meeting: what is in the way, whom it concerns, how many there have it (None: nobody counted)."""

    obstacle: str
    concerns: str = ""
    count: int | None = None


@action("need.voiced_for_workplace", allow=permissions.voice_for_workplace)
def voice_for_workplace(
    write: Writer, unit: Unit, *, by: User, rows: Sequence[Said], sent: str
) -> list[Need]:
    """What was said at an APT becomes needs, all of it or none; whoever enters it is their sender.

    `sent` is of one filling-in of the table: the same words sent twice are one need. How many at the meeting
    have it stands in her words and is no number of supporters: those are people who each get an answer.
    """
    if not rows:
        raise NotPossible(_("Skriv minst ett behov."))
    return [_voiced(write, unit, by, row, sent) for row in rows]


def _voiced(write: Writer, unit: Unit, by: User, row: Said, sent: str) -> Need:
    told = "\n".join((str(by.pk), sent, str(unit.pk), row.obstacle.strip()))
    key = salted_hmac(_SALT, told, algorithm="sha256").hexdigest()
    values = {
        "obstacle": row.obstacle,
        "concerns": row.concerns,
        "words": at_the_meeting(row.count),
    }
    return queries.need_sent_as(key) or voice_need.within(
        write, unit, by=by, values=values, origin=Origin.APT, sender=by, sent_key=key
    )


def at_the_meeting(count: int | None) -> str:
    """How many at the meeting have it, as it stands beside who entered it."""
    if not count:
        return ""
    said = ngettext("En på mötet har det.", "%(count)s på mötet har det.", count)
    return said % {"count": words.number(count)}


@action("need.meeting_planned", allow=permissions.plan_workplace_meeting)
def plan_workplace_meeting(
    write: Writer, unit: Unit, *, by: User, held_on: date
) -> WorkplaceMeeting:
    """The next APT of the workplace is that day; a workplace has one next APT."""
    if held_on < timezone.localdate(write.now):
        raise NotPossible(_("Välj i dag eller en dag framåt."), field="held_on")
    managers = queries.managers_nearest(unit)
    manager = by if by in managers or not managers else managers[0]
    meeting = WorkplaceMeeting.objects.filter(unit=unit).first()
    if meeting is None:
        return write.create(WorkplaceMeeting, unit=unit, held_on=held_on, manager=manager)
    write.change(meeting, held_on=held_on, manager=manager)
    return meeting


@action("need.meeting_reminded", allow=permissions.remind_of_workplace_meeting)
def remind_of_workplace_meeting(write: Writer, meeting: WorkplaceMeeting, *, by: User) -> int:
    """The manager is told that the sheet is ready, once for each day that an APT is planned on."""
    if meeting.held_on < timezone.localdate(write.now):
        raise NotPossible(_("Mötet har varit."))
    told = tell(
        write,
        telling.MEETING_NEAR,
        [meeting.manager],
        key=f"{telling.MEETING_NEAR.key}.{meeting.pk}.{words.date_text(meeting.held_on)}",
        url=reverse("workplace_sheet", args=[meeting.unit_id]),
        held_on=meeting.held_on,
        unit=meeting.unit.name,
    )
    return len(told)
