"""Assessments for tests: whom one asks and what they say, by few words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from bryggan.assessments import actions, deciding, statements
from bryggan.assessments.models import Answer, Assessment, Disposition, Side
from bryggan.kit.testing.cast import Cast, tool
from bryggan.people.models import User
from bryggan.systems.models import System

BUSINESS, IT = Side.BUSINESS, Side.IT


def soon() -> date:
    return timezone.localdate() + timedelta(days=14)


def stands(side: str, stand: Any) -> dict[str, Any]:
    """The same stand on every statement of a side."""
    return dict.fromkeys(statements.newest().keys(side), stand)


def make_assessment(system: System, *asked: tuple[User, str], by: User | None = None) -> Assessment:
    """An open assessment; the people asked with their sides."""
    [made] = actions.open_assessment(
        [system],
        by=by or tool(),
        last_day=soon(),
        asked=[actions.Asked(system, user, side) for user, side in asked],
    )
    return made


def answer_of(assessment: Assessment, user: User, side: str) -> Answer:
    return Answer.objects.get(assessment=assessment, respondent=user, side=side)


def make_answered(
    system: System, answers: Mapping[tuple[User, str], Any], by: User | None = None
) -> Assessment:
    """An assessment in which each person has taken the same stand on all of her side's statements."""
    assessment = make_assessment(system, *answers, by=by)
    for (user, side), stand in answers.items():
        one = answer_of(assessment, user, side)
        actions.save_answer(one, by=user, values=stands(side, stand), is_done=True)
    assessment.refresh_from_db()
    return assessment


def of_four(cast: Cast, system: System | None = None) -> Assessment:
    """Four people: the business disagrees (1 and 4), IT agrees (3 and 3)."""
    return make_answered(
        system or cast.system,
        {
            (cast.system_owner, BUSINESS): 4,
            (cast.employee, BUSINESS): 1,
            (cast.it_counterpart, IT): 3,
            (cast.administrator, IT): 3,
        },
    )


def make_disposition(system: System, kind: str = "replace", **values: Any) -> Disposition:
    by = tool()
    told = {
        "kind": kind,
        "target_year": 2028,
        "reason": "Går inte att förlänga.",
        "decided_by": User.objects.filter(is_built_in=False).order_by("pk")[0],
        "decided_on": timezone.localdate(),
        **values,
    }
    return deciding.decide_disposition(system, by=by, values=told)
