"""The whole course of a need in one place: a new step is one more line here."""

import pytest

from bryggan.needs.models import Need, Sorting, Step
from bryggan.needs.process import PROCESS
from bryggan.needs.reasons import TURNS, all_reasons, reasons_for
from bryggan.needs.telling import OF_TURN


def test_the_course_of_a_need() -> None:
    assert PROCESS.table() == [
        "voiced --ask--> asked",
        "asked --reply--> voiced",
        "voiced | asked --park--> parked (wake_on)",
        "parked --wake--> voiced",
        "voiced | asked | parked --sort--> sorted (sorting)",
        "voiced | asked | parked | sorted --answer--> answered (sorting)",
        "sorted --meet--> met",
        "sorted | answered | met --reopen--> voiced",
    ]


def test_every_step_leads_on() -> None:
    """Nothing is stuck: a need is never where nobody can do anything about it."""
    assert [step for step in Step.values if not PROCESS.possible(Need(step=step))] == []


@pytest.mark.django_db
def test_every_turn_has_a_reason_to_give_and_words_that_tell_it() -> None:
    assert [turn for turn in TURNS if not reasons_for(turn)] == []
    assert [turn for turn in TURNS if turn not in OF_TURN] == []
    assert {reason.turn for reason in all_reasons().values()} <= set(TURNS)
    assert set(Sorting.values) <= set(TURNS)
