"""The course of a record as data: which step may follow which, and what must be filled in first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible


@dataclass(frozen=True)
class Transition:
    name: str
    source: frozenset[str]
    target: str
    needs: tuple[str, ...] = ()
    guard: Callable[[Any], str] | None = None

    def missing(self, record: models.Model, given: Mapping[str, Any] | None = None) -> list[str]:
        """The names of fields that must be filled in before this transition.

        `given`: what the action is about to write, which counts as filled in.
        """
        given = given or {}
        return [
            name
            for name in self.needs
            if given.get(name, getattr(record, name)) in (None, "", [], {})
        ]


@dataclass(frozen=True)
class Process:
    """The table of a noun's steps. From it come buttons, what is missing, step filters and tests."""

    steps: type[models.TextChoices]
    transitions: tuple[Transition, ...]

    def next(self, record: Any, name: str, **given: Any) -> str:
        """The step that the transition leads to from here; NotPossible with the reason otherwise.

        `given`: what the action writes with the step, so that it need not be there before.
        """
        for transition in self.transitions:
            if transition.name == name and record.step in transition.source:
                missing = transition.missing(record, given)
                if missing:
                    labels = (str(record._meta.get_field(key).verbose_name) for key in missing)
                    raise NotPossible(
                        _("Fyll i först: %(fields)s.") % {"fields": ", ".join(labels)},
                        field=missing[0],
                    )
                if transition.guard and (reason := transition.guard(record)):
                    raise NotPossible(reason)
                return transition.target
        step = self.steps(record.step).label
        raise NotPossible(_("Det går inte från steget %(step)s.") % {"step": step})

    def possible(self, record: Any) -> list[Transition]:
        return [transition for transition in self.transitions if record.step in transition.source]

    def can(self, record: Any, name: str) -> bool:
        """Whether the transition leads on from here, whatever is still to be filled in."""
        return any(transition.name == name for transition in self.possible(record))

    def table(self) -> list[str]:
        """One line per way: from, name, to and what it needs; what a test holds, and a diagram draws."""
        return [
            f"{' | '.join(step for step in self.steps.values if step in transition.source)}"
            f" --{transition.name}--> {transition.target}"
            + (f" ({', '.join(transition.needs)})" if transition.needs else "")
            for transition in self.transitions
        ]
