"""The course of a need: voiced, perhaps asked about or parked, sorted or answered, and one day met."""

from bryggan.kit.process import Process, Transition
from bryggan.needs.models import Step

_UNSORTED = frozenset({Step.VOICED, Step.ASKED, Step.PARKED})

PROCESS = Process(
    steps=Step,
    transitions=(
        Transition("ask", source=frozenset({Step.VOICED}), target=Step.ASKED),
        Transition("reply", source=frozenset({Step.ASKED}), target=Step.VOICED),
        Transition(
            "park",
            source=frozenset({Step.VOICED, Step.ASKED}),
            target=Step.PARKED,
            needs=("wake_on",),
        ),
        Transition("wake", source=frozenset({Step.PARKED}), target=Step.VOICED),
        Transition("sort", source=_UNSORTED, target=Step.SORTED, needs=("sorting",)),
        Transition(
            "answer", source=_UNSORTED | {Step.SORTED}, target=Step.ANSWERED, needs=("sorting",)
        ),
        Transition("meet", source=frozenset({Step.SORTED}), target=Step.MET),
        Transition(
            "reopen",
            source=frozenset({Step.SORTED, Step.ANSWERED, Step.MET}),
            target=Step.VOICED,
        ),
    ),
)
