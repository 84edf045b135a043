"""The words that meetings are told in: keys for the code, Swedish for the page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    """The legal kind of a body. It is never a setting whether a group of employees decides: it does not."""

    FORUM = "forum", _("Digitaliseringsforum")
    COUNCIL = "council", _("Digitaliseringsråd")
    LEADERSHIP = "leadership", _("Ledningsgrupp")
    STEERING = "steering", _("Styrgrupp")
    PROGRAMME = "programme", _("Programstyrgrupp")
    APT = "apt", _("APT")
    OTHER = "other", _("Annan grupp av anställda")
    PRESIDIUM = "presidium", _("Presidium")
    COMMITTEE = "committee", _("Utskott")
    BOARD = "board", _("Nämnd eller styrelse")
    ASSEMBLY = "assembly", _("Fullmäktige")


# These decide as bodies (KL 6:37, 6:41); all others prepare.
DECIDING = frozenset({BodyKind.PRESIDIUM, BodyKind.COMMITTEE, BodyKind.BOARD, BodyKind.ASSEMBLY})


class SeatKind(models.TextChoices):
    """What somebody does in the group."""

    CHAIR = "chair", _("Leder mötet")
    SECRETARY = "secretary", _("För anteckningar")
    MEMBER = "member", _("Deltar")


# These lead the meeting: they write what is recommended, and close it.
LEADING = (SeatKind.CHAIR, SeatKind.SECRETARY)


class Step(models.TextChoices):
    """Where a meeting is."""

    PLANNED = "planned", _("Planeras")
    SUMMONED = "summoned", _("Kallad")
    CLOSED = "closed", _("Avslutat")


class Stance(models.TextChoices):
    """What the group says of a matter. It recommends, sends back, waits, or takes note."""

    SUPPORT = "support", _("Tillstyrks")
    SUPPORT_WITH_CONDITIONS = "support_with_conditions", _("Tillstyrks med villkor")
    DECLINE = "decline", _("Avstyrks")
    REFER_BACK = "refer_back", _("Återremitteras")
    POSTPONED = "postponed", _("Bordläggs")
    NOTED = "noted", _("Antecknas")


SUPPORTING = frozenset({Stance.SUPPORT, Stance.SUPPORT_WITH_CONDITIONS})
# For these the group says why.
REASONED = frozenset(
    {Stance.SUPPORT_WITH_CONDITIONS, Stance.DECLINE, Stance.REFER_BACK, Stance.POSTPONED}
)


class Score(models.IntegerChoices):
    """How much, on five steps, as each member sees it before the meeting."""

    VERY_SMALL = 1, _("1 mycket liten")
    SMALL = 2, _("2 liten")
    MIDDLE = 3, _("3 medelstor")
    LARGE = 4, _("4 stor")
    VERY_LARGE = 5, _("5 mycket stor")


def step_choices() -> list[tuple[str, Any]]:
    """A function, so that a new step needs no migration."""
    return list(Step.choices)
