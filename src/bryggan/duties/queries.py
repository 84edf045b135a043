"""Questions about tasks: what one person has to do, what is about a record, what to remind of."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from bryggan.duties.models import Task
from bryggan.kit.writer import noun_of
from bryggan.people.models import User


def tasks_of(user: User) -> QuerySet[Task]:
    """What the person has to do, what has a day first."""
    rows = Task.objects.visible_to(user).open().filter(responsible=user)
    return rows.order_by("due_on", "pk")


def tasks_about(record: Any, user: User) -> QuerySet[Task]:
    """The tasks about a record, the open ones first."""
    rows = Task.objects.visible_to(user).present()
    rows = rows.filter(about_noun=noun_of(type(record)), about_id=record.pk)
    return rows.select_related("responsible").order_by("done_on", "due_on", "pk")


def tasks_near(today: date) -> QuerySet[Task]:
    rows = Task.objects.near(today).filter(responsible__withdrawn_at=None)
    return rows.select_related("responsible").order_by("due_on", "pk")


def tasks_late(today: date) -> QuerySet[Task]:
    rows = Task.objects.late(today).filter(responsible__withdrawn_at=None)
    return rows.select_related("responsible").order_by("due_on", "pk")
