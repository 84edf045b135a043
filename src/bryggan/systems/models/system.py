from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.contracts.models import Supplier
from bryggan.people.models import Unit, User
from bryggan.people.records import Record, RecordQuerySet
from bryggan.search.fields import SortKeyField
from bryggan.systems.models.roles import SystemRole


class Tag(models.Model):
    """A word that systems are sorted by: a free tag, a business area or a category."""

    class Kind(models.TextChoices):
        TAG = "tag", _("Tagg")
        AREA = "area", _("Verksamhetsområde")
        CATEGORY = "category", _("Systemkategori")

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sort_key = SortKeyField(max_length=300, blank=True, editable=False)

    sorted_by: ClassVar[str] = "name"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "sort_key"], name="systems_tag_once_per_kind")
        ]

    def __str__(self) -> str:
        return self.name


class SystemQuerySet(RecordQuerySet["System"]):
    def in_unit(self, unit: Unit) -> Self:
        return self.filter(unit__path__startswith=unit.path)

    def held_by(self, user: User) -> Self:
        """Systems that this person answers for, herself or as deputy."""
        mine = SystemRole.objects.running(timezone.localdate()).filter(
            user=user, system=OuterRef("pk")
        )
        return self.filter(Exists(mine))


class System(Record):
    """Something that supports the work: bought, rented, shared or built at home."""

    class Kind(models.TextChoices):
        BUSINESS_SYSTEM = "business_system", _("Verksamhetssystem")
        PLATFORM = "platform", _("Bas och infrastruktur")
        INTEGRATION = "integration", _("Integration")
        E_SERVICE = "e_service", _("E-tjänst")
        APP = "app", _("App")
        MEDICAL_DEVICE = "medical_device", _("Medicinteknik")
        OT = "ot", _("Styr- och reglersystem")
        AUTOMATION = "automation", _("Automation och AI")
        HOMEMADE = "homemade", _("Egenutvecklat, Excel eller Access")

    class Lifecycle(models.TextChoices):
        IDEA = "idea", _("Idé")
        PROCURING = "procuring", _("Upphandlas")
        IMPLEMENTING = "implementing", _("Införs")
        IN_USE = "in_use", _("I drift")
        PHASING_OUT = "phasing_out", _("Fasas ut")
        DECOMMISSIONED = "decommissioned", _("Avvecklat")

    class Hosting(models.TextChoices):
        OWN = "own", _("Egen drift")
        SUPPLIER = "supplier", _("Leverantörens drift")
        SAAS = "saas", _("Molntjänst")
        SHARED_SERVICE = "shared_service", _("Samverkan")
        NATIONAL_SERVICE = "national_service", _("Nationell tjänst")

    name = models.CharField(_("Namn"), max_length=200)
    aliases = models.JSONField(_("Andra namn"), default=list, blank=True)
    description = models.TextField(_("Vad det är till för"), blank=True)
    it_description = models.TextField(_("IT:s beskrivning"), blank=True)
    kind = models.CharField(_("Slag"), max_length=20, choices=Kind, blank=True)
    lifecycle = models.CharField(_("Livscykel"), max_length=20, choices=Lifecycle, blank=True)
    in_use_year = models.PositiveSmallIntegerField(_("I drift sedan"), null=True, blank=True)
    planned_end_year = models.PositiveSmallIntegerField(
        _("Planerat avvecklingsår"), null=True, blank=True
    )
    ended_year = models.PositiveSmallIntegerField(_("Avvecklat år"), null=True, blank=True)
    hosting = models.CharField(_("Driftform"), max_length=20, choices=Hosting, blank=True)
    product = models.CharField(_("Produkt"), max_length=200, blank=True)
    supplier = models.ForeignKey(
        Supplier,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="systems",
        verbose_name=_("Leverantör"),
    )
    user_count = models.PositiveIntegerField(_("Aktiva användare"), null=True, blank=True)
    satisfied_low = models.PositiveSmallIntegerField(
        _("Andel mycket nöjda, lägst %"), null=True, blank=True
    )
    satisfied_high = models.PositiveSmallIntegerField(
        _("Andel mycket nöjda, högst %"), null=True, blank=True
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="systems", verbose_name=_("Taggar"))

    prefix: ClassVar[str] = "S"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = (
        "name",
        "aliases",
        "product",
        "description",
        "it_description",
        "own_fields",
    )

    objects = SystemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["sort_key", "id"], condition=Q(withdrawn_at=None), name="systems_sort_key"
            ),
            # With what makes a system present, so that they are counted from the index alone.
            models.Index(
                fields=["unit", "withdrawn_at"],
                condition=Q(withdrawn_at=None),
                name="systems_present_in_unit",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "unit",
                "sort_key",
                condition=Q(withdrawn_at=None),
                name="systems_name_once_per_unit",
                violation_error_message=_("Enheten har redan ett system med det namnet."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="systems_has_name",
                violation_error_message=_("Ett system måste ha ett namn."),
            ),
        ]
