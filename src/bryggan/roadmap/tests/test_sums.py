"""No initiative is lost or doubled between units, methods and phases, and no krona between nämnder and years."""

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from bryggan.initiatives.models import Initiative, MoneyKind, Share
from bryggan.initiatives.register import InitiativeRegister
from bryggan.initiatives.tests.making import STEPS, make_method
from bryggan.kit.register.fields import Field
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.testing.cast import Cast
from bryggan.methods.models import MethodStep, MethodVersion, Phase
from bryggan.people.models import Unit, User
from bryggan.people.scope import Place
from bryggan.reports.oversight import Oversight
from bryggan.roadmap import links
from bryggan.roadmap.queries import SILENT_DAYS, Roadmap
from bryggan.roadmap.shown_money import lines, lines_of_others
from bryggan.roadmap.tests.making import SET, initiative, paid, roadmap_of, today

pytestmark = pytest.mark.django_db


def behind(url: str, user: User) -> Any:
    """The register's rows that a number leads to."""
    address = QueryDict(url.partition("?")[2])
    return Listing(InitiativeRegister, Question.read(address, InitiativeRegister), user).found()


def a_municipality(cast: Cast, seed: int) -> None:
    """Initiatives on two methods, in every phase and state, in units all over, some with money."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    versions = [make_method(), make_method("Deras väg", STEPS[::2])]
    units = [cast.education, cast.care, cast.education_authority, cast.municipality]
    for number in range(40):
        phase = dice.choice(Phase.values)
        state = (
            "active"
            if phase == "closed"
            else dice.choice(["active", "active", "parked", "rejected"])
        )
        one = initiative(
            cast,
            f"Initiativ {number}",
            dice.choice(units),
            phase=phase,
            state=state,
            wakes_on=today() if state == "parked" else None,
            closed_on=today() if phase == "closed" and dice.random() < 0.7 else None,
            touched_on=today().replace(year=today().year - dice.choice([0, 1])),
            benefit=dice.choice([None, 2, 5]),
            complexity=dice.choice([None, 1, 3]),
        )
        version = dice.choice(versions)
        step = MethodStep.objects.filter(method_version=version).order_by("place").first()
        Initiative.objects.filter(pk=one.pk).update(method_version=version, method_step=step)
        for kind in dice.sample(MoneyKind.values, 2):
            bearer = dice.choice([None, *units])
            paid(one, 2026 + dice.randrange(3), kind, dice.randrange(1_000), borne_by=bearer)
        for unit, percent in dice.choice(SPLITS)(units):
            Share.objects.create(initiative=one, unit=unit, percent=percent)


# Most are nobody's but their own; some are split, some are still to be.
SPLITS: tuple[Callable[[list[Unit]], list[tuple[Unit, Any]]], ...] = (
    lambda units: [],
    lambda units: [],
    lambda units: list(zip(units, ["33.34", "33.33", "33.33"], strict=False)),
    lambda units: [(units[0], 60), (units[1], 40)],
    lambda units: [(units[1], 70), (units[2], None)],
    lambda units: [(units[1], 70), (units[2], 10)],
)


@pytest.mark.parametrize("seed", range(3))
def test_each_initiative_stands_once_wherever_one_looks(cast: Cast, seed: int) -> None:
    a_municipality(cast, seed)
    user = cast.strategist
    whole = roadmap_of(user)
    assert whole.whole.total == whole.rows.count() > 0
    assert sum(counted.total for _part, counted in whole.parts) == whole.whole.total
    for part, counted in whole.parts:
        for phase in Phase.values:
            assert behind(links.in_phase(whole, phase, part), user).count() == counted.phases[phase]
        assert behind(links.parked(whole, part), user).count() == counted.parked
        assert behind(links.still_open(whole, part=part), user).count() == counted.open
    for days in SILENT_DAYS:
        assert behind(links.silent(whole, days), user).count() == whole.whole.silent[days]
    assert behind(links.undated(whole), user).count() == whole.whole.undated
    parts = [roadmap_of(user, unit) for unit in (cast.education_authority, cast.care_authority)]
    own = Initiative.objects.filter(unit=cast.municipality)
    alone = whole.rows.filter(pk__in=own).count()
    assert sum(part.whole.total for part in parts) + alone == whole.whole.total


@pytest.mark.parametrize("seed", range(3))
def test_each_krona_is_borne_once(cast: Cast, seed: int) -> None:
    a_municipality(cast, seed)
    user = cast.strategist
    whole = roadmap_of(user)
    for kind in MoneyKind.values:
        assert whole.totals(kind) == registered(whole, user, kind)
    for roadmap in (whole, *plans(cast)):
        for year, kind, bearer, amount in told(roadmap, roadmap.bearer_of):
            rows = roadmap.money_behind(kind, year=year, bearer=bearer, leader=None)
            assert sum(row.amount for row in rows) == amount


@pytest.mark.parametrize("seed", range(3))
def test_what_each_board_bears_is_on_its_own_färdplan_and_together_the_whole(
    cast: Cast, seed: int
) -> None:
    a_municipality(cast, seed)
    whole = roadmap_of(cast.strategist)
    own = [one for one in whole.money if one.unit == cast.municipality.pk]
    for kind in MoneyKind.values:
        of_nämnder = sum(plan.totals(kind) for plan in plans(cast))
        alone = sum(one.amount for one in own if one.kind == kind)
        assert of_nämnder + alone == whole.totals(kind)
    for plan in plans(cast):
        place = plan.scope.unit.pk
        assert told(plan) == [row for row in told(whole) if row[2] == place]
        assert any(not plan.holds(one.leader) for one in plan.money)
        for one in lines(plan):
            for kind, amount in one.sums.items():
                asked = {"year": one.year, "bearer": None, "leader": one.asked["leader"]}
                rows = plan.money_behind(kind, **asked)
                assert sum(row.amount for row in rows) == amount
        for one in lines_of_others(plan):
            for kind, amount in one.sums.items():
                asked = {"year": one.year, "bearer": one.asked["bearer"], "leader": None}
                rows = plan.money_behind(kind, **asked)
                assert sum(row.amount for row in rows) == amount


@pytest.mark.parametrize("seed", range(3))
def test_the_oversight_has_the_figures_that_each_board_sees(cast: Cast, seed: int) -> None:
    a_municipality(cast, seed)
    whole = roadmap_of(cast.strategist)
    parts = {part.place.pk: counted for part, counted in Oversight(whole.scope, today()).parts}
    for plan in plans(cast):
        for kind in MoneyKind.values:
            assert parts[plan.scope.unit.pk].amount(kind) == plan.totals(kind)


def test_what_is_shared_is_split_only_when_the_shares_are_the_whole(cast: Cast) -> None:
    one = initiative(cast, "Gemensamt")
    paid(one, 2027, "asked", 1_000)
    paid(one, 2027, "budget", 500, borne_by=cast.education)
    for unit, percent in ((cast.education, 60), (cast.care, 30)):
        Share.objects.create(initiative=one, unit=unit, percent=percent)
    assert sums(cast, "asked") == [1_000, 0]
    Share.objects.filter(unit=cast.care).update(percent=40)
    leading, other = plans(cast)
    assert sums(cast, "asked") == [600, 400]
    assert sums(cast, "budget") == [500, 0]
    assert [line.name for line in lines(other)] == ["Utbildningsnämnden"]
    assert [line.name for line in lines_of_others(leading)] == ["Omsorgsnämnden"]


def plans(cast: Cast) -> list[Roadmap]:
    """The färdplan of each nämnd."""
    return [
        roadmap_of(cast.strategist, unit)
        for unit in (cast.education_authority, cast.care_authority)
    ]


def sums(cast: Cast, kind: str) -> list[Decimal]:
    return [plan.totals(kind) for plan in plans(cast)]


def told(
    roadmap: Roadmap, place_of: Callable[[int], Place] | None = None
) -> list[tuple[int, str, int, Decimal]]:
    """What each nämnd bears by year and kind, or each that the sums are told under."""
    found: dict[tuple[int, str, int], Decimal] = {}
    of = place_of or (lambda unit: roadmap.scope.organisation.administration(unit).place)
    for one in roadmap.money:
        key = one.year, one.kind, of(one.unit).pk
        found[key] = found.get(key, Decimal(0)) + one.amount
    return [(*key, amount) for key, amount in sorted(found.items())]


def registered(roadmap: Roadmap, user: User, kind: str) -> Decimal:
    """The register's own column, summed over the initiatives that the numbers lead to."""
    asked = [links.in_phase(roadmap, phase) for phase in Phase.values] + [links.parked(roadmap)]
    column = InitiativeRegister.field(f"{kind}_sek")
    rows = [row for url in asked for row in listing_of(url, user, column)]
    return sum((row[column.alias] or Decimal(0) for row in rows), Decimal(0))


def listing_of(url: str, user: User, column: Field) -> list[Any]:
    question = Question.read(QueryDict(url.partition("?")[2]), InitiativeRegister)
    listing = Listing(InitiativeRegister, question, user)
    return list(listing.values(listing.found(), [column]))


def test_both_methods_are_there(cast: Cast) -> None:
    a_municipality(cast, 0)
    assert MethodVersion.objects.filter(initiatives__isnull=False).distinct().count() == 2
    assert {"phase", "state"} <= SET
