"""From a number on the färdplan to the rows behind it."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from bryggan.initiatives.models import State
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit.register.fields import EMPTY
from bryggan.methods.models import Phase
from bryggan.people.scope import Share as Part
from bryggan.roadmap.queries import Roadmap, first_of_year

OPEN_PHASES = tuple(phase for phase in Phase.values if phase != Phase.CLOSED)

type Asked = tuple[str, Any]


def listed(roadmap: Roadmap, *asked: Asked, part: Part | None = None) -> str:
    """The register with these filters and those of the färdplan's unit, or of one part of it."""
    pairs = [(f"f.{key}", str(value)) for key, value in asked]
    if part is not None:
        pairs.append(("f.unit", part.value))
    elif not roadmap.scope.is_whole:
        pairs.append(("f.unit", str(roadmap.scope.unit.pk)))
    query = urlencode(pairs)
    return f"{InitiativeRegister.list_url()}?{query}" if query else InitiativeRegister.list_url()


def in_phase(roadmap: Roadmap, phase: str, part: Part | None = None) -> str:
    """Those in a phase that go on; of the closed ones those of this year."""
    if phase == Phase.CLOSED:
        since = ("closed_on.from", first_of_year(roadmap.today).isoformat())
        return listed(roadmap, ("phase", phase), since, part=part)
    return listed(roadmap, ("phase", phase), ("state", State.ACTIVE), part=part)


def parked(roadmap: Roadmap, part: Part | None = None) -> str:
    return listed(roadmap, ("state", State.PARKED), part=part)


def still_open(roadmap: Roadmap, *asked: Asked, part: Part | None = None) -> str:
    """Those that still can move, resting ones with them."""
    states = (("state", State.ACTIVE), ("state", State.PARKED))
    phases = (("phase", phase) for phase in OPEN_PHASES)
    return listed(roadmap, *states, *phases, *asked, part=part)


def silent(roadmap: Roadmap, days: int, part: Part | None = None) -> str:
    phases = (("phase", phase) for phase in OPEN_PHASES)
    until = ("touched_on.to", roadmap.silent_since(days).isoformat())
    return listed(roadmap, ("state", State.ACTIVE), *phases, until, part=part)


def undated(roadmap: Roadmap) -> str:
    """Those that no day places in time."""
    days = ((key, EMPTY) for key in ("starts_on", "ends_on", "started_on", "closed_on"))
    return still_open(roadmap, *days)


def unplaced(roadmap: Roadmap, key: str) -> str:
    """Those whose benefit, or complexity, nobody has judged."""
    return still_open(roadmap, (key, EMPTY))


def initiative(pk: int) -> str:
    return InitiativeRegister.url(pk)


def page(unit: int, tab: str = "") -> str:
    url = reverse("roadmap_of", args=[unit])
    return f"{url}?vy={tab}" if tab else url


def money(
    roadmap: Roadmap,
    kind: str,
    *,
    year: int | None = None,
    bearer: int | None = None,
    leader: int | None = None,
) -> str:
    """The rows that a sum consists of; without a year those of all years."""
    asked = {"ar": year, "slag": kind, "namnd": bearer, "leds": leader}
    query = urlencode({key: value for key, value in asked.items() if value is not None})
    return f"{reverse('roadmap_money', args=[roadmap.scope.unit.pk])}?{query}"
