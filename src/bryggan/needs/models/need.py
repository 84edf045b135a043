from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.approvals.models import App
from bryggan.needs.models.choices import (
    TO_PREPARE,
    Duty,
    Origin,
    Route,
    Score,
    Sorting,
    Step,
    step_choices,
)
from bryggan.people.models import Assignment, User
from bryggan.people.records import Record, RecordQuerySet
from bryggan.people.roles import Role
from bryggan.systems.models import System

IS_OPEN = Q(opened_on__isnull=False, is_protected=False)


class NeedQuerySet(RecordQuerySet["Need"]):
    def visible_to(self, user: User) -> Self:
        """Sorted and unmarked needs are open to everyone employed. Before that, and marked ones for good,
        only to those who stand behind them, those they are addressed to, those who prepare them, and the
        auditor of the unit.
        """
        if user.is_built_in:
            return self
        if user.is_external:
            return super().visible_to(user).filter(IS_OPEN | user.audited())
        behind = Supporter.objects.present().filter(need=OuterRef("pk"), user=user)
        addressed = Need.addressed_to.through.objects.filter(need=OuterRef("pk"), user=user)
        return self.filter(IS_OPEN | Exists(behind) | Exists(addressed) | prepared_by(user))

    def open_to_all(self) -> Self:
        """Everyone employed may read them: what a paper on the wall may hold."""
        return self.present().filter(IS_OPEN)

    def to_prepare(self) -> Self:
        """Somebody has to prepare them: they are neither sorted, answered nor parked."""
        return self.present().filter(step__in=TO_PREPARE)

    def addressed_only(self) -> Self:
        """They went straight to those who lead, who have not passed them on."""
        return self.exclude(route=Route.ORDINARY)


def prepared_by(user: User) -> Q:
    """The needs that are this person's to prepare: of her administrations, passed on if they went elsewhere.

    Where nobody prepares, the strategists do.
    """
    paths = user.role_paths(Role.BUSINESS_DEVELOPER)
    mine: Any = Q(pk__in=[])
    for path in paths:
        mine |= Q(unit__path__startswith=path)
    if user.has_role(Role.DIGITAL_STRATEGIST):
        mine |= ~Exists(developers_over(OuterRef("unit__path")))
    return Q(mine, route=Route.ORDINARY)


def developers_over(path: Any) -> models.QuerySet[Assignment]:
    """The assignments of those who prepare needs from the unit with this path."""
    running = Assignment.objects.running(timezone.localdate())
    above = Substr(path, 1, Length("unit__path"))
    return running.filter(role=Role.BUSINESS_DEVELOPER, unit__path=above)


