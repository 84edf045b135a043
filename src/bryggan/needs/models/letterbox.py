import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bryggan.needs.models.choices import Route
from bryggan.people.models import Unit, User


class Slip(models.Model):
    """A slip in the letterbox: what somebody without a name has left, until the box is emptied with all
    the others. Its key is random and it has no time, no event and nobody's name; emptied, it is gone.

    It holds a new need; with `about` (a need) that its sender has it too; with `reply_to` (a supporter)
    what she answers when asked back.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Only so that a box is never emptied the same day: see `letterbox.py`.
    day = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Plain ids, so that nothing of the box is ever told by the history of a need.
    about = models.BigIntegerField(null=True, blank=True)
    reply_to = models.BigIntegerField(null=True, blank=True)
    text = models.TextField(_("Text"), blank=True)
    concerns = models.CharField(max_length=300, blank=True)
    route = models.CharField(max_length=20, choices=Route, default=Route.ORDINARY)
    picture = models.FileField(upload_to="behov", max_length=200, blank=True)
    code_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)

    sorted_by: ClassVar[str] = ""


class IntakeKey(models.Model):
    """Lets an e-service platform leave needs. Only a digest of the key is kept; it is shown once."""

    name = models.CharField(_("Vad som lämnar in"), max_length=120)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Behoven hör till")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Skapad av")
    )
    made_on = models.DateField(_("Skapad"))
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    class Meta:
        verbose_name = _("Nyckel för inlämning")

    def __str__(self) -> str:
        return self.name


class WorkplaceMeeting(models.Model):
    """The next APT of a workplace: a few days before, its manager gets the sheet to take along."""

    unit = models.OneToOneField(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Arbetsplats")
    )
    held_on = models.DateField(_("Nästa APT"))
    manager = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Chef")
    )
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    class Meta:
        verbose_name = _("APT")

    def __str__(self) -> str:
        return f"{self.unit}, {self.held_on:%Y-%m-%d}"
