from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.contracts.models import Supplier
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet
from bryggan.people.roles import Role
from bryggan.search.fields import SortKeyField
from bryggan.systems.models import System


class Step(models.TextChoices):
    """Where in its course an app is; the words are those of the page."""

    REQUESTED = "requested", _("Begärd")
    SCREENED = "screened", _("Riskkontrollerad")
    APPROVED = "approved", _("Godkänd")
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", _("Godkänd med villkor")
    REFUSED = "refused", _("Nekad")
    REOPENED = "reopened", _("Under omprövning")
    DELISTED = "delisted", _("Borttagen från listan")


class Outcome(models.TextChoices):
    """The verdict in force, as the list tells it: it stands also while the app is under review."""

    APPROVED = "approved", _("Godkänd")
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", _("Godkänd med villkor")
    REFUSED = "refused", _("Nekad")
    DELISTED = "delisted", _("Borttagen från listan")


class Platform(models.TextChoices):
    WEB = "web", _("Webben")
    IPAD = "ipad", _("iPad och iPhone")
    ANDROID = "android", _("Android")
    CHROMEBOOK = "chromebook", _("Chromebook")
    WINDOWS = "windows", _("Windows")
    MAC = "mac", _("Mac")


class Category(models.TextChoices):
    LEARNING = "learning", _("Öva och lära")
    READING = "reading", _("Läsa, skriva och lyssna")
    CREATING = "creating", _("Skapa bild, ljud och film")
    ASKING = "asking", _("Frågor och omröstning")
    PROGRAMMING = "programming", _("Programmera och bygga")
    TALKING = "talking", _("Möten och kontakt")
    PLANNING = "planning", _("Planera och dokumentera")
    SUPPORT = "support", _("Hjälpmedel och anpassning")
    CARE = "care", _("Vård, omsorg och stöd")
    OTHER = "other", _("Annat")


class PersonalData(models.TextChoices):
    NONE = "none", _("Inga")
    STAFF = "staff", _("Bara personalens")
    OTHERS = "others", _("Elevers, barns eller brukares")
    SENSITIVE = "sensitive", _("Känsliga eller sekretess")


# The steps in which somebody still has to say something about an app.
OPEN_STEPS = (Step.REQUESTED, Step.SCREENED, Step.REOPENED)


def step_choices() -> list[tuple[str, Any]]:
    """A function, so that a new step needs no migration."""
    return list(Step.choices)


class AppQuerySet(RecordQuerySet["App"]):
    def listed(self) -> Self:
        """On the open list: a verdict has been given. What is only asked for is nobody else's business."""
        return self.present().exclude(outcome="")

    def waiting(self) -> Self:
        """Somebody has to screen it or give a verdict."""
        return self.present().filter(step__in=OPEN_STEPS)


