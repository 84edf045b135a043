from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bryggan.needs.models.choices import Sorting, step_choices
from bryggan.needs.models.need import Need, OfNeedQuerySet, Supporter
from bryggan.people.models import User
from bryggan.people.records import Record


class Answer(Record):
    """What those who stand behind a need were told at one turn, and why. It is never changed."""

    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="answers", verbose_name=_("Behov")
    )
    step = models.CharField(_("Steg"), max_length=20, choices=step_choices)
    sorting = models.CharField(_("Blev"), max_length=20, choices=Sorting, blank=True)
    reason = models.CharField(_("Skälskod"), max_length=40, blank=True)
    text = models.TextField(_("Svar"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Av"))
    said_on = models.DateField(_("Dag"))

    unit_from: ClassVar[str] = "need"

    objects = OfNeedQuerySet["Answer"].as_manager()

    class Meta:
        verbose_name = _("Svar")
        indexes = [models.Index(fields=["need", "id"], name="needs_answer_of_need")]

    def __str__(self) -> str:
        return self.text[:80]


class Reply(Record):
    """What somebody who stands behind a need answered when she was asked back."""

    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="replies", verbose_name=_("Behov")
    )
    supporter = models.ForeignKey(
        Supporter, on_delete=models.PROTECT, related_name="replies", verbose_name=_("Av")
    )
    text = models.TextField(_("Svar på frågan"))
    said_on = models.DateField(_("Dag"))

    unit_from: ClassVar[str] = "need"

    objects = OfNeedQuerySet["Reply"].as_manager()

    class Meta:
        verbose_name = _("Svar på fråga")

    def __str__(self) -> str:
        return self.text[:80]


class Picture(Record):
    """A picture of what is in the way, made anew when it came so that it tells nothing but what it shows."""

    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="pictures", verbose_name=_("Behov")
    )
    file = models.FileField(_("Bild"), upload_to="behov", max_length=200)
    words = models.CharField(_("Vad bilden visar"), max_length=300, blank=True)

    unit_from: ClassVar[str] = "need"

    objects = OfNeedQuerySet["Picture"].as_manager()

    class Meta:
        verbose_name = _("Bild")

    def __str__(self) -> str:
        return self.words or str(_("Bild"))