class Need(Record):
    """What is missing where the work is done, in the words of whoever voiced it; `unit` is where.

    Days, never times: a need that somebody left without a name must not tell when. What was voiced
    (`obstacle`, `concerns`) is the sender's; `name` and `summary` are what preparation made of it.
    """

    name = models.CharField(_("Behov"), max_length=200)
    obstacle = models.TextField(_("Vad är i vägen?"))
    concerns = models.CharField(_("Vem berörs?"), max_length=300, blank=True)
    origin = models.CharField(_("Kom in genom"), max_length=20, choices=Origin)
    route = models.CharField(_("Gick först"), max_length=20, choices=Route, default=Route.ORDINARY)
    # Who may read it before it is open to all: the own manager, or those it went straight to.
    addressed_to = models.ManyToManyField(
        User, blank=True, related_name="+", verbose_name=_("Närmast berörda")
    )
    is_protected = models.BooleanField(_("Skyddat"), default=False)
    step = models.CharField(
        _("Steg"), max_length=20, choices=step_choices, default=Step.VOICED, editable=False
    )
    # Of what was sent: the same thing sent twice by a nervous thumb is one need.
    sent_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    summary = models.TextField(_("Behovet i korthet"), blank=True)
    benefit = models.PositiveSmallIntegerField(_("Nytta"), choices=Score, null=True, blank=True)
    complexity = models.PositiveSmallIntegerField(
        _("Komplexitet"), choices=Score, null=True, blank=True
    )
    estimate_note = models.TextField(_("Hur det är uppskattat"), blank=True)
    sorting = models.CharField(_("Blev"), max_length=20, choices=Sorting, blank=True)
    duty = models.CharField(_("Anmäls som"), max_length=20, choices=Duty, blank=True)
    system = models.ForeignKey(
        System,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="needs",
        verbose_name=_("System det gäller"),
    )
    app = models.ForeignKey(
        App,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="needs",
        verbose_name=_("App det gäller"),
    )
    wake_on = models.DateField(_("Tas upp igen"), null=True, blank=True)

    voiced_on = models.DateField(_("Inlämnat"))
    step_on = models.DateField(_("I steget sedan"))
    first_answered_on = models.DateField(_("Första svar"), null=True, blank=True)
    # The day it was first sorted, answered or parked: from then it is open to all, unless marked.
    opened_on = models.DateField(_("Sorterat"), null=True, blank=True)
    met_on = models.DateField(_("Infört"), null=True, blank=True)

    prefix: ClassVar[str] = "B"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name", "summary", "obstacle", "concerns")

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Behov")
        indexes = [
            models.Index(
                fields=["sort_key", "id"], condition=Q(withdrawn_at=None), name="needs_sort_key"
            ),
            models.Index(
                fields=["-voiced_on", "sort_key", "id"],
                condition=Q(withdrawn_at=None),
                name="needs_newest",
            ),
            models.Index(
                fields=["step", "step_on"], condition=Q(withdrawn_at=None), name="needs_step"
            ),
            models.Index(
                fields=["unit", "step"], condition=Q(withdrawn_at=None), name="needs_unit_step"
            ),
            models.Index(fields=["wake_on"], condition=Q(step="parked"), name="needs_wake_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(obstacle=""),
                name="needs_says_something",
                violation_error_message=_("Skriv vad som är i vägen."),
            ),
            models.CheckConstraint(
                condition=~Q(step=Step.PARKED) | Q(wake_on__isnull=False),
                name="needs_parked_wakes",
                violation_error_message=_(
                    "Ett behov som vilar måste ha en dag då det tas upp igen."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(step__in=[Step.SORTED, Step.ANSWERED, Step.MET]) | ~Q(sorting=""),
                name="needs_sorted_as_something",
                violation_error_message=_("Säg vad behovet blev."),
            ),
            models.CheckConstraint(
                condition=~Q(step__in=[Step.PARKED, Step.SORTED, Step.ANSWERED, Step.MET])
                | Q(opened_on__isnull=False),
                name="needs_sorted_is_open",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether everyone employed may read it."""
        return self.opened_on is not None and not self.is_protected

    def days_in_step(self, today: date) -> int:
        return (today - self.step_on).days


class OfNeedQuerySet[R: Record](RecordQuerySet[R]):
    """Rows that hang on a need: whoever sees the need sees them."""

    def visible_to(self, user: User) -> Self:
        if user.is_built_in:
            return self
        # EXISTS and not IN: else the database gathers all that she sees before it looks at one need's rows.
        return self.filter(Exists(Need.objects.visible_to(user).filter(pk=OuterRef("need"))))


class Supporter(Record):
    """Somebody stands behind a need: whoever voiced it, and all who have it too. `unit`: where she works.

    Without `user` nobody knows who: she reads the answer by the code of which only a digest is kept.
    One person stands twice behind a need that was two: both her words are kept, and she counts once.
    """

    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="supporters", verbose_name=_("Behov")
    )
    user = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Vem"),
    )
    is_sender = models.BooleanField(_("Lämnade behovet"), default=False)
    words = models.TextField(_("Så är det hos oss"), blank=True)
    code_digest = models.CharField(
        max_length=64, null=True, blank=True, unique=True, editable=False
    )
    since = models.DateField(_("Sedan"))

    objects = OfNeedQuerySet["Supporter"].as_manager()

    class Meta:
        verbose_name = _("Står bakom")
        indexes = [models.Index(fields=["user", "need"], name="needs_supporter_user")]

    def __str__(self) -> str:
        return str(self.user or _("Anonym"))
