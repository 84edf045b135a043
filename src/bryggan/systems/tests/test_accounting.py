"""Costs, shares and contracts of a system: it happens, it is refused, it is impossible."""

from decimal import Decimal

import pytest

from bryggan.contracts.models import Contract
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.testing.cast import Cast, make_contract
from bryggan.systems import accounting, queries
from bryggan.systems.models import Cost, SystemUse
from bryggan.systems.tests.making import events, newest_event

COST = {"year": 2025, "kind": "support", "source": "invoice", "amount_sek": Decimal(1000)}


def test_create_cost(cast: Cast) -> None:
    accounting.create_cost(cast.other_system, by=cast.controller, values=COST)
    assert Cost.objects.get(system=cast.other_system).amount_sek == 1000
    assert newest_event().name == "cost.created"


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"year": 9999}, "Året"), ({"amount_sek": None}, "okänt"), ({"amount_sek": Decimal(-1)}, "0")],
)
def test_create_cost_impossible(cast: Cast, values: dict[str, object], reason: str) -> None:
    before = events()
    with pytest.raises(NotPossible, match=reason):
        accounting.create_cost(cast.other_system, by=cast.controller, values={**COST, **values})
    assert not Cost.objects.filter(system=cast.other_system).exists()
    assert events() == before


def test_create_cost_refused(cast: Cast) -> None:
    before = events()
    with pytest.raises(Refused, match="ansvarar för systemet"):
        accounting.create_cost(cast.other_system, by=cast.employee, values=COST)
    assert not Cost.objects.filter(system=cast.other_system).exists()
    assert events() == before


@pytest.fixture
def cost(cast: Cast) -> Cost:
    return accounting.create_cost(cast.system, by=cast.controller, values=COST)


def test_change_cost(cast: Cast, cost: Cost) -> None:
    accounting.change_cost(cost, by=cast.system_owner, values={"amount_sek": Decimal(1500)})
    cost.refresh_from_db()
    assert cost.amount_sek == 1500
    assert newest_event().name == "cost.changed"


def test_change_cost_refused(cast: Cast, cost: Cost) -> None:
    before = events()
    with pytest.raises(Refused, match="ansvarar för systemet"):
        accounting.change_cost(cost, by=cast.auditor, values={"amount_sek": Decimal(1)})
    cost.refresh_from_db()
    assert cost.amount_sek == 1000
    assert events() == before


def test_change_cost_impossible(cast: Cast, cost: Cost) -> None:
    before = events()
    with pytest.raises(NotPossible, match="Året"):
        accounting.change_cost(cost, by=cast.system_owner, values={"year": 1})
    assert events() == before


def test_withdraw_cost(cast: Cast, cost: Cost) -> None:
    accounting.withdraw_cost(cost, by=cast.system_owner, reason="Dubbelt")
    assert not queries.costs_of(cast.system).filter(year=2025).exists()
    assert (newest_event().name, newest_event().reason) == ("cost.withdrawn", "Dubbelt")


def test_withdraw_cost_refused(cast: Cast, cost: Cost) -> None:
    before = events()
    with pytest.raises(Refused, match="ansvarar för systemet"):
        accounting.withdraw_cost(cost, by=cast.other_manager)
    assert queries.costs_of(cast.system).filter(year=2025).exists()
    assert events() == before


def test_withdraw_cost_impossible_when_it_has_changed_since(cast: Cast, cost: Cost) -> None:
    now = Cost.objects.get(pk=cost.pk)
    accounting.change_cost(now, by=cast.controller, values={"amount_sek": Decimal(2)})
    before = events()
    with pytest.raises(Stale):
        accounting.withdraw_cost(cost, by=cast.controller)
    assert queries.costs_of(cast.system).filter(year=2025).exists()
    assert events() == before


def test_share_system(cast: Cast) -> None:
    shares = {cast.education: Decimal(3), cast.care: Decimal(1)}
    accounting.share_system(cast.system, by=cast.system_owner, shares=shares)
    accounting.share_system(cast.system, by=cast.system_owner, shares={cast.care: Decimal(2)})
    held = SystemUse.objects.filter(system=cast.system, withdrawn_at=None)
    assert [(use.unit, use.weight) for use in held] == [(cast.care, Decimal(2))]
    assert newest_event().name == "system.shared"


