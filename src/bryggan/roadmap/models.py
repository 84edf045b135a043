from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.decisions.models import Decision
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet


class AdoptedRoadmap(Record):
    """A unit's färdplan as its leadership adopted it: frozen, with a checksum. The next one is a new version.

    Where it was adopted is said by a decision or in words ("Ledningsgruppen 2026-11-20, § 12").
    """

    place = models.PositiveSmallIntegerField(_("Version"), default=1)
    adopted_on = models.DateField(_("Fastställd"))
    adopted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Fastställd av")
    )
    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Beslut"),
    )
    where = models.CharField(_("Var den fastställdes"), max_length=200, blank=True)
    note = models.TextField(_("Anteckning"), blank=True)
    frozen = models.JSONField(_("Fryst innehåll"), default=dict)
    digest = models.CharField(_("Kontrollsumma"), max_length=64)

    prefix: ClassVar[str] = "F"

    objects = RecordQuerySet["AdoptedRoadmap"].as_manager()

    class Meta:
        verbose_name = _("Fastställd färdplan")
        constraints = [
            models.UniqueConstraint("unit", "place", name="roadmap_version_once"),
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | ~Q(where=""),
                name="roadmap_adopted_somewhere",
                violation_error_message=_("Säg vid vilket möte eller genom vilket beslut."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Färdplan %(unit)s, version %(place)s")) % {
            "unit": self.unit,
            "place": self.place,
        }
