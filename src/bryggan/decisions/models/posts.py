from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bryggan.decisions.choices import PostKind
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet


class Post(Record):
    """A function that can hold a mandate: förvaltningschef, arbetsutskottet. `unit` is the authority's own."""

    name = models.CharField(_("Funktion"), max_length=120)
    kind = models.CharField(_("Slag"), max_length=20, choices=PostKind)
    # The lowest point that suffices is tried first: the nearer the work, the lower.
    level = models.PositiveSmallIntegerField(_("Nivå"), default=3)
    # A förvaltningschef: the only one who may hand a mandate on (KL 7:6).
    is_head = models.BooleanField(_("Leder förvaltningen"), default=False)
    synonyms = models.JSONField(_("Skrivs också"), default=list, blank=True)

    sorted_by: ClassVar[str] = "name"

    objects = RecordQuerySet["Post"].as_manager()

    class Meta:
        verbose_name = _("Funktion")
        constraints = [
            models.UniqueConstraint(
                "unit",
                "sort_key",
                condition=Q(withdrawn_at=None),
                name="decisions_post_once_per_authority",
                violation_error_message=_("Nämnden har redan en funktion med det namnet."),
            )
        ]


class HoldingQuerySet(RecordQuerySet["Holding"]):
    def on(self, day: date) -> Self:
        """Held on the day."""
        return self.present().filter(
            Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day)
        )


class Holding(Record):
    """A person holds a post, from and to a day. `unit`: the part of the organisation she holds it for."""

    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="holdings", verbose_name=_("Funktion")
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="holdings", verbose_name=_("Person")
    )
    starts_on = models.DateField(_("Från"), null=True, blank=True)
    ends_on = models.DateField(_("Till"), null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Innehav")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="decisions_holding_ends_after_start",
                violation_error_message=_("Slutdagen ligger före startdagen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.post}"


class Absence(models.Model):
    """A holder cannot decide from and to a day, so that her deputy may: leave, illness, travel."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="absences", verbose_name=_("Person")
    )
    starts_on = models.DateField(_("Från"))
    ends_on = models.DateField(_("Till"))
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    class Meta:
        verbose_name = _("Frånvaro")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="decisions_absence_ends_after_start",
                violation_error_message=_("Slutdagen ligger före startdagen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.starts_on:%Y-%m-%d}"
