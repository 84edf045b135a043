"""How the addresses of those who prepare needs are asked for in the URL matrix."""

from collections.abc import Callable
from typing import Any

from bryggan.kit.testing.cast import Cast, tool
from bryggan.needs import ready_texts
from bryggan.needs.models import Need, Route
from bryggan.needs.tests.making import parked, voiced

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def to_prepare(cast: Cast) -> Need:
    """A need of care, where nobody prepares: the strategist does."""
    found = Need.objects.filter(name="Larmet hörs inte").first()
    return found or voiced(cast, "Larmet hörs inte", unit=cast.care, by=cast.other_manager)


def straight(cast: Cast) -> Need:
    """A need of care that went straight to its head."""
    found = Need.objects.filter(name="Ingen hör av sig").first()
    return found or voiced(
        cast, "Ingen hör av sig", unit=cast.care, by=cast.employee, route=Route.HEAD
    )


def resting(cast: Cast) -> Need:
    found = Need.objects.filter(name="Bilarna räcker inte").first()
    need = found or voiced(cast, "Bilarna räcker inte", unit=cast.care, by=cast.other_manager)
    return need if need.step == "parked" else parked(need, tool())


def on(make: Callable[[Cast], Need], **sent: Any) -> Callable[[Cast], Asked]:
    return lambda cast: ((make(cast).pk,), dict(sent))


def answered(cast: Cast) -> Asked:
    """One need marked, with an answer."""
    need = to_prepare(cast)
    sent = {"id": need.pk, f"v{need.pk}": need.version, "reason": "routine", "text": "En rutin."}
    return (), sent


def saved(cast: Cast) -> Asked:
    need = to_prepare(cast)
    sent = {"version": need.version, "gor": "spara", "name": need.name, "unit": need.unit_id}
    return (need.pk,), sent


def own_text(cast: Cast) -> Asked:
    told = {"label": "Ring 55 00", "text": "Ring servicedesk."}
    return (ready_texts.add_ready_text("support", by=tool(), **told).pk,), {}


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "need_desk GET": lambda cast: ((), {}),
    "need_desk POST": answered,
    "prepare_need GET": on(to_prepare),
    "prepare_need POST": saved,
    "protect_need POST": on(to_prepare, is_protected="1", reason="En enda berörs"),
    "pass_on_need POST": on(straight),
    "wake_need POST": on(resting),
    "ready_text_list GET": lambda cast: ((), {}),
    "add_ready_text POST": lambda cast: ((), {"turn": "support", "label": "Ring", "text": "Ring."}),
    "remove_ready_text POST": own_text,
}
