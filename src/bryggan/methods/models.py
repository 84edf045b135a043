from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet


class Phase(models.TextChoices):
    """The spine that every method shares; a method may reorder or leave out the five in the middle."""

    PREPARATION = "preparation", _("Beredning")
    PRESTUDY = "prestudy", _("Förstudie")
    DECISION = "decision", _("Beslut")
    PROCUREMENT = "procurement", _("Anskaffning")
    IMPLEMENTATION = "implementation", _("Genomförande")
    PILOT = "pilot", _("Pilot")
    HANDOVER = "handover", _("Överlämning")
    FOLLOW_UP = "follow_up", _("Uppföljning")
    CLOSED = "closed", _("Avslutat")


class Size(models.TextChoices):
    """How much a matter needs of forms and decisions."""

    SMALL = "small", _("Litet")
    MIDDLE = "middle", _("Medelstort")
    LARGE = "large", _("Stort")


class Rule(models.TextChoices):
    """How it is seen that a requirement is met: each is worked out by whoever holds the initiatives.

    Without a rule a file, a link or a sentence is asked for.
    """

    NEEDS_LINKED = "needs_linked", _("Behoven bakom är kopplade")
    DESCRIPTION = "description", _("Beskrivning")
    PURPOSE_AND_GOALS = "purpose_and_goals", _("Tydligt syfte och mål")
    SCREENING = "screening", _("Snabbfrågorna är besvarade")
    RECOMMENDATION = "recommendation", _("Ett råd har rekommenderat")
    BENEFIT_CASE = "benefit_case", _("Nyttokalkyl")
    BENEFIT_OWNER = "benefit_owner", _("Nyttoansvarig är utsedd")
    RISK_ANALYSIS = "risk_analysis", _("Riskanalys")
    TIME_FRAME = "time_frame", _("Tidsram")
    BUDGET = "budget", _("Budget")
    FUNDING = "funding", _("Finansiering")
    RUNNING_COST = "running_cost", _("Kostnad i drift")
    DECISION = "decision", _("Ett taget beslut")
    PEOPLE_NAMED = "people_named", _("Personerna är utsedda")
    PLAN = "plan", _("Plan")
    PILOT_CRITERIA = "pilot_criteria", _("Pilotens kriterier")
    PILOT_OUTCOME = "pilot_outcome", _("Piloten har visat det den skulle")
    MANAGEMENT_NAMED = "management_named", _("Den som tar hand om det efteråt är utsedd")
    HANDOVER_ACCEPTED = "handover_accepted", _("Överlämningen är godkänd av båda")
    EVALUATION = "evaluation", _("Utvärdering")
    LESSONS = "lessons", _("Lärdomar")


class MethodQuerySet[R: Record](RecordQuerySet[R]):
    """How a municipality works is no secret: everyone who works here or audits it may read it."""

    def visible_to(self, user: User) -> Self:
        return self if not user.is_external or user.current_assignments else self.none()


class Method(Record):
    """A way of working that administrations choose. `unit`: whose own it is; the root unit's for shipped ones."""

    name = models.CharField(_("Metod"), max_length=120)
    # The shipped method that it is, or was copied from: "gotland_flow".
    origin = models.CharField(_("Ursprung"), max_length=40, blank=True)
    # It came with the product, and its next version will too: changed only as a copy.
    is_shipped = models.BooleanField(_("Följer med Bryggan"), default=False)
    explanation = models.TextField(_("På en sida"), blank=True)
    source = models.CharField(_("Källa"), max_length=300, blank=True)

    prefix: ClassVar[str] = "M"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name", "explanation")

    objects = MethodQuerySet["Method"].as_manager()

    class Meta:
        verbose_name = _("Metod")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="methods_has_name",
                violation_error_message=_("En metod måste ha ett namn."),
            ),
            models.UniqueConstraint(
                "origin",
                condition=Q(is_shipped=True, withdrawn_at=None),
                name="methods_shipped_once",
                violation_error_message=_("Metoden är redan inläst."),
            ),
        ]


