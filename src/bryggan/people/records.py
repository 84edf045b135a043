"""The abstract Record: what every noun with a Register has in common, and the default of who sees it."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.search.fields import SortKeyField

if TYPE_CHECKING:
    from bryggan.people.models import User


class RecordQuerySet[R: "Record"](models.QuerySet[R]):
    """Every question over records starts in `visible_to`."""

    def present(self) -> Self:
        """Withdrawn records appear in no list, search or sum."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: "User") -> Self:
        """What exists for this person. Default: whoever is employed sees everything of the installation."""
        if not user.is_external:
            return self
        return self.filter(Q(unit__in=user.granted_units()))


class Record(models.Model):
    """A row with a unit, a version that guards against lost updates, and an end that deletes nothing."""

    unit = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Enhet")
    )
    own_fields = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_from",
        verbose_name=_("Sammanslagen med"),
    )
    sort_key = SortKeyField(max_length=300, blank=True, editable=False)

    # What the writer reads to keep the sort key, the search row and the unit of a child.
    prefix: ClassVar[str] = ""
    sorted_by: ClassVar[str] = ""
    searched: ClassVar[tuple[str, ...]] = ()
    unit_from: ClassVar[str] = ""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, self.sorted_by)) if self.sorted_by else self.number

    @property
    def number(self) -> str:
        """The number people write in letters and minutes: S-0047. Never reused."""
        return f"{self.prefix}-{self.pk:04d}" if self.pk and self.prefix else ""
