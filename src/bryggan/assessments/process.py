"""The course of an assessment: answered until a last day, which may be moved; then closed."""

from bryggan.assessments.models import Assessment
from bryggan.kit.process import Process, Transition

Step = Assessment.Step

PROCESS = Process(
    steps=Step,
    transitions=(
        Transition("close", source=frozenset({Step.OPEN}), target=Step.CLOSED),
        Transition("prolong", source=frozenset({Step.OPEN, Step.CLOSED}), target=Step.OPEN),
    ),
)
