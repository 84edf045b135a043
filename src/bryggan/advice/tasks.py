"""What is kept day by day: how complete the registers are. An import has its figures the same day."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.advice import actions, completeness
from bryggan.kit.due import due
from bryggan.people.models import User
from bryggan.people.queries import imaginary_employee
from bryggan.people.scope import Organisation, Scope
from bryggan.registers.importing.applying import after_imports


@after_imports
@due(_("Kompletthet, dagens siffror"))
def keep_todays_figures() -> int:
    """Of every measured register: written once a day, and corrected when asked for again the same day."""
    tool = User.objects.get(is_built_in=True)
    organisation = Organisation.read()
    scope = Scope(imaginary_employee(), organisation, organisation.root)
    return sum(
        actions.keep_figures(
            timezone.localdate(),
            by=tool,
            noun=measure.register.noun(),
            figures=completeness.figures(measure, scope),
        )
        for measure in completeness.MEASURES.values()
    )
