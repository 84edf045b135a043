from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.decisions.choices import (
    DecisionKind,
    MatterKind,
    Outcome,
    Reporting,
    Step,
    step_choices,
)
from bryggan.decisions.models.rules import DelegationRule
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet


class DecisionQuerySet(RecordQuerySet["Decision"]):
    def taken(self) -> Self:
        return self.present().filter(step__in=[Step.TAKEN, Step.REPORTED, Step.REPLACED])

    def to_report(self) -> Self:
        """Taken by delegation and not yet told to the board, the oldest first; replaced ones too."""
        rows = self.present().filter(reporting=Reporting.REPORTED, reported_on=None)
        rows = rows.filter(step__in=[Step.TAKEN, Step.REPLACED])
        return rows.order_by("decided_on", "pk")


class Decision(Record):
    """What was decided, by whom, on what ground; frozen once taken. `unit` is the authority that decided."""

    name = models.CharField(_("Ärende"), max_length=300)
    kind = models.CharField(_("Slag av beslut"), max_length=20, choices=DecisionKind)
    kind_reason = models.TextField(_("Varför det slaget"), blank=True)
    matter = models.CharField(_("Slag av ärende"), max_length=20, choices=MatterKind)
    case_number = models.CharField(_("Diarienummer"), max_length=60, blank=True)
    step = models.CharField(
        _("Steg"), max_length=20, choices=step_choices, default=Step.DRAFTED, editable=False
    )
    # What it is about in another register, by noun and id, so that any register will do.
    about_noun = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    for_unit = models.ForeignKey(
        "people.Unit",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("För verksamheten"),
    )
    together_sek = models.DecimalField(
        _("Summan av det som hör ihop, kr"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    whole_term_sek = models.DecimalField(
        _("Hela avtalstiden med optioner, kr"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )
    year_sek = models.DecimalField(
        _("Under kalenderåret, kr"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    agreement_sek = models.DecimalField(
        _("Avtalets värde, kr"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    share_sek = models.DecimalField(
        _("Nämndens egen andel, kr"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    is_joint = models.BooleanField(_("Gemensamt med en annan nämnd"), default=False)
    is_principle = models.BooleanField(_("Principiellt"), default=False)
    is_within_budget = models.BooleanField(_("Inom budget"), default=True)
    after_consulting = models.CharField(_("Efter samråd i"), max_length=200, blank=True)
    background = models.TextField(_("Underlag"), blank=True)
    wording = models.TextField(_("Beslut"), blank=True)
    reasons = models.TextField(_("Skäl för beslutet"), blank=True)
    outcome = models.CharField(_("Utfall"), max_length=30, choices=Outcome, blank=True)
    drafted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Handläggare")
    )
    rule = models.ForeignKey(
        DelegationRule,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("Punkt"),
    )
    decided_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Beslutat av"),
    )
    decided_as = models.CharField(_("Beslutat som"), max_length=120, blank=True)
    in_place_of = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("I stället för"),
    )
    decided_on = models.DateField(_("Beslutat"), null=True, blank=True)
    conflicted = models.ManyToManyField(
        User, blank=True, related_name="+", verbose_name=_("Jäviga")
    )
    passed_to = models.CharField(_("Lämnat till"), max_length=200, blank=True)
    # Those it was passed to by name; whether they may is asked again as they decide.
    waits_for = models.ManyToManyField(
        User, blank=True, related_name="+", verbose_name=_("Väntar på")
    )
    # All that was decided upon, as it stood, and what recognises it.
    frozen = models.JSONField(_("Fryst underlag"), default=dict, blank=True)
    digest = models.CharField(_("Kontrollsumma"), max_length=64, blank=True)
    reporting = models.CharField(_("Anmälan"), max_length=20, choices=Reporting, blank=True)
    reported_on = models.DateField(_("Anmält"), null=True, blank=True)
    reported_paragraph = models.CharField(_("Paragraf"), max_length=20, blank=True)
    minuted_on = models.DateField(_("Protokollfört"), null=True, blank=True)
    posted_on = models.DateField(_("Anslaget"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        verbose_name=_("Ersätter"),
    )

    prefix: ClassVar[str] = "D"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name", "case_number", "wording")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beslut")
        indexes = [
            models.Index(
                fields=["-decided_on", "sort_key", "id"],
                condition=Q(withdrawn_at=None),
                name="decisions_newest",
            ),
            models.Index(
                fields=["unit", "decided_on"],
                condition=Q(reporting=Reporting.REPORTED, reported_on=None),
                name="decisions_to_report",
            ),
            models.Index(
                fields=["about_noun", "about_id"],
                condition=Q(about_id__isnull=False),
                name="decisions_about",
            ),
            # Most replace nothing: without them the few are found at once.
            models.Index(
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                name="decisions_replacing",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="decisions_has_name",
                violation_error_message=_("Ett beslut måste ha ett ärende."),
            ),
            models.CheckConstraint(
                condition=~Q(step__in=[Step.TAKEN, Step.REPORTED, Step.REPLACED])
                | (~Q(wording="") & Q(decided_on__isnull=False) & ~Q(digest="")),
                name="decisions_taken_is_frozen",
                violation_error_message=_(
                    "Ett taget beslut har ordalydelse, dag och kontrollsumma."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.DELEGATED)
                | ~Q(step__in=[Step.TAKEN, Step.REPORTED])
                | Q(rule__isnull=False, decided_by__isnull=False),
                name="decisions_delegated_has_ground",
                violation_error_message=_("Ett delegationsbeslut har en punkt och en person."),
            ),
            models.CheckConstraint(
                condition=~Q(step=Step.REPORTED) | Q(reported_on__isnull=False),
                name="decisions_reported_has_day",
            ),
        ]

    @property
    def sums(self) -> dict[str, Decimal | None]:
        """The sums that are compared, by name."""
        names = ("together_sek", "whole_term_sek", "year_sek", "agreement_sek", "share_sek")
        return {name: getattr(self, name) for name in names}
