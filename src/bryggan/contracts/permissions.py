"""Who may change suppliers and contracts."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bryggan.contracts.models import Contract, Supplier
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role

KEEPERS = (Role.ADMINISTRATOR, Role.DIGITAL_STRATEGIST, Role.CONTROLLER)


def create_supplier(user: User, unit: Unit) -> Verdict:
    if user.is_built_in or user.has_role(*KEEPERS, Role.MANAGER):
        return ALLOWED
    return denied(
        _(
            "Leverantörer läggs upp av chefer, controllern, digitaliseringsstrategen eller administratören."
        )
    )


def change_supplier(user: User, supplier: Supplier) -> Verdict:
    return create_supplier(user, supplier.unit)


def create_contract(user: User, unit: Unit) -> Verdict:
    """Whoever leads the unit, and those who keep contracts for all."""
    if user.is_built_in or user.has_role(*KEEPERS) or user.has_role_over(unit, Role.MANAGER):
        return ALLOWED
    return denied(
        _(
            "Avtal läggs upp av enhetens chef, controllern, digitaliseringsstrategen eller administratören."
        )
    )


def change_contract(user: User, contract: Contract) -> Verdict:
    """Its owner, and whoever may create contracts in the unit."""
    if contract.owner_id == user.pk:
        return ALLOWED
    return create_contract(user, contract.unit)


def choose_contract_course(user: User, contract: Contract) -> Verdict:
    """Whoever may change the contract's terms answers for where it goes."""
    if change_contract(user, contract):
        return ALLOWED
    return denied(
        _(
            "Om avtalets väg bestämmer avtalsägaren, enhetens chef, controllern, digitaliseringsstrategen eller administratören."
        )
    )


def remind_of_contracts(user: User, subject: Sequence[object]) -> Verdict:
    """Only the tool itself reminds."""
    return ALLOWED if user.is_built_in else denied(_("Påminnelser skickar Bryggan självt."))
