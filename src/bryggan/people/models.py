from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.people.records import Record, RecordQuerySet
from bryggan.people.roles import CENTRAL_ROLES, Role
from bryggan.search.fields import SortKeyField


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: "User") -> Self:
        """The organisation is no secret: everyone sees the whole tree."""
        return self

    def present(self) -> Self:
        return self.filter(withdrawn_at=None)

    def within(self, unit: "Unit") -> Self:
        """The unit and everything under it."""
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """A place in the organisation. A nämnd is its own authority with administrations under it."""

    class Kind(models.TextChoices):
        GROUP = "group", _("Koncern")
        MUNICIPALITY = "municipality", _("Kommun")
        REGION = "region", _("Region")
        AUTHORITY = "authority", _("Nämnd")
        DEPARTMENT = "department", _("Förvaltning")
        WORKPLACE = "workplace", _("Enhet")
        COMPANY = "company", _("Bolag eller förbund")

    name = models.CharField(_("Namn"), max_length=200)
    short = models.CharField(_("Kortnamn"), max_length=20, blank=True)
    kind = models.CharField(_("Slag"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = SortKeyField(max_length=200, blank=True, db_index=True, editable=False)
    synonyms = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sort_key = SortKeyField(max_length=300, blank=True, editable=False)

    prefix: ClassVar[str] = ""
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ()
    unit_from: ClassVar[str] = ""

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key",)
        constraints = [
            models.UniqueConstraint(
                "parent",
                "sort_key",
                condition=Q(withdrawn_at=None),
                name="people_unit_name_once_per_parent",
                violation_error_message=_("Det finns redan en enhet med det namnet här."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        return self.path.count("/")

    def ancestor_ids(self) -> list[int]:
        """The unit itself and everything above it, topmost first."""
        return [int(part) for part in self.path.split("/") if part]

    def holds(self, other: "Unit") -> bool:
        return other.path.startswith(self.path)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().casefold())


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> Self:
        """Colleagues' names and places are known to all employees, and to the auditor, who asks who answers for what.

        Another external person sees only the names shown to her.
        """
        is_known = not user.is_external or user.has_role(Role.AUDITOR)
        return self if is_known else self.filter(pk=user.pk)

    def present(self) -> Self:
        return self.filter(withdrawn_at=None, is_built_in=False)


class User(AbstractBaseUser):
    """A person: with a login once invited, otherwise only a name that others can hold responsible."""

    email = models.EmailField(_("E-postadress"), unique=True)
    name = models.CharField(_("Namn"), max_length=200)
    title = models.CharField(_("Titel"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="users", verbose_name=_("Enhet")
    )
    is_active = models.BooleanField(_("Får logga in"), default=False)
    is_external = models.BooleanField(_("Extern"), default=False)
    is_built_in = models.BooleanField(default=False, editable=False)
    # By these she is known too: imports find her by any of them.
    other_addresses = models.JSONField(_("Andra adresser"), default=list, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_from",
        verbose_name=_("Sammanslagen med"),
    )
    demo_story = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sort_key = SortKeyField(max_length=300, blank=True, editable=False)

    prefix: ClassVar[str] = ""
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ()
    unit_from: ClassVar[str] = ""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        ordering = ("sort_key",)

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        letters = [word[0] for word in self.name.split() if word[0].isalpha()]
        return "".join(letters[:1] + letters[-1:]).upper() if len(letters) > 1 else "".join(letters)

    @cached_property
    def current_assignments(self) -> list["Assignment"]:
        """Today's roles in units, own and as deputy; read once per request."""
        today = timezone.localdate()
        return list(Assignment.objects.running(today).filter(user=self).select_related("unit"))

    def has_role(self, *roles: Role) -> bool:
        return any(assignment.role in roles for assignment in self.current_assignments)

    def has_role_over(self, unit: Unit, *roles: Role) -> bool:
        """Holds one of the roles in the unit or above it; central roles reach everywhere."""
        return any(
            assignment.role in roles
            and (assignment.role in CENTRAL_ROLES or assignment.unit.holds(unit))
            for assignment in self.current_assignments
        )

    @property
    def is_central(self) -> bool:
        return self.has_role(*CENTRAL_ROLES)

    def role_paths(self, *roles: Role) -> list[str]:
        return [a.unit.path for a in self.current_assignments if a.role in roles]

    def granted_units(self) -> models.QuerySet[Unit]:
        """For an external person: the units she has been given a role in, with all under them."""
        condition = Q(pk__in=[])
        for assignment in self.current_assignments:
            condition |= Q(path__startswith=assignment.unit.path)
        return Unit.objects.filter(condition)

    def audited(self, unit: str = "unit") -> Q:
        """What the auditor reviews: in the units she was appointed for nothing is hidden from her (OSL 10:17).

        `unit`: the way to the record's unit.
        """
        condition = Q(pk__in=[])
        for path in self.role_paths(Role.AUDITOR):
            condition |= Q(**{f"{unit}__path__startswith": path})
        return condition


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def running(self, today: date) -> Self:
        """In force on the day: begun, and not ended."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=today),
            Q(ends_on=None) | Q(ends_on__gte=today),
            withdrawn_at=None,
        )

    def visible_to(self, user: User) -> Self:
        """Who has which role is known to those who know the names."""
        is_known = not user.is_external or user.has_role(Role.AUDITOR)
        return self if is_known else self.filter(user=user)


class AbstractAssignment(models.Model):
    """A person holds a role, or is deputy in it: with a share of her time, from and to a day."""

    is_deputy = models.BooleanField(_("Ersättare"), default=False)
    share_percent = models.PositiveSmallIntegerField(_("Andel av tjänst, %"), null=True, blank=True)
    starts_on = models.DateField(_("Från"), null=True, blank=True)
    ends_on = models.DateField(_("Till"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    prefix: ClassVar[str] = ""
    sorted_by: ClassVar[str] = ""
    searched: ClassVar[tuple[str, ...]] = ()
    unit_from: ClassVar[str] = ""

    class Meta:
        abstract = True


class Assignment(AbstractAssignment):
    """A role in a unit; it reaches to everything under the unit."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("Person")
    )
    role = models.CharField(_("Roll"), max_length=30, choices=Role)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("Enhet")
    )
    # An auditor is appointed by the municipality's revisorer, never by those she is to review.
    appointed_by = models.CharField(_("Utsedd av"), max_length=300, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="people_assignment_ends_after_start",
                violation_error_message=_("Slutdagen ligger före startdagen."),
            ),
            models.CheckConstraint(
                condition=Q(share_percent=None) | Q(share_percent__lte=100),
                name="people_assignment_share_at_most_whole",
                violation_error_message=_("Andelen kan vara högst 100 %."),
            ),
        ]


class SignInFailure(models.Model):
    """A failed attempt to sign in: what the throttle counts. Kept a day, then disposed of."""

    account_key = models.CharField(max_length=64, db_index=True)
    address_key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)


def root_unit() -> Unit:
    """The top of the tree: what belongs to no unit of its own (suppliers, users) belongs here."""
    return Unit.objects.filter(parent=None, withdrawn_at=None).order_by("pk")[0]


def units_above(units: Iterable[Unit]) -> set[int]:
    return {pk for unit in units for pk in unit.ancestor_ids()}


__all__ = [
    "AbstractAssignment",
    "Assignment",
    "Record",
    "RecordQuerySet",
    "Role",
    "SignInFailure",
    "Unit",
    "User",
    "root_unit",
    "units_above",
]