class MethodVersion(Record):
    """A method as it reads from one day. Once in use it is frozen: editing makes the next."""

    method = models.ForeignKey(
        Method, on_delete=models.PROTECT, related_name="versions", verbose_name=_("Metod")
    )
    place = models.PositiveSmallIntegerField(_("Version"))
    # Of the shipped content it was made from: tells when a new shipped one differs.
    origin_digest = models.CharField(max_length=64, blank=True)
    note = models.TextField(_("Vad som är ändrat"), blank=True)
    frozen_on = models.DateField(_("I bruk sedan"), null=True, blank=True)

    unit_from: ClassVar[str] = "method"

    objects = MethodQuerySet["MethodVersion"].as_manager()

    class Meta:
        verbose_name = _("Version")
        constraints = [
            models.UniqueConstraint(
                "method",
                "place",
                condition=Q(withdrawn_at=None),
                name="methods_version_once",
            ),
            models.UniqueConstraint(
                "method",
                condition=Q(frozen_on=None, withdrawn_at=None),
                name="methods_one_draft",
                violation_error_message=_("Metoden har redan ett utkast till nästa version."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.place}"

    @property
    def is_draft(self) -> bool:
        return self.frozen_on is None


class MethodStep(Record):
    """A step of a version: in which phase it lies, who acts, and what the gate after it is called."""

    method_version = models.ForeignKey(
        MethodVersion, on_delete=models.PROTECT, related_name="steps", verbose_name=_("Version")
    )
    place = models.PositiveSmallIntegerField(_("Ordning"))
    # The same step in every version of the method, whatever it is called.
    key = models.CharField(max_length=40)
    name = models.CharField(_("Steg"), max_length=120)
    phase = models.CharField(_("Fas"), max_length=20, choices=Phase)
    who = models.CharField(_("Vem gör det"), max_length=200, blank=True)
    gate = models.CharField(_("Grinden efter steget"), max_length=120, blank=True)
    decided_by = models.CharField(_("Vem släpper vidare"), max_length=200, blank=True)
    explanation = models.TextField(_("Så går det till"), blank=True)
    source = models.CharField(_("Källa"), max_length=300, blank=True)
    is_own_addition = models.BooleanField(_("Eget tillägg"), default=False)

    unit_from: ClassVar[str] = "method_version"
    sorted_by: ClassVar[str] = "name"

    objects = MethodQuerySet["MethodStep"].as_manager()

    class Meta:
        verbose_name = _("Steg")
        constraints = [
            models.UniqueConstraint(
                "method_version",
                "key",
                condition=Q(withdrawn_at=None),
                name="methods_step_key_once",
            ),
        ]


class RequirementQuerySet(MethodQuerySet["Requirement"]):
    def at(self, size: str) -> Self:
        """What a matter of the size must have."""
        return self.present().filter(**{f"for_{size}": True})


class Requirement(Record):
    """What must be there before the gate after a step, at each size. `rule` says how it is seen to be there.

    `rule` is the key of an evidence rule (initiatives); empty: a file, a link or a sentence is asked for.
    """

    method_step = models.ForeignKey(
        MethodStep, on_delete=models.PROTECT, related_name="requirements", verbose_name=_("Steg")
    )
    place = models.PositiveSmallIntegerField(_("Ordning"))
    key = models.CharField(max_length=40)
    name = models.CharField(_("Krav"), max_length=200)
    rule = models.CharField(
        _("Hur det syns att det finns"), max_length=40, blank=True, choices=Rule
    )
    for_small = models.BooleanField(_("Litet"), default=False)
    for_middle = models.BooleanField(_("Medelstort"), default=True)
    for_large = models.BooleanField(_("Stort"), default=True)
    explanation = models.TextField(_("Vad det är"), blank=True)
    source = models.CharField(_("Källa"), max_length=300, blank=True)
    is_own_addition = models.BooleanField(_("Eget tillägg"), default=False)

    unit_from: ClassVar[str] = "method_step"
    sorted_by: ClassVar[str] = "name"

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("Krav")
        constraints = [
            models.UniqueConstraint(
                "method_step",
                "key",
                condition=Q(withdrawn_at=None),
                name="methods_requirement_key_once",
            ),
        ]


class MethodChoice(Record):
    """An administration follows a method from a day: `unit` and all below it that has no choice of its own.

    It holds until the unit's next choice begins.
    """

    method = models.ForeignKey(
        Method, on_delete=models.PROTECT, related_name="choices", verbose_name=_("Metod")
    )
    starts_on = models.DateField(_("Från"))

    objects = MethodQuerySet["MethodChoice"].as_manager()

    class Meta:
        verbose_name = _("Val av metod")
        constraints = [
            models.UniqueConstraint(
                "unit",
                "starts_on",
                condition=Q(withdrawn_at=None),
                name="methods_one_choice_per_unit_and_day",
                violation_error_message=_("Det finns redan ett val från den dagen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.method}"
