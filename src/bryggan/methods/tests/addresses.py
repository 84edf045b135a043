"""How the addresses of methods are asked for in the URL matrix."""

from collections.abc import Callable
from typing import Any

from bryggan.kit.testing.cast import Cast
from bryggan.methods import actions, queries
from bryggan.methods.models import Method, MethodChoice, MethodStep, MethodVersion, Requirement
from bryggan.methods.tests.making import choose, make_method, shipped_method, step_of

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def method(cast: Cast) -> Method:
    """Education's own, in use."""
    found = Method.objects.present().filter(unit=cast.education, name="Skolans sätt").first()
    return found or make_method(cast.education, name="Skolans sätt")


def version(cast: Cast) -> MethodVersion:
    """The draft of what comes next."""
    own = method(cast)
    return queries.draft_of(own) or actions.start_version(own, by=cast.manager)


def step(cast: Cast) -> MethodStep:
    return step_of(version(cast), "council")


def requirement(cast: Cast) -> Requirement:
    return queries.requirements_of(step(cast)).get()


def choice(cast: Cast) -> MethodChoice:
    if not MethodChoice.objects.present().filter(unit=cast.education).exists():
        choose(cast.education, method(cast))
    return MethodChoice.objects.present().get(unit=cast.education)


def on(make: Callable[[Cast], Any], **sent: Any) -> Callable[[Cast], Asked]:
    return lambda cast: ((make(cast).pk,), dict(sent))


def copying(cast: Cast) -> Asked:
    return (shipped_method("lund").pk,), {"unit": cast.education.pk, "name": "Kopian"}


def followed(cast: Cast) -> Asked:
    """Somebody follows a method of her own."""
    choice(cast)
    return (), {}


def choosing(cast: Cast) -> Asked:
    chosen = shipped_method("lund")
    return (), {"unit": cast.education.pk, "method": chosen.pk, "starts_on": "2027-01-01"}


def ticked(cast: Cast) -> Asked:
    asked = requirement(cast)
    return (version(cast).pk,), {"krav": asked.pk, f"storlek-{asked.pk}": "large"}


STEP = {"name": "Rektorsmötet", "phase": "preparation"}
REQUIREMENT = {"name": "Facket är med", "rule": "", "sizes": "large"}

SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "choose_method GET": followed,
    "choose_method POST": choosing,
    "withdraw_choice POST": on(choice),
    "load_methods POST": lambda cast: ((), {}),
    "copy_method GET": on(method),
    "copy_method POST": copying,
    "start_version POST": on(method),
    "method_version GET": on(version),
    "freeze_version GET": on(version),
    "freeze_version POST": on(version, note="Så här gör vi"),
    "discard_version POST": on(version),
    "edit_version GET": on(version),
    "change_sizes POST": ticked,
    "add_step GET": on(version),
    "add_step POST": on(version, **STEP),
    "change_step GET": on(step),
    "change_step POST": on(step, **STEP),
    "remove_step POST": on(step),
    "reorder_steps POST": lambda cast: ((step(cast).pk, "upp"), {}),
    "add_requirement GET": on(step),
    "add_requirement POST": on(step, **REQUIREMENT),
    "change_requirement GET": on(requirement),
    "change_requirement POST": on(requirement, **REQUIREMENT),
    "remove_requirement POST": on(requirement),
}
