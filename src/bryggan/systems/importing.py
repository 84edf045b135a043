"""Systems out of a municipality's own list: units out of paths, people out of addresses, integrations out of sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bryggan.kit.register.fields import Field, LongText, Text
from bryggan.kit.register.links import Many, Reference, UnitReference
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit
from bryggan.registers import cells
from bryggan.registers.cells import Read
from bryggan.registers.importing.importer import (
    Found,
    Importer,
    KeysOf,
    PlannedRow,
    Reader,
    Resolved,
    Target,
    Watched,
    changed_names,
    imports,
)
from bryggan.registers.models import SourceText
from bryggan.systems import importing_current, importing_links, importing_made, reading
from bryggan.systems.fields import NameList
from bryggan.systems.models import Cost, SystemRole, SystemUse, Tag, Tender, Vulnerability
from bryggan.systems.register import SystemRegister

CONTRACT = "contract.end"
SATISFIED = "satisfied"
MENTIONS = {"mention.to": "to", "mention.from": "from"}


@imports
class SystemImporter(Importer):
    """The system register's importer."""

    register = SystemRegister

    def targets(self) -> list[Target]:
        return [
            *super().targets(),
            Target(
                CONTRACT,
                _("Avtalet gäller till"),
                _contract_end,
                ("Avtalstiden löper ut datum", "Avtalsslut"),
            ),
            Target(
                SATISFIED,
                _("Andel mycket nöjda, %"),
                cells.number_range,
                ("Andel mycket nöjda användare",),
            ),
            Target("mention.to", _("Beroende till"), cells.long_text, ("Beroende till",)),
            Target("mention.from", _("Beroende från"), cells.long_text, ("Beroende från",)),
        ]

    def reader(self, column: Field) -> Reader | None:
        if column.key == "name":
            return lambda value: cells.text(value, longest=200)
        if isinstance(column, UnitReference):
            return _unit_path
        if column.key == "use.units":
            return _names
        if isinstance(column, Many):
            is_people = column.key.startswith("role.")
            return cells.email_list if is_people else _words
        if isinstance(column, Reference):
            return lambda value: cells.text(value, longest=200)
        if isinstance(column, NameList):
            return _names
        if isinstance(column, LongText) or column.key.startswith("own."):
            return cells.long_text
        if isinstance(column, Text):
            return lambda value: cells.text(value, longest=200)
        return super().reader(column)

    def current(self, ids: Sequence[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
        return importing_current.values_of(ids, keys, self.by)

    def watched(self, ids: Sequence[int]) -> list[Watched]:
        def hanging(model: Any, *columns: str) -> tuple[dict[int, int], dict[int, tuple[Any, ...]]]:
            rows = model._base_manager.filter(system__in=ids)
            found = list(rows.values_list("pk", "system_id", *columns))
            return {row[0]: row[1] for row in found}, {row[0]: row[2:] for row in found}

        roles, role_keys = hanging(SystemRole, "role")
        costs, cost_keys = hanging(Cost, "kind")
        weak, _none = hanging(Vulnerability)
        tenders, _none = hanging(Tender)
        uses, _none = hanging(SystemUse)
        return [
            Watched("systems.system", {pk: pk for pk in ids}, _system_keys),
            Watched("systems.systemrole", roles, lambda pk, *_c: {f"role.{role_keys[pk][0]}"}),
            Watched("systems.cost", costs, lambda pk, *_c: {f"cost.{cost_keys[pk][0]}"}),
            Watched("systems.systemuse", uses, lambda *_c: {"use.units"}),
            Watched("systems.vulnerability", weak, _keys_under("vulnerability")),
            Watched("systems.tender", tenders, _keys_under("tender")),
        ]

    def place_of(self, row: PlannedRow) -> Any:
        """The unit path, as it is now or as the row says."""
        path = row.values.get("unit")
        return self.units.key(path) if path else self.units.home

    def place_of_unit(self, unit_id: int) -> Any:
        return self.units.path_of(unit_id)

    def unit_there(self, row: PlannedRow) -> Unit:
        path = row.values.get("unit")
        pk = self.units.known(path) if path else None
        return self.units.rows[pk] if pk else self.by.unit

    @property
    def units(self) -> importing_made.Units:
        if "_units" not in self.__dict__:
            self.__dict__["_units"] = importing_made.Units(self.by)
        found: importing_made.Units = self.__dict__["_units"]
        return found

    def prepare(self, rows: Sequence[PlannedRow]) -> None:
        for row in rows:
            _spread_range(row)
        importing_made.settle_units(rows, self.units)
        importing_made.settle_people(rows)
        importing_made.settle_suppliers(rows)

    def discover(self, rows: Sequence[PlannedRow], found: Found) -> None:
        waiting = [row for row in rows if not row.outcome]
        importing_made.discover(waiting, self.units, found, self.by)
        importing_links.discover([row for row in waiting if not row.outcome], self.by, found)

    def settle(self, found: Found, kinds: Mapping[str, str]) -> None:
        for path in found.units:
            found.units[path] = kinds.get(" / ".join(path), found.units[path])

    def has_more(self, rows: Sequence[PlannedRow], found: Found) -> bool:
        return importing_links.has_more(found)

    def resolve(self, write: Writer, found: Found) -> Resolved:
        return importing_made.resolve(write, found, self.units, by=self.by)

    def values(self, planned: Mapping[str, Any], resolved: Resolved) -> dict[str, Any]:
        return {
            key: resolved.value(key, value)
            for key, value in planned.items()
            if key not in {CONTRACT, *MENTIONS}
        }

    def unit_of(self, planned: Mapping[str, Any], resolved: Resolved) -> Unit:
        path = planned.get("unit")
        unit = resolved.value("unit", path) if path else self.by.unit
        assert isinstance(unit, Unit)
        return unit

    def after(
        self, write: Writer, rows: Sequence[PlannedRow], found: Found, resolved: Resolved
    ) -> None:
        importing_links.tell_integrations.within(write, rows, found, by=self.by)

    def summary(self, found: Found) -> dict[str, Any]:
        return {
            "new_units": [
                {"path": " / ".join(path), "kind": kind} for path, kind in found.units.items()
            ],
            "new_people": len(found.people),
            "new_own_fields": sorted(found.own_fields.values()),
            **importing_links.summary(found),
        }

    def secret_source_texts(self, rows: Sequence[PlannedRow], import_id: int) -> list[SourceText]:
        wanted = {row.record_id: row for row in rows if row.secret_texts}
        beside = Vulnerability.objects.present().filter(system__in=list(wanted))
        return [
            SourceText(
                noun="systems.vulnerability",
                record_id=pk,
                import_id=import_id,
                row=wanted[system_id].number,
                cells=wanted[system_id].secret_texts,
                remarks=[],
            )
            for pk, system_id in beside.values_list("pk", "system_id")
        ]


def _system_keys(row: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    names = changed_names(row, before, after)
    if "tags" in names:
        names |= {f"tag.{kind}" for kind in Tag.Kind.values}
    return names


def _keys_under(head: str) -> KeysOf:
    return lambda _pk, old, new: {f"{head}.{name}" for name in {*old, *new}}


def _unit_path(value: object) -> Read[Any]:
    text = cells.long_text(value).value
    return Read(tuple(" ".join(part.split()) for part in reading.unit_path(text)) if text else None)


def _names(value: object) -> Read[Any]:
    text = cells.long_text(value).value or ""
    lines = [" ".join(part.split()) for part in text.replace(";", "\n").splitlines()]
    return Read(tuple(sorted(line for line in lines if line)) or None)


def _words(value: object) -> Read[Any]:
    """Words between semicolons, else between commas; a comma before a small letter belongs to the word."""
    text = cells.long_text(value).value or ""
    if ";" in text:
        return _names(text)
    parts: list[str] = []
    for part in text.split(","):
        word = " ".join(part.split())
        if parts and word[:1].islower():
            parts[-1] = f"{parts[-1]}, {word}"
        elif word:
            parts.append(word)
    return Read(tuple(sorted(set(parts))) or None)


def _contract_end(value: object) -> Read[Any]:
    end = reading.contract_end(value)
    if end is None:
        return Read(None)
    last = end.ends_on.isoformat() if end.ends_on else None
    remark = None
    if end.is_assumed:
        remark = _("antaget: %(months)s månaders uppsägning") % {"months": end.notice_months_high}
    return Read((end.kind, last, end.notice_months_low, end.notice_months_high), remark)


def _spread_range(row: PlannedRow) -> None:
    """One column "81-100" is two fields: low and high."""
    span = row.values.pop(SATISFIED, None)
    if span:
        row.values["satisfied_low"], row.values["satisfied_high"] = span
