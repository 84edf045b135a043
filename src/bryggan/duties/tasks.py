"""What is due by itself for tasks: a reminder before their day, and one after it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.duties import actions, queries
from bryggan.kit.due import due
from bryggan.people.models import User


@due(_("Uppgifter som är nära sin dag eller försenade"))
def tasks_due() -> int:
    """Told once each: within three days of the day, and when it has passed."""
    today = timezone.localdate()
    near, late = list(queries.tasks_near(today)), list(queries.tasks_late(today))
    if not near and not late:
        return 0
    return actions.remind_of_tasks(near, late, by=User.objects.get(is_built_in=True))
