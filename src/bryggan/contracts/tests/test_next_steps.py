"""What the top of a contract's page says, by where in its life the contract is."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from bryggan.contracts import next_steps
from bryggan.contracts.models import Contract
from bryggan.kit.testing.cast import Cast, make_contract
from bryggan.people.models import User

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("terms", "title"),
    [
        ({}, "Fyll i avtalets villkor"),
        ({"ends_on": date(2025, 12, 31)}, "Avtalet har löpt ut"),
        ({"is_open_ended": True}, "Ta reda på uppsägningstiden"),
        (
            {"is_open_ended": True, "notice_amount": 3},
            "Inget är bråttom: avtalet löper tills vidare",
        ),
        (
            {
                "ends_on": date(2027, 3, 31),
                "notice_amount": 3,
                "renews_tacitly": True,
                "renewal_months": 12,
            },
            "Ta ställning senast 2026-12-31",
        ),
        (
            {"ends_on": date(2027, 3, 31), "notice_amount": 3, "options": [12]},
            "Ta ställning till optionen senast 2026-12-31",
        ),
        ({"ends_on": date(2029, 3, 31)}, "Börja ny upphandling senast 2027-09-30"),
        ({"ends_on": date(2027, 3, 31)}, "Ny upphandling skulle ha börjat 2025-09-30"),
    ],
)
def test_next_step(cast: Cast, terms: dict[str, Any], title: str) -> None:
    contract = make_contract(unit=cast.education, **terms)
    step = next_steps.next_step(contract, cast.manager, TODAY)
    assert step.title == title
    assert step.reason == ""
    assert next_steps.next_step(contract, cast.employee, TODAY).reason != ""


def test_terms_that_make_no_sense_are_said_and_not_shown_as_an_error() -> None:
    terms, reason = next_steps.readable_terms(Contract(ends_on=date(9999, 12, 31)))
    assert terms is None
    assert "9999" in reason


def test_the_page_shows_the_arithmetic(
    cast: Cast, client_of: Callable[[User], Client], clock: object
) -> None:
    contract = make_contract(
        unit=cast.education,
        ends_on=date(2027, 2, 28),
        notice_amount=3,
        renews_tacitly=True,
        renewal_months=12,
    )
    page = client_of(cast.employee).get(f"/avtal/{contract.pk}/").content.decode()
    for words in ("Så är datumen räknade", "3 månaders uppsägning", "2026-11-30", "2027-03-01"):
        assert words in page
    assert "Uppsägningsdagen närmar sig" in page
    empty = make_contract("Utan villkor", unit=cast.education)
    shown = client_of(cast.employee).get(f"/avtal/{empty.pk}/").content.decode()
    assert "Därför kan inga datum räknas ut" in shown
