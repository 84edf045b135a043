"""Methods for tests: those that are shipped, a copy, a draft."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from bryggan.kit.testing.cast import Cast, make_person, tool
from bryggan.kit.writer import Writer
from bryggan.methods import actions, drafting, queries, shipped
from bryggan.methods.models import Method, MethodStep, MethodVersion
from bryggan.people.models import Unit, User, root_unit
from bryggan.people.roles import Role
from bryggan.registers.joining import told_apart


def load() -> None:
    """All that the product holds, as an administrator reads it in."""
    shipped.load_methods(by=tool())


def shipped_method(key: str = queries.OWN) -> Method:
    """One of those that the product holds, read in alone: quicker than all of them."""
    found = queries.shipped_methods().filter(origin=key).first()
    return found or shipped.read_in_method(root_unit(), by=tool(), key=key)


def make_developer(unit: Unit, name: str = "Vera Verk") -> User:
    """The unit's verksamhetsutvecklare, who owns its methods."""
    return make_person(name, unit, [(Role.BUSINESS_DEVELOPER, unit)])


def make_copy(unit: Unit, key: str = "gotland_flow", name: str = "Vårt sätt") -> Method:
    """A copy of a shipped method, still a draft."""
    return actions.copy_method(unit, by=tool(), method=shipped_method(key), name=name)


def make_method(unit: Unit, key: str = "gotland_flow", name: str = "Vårt sätt") -> Method:
    """A copy of a shipped method, taken into use as it is."""
    method = make_copy(unit, key, name)
    actions.freeze_version(draft(method), by=tool())
    return method


def draft(method: Method) -> MethodVersion:
    found = queries.draft_of(method)
    assert found is not None
    return found


def in_use(method: Method) -> MethodVersion:
    found = queries.version_in_use(method)
    assert found is not None
    return found


def step_of(version: MethodVersion, key: str) -> MethodStep:
    return queries.steps_of(version).select_related("method_version__method__unit").get(key=key)


def make_step(version: MethodVersion, name: str = "Ett eget steg", **values: Any) -> MethodStep:
    told = {"phase": "preparation", **values}
    return drafting.add_step(version, by=tool(), values={"name": name, **told})


def choose(unit: Unit, method: Method, day: Any = None) -> None:
    starts_on = day or timezone.localdate()
    actions.choose_method(unit, by=tool(), method=method, starts_on=starts_on)


def grow_methods(write: Writer, cast: Cast, numbers: Iterable[int]) -> None:
    """Education's own methods, each with a version in use."""
    with told_apart(write, "method.copied"):
        made = [
            write.create(Method, unit=cast.education, name=f"Rad {number}") for number in numbers
        ]
        write.flush()
        for method in made:
            write.create(MethodVersion, method=method, place=1, frozen_on=timezone.localdate())
