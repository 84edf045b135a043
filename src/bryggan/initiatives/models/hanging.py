from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bryggan.decisions.models import Decision
from bryggan.initiatives.models.choices import (
    Account,
    Consequence,
    Likelihood,
    MoneyKind,
    Part,
)
from bryggan.initiatives.models.initiative import (
    PERSON,
    Initiative,
    OfInitiative,
    OfInitiativeQuerySet,
)
from bryggan.needs.models import Need
from bryggan.people.models import AbstractAssignment, Unit, User


class InitiativeNeed(OfInitiative):
    """A need that the initiative is to meet: everyone behind it is told at every turn."""

    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="initiative_needs", verbose_name=_("Behov")
    )
    linked_on = models.DateField(_("Sedan"))

    objects = OfInitiativeQuerySet["InitiativeNeed"].as_manager()

    class Meta:
        verbose_name = _("Behov bakom initiativet")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "need"],
                condition=Q(withdrawn_at=None),
                name="initiatives_need_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.need)


class Share(OfInitiative):
    """An administration takes part and bears its share; the lead has one too. Together they are the whole."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Enhet")
    )
    percent = models.DecimalField(
        _("Andel, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    # Each head decides for her own share.
    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Beslut om andelen"),
    )

    objects = OfInitiativeQuerySet["Share"].as_manager()

    class Meta:
        verbose_name = _("Andel")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "unit"],
                condition=Q(withdrawn_at=None),
                name="initiatives_share_once_per_unit",
                violation_error_message=_("Enheten är redan med."),
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gte=0, percent__lte=100),
                name="initiatives_share_at_most_whole",
                violation_error_message=_("Andelen är mellan 0 och 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class InitiativeRoleQuerySet(OfInitiativeQuerySet["InitiativeRole"]):
    def running(self, today: date) -> Self:
        """In force on the day: begun, and not ended."""
        return self.present().filter(
            Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gte=today)
        )


class InitiativeRole(AbstractAssignment):
    """A person leads, orders, takes part, answers for the benefit or receives what is left."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="roles", verbose_name=_("Initiativ")
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="initiative_roles", verbose_name=_("Person")
    )
    role = models.CharField(_("Roll"), max_length=20, choices=Part)

    objects = InitiativeRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("Roll i initiativet")
        indexes = [
            models.Index(
                fields=["user", "role", "initiative"],
                condition=Q(withdrawn_at=None),
                name="initiatives_role_user",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "user", "role"],
                condition=Q(withdrawn_at=None),
                name="initiatives_role_once",
                violation_error_message=_("Personen har redan den rollen."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class Milestone(OfInitiative):
    """Something that is to be done by a day."""

    name = models.CharField(_("Milstolpe"), max_length=200)
    due_on = models.DateField(_("Senast"), null=True, blank=True)
    done_on = models.DateField(_("Klart"), null=True, blank=True)

    objects = OfInitiativeQuerySet["Milestone"].as_manager()

    class Meta:
        verbose_name = _("Milstolpe")
        indexes = [
            models.Index(
                fields=["initiative", "due_on"],
                condition=models.Q(withdrawn_at=None, done_on=None),
                name="initiatives_left_to_do",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MoneyRow(OfInitiative):
    """A sum of one year: what it is, which budget it belongs to, and who bears it. Unknown has no row."""

    year = models.PositiveSmallIntegerField(_("År"))
    kind = models.CharField(_("Slag"), max_length=10, choices=MoneyKind)
    account = models.CharField(
        _("Drift eller investering"), max_length=12, choices=Account, default=Account.OPERATION
    )
    # What comes back every year after the handover, or is paid once.
    is_running = models.BooleanField(_("Återkommer varje år"), default=False)
    amount_sek = models.DecimalField(_("Kronor exkl. moms"), max_digits=14, decimal_places=0)
    borne_by = models.ForeignKey(Unit, verbose_name=_("Bärs av"), **PERSON)
    budget_line = models.CharField(_("Budgetrad"), max_length=80, blank=True)
    note = models.CharField(_("Anteckning"), max_length=300, blank=True)

    objects = OfInitiativeQuerySet["MoneyRow"].as_manager()

    class Meta:
        verbose_name = _("Belopp")
        indexes = [
            models.Index(
                fields=["initiative", "year", "kind", "amount_sek"],
                condition=Q(withdrawn_at=None),
                name="initiatives_money_year",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_sek__gte=0),
                name="initiatives_money_not_negative",
                violation_error_message=_("Ett belopp kan inte vara mindre än 0."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class Grant(OfInitiative):
    """Statsbidrag or other money from outside, which must be used and accounted for by its last day."""

    name = models.CharField(_("Bidrag"), max_length=200)
    amount_sek = models.DecimalField(_("Kronor"), max_digits=14, decimal_places=0)
    last_day_on = models.DateField(_("Sista dag"), null=True, blank=True)

    objects = OfInitiativeQuerySet["Grant"].as_manager()

    class Meta:
        verbose_name = _("Bidrag")

    def __str__(self) -> str:
        return self.name


class Dependency(OfInitiative):
    """The initiative has to wait for another one; never, through others, for itself."""

    depends_on = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="+", verbose_name=_("Väntar på")
    )
    what = models.CharField(_("Vad det väntar på"), max_length=300, blank=True)

    objects = OfInitiativeQuerySet["Dependency"].as_manager()

    class Meta:
        verbose_name = _("Beroende")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "depends_on"],
                condition=Q(withdrawn_at=None),
                name="initiatives_dependency_once",
                violation_error_message=_("Beroendet finns redan."),
            ),
            models.CheckConstraint(
                condition=~Q(initiative=F("depends_on")), name="initiatives_not_on_itself"
            ),
        ]

    def __str__(self) -> str:
        return str(self.depends_on)


class RiskRow(OfInitiative):
    """What may go wrong, how likely and how bad, what is done about it and by whom."""

    what = models.CharField(_("Vad som kan hända"), max_length=300)
    likelihood = models.PositiveSmallIntegerField(
        _("Sannolikhet"), choices=Likelihood, null=True, blank=True
    )
    consequence = models.PositiveSmallIntegerField(
        _("Konsekvens"), choices=Consequence, null=True, blank=True
    )
    measure = models.TextField(_("Åtgärd"), blank=True)
    owner = models.ForeignKey(User, verbose_name=_("Ansvarig"), **PERSON)
    said_on = models.DateField(_("Bedömt"))

    objects = OfInitiativeQuerySet["RiskRow"].as_manager()

    class Meta:
        verbose_name = _("Risk")

    def __str__(self) -> str:
        return self.what

    @property
    def weight(self) -> int:
        """Likelihood times consequence, 1 to 16; 0 when either is not judged."""
        return (self.likelihood or 0) * (self.consequence or 0)


class Lesson(OfInitiative):
    """What the next one should know."""

    text = models.TextField(_("Lärdom"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Av"))
    said_on = models.DateField(_("Dag"))

    objects = OfInitiativeQuerySet["Lesson"].as_manager()

    class Meta:
        verbose_name = _("Lärdom")

    def __str__(self) -> str:
        return self.text[:80]


class PilotCriterion(OfInitiative):
    """What the pilot must show for it to go on; met or not is said when it is over."""

    what = models.CharField(_("Det här ska piloten visa"), max_length=300)
    is_met = models.BooleanField(_("Uppfyllt"), null=True, blank=True)
    outcome = models.CharField(_("Så blev det"), max_length=300, blank=True)

    objects = OfInitiativeQuerySet["PilotCriterion"].as_manager()

    class Meta:
        verbose_name = _("Kriterium för piloten")

    def __str__(self) -> str:
        return self.what


__all__ = [
    "Dependency",
    "Grant",
    "InitiativeNeed",
    "InitiativeRole",
    "Lesson",
    "Milestone",
    "MoneyRow",
    "PilotCriterion",
    "RiskRow",
    "Share",
]
