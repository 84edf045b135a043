"""Who may change how the municipality's papers look."""

from django.utils.translation import gettext as _

from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people import permissions as people
from bryggan.people.models import User


def change_template(user: User, subject: object = None) -> Verdict:
    """The Word template is everybody's: the administrator looks after it."""
    return people.administer(user)


def remove_template(user: User, subject: object = None) -> Verdict:
    return change_template(user)


def tell_of_template(user: User, subject: object = None) -> Verdict:
    return ALLOWED if user.is_built_in else denied(_("Det meddelas av Bryggan."))
