"""What is due by itself for needs."""

from django.utils.translation import gettext_lazy

from bryggan.kit.due import due
from bryggan.needs import actions, addressing, queries
from bryggan.people.models import User


@due(gettext_lazy("Behov som vilat klart"))
def needs_wake() -> int:
    """A need that was parked is prepared again on its day."""
    by, woken = User.objects.get(is_built_in=True), 0
    for need in queries.needs_to_wake():
        actions.wake_need(need, by=by)
        woken += 1
    return woken


@due(gettext_lazy("Behovens närmast berörda"))
def needs_are_addressed() -> int:
    """Needs that few may read follow the organisation: another manager is nearest from today."""
    by, moved = User.objects.get(is_built_in=True), 0
    for need, people in addressing.wrongly_addressed():
        actions.address_need(need, by=by, people=people)
        moved += 1
    return moved
