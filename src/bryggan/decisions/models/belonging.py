from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bryggan.decisions.models.decision import Decision
from bryggan.kit.register.register import REGISTERS
from bryggan.people.models import User


class BelongingQuerySet(models.QuerySet["Belonging"]):
    def visible_to(self, user: User) -> Self:
        """Whoever may read the other purchase, through its own door; also when it has been taken away since."""
        if user.is_built_in:
            return self
        seen = Q(pk__in=[])
        for register in REGISTERS.values():
            others: Any = register.model._default_manager.all()
            other = others.visible_to(user).filter(pk=OuterRef("other_id")).order_by()
            seen |= Q(Exists(other), other_noun=register.noun())
        return self.filter(seen)


class Belonging(models.Model):
    """What somebody answered of another purchase: it belongs together with this one, or not, because."""

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="belongings", verbose_name=_("Ärende")
    )
    # By noun and id, so that any register's purchases will do; its name as it was when it was answered.
    other_noun = models.CharField(max_length=60)
    other_id = models.BigIntegerField()
    other_name = models.CharField(_("Inköp"), max_length=300)
    belongs = models.BooleanField(_("Hör ihop"))
    reason = models.TextField(_("Därför"), blank=True)
    sum_sek = models.DecimalField(
        _("Värde, kr"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    # What of it was added to the matter's sum: nothing where it was in it already.
    added_sek = models.DecimalField(_("Tillagt, kr"), max_digits=14, decimal_places=2, default=0)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Svarat av")
    )
    answered_on = models.DateField(_("Svarat"))
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    objects = BelongingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Svar om inköp som hör ihop")
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "other_noun", "other_id"],
                name="decisions_belonging_once",
            ),
            models.CheckConstraint(
                condition=Q(belongs=True) | ~Q(reason=""),
                name="decisions_belonging_says_why_not",
                violation_error_message=_("Skriv varför de inte hör ihop."),
            ),
        ]

    def __str__(self) -> str:
        return self.other_name
