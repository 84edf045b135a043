"""Who bears which krona: whoever the row names, else those who share the initiative, else whoever leads it.

What a unit bears is on its own färdplan, also of what another leads: all of them together are the whole.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from bryggan.initiatives.calculation import is_whole
from bryggan.initiatives.models import Initiative, MoneyRow, Share
from bryggan.kit import remembering
from bryggan.people.scope import Scope
from bryggan.roadmap.calculation import split

# What each unit has of an initiative, in percent; only where the shares are the whole.
type Percents = Mapping[int, Decimal]

AT = Coalesce("borne_by_id", "initiative__unit_id")


@dataclass(frozen=True)
class Borne:
    """So much of one kind in one year that one unit bears of what a unit leads."""

    year: int
    kind: str
    unit: int
    leader: int
    amount: Decimal


class BorneRow(NamedTuple):
    """A row with what one unit bears of it: all, or the part that its share is."""

    row: MoneyRow
    unit: int
    amount: Decimal
    percent: Decimal | None


def rows_of(scope: Scope, on: QuerySet[Initiative]) -> QuerySet[MoneyRow]:
    """The rows of these initiatives that the scope leads, or bears anything of."""
    rows = MoneyRow.objects.visible_to(scope.user).present()
    rows = rows.filter(initiative__in=on.values("pk")).order_by()
    if scope.is_whole:
        return rows
    path = scope.unit.path
    shares = Share.objects.present().filter(initiative=OuterRef("initiative"))
    return rows.filter(
        Q(initiative__unit__path__startswith=path)
        | Q(borne_by__path__startswith=path)
        | Q(borne_by=None) & Exists(shares.filter(unit__path__startswith=path))
    )


def borne(rows: QuerySet[MoneyRow]) -> tuple[Borne, ...]:
    """The rows added up in the database; those that are shared come one by one and are split."""

    def add_up() -> tuple[Borne, ...]:
        shares = Share.objects.present().filter(initiative=OuterRef("initiative"))
        is_shared = Q(borne_by=None) & Exists(shares)
        told = rows.annotate(
            at=AT,
            leader=F("initiative__unit_id"),
            of=Case(When(is_shared, then=F("initiative_id"))),
            alone=Case(When(is_shared, then=F("pk"))),
        )
        keys = ("year", "kind", "at", "leader", "of", "alone")
        summed = list(told.values_list(*keys).annotate(sum=Sum("amount_sek")))
        percents = percents_of({row[4] for row in summed if row[4]})
        found: dict[tuple[int, str, int, int], Decimal] = {}
        for year, kind, at, leader, of, _alone, amount in summed:
            for unit, part in _parts(amount, at, percents.get(of)):
                key = year, kind, unit, leader
                found[key] = found.get(key, Decimal(0)) + part
        return tuple(Borne(*key, amount) for key, amount in sorted(found.items()))

    return remembering.remembered(("roadmap money", remembering.asked(rows)), add_up)


def row_by_row(rows: QuerySet[MoneyRow]) -> Iterator[BorneRow]:
    """The same rows one by one, each as often as there are units that bear it."""
    told = list(rows.annotate(at=AT).select_related("initiative__unit", "borne_by"))
    percents = percents_of({row.initiative_id for row in told if row.borne_by_id is None})
    for row in told:
        of = None if row.borne_by_id else percents.get(row.initiative_id)
        for unit, part in _parts(row.amount_sek, row.at, of):
            yield BorneRow(row, unit, part, of[unit] if of else None)


def percents_of(initiatives: Collection[int]) -> dict[int, Percents]:
    """The shares of each initiative; none as long as they are not the whole, so that nobody bears a guess."""
    if not initiatives:
        return {}
    rows = Share.objects.present().filter(initiative__in=initiatives).order_by("pk")
    told: dict[int, dict[int, Decimal | None]] = {}
    for of, unit, percent in rows.values_list("initiative_id", "unit_id", "percent"):
        told.setdefault(of, {})[unit] = percent
    return {
        of: {unit: percent for unit, percent in shares.items() if percent}
        for of, shares in told.items()
        if is_whole(shares.values())
    }


def _parts(amount: Decimal, at: int, percents: Percents | None) -> Iterator[tuple[int, Decimal]]:
    if percents:
        yield from split(amount, percents).items()
    else:
        yield at, amount
