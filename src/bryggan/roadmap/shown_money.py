"""What the färdplan's page shows of money: year by year and nämnd by nämnd, and the two horizons."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bryggan.initiatives.models import Initiative, MoneyKind
from bryggan.kit import words
from bryggan.kit.charts.beside import on_page
from bryggan.kit.charts.model import StackedBarChart
from bryggan.people.scope import Place
from bryggan.roadmap import links, pictures
from bryggan.roadmap.bearing import Borne
from bryggan.roadmap.horizons import Horizon, horizons
from bryggan.roadmap.queries import KINDS, Roadmap

MOST_LISTED = 100
MONEY_KINDS = (*KINDS, MoneyKind.OUTCOME)

type Cell = tuple[str, str]
type Shown = dict[str, Any]


def money_shown(roadmap: Roadmap) -> Shown:
    """Year by year: of one nämnd by who leads what it bears, of several nämnd by nämnd; and what others bear of hers."""
    years = sorted({one.year for one in roadmap.money})
    return {
        "picture": on_page(chart_of(roadmap)) if years else None,
        "kinds": [str(MoneyKind(kind).label) for kind in MONEY_KINDS],
        "is_by_leader": is_by_leader(roadmap),
        "years": [_year(roadmap, year) for year in years],
        "others": [(one.year, one.name, _cells(roadmap, one)) for one in lines_of_others(roadmap)],
    }


def chart_of(roadmap: Roadmap) -> StackedBarChart:
    """The sums of each year; there must be one."""
    sums: dict[tuple[int, str], Decimal] = {}
    for one in roadmap.money:
        sums[one.year, one.kind] = sums.get((one.year, one.kind), Decimal(0)) + one.amount
    years = sorted({year for year, _kind in sums})
    return pictures.money(sums, years, url=lambda year, kind: links.money(roadmap, kind, year=year))


@dataclass(frozen=True)
class Line:
    """What one bears, or bears of what one leads, in one year: `sums` by kind, `asked` as its address says it."""

    year: int
    name: str
    sums: Mapping[str, Decimal]
    asked: Mapping[str, int]


def is_by_leader(roadmap: Roadmap) -> bool:
    """A single nämnd bears all of its own färdplan, so there who leads is what tells its lines apart."""
    scope = roadmap.scope
    return not scope.organisation.administration(scope.unit.pk).is_alone


def lines(roadmap: Roadmap) -> list[Line]:
    """What the scope bears year by year, its own first, then what others lead."""
    if not is_by_leader(roadmap):
        return list(_lines(roadmap.money, lambda one: roadmap.bearer_of(one.unit), "bearer"))
    told = _lines(roadmap.money, lambda one: roadmap.leader_of(one.leader), "leader")
    own = roadmap.scope.unit.pk
    return sorted(told, key=lambda one: (one.year, one.asked["leader"] != own))


def lines_of_others(roadmap: Roadmap) -> list[Line]:
    """What others bear of what the scope leads."""
    others = roadmap.money_of_others
    return list(_lines(others, lambda one: roadmap.bearer_of(one.unit), "bearer"))


def _lines(
    borne: Iterable[Borne], place_of: Callable[[Borne], Place], asked: str
) -> Iterator[Line]:
    found: dict[tuple[int, Place], dict[str, Decimal]] = {}
    for one in borne:
        sums = found.setdefault((one.year, place_of(one)), {})
        sums[one.kind] = sums.get(one.kind, Decimal(0)) + one.amount
    for (year, place), sums in sorted(
        found.items(), key=lambda line: (line[0][0], line[0][1].path)
    ):
        yield Line(year, place.name, sums, {asked: place.pk})


def _year(roadmap: Roadmap, year: int) -> Shown:
    of_year = [one for one in lines(roadmap) if one.year == year]
    sums: dict[str, Decimal] = {}
    for one in of_year:
        for kind, amount in one.sums.items():
            sums[kind] = sums.get(kind, Decimal(0)) + amount
    return {
        "year": year,
        "lines": [(one.name, _cells(roadmap, one)) for one in of_year],
        "total": _cells(roadmap, Line(year, "", sums, {})),
    }


def _cells(roadmap: Roadmap, line: Line) -> list[tuple[str, str, str]]:
    return [
        (
            str(MoneyKind(kind).label),
            *_amount(line.sums.get(kind), links.money(roadmap, kind, year=line.year, **line.asked)),
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
        "elsewhere": [
            (str(MoneyKind(kind).label), _amount(horizon.elsewhere.get(kind), "")[0])
            for kind in (KINDS if horizon.elsewhere else ())
        ],
        "money_url": links.page(roadmap.scope.unit.pk, "pengar"),
        "missing": [line(one) for one in horizon.missing],
        "missing_rest": horizon.missing_count - len(horizon.missing),
    }
