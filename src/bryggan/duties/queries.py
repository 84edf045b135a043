"""Questions about tasks: what one person has to do, what to remind of."""

from datetime import date

from django.db.models import Case, F, Model, QuerySet, When

from bryggan.duties.models import Step, Task
from bryggan.people.models import User


def tasks_of(user: User) -> QuerySet[Task]:
    """What the person has to do, what has a day first. Her own she sees: no other door is asked."""
    rows = Task.objects.open().filter(responsible=user)
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def tasks_about(record: Model, user: User) -> QuerySet[Task]:
    """What is promised about a record, to be done first: whose door has been asked, so that no other is."""
    about = Task.objects
    rows = about.visible_to(user, about=record) if user.is_external else about.about(record)
    rows = rows.present().select_related("responsible")
    is_open = Case(When(step=Step.OPEN, then=0), default=1)
    return rows.order_by(is_open, F("due_on").asc(nulls_last=True), "-pk")


def tasks_near(today: date) -> QuerySet[Task]:
    rows = Task.objects.near(today).filter(responsible__withdrawn_at=None)
    return rows.select_related("responsible").order_by("due_on", "pk")


def tasks_late(today: date) -> QuerySet[Task]:
    rows = Task.objects.late(today).filter(responsible__withdrawn_at=None)
    return rows.select_related("responsible").order_by("due_on", "pk")