def test_share_system_refused(cast: Cast) -> None:
    before = events()
    with pytest.raises(Refused, match="ansvarar för systemet"):
        accounting.share_system(cast.system, by=cast.employee, shares={cast.care: Decimal(1)})
    assert not SystemUse.objects.exists()
    assert events() == before


@pytest.mark.parametrize("weight", [Decimal(-1), Decimal(0)])
def test_share_system_impossible(cast: Cast, weight: Decimal) -> None:
    before = events()
    with pytest.raises(NotPossible, match="0"):
        accounting.share_system(cast.system, by=cast.controller, shares={cast.care: weight})
    assert not SystemUse.objects.exists()
    assert events() == before


@pytest.fixture
def contract(cast: Cast) -> Contract:
    return make_contract("Ett avtal till", unit=cast.education)


def covers(cast: Cast, contract: Contract) -> bool:
    return cast.system in queries.systems_of(contract, cast.employee)


def test_tie_contract(cast: Cast, contract: Contract) -> None:
    accounting.tie_contract(cast.system, contract, by=cast.system_owner)
    assert covers(cast, contract)
    assert newest_event().name == "contract.tied"


def test_tie_contract_refused(cast: Cast, contract: Contract) -> None:
    before = events()
    with pytest.raises(Refused, match="ansvarar för systemet"):
        accounting.tie_contract(cast.system, contract, by=cast.other_manager)
    assert not covers(cast, contract)
    assert events() == before


def test_tie_contract_impossible_twice(cast: Cast, contract: Contract) -> None:
    accounting.tie_contract(cast.system, contract, by=cast.manager)
    before = events()
    with pytest.raises(NotPossible, match="redan"):
        accounting.tie_contract(cast.system, contract, by=cast.manager)
    assert events() == before


def test_untie_contract(cast: Cast, contract: Contract) -> None:
    accounting.tie_contract(cast.system, contract, by=cast.manager)
    accounting.untie_contract(cast.system, contract, by=cast.system_owner)
    assert not covers(cast, contract)
    assert newest_event().name == "contract.untied"


def test_untie_contract_refused(cast: Cast, contract: Contract) -> None:
    accounting.tie_contract(cast.system, contract, by=cast.manager)
    before = events()
    with pytest.raises(Refused, match="ansvarar för systemet"):
        accounting.untie_contract(cast.system, contract, by=cast.employee)
    assert covers(cast, contract)
    assert events() == before


def test_untie_contract_impossible_when_not_tied(cast: Cast, contract: Contract) -> None:
    before = events()
    with pytest.raises(NotPossible, match="omfattar inte"):
        accounting.untie_contract(cast.system, contract, by=cast.manager)
    assert events() == before


def test_a_year_says_how_many_kinds_its_sum_rests_on(cast: Cast) -> None:
    for kind, amount in (("support", 100), ("support", 50), ("license", 7)):
        values = {**COST, "kind": kind, "amount_sek": Decimal(amount)}
        accounting.create_cost(cast.other_system, by=cast.controller, values=values)
    (year,) = queries.years_of(queries.costs_of(cast.other_system))
    assert (year.year, year.total.amount) == (2025, Decimal(157))
    assert (year.total.counted, year.total.of) == (2, 4)


def test_the_split_adds_up_and_says_when_there_is_no_key(cast: Cast) -> None:
    accounting.share_system(
        cast.system, by=cast.controller, shares={cast.education: Decimal(1), cast.care: Decimal(1)}
    )
    split = queries.split_of(list(queries.uses_of(cast.system)), Decimal(101))
    assert not split.is_keyed
    assert sorted(share.amount or 0 for share in split.shares) == [50, 51]
    unknown = queries.split_of(list(queries.uses_of(cast.system)), None)
    assert [share.amount for share in unknown.shares] == [None, None]
