"""What those who oversee look for among initiatives, each as one condition of the database.

The register filters on them and the papers count by them, so that a number is always the list behind it.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bryggan.initiatives.lacking import lacks_evidence
from bryggan.initiatives.models import Milestone, Share, State
from bryggan.methods.models import MethodChoice, MethodStep, Phase
from bryggan.people.models import Unit

SILENT_DAYS = 60


class Watched(models.TextChoices):
    """What stands out; all but the last only of what is under way."""

    LATE = "late", _("Försenat")
    SILENT = "silent", _("Tyst i 60 dagar")
    OUTSIDE = "outside", _("Utanför metod")
    UNTOLD = "untold", _("Utan underlag")
    JOINT = "joint", _("Gemensamt")


def is_open() -> Q:
    """It can still move: neither closed nor rejected, but perhaps resting."""
    return ~Q(state=State.REJECTED) & ~Q(phase=Phase.CLOSED)


def is_under_way() -> Q:
    """Somebody works on it: open, and not resting."""
    return Q(state=State.ACTIVE) & ~Q(phase=Phase.CLOSED)


def is_late(today: date) -> Q:
    """The day it was to end has passed, or the day of a milestone that is not done."""
    passed = Milestone.objects.present().filter(
        initiative=OuterRef("pk"), due_on__lt=today, done_on=None
    )
    return is_under_way() & (Q(ends_on__lt=today) | Q(Exists(passed)))


def silent_since(today: date) -> date:
    """Who was last touched on this day or before is silent."""
    return today - timedelta(days=SILENT_DAYS)


def is_silent(today: date) -> Q:
    return is_under_way() & Q(touched_on__lte=silent_since(today))


def is_outside(today: date) -> Q:
    """Nobody has chosen a method where it is led, or its step is none of its version's."""
    begun = MethodChoice.objects.present().filter(starts_on__lte=today, method__withdrawn_at=None)
    choosing = begun.alias(here=ExpressionWrapper(OuterRef("path"), CharField())).filter(
        here__startswith=F("unit__path")
    )
    choosers = Unit.objects.filter(Exists(choosing)).order_by().values("pk")
    own = MethodStep.objects.present().filter(
        pk=OuterRef("method_step"), method_version=OuterRef("method_version")
    )
    return is_under_way() & (~Q(unit__in=choosers) | ~Q(Exists(own)))


def is_untold(today: date) -> Q:
    return is_under_way() & lacks_evidence()


def is_joint(today: date) -> Q:
    """Somebody else than who leads it has a share in it."""
    others = Share.objects.present().filter(initiative=OuterRef("pk"))
    return is_open() & Q(Exists(others.exclude(unit=OuterRef("unit"))))


CONDITIONS: Mapping[str, Callable[[date], Q]] = {
    Watched.LATE: is_late,
    Watched.SILENT: is_silent,
    Watched.OUTSIDE: is_outside,
    Watched.UNTOLD: is_untold,
    Watched.JOINT: is_joint,
}
