from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bryggan.contracts import calculation, deadlines
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet


class SupplierQuerySet(RecordQuerySet["Supplier"]):
    pass


class Supplier(Record):
    """A company or authority that a system or a contract comes from."""

    name = models.CharField(_("Namn"), max_length=200)
    org_number = models.CharField(_("Organisationsnummer"), max_length=20, blank=True)
    website = models.URLField(_("Webbplats"), blank=True)
    note = models.TextField(_("Anteckning"), blank=True)

    prefix: ClassVar[str] = "L"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name", "org_number")

    objects = SupplierQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "sort_key",
                condition=Q(withdrawn_at=None),
                name="contracts_supplier_name_once",
                violation_error_message=_("Det finns redan en leverantör med det namnet."),
            )
        ]


class ContractQuerySet(RecordQuerySet["Contract"]):
    def of_supplier(self, supplier: Supplier) -> Self:
        return self.filter(supplier=supplier)


class Contract(Record):
    """An agreement with terms: when it ends, how it is given notice, what renews it."""

    name = models.CharField(_("Avtal"), max_length=250)
    contract_number = models.CharField(_("Avtalsnummer"), max_length=60, blank=True)
    case_number = models.CharField(_("Diarienummer"), max_length=60, blank=True)
    supplier = models.ForeignKey(
        Supplier,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contracts",
        verbose_name=_("Leverantör"),
    )
    owner = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contracts",
        verbose_name=_("Avtalsägare"),
    )
    starts_on = models.DateField(_("Startdatum"), null=True, blank=True)
    ends_on = models.DateField(_("Slutdatum"), null=True, blank=True)
    is_open_ended = models.BooleanField(_("Löper tills vidare"), default=False)
    notice_amount = models.PositiveSmallIntegerField(_("Uppsägningstid"), null=True, blank=True)
    notice_unit = models.CharField(
        _("Uppsägningstiden räknas i"),
        max_length=10,
        choices=calculation.NoticeUnit,
        default=calculation.NoticeUnit.MONTHS,
    )
    renews_tacitly = models.BooleanField(_("Förlängs av sig självt"), default=False)
    renewal_months = models.PositiveSmallIntegerField(
        _("Förlängs med månader"), null=True, blank=True
    )
    options = models.JSONField(_("Förlängningsoptioner"), default=list, blank=True)
    options_used = models.PositiveSmallIntegerField(_("Utnyttjade optioner"), default=0)
    procurement_lead_months = models.PositiveSmallIntegerField(
        _("Ny upphandling tar, månader"), default=18
    )
    yearly_value_sek = models.DecimalField(
        _("Värde per år, kr"), max_digits=14, decimal_places=0, null=True, blank=True
    )
    is_assumed = models.BooleanField(_("Villkoren är antagna"), default=False)
    note = models.TextField(_("Anteckning"), blank=True)

    prefix: ClassVar[str] = "A"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name", "contract_number", "case_number")

    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open_ended=False) | Q(ends_on=None),
                name="contracts_open_ended_has_no_end",
                violation_error_message=_("Ett avtal tills vidare har inget slutdatum."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="contracts_ends_after_start",
                violation_error_message=_("Slutdatum ligger före startdatum."),
            ),
            models.CheckConstraint(
                condition=Q(renews_tacitly=False) | Q(renewal_months__gt=0),
                name="contracts_renewal_has_length",
                violation_error_message=_("Skriv hur många månader avtalet förlängs med."),
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], name="contracts_ends_on"),
            models.Index(
                fields=["sort_key", "id"], condition=Q(withdrawn_at=None), name="contracts_sort_key"
            ),
        ]

    def terms(self) -> calculation.Terms | None:
        """The terms as the calculation takes them; None when too little is known to calculate."""
        if self.ends_on is None and not self.is_open_ended:
            return None
        notice = (
            calculation.Notice(self.notice_amount, calculation.NoticeUnit(self.notice_unit))
            if self.notice_amount is not None
            else None
        )
        return calculation.Terms(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            notice=notice,
            renews_tacitly=self.renews_tacitly,
            renewal_months=self.renewal_months,
            options=tuple(self.options),
            options_used=self.options_used,
            procurement_lead_months=self.procurement_lead_months,
        )


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the contract sees what was chosen for it."""
        if not user.is_external:
            return self
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def standing(self) -> Self:
        """Of each contract what was chosen last; what it replaced is kept as it was."""
        later = Course.objects.filter(
            contract=OuterRef("contract"), withdrawn_at=None, pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later), withdrawn_at=None)


class Course(models.Model):
    """What was chosen for a contract when its day came: by whom, and why. A new choice takes its place, unchanged it stays."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="courses", verbose_name=_("Avtal")
    )
    deadline_kind = models.CharField(
        _("Gäller"), max_length=20, choices=deadlines.DeadlineKind.choices
    )
    deadline_on = models.DateField(_("Dag att bestämma senast"))
    ends_on = models.DateField(_("Perioden slutar"))
    kind = models.CharField(_("Vägval"), max_length=20, choices=deadlines.CourseKind.choices)
    reason = models.CharField(_("Skäl"), max_length=500)
    wait_until = models.DateField(_("Avvakta till"), null=True, blank=True)
    notice_given_on = models.DateField(_("Uppsagt den"), null=True, blank=True)
    chosen_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Valt av")
    )
    chosen_at = models.DateTimeField(_("Valt"))
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Vägval")
        indexes = [models.Index(fields=["contract", "id"], name="contracts_course_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=deadlines.CourseKind.WAIT) | Q(wait_until__isnull=False),
                name="contracts_course_waits_until",
                violation_error_message=_("Den som avvaktar säger till när."),
            )
        ]

    def chosen(self) -> deadlines.Chosen:
        """The choice as the calculation takes it."""
        return deadlines.Chosen(
            deadlines.CourseKind(self.kind), self.deadline_on, self.ends_on, self.wait_until
        )
