"""May this person do this? Yes, or no with a reason that she can read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Verdict:
    is_allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.is_allowed


ALLOWED = Verdict(is_allowed=True)

type Permission = Callable[..., Verdict]


def denied(reason: object) -> Verdict:
    return Verdict(is_allowed=False, reason=str(reason))


def first_denial(*verdicts: Verdict) -> Verdict:
    """The first no, else yes."""
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)


def any_of(permission: Permission, *subjects: Any, user: Any) -> bool:
    return any(permission(user, subject) for subject in subjects)
