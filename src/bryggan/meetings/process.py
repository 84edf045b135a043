"""The course of a meeting: planned, its members summoned, held and closed."""

from bryggan.kit.process import Process, Transition
from bryggan.meetings.choices import Step

PROCESS = Process(
    steps=Step,
    transitions=(
        Transition("summon", source=frozenset({Step.PLANNED, Step.SUMMONED}), target=Step.SUMMONED),
        Transition("close", source=frozenset({Step.PLANNED, Step.SUMMONED}), target=Step.CLOSED),
    ),
)
