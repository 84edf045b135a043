"""What is due by itself for needs, as the days pass."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.history.models import Batch
from bryggan.kit.due import due
from bryggan.kit.writer import batch
from bryggan.needs import actions, addressing, letterbox, queries, reminders, workplaces
from bryggan.people.models import User


@due(_("Behov som vilat klart"))
def needs_wake() -> int:
    """A need that was parked is prepared again on its day."""
    by, woken = User.objects.get(is_built_in=True), 0
    for need in queries.needs_to_wake():
        actions.wake_need(need, by=by)
        woken += 1
    return woken


@due(_("Behovens närmast berörda"))
def needs_are_addressed() -> int:
    """Needs that few may read follow the organisation: another manager is nearest from today."""
    by, moved = User.objects.get(is_built_in=True), 0
    for need, people in addressing.wrongly_addressed():
        actions.address_need(need, by=by, people=people)
        moved += 1
    return moved


@due(_("APT om högst tre dagar"))
def meetings_near() -> int:
    """The manager is told three days before an APT that the sheet is ready, once."""
    by, told = User.objects.get(is_built_in=True), 0
    for meeting in reminders.meetings_near():
        told += workplaces.remind_of_workplace_meeting(meeting, by=by)
    return told


@due(_("Behov ur brevlådan"))
def emptied_letterbox() -> int:
    """The first time of a day: all that was left without a name on the days before."""
    today = timezone.localdate()
    if not letterbox.is_due(today):
        return 0
    tool = User.objects.get(is_built_in=True)
    with batch(by=tool, kind=Batch.Kind.LETTERBOX) as write:
        return letterbox.empty_letterbox.within(write, today, by=tool)
