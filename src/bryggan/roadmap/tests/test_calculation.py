"""What has become otherwise since a färdplan was adopted, and what clashes: on plain values."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bryggan.kit.charts.model import Span, Timeline, TimelineRow
from bryggan.kit.charts.svg import NARROW, svg
from bryggan.roadmap.calculation import Entry, Wait, differences, other_money, overlaps

FIRST, LATER = date(2027, 1, 1), date(2027, 6, 1)


def entry(pk: int = 1, **differs: Any) -> Entry:
    told: dict[str, Any] = {
        "name": "Frånvaro i mobilen",
        "unit": "Skolan",
        "phase": "preparation",
        "state": "active",
        "starts_on": FIRST,
    }
    return Entry(pk=pk, **{**told, **differs})


def test_what_is_frozen_is_read_back_as_it_was() -> None:
    one = entry(
        ends_on=LATER,
        plan_year=2027,
        money={(2027, "asked"): Decimal(500_000), (2028, "budget"): Decimal(1)},
    )
    assert Entry.read(one.told()) == one


@pytest.mark.parametrize(
    ("after", "part"),
    [
        ([entry(), entry(2)], "added"),
        ([], "gone"),
        ([entry(starts_on=LATER)], "moved"),
        ([entry(time_words="hösten")], "moved"),
        ([entry(plan_year=2028)], "moved"),
        ([entry(phase="decision")], "passed"),
        ([entry(state="parked")], "passed"),
        ([entry(money={(2027, "asked"): Decimal(1)})], "paid"),
    ],
)
def test_each_difference_is_told_once_and_where_it_belongs(after: list[Entry], part: str) -> None:
    found = differences([entry()], after)
    assert found.count == 1
    assert len(getattr(found, part)) == 1


def test_the_same_is_no_difference_whatever_it_is_called() -> None:
    assert differences([entry()], [entry(name="Nytt namn", unit="Ny enhet")]).count == 0


def test_one_may_be_moved_and_have_other_money_at_once() -> None:
    found = differences([entry()], [entry(starts_on=LATER, money={(2027, "budget"): Decimal(1)})])
    assert (len(found.moved), len(found.paid), found.count) == (1, 1, 2)


def test_other_money_tells_what_came_what_went_and_what_is_another_sum() -> None:
    was = {(2027, "asked"): Decimal(5), (2027, "budget"): Decimal(1), (2028, "asked"): Decimal(7)}
    now = {(2027, "budget"): Decimal(6), (2028, "asked"): Decimal(7), (2029, "asked"): Decimal(2)}
    assert other_money(was, now) == [
        (2027, "asked", Decimal(5), None),
        (2027, "budget", Decimal(1), Decimal(6)),
        (2029, "asked", None, Decimal(2)),
    ]


@pytest.mark.parametrize(
    ("starts_on", "before_ends_on", "clashes"),
    [
        (FIRST, LATER, True),
        (LATER, FIRST, False),
        (FIRST, FIRST, False),
        (None, LATER, False),
        (FIRST, None, False),
    ],
)
def test_to_begin_before_what_one_waits_for_is_over_is_a_clash(
    starts_on: date | None, before_ends_on: date | None, clashes: bool
) -> None:
    assert Wait(1, 2, "", starts_on, before_ends_on).clashes is clashes


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((FIRST, LATER), (LATER, None), True),
        ((FIRST, FIRST), (LATER, None), False),
        ((FIRST, None), (LATER, None), True),
        ((None, LATER), (FIRST, LATER), None),
    ],
)
def test_overlaps(one: Any, other: Any, expected: bool | None) -> None:
    assert overlaps(one, other) is expected


def chart() -> Timeline:
    lines = (
        TimelineRow("Först", (Span(FIRST, LATER, "Genomförande"),), url="/initiativ/1/", key="1"),
        TimelineRow("Sedan", (Span(FIRST, LATER, "Beredning"),), key="2", after=("1", "9")),
    )
    return Timeline(title="År", summary="Två", lines=lines, today=FIRST)


def test_what_waits_is_tied_to_what_it_waits_for_and_the_table_says_so() -> None:
    told = chart().rows()
    assert told.header[-1] == "Väntar på"
    assert [row[-1] for row in told.rows] == ["", "Först"]
    assert "Sedan väntar på Först" in svg(chart())


def test_on_a_narrow_screen_no_line_goes_through_the_names() -> None:
    assert "väntar på" not in svg(chart(), width=NARROW)
