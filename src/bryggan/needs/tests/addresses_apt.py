"""How the addresses of APT and of how the needs stand are asked for in the URL matrix."""

from collections.abc import Callable
from typing import Any

from bryggan.kit.testing.cast import Cast
from bryggan.needs.models import Need
from bryggan.needs.tests.making import in_days, sorted_as, voiced
from bryggan.needs.tests.test_apt import filled

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def living(cast: Cast) -> None:
    """A need with an answer, one that waits, and one elsewhere: every part of the pages has something to show."""
    if not Need.objects.exists():
        sorted_as(voiced(cast, "Kopiatorn står i källaren"), cast.strategist)
        sorted_as(voiced(cast, "Larmet hörs inte", unit=cast.care), cast.strategist)
        voiced(cast, "Schemat är på papper")


def table(cast: Cast) -> Asked:
    return (), filled(cast.education, {"obstacle": "Nycklarna skrivs i en pärm", "count": "3"})


def sheet(cast: Cast) -> Asked:
    living(cast)
    return (cast.education.pk,), {}


def overview(cast: Cast) -> Asked:
    living(cast)
    return (), {"enhet": cast.group.pk}


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "voice_for_workplace GET": lambda cast: ((), {}),
    "voice_for_workplace POST": table,
    "voiced_for_workplace GET": lambda cast: ((), {"enhet": cast.education.pk}),
    "workplace_sheet GET": sheet,
    "plan_workplace_meeting POST": lambda cast: (
        (cast.education.pk,),
        {"held_on": in_days(9).isoformat()},
    ),
    "need_overview GET": overview,
}
