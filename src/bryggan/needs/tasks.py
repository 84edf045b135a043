"""What needs ask of the tool as days pass."""

from django.utils.translation import gettext_lazy as _

from bryggan.kit.due import due
from bryggan.needs import reminders, workplaces
from bryggan.people.models import User


@due(_("APT om högst tre dagar"))
def meetings_near() -> int:
    """The manager is told three days before an APT that the sheet is ready, once."""
    found = list(reminders.meetings_near())
    tool = User.objects.get(is_built_in=True) if found else None
    return sum(workplaces.remind_of_workplace_meeting(one, by=tool) for one in found if tool)
