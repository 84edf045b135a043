"""What the färdplan's page shows of money: year by year and nämnd by nämnd, and the two horizons."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bryggan.initiatives.models import Initiative, MoneyKind
from bryggan.kit import words
from bryggan.kit.charts.beside import on_page
from bryggan.kit.charts.model import StackedBarChart
from bryggan.people.scope import Share as Part
from bryggan.roadmap import links, pictures
from bryggan.roadmap.horizons import Horizon, horizons
from bryggan.roadmap.queries import KINDS, Borne, Roadmap

MOST_LISTED = 100
MONEY_KINDS = (*KINDS, MoneyKind.OUTCOME)

type Cell = tuple[str, str]
type Shown = dict[str, Any]


def money_shown(roadmap: Roadmap) -> Shown:
    """Year by year, and within each year nämnd by nämnd."""
    years = sorted({one.year for one in roadmap.money})
    sums = _by_year(roadmap)
    return {
        "picture": on_page(chart_of(roadmap)) if years else None,
        "kinds": [str(MoneyKind(kind).label) for kind in MONEY_KINDS],
        "years": [_year(roadmap, year, sums) for year in years],
    }


def chart_of(roadmap: Roadmap) -> StackedBarChart:
    """The sums of each year; there must be one."""
    sums = _by_year(roadmap)
    years = sorted({year for year, _kind in sums})
    return pictures.money(sums, years, url=lambda year, kind: links.money(roadmap, year, kind))


def _by_year(roadmap: Roadmap) -> dict[tuple[int, str], Decimal]:
    sums: dict[tuple[int, str], Decimal] = {}
    for one in roadmap.money:
        sums[one.year, one.kind] = sums.get((one.year, one.kind), Decimal(0)) + one.amount
    return sums


def _year(roadmap: Roadmap, year: int, sums: Mapping[tuple[int, str], Decimal]) -> Shown:
    of_year = [one for one in roadmap.money if one.year == year]
    bearers = list(dict.fromkeys(one.bearer for one in of_year))
    return {
        "year": year,
        "lines": [(bearer.place.name, _sums(roadmap, year, bearer, of_year)) for bearer in bearers],
        "total": [
            (
                str(MoneyKind(kind).label),
                *_amount(sums.get((year, kind)), links.money(roadmap, year, kind)),
            )
            for kind in MONEY_KINDS
        ],
    }


def _sums(roadmap: Roadmap, year: int, bearer: Part, of_year: Sequence[Borne]) -> list[Any]:
    told = {one.kind: one.amount for one in of_year if one.bearer == bearer}
    return [
        (
            str(MoneyKind(kind).label),
            *_amount(told.get(kind), links.money(roadmap, year, kind, bearer.place.pk)),
        )
        for kind in MONEY_KINDS
    ]


def _amount(amount: Decimal | None, url: str) -> Cell:
    """A sum in tkr; what is not known is no 0."""
    return ("–", "") if amount is None else (words.number(amount / 1000, 0), url)


def horizons_shown(roadmap: Roadmap) -> Shown:
    """Next year's plan and the budget of the year after."""
    plan, budget = horizons(roadmap, most=MOST_LISTED)
    return {
        "horizons": [
            _horizon(roadmap, plan, _("Verksamhetsplan och internbudget %(year)s")),
            _horizon(roadmap, budget, _("Budget %(year)s")),
        ],
        "kinds": [str(MoneyKind(kind).label) for kind in KINDS],
    }


def _horizon(roadmap: Roadmap, horizon: Horizon, title: str) -> Shown:
    def line(one: Initiative) -> Shown:
        sums = [getattr(one, f"sek_{kind}") for kind in KINDS]
        return {
            "name": one.name,
            "url": links.initiative(one.pk),
            "unit": one.unit.name,
            "sums": [
                (str(MoneyKind(kind).label), _amount(amount, "")[0])
                for kind, amount in zip(KINDS, sums, strict=True)
            ],
        }

    asked = ((f"{horizon.key}.from", horizon.year), (f"{horizon.key}.to", horizon.year))
    return {
        "title": title % {"year": horizon.year},
        "year": horizon.year,
        "url": links.still_open(roadmap, *asked),
        "count": horizon.count,
        "lines": [line(one) for one in horizon.meant],
        "rest": max(0, horizon.count - MOST_LISTED),
        "totals": [
            (str(MoneyKind(kind).label), _amount(horizon.total(kind), "")[0]) for kind in KINDS
        ],
        "missing": [line(one) for one in horizon.missing],
        "missing_rest": horizon.missing_count - len(horizon.missing),
    }
