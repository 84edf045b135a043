"""What the tests of integrations and money need beside the cast: mentions, flows, the newest event."""

from typing import Any

from bryggan.history.models import Event
from bryggan.kit.action import action
from bryggan.kit.testing.cast import tool
from bryggan.kit.verdict import ALLOWED, Verdict
from bryggan.kit.writer import Writer
from bryggan.people.models import User
from bryggan.systems import connecting
from bryggan.systems.models import Integration, Mention, System


def _only_in_tests(user: User, subject: object) -> Verdict:
    return ALLOWED


@action("test.mentioned", allow=_only_in_tests)
def _mention(write: Writer, system: System, *, by: User, values: dict[str, Any]) -> Mention:
    return write.create(Mention, system=system, **values)


def make_mention(system: System, name: str, way: str = "to", **values: Any) -> Mention:
    """What an import leaves of a name that the register lacks."""
    return _mention(system, by=tool(), values={"name": name, "way": way, **values})


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
