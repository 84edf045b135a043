from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.assessments import calculation
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet
from bryggan.people.roles import Role
from bryggan.systems.models import System, SystemRole


class Side(models.TextChoices):
    """The two who look at a system from where they stand."""

    BUSINESS = "business", _("Verksamheten")
    IT = "it", _("IT")


class AssessmentQuerySet(RecordQuerySet["Assessment"]):
    def open(self) -> Self:
        return self.filter(step=Assessment.Step.OPEN)

    def answered(self) -> Self:
        """Those that say something: at least one person has answered."""
        return self.filter(Q(business_voices__gt=0) | Q(technical_voices__gt=0))

    def newest_of_each(self) -> Self:
        """Of each system the newest assessment that somebody has answered."""
        newer = Assessment.objects.present().answered().filter(system=OuterRef("system"))
        return self.present().answered().exclude(Exists(newer.filter(pk__gt=OuterRef("pk"))))


class Assessment(Record):
    """Those who use a system and those who run it say what they think of it, until a last day.

    What the answers amount to is kept here by the actions, so that lists and rules can ask for it.
    """

    class Step(models.TextChoices):
        OPEN = "open", _("Pågår")
        CLOSED = "closed", _("Stängd")

    system = models.ForeignKey(
        System, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("System")
    )
    content_version = models.PositiveSmallIntegerField(_("Påståendenas version"))
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Startad av")
    )
    opened_on = models.DateField(_("Startad"))
    last_day = models.DateField(_("Sista dag att svara"))
    step = models.CharField(_("Läge"), max_length=10, choices=Step, default=Step.OPEN)
    business_value = models.PositiveSmallIntegerField(_("Verksamhetsvärde"), null=True, blank=True)
    business_low = models.PositiveSmallIntegerField(null=True, blank=True)
    business_high = models.PositiveSmallIntegerField(null=True, blank=True)
    business_voices = models.PositiveSmallIntegerField(_("Svar från verksamheten"), default=0)
    technical_standing = models.PositiveSmallIntegerField(
        _("Teknik och leverantör"), null=True, blank=True
    )
    technical_low = models.PositiveSmallIntegerField(null=True, blank=True)
    technical_high = models.PositiveSmallIntegerField(null=True, blank=True)
    technical_voices = models.PositiveSmallIntegerField(_("Svar från IT"), default=0)
    spread = models.PositiveSmallIntegerField(_("Spridning"), null=True, blank=True)

    unit_from: ClassVar[str] = "system"

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bedömning")
        indexes = [
            models.Index(
                fields=["system", "-id"],
                condition=Q(withdrawn_at=None),
                name="assessments_of_system",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["system"],
                condition=Q(withdrawn_at=None, step="open"),
                name="assessments_one_open",
                violation_error_message=_("Det pågår redan en bedömning av systemet."),
            )
        ]

    def __str__(self) -> str:
        return str(self.system)

    @property
    def proposal(self) -> str:
        """What the two axes suggest, nothing without answers from both sides."""
        return calculation.proposal(self.business_value, self.technical_standing)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: User) -> Self:
        """One's own. The system's owner and the central roles see who said what; others see counts."""
        if user.is_built_in or (user.is_central and not user.is_external):
            return self
        own = Q(respondent=user)
        if user.is_external:
            return self.filter(own)
        held = SystemRole.objects.running(timezone.localdate()).filter(
            user=user, role=Role.SYSTEM_OWNER
        )
        return self.filter(own | Q(assessment__system__in=held.values("system")))

    def waiting(self) -> Self:
        """Asked for, not given, while there is time."""
        return self.filter(
            answered_at=None,
            withdrawn_at=None,
            assessment__withdrawn_at=None,
            assessment__step=Assessment.Step.OPEN,
        )


class Answer(models.Model):
    """A person is asked for one side of an assessment; what she has said so far, and when she was done."""

    class Figures(models.TextChoices):
        RIGHT = "right", _("Ja, de stämmer")
        WRONG = "wrong", _("Nej, något är fel")
        UNKNOWN = "unknown", _("Vet ej")

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="answers", verbose_name=_("Bedömning")
    )
    respondent = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Svarande")
    )
    side = models.CharField(_("Sida"), max_length=10, choices=Side)
    values = models.JSONField(_("Ställningstaganden"), default=dict, blank=True)
    comment = models.TextField(_("Kommentar"), blank=True)
    # What the register said of money and users, and whether she holds it for true.
    figures = models.JSONField(_("Siffror i registret"), default=dict, blank=True)
    figures_said = models.CharField(
        _("Stämmer siffrorna"), max_length=10, choices=Figures, blank=True
    )
    answered_at = models.DateTimeField(_("Svarat"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Svar")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "respondent", "side"],
                condition=Q(withdrawn_at=None),
                name="assessments_asked_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["respondent"],
                condition=Q(withdrawn_at=None, answered_at=None),
                name="assessments_waiting",
            )
        ]


class Kind(models.TextChoices):
    """What can become of a system. Bryggan's own addition: the guide names none."""

    KEEP = calculation.KEEP, _("Behåll")
    DEVELOP = calculation.DEVELOP, _("Utveckla")
    CONSOLIDATE = calculation.CONSOLIDATE, _("Konsolidera")
    REPLACE = calculation.REPLACE, _("Byt ut")
    PHASE_OUT = calculation.PHASE_OUT, _("Avveckla")


class DispositionKind(models.Model):
    """The municipality's own word for a disposition, and whether it is offered; without a row Bryggan's word."""

    key = models.CharField(_("Inriktning"), max_length=20, choices=Kind, unique=True)
    name = models.CharField(_("Kallas här"), max_length=60, blank=True)
    is_offered = models.BooleanField(_("Går att välja"), default=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class DispositionQuerySet(RecordQuerySet["Disposition"]):
    def in_force(self) -> Self:
        """The decision that holds: the newest of each system."""
        return self.filter(withdrawn_at=None, superseded_at=None)


class Disposition(Record):
    """It is decided what becomes of a system, and by when. A new decision supersedes it; it is never changed."""

    system = models.ForeignKey(
        System, on_delete=models.PROTECT, related_name="dispositions", verbose_name=_("System")
    )
    kind = models.CharField(_("Inriktning"), max_length=20, choices=Kind)
    target_year = models.PositiveSmallIntegerField(_("Målår"), null=True, blank=True)
    reason = models.TextField(_("Motivering"))
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Beslutat av")
    )
    decided_on = models.DateField(_("Beslutsdatum"))
    case_number = models.CharField(_("Diarienummer"), max_length=60, blank=True)
    superseded_at = models.DateTimeField(_("Ersatt"), null=True, blank=True)

    unit_from: ClassVar[str] = "system"

    objects = DispositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Inriktning")
        constraints = [
            models.UniqueConstraint(
                fields=["system"],
                condition=Q(withdrawn_at=None, superseded_at=None),
                name="assessments_one_disposition",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
