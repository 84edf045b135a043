"""What is known of a system, what seems amiss with it, and who bears its cost: columns to filter on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.contracts.models import Contract
from bryggan.kit.plain import whole_number
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.computed import ComputedWhole
from bryggan.kit.register.fields import Field, Range
from bryggan.people.models import Unit
from bryggan.people.roles import Role
from bryggan.systems.models import Cost, Mention, System, SystemRole, SystemUse

# A system is complete when these five are known.
KNOWN = ("role.system_owner", "role.it_counterpart", "lifecycle", "cost_sum", "user_count")


def in_role(*roles: Role) -> Exists:
    rows = SystemRole.objects.filter(system=OuterRef("pk"), role__in=roles, withdrawn_at=None)
    return Exists(rows)


def has_cost() -> Exists:
    """Something is known of what the system costs this year."""
    year = timezone.localdate().year
    return Exists(Cost.objects.filter(system=OuterRef("pk"), year=year, withdrawn_at=None))


# The five basic facts by their columns, those that cost the database least to check first.
FACTS: Mapping[str, Callable[[], Q]] = {
    "user_count": lambda: Q(user_count__isnull=False),
    "lifecycle": lambda: ~Q(lifecycle=""),
    "cost_sum": lambda: Q(has_cost()),
    "role.system_owner": lambda: Q(in_role(Role.SYSTEM_OWNER)),
    "role.it_counterpart": lambda: Q(in_role(Role.IT_COUNTERPART)),
}


def completeness(user: Any) -> Any:
    """How many of the five basic facts are known, in percent: owner, IT counterpart, lifecycle, cost this year, users."""
    total: Any = Value(0)
    for is_known in FACTS.values():
        total = total + Case(When(is_known(), then=Value(100 // len(KNOWN))), default=Value(0))
    return Case(When(pk__isnull=False, then=total), output_field=IntegerField())


@dataclass(frozen=True, kw_only=True)
class Completeness(ComputedWhole):
    """How much of the basic facts is known. Whoever asks for 100 % asks that each of them is."""

    calculate: Callable[[Any], Any] = completeness

    def condition(self, chosen: Sequence[str], span: Range) -> Q:
        if chosen or span != Range(low="100"):
            return super().condition(chosen, span)
        every = Q()
        for is_known in FACTS.values():
            every &= is_known()
        return every


def same_on_both_sides(user: Any) -> Exists:
    """One person stands both for the work's side and for IT's: nobody asks, nobody answers."""
    of_the_work = SystemRole.objects.filter(
        system=OuterRef("system"),
        user=OuterRef("user"),
        role__in=(Role.SYSTEM_OWNER, Role.SYSTEM_STEWARD),
        withdrawn_at=None,
    )
    of_it = SystemRole.objects.filter(
        system=OuterRef("pk"), role=Role.IT_COUNTERPART, withdrawn_at=None
    )
    return Exists(of_it.filter(Exists(of_the_work)))


def has_twin(user: Any) -> Exists:
    """Another system that this person sees has the same name: probably the same, entered twice."""
    others = System.objects.visible_to(user).present().filter(sort_key=OuterRef("sort_key"))
    return Exists(others.exclude(pk=OuterRef("pk")))


def names_missing(user: Any) -> Exists:
    """Its record names a system that the register lacks."""
    open_ones = Mention.objects.visible_to(user).present().open()
    return Exists(open_ones.filter(system=OuterRef("pk")))


@dataclass(frozen=True, kw_only=True)
class BorneBy(Field):
    """Which units a system's cost falls on: those that share it by key, else the owner.

    Choosing a unit takes everything under it; "=12" stands for unit 12 itself, without those under it.
    """

    is_editable: bool = False
    is_column: bool = False
    filtered_by: ClassVar[str] = "choice"

    def expression(self, user: Any) -> Sql:
        return F("unit_id")

    def empty(self) -> Q:
        return Q(pk__in=[])

    def chosen(self, values: Sequence[str]) -> Q:
        shares = SystemUse.objects.filter(system=OuterRef("pk"), withdrawn_at=None)
        chosen = Q(pk__in=[])
        for under in _units_chosen(values):
            chosen |= Q(Exists(shares.filter(under))) | (Q(~Exists(shares)) & under)
        return chosen

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        """Each unit with the systems whose cost falls on it or on those under it, as a tree."""
        ids = queryset.order_by().values("pk")
        shares = SystemUse.objects.filter(withdrawn_at=None, system__in=ids)
        pairs = [
            *shares.values_list("unit__path", "system_id"),
            *queryset.order_by()
            .exclude(pk__in=shares.order_by().values("system"))
            .values_list("unit__path", "pk"),
        ]
        borne: dict[int, set[int]] = {}
        for path, pk in pairs:
            for above in path.split("/"):
                if above:
                    borne.setdefault(int(above), set()).add(pk)
        units = Unit.objects.filter(pk__in=borne).order_by("path").values_list("pk", "path", "name")
        return [
            (str(pk), "\u2003" * max(path.count("/") - 2, 0) + name, len(borne[pk]))
            for pk, path, name in units
        ]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        names = dict(Unit.objects.filter(pk__in=map(_unit_id, values)).values_list("pk", "name"))
        return [
            _("%(unit)s (bara enheten själv)") % {"unit": names[_unit_id(value)]}
            if value.startswith("=")
            else names[_unit_id(value)]
            for value in values
            if _unit_id(value) in names
        ]


def _unit_id(value: str) -> int:
    return whole_number(value.removeprefix("=")) or 0


def _units_chosen(values: Sequence[str]) -> list[Q]:
    alone = [_unit_id(value) for value in values if value.startswith("=")]
    trees = [_unit_id(value) for value in values if not value.startswith("=")]
    paths = Unit.objects.filter(pk__in=trees).values_list("path", flat=True)
    return [Q(unit__in=alone), *(Q(unit__path__startswith=path) for path in paths)]


def this_years_cost(user: Any) -> Any:
    costs = Cost.objects.filter(
        system=OuterRef("pk"), year=timezone.localdate().year, withdrawn_at=None
    )
    return Subquery(costs.order_by().values("system").annotate(n=Sum("amount_sek")).values("n"))


def nearest_contract_end(user: Any) -> Any:
    """The first end of a contract that covers the system; one prolonged past its first end has none here."""
    prolonged = Q(renews_tacitly=True) | Q(options_used__gt=0)
    covering = (
        Contract.objects.visible_to(user)
        .present()
        .filter(system_uses__system=OuterRef("pk"), system_uses__withdrawn_at=None)
        .exclude(prolonged, ends_on__lt=timezone.localdate())
    )
    ends = covering.order_by().values("system_uses__system").annotate(n=Min("ends_on"))
    return Subquery(ends.values("n"))
