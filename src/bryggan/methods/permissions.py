"""Who owns a method: those who develop and lead the work where it belongs, and those who look after the whole."""

from django.utils.translation import gettext as _

from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.methods.models import Method, MethodChoice, MethodStep, MethodVersion, Requirement
from bryggan.people.models import Unit, User
from bryggan.people.permissions import administer
from bryggan.people.roles import Role

OWNERS = (
    Role.BUSINESS_DEVELOPER,
    Role.MANAGER,
    Role.DIGITAL_STRATEGIST,
    Role.ADMINISTRATOR,
)


def own_methods(user: User, unit: Unit) -> Verdict:
    """A unit's way of working is chosen and changed by its manager, its verksamhetsutvecklare or the strategist."""
    if user.is_built_in or user.has_role_over(unit, *OWNERS):
        return ALLOWED
    return denied(
        _("Metoden i %(unit)s sköts av chefen, verksamhetsutvecklaren eller strategen.")
        % {"unit": unit.name}
    )


def own_somewhere(user: User) -> Verdict:
    """Whether there is any unit whose way of working this person looks after."""
    if user.is_built_in or user.has_role(*OWNERS):
        return ALLOWED
    return denied(_("Metoder sköts av chefen, verksamhetsutvecklaren och strategen."))


def read_in_method(user: User, unit: Unit) -> Verdict:
    return administer(user)


def copy_method(user: User, unit: Unit) -> Verdict:
    """`unit`: where the copy will belong."""
    return own_methods(user, unit)


def change_method(user: User, method: Method) -> Verdict:
    if method.is_shipped:
        return denied(_("Metoden följer med Bryggan. Kopiera den, så kan ni ändra i kopian."))
    return own_methods(user, method.unit)


def start_version(user: User, method: Method) -> Verdict:
    return change_method(user, method)


def withdraw_method(user: User, method: Method) -> Verdict:
    return change_method(user, method)


def change_draft(user: User, version: MethodVersion) -> Verdict:
    """A version in use stands as it is, for the initiatives that follow it; the next one is a draft."""
    if not version.is_draft:
        return denied(_("Versionen är i bruk och ändras inte. Gör nästa version i stället."))
    return change_method(user, version.method)


def add_step(user: User, version: MethodVersion) -> Verdict:
    return change_draft(user, version)


def change_step(user: User, step: MethodStep) -> Verdict:
    return change_draft(user, step.method_version)


def remove_step(user: User, step: MethodStep) -> Verdict:
    return change_draft(user, step.method_version)


def reorder_steps(user: User, version: MethodVersion) -> Verdict:
    return change_draft(user, version)


def change_sizes(user: User, version: MethodVersion) -> Verdict:
    return change_draft(user, version)


def add_requirement(user: User, step: MethodStep) -> Verdict:
    return change_draft(user, step.method_version)


def change_requirement(user: User, requirement: Requirement) -> Verdict:
    return change_draft(user, requirement.method_step.method_version)


def remove_requirement(user: User, requirement: Requirement) -> Verdict:
    return change_draft(user, requirement.method_step.method_version)


def freeze_version(user: User, version: MethodVersion) -> Verdict:
    return change_draft(user, version)


def discard_version(user: User, version: MethodVersion) -> Verdict:
    return change_draft(user, version)


def choose_method(user: User, unit: Unit) -> Verdict:
    return own_methods(user, unit)


def withdraw_choice(user: User, choice: MethodChoice) -> Verdict:
    return own_methods(user, choice.unit)
