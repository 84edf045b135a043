"""Who may change the organisation, the people and their roles."""

from django.utils.translation import gettext as _

from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people.models import Assignment, Unit, User
from bryggan.people.roles import Role


def administer(user: User, subject: object = None) -> Verdict:
    """The administrator looks after units, people, roles and the installation's own choices."""
    if user.is_built_in or user.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Bara en administratör kan göra det här."))


def keep_register(user: User, subject: object = None) -> Verdict:
    """Imports, merges and shared views touch everything: the central roles do them."""
    if user.is_built_in or user.is_central:
        return ALLOWED
    return denied(_("Bara administratören eller digitaliseringsstrategen kan göra det här."))


def create_unit(user: User, parent: Unit | None) -> Verdict:
    return keep_register(user)


def change_unit(user: User, unit: Unit) -> Verdict:
    return administer(user)


def create_person(user: User, unit: Unit) -> Verdict:
    return keep_register(user)


def restore_person(user: User, person: User) -> Verdict:
    return keep_register(user)


def invite_person(user: User, person: User) -> Verdict:
    """Before she is invited a person is only a name that others can hold responsible."""
    if person.is_active:
        return denied(_("%(name)s får redan logga in.") % {"name": person.name})
    return administer(user)


def give_role(user: User, unit: Unit) -> Verdict:
    return administer(user)


def end_role(user: User, assignment: Assignment) -> Verdict:
    if assignment.withdrawn_at or assignment.ends_on:
        return denied(_("Uppdraget är redan avslutat."))
    return administer(user)


def view_as(user: User, person: User) -> Verdict:
    """An administrator may look through another's eyes: reading only, and it is logged."""
    if person.pk == user.pk:
        return denied(_("Det är du själv."))
    return administer(user)


def sign_in(user: User, person: User) -> Verdict:
    return ALLOWED if user.pk == person.pk else denied(_("Var och en loggar in som sig själv."))


def mask_value(user: User, subject: object = None) -> Verdict:
    """By a decision, the administrator takes away what should not have been written."""
    return administer(user)


def dispose_records(user: User, subject: object = None) -> Verdict:
    """Disposal follows its rules: the tool does it by itself, or the administrator at once."""
    return administer(user)


def choose_password(user: User, person: User) -> Verdict:
    """Each person chooses her own, once she has been invited."""
    if user.pk == person.pk and person.is_active:
        return ALLOWED
    return denied(_("Var och en väljer sitt eget lösenord."))


def set_password(user: User, person: User) -> Verdict:
    return administer(user)
