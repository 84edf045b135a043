"""A version as it is drawn: a row of phases with their steps, and each step with what every size demands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bryggan.methods import queries
from bryggan.methods.models import MethodStep, MethodVersion, Phase, Requirement, Rule, Size


@dataclass(frozen=True)
class Asked:
    """A requirement with, size by size, whether it is asked for."""

    requirement: Requirement
    sizes: tuple[tuple[str, str, bool], ...]

    @property
    def rule(self) -> str:
        """How it is seen that it is there, in words; empty where a file, a link or a sentence is asked for."""
        return str(Rule(self.requirement.rule).label) if self.requirement.rule else ""


@dataclass(frozen=True)
class Shown:
    """A step with its number in the course."""

    number: int
    step: MethodStep
    phase: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Stretch:
    """A phase of the row, with the steps that lie in it."""

    phase: str
    steps: tuple[Shown, ...]

    @property
    def first(self) -> int:
        return self.steps[0].number


def shown_steps(steps: Sequence[MethodStep]) -> list[Shown]:
    """Steps that have been read with their requirements."""
    return [
        Shown(
            number, step, str(Phase(step.phase).label), tuple(map(_asked, step.requirements.all()))
        )
        for number, step in enumerate(steps, start=1)
    ]


def _asked(requirement: Requirement) -> Asked:
    held = queries.sizes_of(requirement)
    return Asked(
        requirement, tuple((size.value, str(size.label), size.value in held) for size in Size)
    )


def stretches(shown: Sequence[Shown]) -> list[Stretch]:
    """Neighbouring steps of the same phase, together."""
    return [Stretch(phase, tuple(steps)) for phase, steps in groupby(shown, lambda one: one.phase)]


def demands(shown: Sequence[Shown]) -> list[tuple[str, int]]:
    """How many requirements a matter of each size meets in all."""
    return [
        (
            str(size.label),
            sum(
                is_asked
                for one in shown
                for asked in one.asked
                for key, _label, is_asked in asked.sizes
                if key == size
            ),
        )
        for size in Size
    ]


def context_of(version: MethodVersion) -> dict[str, Any]:
    """What the templates of a course read."""
    shown = shown_steps(list(queries.steps_with_requirements(version)))
    return {
        "version": version,
        "shown": shown,
        "stretches": stretches(shown),
        "demands": demands(shown),
        "sizes": [(size.value, size.label) for size in Size],
    }
