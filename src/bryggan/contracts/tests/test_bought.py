"""What a contract is worth as a purchase: all of its term with options, 48 months without an end."""

from datetime import date
from decimal import Decimal

import pytest

from bryggan.contracts.bought import value_of


@pytest.mark.parametrize(
    ("yearly", "starts_on", "ends_on", "worth"),
    [
        (None, date(2026, 1, 1), date(2027, 12, 31), None),
        (120_000, date(2026, 1, 1), date(2027, 12, 31), 240_000),
        (120_000, date(2026, 1, 1), date(2026, 1, 31), 10_000),
        (120_000, date(2026, 1, 15), date(2026, 1, 20), 10_000),
        (120_000, date(2026, 1, 1), None, 480_000),
        (120_000, None, date(2027, 12, 31), 480_000),
    ],
)
def test_what_a_contract_is_worth(
    yearly: int | None, starts_on: date | None, ends_on: date | None, worth: int | None
) -> None:
    told = value_of(None if yearly is None else Decimal(yearly), starts_on, ends_on)
    assert told == worth
