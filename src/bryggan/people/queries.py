"""Questions about the organisation and its people."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from bryggan.kit.register.register import Panel
from bryggan.people.models import Assignment, Unit, User

_person_panels: list[Panel] = []


def offers_person_panel(panel: Panel) -> None:
    """A higher app shows on a person's page what she answers for there."""
    _person_panels.append(panel)


def person_panels() -> list[Panel]:
    return list(_person_panels)


def today() -> date:
    return timezone.localdate()


def demo_cast() -> QuerySet[User]:
    """Whom one can choose to be in the demo."""
    return User.objects.present().exclude(demo_story="").select_related("unit").order_by("pk")


def imaginary_employee() -> User:
    """Somebody employed here without any duty or role; id 0 is nobody's."""
    employee = User(pk=0, is_external=False)
    employee.current_assignments = []
    return employee


def unit_tree() -> QuerySet[Unit]:
    """Every unit in the order of the tree, with its number of people."""
    counted = Count("users", filter=Q(users__withdrawn_at=None, users__is_built_in=False))
    return Unit.objects.present().annotate(people=counted).order_by("path")


def units_above(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=unit.ancestor_ids()).exclude(pk=unit.pk).order_by("path")


def people_in(unit: Unit, user: User) -> QuerySet[User]:
    return User.objects.visible_to(user).present().filter(unit=unit).order_by("sort_key")[:200]


def assignments_in(unit: Unit, user: User) -> QuerySet[Assignment]:
    """The roles in force in the unit."""
    running = Assignment.objects.visible_to(user).running(today())
    return running.filter(unit=unit).select_related("user").order_by("role", "is_deputy")


def assignments_of(person: User) -> QuerySet[Assignment]:
    return Assignment.objects.running(today()).filter(user=person).select_related("unit")


def also_known_as(addresses: Iterable[str]) -> dict[str, str]:
    """Other addresses of present people to the one they go by: those of who was merged with another."""
    wanted = set(addresses)
    rows = User.objects.present().exclude(other_addresses=[]) if wanted else User.objects.none()
    return {
        other: email
        for email, others in rows.order_by("pk").values_list("email", "other_addresses")
        for other in others
        if other in wanted
    }


def person_also_known_as(address: str) -> bool:
    """Whether somebody present has the address as another of hers."""
    return bool(also_known_as([address]))


def invited_person(pk: int) -> User | None:
    """Somebody who may sign in: the only ones who can choose a password."""
    return User.objects.present().filter(pk=pk, is_active=True).select_related("unit").first()
