"""What is mended in the row of an advice: a flow confirmed from the other side, this year's cost told."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_integration, make_party, make_system
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.models import User
from bryggan.systems import accounting, comparing, connecting
from bryggan.systems.models import Cost, Integration, System

pytestmark = pytest.mark.django_db


@pytest.fixture
def flow(cast: Cast) -> Integration:
    """Told of by the school's system; care has said nothing."""
    cast.integration.told_by_source = True
    cast.integration.save(update_fields=["told_by_source"])
    return cast.integration


def told(flow: Integration) -> tuple[bool, bool]:
    flow.refresh_from_db()
    return flow.told_by_source, flow.told_by_target


def test_confirm_integration_is_said_by_the_other_side(cast: Cast, flow: Integration) -> None:
    connecting.confirm_integration(flow, by=cast.other_manager)
    assert told(flow) == (True, True)
    event = newest_event()
    assert (event.name, event.actor_id) == ("integration.confirmed", cast.other_manager.pk)


def test_confirm_integration_speaks_only_for_ones_own_side(cast: Cast) -> None:
    connecting.confirm_integration(cast.integration, by=cast.manager)
    assert told(cast.integration) == (True, False)


def test_confirm_integration_is_refused_to_the_side_that_has_told(
    cast: Cast, flow: Integration
) -> None:
    for person in (cast.manager, cast.system_owner, cast.employee):
        with nothing_happens(), pytest.raises(Refused, match="Omsorgsjournalen"):
            connecting.confirm_integration(flow, by=person)


def test_confirm_integration_that_both_have_told_of_is_impossible(
    cast: Cast, flow: Integration
) -> None:
    connecting.confirm_integration(flow, by=cast.strategist)
    flow.refresh_from_db()
    with nothing_happens(), pytest.raises(NotPossible, match="Båda sidor"):
        connecting.confirm_integration(flow, by=cast.strategist)


def test_confirm_integration_with_somebody_outside_is_impossible(cast: Cast) -> None:
    outside = make_integration(make_party(), cast.system)
    with nothing_happens(), pytest.raises(NotPossible, match="Båda sidor"):
        connecting.confirm_integration(outside, by=cast.strategist)


def test_tell_costs_writes_what_is_known_of_the_year(cast: Cast) -> None:
    values = {"cost.license": Decimal(90), "cost.operation": None}
    accounting.tell_costs(cast.other_system, by=cast.controller, values=values)
    assert Cost.objects.get(system=cast.other_system).amount_sek == 90
    assert newest_event().name == "cost.told"


def test_tell_costs_is_refused_to_who_keeps_neither_money_nor_system(cast: Cast) -> None:
    for person in (cast.employee, cast.manager, cast.auditor):
        with nothing_happens(), pytest.raises(Refused, match="ansvarar"):
            accounting.tell_costs(cast.other_system, by=person, values={"cost.license": 1})


def test_tell_costs_of_what_is_a_sum_is_impossible(cast: Cast) -> None:
    for amount in (100, 200):
        Cost.objects.create(
            system=cast.system,
            year=Cost.objects.get(system=cast.system, amount_sek=250_000).year,
            kind="operation",
            source="invoice",
            amount_sek=amount,
        )
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        accounting.tell_costs(
            cast.system, by=cast.controller, values={"cost.operation": Decimal(7)}
        )
    assert refusal.value.field == "cost.operation"


@pytest.mark.parametrize(
    ("told", "usual"),
    [
        ([("app", 10), ("app", 20), ("app", 30), ("app", 40), ("app", 50)], {"app": (20, 40)}),
        ([("app", 10)] * 4, {}),
        ([("", 10)] * 9, {}),
        ([("app", 0)] * 9, {}),
        ([], {}),
    ],
)
def test_the_usual_is_the_middle_half_of_at_least_five(
    told: Iterable[tuple[str, int]], usual: dict[str, tuple[float, float]]
) -> None:
    assert comparing.usual_of(told) == usual


def test_the_same_product_twice_is_no_overlap(cast: Cast) -> None:
    tag = cast.system.tags.create(kind="category", name="Lärande", sort_key="lärande")

    def one(name: str, product: str) -> System:
        values: dict[str, Any] = {"product": product, "lifecycle": "in_use", "tag.category": [tag]}
        return make_system(cast.education, name=name, **values)

    first, same, other = one("A", "Unikum"), one("B", "unikum"), one("C", "Google")
    by: User = cast.strategist
    alike = comparing.alike(by)
    assert other.pk in alike.others(first.pk)
    assert same.pk not in alike.others(first.pk)
    assert other.pk in alike.overlapping(3)
    assert first.pk not in alike.overlapping(3)
