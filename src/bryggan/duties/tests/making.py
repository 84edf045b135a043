"""Tasks for tests, given through the action that people use."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from bryggan.duties import actions
from bryggan.duties.models import Task
from bryggan.kit.testing.cast import Cast
from bryggan.people.models import User


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def given(cast: Cast, *, by: User | None = None, **told: Any) -> Task:
    """What the manager asks of the employee, due in ten days."""
    values = {
        "name": "Fråga leverantören om priset",
        "responsible": cast.employee,
        "due_on": in_days(10),
        **told,
    }
    return actions.give_task(cast.education, by=by or cast.manager, values=values)
