"""The whole course of an app in one place: a new step is one more line here."""

from bryggan.approvals.models import App, Step
from bryggan.approvals.process import PROCESS


def test_the_course_of_an_app() -> None:
    assert PROCESS.table() == [
        "delisted --request--> requested",
        "requested | screened | reopened --screen--> screened",
        "screened --approve--> approved (description, review_on)",
        "screened --approve_with_conditions--> approved_with_conditions"
        " (description, conditions, review_on)",
        "screened --refuse--> refused (outcome_reason)",
        "approved | approved_with_conditions | refused --reopen--> reopened",
        "approved | approved_with_conditions | reopened --delist--> delisted (outcome_reason)",
    ]


def test_every_step_leads_on() -> None:
    """Nothing is stuck: an app is never where nobody can do anything about it."""
    assert [step for step in Step.values if not PROCESS.possible(App(step=step))] == []
