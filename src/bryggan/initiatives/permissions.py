"""Who may start an initiative, change it, pass its gates and answer for what the law asks."""

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.initiatives import screening
from bryggan.initiatives.models import Initiative, InitiativeRole, Part
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role

# Over the unit that leads it; the strategist everywhere.
OVER = (Role.MANAGER, Role.BUSINESS_DEVELOPER, Role.DIGITAL_STRATEGIST)
# To enter what there is in the register is for whoever keeps it too, as with every register.
STARTS = (*OVER, Role.ADMINISTRATOR)
# What these do in an initiative lets them change it.
CHANGES = (Part.LEAD, Part.SPONSOR)


def parts_of(user: User, initiative: Initiative) -> set[str]:
    """What the person does in the initiative today; read once per request for all of hers."""
    held: dict[int, set[str]] | None = user.__dict__.get("_initiative_parts")
    if held is None:
        held = {}
        rows = InitiativeRole.objects.running(timezone.localdate()).filter(user=user)
        for pk, role in rows.values_list("initiative_id", "role"):
            held.setdefault(pk, set()).add(role)
        user.__dict__["_initiative_parts"] = held
    return held.get(initiative.pk, set())


def start_initiative(user: User, unit: Unit) -> Verdict:
    """Those who lead or develop the unit's work, and those who keep the registers of the whole."""
    if user.is_built_in or (not user.is_external and user.has_role_over(unit, *STARTS)):
        return ALLOWED
    return denied(
        _(
            "Initiativ startas av chefen eller verksamhetsutvecklaren i %(unit)s, digitaliseringsstrategen eller administratören."
        )
        % {"unit": unit.name}
    )


def start_any(user: User) -> Verdict:
    """Whether somewhere is a unit that this person may start an initiative in."""
    if user.is_built_in or (not user.is_external and user.has_role(*STARTS)):
        return ALLOWED
    return denied(
        _("Initiativ startas av chefer, verksamhetsutvecklare och digitaliseringsstrategen.")
    )


def change_initiative(user: User, initiative: Initiative) -> Verdict:
    """Whoever leads or has ordered it, and those who lead or develop the work of the unit."""
    if start_initiative(user, initiative.unit) or parts_of(user, initiative) & {*CHANGES}:
        return ALLOWED
    return denied(
        _(
            "%(name)s ändras av den som leder det, beställaren, chefen, verksamhetsutvecklaren eller "
            "digitaliseringsstrategen."
        )
        % {"name": initiative.name}
    )


def move_initiative(user: User, unit: Unit) -> Verdict:
    """To another administration it is moved by those who could have started it there."""
    if start_initiative(user, unit):
        return ALLOWED
    return denied(
        _(
            "Till %(unit)s flyttas initiativet av chefen eller verksamhetsutvecklaren där, "
            "digitaliseringsstrategen eller administratören."
        )
        % {"unit": unit.name}
    )


def withdraw_initiative(user: User, initiative: Initiative) -> Verdict:
    """To take it out of the register is for those who could have started it."""
    return start_initiative(user, initiative.unit)


def set_needs(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def set_shares(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def plan_milestones(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def set_money(user: User, initiative: Initiative) -> Verdict:
    """Besides those who change it the controller, who knows the figures."""
    if user.is_external or not user.has_role_over(initiative.unit, Role.CONTROLLER):
        return change_initiative(user, initiative)
    return ALLOWED


def assess_risks(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def tie_dependencies(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def set_pilot(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def add_lesson(user: User, initiative: Initiative) -> Verdict:
    """Everyone who takes part has learnt something."""
    if parts_of(user, initiative) and not user.is_external:
        return ALLOWED
    return change_initiative(user, initiative)


def report_status(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def answer_screening(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def give_evidence(user: User, initiative: Initiative) -> Verdict:
    """Besides those who change it whoever takes part: she may be the one who has the paper."""
    return add_lesson(user, initiative)


def rule_out_requirement(user: User, initiative: Initiative) -> Verdict:
    """Somebody in one of the roles that own some question; which one depends on the requirement."""
    owners = {role for law in screening.laws().values() for role in law.owners}
    roles = [Role(role) for role in owners]
    if user.is_built_in:
        return ALLOWED
    if not user.is_external and user.has_role_over(initiative.unit, *roles):
        return ALLOWED
    return denied(_("Att något inte gäller här sägs av den som äger frågan."))


def owns_requirement(user: User, initiative: Initiative, key: str) -> Verdict:
    """What the law demands is ruled out by the role that owns the question. What a method demands is ruled out by
    nobody: the method says itself at which size, and a decision lets the rest through as a counted exception.
    """
    law = screening.laws().get(key)
    if law is None:
        return denied(
            _(
                "Metoden kräver det vid den här storleken. Behövs det inte kan ett beslut göra undantag vid grinden."
            )
        )
    if user.is_built_in:
        return ALLOWED
    if not user.is_external and user.has_role_over(
        initiative.unit, *(Role(role) for role in law.owners)
    ):
        return ALLOWED
    return denied(_("Att det inte gäller här avgör %(who)s.") % {"who": law.who})


def pass_gate(user: User, initiative: Initiative) -> Verdict:
    """Who runs the matter takes it on; what is missing only a decision lets through."""
    return change_initiative(user, initiative)


def prepare_decision(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def refer_back_initiative(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def park_initiative(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def wake_initiative(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def reject_initiative(user: User, initiative: Initiative) -> Verdict:
    """That nothing becomes of it is said by those over the unit, not by whoever leads it."""
    return start_initiative(user, initiative.unit)


def hand_over_initiative(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def receive_initiative(user: User, initiative: Initiative) -> Verdict:
    """Whoever is named to look after it, and never the one who hands it over."""
    if user.is_built_in or (
        Part.STEWARD in parts_of(user, initiative) and initiative.handed_over_by_id != user.pk
    ):
        return ALLOWED
    return denied(_("Överlämningen tas emot av den som ska förvalta, inte av den som lämnar."))


def close_initiative(user: User, initiative: Initiative) -> Verdict:
    return change_initiative(user, initiative)


def take_over_initiative(user: User, initiative: Initiative) -> Verdict:
    """What already runs is entered at its phase of today by those who could have started it."""
    return start_initiative(user, initiative.unit)


def move_to_version(user: User, initiative: Initiative) -> Verdict:
    """Another version of the method is chosen deliberately, by those over the unit."""
    return start_initiative(user, initiative.unit)
