"""The arithmetic of assessments, by tables."""

from typing import Any

import pytest

from bryggan.assessments import calculation, statements
from bryggan.assessments.calculation import UNKNOWN, Score
from bryggan.assessments.models import Side

KEYS = ("a", "b", "c", "d")


def given(*values: Any) -> dict[str, Any]:
    """Stands in the order of the keys; None was not answered."""
    return {key: value for key, value in zip(KEYS, values, strict=False) if value is not None}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], Score(None, 0, 0)),
        ([given(4, 4, 4, 4)], Score(4, 4, 4)),
        ([given(1, 4)], Score(2.5, 2, 4)),
        ([given(4, UNKNOWN, UNKNOWN, 2)], Score(3, 2, 4)),
        ([given(UNKNOWN, UNKNOWN)], Score(None, 0, 4)),
        ([given(4, 4, 4, 4), given(1, UNKNOWN)], Score(3.4, 5, 8)),
    ],
)
def test_a_score_is_the_mean_of_what_was_answered_and_says_of_how_many(
    answers: list[dict[str, Any]], expected: Score
) -> None:
    assert calculation.score(answers, KEYS) == expected


@pytest.mark.parametrize(
    ("mean", "place"), [(1, 0), (4, 100), (2.5, 50), (2, 33), (3, 67), (1.375, 13)]
)
def test_the_scale_becomes_an_axis(mean: float, place: int) -> None:
    assert calculation.on_axis(mean) == place


@pytest.mark.parametrize(
    ("answers", "value", "low", "high", "voices", "spread"),
    [
        ([], None, None, None, 0, None),
        ([given(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)], None, None, None, 0, None),
        ([given(4, 4, 4, 4)], 100, 100, 100, 1, None),
        ([given(4, 4, 4, 4), given(1, 1, 1, 1)], 50, 0, 100, 2, 100),
        # Whoever has answered one statement has a voice as good as another's.
        ([given(4, 4, 4, 4), given(1, UNKNOWN, UNKNOWN, UNKNOWN)], 50, 0, 100, 2, 100),
        ([given(3, 3, 3, 3), given(3, 3, UNKNOWN, 3)], 67, 67, 67, 2, 0),
    ],
)
def test_an_axis_is_the_mean_of_people_and_never_counts_who_does_not_know(
    answers: list[dict[str, Any]],
    value: int | None,
    low: int | None,
    high: int | None,
    voices: int,
    spread: int | None,
) -> None:
    found = calculation.axis(answers, KEYS)
    assert (found.value, found.low, found.high) == (value, low, high)
    assert (found.voices, found.spread) == (voices, spread)
    assert found.asked == len(KEYS) * len(answers)


def test_an_axis_says_when_people_stand_on_both_sides_of_the_middle() -> None:
    assert calculation.axis([given(4, 4), given(1, 1)], KEYS).crosses
    assert not calculation.axis([given(4, 4), given(3, 3)], KEYS).crosses


def test_what_people_differ_most_on_comes_first() -> None:
    answers = [given(1, 3, 4, UNKNOWN), given(4, 3, 3, 2), given(2, 3, 3, 2)]
    first, second, *rest = calculation.differences(answers, KEYS)
    assert (first.key, first.steps, first.counts, first.is_apart) == ("a", 3, (1, 1, 0, 1), True)
    assert (second.key, second.steps, second.is_apart) == ("c", 1, False)
    assert [(one.key, one.unknown) for one in rest] == [("b", 0), ("d", 1)]


def test_a_statement_nobody_answered_has_no_mean_and_no_difference() -> None:
    [found] = calculation.differences([given(UNKNOWN)], ["a"])
    assert (found.mean, found.steps, found.unknown) == (None, 0, 1)


@pytest.mark.parametrize(
    ("spread", "limit", "expected"),
    [(None, 40, False), (39, 40, False), (40, 40, True), (39, 30, True)],
)
def test_disagreement_has_a_limit_that_can_be_tuned(
    spread: int | None, limit: int, expected: bool
) -> None:
    assert calculation.disagrees(spread, limit) is expected


@pytest.mark.parametrize(
    ("business", "technical", "has_better", "expected"),
    [
        (None, None, False, ""),
        (90, None, False, ""),
        (None, 90, True, ""),
        (50, 50, False, "develop"),
        (50, 50, True, "develop"),
        (50, 49, False, "replace"),
        (50, 49, True, "consolidate"),
        (49, 50, False, "keep"),
        (49, 50, True, "consolidate"),
        (49, 49, False, "phase_out"),
        (0, 0, True, "consolidate"),
    ],
)
def test_the_two_axes_suggest_and_only_when_both_sides_have_answered(
    business: int | None, technical: int | None, has_better: bool, expected: str
) -> None:
    assert calculation.proposal(business, technical, has_better=has_better) == expected


def test_what_does_the_same_work_better_is_another_system_and_always_the_same_one() -> None:
    words = {1: ["karta"], 2: ["karta"], 3: ["karta", "lön"], 4: ["lön"], 5: []}
    assert calculation.better_for_the_same(words, [3, 2]) == {1: 2, 2: 3, 3: 2, 4: 3}
    assert calculation.better_for_the_same(words, []) == {}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, True), (4, True), (UNKNOWN, True), (0, False), (5, False), ("3", False), (True, False),
     (None, False), (2.0, False)],
)  # fmt: skip
def test_a_stand_is_one_to_four_or_not_known(value: Any, expected: bool) -> None:
    assert calculation.is_stand(value) is expected


def test_the_statements_follow_the_blocks_of_the_guide() -> None:
    method = statements.newest()
    sizes = {block.key: len(block.statements) for block in method.blocks}
    assert sizes == {
        "functionality": 4,
        "usability": 4,
        "legal": 2,
        "technology": 5,
        "supplier": 6,
    }
    assert len(method.keys(Side.BUSINESS)) == 10
    assert len(method.keys(Side.IT)) == 11
    assert "bilaga 3" in method.source
