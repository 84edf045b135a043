"""The whole course of a task in one place: a new step is one more line here."""

from bryggan.duties.process import PROCESS


def test_the_course_of_a_task() -> None:
    assert PROCESS.table() == [
        "open --finish--> done",
        "open --drop--> dropped",
        "done | dropped --reopen--> open",
    ]
