"""What is changed in a draft: its steps, their order, and what each size of a matter must have."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.methods import permissions, queries
from bryggan.methods.models import MethodStep, MethodVersion, Phase, Requirement, Size
from bryggan.people.models import User
from bryggan.search.fields import folded

STEP_FIELDS = ("name", "phase", "who", "gate", "decided_by", "explanation")
REQUIREMENT_FIELDS = ("name", "rule", "explanation")
LONGEST_KEY = 40
SPINE = list(Phase.values)
PLAIN = str.maketrans("åäö", "aao")


@action("step.added", allow=permissions.add_step)
def add_step(
    write: Writer, version: MethodVersion, *, by: User, values: Mapping[str, Any]
) -> MethodStep:
    """A step of the municipality's own, last in its phase."""
    _is_draft(version.pk)
    steps = list(queries.steps_of(version))
    told = {name: values[name] for name in STEP_FIELDS if name in values}
    told["name"] = _named(told.get("name", ""))
    at = _place_for(told["phase"], steps)
    _number(write, steps[at:], first=at + 2)
    return write.create(
        MethodStep,
        **told,
        method_version=version,
        place=at + 1,
        key=_key(told["name"], {step.key for step in steps}),
        is_own_addition=True,
    )


@action("step.changed", allow=permissions.change_step)
def change_step(write: Writer, step: MethodStep, *, by: User, values: Mapping[str, Any]) -> None:
    """What a step is called, who acts and who lets pass. In another phase it stands last."""
    _is_draft(step.method_version_id)
    told = {name: values[name] for name in STEP_FIELDS if name in values}
    if "name" in told:
        told["name"] = _named(told["name"])
    moves = told.get("phase", step.phase) != step.phase
    write.change(step, **told)
    if moves:
        others = [one for one in queries.steps_of(step.method_version) if one.pk != step.pk]
        at = _place_for(step.phase, others)
        _number(write, [*others[:at], step, *others[at:]])


@action("step.removed", allow=permissions.remove_step)
def remove_step(write: Writer, step: MethodStep, *, by: User) -> None:
    """The step goes, with all that was asked for in it."""
    _is_draft(step.method_version_id)
    if step.withdrawn_at is not None:
        raise NotPossible(_("Steget är redan borttaget."))
    for requirement in queries.requirements_of(step):
        write.withdraw(requirement)
    write.withdraw(step)


@action("steps.reordered", allow=permissions.reorder_steps)
def reorder_steps(
    write: Writer, version: MethodVersion, *, by: User, order: Sequence[MethodStep]
) -> None:
    """The steps in another order; whether it can be used is asked when the version is taken into use."""
    _is_draft(version.pk)
    held = {step.pk: step for step in queries.steps_of(version)}
    if sorted(held) != sorted(step.pk for step in order):
        raise NotPossible(_("Stegen har ändrats sedan sidan visades."))
    _number(write, [held[step.pk] for step in order])


@action("requirement.added", allow=permissions.add_requirement)
def add_requirement(
    write: Writer, step: MethodStep, *, by: User, values: Mapping[str, Any]
) -> Requirement:
    """Something more must be there before the gate after the step."""
    _is_draft(step.method_version_id)
    held = list(queries.requirements_of(step))
    told = {name: values[name] for name in REQUIREMENT_FIELDS if name in values}
    told["name"] = _named(told.get("name", ""))
    return write.create(
        Requirement,
        **told,
        **_asked_of(values["sizes"]),
        method_step=step,
        place=max((one.place for one in held), default=0) + 1,
        key=_key(told["name"], queries.requirement_keys(step.method_version_id)),
        is_own_addition=True,
    )


@action("requirement.changed", allow=permissions.change_requirement)
def change_requirement(
    write: Writer, requirement: Requirement, *, by: User, values: Mapping[str, Any]
) -> None:
    """What is asked for, how it is seen that it is there, and at which sizes."""
    _is_draft(requirement.method_step.method_version_id)
    told = {name: values[name] for name in REQUIREMENT_FIELDS if name in values}
    if "name" in told:
        told["name"] = _named(told["name"])
    if "sizes" in values:
        told |= _asked_of(values["sizes"])
    write.change(requirement, **told)


@action("requirement.removed", allow=permissions.remove_requirement)
def remove_requirement(write: Writer, requirement: Requirement, *, by: User) -> None:
    """It is no longer asked for at any size."""
    _is_draft(requirement.method_step.method_version_id)
    if requirement.withdrawn_at is not None:
        raise NotPossible(_("Kravet är redan borttaget."))
    write.withdraw(requirement)


@action("sizes.changed", allow=permissions.change_sizes)
def change_sizes(
    write: Writer, version: MethodVersion, *, by: User, sizes: Mapping[int, Collection[str]]
) -> None:
    """What each size demands, for many requirements at once; those not named stay as they are."""
    _is_draft(version.pk)
    rows = Requirement.objects.present().filter(
        method_step__method_version=version, method_step__withdrawn_at=None
    )
    for requirement in rows.filter(pk__in=list(sizes)).order_by("pk"):
        write.change(requirement, **_asked_of(sizes[requirement.pk], of=requirement.name))


def _is_draft(version_pk: int) -> None:
    """Asked with the row locked: somebody may have taken the version into use meanwhile."""
    version = MethodVersion.objects.select_for_update().get(pk=version_pk)
    if not version.is_draft or version.withdrawn_at is not None:
        raise NotPossible(_("Versionen är inte ett utkast längre."))


def _named(name: str) -> str:
    if not name.strip():
        raise NotPossible(_("Skriv vad det heter."), field="name")
    return name.strip()


def _asked_of(sizes: Collection[str], of: str = "") -> dict[str, bool]:
    if not any(size in sizes for size in Size.values):
        said = _("Ett krav som ingen storlek har gör ingen skillnad: ta bort det i stället.")
        raise NotPossible(f"{of}: {said}" if of else said, field="sizes")
    return {f"for_{size}": size in sizes for size in Size.values}


def _place_for(phase: str, steps: Sequence[MethodStep]) -> int:
    """How many steps stand before a new one of the phase: all to the last of its own, else of those before."""
    own = [at for at, step in enumerate(steps, start=1) if step.phase == phase]
    if own:
        return own[-1]
    place = SPINE.index(phase)
    return max(
        (at for at, step in enumerate(steps, start=1) if SPINE.index(step.phase) < place),
        default=0,
    )


def _number(write: Writer, steps: Iterable[MethodStep], *, first: int = 1) -> None:
    write.change_all(
        MethodStep, [(step, {"place": at}) for at, step in enumerate(steps, start=first)]
    )


def _key(name: str, taken: Collection[str]) -> str:
    """A key that no other has: the name in small letters, with a number if it must."""
    plain = folded(name).translate(PLAIN)
    root = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_KEY - 4] or "own"
    key, number = root, 2
    while key in taken:
        key, number = f"{root}_{number}", number + 1
    return key
