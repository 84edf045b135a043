from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet
from bryggan.people.roles import Role
from bryggan.systems.models.roles import SystemRole
from bryggan.systems.models.system import System

# Who may read what may be secret, besides whoever answers for the system or leads its unit.
READS_SECRETS = (Role.DIGITAL_STRATEGIST, Role.ADMINISTRATOR, Role.AUDITOR)


class BesideQuerySet[R: Record](RecordQuerySet[R]):
    """Rows beside a system that may be secret."""

    def visible_to(self, user: User) -> Self:
        """The central roles and the auditor see all; others what hangs on a system they answer for or lead."""
        if user.is_built_in or (user.has_role(*READS_SECRETS) and not user.is_external):
            return self
        seen = super().visible_to(user)
        if user.has_role(*READS_SECRETS):
            return seen
        mine = SystemRole.objects.running(timezone.localdate()).filter(user=user)
        allowed = Q(system__in=mine.values("system"))
        for path in user.role_paths(Role.MANAGER):
            allowed |= Q(unit__path__startswith=path)
        return seen.filter(allowed)


class Criticality(models.TextChoices):
    NOT_CRITICAL = "not_critical", _("Ej verksamhetskritiskt")
    MOSTLY_NOT = "mostly_not_critical", _("Till betydande del ej verksamhetskritiskt")
    MOSTLY = "mostly_critical", _("Till betydande del verksamhetskritiskt")
    CRITICAL = "critical", _("Helt verksamhetskritiskt")


class Vulnerability(Record):
    """Where a system can be hurt: its own row, since it may have to be kept secret (OSL 18 kap. 8 §)."""

    system = models.ForeignKey(
        System, on_delete=models.PROTECT, related_name="vulnerabilities", verbose_name=_("System")
    )
    criticality = models.CharField(
        _("Verksamhetskritiskt"), max_length=30, choices=Criticality, blank=True
    )
    hosting_details = models.TextField(_("Driftplats och skydd"), blank=True)
    end_of_support = models.DateField(_("Supporten upphör"), null=True, blank=True)
    continuity = models.TextField(_("Vid avbrott"), blank=True)

    unit_from: ClassVar[str] = "system"
    searched: ClassVar[tuple[str, ...]] = ("title", "hosting_details", "continuity")

    objects = BesideQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sårbarhet")
        constraints = [
            models.UniqueConstraint(
                fields=["system"],
                condition=Q(withdrawn_at=None),
                name="systems_one_vulnerability",
            )
        ]

    @property
    def title(self) -> str:
        return self.system.name


class Tender(Record):
    """A procurement under way: secret until it is decided (OSL 19 kap. 3 §)."""

    system = models.ForeignKey(
        System, on_delete=models.PROTECT, related_name="tenders", verbose_name=_("System")
    )
    estimated_value_sek = models.DecimalField(
        _("Beräknat värde, kr"), max_digits=14, decimal_places=0, null=True, blank=True
    )
    bidders = models.TextField(_("Anbudsgivare"), blank=True)
    opens_on = models.DateField(_("Anbud öppnas"), null=True, blank=True)
    note = models.TextField(_("Anteckning"), blank=True)

    unit_from: ClassVar[str] = "system"
    searched: ClassVar[tuple[str, ...]] = ("title", "bidders", "note")

    objects = BesideQuerySet.as_manager()

    class Meta:
        verbose_name = _("Pågående upphandling")
        constraints = [
            models.UniqueConstraint(
                fields=["system"], condition=Q(withdrawn_at=None), name="systems_one_tender"
            )
        ]

    @property
    def title(self) -> str:
        return self.system.name
