"""The course of an app: asked for, risk-checked, given a verdict, tried anew, taken off the list."""

from bryggan.approvals.models import Step
from bryggan.kit.process import Process, Transition

PROCESS = Process(
    steps=Step,
    transitions=(
        Transition("request", source=frozenset({Step.DELISTED}), target=Step.REQUESTED),
        Transition(
            "screen",
            source=frozenset({Step.REQUESTED, Step.SCREENED, Step.REOPENED}),
            target=Step.SCREENED,
        ),
        Transition(
            "approve",
            source=frozenset({Step.SCREENED}),
            target=Step.APPROVED,
            needs=("description", "review_on"),
        ),
        Transition(
            "approve_with_conditions",
            source=frozenset({Step.SCREENED}),
            target=Step.APPROVED_WITH_CONDITIONS,
            needs=("description", "conditions", "review_on"),
        ),
        Transition(
            "refuse",
            source=frozenset({Step.SCREENED}),
            target=Step.REFUSED,
            needs=("outcome_reason",),
        ),
        Transition(
            "reopen",
            source=frozenset({Step.APPROVED, Step.APPROVED_WITH_CONDITIONS, Step.REFUSED}),
            target=Step.REOPENED,
        ),
        Transition(
            "delist",
            source=frozenset({Step.APPROVED, Step.APPROVED_WITH_CONDITIONS, Step.REOPENED}),
            target=Step.DELISTED,
            needs=("outcome_reason",),
        ),
    ),
)
