"""What happens to units, people and roles."""

from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people import permissions, queries
from bryggan.people.models import Assignment, Unit, User
from bryggan.people.roles import UNIT_ROLES, Role
from bryggan.search.fields import sort_key


@action("unit.created", allow=permissions.create_unit)
def create_unit(
    write: Writer, parent: Unit | None, *, by: User, name: str, kind: str, short: str = ""
) -> Unit:
    """A unit is born under another one; two with the same name under one parent are one too many."""
    twins = Unit.objects.present().filter(parent=parent, sort_key=sort_key(name))
    if twins.exists():
        raise NotPossible(_("Det finns redan en enhet med det namnet här."), field="name")
    unit = write.create(Unit, parent=parent, name=name, kind=kind, short=short)
    if write.batch is not None:
        write.flush()
    above = parent.path if parent else ""
    write.change(unit, path=f"{above}{unit.pk:06d}/")
    return unit


@action("unit.changed", allow=permissions.change_unit)
def change_unit(write: Writer, unit: Unit, *, by: User, name: str, kind: str, short: str) -> None:
    """A unit gets another name or kind; what belongs to it stays."""
    twins = Unit.objects.present().filter(parent=unit.parent, sort_key=sort_key(name))
    if twins.exclude(pk=unit.pk).exists():
        raise NotPossible(_("Det finns redan en enhet med det namnet här."), field="name")
    write.change(unit, name=name, kind=kind, short=short)


@action("person.created", allow=permissions.create_person)
def create_person(
    write: Writer,
    unit: Unit,
    *,
    by: User,
    email: str,
    name: str,
    title: str = "",
    is_external: bool = False,
) -> User:
    """A person who can be held responsible; without password or rights until she is invited."""
    address = email.strip().casefold()
    if User.objects.filter(email=address).exists() or queries.person_also_known_as(address):
        raise NotPossible(_("Det finns redan en person med den adressen."), field="email")
    person = User(email=address)
    person.set_unusable_password()
    return write.create(
        User,
        unit=unit,
        email=address,
        name=name,
        title=title,
        is_external=is_external,
        password=person.password,
    )


@action("person.restored", allow=permissions.restore_person)
def restore_person(write: Writer, person: User, *, by: User) -> None:
    """A person who had left the register is needed again: the same row, so that the history holds together."""
    if person.withdrawn_at is None:
        raise NotPossible(_("Personen finns redan."))
    if person.merged_into_id is not None:
        raise NotPossible(
            _("%(name)s är sammanslagen med %(kept)s. Ångra sammanslagningen i stället.")
            % {"name": person.name, "kept": person.merged_into}
        )
    write.restore(person)


@action("person.invited", allow=permissions.invite_person)
def invite_person(write: Writer, person: User, *, by: User) -> None:
    """From here the person may sign in; she chooses her own password by the link she is sent."""
    write.change(person, is_active=True)


@action("person.password_set", allow=permissions.set_password)
def set_password(write: Writer, person: User, *, by: User, password: str) -> None:
    """Whoever looks after the installation gives a person a password; what it is stands nowhere."""
    if not password:
        raise NotPossible(_("Skriv ett lösenord."), field="password")
    write.change(person, password=make_password(password))


@action("person.password_chosen", allow=permissions.choose_password)
def choose_password(write: Writer, person: User, *, by: User, password: str) -> None:
    """A person chooses her password; that it happened is in the history, what it is nowhere."""
    if not password:
        raise NotPossible(_("Skriv ett lösenord."), field="new_password1")
    write.change(person, password=make_password(password))


@action("role.given", allow=permissions.give_role)
def give_role(
    write: Writer,
    unit: Unit,
    *,
    by: User,
    user: User,
    role: Role,
    share_percent: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    is_deputy: bool = False,
    appointed_by: str = "",
) -> Assignment:
    """A person gets a role in a unit; it reaches to everything under the unit.

    An auditor comes from outside, until a day, and it stands who appointed her.
    """
    if role not in UNIT_ROLES:
        raise NotPossible(_("Den rollen ges på ett system, inte på en enhet."), field="role")
    if starts_on and ends_on and ends_on < starts_on:
        raise NotPossible(_("Slutdagen ligger före startdagen."), field="ends_on")
    if role == Role.AUDITOR:
        _can_audit(user, ends_on, appointed_by)
    return write.create(
        Assignment,
        unit=unit,
        user=user,
        role=role,
        share_percent=share_percent,
        starts_on=starts_on,
        ends_on=ends_on,
        is_deputy=is_deputy,
        appointed_by=appointed_by.strip(),
    )


def _can_audit(user: User, ends_on: date | None, appointed_by: str) -> None:
    """She reads everything and changes nothing, so she has no other place here and not for ever."""
    if not user.is_external:
        raise NotPossible(
            _("En revisor läggs upp som extern: den som är anställd granskar inte sig själv."),
            field="user",
        )
    if ends_on is None:
        raise NotPossible(_("En revisor har rollen till en viss dag."), field="ends_on")
    if not appointed_by.strip():
        raise NotPossible(
            _("Skriv hur revisorerna utsåg hen, till exempel dag och paragraf."),
            field="appointed_by",
        )


@action("role.ended", allow=permissions.end_role)
def end_role(write: Writer, assignment: Assignment, *, by: User, ends_on: date) -> None:
    """The person leaves the role on a day; that she had it stays in the history."""
    write.change(assignment, ends_on=ends_on)


@action("person.viewed_as", allow=permissions.view_as, is_told=True)
def view_as(write: Writer, person: User, *, by: User) -> None:
    """An administrator begins to look through this person's eyes."""
    write.because(_("Visa som %(name)s") % {"name": person.name})


@action("person.signed_in", allow=permissions.sign_in, is_told=True)
def sign_in(write: Writer, person: User, *, by: User) -> None:
    """A person has signed in."""
