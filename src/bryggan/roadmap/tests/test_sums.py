"""No initiative is lost or doubled between units, methods and phases, and no krona between nämnder and years."""

import random
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from bryggan.initiatives.models import Initiative, MoneyKind
from bryggan.initiatives.register import InitiativeRegister
from bryggan.initiatives.tests.making import STEPS, make_method
from bryggan.kit.register.fields import Field
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.testing.cast import Cast
from bryggan.methods.models import MethodStep, MethodVersion, Phase
from bryggan.people.models import User
from bryggan.roadmap import links
from bryggan.roadmap.queries import SILENT_DAYS, Roadmap
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
    for one in whole.money:
        rows = whole.money_behind(one.year, one.kind, one.bearer.place.pk)
        assert sum(row.amount_sek for row in rows) == one.amount


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
