"""The course of a task: to be done, done or dropped; either can be taken up again."""

from bryggan.duties.models import Step
from bryggan.kit.process import Process, Transition

PROCESS = Process(
    steps=Step,
    transitions=(
        Transition("finish", source=frozenset({Step.OPEN}), target=Step.DONE),
        Transition("drop", source=frozenset({Step.OPEN}), target=Step.DROPPED),
        Transition("reopen", source=frozenset({Step.DONE, Step.DROPPED}), target=Step.OPEN),
    ),
)
