"""Suppliers and contracts: what happens, what is refused and what is impossible."""

from datetime import date

import pytest

from bryggan.contracts import actions
from bryggan.contracts.models import Contract, Supplier
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_contract, make_supplier
from bryggan.kit.testing.effects import newest_event, nothing_happens


def test_create_supplier_enters_it_once_for_all(cast: Cast) -> None:
    made = actions.create_supplier(cast.group, by=cast.controller, values={"name": "Nya AB"})

    assert Supplier.objects.get(name="Nya AB") == made
    assert (newest_event().name, newest_event().actor_id) == (
        "supplier.created",
        cast.controller.pk,
    )


def test_create_supplier_is_refused_to_an_employee(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.create_supplier(cast.group, by=cast.employee, values={"name": "Nya AB"})

    assert refusal.value.reason.startswith("Leverantörer läggs upp av")


def test_create_supplier_with_a_name_taken_is_impossible(cast: Cast) -> None:
    make_supplier("Nya AB")

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.create_supplier(cast.group, by=cast.controller, values={"name": " nya  ab "})

    assert refusal.value.field == "name"


def test_change_supplier_is_told_with_before_and_after(cast: Cast) -> None:
    actions.change_supplier(cast.supplier, by=cast.controller, values={"note": "Ring Ola"})

    change = newest_event().changes.get()
    assert change.after == {"note": "Ring Ola"}
    assert change.record_id == cast.supplier.pk


def test_change_supplier_is_refused_to_an_employee(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        actions.change_supplier(cast.supplier, by=cast.employee, values={"note": "x"})


def test_change_supplier_to_a_name_taken_is_impossible(cast: Cast) -> None:
    make_supplier("Nya AB")

    with nothing_happens(), pytest.raises(NotPossible):
        actions.change_supplier(cast.supplier, by=cast.controller, values={"name": "Nya AB"})


def test_create_contract_by_the_manager_of_the_unit(cast: Cast) -> None:
    values = {"name": "Avtal 7", "ends_on": date(2027, 12, 31), "notice_amount": 6}
    made = actions.create_contract(cast.manager.unit, by=cast.manager, values=values)

    assert Contract.objects.get(name="Avtal 7").unit == cast.manager.unit
    assert newest_event().changes.get().record_id == made.pk


def test_create_contract_is_refused_to_a_manager_of_another_unit(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.create_contract(cast.manager.unit, by=cast.other_manager, values={"name": "X"})

    assert refusal.value.reason.startswith("Avtal läggs upp av")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"is_open_ended": True, "ends_on": date(2027, 1, 1)}, "ends_on"),
        ({"starts_on": date(2027, 1, 2), "ends_on": date(2027, 1, 1)}, "ends_on"),
        ({"renews_tacitly": True}, "renewal_months"),
        ({"options": [12], "options_used": 2}, "options_used"),
    ],
)
def test_create_contract_whose_terms_do_not_hold_together_is_impossible(
    cast: Cast, values: dict[str, object], field: str
) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.create_contract(cast.care, by=cast.controller, values={"name": "X", **values})

    assert refusal.value.field == field


def test_change_contract_by_its_owner(cast: Cast) -> None:
    contract = make_contract(unit=cast.care, owner=cast.employee)
    actions.change_contract(contract, by=cast.employee, values={"yearly_value_sek": 120_000})

    contract.refresh_from_db()
    assert contract.yearly_value_sek == 120_000
    assert newest_event().name == "contract.changed"


def test_change_contract_is_refused_to_others(cast: Cast) -> None:
    contract = make_contract(unit=cast.care, owner=cast.manager)

    with nothing_happens(), pytest.raises(Refused):
        actions.change_contract(contract, by=cast.employee, values={"note": "x"})


def test_change_contract_to_terms_that_do_not_hold_together_is_impossible(cast: Cast) -> None:
    contract = make_contract(unit=cast.care, is_open_ended=True)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.change_contract(contract, by=cast.controller, values={"ends_on": date(2030, 1, 1)})
