"""The whole course of a decision in one place: a new step is one more line here."""

from bryggan.decisions.choices import Step
from bryggan.decisions.models import Decision
from bryggan.decisions.process import PROCESS


def test_the_course_of_a_decision() -> None:
    assert PROCESS.table() == [
        "drafted --pass_on--> passed_on",
        "passed_on --refer_back--> drafted",
        "drafted | passed_on --take--> taken (wording)",
        "taken --report--> reported",
        "taken | reported --replace--> replaced",
    ]


def test_only_what_is_replaced_leads_nowhere() -> None:
    stuck = [step for step in Step.values if not PROCESS.possible(Decision(step=step))]
    assert stuck == [Step.REPLACED]
