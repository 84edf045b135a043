from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bryggan.decisions.choices import MatterKind, Meaning, Reporting
from bryggan.decisions.models.posts import Post
from bryggan.people.models import Unit
from bryggan.people.records import Record, RecordQuerySet


class DelegationRuleQuerySet(RecordQuerySet["DelegationRule"]):
    def in_force(self, day: date) -> Self:
        """The points as they stand on the day."""
        return self.present().filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class DelegationRule(Record):
    """A point of an authority's delegation order as it stands from and to a day. `unit` is the authority.

    A point that is changed is ended the day before and begins anew: what a decision was taken by stands.
    """

    code = models.CharField(_("Punkt"), max_length=20)
    matter = models.CharField(_("Slag av ärende"), max_length=20, choices=MatterKind)
    name = models.CharField(_("Ärende"), max_length=300)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="rules", verbose_name=_("Delegat")
    )
    deputies = models.ManyToManyField(
        Post, blank=True, related_name="+", verbose_name=_("Ersättare")
    )
    meaning = models.CharField(
        _("Vad beloppet betyder"), max_length=20, choices=Meaning, default=Meaning.NONE
    )
    limit_sek = models.DecimalField(
        _("Gräns, kr exkl. moms"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    limit_price_base = models.DecimalField(
        _("Gräns, prisbasbelopp"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    # "högst" reaches the limit itself, "under" does not.
    is_limit_reached = models.BooleanField(_("Gränsen själv ingår"), default=True)
    percent_of_value = models.DecimalField(
        _("Högst del av avtalets värde, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    above_sek = models.DecimalField(
        _("Börjar över, kr exkl. moms"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    conditions = models.TextField(_("Villkor"), blank=True)
    # Only what the board has said may be handed on (KL 7:6), and only by a förvaltningschef.
    may_subdelegate = models.BooleanField(_("Får vidaredelegeras"), default=False)
    within_budget = models.BooleanField(_("Bara inom budget"), default=False)
    for_own_share = models.BooleanField(_("Egen andel av gemensamt ärende"), default=False)
    reporting = models.CharField(
        _("Anmälan"), max_length=20, choices=Reporting, default=Reporting.REPORTED
    )
    reporting_note = models.CharField(_("Hur det anmäls"), max_length=200, blank=True)
    subdelegated_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subdelegated",
        verbose_name=_("Vidaredelegerad från"),
    )
    legal_ref = models.CharField(_("Lagrum"), max_length=120, blank=True)
    source = models.CharField(_("Beslutad"), max_length=200, blank=True)
    valid_from = models.DateField(_("Gäller från"))
    valid_to = models.DateField(_("Gäller till"), null=True, blank=True)

    prefix: ClassVar[str] = "P"
    sorted_by: ClassVar[str] = "code_key"
    searched: ClassVar[tuple[str, ...]] = ("name", "code", "conditions")

    objects = DelegationRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("Delegationspunkt")
        indexes = [
            models.Index(
                fields=["unit", "matter", "valid_from"],
                condition=Q(withdrawn_at=None),
                name="decisions_rule_of_matter",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="decisions_rule_ends_after_start",
                violation_error_message=_("Punkten slutar gälla innan den börjar."),
            ),
            models.CheckConstraint(
                condition=Q(limit_sek=None) | Q(limit_price_base=None),
                name="decisions_rule_one_limit",
                violation_error_message=_("En gräns är i kronor eller i prisbasbelopp, inte båda."),
            ),
            models.CheckConstraint(
                condition=~Q(meaning=Meaning.NONE)
                | Q(limit_sek=None, limit_price_base=None, above_sek=None),
                name="decisions_rule_limit_means_something",
                violation_error_message=_("Säg vad beloppet betyder."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def code_key(self) -> str:
        """The code so that 4.10 comes after 4.9."""
        parts = self.code.split(".")
        return ".".join(part.rjust(4, "0") if part.isdigit() else part for part in parts)


class PriceBase(models.Model):
    """The year's prisbasbelopp, with where it was read and when somebody last checked it."""

    year = models.PositiveSmallIntegerField(_("År"), unique=True)
    amount_sek = models.DecimalField(_("Prisbasbelopp, kr"), max_digits=9, decimal_places=0)
    legal_ref = models.CharField(_("Källa"), max_length=200)
    verified_on = models.DateField(_("Senast kontrollerat"))
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    class Meta:
        verbose_name = _("Prisbasbelopp")

    def __str__(self) -> str:
        return str(self.year)


class LetterForm(models.Model):
    """The headings that an authority's tjänsteskrivelser have, in its order. `unit` is the authority."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    headings = models.JSONField(_("Rubriker"), default=list)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    class Meta:
        verbose_name = _("Skrivelsens rubriker")

    def __str__(self) -> str:
        return str(self.unit)
