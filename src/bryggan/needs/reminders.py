"""The APTs that are near, and the manager who is to take the sheet along."""

from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.needs.models import WorkplaceMeeting
from bryggan.notices.waiting import Waiting, waits
from bryggan.people.models import User

REMINDED_BEFORE = timedelta(days=3)


def meetings_near() -> QuerySet[WorkplaceMeeting]:
    """The APTs of today and of the three days to come, of managers who still work here."""
    today = timezone.localdate()
    rows = WorkplaceMeeting.objects.filter(held_on__range=(today, today + REMINDED_BEFORE))
    present = rows.filter(withdrawn_at=None, unit__withdrawn_at=None, manager__withdrawn_at=None)
    return present.select_related("unit", "manager").order_by("held_on", "pk")


def sheets_for(user: User) -> QuerySet[WorkplaceMeeting]:
    return meetings_near().filter(manager=user)


@waits(sheets_for)
def meetings_to_hold(user: User) -> list[Waiting]:
    """The sheet to take along to an APT that is near."""
    return [
        Waiting(
            text=_("Ta med APT-bladet för %(unit)s") % {"unit": meeting.unit},
            url=reverse("workplace_sheet", args=[meeting.unit_id]),
            due_on=meeting.held_on,
        )
        for meeting in sheets_for(user)
    ]
