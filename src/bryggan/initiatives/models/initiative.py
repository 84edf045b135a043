from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bryggan.decisions.models import Decision
from bryggan.initiatives.models.choices import (
    Health,
    Purpose,
    Reach,
    RiskLevel,
    Route,
    State,
)
from bryggan.methods.models import MethodStep, MethodVersion, Phase, Size
from bryggan.needs.models import Score
from bryggan.people.models import Unit, User
from bryggan.people.records import Record, RecordQuerySet
from bryggan.systems.models import System

# Whose row it is is clear from where it hangs.
PERSON: dict[str, Any] = {
    "null": True,
    "blank": True,
    "on_delete": models.PROTECT,
    "related_name": "+",
}


class InitiativeQuerySet(RecordQuerySet["Initiative"]):
    def under_way(self) -> Self:
        """Somebody works on them: neither parked, rejected nor closed."""
        return self.present().filter(state=State.ACTIVE).exclude(phase=Phase.CLOSED)

    def of_unit(self, unit: Unit) -> Self:
        """Led from the unit or under it."""
        return self.filter(unit__path__startswith=unit.path)

    def to_wake(self, today: date) -> Self:
        """Parked ones whose day has come."""
        return self.present().filter(state=State.PARKED, wakes_on__lte=today)


class Initiative(Record):
    """Something is to be changed: from the first preparation until its benefit is followed up.

    `unit` leads it. `phase`, `method_step` and `state` are set by the actions of `course.py` only.
    What a plan or a budget says in words is kept in words, beside the days and the figures.
    """

    name = models.CharField(_("Initiativ"), max_length=200)
    description = models.TextField(_("Beskrivning"), blank=True)
    purpose = models.CharField(_("Syfte"), max_length=20, choices=Purpose, blank=True)
    goals = models.TextField(_("Mål"), blank=True)
    case_number = models.CharField(_("Diarienummer"), max_length=60, blank=True)
    systems = models.ManyToManyField(
        System, blank=True, related_name="initiatives", verbose_name=_("System det gäller")
    )

    phase = models.CharField(
        _("Fas"), max_length=20, choices=Phase, default=Phase.PREPARATION, editable=False
    )
    state = models.CharField(
        _("Läge"), max_length=20, choices=State, default=State.ACTIVE, editable=False
    )
    state_reason = models.TextField(_("Varför det står stilla"), blank=True)
    method_version = models.ForeignKey(
        MethodVersion,
        on_delete=models.PROTECT,
        related_name="initiatives",
        verbose_name=_("Metod"),
        editable=False,
    )
    method_step = models.ForeignKey(
        MethodStep,
        on_delete=models.PROTECT,
        related_name="initiatives",
        verbose_name=_("Steg"),
        editable=False,
    )
    since = models.DateField(_("I steget sedan"))
    wakes_on = models.DateField(_("Tas upp igen"), null=True, blank=True)
    # It ran before it came in here: gates before that day read "före Bryggan".
    is_taken_over = models.BooleanField(_("Övertaget"), default=False)
    # The last time somebody did something with it: what "tyst sedan" counts from.
    touched_on = models.DateField(_("Senast rört"))

    size = models.CharField(_("Storlek"), max_length=10, choices=Size, default=Size.SMALL)
    size_reason = models.TextField(_("Varför den storleken"), blank=True)
    reach = models.CharField(_("Vilka det når"), max_length=20, choices=Reach, blank=True)
    risk_level = models.CharField(_("Risk"), max_length=10, choices=RiskLevel, blank=True)
    benefit = models.PositiveSmallIntegerField(_("Nytta"), choices=Score, null=True, blank=True)
    complexity = models.PositiveSmallIntegerField(
        _("Komplexitet"), choices=Score, null=True, blank=True
    )
    # The numbers of the needs that both were judged in, until somebody judges them anew here.
    judged_in_needs = models.TextField(_("Bedömt i behoven"), blank=True)

    starts_on = models.DateField(_("Planerad start"), null=True, blank=True)
    ends_on = models.DateField(_("Planerat slut"), null=True, blank=True)
    started_on = models.DateField(_("Startat"), null=True, blank=True)
    closed_on = models.DateField(_("Avslutat"), null=True, blank=True)
    time_words = models.CharField(_("Tidsram i ord"), max_length=300, blank=True)
    budget_words = models.TextField(_("Budget i ord"), blank=True)
    target_plan_year = models.PositiveSmallIntegerField(
        _("Verksamhetsplan, år"), null=True, blank=True
    )
    target_budget_year = models.PositiveSmallIntegerField(_("Budget, år"), null=True, blank=True)
    procurement_route = models.CharField(
        _("Hur det köps"), max_length=20, choices=Route, blank=True
    )

    # The nyttokalkyl in five figures; a file does as well, as evidence.
    one_off_cost_sek = models.DecimalField(
        _("Kostnad en gång, kr"), max_digits=14, decimal_places=0, null=True, blank=True
    )
    yearly_cost_sek = models.DecimalField(
        _("Kostnad per år, kr"), max_digits=14, decimal_places=0, null=True, blank=True
    )
    yearly_saving_sek = models.DecimalField(
        _("Besparing per år, kr"), max_digits=14, decimal_places=0, null=True, blank=True
    )
    freed_hours = models.PositiveIntegerField(_("Frigjord tid per år, timmar"), null=True, blank=True)  # fmt: skip
    benefit_years = models.PositiveSmallIntegerField(_("Räknat på, år"), null=True, blank=True)
    benefit_note = models.TextField(_("Så är nyttan räknad"), blank=True)
    benefit_on = models.DateField(_("Nyttan räknad"), null=True, blank=True)

    health = models.CharField(_("Status"), max_length=10, choices=Health, blank=True)
    status_text = models.TextField(_("Läget i ord"), blank=True)
    status_on = models.DateField(_("Status lämnad"), null=True, blank=True)
    status_by = models.ForeignKey(User, verbose_name=_("Status lämnad av"), **PERSON)

    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiatives",
        verbose_name=_("Beslut om start"),
    )
    handed_over_by = models.ForeignKey(User, verbose_name=_("Lämnat av"), **PERSON)
    handed_over_on = models.DateField(_("Lämnat"), null=True, blank=True)
    received_by = models.ForeignKey(User, verbose_name=_("Mottaget av"), **PERSON)
    received_on = models.DateField(_("Mottaget"), null=True, blank=True)
    result = models.TextField(_("Vad det blev"), blank=True)
    evaluation = models.TextField(_("Hur det gick"), blank=True)
    follow_up_on = models.DateField(_("Nyttan följs upp"), null=True, blank=True)

    prefix: ClassVar[str] = "I"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name", "description", "goals", "case_number")

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Initiativ")
        indexes = [
            models.Index(
                fields=["sort_key", "id"],
                condition=Q(withdrawn_at=None),
                name="initiatives_sort_key",
            ),
            models.Index(
                fields=["state", "phase", "unit"],
                condition=Q(withdrawn_at=None),
                name="initiatives_phase",
            ),
            models.Index(
                fields=["unit", "phase"], condition=Q(withdrawn_at=None), name="initiatives_unit"
            ),
            models.Index(
                fields=["touched_on", "sort_key", "id"],
                condition=Q(withdrawn_at=None),
                name="initiatives_silent",
            ),
            # What stands out among those under way, the latest touched first.
            models.Index(
                fields=["state", "-touched_on", "sort_key", "id"],
                condition=Q(withdrawn_at=None),
                name="initiatives_touched",
            ),
            models.Index(
                fields=["wakes_on"], condition=Q(state=State.PARKED), name="initiatives_wakes_on"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="initiatives_has_name",
                violation_error_message=_("Ett initiativ måste ha ett namn."),
            ),
            models.CheckConstraint(
                condition=Q(phase__in=Phase.values), name="initiatives_on_the_spine"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PARKED) | Q(wakes_on__isnull=False),
                name="initiatives_parked_wakes",
                violation_error_message=_(
                    "Ett initiativ som vilar måste ha en dag då det tas upp igen."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(phase=Phase.CLOSED) | Q(state=State.ACTIVE),
                name="initiatives_closed_rests_no_more",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it still can move."""
        return self.state != State.REJECTED and self.phase != Phase.CLOSED

    @property
    def is_handed_over(self) -> bool:
        """Both sides have said so: who gave it and who received it."""
        return self.handed_over_on is not None and self.received_on is not None

    def days_silent(self, today: date) -> int:
        """How long nobody has done anything with it."""
        return (today - self.touched_on).days


class OfInitiativeQuerySet[R: models.Model](models.QuerySet[R]):
    """Rows that hang on an initiative: whoever sees the initiative sees them."""

    def present(self) -> Self:
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: User) -> Self:
        if not user.is_external:
            return self
        seen = Initiative.objects.visible_to(user).filter(pk=OuterRef("initiative"))
        return self.filter(Exists(seen))


class OfInitiative(models.Model):
    """What every row that hangs on an initiative has."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="+", verbose_name=_("Initiativ")
    )
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    class Meta:
        abstract = True
