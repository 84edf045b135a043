"""What Sundvalla thinks of its systems: told by many, of people and systems that are there."""

from collections import Counter

import pytest

from bryggan.assessments import calculation, statements
from bryggan.assessments.models import Kind, Side
from bryggan.demo.assessments import stand_of
from bryggan.demo.municipality import Row, content

TOLD = content("assessments")
ASSESSMENTS: list[Row] = TOLD["assessments"]
DECIDED: list[Row] = TOLD["dispositions"]


def keys(file: str) -> set[str]:
    return {row["key"] for row in content(file)[file]}


@pytest.mark.parametrize("row", ASSESSMENTS, ids=[row["system"] for row in ASSESSMENTS])
def test_four_or_more_are_asked_and_every_statement_has_a_stand(row: Row) -> None:
    assert row["system"] in keys("systems")
    assert len(row["answers"]) >= 4
    asked = Counter((one["person"], one["side"]) for one in row["answers"])
    assert set(asked.values()) == {1}
    for one in row["answers"]:
        assert one["person"] in keys("people")
        wanted = statements.newest().keys(one["side"])
        given = [stand_of(sign) for sign in one.get("stands", "-" * len(wanted))]
        assert len(given) == len(wanted)
        assert all(calculation.is_stand(stand) for stand in given)


def test_two_systems_divide_people_and_the_rest_do_not() -> None:
    divided = set()
    for row in ASSESSMENTS:
        for side in Side.values:
            order = statements.newest().keys(side)
            given = [
                dict(zip(order, map(stand_of, one["stands"]), strict=True))
                for one in row["answers"]
                if one["side"] == side and "stands" in one
            ]
            if calculation.disagrees(calculation.axis(given, order).spread):
                divided.add(row["system"])
    assert divided == {"lifecare-planering", "unikum"}


def test_what_is_decided_is_of_systems_and_people_that_are_there() -> None:
    assert len({row["system"] for row in DECIDED}) >= 8
    for row in DECIDED:
        assert row["system"] in keys("systems")
        assert row["decided_by"] in keys("people")
        assert row["kind"] in Kind.values
