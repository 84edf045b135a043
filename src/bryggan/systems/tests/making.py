"""What the tests of integrations and money need beside the cast: mentions, flows, the newest event."""

from typing import Any

from bryggan.history.models import Event
from bryggan.kit.testing.cast import tool
from bryggan.search.fields import sort_key
from bryggan.systems import connecting
from bryggan.systems.models import Integration, Mention, System


def make_mention(system: System, name: str, way: str = "to", **values: Any) -> Mention:
    """What an import leaves of a name that the register lacks."""
    key = sort_key(name)
    return Mention.objects.create(
        system=system, unit=system.unit, name=name, way=way, sort_key=key, **values
    )


def make_flow(source: Any, target: Any, **values: Any) -> Integration:
    unit = (source if isinstance(source, System) else target).unit
    by = tool()
    return connecting.create_integration(
        unit, by=by, values={"from": source, "to": target, **values}
    )


def events() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def newest_event() -> Event:
    return Event.objects.latest("pk")
