"""The cast: the roles that Bryggan knows, named in Swedish per municipality."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Fixed keys; the words are the municipality's own. Roles on a system live beside the system."""

    EMPLOYEE = "employee", _("Medarbetare")
    MANAGER = "manager", _("Chef")
    SYSTEM_OWNER = "system_owner", _("Systemägare")
    SYSTEM_STEWARD = "system_steward", _("Systemförvaltare")
    IT_COUNTERPART = "it_counterpart", _("IT-motpart")
    BUSINESS_DEVELOPER = "business_developer", _("Verksamhetsutvecklare")
    DIGITAL_STRATEGIST = "digital_strategist", _("Digitaliseringsstrateg")
    BOARD_SECRETARY = "board_secretary", _("Nämndsekreterare")
    CONTROLLER = "controller", _("Controller")
    AUDITOR = "auditor", _("Revisor")
    ADMINISTRATOR = "administrator", _("Administratör")


UNIT_ROLES = (
    Role.EMPLOYEE,
    Role.MANAGER,
    Role.BUSINESS_DEVELOPER,
    Role.DIGITAL_STRATEGIST,
    Role.BOARD_SECRETARY,
    Role.CONTROLLER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
SYSTEM_ROLES = (Role.SYSTEM_OWNER, Role.SYSTEM_STEWARD, Role.IT_COUNTERPART)

# Bound to no unit: they look after the whole of the installation.
CENTRAL_ROLES = frozenset({Role.DIGITAL_STRATEGIST, Role.ADMINISTRATOR})
