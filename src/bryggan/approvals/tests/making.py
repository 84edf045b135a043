"""Apps at each place in their course, made through the actions that people use."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from bryggan.approvals import actions, questions
from bryggan.approvals.models import App
from bryggan.kit.testing.cast import Cast, tool
from bryggan.people.models import Unit, User, root_unit

USE = "Repetera glosor i grupp"
CONDITIONS = "Bara personalens konton."
REASON = "Visar reklam för barn. Använd Rösta i stället."
NOTE = "Ringde leverantören, svävande svar"


def harmless() -> dict[str, str]:
    """Answers that lead to nothing: the first choice of every question."""
    return {one.key: one.choices[0].key for one in questions.in_force().questions}


def answers(**differences: str) -> dict[str, str]:
    return {**harmless(), **differences}


def next_year(days: int = 300) -> date:
    return timezone.localdate() + timedelta(days=days)


def make_app(unit: Unit | None = None, name: str = "Glosappen", **values: Any) -> App:
    """An app entered by those who keep the list, not yet screened."""
    told = {"name": name, "description": USE, **values}
    return actions.create_app(unit or root_unit(), by=tool(), values=told)


def ask_for(cast: Cast, name: str = "Glosappen", *, by: User | None = None, **values: Any) -> App:
    """An app that somebody, else the employee, has asked for."""
    told = {"name": name, "use": USE, "user_count": 25, **values}
    return actions.request_app(cast.education, by=by or cast.employee, values=told)


def screened(app: App, by: User, given: Mapping[str, str] | None = None, note: str = NOTE) -> App:
    actions.screen_app(app, by=by, answers=given or harmless(), note=note)
    return app


def approved(app: App, by: User, conditions: str = CONDITIONS, **values: Any) -> App:
    """Screened and approved, with conditions unless they are empty."""
    screened(app, by)
    told = {"review_on": next_year(), **values}
    actions.approve_app(app, by=by, conditions=conditions, **told)
    return app


def refused(app: App, by: User, reason: str = REASON) -> App:
    screened(app, by)
    actions.refuse_app(app, by=by, reason=reason)
    return app
