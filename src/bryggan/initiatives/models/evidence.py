from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bryggan.decisions.models import Decision
from bryggan.files.models import File
from bryggan.initiatives.models.choices import Health, Saying, Tri
from bryggan.initiatives.models.initiative import OfInitiative, OfInitiativeQuerySet
from bryggan.methods.models import MethodStep
from bryggan.people.models import User

# The keys of what the law demands begin so: what a method asks for never does.
LAW = "law."


class StatusReport(OfInitiative):
    """How it went at one time, said in two minutes; the last one stands on the initiative. Never changed."""

    health = models.CharField(_("Status"), max_length=10, choices=Health)
    text = models.TextField(_("Läget i ord"))
    next_text = models.TextField(_("Nästa"), blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Av"))
    said_on = models.DateField(_("Dag"))

    objects = OfInitiativeQuerySet["StatusReport"].as_manager()

    class Meta:
        verbose_name = _("Lägesrapport")
        indexes = [models.Index(fields=["initiative", "-id"], name="initiatives_status_of")]

    def __str__(self) -> str:
        return self.text[:80]


class ScreeningAnswer(OfInitiative):
    """A plain question answered, by whom and when; from the answers follows what the law demands."""

    question = models.CharField(_("Fråga"), max_length=40)
    answer = models.CharField(_("Svar"), max_length=10, choices=Tri)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Av"))
    said_on = models.DateField(_("Dag"))

    objects = OfInitiativeQuerySet["ScreeningAnswer"].as_manager()

    class Meta:
        verbose_name = _("Svar på fråga")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "question"],
                condition=Q(withdrawn_at=None),
                name="initiatives_question_once",
            )
        ]

    def __str__(self) -> str:
        return self.question


class Evidence(OfInitiative):
    """What somebody has said of a requirement: it is there, or not, or does not apply here because.

    `key` is a rule's, a requirement's or, after `law.`, one of the law's. What is said anew replaces what
    was said, which stays in the history.
    """

    key = models.CharField(max_length=60)
    # What it was called when somebody said so.
    name = models.CharField(_("Krav"), max_length=200, blank=True)
    answer = models.CharField(_("Svar"), max_length=20, choices=Saying)
    words = models.TextField(_("Med ord"), blank=True)
    link = models.URLField(_("Länk"), max_length=500, blank=True)
    # Kept with the initiative as any other of its files; gone when it is taken away and disposed of.
    document = models.ForeignKey(
        File,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Handling"),
    )
    # Of a file that lies elsewhere, as a plan names it.
    file_name = models.CharField(_("Filens namn"), max_length=200, blank=True)
    # The day on the paper itself, which may be long before it came in here.
    dated_on = models.DateField(_("Daterat"), null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Av"))
    said_on = models.DateField(_("Sagt"))

    objects = OfInitiativeQuerySet["Evidence"].as_manager()

    class Meta:
        verbose_name = _("Underlag")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "key"],
                condition=Q(withdrawn_at=None),
                name="initiatives_evidence_once",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Saying.NOT_APPLICABLE) | ~Q(words=""),
                name="initiatives_not_applicable_because",
                violation_error_message=_("Skriv varför det inte gäller här."),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80] or self.shown_as or self.link

    @property
    def shown_as(self) -> str:
        """What its file is called, which of a secret one is not said."""
        if self.document is None:
            return self.file_name
        return (
            gettext("Handling med sekretess") if self.document.secrecy else self.document.file_name
        )


class Passage(OfInitiative):
    """A gate that was passed: from which step, on which day, by whose decision, with which exceptions.

    A gate before the initiative was taken over `is_before`: nobody here asked what it demanded.
    """

    step_from = models.ForeignKey(
        MethodStep, on_delete=models.PROTECT, related_name="+", verbose_name=_("Från steget")
    )
    step_to = models.ForeignKey(
        MethodStep,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Till steget"),
    )
    passed_on = models.DateField(_("Passerad"), null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Av"))
    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiative_passages",
        verbose_name=_("Beslut"),
    )
    note = models.TextField(_("Anteckning"), blank=True)
    # What was missing and let through: [{"key": …, "name": …, "reason": …}].
    exceptions: Any = models.JSONField(_("Undantag"), default=list, blank=True)
    exception_count = models.PositiveSmallIntegerField(_("Antal undantag"), default=0)
    is_before = models.BooleanField(_("Före Bryggan"), default=False)

    objects = OfInitiativeQuerySet["Passage"].as_manager()

    class Meta:
        verbose_name = _("Passerad grind")
        indexes = [models.Index(fields=["initiative", "id"], name="initiatives_passage_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(exception_count=0) | Q(decision__isnull=False),
                name="initiatives_exception_is_decided",
                violation_error_message=_("Ett undantag görs genom ett beslut."),
            )
        ]

    def __str__(self) -> str:
        return str(self.step_from)
