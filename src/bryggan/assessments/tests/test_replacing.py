"""The list of replacements, by tables: why a system stands there, in which year, and what stands over what."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bryggan.assessments.replacing import Facts, Row, Why, by_year, row_of

TODAY = date(2026, 11, 22)


def row(**facts: Any) -> Row | None:
    return row_of(Facts(**{"pk": 1, "name": "Journalen", **facts}))


@pytest.mark.parametrize(
    ("facts", "year", "reasons"),
    [
        ({"proposal": "replace"}, None, [Why.PROPOSED]),
        ({"planned_end_year": 2029}, 2029, [Why.PLANNED]),
        ({"support_ends_on": date(2027, 1, 1)}, 2027, [Why.SUPPORT]),
        ({"contract_ends_on": date(2028, 6, 30)}, 2028, [Why.CONTRACT]),
        (
            {
                "planned_end_year": 2029,
                "contract_ends_on": date(2028, 6, 30),
                "proposal": "replace",
            },
            2028,
            [Why.PLANNED, Why.CONTRACT, Why.PROPOSED],
        ),
        ({"decided": "replace", "target_year": 2030}, 2030, [Why.DECIDED]),
        ({"decided": "phase_out"}, None, [Why.DECIDED]),
        # What is decided stands over what is proposed, either way.
        ({"decided": "replace", "target_year": 2030, "proposal": "keep"}, 2030, [Why.DECIDED]),
        ({"decided": "replace", "target_year": 2030, "proposal": "phase_out"}, 2030, [Why.DECIDED]),
        (
            {"decided": "keep", "proposal": "replace", "contract_ends_on": date(2028, 6, 30)},
            2028,
            [Why.CONTRACT],
        ),
        (
            {"decided": "replace", "target_year": 2030, "planned_end_year": 2029},
            2030,
            [Why.DECIDED, Why.PLANNED],
        ),
    ],
)
def test_a_decision_says_the_year_else_the_earliest_fact(
    facts: dict[str, Any], year: int | None, reasons: list[Why]
) -> None:
    found = row(**facts)
    assert found is not None
    assert (found.year, [one.why for one in found.reasons]) == (year, reasons)


@pytest.mark.parametrize(
    "facts",
    [{}, {"proposal": "keep"}, {"proposal": "develop"}, {"decided": "keep", "proposal": "replace"}],
)
def test_what_stays_and_has_nothing_that_ends_is_not_on_the_list(facts: dict[str, Any]) -> None:
    assert row(**facts) is None


def test_something_that_ends_before_the_target_year_is_said() -> None:
    late = row(decided="replace", target_year=2028, contract_ends_on=date(2027, 12, 31))
    in_time = row(decided="replace", target_year=2028, contract_ends_on=date(2028, 1, 31))
    assert late is not None
    assert late.is_late
    assert in_time is not None
    assert not in_time.is_late


def test_years_come_in_order_with_sums_that_say_what_they_rest_on() -> None:
    facts = [
        Facts(pk=1, name="B", decided="replace", target_year=2028, cost=Decimal(100)),
        Facts(pk=2, name="A", planned_end_year=2028),
        Facts(pk=3, name="C", proposal="replace", cost=Decimal(7)),
        Facts(pk=4, name="D", planned_end_year=2024, cost=Decimal(1)),
        # Too far ahead to say anything, unless it is decided.
        Facts(pk=5, name="E", contract_ends_on=date(2033, 1, 1)),
        Facts(pk=6, name="F", decided="phase_out", target_year=2035),
    ]
    years = by_year([found for one in facts if (found := row_of(one))], TODAY)
    assert [one.year for one in years] == [2024, 2028, 2035, None]
    year = years[1]
    assert [one.facts.name for one in year.rows] == ["B", "A"]
    assert (year.total.amount, year.total.counted, year.total.of) == (Decimal(100), 1, 2)


def test_only_what_somebody_means_to_be_rid_of_is_going() -> None:
    ends = row(contract_ends_on=date(2028, 6, 30))
    goes = row(planned_end_year=2028)
    assert ends is not None
    assert not ends.is_going
    assert goes is not None
    assert goes.is_going
