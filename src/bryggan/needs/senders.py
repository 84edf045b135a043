"""Who a sender is, when all she has given is her address at work."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible
from bryggan.kit.writer import Writer
from bryggan.people import actions as people
from bryggan.people import queries as people_queries
from bryggan.people.models import Unit, User


def is_own_address(address: str) -> bool:
    """Whether the address is at a domain where somebody who works here has hers."""
    domain = address.strip().casefold().rpartition("@")[2]
    employed = User.objects.present().filter(is_external=False)
    return bool(domain) and employed.filter(email__endswith=f"@{domain}").exists()


def readable_address(typed: str) -> str:
    """The address at work, as it is kept. NotPossible when it is none of the municipality's own."""
    address = typed.replace("\0", "").strip().casefold()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise NotPossible(
            _("Skriv hela adressen, till exempel anna.lund@kommunen.se."), field="address"
        ) from fault
    if not is_own_address(address):
        raise NotPossible(
            _("Adressen måste vara din i kommunen. Har du ingen, välj att få svar med en kod."),
            field="address",
        )
    return address


def sender_with(write: Writer, address: str, unit: Unit, *, by: User) -> User | None:
    """The person with the address, made here when nobody has it: without password, without rights.

    Nobody, when the address is that of somebody who has left or who comes from outside: nothing typed on
    an open page lets anybody back in. Whoever sent it has the code, and is told the same whoever she is.
    """
    if not address:
        return None
    known = readable_address(address)
    known = people_queries.also_known_as([known]).get(known, known)
    person = User.objects.filter(email=known).first()
    if person is None:
        name = name_of(known)
        return people.create_person.within(write, unit, by=by, email=known, name=name)
    is_here = person.withdrawn_at is None and not person.is_external and not person.is_built_in
    return person if is_here else None


def name_of(address: str) -> str:
    """A name to show until somebody writes the right one: anna.lund@… is Anna Lund."""
    parts = address.partition("@")[0].replace(".", " ").replace("_", " ").split()
    return " ".join(part.capitalize() for part in parts) or address
