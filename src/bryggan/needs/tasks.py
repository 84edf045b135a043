"""What is due by itself: the letterbox is emptied when the day is over."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.history.models import Batch
from bryggan.kit.due import due
from bryggan.kit.writer import batch
from bryggan.needs import letterbox
from bryggan.people.models import User


@due(_("Behov ur brevlådan"))
def emptied_letterbox() -> int:
    """The first time of a day: all that was left without a name on the days before."""
    today = timezone.localdate()
    if not letterbox.is_due(today):
        return 0
    tool = User.objects.get(is_built_in=True)
    with batch(by=tool, kind=Batch.Kind.LETTERBOX) as write:
        return letterbox.empty_letterbox.within(write, today, by=tool)
