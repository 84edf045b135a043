"""What happens to methods and their versions: copied, changed, taken into use, and chosen by those who follow them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.methods import permissions, queries, words
from bryggan.methods.calculation import faults_of
from bryggan.methods.models import Method, MethodChoice, MethodStep, MethodVersion, Requirement
from bryggan.people.models import Unit, User

# What a step and a requirement keep when a version is copied.
STEP_KEPT = (
    "place", "key", "name", "phase", "who", "gate", "decided_by", "explanation", "source",
    "is_own_addition",
)  # fmt: skip
REQUIREMENT_KEPT = (
    "place", "key", "name", "rule", "for_small", "for_middle", "for_large", "explanation", "source",
    "is_own_addition",
)  # fmt: skip


@action("method.copied", allow=permissions.copy_method)
def copy_method(write: Writer, unit: Unit, *, by: User, method: Method, name: str) -> Method:
    """A unit makes a method its own: a draft to adapt, which remembers where it came from."""
    version = queries.version_in_use(method)
    if version is None:
        raise NotPossible(_("Metoden har ingen version i bruk att kopiera."), field="method")
    name = _free_name(name, unit)
    copy = write.create(
        Method,
        unit=unit,
        name=name,
        origin=method.origin,
        explanation=method.explanation,
        source=method.source,
    )
    write.flush()
    _next_version(write, copy, like=version)
    return copy


@action("method.changed", allow=permissions.change_method)
def change_method(write: Writer, method: Method, *, by: User, values: Mapping[str, Any]) -> None:
    """What the method is called and how it is explained; its steps are changed in a version."""
    told = {key: values[key] for key in ("name", "explanation", "source") if key in values}
    if "name" in told:
        told["name"] = _free_name(told["name"], method.unit, but=method)
    write.change(method, **told)


@action("method.withdrawn", allow=permissions.withdraw_method)
def withdraw_method(write: Writer, method: Method, *, by: User, reason: str = "") -> None:
    """The method can no longer be chosen; what was begun on it goes on as it began."""
    if MethodChoice.objects.present().filter(method=method).exists():
        raise NotPossible(_("Metoden är vald. Låt dem som följer den välja en annan först."))
    if reason:
        write.because(reason)
    write.withdraw(method)


@action("version.started", allow=permissions.start_version)
def start_version(write: Writer, method: Method, *, by: User) -> MethodVersion:
    """The next version begins as a draft that holds what the one in use does."""
    if queries.draft_of(method) is not None:
        raise NotPossible(_("Metoden har redan ett utkast till nästa version."))
    version = queries.version_in_use(method)
    if version is None:
        raise NotPossible(_("Metoden har ingen version i bruk."))
    return _next_version(write, method, like=version)


def _next_version(write: Writer, method: Method, *, like: MethodVersion) -> MethodVersion:
    version = write.create(
        MethodVersion,
        method=method,
        place=queries.next_place(method),
        origin_digest=like.origin_digest,
    )
    write.flush()
    steps = list(queries.steps_with_requirements(like))
    made = write.create_all(
        MethodStep,
        [
            {"method_version": version} | {name: getattr(step, name) for name in STEP_KEPT}
            for step in steps
        ],
    )
    write.flush()
    write.create_all(
        Requirement,
        [
            {"method_step": copy} | {name: getattr(one, name) for name in REQUIREMENT_KEPT}
            for step, copy in zip(steps, made, strict=True)
            for one in step.requirements.all()
        ],
    )
    write.flush()
    return version


@action("version.frozen", allow=permissions.freeze_version)
def freeze_version(
    write: Writer, version: MethodVersion, *, by: User, note: str = "", has_compared: bool = False
) -> None:
    """The draft is taken into use: new initiatives begin on it, those that have begun stay where they are.

    `has_compared`: what is new in the shipped method has been considered, and is no longer shown as new.
    """
    faults = faults_of(queries.plain_steps(version))
    if faults:
        raise NotPossible(words.fault_words(faults[0]))
    told: dict[str, Any] = {"frozen_on": timezone.localdate(write.now), "note": note.strip()}
    newest = queries.newest_shipped(version.method.origin)
    if has_compared and newest is not None:
        told["origin_digest"] = newest.origin_digest
    write.change(version, **told)


@action("version.discarded", allow=permissions.discard_version)
def discard_version(write: Writer, version: MethodVersion, *, by: User) -> None:
    """The draft comes to nothing; the version in use goes on."""
    if queries.version_in_use(version.method) is None:
        raise NotPossible(_("Metoden har ingen annan version. Ta bort metoden i stället."))
    write.withdraw(version)


@action("method.chosen", allow=permissions.choose_method)
def choose_method(
    write: Writer, unit: Unit, *, by: User, method: Method, starts_on: date
) -> MethodChoice:
    """From the day the unit, and all below it without a choice of their own, begins new matters by the method."""
    if unit.withdrawn_at is not None:
        raise NotPossible(_("Enheten finns inte längre."), field="unit")
    if method.withdrawn_at is not None or queries.version_in_use(method) is None:
        raise NotPossible(_("Metoden har ingen version i bruk än."), field="method")
    held = MethodChoice.objects.present().filter(unit=unit)
    before = held.filter(starts_on__lte=starts_on).order_by("-starts_on").first()
    if before is not None and before.method_id == method.pk:
        raise NotPossible(_("Enheten följer redan metoden då."), field="method")
    if before is not None and before.starts_on == starts_on:
        write.change(before, method=method)
        return before
    return write.create(MethodChoice, unit=unit, method=method, starts_on=starts_on)


@action("choice.withdrawn", allow=permissions.withdraw_choice)
def withdraw_choice(write: Writer, choice: MethodChoice, *, by: User) -> None:
    """The unit follows what it followed before, else the method of the unit above."""
    if choice.withdrawn_at is not None:
        raise NotPossible(_("Valet är redan borttaget."))
    write.withdraw(choice)


def _free_name(name: str, unit: Unit, but: Method | None = None) -> str:
    """The name as it is kept; no other method of the unit has it."""
    name = name.strip()
    if not name:
        raise NotPossible(_("En metod måste ha ett namn."), field="name")
    same = Method.objects.present().filter(unit=unit, name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise NotPossible(_("Enheten har redan en metod med det namnet."), field="name")
    return name
