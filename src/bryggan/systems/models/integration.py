from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet
from bryggan.people.roles import Role
from bryggan.systems.models.beside import READS_SECRETS, Criticality
from bryggan.systems.models.roles import SystemRole
from bryggan.systems.models.system import System


class ExternalParty(Record):
    """Somebody outside who sends or receives: Skatteverket, Inera, a bank."""

    name = models.CharField(_("Namn"), max_length=200)

    prefix: ClassVar[str] = "E"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name",)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "sort_key", condition=Q(withdrawn_at=None), name="systems_party_once"
            )
        ]


def reads_secrets_at_an_end(user: User) -> Q:
    """Whoever answers for the system at either end, or leads the unit that the integration belongs to."""
    mine = SystemRole.objects.running(timezone.localdate()).filter(user=user)
    allowed = Q(Exists(mine.filter(system=OuterRef("source"))))
    allowed |= Q(Exists(mine.filter(system=OuterRef("target"))))
    for path in user.role_paths(Role.MANAGER):
        allowed |= Q(unit__path__startswith=path)
    return allowed


class IntegrationQuerySet(RecordQuerySet["Integration"]):
    def visible_to(self, user: User) -> Self:
        """An integration marked secret is seen by those who may read what is secret at either end."""
        if user.is_built_in or (user.has_role(*READS_SECRETS) and not user.is_external):
            return self
        seen = self.between_visible(user)
        if user.has_role(*READS_SECRETS):
            return seen
        return seen.filter(Q(is_secret=False) | reads_secrets_at_an_end(user))

    def between_visible(self, user: User) -> Self:
        """What would be seen were nothing secret: to an external person neither end may be foreign."""
        seen = super().visible_to(user)
        if not user.is_external:
            return seen
        units = user.granted_units()
        return seen.filter(
            Q(source=None) | Q(source__unit__in=units), Q(target=None) | Q(target__unit__in=units)
        )

    def omitted_for(self, user: User) -> Self:
        """The secret ones that this person may not see: only to be counted, wherever they are left out."""
        if user.is_built_in or user.has_role(*READS_SECRETS):
            return self.none()
        secret = self.between_visible(user).present().filter(is_secret=True)
        return secret.exclude(reads_secrets_at_an_end(user))

    def touching(self, system_id: int) -> Self:
        return self.filter(Q(source=system_id) | Q(target=system_id))


class Integration(Record):
    """Something flows from one end to the other; either end may be an external party."""

    class Method(models.TextChoices):
        API = "api", _("API")
        FILE = "file", _("Fil")
        DATABASE = "database", _("Databas")
        SSO = "sso", _("Inloggning")
        RPA = "rpa", _("Robot")
        MANUAL = "manual", _("För hand")

    class Direction(models.TextChoices):
        ONE_WAY = "one_way", _("Åt ett håll")
        BOTH_WAYS = "both_ways", _("Åt båda håll")

    source = models.ForeignKey(
        System,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="integrations_out",
        verbose_name=_("Från system"),
    )
    source_party = models.ForeignKey(
        ExternalParty,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="integrations_out",
        verbose_name=_("Från extern part"),
    )
    target = models.ForeignKey(
        System,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="integrations_in",
        verbose_name=_("Till system"),
    )
    target_party = models.ForeignKey(
        ExternalParty,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="integrations_in",
        verbose_name=_("Till extern part"),
    )
    method = models.CharField(_("Metod"), max_length=20, choices=Method, blank=True)
    direction = models.CharField(
        _("Riktning"), max_length=20, choices=Direction, default=Direction.ONE_WAY
    )
    carries = models.CharField(_("Vad som förs över"), max_length=300, blank=True)
    frequency = models.CharField(_("Hur ofta"), max_length=60, blank=True)
    criticality = models.CharField(
        _("Verksamhetskritiskt"), max_length=30, choices=Criticality, blank=True
    )
    is_secret = models.BooleanField(_("Ska inte synas för alla"), default=False)
    told_by_source = models.BooleanField(_("Uppgiven av avsändaren"), default=False)
    told_by_target = models.BooleanField(_("Uppgiven av mottagaren"), default=False)
    title = models.CharField(_("Integration"), max_length=420, blank=True, editable=False)

    prefix: ClassVar[str] = "F"
    sorted_by: ClassVar[str] = "title"
    searched: ClassVar[tuple[str, ...]] = ("title", "carries")

    objects = IntegrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["sort_key", "id"],
                condition=Q(withdrawn_at=None),
                name="systems_integration_sort",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source=None, source_party__isnull=False)
                | Q(source__isnull=False, source_party=None),
                name="systems_integration_one_source",
                violation_error_message=_("Välj ett system eller en extern part att föra från."),
            ),
            models.CheckConstraint(
                condition=Q(target=None, target_party__isnull=False)
                | Q(target__isnull=False, target_party=None),
                name="systems_integration_one_target",
                violation_error_message=_("Välj ett system eller en extern part att föra till."),
            ),
        ]

    def untold_ends(self) -> list[System]:
        """Of two systems those whose side has not told of the flow; an external party cannot be asked."""
        if self.source is None or self.target is None:
            return []
        told = ((self.source, self.told_by_source), (self.target, self.told_by_target))
        return [end for end, is_told in told if not is_told]

    @property
    def from_name(self) -> str:
        return str(self.source or self.source_party)

    @property
    def to_name(self) -> str:
        return str(self.target or self.target_party)


class MentionQuerySet(RecordQuerySet["Mention"]):
    def open(self) -> Self:
        return self.filter(step=Mention.Step.OPEN)


class Mention(Record):
    """A system's record names another that the register lacks: kept until somebody says what it is."""

    class Step(models.TextChoices):
        OPEN = "open", _("Saknas i registret")
        SETTLED = "settled", _("Uppklarad")
        DISMISSED = "dismissed", _("Avfärdad")

    class Way(models.TextChoices):
        TO = "to", _("Beroende till")
        FROM = "from", _("Beroende från")

    system = models.ForeignKey(
        System, on_delete=models.PROTECT, related_name="mentions", verbose_name=_("System")
    )
    way = models.CharField(_("Åt vilket håll"), max_length=10, choices=Way)
    name = models.CharField(_("Omnämnt"), max_length=200)
    criticality = models.CharField(
        _("Verksamhetskritiskt"), max_length=30, choices=Criticality, blank=True
    )
    method = models.CharField(_("Metod"), max_length=20, choices=Integration.Method, blank=True)
    step = models.CharField(_("Läge"), max_length=20, choices=Step, default=Step.OPEN)
    nearest = models.ForeignKey(
        System,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Närmast i registret"),
    )
    nearest_reason = models.CharField(_("Varför det är närmast"), max_length=200, blank=True)
    integration = models.ForeignKey(
        Integration,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentions",
        verbose_name=_("Integration"),
    )

    unit_from: ClassVar[str] = "system"
    sorted_by: ClassVar[str] = "name"

    objects = MentionQuerySet.as_manager()
