"""Who is nearest concerned by each need, for many needs at once: as the organisation is today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from bryggan.kit import merged
from bryggan.needs.models import Need, Route
from bryggan.people.models import Assignment, Unit, User
from bryggan.people.roles import Role

ADMINISTRATIONS = (Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY)


@dataclass(frozen=True)
class Managers:
    """Every unit with its managers, read at once: the same answers as `queries.addressees` gives for one."""

    units: dict[int, Unit]
    held: dict[int, list[User]]

    @classmethod
    def read(cls) -> "Managers":
        held: dict[int, list[User]] = defaultdict(list)
        running = Assignment.objects.running(timezone.localdate()).filter(role=Role.MANAGER)
        for one in running.select_related("user").order_by("pk"):
            held[one.unit_id].append(one.user)
        return cls(Unit.objects.in_bulk(), dict(held))

    def nearest(self, unit: Unit) -> list[User]:
        """The managers of the unit, or of the nearest above that has one."""
        for pk in sorted(unit.ancestor_ids(), key=lambda pk: -self.units[pk].depth):
            if pk in self.held:
                return self.held[pk]
        return []

    def addressees(self, unit: Unit, route: str) -> list[User]:
        if route == Route.ORDINARY:
            return self.nearest(unit)
        above = sorted((self.units[pk] for pk in unit.ancestor_ids()), key=lambda one: one.depth)
        top = next((one for one in above if one.kind in ADMINISTRATIONS), unit)
        heads = self.nearest(top)
        if route == Route.HEAD:
            return heads
        below = [one.pk for one in self.units.values() if one.parent_id == top.pk]
        return [*heads, *(user for pk in sorted(below) for user in self.held.get(pk, ()))]


def wrongly_addressed() -> Iterable[tuple[Need, list[User]]]:
    """The needs that not everyone reads and that somebody else than before is nearest concerned by.

    Where nobody leads any longer it stays with those it was addressed to. What was two needs stays with
    those nearest to either.
    """
    closed = Need.objects.present().exclude(opened_on__isnull=False, is_protected=False)
    needs = list(closed.select_related("unit").order_by("pk"))
    gone = list(Need.objects.exclude(merged_into=None).select_related("unit"))
    ends = merged.led_to(Need, [need.pk for need in gone])
    units: dict[int, list[Unit]] = defaultdict(list)
    for need in gone:
        units[ends.get(need.pk, need.pk)].append(need.unit)
    managers = Managers.read()
    links: dict[int, set[int]] = defaultdict(set)
    rows = Need.addressed_to.through.objects.filter(need__in=closed.values("pk"))
    for need_id, user_id in rows.values_list("need_id", "user_id"):
        links[need_id].add(user_id)
    for need in needs:
        places = [need.unit, *units[need.pk]]
        people = [one for unit in places for one in managers.addressees(unit, need.route)]
        if people and {one.pk for one in people} != links[need.pk]:
            yield need, people
