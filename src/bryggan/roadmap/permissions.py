"""Who may adopt a färdplan."""

from django.utils.translation import gettext as _

from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role

ADOPTS = (Role.MANAGER, Role.DIGITAL_STRATEGIST)


def adopt_roadmap(user: User, unit: Unit) -> Verdict:
    """The unit's leadership, or the strategist who keeps its forum."""
    if user.is_built_in or (not user.is_external and user.has_role_over(unit, *ADOPTS)):
        return ALLOWED
    return denied(
        _("Färdplanen fastställs av chefen i %(unit)s eller digitaliseringsstrategen.")
        % {"unit": unit.name}
    )
