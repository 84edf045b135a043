from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bryggan.systems.calculation import Total, has_key, split_by_key


def numbers(values: dict[int, int]) -> dict[int, Decimal]:
    return {key: Decimal(value) for key, value in values.items()}


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("100", {1: 1, 2: 1, 3: 1}, {1: 34, 2: 33, 3: 33}),
        ("100", {3: 1, 2: 1, 1: 1}, {1: 34, 2: 33, 3: 33}),
        ("1000", {1: 400, 2: 1600}, {1: 200, 2: 800}),
        ("10", {1: 1, 2: 2, 3: 3}, {1: 2, 2: 3, 3: 5}),
        ("7", {1: 0, 2: 5}, {1: 0, 2: 7}),
        ("7", {1: 0, 2: 0}, {1: 4, 2: 3}),
        ("1", {1: 1, 2: 1}, {1: 1, 2: 0}),
        ("0", {1: 1, 2: 1}, {1: 0, 2: 0}),
        ("-100", {1: 1, 2: 1, 3: 1}, {1: -34, 2: -33, 3: -33}),
        ("99", {5: 3}, {5: 99}),
    ],
)
def test_split_by_key(amount: str, weights: dict[int, int], parts: dict[int, int]) -> None:
    assert split_by_key(Decimal(amount), numbers(weights)) == numbers(parts)


def test_an_incomplete_key_is_no_key() -> None:
    weights = {1: Decimal(900), 2: None}
    assert not has_key(weights)
    assert split_by_key(Decimal(100), weights) == numbers({1: 50, 2: 50})


def test_oere_are_not_lost() -> None:
    parts = split_by_key(Decimal("100.50"), numbers({1: 1, 2: 1, 3: 1}))
    assert parts == {1: Decimal("34.50"), 2: Decimal(33), 3: Decimal(33)}


amounts = st.decimals(-(10**10), 10**10, places=2)
weights_of_any_kind = st.dictionaries(
    st.integers(1, 99), st.none() | st.decimals(0, 10**6, places=3), min_size=1, max_size=30
)


@given(amounts, weights_of_any_kind)
def test_the_parts_always_add_up_to_the_whole(
    amount: Decimal, weights: dict[int, Decimal | None]
) -> None:
    parts = split_by_key(amount, weights)
    assert parts.keys() == weights.keys()
    assert sum(parts.values()) == amount
    assert all(part * amount >= 0 for part in parts.values())
    assert sum(part != int(part) for part in parts.values()) <= 1
    assert parts == split_by_key(amount, dict(reversed(weights.items())))


@given(st.integers(0, 10**9), st.dictionaries(st.integers(1, 9), st.integers(1, 99), min_size=1))
def test_nobody_is_more_than_a_krona_from_her_share(amount: int, weights: dict[int, int]) -> None:
    parts = split_by_key(Decimal(amount), numbers(weights))
    for key, weight in weights.items():
        assert abs(parts[key] * sum(weights.values()) - amount * weight) < sum(weights.values())


@pytest.mark.parametrize(
    ("amount", "weights", "words"),
    [
        ("100", {}, "ingen att dela"),
        ("100", {1: Decimal(-1)}, "inte vara negativ"),
        ("NaN", {1: Decimal(1)}, "måste vara tal"),
        ("100", {1: Decimal("Infinity")}, "måste vara tal"),
    ],
)
def test_what_cannot_be_shared_is_refused(
    amount: str, weights: dict[int, Decimal | None], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        split_by_key(Decimal(amount), weights)


def test_a_total_says_of_how_many_and_never_counts_unknown_as_zero() -> None:
    total = Total.over([Decimal(100), None, Decimal(0), None])
    assert total == Total(Decimal(100), 2, 4)
    assert total.words == "2 av 4 har belopp"
    assert not total.is_complete
    assert Total.over([None, None]) == Total(None, 0, 2)
    assert Total.over([None, None]).words == "0 av 2 har belopp"
    assert Total.over([Decimal(0)]).amount == Decimal(0)


def test_totals_add_up() -> None:
    totals = [Total(Decimal(5), 1, 3), Total(None, 0, 2), Total(Decimal(7), 2, 2)]
    assert sum(totals, Total()) == Total(Decimal(12), 3, 7)
    assert sum(totals) == Total(Decimal(12), 3, 7)
    assert Total() + Total(None, 0, 2) == Total(None, 0, 2)
    assert Total().is_complete


@pytest.mark.parametrize(("amount", "counted", "of"), [(None, 1, 1), (Decimal(0), 0, 1), (1, 2, 1)])
def test_a_total_that_contradicts_itself_is_refused(
    amount: Decimal | None, counted: int, of: int
) -> None:
    with pytest.raises(ValueError, match="stämmer inte överens"):
        Total(amount, counted, of)
