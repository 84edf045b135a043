"""Two horizons side by side: next year's plan, and the budget of the year after."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from bryggan.initiatives.models import Initiative, MoneyRow
from bryggan.roadmap.queries import KINDS, Roadmap

MOST_SHOWN = 100


@dataclass(frozen=True)
class Horizon:
    """One of the two: its year, what is meant for it, and what begins in it without being meant for it."""

    year: int
    # The register's column that says so.
    key: str
    meant: list[Initiative]
    missing: list[Initiative]
    count: int
    missing_count: int

    def total(self, kind: str) -> Decimal | None:
        """What those meant for it have of the kind that year; None when no sum is known."""
        sums = [getattr(one, f"sek_{kind}") for one in self.meant]
        known = [amount for amount in sums if amount is not None]
        return sum(known, Decimal(0)) if known else None


def years_of(today: date) -> tuple[int, int]:
    """Next year is planned in detail while the budget of the year after is prepared."""
    return today.year + 1, today.year + 2


def horizons(roadmap: Roadmap) -> tuple[Horizon, Horizon]:
    """The plan of next year and the budget of the year after, from the same initiatives."""
    plan_year, budget_year = years_of(roadmap.today)
    return (
        _horizon(roadmap, plan_year, "target_plan_year"),
        _horizon(roadmap, budget_year, "target_budget_year"),
    )


def _horizon(roadmap: Roadmap, year: int, key: str) -> Horizon:
    rows = _with_money(roadmap.open_rows, year)
    meant = list(rows.filter(**{key: year}).order_by("unit__path", "sort_key", "pk"))
    begins = Q(started_on=None, starts_on__year=year, **{key: None})
    missing = list(rows.filter(begins).order_by("unit__path", "sort_key", "pk"))
    return Horizon(year, key, meant, missing, len(meant), len(missing))


def _with_money(rows: QuerySet[Initiative], year: int) -> QuerySet[Initiative]:
    """Each with what it has of every kind that year; nothing is unknown, never 0."""
    told: dict[str, Any] = {}
    for kind in KINDS:
        of_year = MoneyRow.objects.present().filter(initiative=OuterRef("pk"), kind=kind, year=year)
        summed = of_year.order_by().values("initiative").annotate(n=Sum("amount_sek"))
        told[f"sek_{kind}"] = Subquery(summed.values("n"))
    return rows.select_related("unit").annotate(**told)
