"""What an initiative may rest on: a yes that holds, by whoever has the mandate, about this very initiative."""

from django.utils.translation import gettext as _

from bryggan.decisions.choices import DECIDING, GRANTING, Step
from bryggan.decisions.models import Decision
from bryggan.initiatives.facts import NOUN, TAKEN
from bryggan.initiatives.models import Initiative
from bryggan.kit.action import NotPossible


def must_grant(initiative: Initiative, decision: Decision) -> None:
    """NotPossible says what is wrong with it: not taken, replaced, no decision, no yes, or about something else."""
    if decision.step == Step.REPLACED:
        raise NotPossible(_("Beslutet är ersatt av ett annat."), field="decision")
    if decision.step not in TAKEN:
        raise NotPossible(_("Beslutet är inte taget än."), field="decision")
    if decision.kind not in DECIDING:
        said = _("%(kind)s är inget beslut. Låt den som har mandat besluta.")
        raise NotPossible(said % {"kind": decision.get_kind_display()}, field="decision")
    if decision.outcome not in GRANTING:
        said = _("Utfallet är %(outcome)s. Det går inte att gå vidare på det beslutet.")
        outcome = decision.get_outcome_display().lower()
        raise NotPossible(said % {"outcome": outcome}, field="decision")
    must_be_about(initiative, decision)


def must_be_about(initiative: Initiative, decision: Decision) -> None:
    if (decision.about_noun, decision.about_id) != (NOUN, initiative.pk):
        raise NotPossible(_("Beslutet gäller något annat."), field="decision")
