"""What happens to a system's money: its costs by year, the units that share them, its contracts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bryggan.contracts.models import Contract
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User
from bryggan.systems import actions, permissions
from bryggan.systems.models import ContractUse, Cost, System, SystemUse

YEARS = range(1990, 2101)


@action("cost.created", allow=permissions.create_cost)
def create_cost(write: Writer, system: System, *, by: User, values: Mapping[str, Any]) -> Cost:
    """What the system costs one year, of one kind, and how that is known. Unknown has no row."""
    _cost_holds(values)
    return write.create(Cost, system=system, **values)


@action("cost.changed", allow=permissions.change_cost)
def change_cost(write: Writer, cost: Cost, *, by: User, values: Mapping[str, Any]) -> None:
    """The amount was another, or is known in a better way."""
    _cost_holds(values)
    write.change(cost, **values)


@action("cost.withdrawn", allow=permissions.withdraw_cost)
def withdraw_cost(write: Writer, cost: Cost, *, by: User, reason: str = "") -> None:
    """The row was wrong: from here it is in no sum."""
    write.because(reason)
    write.withdraw(cost)


@action("cost.told", allow=permissions.tell_costs)
def tell_costs(write: Writer, system: System, *, by: User, values: Mapping[str, Any]) -> None:
    """What the system costs this year, by kind (`cost.license` and so on); what is not known has no row."""
    count = write.count
    for key, amount in values.items():
        actions.set_cost(write, system, kind=key.removeprefix("cost."), amount=amount)
    if write.count > count:
        write.touch(system)


@action("contract.tied", allow=permissions.tie_contract)
def tie_contract(write: Writer, system: System, contract: Contract, *, by: User) -> ContractUse:
    """The contract covers the system; one contract may cover several."""
    held = ContractUse.objects.filter(system=system, contract=contract, withdrawn_at=None)
    if held.exists():
        raise NotPossible(_("Avtalet omfattar redan systemet."), field="contract")
    return write.create(ContractUse, system=system, contract=contract)


@action("contract.untied", allow=permissions.untie_contract)
def untie_contract(write: Writer, system: System, contract: Contract, *, by: User) -> None:
    """The contract no longer covers the system. The contract itself stays."""
    held = ContractUse.objects.filter(system=system, contract=contract, withdrawn_at=None).first()
    if held is None:
        raise NotPossible(_("Avtalet omfattar inte systemet."))
    write.withdraw(held)


@action("system.shared", allow=permissions.share_system)
def share_system(
    write: Writer, system: System, *, by: User, shares: Mapping[Unit, Decimal]
) -> None:
    """These units use the system and share its cost by these weights; who is left out uses it no more."""
    if any(weight < 0 for weight in shares.values()):
        raise NotPossible(_("En andel kan inte vara mindre än 0."), field="weight")
    if shares and not any(shares.values()):
        raise NotPossible(_("Minst en enhet måste ha en andel över 0."), field="weight")
    held = {use.unit_id: use for use in SystemUse.objects.filter(system=system, withdrawn_at=None)}
    for unit, weight in shares.items():
        use = held.pop(unit.pk, None)
        if use is None:
            write.create(SystemUse, system=system, unit=unit, weight=weight)
        else:
            write.change(use, weight=weight)
    for use in held.values():
        write.withdraw(use)


def _cost_holds(values: Mapping[str, Any]) -> None:
    if "year" in values and values["year"] not in YEARS:
        raise NotPossible(_("Året är inte rimligt."), field="year")
    if "amount_sek" in values and values["amount_sek"] is None:
        raise NotPossible(
            _("Skriv beloppet. Är det okänt ska raden inte finnas."), field="amount_sek"
        )
    if "amount_sek" in values and values["amount_sek"] < 0:
        raise NotPossible(_("Ett belopp kan inte vara mindre än 0."), field="amount_sek")
