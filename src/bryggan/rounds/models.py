from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.people.models import Unit, User


class Way(models.TextChoices):
    """How an answer came."""

    PAGE = "page", _("på sidan")
    LINK = "link", _("via länken i brevet")
    FILE = "file", _("i Excel-fil")


def step_choices() -> list[tuple[str, Any]]:
    return Round.Step.choices


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: User) -> Self:
        """Who runs a round follows it up, and the central roles; whoever is asked sees her own questions."""
        return self if user.is_built_in or user.is_central else self.filter(started_by=user)

    def present(self) -> Self:
        return self.filter(withdrawn_at=None)

    def open(self) -> Self:
        return self.present().filter(step=Round.Step.OPEN)


class Round(models.Model):
    """Some fields of some records are gone through by those who answer for them, before a last day."""

    class Step(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        OPEN = "open", _("Pågår")
        CLOSED = "closed", _("Avslutad")

    slug = models.CharField(_("Register"), max_length=40)
    name = models.CharField(_("Namn"), max_length=120)
    message = models.TextField(_("Hälsning till dem som tillfrågas"), blank=True)
    # The address of the list that the records were chosen in, as a saved view has it.
    question = models.TextField(_("Urval"), blank=True)
    fields: Any = models.JSONField(_("Frågar om"), default=list)
    asks: Any = models.JSONField(_("Frågar"), default=list)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Enhet")
    )
    last_on = models.DateField(_("Sista dag"))
    step = models.CharField(_("Steg"), max_length=10, choices=step_choices, default=Step.DRAFT)
    started_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("Startad av")
    )
    started_at = models.DateTimeField(_("Startad"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Avslutad"), null=True, blank=True)
    reminded_on = models.DateField(_("Senast påmint"), null=True, blank=True)
    # How many of the records had each field filled in, when the round was started and when it ended.
    filled_before: Any = models.JSONField(default=dict, blank=True)
    filled_after: Any = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("Uppdateringsrunda")
        indexes = [
            models.Index(
                fields=["step", "last_on"],
                condition=Q(withdrawn_at=None),
                name="rounds_round_step",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def source(self) -> str:
        """How the history names the round: every change that comes of it begins its reason so."""
        return f"{_('Uppdateringsrunda')} {self.name} ({self.pk})"

    def reason(self, way: str) -> str:
        """Why a change was made: which round, and how the answer came."""
        return f"{self.source()}, {Way(way).label}"

    def is_overdue(self, today: date) -> bool:
        return today > self.last_on


class Ask(models.Model):
    """One record in a round, with the person who is asked about it; nobody when there is none to ask."""

    class Step(models.TextChoices):
        WAITING = "waiting", _("Väntar på svar")
        ANSWERED = "answered", _("Besvarad")
        DECLINED = "declined", _("Inte jag")

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="questions", verbose_name=_("Runda")
    )
    record_id = models.BigIntegerField()
    person = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="asks",
        verbose_name=_("Tillfrågad"),
    )
    # The field of people by which she is asked: the others who stand there are her deputies.
    asked_as = models.CharField(_("Som"), max_length=60, blank=True)
    step = models.CharField(_("Läge"), max_length=10, choices=Step, default=Step.WAITING)
    answered_at = models.DateTimeField(_("Besvarad"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("Besvarad av"),
    )  # fmt: skip
    way = models.CharField(_("Hur"), max_length=10, choices=Way, blank=True)
    changed_count = models.PositiveSmallIntegerField(_("Ändrade uppgifter"), default=0)
    note = models.CharField(_("Vem det i stället är"), max_length=300, blank=True)
    suggested = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("Föreslagen"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Fråga i uppdateringsrunda")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "record_id"], name="rounds_ask_once_per_record"
            ),
            models.CheckConstraint(
                condition=~Q(step="answered") | Q(answered_at__isnull=False),
                name="rounds_ask_answered_when",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "step"], name="rounds_ask_of_person"),
            models.Index(fields=["record_id", "step"], name="rounds_ask_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.record_id}"


class AnswerLink(models.Model):
    """The link in one person's letter: it opens her questions in one round and nothing else.

    The token itself is nowhere stored. It is made of `seed` with the installation's secret key, and known
    again by its digest.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="links")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="answer_links")
    seed = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="rounds_link_once_per_person")
        ]


class Confirmation(models.Model):
    """Somebody who answers for the record says that a field of it is true: the newest one, per field.

    `stood` is a digest of what stood there. While it is the same the confirmation holds; it repeats nothing
    of the value, so that nothing has to be masked or disposed of twice.
    """

    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    field = models.CharField(_("Uppgift"), max_length=60)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="confirmations", verbose_name=_("Av")
    )
    at = models.DateTimeField(_("Bekräftad"))
    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="confirmations"
    )
    way = models.CharField(_("Hur"), max_length=10, choices=Way)
    stood = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    class Meta:
        verbose_name = _("Bekräftelse")
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "record_id", "field"], name="rounds_confirmation_once_per_field"
            )
        ]
