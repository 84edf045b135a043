from decimal import Decimal

import pytest

from bryggan.initiatives.calculation import (
    benefit_over,
    is_whole,
    matching_step,
    place_of,
    ring_through,
    size_of,
)
from bryggan.methods.models import Phase


@pytest.mark.parametrize(
    ("cost", "reach", "risk", "size"),
    [
        (None, "", "", "small"),
        (99_999, "workplace", "low", "small"),
        (99_999, "department", "", "small"),
        (100_000, "workplace", "low", "middle"),
        (0, "several", "low", "middle"),
        (0, "whole", "", "middle"),
        (0, "", "middle", "middle"),
        (499_999, "whole", "", "middle"),
        (500_000, "whole", "", "large"),
        (500_000, "several", "", "middle"),
        (1_999_999, "several", "middle", "middle"),
        (2_000_000, "workplace", "low", "large"),
        (0, "workplace", "high", "large"),
    ],
)
def test_size_follows_from_cost_reach_and_risk(
    cost: int | None, reach: str, risk: str, size: str
) -> None:
    assert size_of(None if cost is None else Decimal(cost), reach, risk) == size


@pytest.mark.parametrize(
    ("percents", "whole"),
    [
        ([], False),
        (["100"], True),
        (["60", "40"], True),
        (["33.33", "33.33", "33.33"], True),
        (["33.3", "33.3", "33.3"], False),
        (["60", None], False),
        (["100", None], False),
        (["60", "41"], False),
    ],
)
def test_shares_are_the_whole(percents: list[str | None], whole: bool) -> None:  # noqa: FBT001
    assert is_whole(None if one is None else Decimal(one) for one in percents) is whole


@pytest.mark.parametrize(
    ("years", "one_off", "yearly", "saving", "left"),
    [
        (5, 500_000, 20_000, 200_000, 400_000),
        (3, 500_000, 20_000, 100_000, -260_000),
        (5, None, None, 10_000, 50_000),
        (5, 100, None, None, -100),
        (None, 100, None, 200, None),
        (0, 100, None, 200, None),
        (5, None, None, None, None),
    ],
)
def test_benefit_over_the_years(
    years: int | None, one_off: int | None, yearly: int | None, saving: int | None, left: int | None
) -> None:
    def sek(amount: int | None) -> Decimal | None:
        return None if amount is None else Decimal(amount)

    found = benefit_over(
        years, one_off_cost=sek(one_off), yearly_cost=sek(yearly), yearly_saving=sek(saving)
    )
    assert found == sek(left)


@pytest.mark.parametrize(
    ("edges", "start", "goal", "ring"),
    [
        ({}, 1, 2, []),
        ({}, 1, 1, [1]),
        ({1: [2]}, 1, 2, [1, 2]),
        ({1: [2], 2: [3], 3: [4]}, 1, 4, [1, 2, 3, 4]),
        ({1: [2], 2: [1]}, 1, 3, []),
        ({1: [2, 3], 3: [4]}, 1, 4, [1, 3, 4]),
    ],
)
def test_a_ring_is_found_by_the_way_through_it(
    edges: dict[int, list[int]], start: int, goal: int, ring: list[int]
) -> None:
    assert ring_through(edges, start, goal) == ring


OTHER = [
    ("prepare", "preparation"),
    ("try", "pilot"),
    ("buy", "procurement"),
    ("after", "follow_up"),
    ("end", "closed"),
]


@pytest.mark.parametrize(
    ("key", "phase", "lands_on"),
    [
        ("buy", "procurement", "buy"),
        # The same step in another phase of the carrying out is still the same step.
        ("try", "implementation", "try"),
        # In a later phase it is not: only gates lead on.
        ("try", "decision", "prepare"),
        ("after", "pilot", "try"),
        ("gone", "pilot", "try"),
        ("gone", "prestudy", "prepare"),
        ("gone", "implementation", "buy"),
        ("gone", "handover", "try"),
        ("gone", "follow_up", "after"),
        # Nothing but closing leads to the end.
        ("end", "follow_up", "after"),
    ],
)
def test_a_step_is_found_again_in_another_version(key: str, phase: str, lands_on: str) -> None:
    assert OTHER[matching_step(OTHER, key=key, phase=phase)][0] == lands_on


def test_the_spine_begins_with_preparation_and_ends_closed() -> None:
    assert [place_of(phase) for phase in Phase.values] == list(range(9))
