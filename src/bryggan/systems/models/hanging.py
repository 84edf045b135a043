from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.contracts.models import Contract
from bryggan.people.models import Unit
from bryggan.systems.models.system import System


class SystemUse(models.Model):
    """A unit uses the system, with its share of the key that costs are split by."""

    system = models.ForeignKey(
        System, on_delete=models.PROTECT, related_name="uses", verbose_name=_("System")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Enhet som använder")
    )
    weight = models.DecimalField(
        _("Andel i fördelningsnyckeln"), max_digits=10, decimal_places=2, default=1
    )
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Användande enhet")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "unit"],
                condition=Q(withdrawn_at=None),
                name="systems_use_once_per_unit",
            )
        ]


class Cost(models.Model):
    """What a system costs a year, in kronor excl. moms. What is not known has no row: unknown is not 0."""

    class Kind(models.TextChoices):
        LICENSE = "license", _("Licens")
        SUPPORT = "support", _("Support")
        DEVELOPMENT = "development", _("Utveckling")
        OPERATION = "operation", _("Drift")

    class Source(models.TextChoices):
        CONTRACT = "contract", _("Avtal")
        INVOICE = "invoice", _("Faktura")
        ESTIMATE = "estimate", _("Uppskattning")

    system = models.ForeignKey(
        System, on_delete=models.PROTECT, related_name="costs", verbose_name=_("System")
    )
    contract = models.ForeignKey(
        Contract,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="costs",
        verbose_name=_("Avtal"),
    )
    year = models.PositiveSmallIntegerField(_("År"))
    kind = models.CharField(_("Slag"), max_length=20, choices=Kind)
    source = models.CharField(_("Källa"), max_length=20, choices=Source)
    amount_sek = models.DecimalField(_("Kronor exkl. moms"), max_digits=14, decimal_places=0)
    cost_center = models.CharField(_("Ansvarskod"), max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Kostnad")
        # With the amount, so that sums are read from the index alone.
        indexes = [
            models.Index(
                fields=["system", "year", "kind", "amount_sek", "withdrawn_at"],
                condition=Q(withdrawn_at=None),
                name="systems_cost_year",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_sek__gte=0),
                name="systems_cost_not_negative",
                violation_error_message=_("Ett belopp kan inte vara mindre än 0."),
            )
        ]


class ContractUse(models.Model):
    """A contract covers a system; one contract may cover several."""

    system = models.ForeignKey(
        System, on_delete=models.PROTECT, related_name="contract_uses", verbose_name=_("System")
    )
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="system_uses", verbose_name=_("Avtal")
    )
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Avtal som omfattar")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "contract"],
                condition=Q(withdrawn_at=None),
                name="systems_contract_once",
            )
        ]
