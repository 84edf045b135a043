"""The course of a decision: drafted, taken by whoever has the mandate or passed on, reported, replaced."""

from bryggan.decisions.choices import Step
from bryggan.kit.process import Process, Transition

PROCESS = Process(
    steps=Step,
    transitions=(
        Transition("pass_on", source=frozenset({Step.DRAFTED}), target=Step.PASSED_ON),
        Transition("refer_back", source=frozenset({Step.PASSED_ON}), target=Step.DRAFTED),
        Transition(
            "take",
            source=frozenset({Step.DRAFTED, Step.PASSED_ON}),
            target=Step.TAKEN,
            needs=("wording",),
        ),
        Transition("report", source=frozenset({Step.TAKEN}), target=Step.REPORTED),
        Transition("replace", source=frozenset({Step.TAKEN, Step.REPORTED}), target=Step.REPLACED),
    ),
)
