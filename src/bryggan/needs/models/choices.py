from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """Where in its course a need is; the words are those of the page."""

    VOICED = "voiced", _("Att bereda")
    ASKED = "asked", _("Väntar på svar från avsändaren")
    PARKED = "parked", _("Vilar")
    SORTED = "sorted", _("Går vidare")
    ANSWERED = "answered", _("Besvarat")
    MET = "met", _("Infört")


class Sorting(models.TextChoices):
    """What became of a need when it was sorted: what it leads to, or why it leads no further."""

    OBJECT_CHANGE = "object_change", _("Ändring i ett system eller objekt vi har")
    INITIATIVE = "initiative", _("Underlag till ett nytt initiativ")
    TRAINING = "training", _("Utbildning eller stöd")
    NO_SYSTEM = "no_system", _("Löses utan system")
    EXISTS = "exists", _("Finns redan")
    SUPPORT = "support", _("Felanmälan eller support")
    OTHER_DUTY = "other_duty", _("Ska anmälas på annat sätt")
    DECLINED = "declined", _("Går inte vidare")


# These lead on to work that somebody does; the others are the whole answer.
LEADS_ON = frozenset({Sorting.OBJECT_CHANGE, Sorting.INITIATIVE, Sorting.TRAINING})


class Duty(models.TextChoices):
    """Another way that the law or the work demands: a need that is really one of these is shown there."""

    DEVIATION = "deviation", _("Avvikelse")
    LEX_SARAH = "lex_sarah", _("Lex Sarah")
    LEX_MARIA = "lex_maria", _("Lex Maria")
    WORK_ENVIRONMENT = "work_environment", _("Arbetsmiljö: tillbud, risk eller skada")
    DATA_BREACH = "data_breach", _("Personuppgiftsincident")
    VIOLATION = "violation", _("Kränkande behandling av barn eller elev")
    WHISTLEBLOWING = "whistleblowing", _("Visselblåsning")


class Origin(models.TextChoices):
    """How a need came in."""

    FORM = "form", _("Formuläret")
    POSTER = "poster", _("Affischen")
    APT = "apt", _("APT")
    API = "api", _("E-tjänst")
    LETTERBOX = "letterbox", _("Anonymt")


class Route(models.TextChoices):
    """To whom a need goes first: to preparation, or straight to those who lead the administration."""

    ORDINARY = "ordinary", _("Till den som bereder behov")
    HEAD = "head", _("Direkt till förvaltningschefen")
    LEADERSHIP = "leadership", _("Direkt till ledningsgruppen")


class Score(models.IntegerChoices):
    """A quick estimate on five steps, before anybody has counted."""

    VERY_SMALL = 1, _("Mycket liten")
    SMALL = 2, _("Liten")
    MIDDLE = 3, _("Medelstor")
    LARGE = 4, _("Stor")
    VERY_LARGE = 5, _("Mycket stor")


# The steps in which somebody still has to prepare the need.
TO_PREPARE = (Step.VOICED, Step.ASKED)


def step_choices() -> list[tuple[str, Any]]:
    """A function, so that a new step needs no migration."""
    return list(Step.choices)
