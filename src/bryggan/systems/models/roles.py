from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.people.models import AbstractAssignment, User
from bryggan.people.roles import SYSTEM_ROLES


class SystemRoleQuerySet(models.QuerySet["SystemRole"]):
    def running(self, today: date) -> Self:
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=today),
            Q(ends_on=None) | Q(ends_on__gte=today),
            withdrawn_at=None,
        )


class SystemRole(AbstractAssignment):
    """A person answers for a system, or is deputy: as owner, steward or IT counterpart."""

    system = models.ForeignKey(
        "systems.System",
        on_delete=models.PROTECT,
        related_name="roles",
        verbose_name=_("System"),
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="system_roles", verbose_name=_("Person")
    )
    role = models.CharField(
        _("Roll"), max_length=30, choices=[(role.value, role.label) for role in SYSTEM_ROLES]
    )

    objects = SystemRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("Ansvar")
        indexes = [
            models.Index(
                fields=["system", "role", "withdrawn_at"],
                condition=Q(withdrawn_at=None),
                name="systems_role_system",
            ),
        ]
