"""What happens to systems and what hangs on them.

Values come by the register's field keys: plain names are the system's own columns; `role.<role>` is a
list of users, `use.units` a list of units, `tag.<kind>` a list of tags, `cost.<kind>` an amount for
the year now, `vulnerability.<name>` and `tender.<name>` columns of the rows beside the system.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, Refused, action
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User
from bryggan.search.fields import sort_key
from bryggan.systems import permissions, tying
from bryggan.systems.models import (
    Cost,
    System,
    SystemRole,
    SystemUse,
    Tag,
    Tender,
    Vulnerability,
)

BESIDE: Mapping[str, type[Vulnerability | Tender]] = {
    "vulnerability": Vulnerability,
    "tender": Tender,
}


@action("system.created", allow=permissions.create_system)
def create_system(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> System:
    """A system enters the register; within its unit no other has that name."""
    own, hanging = _parted(values, {})
    own["unit"] = unit
    if write.batch is None:
        _name_is_free(own["name"], unit)
    system = write.create(System, **own)
    _hang(write, system, hanging, by=by)
    if write.batch is None:
        tying.tie_mentions(write, system)
    return system


@action("system.changed", allow=permissions.change_system)
def change_system(write: Writer, system: System, *, by: User, values: Mapping[str, Any]) -> None:
    """What is known of a system changes; what may be secret only by those who may see it."""
    own, hanging = _parted(values, system.own_fields)
    if write.batch is None and ("name" in own or "unit" in own):
        _name_is_free(own.get("name", system.name), own.get("unit", system.unit), but=system.pk)
    names, unit_id = (system.name, system.aliases), system.unit_id
    is_changed = bool(own) and write.change(system, **own)
    count = write.count
    _hang(write, system, hanging, by=by)
    if write.count > count and not is_changed:
        write.touch(system)
    if system.name != names[0]:
        tying.retitle(write, system)
        for model in BESIDE.values():
            for beside in model.objects.present().filter(system=system):
                beside.system = system
                write.renamed(beside)
    if system.unit_id != unit_id:
        tying.follow_unit(write, system)
    if write.batch is None and (system.name, system.aliases) != names:
        tying.tie_mentions(write, system)


@action("system.withdrawn", allow=permissions.withdraw_system)
def withdraw_system(write: Writer, system: System, *, by: User, reason: str = "") -> None:
    """The system leaves the register with what may be secret beside it; its name is free, the history stays."""
    if system.withdrawn_at is not None:
        raise NotPossible(_("Systemet är redan borttaget ur registret."))
    write.because(reason)
    for model in (Vulnerability, Tender):
        for beside in model.objects.present().filter(system=system):
            write.withdraw(beside)
    for touching in (system.integrations_out, system.integrations_in):
        for integration in touching.filter(withdrawn_at=None):
            write.withdraw(integration)
    write.withdraw(system)


@action("tag.created", allow=permissions.create_tag)
def create_tag(write: Writer, kind: str, *, by: User, name: str) -> Tag:
    """A word to sort systems by; the same word twice is one."""
    found = Tag.objects.filter(kind=kind, sort_key=sort_key(name)).first()
    if found is None:
        return write.create(Tag, kind=kind, name=name)
    if found.withdrawn_at is not None:
        write.restore(found)
    return found


def _parted(
    values: Mapping[str, Any], kept: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The system's own columns (the municipality's own fields laid over `kept`), and what hangs on it."""
    own = {key: value for key, value in values.items() if "." not in key}
    hanging = {key: value for key, value in values.items() if "." in key}
    added = {key: hanging.pop(f"own.{key}") for key in own_keys(hanging)}
    if added:
        merged = {**kept, **added}
        own["own_fields"] = {k: v for k, v in merged.items() if v not in ("", None)}
    return own, hanging


def own_keys(values: Mapping[str, Any]) -> list[str]:
    return [key.removeprefix("own.") for key in values if key.startswith("own.")]