class App(Record):
    """An app that staff may use after a risk check, or may not, with the reason; `unit` keeps the list."""

    name = models.CharField(_("App"), max_length=300)
    aliases = models.JSONField(_("Andra namn"), default=list, blank=True)
    description = models.TextField(_("Vad den används till"), blank=True)
    supplier_name = models.CharField(_("Leverantör"), max_length=300, blank=True)
    supplier = models.ForeignKey(
        Supplier,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="apps",
        verbose_name=_("Leverantör i registret"),
    )
    platforms = models.CharField(_("Plattform"), max_length=100, blank=True)
    link = models.URLField(_("Länk"), max_length=300, blank=True)
    audience = models.CharField(_("För vem"), max_length=300, blank=True)
    category = models.CharField(_("Slag av app"), max_length=20, choices=Category, blank=True)
    personal_data = models.CharField(
        _("Personuppgifter"), max_length=20, choices=PersonalData, blank=True
    )
    licence = models.CharField(_("Licens"), max_length=300, blank=True)
    cost_per_user_sek = models.DecimalField(
        _("Kostnad per användare och år, kr"), max_digits=9, decimal_places=0, null=True, blank=True
    )
    system = models.ForeignKey(
        System,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="apps",
        verbose_name=_("System i registret"),
    )
    internal_note = models.TextField(_("Intern anteckning"), blank=True)
    step = models.CharField(
        _("Steg"), max_length=30, choices=step_choices, default=Step.REQUESTED, editable=False
    )
    outcome = models.CharField(_("Besked"), max_length=30, choices=Outcome, blank=True)
    conditions = models.TextField(_("Villkor"), blank=True)
    outcome_reason = models.TextField(_("Skäl"), blank=True)
    decided_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Beslutat av"),
    )
    decided_as = models.CharField(_("Beslutat som"), max_length=30, choices=Role, blank=True)
    decided_on = models.DateField(_("Beslutat"), null=True, blank=True)
    review_on = models.DateField(_("Omprövas"), null=True, blank=True)

    prefix: ClassVar[str] = "G"
    sorted_by: ClassVar[str] = "name"
    # The open page searches this very text: only what anyone may read belongs in it.
    searched: ClassVar[tuple[str, ...]] = (
        "name",
        "aliases",
        "supplier_name",
        "description",
        "audience",
    )

    objects = AppQuerySet.as_manager()

    class Meta:
        verbose_name = _("App")
        indexes = [
            models.Index(
                fields=["sort_key", "id"], condition=Q(withdrawn_at=None), name="approvals_sort_key"
            ),
            models.Index(
                fields=["step", "review_on"],
                condition=Q(withdrawn_at=None),
                name="approvals_step_review_on",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "unit",
                "sort_key",
                condition=Q(withdrawn_at=None),
                name="approvals_name_once_per_unit",
                violation_error_message=_("Enhetens lista har redan en app med det namnet."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="approvals_has_name",
                violation_error_message=_("En app måste ha ett namn."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(decided_on=None),
                name="approvals_outcome_has_day",
                violation_error_message=_("Ett besked måste ha en dag."),
            ),
        ]

    def is_under_review(self, today: date) -> bool:
        """A verdict stands but is being tried anew, or should be by now."""
        is_late = self.review_on is not None and self.review_on < today
        return bool(self.outcome) and (self.step in OPEN_STEPS or is_late)


class AppRequest(Record):
    """Somebody needs the app for something; several people may stand behind the same one. `unit`: for which workplace."""

    app = models.ForeignKey(
        App, on_delete=models.PROTECT, related_name="requests", verbose_name=_("App")
    )
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Begärd av")
    )
    asked_at = models.DateTimeField(_("När"))
    use = models.TextField(_("Till vad"), blank=True)
    user_count = models.PositiveIntegerField(_("Hur många"), null=True, blank=True)

    objects = RecordQuerySet["AppRequest"].as_manager()

    class Meta:
        verbose_name = _("Begäran")
        constraints = [
            models.UniqueConstraint(
                fields=["app", "asked_by"],
                condition=Q(withdrawn_at=None),
                name="approvals_request_once_per_person",
                violation_error_message=_("Du står redan bakom den här begäran."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.app} ({self.unit})"


class ScreeningQuerySet(RecordQuerySet["Screening"]):
    def undecided(self) -> Self:
        return self.present().filter(outcome="")


class Screening(Record):
    """The answers to the screening questions, and beside them the verdict they led to.

    Once decided it is never changed: a new verdict is a new screening, and this one is the history.
    """

    app = models.ForeignKey(
        App, on_delete=models.PROTECT, related_name="screenings", verbose_name=_("App")
    )
    questions_version = models.PositiveSmallIntegerField(_("Frågornas version"))
    answers = models.JSONField(_("Svar"), default=dict)
    note = models.TextField(_("Anteckning"), blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Besvarad av")
    )
    answered_at = models.DateTimeField(_("Besvarad"))
    outcome = models.CharField(_("Besked"), max_length=30, choices=Outcome, blank=True)
    conditions = models.TextField(_("Villkor"), blank=True)
    outcome_reason = models.TextField(_("Skäl"), blank=True)
    decided_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Beslutat av"),
    )
    decided_as = models.CharField(_("Beslutat som"), max_length=30, choices=Role, blank=True)
    decided_on = models.DateField(_("Beslutat"), null=True, blank=True)
    review_on = models.DateField(_("Omprövas"), null=True, blank=True)

    unit_from: ClassVar[str] = "app"

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("Riskkontroll")
        constraints = [
            models.UniqueConstraint(
                fields=["app"],
                condition=Q(withdrawn_at=None, outcome=""),
                name="approvals_one_undecided_screening",
                violation_error_message=_("En riskkontroll väntar redan på besked."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.app}, {self.answered_at:%Y-%m-%d}"


class Suggestion(Record):
    """What another municipality's list says of an app: something to lean on, never an approval here."""

    name = models.CharField(_("App"), max_length=300)
    source = models.CharField(_("Kommun"), max_length=120)
    source_key = SortKeyField(max_length=300)
    outcome = models.CharField(_("Deras besked"), max_length=30, choices=Outcome, blank=True)
    outcome_word = models.CharField(_("Med deras ord"), max_length=80, blank=True)
    conditions = models.TextField(_("Deras villkor"), blank=True)
    outcome_reason = models.TextField(_("Deras skäl"), blank=True)
    description = models.TextField(_("Vad den används till"), blank=True)
    link = models.URLField(_("Länk"), max_length=300, blank=True)
    decided_on = models.DateField(_("Beslutat"), null=True, blank=True)
    review_on = models.DateField(_("Omprövas"), null=True, blank=True)
    read_at = models.DateTimeField(_("Inläst"))

    sorted_by: ClassVar[str] = "name"

    objects = RecordQuerySet["Suggestion"].as_manager()

    class Meta:
        verbose_name = _("Förslag från en annan kommun")
        constraints = [
            models.UniqueConstraint(
                fields=["source_key", "sort_key"],
                condition=Q(withdrawn_at=None),
                name="approvals_suggestion_once_per_source",
            )
        ]
        indexes = [models.Index(fields=["sort_key"], name="approvals_suggestion_sort_key")]
