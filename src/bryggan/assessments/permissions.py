"""Who may ask what a system is worth, who answers, and who may write down what is decided of it."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.assessments.models import Answer, Assessment, DispositionKind
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people import permissions as people
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.systems import permissions as systems
from bryggan.systems.models import System, SystemRole


def open_assessment(user: User, chosen: Sequence[System]) -> Verdict:
    """Whoever may change each of the systems; of none there is nothing to refuse."""
    for system in chosen:
        if not systems.change_system(user, system):
            return denied(
                _(
                    "En bedömning av %(name)s startas av den som ansvarar för systemet, enhetens chef"
                    " eller digitaliseringsstrategen."
                )
                % {"name": system.name}
            )
    return ALLOWED


def _leads(user: User, assessment: Assessment) -> Verdict:
    if assessment.opened_by_id == user.pk and not user.is_external:
        return ALLOWED
    if systems.change_system(user, assessment.system):
        return ALLOWED
    return denied(
        _("Det gör den som startade bedömningen, eller den som ansvarar för %(name)s.")
        % {"name": assessment.system.name}
    )


def ask_respondent(user: User, assessment: Assessment) -> Verdict:
    return _leads(user, assessment)


def remind_respondents(user: User, assessment: Assessment) -> Verdict:
    """Bryggan itself reminds once a week."""
    return _leads(user, assessment)


def close_assessment(user: User, assessment: Assessment) -> Verdict:
    """Bryggan itself closes the day after the last."""
    return _leads(user, assessment)


def prolong_assessment(user: User, assessment: Assessment) -> Verdict:
    return _leads(user, assessment)


def save_answer(user: User, answer: Answer) -> Verdict:
    """Each answers for herself, her own side only, while the assessment is open."""
    if answer.respondent_id != user.pk:
        return denied(_("Bara den som är tillfrågad svarar, och bara för egen del."))
    if answer.assessment.step != Assessment.Step.OPEN:
        return denied(_("Bedömningen är stängd och tar inte emot fler svar."))
    return ALLOWED


def owns(user: User, system: System) -> bool:
    """The system's owner today, herself or as deputy."""
    held = SystemRole.objects.running(timezone.localdate())
    return held.filter(user=user, system=system, role=Role.SYSTEM_OWNER).exists()


def decide_disposition(user: User, system: System) -> Verdict:
    """What is decided is written down by the unit's manager, the owner or the central roles; who decided is named."""
    if systems.create_system(user, system.unit) or owns(user, system):
        return ALLOWED
    return denied(
        _(
            "Inriktningen för %(name)s skrivs in av systemägaren, enhetens chef eller"
            " digitaliseringsstrategen. Du kan lämna ditt svar i en bedömning."
        )
        % {"name": system.name}
    )


def change_disposition_kind(user: User, kind: DispositionKind | str) -> Verdict:
    return people.keep_register(user)
