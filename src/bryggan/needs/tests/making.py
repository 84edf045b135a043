"""Needs at each place in their course, made through the actions that people use."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from bryggan.kit.testing.cast import Cast, make_person, tool
from bryggan.kit.writer import Writer
from bryggan.needs import actions
from bryggan.needs.models import Need, Sorting
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from bryggan.registers.joining import told_apart

OBSTACLE = "Vi skriver upp nycklarna i en pärm. Ingen vet vem som har vilken när det larmar."
ANSWER = "Det går att göra i nyckelskåpet vi har. Förvaltaren hör av sig."


def make_developer(unit: Unit, name: str = "Vera Verk") -> User:
    """Somebody who prepares the needs of the unit and all under it."""
    return make_person(name, unit, [(Role.BUSINESS_DEVELOPER, unit)])


def voiced(cast: Cast, obstacle: str = OBSTACLE, *, by: User | None = None, **told: Any) -> Need:
    """A need that the employee, else somebody else, has voiced for her workplace."""
    sender = by or cast.employee
    values = {"obstacle": obstacle, "concerns": told.pop("concerns", "Hemtjänstens personal")}
    return actions.voice_need(
        told.pop("unit", sender.unit), by=sender, values=values, sender=sender, **told
    )


def without_name(unit: Unit, obstacle: str = OBSTACLE, code_digest: str = "d" * 64) -> Need:
    """A need whose sender nobody knows, as the emptied letterbox leaves it."""
    return actions.voice_need(
        unit, by=tool(), values={"obstacle": obstacle}, origin="letterbox", code_digest=code_digest
    )


def sorted_as(need: Need, by: User, sorting: str = Sorting.OBJECT_CHANGE, **told: Any) -> Need:
    reasons = {
        Sorting.OBJECT_CHANGE: "in_plan",
        Sorting.INITIATIVE: "larger_matter",
        Sorting.DECLINED: "benefit_too_small",
        Sorting.EXISTS: "in_system",
        Sorting.SUPPORT: "fault_report",
        Sorting.OTHER_DUTY: "deviation",
        Sorting.TRAINING: "course",
        Sorting.NO_SYSTEM: "routine",
    }
    actions.sort_need(
        need,
        by=by,
        sorting=sorting,
        text=told.pop("text", ANSWER),
        reason=told.pop("reason", reasons[Sorting(sorting)]),
        given=told,
    )
    return need


def parked(need: Need, by: User, days: int = 90) -> Need:
    actions.park_need(
        need, by=by, wake_on=in_days(days), text="Väntar på budget.", reason="awaits_money"
    )
    return need


def asked(need: Need, by: User, text: str = "Hur ofta händer det?") -> Need:
    actions.ask_sender(need, by=by, text=text, reason="unclear")
    return need


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def grow_needs(write: Writer, cast: Cast, numbers: Iterable[int]) -> None:
    """Needs open to all: they are voiced, not entered in the register, and each is told of."""
    today = timezone.localdate()
    days = dict.fromkeys(("voiced_on", "step_on", "opened_on"), today)
    with told_apart(write, "need.voiced"):
        for number in numbers:
            said = {"name": f"Rad {number}", "obstacle": "Det tar tid", "origin": "form"}
            write.create(Need, unit=cast.education, **said, **days)
