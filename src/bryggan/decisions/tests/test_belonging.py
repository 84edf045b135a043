"""What purchases come to together, and where that passes a limit, as tables."""

from datetime import date
from decimal import Decimal

import pytest

from bryggan.decisions.belonging import Other, Passed, Purchase, Sums, first_day, passes, sums
from bryggan.decisions.legal_limits import DIRECT_PROCUREMENT, limit_on

LIMIT = Decimal(700_000)


def other(sek: int | None, belongs: bool | None = None) -> Other:
    told = Purchase(
        noun="decisions.decision",
        pk=1,
        name="Skåp",
        number="D-0001",
        unit="Nämnden",
        url="/beslut/1/",
        sek=None if sek is None else Decimal(sek),
    )
    return Other(told, belongs)


@pytest.mark.parametrize(
    ("alone", "others", "together", "perhaps", "unknown"),
    [
        (100, [], 100, 100, 0),
        (100, [other(50)], 100, 150, 0),
        (100, [other(50, belongs=True)], 150, 150, 0),
        (100, [other(50, belongs=False)], 100, 100, 0),
        (100, [other(None)], 100, 100, 1),
        (100, [other(None, belongs=True), other(50, belongs=True)], 150, 150, 1),
        (100, [other(None, belongs=False)], 100, 100, 0),
        (100, [other(50, belongs=True), other(70), other(9, belongs=False)], 150, 220, 0),
        (0, [other(50)], 0, 50, 0),
    ],
)
def test_what_purchases_come_to(
    alone: int, others: list[Other], together: int, perhaps: int, unknown: int
) -> None:
    told = sums(Decimal(alone), others)
    assert told == Sums(Decimal(alone), Decimal(together), Decimal(perhaps), unknown)
    assert told.is_more == (perhaps > together)


def test_without_its_own_sum_nothing_is_said() -> None:
    assert sums(None, [other(50)]) is None


@pytest.mark.parametrize(
    ("alone", "together", "perhaps", "where"),
    [
        (699_999, 699_999, 699_999, ""),
        (700_000, 700_000, 900_000, "alone"),
        (800_000, 900_000, 900_000, "alone"),
        (400_000, 700_000, 700_000, "together"),
        (400_000, 699_999, 700_000, "perhaps"),
        (400_000, 500_000, 699_999, ""),
    ],
)
def test_where_a_limit_is_reached(alone: int, together: int, perhaps: int, where: Passed) -> None:
    told = Sums(Decimal(alone), Decimal(together), Decimal(perhaps))
    assert passes(told, LIMIT) == where


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 26), date(2025, 11, 26)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2026, 1, 1), date(2025, 1, 1)),
    ],
)
def test_twelve_months_back(today: date, first: date) -> None:
    assert first_day(today) == first


def test_the_limit_of_direct_procurement_is_dated_and_has_its_source() -> None:
    limit = limit_on(DIRECT_PROCUREMENT, date(2026, 11, 26))
    assert limit is not None
    assert (limit.amount_sek, limit.legal_ref) == (LIMIT, "LOU 19 a kap. 2 §")
    assert limit.verified_on > limit.valid_from
    assert limit_on(DIRECT_PROCUREMENT, date(2020, 1, 1)) is None
