"""Who may tune advice, and who may say that one of it is in order."""

from typing import Any

from bryggan.advice.models import Dismissal
from bryggan.advice.rules import Rule
from bryggan.kit.register.register import register_of
from bryggan.kit.verdict import Verdict
from bryggan.kit.writer import noun_of
from bryggan.people import permissions as people
from bryggan.people.models import User


def change_rule(user: User, rule: Rule | None) -> Verdict:
    """What counts as amiss is the same for all: those who keep the register decide it."""
    return people.keep_register(user)


def dismiss_advice(user: User, record: Any) -> Verdict:
    """Whoever may change the record may also say that it is in order as it is."""
    register = register_of(noun_of(type(record)))
    if register is None or register.change_with is None:
        return people.keep_register(user)
    return register.change_with.verdict(user, record)


def reopen_advice(user: User, dismissal: Dismissal) -> Verdict:
    """The same people as those who dismiss; of a record that is gone, those who keep the register."""
    register = register_of(dismissal.noun)
    record = register.rows(user).filter(pk=dismissal.record_id).first() if register else None
    return people.keep_register(user) if record is None else dismiss_advice(user, record)


def keep_figures(user: User, day: object) -> Verdict:
    """The tool itself, or those who keep the register."""
    return people.keep_register(user)
