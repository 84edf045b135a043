from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bryggan.meetings.choices import DECIDING, BodyKind, SeatKind
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet


class Body(Record):
    """A group that meets: its legal kind says whether it decides. `unit`: the part whose matters it takes up."""

    name = models.CharField(_("Grupp"), max_length=120)
    kind = models.CharField(_("Slag"), max_length=20, choices=BodyKind)
    purpose = models.TextField(_("Uppgift"), blank=True)
    weeks_between = models.PositiveSmallIntegerField(
        _("Veckor mellan möten"), null=True, blank=True
    )
    meets_at = models.CharField(_("Plats"), max_length=120, blank=True)

    prefix: ClassVar[str] = "O"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name", "purpose")

    objects = RecordQuerySet["Body"].as_manager()

    class Meta:
        verbose_name = _("Grupp")
        constraints = [
            models.UniqueConstraint(
                "unit",
                "sort_key",
                condition=Q(withdrawn_at=None),
                name="meetings_body_once_per_unit",
                violation_error_message=_("Det finns redan en grupp med det namnet här."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="meetings_body_has_name",
                violation_error_message=_("En grupp måste ha ett namn."),
            ),
        ]

    @property
    def decides(self) -> bool:
        """Only a nämnd, styrelse, utskott, presidium or fullmäktige decides as a body."""
        return self.kind in DECIDING


class SeatQuerySet(RecordQuerySet["Seat"]):
    def on(self, day: date) -> Self:
        """Who sits in the group on the day."""
        return self.present().filter(
            Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day)
        )


class Seat(Record):
    """A person in a group, from and to a day. `unit`: the part of the organisation she speaks for."""

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="seats", verbose_name=_("Grupp")
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="seats", verbose_name=_("Person")
    )
    kind = models.CharField(
        _("Uppgift i gruppen"), max_length=20, choices=SeatKind, default=SeatKind.MEMBER
    )
    starts_on = models.DateField(_("Från"), null=True, blank=True)
    ends_on = models.DateField(_("Till"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("Plats i gruppen")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="meetings_seat_ends_after_start",
                violation_error_message=_("Slutdagen ligger före startdagen."),
            ),
        ]
        indexes = [models.Index(fields=["user", "body"], name="meetings_seat_user")]

    def __str__(self) -> str:
        return str(self.user)
