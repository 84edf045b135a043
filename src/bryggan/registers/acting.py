"""For whom a command works: somebody with a login, whose eyes decide what the file holds."""

from django.conf import settings

from bryggan.people.models import User
from bryggan.people.roles import Role


def acting_person(address: str | None) -> User | None:
    """The person with the address; without one, in the demo alone, the administrator. Else nobody."""
    people = User.objects.present().filter(is_active=True)
    if address:
        return people.filter(email=address.strip().casefold()).first()
    if not settings.BRYGGAN_DEMO:
        return None
    held = people.filter(assignments__role=Role.ADMINISTRATOR, assignments__withdrawn_at=None)
    return held.order_by("pk").first()
