"""Two horizons side by side: next year's plan, and the budget of the year after."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from bryggan.initiatives.models import Initiative, MoneyRow
from bryggan.roadmap import queries
from bryggan.roadmap.queries import KINDS, Roadmap


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """One of the two: its year, what is meant for it, and what begins in it without being meant for it.

    `key` is the register's column that says so. The counts and totals are of all, the lists perhaps cut.
    An initiative has all its money here, whoever bears it; `elsewhere` is what is borne here of what others lead.
    """

    year: int
    key: str
    meant: list[Initiative]
    missing: list[Initiative]
    count: int
    missing_count: int
    totals: dict[str, Decimal]
    elsewhere: dict[str, Decimal]

    def total(self, kind: str) -> Decimal | None:
        """What those meant for it have of the kind that year; None when no sum is known."""
        return self.totals.get(kind)


def years_of(today: date) -> dict[str, int]:
    """Next year is planned in detail while the budget of the year after is prepared."""
    return {"target_plan_year": today.year + 1, "target_budget_year": today.year + 2}


def horizons(roadmap: Roadmap, *, most: int | None = None) -> tuple[Horizon, ...]:
    """The plan of next year and the budget of the year after, from the same initiatives."""
    years = years_of(roadmap.today)
    counts = roadmap.open_rows.aggregate(
        **{f"{key}_meant": Count("pk", filter=_meant(key, year)) for key, year in years.items()},
        **{f"{key}_left": Count("pk", filter=_missing(key, year)) for key, year in years.items()},
    )
    totals = _totals(roadmap, years)
    return tuple(
        Horizon(
            year=year,
            key=key,
            meant=_listed(roadmap, _meant(key, year), year, most),
            missing=_listed(roadmap, _missing(key, year), year, most),
            count=counts[f"{key}_meant"],
            missing_count=counts[f"{key}_left"],
            totals=totals[year],
            elsewhere=_elsewhere(roadmap, year),
        )
        for key, year in years.items()
    )


def _meant(key: str, year: int) -> Q:
    return Q(**{key: year})


def _missing(key: str, year: int) -> Q:
    """It is to begin that year, and no plan or budget has it."""
    return Q(started_on=None, starts_on__year=year, **{key: None})


def _listed(roadmap: Roadmap, which: Q, year: int, most: int | None) -> list[Initiative]:
    rows = _with_money(roadmap.open_rows.filter(which), year)
    return list(rows.order_by("unit__path", "sort_key", "pk")[:most])


def _totals(roadmap: Roadmap, years: dict[str, int]) -> dict[int, dict[str, Decimal]]:
    """Each year's sums by kind, of what is meant for it."""
    found: dict[int, dict[str, Decimal]] = {year: {} for year in years.values()}
    which = Q()
    for key, year in years.items():
        which |= Q(year=year, **{f"initiative__{key}": year})
    rows = roadmap.money_rows.filter(which, initiative__in=roadmap.open_rows.values("pk"))
    for row in queries.remembered(rows.values("year", "kind").annotate(sum=Sum("amount_sek"))):
        found[row["year"]][row["kind"]] = row["sum"]
    return found


def _elsewhere(roadmap: Roadmap, year: int) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for one in roadmap.money:
        if one.year == year and one.kind in KINDS and not roadmap.holds(one.leader):
            found[one.kind] = found.get(one.kind, Decimal(0)) + one.amount
    return found


def _with_money(rows: QuerySet[Initiative], year: int) -> QuerySet[Initiative]:
    """Each with what it has of every kind that year; nothing is unknown, never 0."""
    told: dict[str, Any] = {}
    for kind in KINDS:
        of_year = MoneyRow.objects.present().filter(initiative=OuterRef("pk"), kind=kind, year=year)
        summed = of_year.order_by().values("initiative").annotate(n=Sum("amount_sek"))
        told[f"sek_{kind}"] = Subquery(summed.values("n"))
    return rows.select_related("unit").annotate(**told)
