"""The course of a round: written, open to answers, closed."""

from typing import Any

from django.utils.translation import gettext as _

from bryggan.kit.process import Process, Transition
from bryggan.rounds.models import Round


def asks_something(round: Any) -> str:
    return "" if round.fields else _("Välj minst en uppgift att fråga om.")


PROCESS = Process(
    Round.Step,
    (
        Transition(
            "start",
            source=frozenset({Round.Step.DRAFT}),
            target=Round.Step.OPEN,
            needs=("name", "last_on"),
            guard=asks_something,
        ),
        Transition("close", source=frozenset({Round.Step.OPEN}), target=Round.Step.CLOSED),
    ),
)
