"""The course of a record as data: which step may follow which, and what must be filled in first."""

from collections.abc import Callable
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

    def missing(self, record: models.Model) -> list[str]:
        """The labels of fields that must be filled in before this transition."""
        return [
            str(record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            for name in self.needs
            if getattr(record, name) in (None, "", [], {})
        ]


@dataclass(frozen=True)
class Process:
    """The table of a noun's steps. From it come buttons, what is missing, step filters and tests."""

    steps: type[models.TextChoices]
    transitions: tuple[Transition, ...]

    def next(self, record: Any, name: str) -> str:
        """The step that the transition leads to from here; NotPossible with the reason otherwise."""
        for transition in self.transitions:
            if transition.name == name and record.step in transition.source:
                missing = transition.missing(record)
                if missing:
                    raise NotPossible(
                        _("Fyll i först: %(fields)s.") % {"fields": ", ".join(missing)}
                    )
                if transition.guard and (reason := transition.guard(record)):
                    raise NotPossible(reason)
                return transition.target
        step = self.steps(record.step).label
        raise NotPossible(_("Det går inte från steget %(step)s.") % {"step": step})

    def possible(self, record: Any) -> list[Transition]:
        return [transition for transition in self.transitions if record.step in transition.source]
