"""How the addresses of the färdplan are asked for in the URL matrix."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bryggan.kit.testing.cast import Cast
from bryggan.roadmap.actions import adopt_roadmap
from bryggan.roadmap.models import AdoptedRoadmap
from bryggan.roadmap.tests.making import initiative, paid, today, waits

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def with_something(cast: Cast) -> int:
    """Education, with one initiative that has money."""
    one = initiative(cast, "Frånvaro i mobilen")
    paid(one, today().year + 1, "asked", 500_000)
    return cast.education.pk


def full_roadmap(cast: Cast) -> int:
    """Education's, with something to see in every view of it."""
    day = today()
    before = initiative(
        cast,
        "Nytt nät i skolorna",
        starts_on=day,
        ends_on=day + timedelta(days=500),
        started_on=day - timedelta(days=90),
        touched_on=day - timedelta(days=130),
        phase="implementation",
        health="yellow",
        benefit=4,
        complexity=5,
        target_plan_year=day.year + 1,
        systems=[cast.system],
    )
    after = initiative(
        cast,
        "Nytt nät i förskolorna",
        starts_on=day + timedelta(days=200),
        benefit=5,
        complexity=2,
        target_budget_year=day.year + 2,
        systems=[cast.system],
    )
    initiative(cast, "Någon gång", time_words="hösten")
    waits(after, before)
    for kind in ("budget", "asked", "unfunded"):
        paid(before, day.year + 1, kind, 500_000)
    version(cast)
    return cast.education.pk


def version(cast: Cast) -> int:
    found = AdoptedRoadmap.objects.first()
    if found is None:
        with_something(cast)
        found = adopt_roadmap(
            cast.education, by=cast.manager, adopted_on=today(), where="Ledningsgruppen"
        )
    return found.pk


def of_unit(cast: Cast, **sent: Any) -> Asked:
    return (with_something(cast),), sent


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "roadmap GET": lambda cast: ((), {}),
    "roadmap_of GET": lambda cast: ((cast.education.pk,), {}),
    "roadmap_money GET": lambda cast: of_unit(cast, ar=today().year + 1, slag="asked"),
    "adopt_roadmap GET": of_unit,
    "adopt_roadmap POST": lambda cast: of_unit(cast, adopted_on=today(), where="Ledningsgruppen"),
    "adopted_roadmap GET": lambda cast: ((version(cast),), {}),
}
OPEN: dict[str, int] = {}
