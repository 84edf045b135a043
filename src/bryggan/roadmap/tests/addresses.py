"""How the addresses of the färdplan are asked for in the URL matrix."""

from collections.abc import Callable
from typing import Any

from bryggan.kit.testing.cast import Cast
from bryggan.roadmap.actions import adopt_roadmap
from bryggan.roadmap.models import AdoptedRoadmap
from bryggan.roadmap.tests.making import initiative, paid, today

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def with_something(cast: Cast) -> int:
    """Education, with one initiative that has money."""
    one = initiative(cast, "Frånvaro i mobilen")
    paid(one, today().year + 1, "asked", 500_000)
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
