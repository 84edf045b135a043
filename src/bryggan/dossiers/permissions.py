"""Who says whether the purpose is clear, who draws a sample, and whose reading is noted."""

from django.utils.translation import gettext as _

from bryggan.initiatives import permissions as of_initiatives
from bryggan.initiatives.models import Initiative
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role


def judge_purpose(user: User, initiative: Initiative) -> Verdict:
    """Those who may account for it otherwise; the auditor draws her own conclusions elsewhere."""
    return of_initiatives.give_evidence(user, initiative)


def draw_sample(user: User, unit: Unit | None = None) -> Verdict:
    """The auditor herself, or the administrator for her: never those whose initiatives are drawn."""
    if user.is_built_in or user.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Ett slumpmässigt urval dras av revisorn eller administratören."))


def note_reading(user: User, reader: User) -> Verdict:
    """What an auditor reads is noted as she reads it, in her own name."""
    if user.pk == reader.pk and user.has_role(Role.AUDITOR):
        return ALLOWED
    return denied(_("Bara det som en revisor själv läser antecknas."))
