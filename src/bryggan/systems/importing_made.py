"""What a system list mentions and the register lacks: units, people, words, suppliers. Found, then made."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext as _

from bryggan.contracts import actions as contracts
from bryggan.contracts.models import Supplier
from bryggan.kit import merged
from bryggan.kit.register import own
from bryggan.kit.writer import Writer
from bryggan.people import actions as people
from bryggan.people import permissions
from bryggan.people.models import Unit, User, root_unit
from bryggan.people.queries import also_known_as
from bryggan.registers.importing import actions as registers
from bryggan.registers.importing.importer import Found, PlannedRow, Resolved
from bryggan.registers.models import ImportRow
from bryggan.search.fields import sort_key
from bryggan.systems import reading
from bryggan.systems.actions import BESIDE, create_tag
from bryggan.systems.importing_current import unit_paths
from bryggan.systems.models import System, Tag

type KeyPath = tuple[str, ...]


class Units:
    """The units there are, by the path of their names."""

    def __init__(self, by: User) -> None:
        self.names = unit_paths()
        self.rows = Unit.objects.in_bulk()
        self.home = self.key(self.names.get(by.unit_id, ()))
        self.by_key = {self.key(path): pk for pk, path in self.names.items()}

    @staticmethod
    def key(path: Sequence[str]) -> KeyPath:
        return tuple(sort_key(name) for name in path)

    def path_of(self, unit_id: int) -> KeyPath:
        return self.key(self.names.get(unit_id, ()))

    def known(self, path: Sequence[str]) -> int | None:
        """The unit at the path; a file that names only the last part finds a unit of that name if it is alone."""
        key = self.key(path)
        if key in self.by_key or len(key) > 1:
            return self.by_key.get(key)
        alone = self.named(path)
        return alone[0] if len(alone) == 1 else None

    def named(self, path: Sequence[str]) -> list[int]:
        """The units whose own name is the last of the path."""
        return [pk for key, pk in self.by_key.items() if key[-1:] == self.key(path)[-1:]]


def settle_units(rows: Sequence[PlannedRow], units: Units) -> None:
    """Write the path of each row as the register has it, so that it compares with what is there."""
    for row in rows:
        pk = units.known(row.values["unit"]) if row.values.get("unit") else None
        if pk is not None:
            row.values["unit"] = list(units.names[pk])


def settle_people(rows: Sequence[PlannedRow]) -> None:
    """Whoever the file names by another of her addresses is the one she is."""
    told = [
        (row, key)
        for row in rows
        for key, value in row.values.items()
        if key.startswith("role.") and value
    ]
    known = also_known_as(address for row, key in told for address in row.values[key])
    for row, key in told if known else ():
        addresses = (known.get(address, address) for address in row.values[key])
        row.values[key] = type(row.values[key])(dict.fromkeys(addresses))


def settle_suppliers(rows: Sequence[PlannedRow]) -> None:
    """A supplier that was merged with another is the one that stands, whatever the file calls it."""
    gone = Supplier.objects.filter(merged_into__isnull=False).order_by("pk")
    named = dict(gone.values_list("sort_key", "pk"))
    ends = merged.led_to(Supplier, list(named.values()))
    there = Supplier.objects.present()
    names = dict(there.filter(pk__in=set(ends.values())).values_list("pk", "name"))
    free = set(there.filter(sort_key__in=named).values_list("sort_key", flat=True))
    for row in rows if named else ():
        key = sort_key(row.values.get("supplier") or "")
        if key in named and key not in free and ends[named[key]] in names:
            row.values["supplier"] = names[ends[named[key]]]


def discover(rows: Sequence[PlannedRow], units: Units, found: Found, by: User) -> None:
    """What must be made before the rows can be written; without the right to make units the row fails."""
    may_make = permissions.create_unit(by, None)
    _settle_ambiguous(rows, units)
    for row in rows:
        path = row.values.get("unit")
        if path and not row.outcome and units.known(path) is None:
            if not may_make:
                row.outcome = ImportRow.Outcome.FAILED
                row.message = _("Enheten finns inte: %(unit)s.") % {"unit": " / ".join(path)}
                continue
            _note_units(path, units, found)
    _discover_people([row for row in rows if not row.outcome], found)
    _discover_words([row for row in rows if not row.outcome], found)


def _settle_ambiguous(rows: Sequence[PlannedRow], units: Units) -> None:
    """A unit's name alone that several have: the record's own unit if it is one of them, else the row fails."""
    unclear = [
        row
        for row in rows
        if len(row.values.get("unit") or ()) == 1 and len(units.named(row.values["unit"])) > 1
    ]
    ids = [row.record_id for row in unclear if row.record_id is not None]
    at = dict(System.objects.filter(pk__in=ids).values_list("pk", "unit_id"))
    for row in unclear:
        unit_id = at.get(row.record_id or 0)
        if unit_id in units.named(row.values["unit"]):
            row.values["unit"] = list(units.names[unit_id])
        else:
            row.outcome = ImportRow.Outcome.FAILED
            row.message = _("Flera enheter heter %(unit)s. Skriv hela vägen: A / B / C.") % {
                "unit": row.values["unit"][0]
            }


def _note_units(path: Sequence[str], units: Units, found: Found) -> None:
    for depth in range(1, len(path) + 1):
        part = tuple(path[:depth])
        if units.by_key.get(units.key(part)) is None and part not in found.units:
            above = found.units.get(part[:-1])
            kind = reading.guess_unit_kind(
                part[-1], depth, parent_kind=cast("reading.UnitKind | None", above)
            )
            found.units[part] = kind


def _discover_people(rows: Sequence[PlannedRow], found: Found) -> None:
    addresses = {
        address: row
        for row in reversed(rows)
        for key, value in row.values.items()
        if key.startswith("role.") and value
        for address in value
    }
    known = set(
        User.objects.filter(email__in=list(addresses), withdrawn_at=None).values_list(
            "email", flat=True
        )
    )
    for address in sorted(set(addresses) - known):
        found.people[address] = _name_of(address)


def _name_of(address: str) -> str:
    """A name to show until somebody writes the right one: anna.lund@… is Anna Lund."""
    words = address.partition("@")[0].replace(".", " ").replace("_", " ").split()
    return " ".join(word.capitalize() for word in words) or address


def _discover_words(rows: Sequence[PlannedRow], found: Found) -> None:
    for row in rows:
        for key, value in row.values.items():
            if key.startswith("tag.") and value:
                found.words.setdefault(key, set()).update(value)
        if row.values.get("supplier"):
            found.words.setdefault("supplier", set()).add(row.values["supplier"])


class SystemResolved(Resolved):
    """Plain values of a system row to the records they stand for."""

    def __init__(self, units: Units) -> None:
        super().__init__()
        self.units = units
        self.unit_rows = dict(units.rows)
        self.people: dict[str, User] = {}
        self.tags: dict[str, dict[str, Tag]] = {}
        self.suppliers: dict[str, Supplier] = {}

    def value(self, key: str, value: Any) -> Any:
        if value is None:
            is_list = key.startswith(("role.", "tag.", "use."))
            return [] if is_list else "" if key in EMPTY_TEXT else None
        if key == "unit":
            return self.unit_rows[self.units.known(value) or 0]
        if key.startswith("role."):
            return [self.people[address] for address in value]
        if key.startswith("tag."):
            return [self.tags[key][sort_key(word)] for word in value]
        if key == "use.units":
            found = [self.units.known((name,)) for name in value]
            return [self.unit_rows[pk] for pk in found if pk is not None]
        if key == "supplier":
            return self.suppliers[sort_key(value)]
        if key in DAYS:
            return date.fromisoformat(value)
        return value


def _named(*kinds: type[models.Field[Any, Any]]) -> frozenset[str]:
    """The keys of the system's and its secret rows' columns of these kinds."""
    heads: dict[str, type[models.Model]] = {"": System, **{f"{k}.": m for k, m in BESIDE.items()}}
    return frozenset(
        f"{head}{field.name}"
        for head, model in heads.items()
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
    )


DAYS = _named(models.DateField)
EMPTY_TEXT = _named(models.CharField, models.TextField)


def resolve(write: Writer, found: Found, units: Units, *, by: User) -> SystemResolved:
    """Make the units from the top down, then people, words, suppliers and own fields."""
    made = _make_units(write, found, units, by=by)
    resolved = SystemResolved(units)
    resolved.unit_rows.update(made)
    home = root_unit()
    gone = {user.email: user for user in User.objects.exclude(withdrawn_at=None)}
    for address, name in found.people.items():
        if address in gone:
            people.restore_person.within(write, gone[address], by=by)
        else:
            people.create_person.within(write, home, by=by, email=address, name=name)
    for key, words in found.words.items():
        if key == "supplier":
            _make_suppliers(write, resolved, words, home, by=by)
        else:
            kind = key.partition(".")[2]
            resolved.tags[key] = _make_tags(write, kind, words, by=by)
    for key, label in found.own_fields.items():
        registers.add_own_field.within(write, "system", by=by, key=key, label=label)
    own.forget("system")
    write.flush()
    resolved.people = {user.email: user for user in User.objects.filter(withdrawn_at=None)}
    return resolved


def _make_units(write: Writer, found: Found, units: Units, *, by: User) -> dict[int, Unit]:
    made: dict[int, Unit] = {}
    existing = Unit.objects.in_bulk()
    for path in sorted(found.units, key=len):
        above = units.by_key.get(units.key(path[:-1]))
        parent = made.get(above or 0) or existing.get(above or 0)
        unit = people.create_unit.within(
            write, parent, by=by, name=path[-1], kind=found.units[path]
        )
        made[unit.pk] = unit
        units.names[unit.pk] = path
        units.by_key[units.key(path)] = unit.pk
    return made


def _make_tags(write: Writer, kind: str, words: set[str], *, by: User) -> dict[str, Tag]:
    known = {tag.sort_key: tag for tag in Tag.objects.filter(kind=kind)}
    for word in sorted(words):
        tag = known.get(sort_key(word))
        if tag is None or tag.withdrawn_at is not None:
            known[sort_key(word)] = create_tag.within(write, kind, by=by, name=word)
    return known


def _make_suppliers(
    write: Writer, resolved: SystemResolved, names: set[str], home: Unit, *, by: User
) -> None:
    known = {supplier.sort_key: supplier for supplier in Supplier.objects.present()}
    for name in sorted(names):
        if sort_key(name) not in known:
            known[sort_key(name)] = contracts.create_supplier.within(
                write, home, by=by, values={"name": name}
            )
    resolved.suppliers = known
