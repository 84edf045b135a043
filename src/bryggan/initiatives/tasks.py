"""What is due by itself for initiatives, as the days pass."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.initiatives import course
from bryggan.initiatives.models import Initiative
from bryggan.kit.due import due
from bryggan.people.models import User


@due(_("Initiativ som vilat klart"))
def initiatives_wake() -> int:
    """An initiative that was parked is taken up again on its day."""
    by, woken = User.objects.get(is_built_in=True), 0
    for initiative in Initiative.objects.to_wake(timezone.localdate()).order_by("pk"):
        course.wake_initiative(initiative, by=by)
        woken += 1
    return woken
