"""Gallring: what is no longer needed is taken away, by a dated rule for each kind of row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from bryggan.history.models import Change, Event


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How long one kind of row is kept, by whose decision, and from when the rule holds.

    `keeps_for` None is for ever. `rows()` gives the rows of that kind and `counted_from` the column
    that the time is counted from.
    """

    key: str
    words: Any
    rows: Callable[[], models.QuerySet[Any]]
    counted_from: str
    keeps_for: timedelta | None
    since: date
    legal_ref: str

    def due(self, today: date) -> models.QuerySet[Any]:
        """The rows whose time is out on the day."""
        if self.keeps_for is None or today < self.since:
            return self.rows().none()
        start = timezone.make_aware(datetime.combine(today, time.min))
        return self.rows().filter(**{f"{self.counted_from}__lt": start - self.keeps_for})


RULES: dict[str, Rule] = {}


def disposes(rule: Rule) -> None:
    """Declare a rule; the same key twice is an error, since two rules could not both hold."""
    if rule.key in RULES:
        raise ValueError(f"Two rules dispose of {rule.key}.")
    RULES[rule.key] = rule


def count_due(today: date) -> dict[str, int]:
    counts = {key: rule.due(today).count() for key, rule in RULES.items()}
    return {key: count for key, count in counts.items() if count}


def dispose(today: date) -> dict[str, int]:
    """Delete what is due, an event with its changes. Only inside an open clearance."""
    counts = count_due(today)
    for key in counts:
        rows = RULES[key].due(today)
        if rows.model is Event:
            Change.objects.filter(event__in=rows.values("pk")).delete()
        rows.delete()
    return counts
