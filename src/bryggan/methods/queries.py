"""Questions about methods: which one is followed here, what its versions hold, and how they differ."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible
from bryggan.methods.calculation import Difference, PlainRequirement, PlainStep, differences
from bryggan.methods.models import (
    Method,
    MethodChoice,
    MethodStep,
    MethodVersion,
    Requirement,
    Size,
)
from bryggan.people.models import Unit, User

# The method of who has chosen none: the product's own.
OWN = "bryggan"


def method_for(unit: Unit, day: date) -> Method:
    """The method followed in the unit on the day: the nearest choice at or above it, else Bryggan's own.

    Raises NotPossible where no method has been read in yet.
    """
    choice = choice_for(unit, day)
    if choice is not None:
        return choice.method
    own = shipped_methods().filter(origin=OWN).first()
    if own is None:
        raise NotPossible(_("Metoderna är inte inlästa än. En administratör läser in dem."))
    return own


def choice_for(unit: Unit, day: date) -> MethodChoice | None:
    """The choice that decides it: the nearest unit's, and of its choices the latest that has begun."""
    above = unit.ancestor_ids()
    begun = MethodChoice.objects.present().filter(unit__in=above, starts_on__lte=day)
    rows = begun.filter(method__withdrawn_at=None).select_related("method__unit", "unit")
    return max(rows, key=lambda row: (above.index(row.unit_id), row.starts_on), default=None)


def shipped_methods() -> QuerySet[Method]:
    return Method.objects.present().filter(is_shipped=True)


def version_in_use(method: Method) -> MethodVersion | None:
    """The latest version that has been taken into use: what a new initiative begins on."""
    frozen = versions_of(method).exclude(frozen_on=None)
    return frozen.first()


def draft_of(method: Method) -> MethodVersion | None:
    return versions_of(method).filter(frozen_on=None).first()


def versions_of(method: Method) -> QuerySet[MethodVersion]:
    """The latest first."""
    rows = MethodVersion.objects.present().filter(method=method)
    return rows.select_related("method__unit").order_by("-place")


def next_place(method: Method) -> int:
    held = versions_of(method).order_by().aggregate(last=Max("place"))
    return (held["last"] or 0) + 1


def steps_of(version: MethodVersion) -> QuerySet[MethodStep]:
    """The steps in the order they are taken."""
    return MethodStep.objects.present().filter(method_version=version).order_by("place", "pk")


def steps_with_requirements(version: MethodVersion) -> QuerySet[MethodStep]:
    """The same, each with its `requirements` in order, by two questions in all."""
    held = Prefetch("requirements", Requirement.objects.present().order_by("place", "pk"))
    return steps_of(version).prefetch_related(held)


def next_step_after(step: MethodStep) -> MethodStep | None:
    """The step that comes when the gate after this one is passed; None after the last."""
    rows = MethodStep.objects.present().filter(method_version=step.method_version_id)
    return rows.filter(place__gt=step.place).order_by("place", "pk").first()


def requirements_of(step: MethodStep, size: str = "") -> QuerySet[Requirement]:
    """What must be there before the gate after the step: at a size, else at any."""
    rows = Requirement.objects.present().filter(method_step=step)
    return (rows.at(size) if size else rows).order_by("place", "pk")


def requirement_keys(version_pk: int) -> set[str]:
    """Those of the whole version: what is said of a requirement is known by its key, in whichever step it is."""
    rows = Requirement.objects.present().filter(method_step__method_version=version_pk)
    return set(rows.values_list("key", flat=True))


def plain_steps(version: MethodVersion) -> list[PlainStep]:
    """The version as values that can be compared."""
    return as_plain(steps_with_requirements(version))


def as_plain(steps: Iterable[MethodStep]) -> list[PlainStep]:
    """Steps that have been read with their requirements, as values that can be compared."""
    return [
        PlainStep(
            key=step.key,
            name=step.name,
            phase=step.phase,
            requirements=tuple(
                PlainRequirement(one.key, one.name, sizes_of(one), one.rule)
                for one in step.requirements.all()
            ),
        )
        for step in steps
    ]


def sizes_of(requirement: Requirement) -> tuple[str, ...]:
    return tuple(size for size in Size.values if getattr(requirement, f"for_{size}"))


def differences_between(old: MethodVersion, new: MethodVersion) -> list[Difference]:
    return differences(plain_steps(old), plain_steps(new))


def shipped_version(version: MethodVersion) -> MethodVersion | None:
    """The shipped version that this one was made from."""
    if not version.origin_digest:
        return None
    rows = MethodVersion.objects.present().filter(
        method__is_shipped=True,
        method__origin=version.method.origin,
        origin_digest=version.origin_digest,
    )
    return rows.order_by("-place").first()


def newest_shipped(origin: str) -> MethodVersion | None:
    """What the product's last release holds of the method."""
    rows = MethodVersion.objects.present().exclude(frozen_on=None)
    found = rows.filter(method__is_shipped=True, method__origin=origin) if origin else rows.none()
    return found.select_related("method__unit").order_by("-place").first()


def is_copied(user: User) -> Exists:
    """The condition that a method was made from a shipped one, beside the method itself."""
    copied = MethodVersion.objects.present().filter(method=OuterRef("pk"))
    return Exists(copied.filter(method__is_shipped=False).exclude(origin_digest=""))


def choices_of(method: Method, user: User, day: date) -> list[MethodChoice]:
    """The units that follow the method by a choice of their own, now or from a coming day."""
    rows = MethodChoice.objects.visible_to(user).present().filter(unit__withdrawn_at=None)
    chosen = rows.select_related("unit", "method").order_by("unit__path", "-starts_on")
    return [row for row in in_force_or_coming(chosen, day) if row.method_id == method.pk]


def all_choices(user: User, day: date) -> list[MethodChoice]:
    """Every unit's choice that holds on the day, and those that come, in the order of the tree."""
    rows = MethodChoice.objects.visible_to(user).present().filter(unit__withdrawn_at=None)
    chosen = rows.select_related("unit", "method").order_by("unit__path", "-starts_on")
    return in_force_or_coming(chosen, day)


def in_force_or_coming(rows: Iterable[MethodChoice], day: date) -> list[MethodChoice]:
    """Of each unit's choices, latest first, the coming ones and the one that holds."""
    found: list[MethodChoice] = []
    settled: set[int] = set()
    for row in rows:
        if row.unit_id in settled:
            continue
        found.append(row)
        if row.starts_on <= day:
            settled.add(row.unit_id)
    return found


def followed_methods(user: User) -> QuerySet[Method]:
    """What can be chosen: the methods that have a version in use."""
    rows = Method.objects.visible_to(user).present().select_related("unit")
    used = MethodVersion.objects.present().exclude(frozen_on=None).values("method")
    return rows.filter(pk__in=used).order_by("-is_shipped", "sort_key")
