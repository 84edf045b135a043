"""Who looks after the papers' templates, and which are in use."""

from django.db.models import QuerySet
from django.utils import timezone

from bryggan.kit.papers import own_template
from bryggan.people.models import Assignment, User
from bryggan.people.roles import Role


def administrators() -> QuerySet[User]:
    running = Assignment.objects.running(timezone.localdate()).filter(role=Role.ADMINISTRATOR)
    return User.objects.present().filter(pk__in=running.values("user"))


def template_stamp(paper: str) -> str:
    """What tells the template that a paper is made in from the one before."""
    kept = own_template.current(paper)
    return str(kept.stat().st_mtime_ns) if kept else ""
