"""What contracts ask of people as their days come closer."""

from itertools import batched

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.contracts import actions, reminders
from bryggan.contracts.models import Contract
from bryggan.kit.due import due
from bryggan.people.models import User

REMINDERS_AT_ONCE = 500


@due(_("Avtal att ta ställning till"))
def contracts_to_decide() -> int:
    """Whoever answers for a contract is told 12, 6, 3 and 1 months ahead of its day, once each."""
    today = timezone.localdate()
    found = reminders.open_matters(Contract.objects.present(), today)
    waiting = reminders.untold(found, today)
    if not waiting:
        return 0
    tool = User.objects.get(is_built_in=True)
    return sum(
        actions.remind_of_contracts(some, by=tool)
        for some in batched(waiting, REMINDERS_AT_ONCE, strict=False)
    )
