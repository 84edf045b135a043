"""Who may change systems, what hangs on them and what flows between them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people import permissions as people
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from bryggan.registers.permissions import import_file
from bryggan.systems.models import Cost, ExternalParty, Integration, Mention, System, SystemRole


def answers_for(user: User, system: System) -> bool:
    """Owner, steward or IT counterpart of the system today, herself or as deputy."""
    held = user.__dict__.get("_systems_answered_for")
    if held is None:
        running = SystemRole.objects.running(timezone.localdate())
        held = set(running.filter(user=user).values_list("system_id", flat=True))
        user.__dict__["_systems_answered_for"] = held
    return system.pk in held


def create_system(user: User, unit: Unit) -> Verdict:
    """The unit's manager, and the central roles."""
    if user.is_built_in or user.is_central or user.has_role_over(unit, Role.MANAGER):
        return ALLOWED
    return denied(
        _("System läggs upp av enhetens chef, digitaliseringsstrategen eller administratören.")
    )


def change_system(user: User, system: System) -> Verdict:
    """Whoever answers for the system, its unit's manager, and the central roles."""
    if create_system(user, system.unit) or answers_for(user, system):
        return ALLOWED
    return denied(
        _(
            "%(name)s ändras av den som ansvarar för systemet, enhetens chef eller digitaliseringsstrategen."
        )
        % {"name": system.name}
    )


def change_secrets(user: User, system: System) -> Verdict:
    """What may be secret is written by those who may read it, but never by the auditor."""
    return change_system(user, system)


def withdraw_system(user: User, system: System) -> Verdict:
    """To take a system out of the register touches what hangs on it."""
    return create_system(user, system.unit)


def restore_system(user: User, system: System) -> Verdict:
    return create_system(user, system.unit)


def create_integration(user: User, unit: Unit | None) -> Verdict:
    """Who answers for a system in the unit may tell what it is connected to. Without unit: for any."""
    if unit is None:
        return _creates_some_integration(user)
    if user.is_built_in or user.is_central or user.has_role_over(unit, Role.MANAGER):
        return ALLOWED
    running = SystemRole.objects.running(timezone.localdate())
    if running.filter(user=user, system__unit=unit).exists():
        return ALLOWED
    return denied(_("Integrationer läggs upp av den som ansvarar för ett av systemen."))


def _creates_some_integration(user: User) -> Verdict:
    running = SystemRole.objects.running(timezone.localdate()).filter(user=user)
    if user.is_built_in or user.is_central or user.has_role(Role.MANAGER) or running.exists():
        return ALLOWED
    return denied(_("Integrationer läggs upp av den som ansvarar för ett av systemen."))


def change_integration(user: User, integration: Integration) -> Verdict:
    """Whoever may change either end."""
    ends = [end for end in (integration.source, integration.target) if end is not None]
    for end in ends:
        if change_system(user, end):
            return ALLOWED
    return denied(_("Integrationen ändras av den som ansvarar för ett av systemen."))


def confirm_integration(user: User, integration: Integration) -> Verdict:
    """Whoever answers for the end that has not told of it; after that, whoever may change it."""
    untold = integration.untold_ends()
    if not untold:
        return change_integration(user, integration)
    if any(change_system(user, end) for end in untold):
        return ALLOWED
    names = _(" eller ").join(end.name for end in untold)
    return denied(_("Integrationen bekräftas av den som ansvarar för %(name)s.") % {"name": names})


def withdraw_integration(user: User, integration: Integration) -> Verdict:
    return change_integration(user, integration)


def settle_mention(user: User, mention: Mention) -> Verdict:
    """What another system's record names is sorted out by whoever may change that system."""
    if mention.step != Mention.Step.OPEN:
        return denied(_("Omnämnandet är redan uppklarat."))
    return change_system(user, mention.system)


def dismiss_mention(user: User, mention: Mention) -> Verdict:
    return settle_mention(user, mention)


def create_party(user: User, unit: Unit) -> Verdict:
    """Parties belong to all: managers and the central roles enter them."""
    return people.keep_register(user) if not user.has_role(Role.MANAGER) else ALLOWED


def change_party(user: User, party: ExternalParty) -> Verdict:
    return create_party(user, party.unit)


def withdraw_party(user: User, party: ExternalParty) -> Verdict:
    return create_party(user, party.unit)


def create_cost(user: User, system: System) -> Verdict:
    """The controller keeps the money of every system; others that of the systems they may change."""
    if user.has_role(Role.CONTROLLER) and not user.is_external:
        return ALLOWED
    return change_system(user, system)


def change_cost(user: User, cost: Cost) -> Verdict:
    return create_cost(user, cost.system)


def withdraw_cost(user: User, cost: Cost) -> Verdict:
    return change_cost(user, cost)


def share_system(user: User, system: System) -> Verdict:
    return create_cost(user, system)


def tell_costs(user: User, system: System) -> Verdict:
    return create_cost(user, system)


def tie_contract(user: User, system: System) -> Verdict:
    return create_cost(user, system)


def untie_contract(user: User, system: System) -> Verdict:
    return tie_contract(user, system)


def tie_every_mention(user: User, subject: None = None) -> Verdict:
    """What an import ends with is done by those who may import."""
    return people.keep_register(user)


def create_tag(user: User, unit: object) -> Verdict:
    return people.keep_register(user)


def tell_integrations(user: User, subject: object) -> Verdict:
    """The rows of a file were judged one by one; what follows from them belongs to the same import."""
    return import_file(user, subject)
