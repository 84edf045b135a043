"""The course of a meeting as one table: a new step is one visible line."""

from bryggan.meetings.process import PROCESS


def test_the_course_of_a_meeting() -> None:
    assert PROCESS.table() == [
        "planned | summoned --summon--> summoned",
        "planned | summoned --close--> closed",
    ]