def _name_is_free(name: str, unit: Unit, *, but: int | None = None) -> None:
    twins = System.objects.present().filter(unit=unit, sort_key=sort_key(name))
    if twins.exclude(pk=but or 0).exists():
        raise NotPossible(_("Enheten har redan ett system med det namnet."), field="name")


def _hang(write: Writer, system: System, hanging: Mapping[str, Any], *, by: User) -> None:
    beside: dict[str, dict[str, Any]] = {}
    for key, value in hanging.items():
        head, _dot, name = key.partition(".")
        if head in BESIDE:
            beside.setdefault(head, {})[name] = value
        elif head == "role":
            set_people(write, system, role=name, users=value)
        elif head == "use":
            set_units(write, system, units=value)
        elif head == "tag":
            others = system.tags.exclude(kind=name) if system.pk else []
            write.set_links(system, "tags", [*others, *value])
        elif head == "cost":
            set_cost(write, system, kind=name, amount=value)
    for head, columns in beside.items():
        _write_beside(write, system, BESIDE[head], columns, by=by)


def set_people(write: Writer, system: System, *, role: str, users: Sequence[User]) -> None:
    """The first named holds the role, the others are deputies; who is left out has left it."""
    held: list[SystemRole] = []
    if system.pk is not None:
        rows = SystemRole.objects.filter(system=system, role=role, withdrawn_at=None)
        held = list(rows.select_related("user").order_by("pk"))
    wanted = list(dict.fromkeys(users))
    for gone in held:
        if gone.user not in wanted:
            write.withdraw(gone)
    kept = {row.user_id: row for row in held if row.user in wanted}
    for place, user in enumerate(wanted):
        if user.pk in kept:
            write.change(kept[user.pk], is_deputy=place > 0)
        else:
            write.create(SystemRole, system=system, user=user, role=role, is_deputy=place > 0)


def set_units(write: Writer, system: System, *, units: Sequence[Unit]) -> None:
    """These units use the system; a new one comes in with an equal share of the key."""
    held: list[SystemUse] = []
    if system.pk is not None:
        held = list(SystemUse.objects.filter(system=system, withdrawn_at=None))
    wanted = {unit.pk: unit for unit in units}
    for gone in held:
        if gone.unit_id not in wanted:
            write.withdraw(gone)
    kept = {row.unit_id for row in held}
    for pk, unit in wanted.items():
        if pk not in kept:
            write.create(SystemUse, system=system, unit=unit, weight=1)


def set_cost(
    write: Writer,
    system: System,
    *,
    kind: str,
    amount: Any,
    year: int | None = None,
    source: str = Cost.Source.ESTIMATE,
) -> None:
    """What the system costs this year of one kind; nothing means that it is not known."""
    year = year or timezone.localdate().year
    held: list[Cost] = []
    if system.pk is not None:
        held = list(Cost.objects.filter(system=system, kind=kind, year=year, withdrawn_at=None))
    if held and amount not in (None, "") and sum(cost.amount_sek for cost in held) == amount:
        return
    if len(held) > 1:
        raise NotPossible(
            _("Beloppet är summan av flera kostnader. Ändra dem en och en under Kostnad."),
            field=f"cost.{kind}",
        )
    if amount in (None, ""):
        for cost in held:
            write.withdraw(cost)
    elif held:
        write.change(held[0], amount_sek=amount)
    else:
        write.create(Cost, system=system, kind=kind, year=year, source=source, amount_sek=amount)


def _write_beside(
    write: Writer,
    system: System,
    model: type[Vulnerability | Tender],
    columns: Mapping[str, Any],
    *,
    by: User,
) -> None:
    existing = model.objects.present().filter(system=system).first() if system.pk else None
    verdict = permissions.change_secrets(by, system)
    hidden = existing and not model.objects.visible_to(by).filter(pk=existing.pk).exists()
    if not verdict or hidden:
        raise Refused(verdict.reason or _("Uppgiften är skyddad."))
    if existing:
        write.change(existing, **columns)
    elif any(value not in (None, "") for value in columns.values()):
        write.create(model, system=system, **columns)
