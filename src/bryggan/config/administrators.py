"""How an installation gets its first administrator: by whoever may run commands on its machine."""

from django.db import transaction

from bryggan.people import actions
from bryggan.people.models import Assignment, User, root_unit
from bryggan.people.roles import Role


@transaction.atomic
def appoint(*, address: str, name: str, password: str) -> User:
    """Make the person with this address administrator of the whole installation, new or not."""
    tool = User.objects.get(is_built_in=True)
    root = root_unit()
    person = User.objects.filter(email=address.strip().casefold()).first()
    if person is None:
        person = actions.create_person(root, by=tool, email=address, name=name)
    if not person.is_active:
        actions.invite_person(person, by=tool)
    held = Assignment.objects.filter(
        user=person, role=Role.ADMINISTRATOR, ends_on=None, withdrawn_at=None
    )
    if not held.exists():
        actions.give_role(root, by=tool, user=person, role=Role.ADMINISTRATOR)
    actions.set_password(person, by=tool, password=password)
    return person
