from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bryggan.initiatives.models import Initiative
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet
from bryggan.people.roles import Role


class Sample(Record):
    """Initiatives drawn by lot out of a population, kept as they were drawn so that anybody can draw them again.

    Never changed and never taken away: who draws until it suits her shows that she has.
    """

    name = models.CharField(_("Urval"), max_length=200)
    seed = models.CharField(_("Frö"), max_length=80)
    size = models.PositiveSmallIntegerField(_("Antal"))
    is_by_authority = models.BooleanField(_("Så många ur varje nämnd"), default=False)
    # The question that was put to the register, as an address and in words.
    address = models.TextField(_("Fråga"), blank=True)
    filters = models.TextField(_("Filter"), blank=True)
    # The numbers it was drawn from, by nämnd: {"Socialnämnden": ["I-0012", …]}.
    population: Any = models.JSONField(_("Population"), default=dict)
    population_count = models.PositiveIntegerField(_("Antal i populationen"))
    population_digest = models.CharField(_("Populationens kontrollsumma"), max_length=64)
    entered_after_count = models.PositiveIntegerField(_("Införda efter avslut"), default=0)
    first_closed_on = models.DateField(_("Avslutade från"), null=True, blank=True)
    last_closed_on = models.DateField(_("Avslutade till"), null=True, blank=True)
    drawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Draget av")
    )
    drawn_on = models.DateField(_("Draget"))

    prefix: ClassVar[str] = "SU"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name", "seed")

    objects = RecordQuerySet["Sample"].as_manager()

    class Meta:
        verbose_name = _("Slumpmässigt urval")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=1) & ~Q(seed=""), name="dossiers_sample_has_seed_and_size"
            )
        ]


class SampleRowQuerySet(models.QuerySet["SampleRow"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the initiative sees that it was drawn, and what was then said of it."""
        if not user.is_external:
            return self
        seen = Initiative.objects.visible_to(user).filter(pk=OuterRef("initiative"))
        return self.filter(Exists(seen))


class SampleRow(models.Model):
    """An initiative that was drawn: in which order, and what its cells said then."""

    sample = models.ForeignKey(
        Sample, on_delete=models.PROTECT, related_name="rows", verbose_name=_("Urval")
    )
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="+", verbose_name=_("Initiativ")
    )
    place = models.PositiveIntegerField(_("Ordning"))
    # The initiative's version: another one now means that somebody has touched it since.
    version_then = models.PositiveIntegerField(_("Version då"))
    cells_then: Any = models.JSONField(_("Det som stod då"), default=dict)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    objects = SampleRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("Draget initiativ")
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "initiative"], name="dossiers_drawn_once_in_a_sample"
            )
        ]

    def __str__(self) -> str:
        return str(self.initiative)


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> Self:
        """One's own; the administrator sees what every auditor has read."""
        if user.is_built_in or (user.has_role(Role.ADMINISTRATOR) and not user.is_external):
            return self
        return self.filter(reader=user)


class Reading(models.Model):
    """An auditor has read a page, a list or a paper: once per day and address."""

    reader = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Revisor")
    )
    read_on = models.DateField(_("Dag"))
    address = models.CharField(_("Adress"), max_length=500)
    name = models.CharField(_("Vad"), max_length=300)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Läsning")
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "read_on", "address"], name="dossiers_read_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.name
