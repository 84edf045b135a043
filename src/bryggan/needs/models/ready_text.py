from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bryggan.needs.models.choices import Duty


class ReadyText(models.Model):
    """An answer that the municipality has made ready itself: a reason of its own that can be counted.

    It is never changed, only removed: what was answered with it can be counted for good.
    """

    turn = models.CharField(_("Svaret"), max_length=20)
    duty = models.CharField(_("Anmäls som"), max_length=20, choices=Duty, blank=True)
    label = models.CharField(_("Skäl"), max_length=80)
    text = models.TextField(_("Färdig text"))
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    class Meta:
        verbose_name = _("Färdigt svar")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(label="") & ~models.Q(text=""),
                name="needs_ready_text_says_something",
                violation_error_message=_("Skriv både skälet och texten."),
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """The code of the reason, as answers keep it."""
        return f"{OWN}{self.pk}"


# How the code of a reason of the municipality's own begins.
OWN = "own-"
