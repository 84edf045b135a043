"""Initiatives out of a municipality's own plan, and out of what other tools write: as they stand today."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.initiatives import importing_current, importing_made
from bryggan.initiatives.importing_columns import columns, reader_of
from bryggan.initiatives.importing_people import PeopleByName
from bryggan.initiatives.importing_rows import (
    COMMENT,
    PHASE_CELLS,
    Courses,
    Told,
    remark,
    settle_benefit,
    settle_money,
    settle_papers,
    settle_time,
)
from bryggan.initiatives.importing_twins import point_out
from bryggan.initiatives.importing_units import UnitsByName, find_headings, settle_unit
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.register.fields import Field
from bryggan.kit.verdict import Verdict, denied
from bryggan.kit.writer import Writer
from bryggan.methods import permissions as methods
from bryggan.methods.models import MethodStep
from bryggan.methods.queries import method_for, shipped_methods, steps_of, version_in_use
from bryggan.people.models import Unit, root_unit
from bryggan.registers import permissions as registers
from bryggan.registers.importing.importer import (
    Ask,
    Found,
    Importer,
    PlannedRow,
    Reader,
    Resolved,
    Target,
    Watched,
    imports,
)
from bryggan.registers.importing.mapping import heading
from bryggan.registers.models import ImportRow
from bryggan.registers.words_in_text import same
from bryggan.search.fields import sort_key
from bryggan.systems.importing_made import discover
from bryggan.systems.models import System


@imports
class InitiativeImporter(Importer):
    """What already runs comes in as övertaget, on the method of its unit, at the phase of today."""

    register = InitiativeRegister
    keeps_twins = True

    def targets(self) -> list[Target]:
        """The columns that plans have; of the register's own those that no such column stands for."""
        fields = self.register.by_key()
        special = [
            replace(
                target,
                label=str(fields[target.key].label),
                synonyms=(*target.synonyms, target.label),
            )
            if target.key in fields
            else target
            for target in columns()
        ]
        taken = {target.key for target in special}
        return [*special, *(target for target in super().targets() if target.key not in taken)]

    def worked_out(self) -> list[str]:
        """Phase, status and the like are Bryggan's own, but a plan tells them of what is new."""
        told = {heading(word) for one in columns() for word in (one.label, *one.synonyms)}
        return [label for label in super().worked_out() if heading(label) not in told]

    def reader(self, column: Field) -> Reader | None:
        return reader_of(column) or super().reader(column)

    @cached_property
    def units(self) -> UnitsByName:
        return UnitsByName(self.by)

    @cached_property
    def courses(self) -> Courses:
        return Courses(self.answers)

    @cached_property
    def told(self) -> dict[int, Told]:
        """What each row says besides its values, by the row's number."""
        return {}

    @cached_property
    def systems(self) -> dict[str, System]:
        """The systems that this person sees, by each name that is only one system's."""
        named: dict[str, list[System]] = {}
        for system in System.objects.visible_to(self.by).present().order_by("pk"):
            for name in {same(one) for one in (system.name, *system.aliases)}:
                named.setdefault(name, []).append(system)
        return {name: found[0] for name, found in named.items() if len(found) == 1}

    def current(self, ids: Sequence[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
        return importing_current.values_of(ids, keys)

    def watched(self, ids: Sequence[int]) -> list[Watched]:
        return importing_current.watched(ids)

    def place_of(self, row: PlannedRow) -> Any:
        return self.units.key(row.values.get("unit") or ())

    def place_of_unit(self, unit_id: int) -> Any:
        return self.units.path_of(unit_id)

    def is_same_elsewhere(self, row: PlannedRow, unit_id: int) -> bool:
        """Only where one unit lies in the other: Windows 11 in two administrations are two initiatives."""
        here, there = self.unit_there(row), self.units.rows[unit_id]
        return here.holds(there) or there.holds(here)

    def labels(self) -> dict[str, str]:
        return {**super().labels(), "evidence.decision": _("Beslut")}

    def unit_there(self, row: PlannedRow) -> Unit:
        pk = self.units.known(row.values.get("unit") or ())
        return self.units.rows[pk] if pk else self.units.whole

    def prepare(self, rows: Sequence[PlannedRow]) -> None:
        above = find_headings(rows, self, self.units)
        people = PeopleByName(self.by)
        keeps_comment = bool(registers.add_own_field(self.by, self.register.slug))
        waiting = [row for row in rows if row.name and not row.outcome]
        for row in waiting:
            unit, how_far = above.get(row.number, ("", ""))
            told = self.told[row.number] = Told(number=str(row.values.pop("told.number", "") or ""))
            settle_unit(row, self, self.units, unit)
            settle_time(row, self)
            self.courses.settle(row, self, told, how_far)
            settle_money(row, self)
            settle_benefit(row, self)
            settle_papers(row, self, told, keeps_comment=keeps_comment)
            people.settle(row, self)
            self._settle_systems(row)
        self.twins = point_out(waiting, self, self.told)
        self.headings = sum(row.outcome == ImportRow.Outcome.SKIPPED for row in rows)

    def _settle_systems(self, row: PlannedRow) -> None:
        known = []
        for words in row.values.pop("systems", None) or ():
            system = self.systems.get(same(words))
            if system is not None:
                known.append(system)
            else:
                said = _("inget system heter så: orden står kvar")
                remark(row, self, "systems", words, said)
        if known:
            row.values["systems"] = [one.name for one in sorted(known, key=lambda s: s.sort_key)]

    def verdict(self, row: PlannedRow, records: Mapping[int, Any]) -> Verdict:
        if row.record_id is None and not self._has_methods:
            verdict = methods.read_in_method(self.by, root_unit())
            if not verdict:
                return denied(_("Metoderna är inte inlästa än. En administratör läser in dem."))
        return super().verdict(row, records)

    @cached_property
    def _has_methods(self) -> bool:
        return shipped_methods().exists()

    def discover(self, rows: Sequence[PlannedRow], found: Found) -> None:
        waiting = [row for row in rows if not row.outcome]
        new = {path for path in self.units.wanted if self.units.known(path) is None}
        found.units |= dict.fromkeys(sorted(new), Unit.Kind.DEPARTMENT.value)
        discover(waiting, self.units, found, self.by)
        if any(COMMENT in row.values for row in waiting):
            found.own_fields["kommentar"] = self.titles.get("told.comment", _("Kommentar"))
        waiting = [row for row in waiting if not row.outcome]
        self._compare_phases(waiting)
        self._tell_of_others([row for row in waiting if row.record_id is None])

    def _tell_of_others(self, rows: Sequence[PlannedRow]) -> None:
        """What is new here and has the name of something that another unit already runs."""
        keys = {sort_key(row.name) for row in rows}
        held = Initiative.objects.visible_to(self.by).present().filter(sort_key__in=keys)
        named: dict[str, list[str]] = {}
        for key, unit in held.order_by("pk").values_list("sort_key", "unit__name"):
            named.setdefault(key, []).append(unit)
        for row in rows:
            others = named.get(sort_key(row.name))
            if others:
                said = _("Bryggan har redan ett initiativ som heter så: %(units)s")
                words = {"units": ", ".join(dict.fromkeys(others))}
                remark(row, self, self.name_key, row.name, said % words)

    def _compare_phases(self, rows: Sequence[PlannedRow]) -> None:
        """A file puts what is new in its place; what stands here moves through its gates."""
        ids = [row.record_id for row in rows if row.record_id is not None]
        held = Initiative.objects.in_bulk(ids)
        for row in rows:
            read = self.told[row.number].course
            if row.record_id is None:
                for key, words, said in self.told[row.number].if_new:
                    remark(row, self, key, words, said)
                self._tell_of_step(row, read.phase)
                continue
            initiative = held[row.record_id]
            if initiative.phase != read.phase and self.told[row.number].has_phase:
                said = _("Bryggan har %(phase)s: en fil flyttar inte det som redan finns här")
                key = next((key for key in PHASE_CELLS if key in self.titles), "")
                told = said % {"phase": initiative.get_phase_display()}
                remark(row, self, key, self.told[row.number].words, told)

    def _tell_of_step(self, row: PlannedRow, phase: str) -> None:
        """When the method of the unit has no step in the phase it is said where it is put instead."""
        unit = self.unit_there(row)
        steps = self._steps_of(unit) if self._has_methods else []
        if steps:
            step = importing_made.step_in(steps, phase)
            if step.phase != phase:
                words = {"unit": unit.name, "step": step.name}
                said = _("%(unit)s har inget sådant steg i sin metod: läggs i %(step)s")
                key = next((key for key in PHASE_CELLS if key in self.titles), "")
                remark(row, self, key, self.told[row.number].words, said % words)

    def _steps_of(self, unit: Unit) -> list[MethodStep]:
        held: dict[int, list[MethodStep]] = self.__dict__.setdefault("_steps", {})
        if unit.pk not in held:
            version = version_in_use(method_for(unit, timezone.localdate()))
            held[unit.pk] = list(steps_of(version)) if version else []
        return held[unit.pk]

    def asks(self, found: Found) -> list[Ask]:
        status = next((self.titles[key] for key in PHASE_CELLS[::-1] if key in self.titles), "")
        return [*self.units.asks(self, self.titles.get("unit", "")), *self.courses.asks(status)]

    def settle(self, found: Found, kinds: Mapping[str, str]) -> None:
        for path in found.units:
            found.units[path] = kinds.get(" / ".join(path), found.units[path])

    def resolve(self, write: Writer, found: Found) -> Resolved:
        by_name = {system.name: system for system in self.systems.values()}
        return importing_made.resolve(write, found, self.units, by_name, by=self.by)

    def values(self, planned: Mapping[str, Any], resolved: Resolved) -> dict[str, Any]:
        return {
            key: resolved.value(key, value)
            for key, value in planned.items()
            if not key.startswith(importing_made.HANGING)
        }

    def unit_of(self, planned: Mapping[str, Any], resolved: Resolved) -> Unit:
        unit = resolved.value("unit", planned["unit"])
        assert isinstance(unit, Unit)
        return unit

    def after(
        self, write: Writer, rows: Sequence[PlannedRow], found: Found, resolved: Resolved
    ) -> None:
        """New ones are put where they stand; papers, money and shares are hung on new and changed ones.

        What one of them does not allow stands as the row's message; the others come in all the same.
        """
        assert isinstance(resolved, importing_made.InitiativeResolved)
        changed = [row for row in rows if row.changes and row.number not in self.made]
        held = Initiative.objects.in_bulk([row.record_id for row in changed if row.record_id])
        for row in rows:
            told = self.told.get(row.number)
            initiative = self.made.get(row.number) or held.get(row.record_id or 0)
            if told is None or initiative is None:
                continue
            values = row.values if row.number in self.made else _new_values(row)
            try:
                if row.number in self.made:
                    importing_made.place_new(write, initiative, told, by=self.by)
                importing_made.hang_on(
                    write, initiative, values, told.papers, resolved.units, by=self.by
                )
            except (Refused, NotPossible) as refusal:
                row.message = refusal.reason

    def summary(self, found: Found) -> dict[str, Any]:
        return {
            "new_units": [
                {"path": " / ".join(path), "kind": kind} for path, kind in found.units.items()
            ],
            "new_people": len(found.people),
            "new_own_fields": sorted(found.own_fields.values()),
            "headings": self.headings,
            "twins": [{"name": name, "rows": rows} for name, rows in self.twins.items()],
        }


def _new_values(row: PlannedRow) -> dict[str, Any]:
    return {key: new for key, (_old, new) in row.changes.items()}
