from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.people.models import Unit, User


class RuleSetting(models.Model):
    """What the municipality has chosen for a rule of advice: whether it is used, and its own limit.

    A rule that nobody has changed has no row.
    """

    rule = models.CharField(_("Regel"), max_length=60)
    is_on = models.BooleanField(_("Används"), default=True)
    limit = models.PositiveIntegerField(_("Gräns"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    prefix: ClassVar[str] = ""
    sorted_by: ClassVar[str] = ""
    searched: ClassVar[tuple[str, ...]] = ()

    class Meta:
        verbose_name = _("Inställning av råd")
        constraints = [models.UniqueConstraint(fields=["rule"], name="advice_setting_once")]


class DismissalQuerySet(models.QuerySet["Dismissal"]):
    def in_force(self, today: date) -> Self:
        """Not taken back, and its last day has not passed."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=today), withdrawn_at=None)


class Dismissal(models.Model):
    """Somebody has looked at an advice on a record and says that it is in order, why, and until when."""

    rule = models.CharField(_("Råd"), max_length=60)
    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    reason = models.CharField(_("Skäl"), max_length=300)
    until_on = models.DateField(_("Till och med"), null=True, blank=True)
    dismissed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Avfärdat av")
    )
    dismissed_at = models.DateTimeField(_("Avfärdat"))
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    prefix: ClassVar[str] = ""
    sorted_by: ClassVar[str] = ""
    searched: ClassVar[tuple[str, ...]] = ()

    objects = DismissalQuerySet.as_manager()

    class Meta:
        verbose_name = _("Avfärdat råd")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "noun", "record_id"],
                condition=Q(withdrawn_at=None),
                name="advice_dismissed_once",
                violation_error_message=_("Rådet är redan avfärdat."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="advice_dismissed_why",
                violation_error_message=_("Skriv varför rådet inte gäller."),
            ),
        ]


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, user: User) -> Self:
        """Whoever is employed sees every figure; an external person those of what she has been granted."""
        return self if not user.is_external else self.filter(unit__in=user.granted_units())


class Figure(models.Model):
    """How much was known one day of a part of the organisation, with all under it.

    Counted with the eyes of an employee without duties, so that a figure tells nothing that is hidden
    from anyone. The top of the tree stands for the whole.
    """

    day = models.DateField(_("Dag"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Enhet")
    )
    noun = models.CharField(max_length=60)
    total = models.PositiveIntegerField(_("Antal"))
    complete = models.PositiveIntegerField(_("Kompletta"))
    known_percent = models.PositiveSmallIntegerField(_("Känt, %"))
    # How many records each rule found, by the rule's key; what not all may see is left out.
    advice: Any = models.JSONField(_("Råd"), default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    prefix: ClassVar[str] = ""
    sorted_by: ClassVar[str] = ""
    searched: ClassVar[tuple[str, ...]] = ()
    # Counted from records, it holds no unit in the register.
    is_counted: ClassVar[bool] = True

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kompletthet en dag")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "noun", "day"], name="advice_figure_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(complete__lte=models.F("total")), name="advice_figure_adds_up"
            ),
        ]
