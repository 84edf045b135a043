"""The words that decisions are told in: keys for the code, Swedish for the page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class MatterKind(models.TextChoices):
    """What kind of matter a point is about; the municipality's own order says it in its own words."""

    PURCHASE = "purchase", _("Anskaffa IT-stöd, system och licenser")
    CALL_OFF = "call_off", _("Avropa från ramavtal")
    AWARD = "award", _("Tilldela i upphandling")
    CANCEL_TENDER = "cancel_tender", _("Avbryta upphandling")
    START = "start", _("Starta initiativ")
    ADDITION = "addition", _("Tillägg till avtal")
    NOTICE = "notice", _("Säga upp avtal")
    PROCESSING = "processing", _("Ingå personuppgiftsbiträdesavtal")
    BREACH = "breach", _("Anmäla personuppgiftsincident")
    CLASSIFICATION = "classification", _("Fastställa informationsklassning")
    RISK_MIDDLE = "risk_middle", _("Godta risk, gul")
    RISK_HIGH = "risk_high", _("Godta risk, röd")
    FUNDS = "funds", _("Fördela stimulansmedel")
    SUBDELEGATION = "subdelegation", _("Vidaredelegera")
    STATEMENT = "statement", _("Yttra sig över remiss")
    REFUSE_RECORD = "refuse_record", _("Avslå begäran om allmän handling")
    URGENT = "urgent", _("Brådskande ärende")
    OTHER = "other", _("Annat")
    GOALS = "goals", _("Verksamhetens mål, inriktning, omfattning eller kvalitet")
    TO_ASSEMBLY = "to_assembly", _("Framställning eller yttrande till fullmäktige")
    PRINCIPLE = "principle", _("Myndighetsutövning av principiell beskaffenhet")
    CITIZEN_PROPOSAL = "citizen_proposal", _("Medborgarförslag som lämnats till nämnden")


# These the board may never hand to anybody (KL 6:38).
NOT_DELEGABLE = frozenset(
    {
        MatterKind.GOALS,
        MatterKind.TO_ASSEMBLY,
        MatterKind.PRINCIPLE,
        MatterKind.CITIZEN_PROPOSAL,
    }
)


class PostKind(models.TextChoices):
    """Only employees and elected persons decide one by one; committees, boards and the assembly as bodies."""

    GROUP = "group", _("Grupp av anställda, bereder")
    EMPLOYEE = "employee", _("Anställd")
    ELECTED = "elected", _("Förtroendevald")
    COMMITTEE = "committee", _("Utskott eller presidium")
    BOARD = "board", _("Nämnd eller styrelse")
    ASSEMBLY = "assembly", _("Fullmäktige")


class Meaning(models.TextChoices):
    """What a limit is a limit of, always excl. moms."""

    NONE = "none", _("Ingen gräns")
    PER_PURCHASE = "per_purchase", _("Per inköp: summan av det som hör ihop")
    WHOLE_TERM = "whole_term", _("Hela avtalstiden med optioner")
    PER_YEAR = "per_year", _("Per kalenderår")


class Reporting(models.TextChoices):
    """Whether decisions by a point are reported to the board."""

    REPORTED = "reported", _("Anmäls till nämnden")
    NOT_REPORTED = "not_reported", _("Anmäls inte: protokollförs särskilt och anslås")
    NO_DECISION = "no_decision", _("Ren verkställighet, anmäls inte")


class DecisionKind(models.TextChoices):
    """To prepare is not to decide, and to carry out what is decided is neither."""

    PREPARATION = "preparation", _("Beredning")
    ENFORCEMENT = "enforcement", _("Ren verkställighet")
    DELEGATED = "delegated", _("Delegationsbeslut")
    BOARD = "board", _("Beslut av nämnd, utskott eller fullmäktige")
    URGENT = "urgent", _("Brådskande beslut av ordföranden")


class Step(models.TextChoices):
    """Where a decision is: being prepared, taken, reported; or passed on, replaced."""

    DRAFTED = "drafted", _("Förbereds")
    PASSED_ON = "passed_on", _("Lämnat till den som får besluta")
    TAKEN = "taken", _("Beslutat")
    REPORTED = "reported", _("Anmält")
    REPLACED = "replaced", _("Ersatt")


class Outcome(models.TextChoices):
    APPROVE = "approve", _("Bifall")
    APPROVE_WITH_CONDITIONS = "approve_with_conditions", _("Bifall med villkor")
    REJECT = "reject", _("Avslag")
    REFER_BACK = "refer_back", _("Återremiss")


# What a matter may go on by: a yes, from somebody or a body with the mandate.
DECIDING = frozenset({DecisionKind.DELEGATED, DecisionKind.BOARD, DecisionKind.URGENT})
GRANTING = frozenset({Outcome.APPROVE, Outcome.APPROVE_WITH_CONDITIONS})


def step_choices() -> list[tuple[str, Any]]:
    """A function, so that a new step needs no migration."""
    return list(Step.choices)
