"""What happens to suppliers and contracts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bryggan.contracts import permissions
from bryggan.contracts.models import Contract, Supplier
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User
from bryggan.search.fields import sort_key


@action("supplier.created", allow=permissions.create_supplier)
def create_supplier(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> Supplier:
    """A supplier is entered once; all contracts and systems point at it."""
    _name_is_free(str(values["name"]))
    return write.create(Supplier, **{**values, "unit": unit})


@action("supplier.changed", allow=permissions.change_supplier)
def change_supplier(
    write: Writer, supplier: Supplier, *, by: User, values: Mapping[str, Any]
) -> None:
    """A supplier gets other particulars; what points at it follows."""
    if "name" in values:
        _name_is_free(str(values["name"]), but=supplier.pk)
    write.change(supplier, **values)


@action("contract.created", allow=permissions.create_contract)
def create_contract(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> Contract:
    """A contract is entered with its terms; the dates are worked out from them."""
    _terms_hold_together(values, Contract())
    return write.create(Contract, **{**values, "unit": unit})


@action("contract.changed", allow=permissions.change_contract)
def change_contract(
    write: Writer, contract: Contract, *, by: User, values: Mapping[str, Any]
) -> None:
    """A contract gets other terms: prolonged, renegotiated or entered wrongly before."""
    _terms_hold_together(values, contract)
    write.change(contract, **values)


def _name_is_free(name: str, *, but: int | None = None) -> None:
    twins = Supplier.objects.present().filter(sort_key=sort_key(name))
    if twins.exclude(pk=but or 0).exists():
        raise NotPossible(_("Det finns redan en leverantör med det namnet."), field="name")


def _terms_hold_together(values: Mapping[str, Any], contract: Contract) -> None:
    def term(name: str) -> Any:
        return values[name] if name in values else getattr(contract, name)

    if term("is_open_ended") and term("ends_on"):
        raise NotPossible(_("Ett avtal tills vidare har inget slutdatum."), field="ends_on")
    if term("starts_on") and term("ends_on") and term("ends_on") < term("starts_on"):
        raise NotPossible(_("Slutdatum ligger före startdatum."), field="ends_on")
    if term("renews_tacitly") and not term("renewal_months"):
        raise NotPossible(
            _("Skriv hur många månader avtalet förlängs med."), field="renewal_months"
        )
    if (term("options_used") or 0) > len(term("options") or []):
        raise NotPossible(_("Fler optioner är utnyttjade än som finns."), field="options_used")
