"""The plan: every row read, matched and compared. Nothing is written; everything is said at once."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from bryggan.kit.collecting import uncollected
from bryggan.registers import cells
from bryggan.registers.importing.conflicts import touched_by_people
from bryggan.registers.importing.importer import OWN, SKIP, Found, Importer, PlannedRow, Target
from bryggan.registers.importing.mapping import NUMBER, VERSION
from bryggan.registers.importing.matching import match
from bryggan.registers.models import ImportRow
from bryggan.registers.reading import ColumnHead, SheetText
from bryggan.registers.reading.sheet import shown
from bryggan.search.fields import folded

Outcome = ImportRow.Outcome
CHUNK = 500
type Progress = Callable[[int], None]


@dataclass
class Plan:
    rows: list[PlannedRow]
    found: Found
    remarks: list[dict[str, Any]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many rows of each outcome; together they are all rows of the file."""
        counted = Counter(row.outcome for row in self.rows)
        return {"rows": len(self.rows)} | {str(key.value): counted[key] for key in Outcome}

    def cells(self) -> list[dict[str, Any]]:
        """Every cell that was not fully understood: row, column, value, message."""
        return [*self.remarks, *(remark for row in self.rows for remark in row.remarks)]


class Cancelled(Exception):
    """Somebody cancelled while the plan was made; nothing has been written."""


def own_key(title: str) -> str:
    """The key of an own field, from its heading: letters and digits only."""
    plain = folded(title).translate(str.maketrans("åäöæø", "aaoao"))
    words = "".join(letter if letter.isalnum() else " " for letter in plain)
    return "_".join(words.split())[:60] or "falt"


@uncollected
def make_plan(
    sheet: SheetText,
    columns: Mapping[int, str],
    importer: Importer,
    *,
    empties_clear: bool = False,
    progress: Progress = lambda _done: None,
) -> Plan:
    """Read every row by the mapping, match it, compare it. `progress` gets rows done; it may raise Cancelled."""
    targets = {target.key: target for target in importer.targets()}
    found = Found()
    readers = [
        _Column(head, columns.get(head.index, SKIP), targets, found) for head in sheet.columns
    ]
    importer.titles = {column.key: column.title for column in readers}
    rows = []
    for place, source in enumerate(sheet.rows):
        row = PlannedRow(source.number)
        for column in readers:
            column.read(row, source.values[column.head.index], empties_clear=empties_clear)
        row.name = str(row.values.get(importer.name_key) or "")
        rows.append(row)
        if place % CHUNK == 0:
            progress(place)
    importer.prepare(rows)
    _judge_rows(rows, importer)
    match(rows, importer)
    importer.discover(rows, found)
    _compare(rows, importer, found)
    found.own_fields = {k: v for k, v in found.own_fields.items() if _is_used(k, rows)}
    remarks = [
        {
            "row": said.row,
            "column": said.column,
            "value": str(said.value)[:300],
            "message": said.message,
        }
        for said in sheet.remarks
    ]
    return Plan(rows, found, remarks)


class _Column:
    """A column of the file with where it goes."""

    def __init__(
        self, head: ColumnHead, key: str, targets: Mapping[str, Target], found: Found
    ) -> None:
        self.head = head
        self.title = " ".join(head.title.split()) or head.letter
        self.key = key
        self.target = targets.get(key)
        if key == OWN:
            self.key = f"own.{own_key(self.title)}"
            self.target = Target(self.key, self.title, cells.long_text)
            if self.key not in targets:
                found.own_fields[own_key(self.title)] = self.title
        # Columns repeat the same few words thousands of times: each is read once.
        self.kept: dict[object, cells.Read[Any] | cells.Unreadable] = {}

    def read(self, row: PlannedRow, value: object | None, *, empties_clear: bool) -> None:
        if self.key in {NUMBER, VERSION}:
            self._read_identity(row, value)
            return
        if self.target is None:
            return
        if value is not None:
            texts = row.secret_texts if self.target.is_secret else row.texts
            texts[self.title] = shown(value)
        answer = self._answer(value)
        if isinstance(answer, cells.Unreadable):
            row.remark(self.title, shown(value), answer.message)
            return
        if answer.remark:
            row.remark(self.title, shown(value), answer.remark)
        result = (
            answer.value or None if isinstance(answer.value, tuple | str | list) else answer.value
        )
        if result is not None or empties_clear:
            row.values[self.key] = list(result) if isinstance(result, tuple) else result

    def _answer(self, value: object | None) -> "cells.Read[Any] | cells.Unreadable":
        assert self.target is not None
        key = (type(value), value)
        if key not in self.kept:
            try:
                self.kept[key] = self.target.read(value)
            except cells.Unreadable as fault:
                self.kept[key] = fault
            if len(self.kept) > 20_000:
                self.kept.clear()
                return self._answer(value)
        return self.kept[key]

    def _read_identity(self, row: PlannedRow, value: object | None) -> None:
        digits = "".join(letter for letter in shown(value) if letter in "0123456789")
        if digits and len(digits) < 16:
            if self.key == NUMBER:
                row.number_given = int(digits)
            else:
                row.base_version = int(digits)


def _judge_rows(rows: Sequence[PlannedRow], importer: Importer) -> None:
    """Empty rows are skipped, nameless ones fail; the others are judged when compared."""
    for row in rows:
        if not row.values and not row.texts and row.number_given is None:
            row.outcome = Outcome.SKIPPED
            row.message = _("Raden är tom.")
        elif not row.name and row.number_given is None:
            row.outcome = Outcome.FAILED
            row.message = _("Raden har inget namn.")


def _compare(rows: Sequence[PlannedRow], importer: Importer, found: Found) -> None:
    """What would change in each record, what is in conflict, and whether this person may."""
    keys = sorted({key for row in rows for key in row.values})
    ids = [row.record_id for row in rows if row.record_id is not None]
    current: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), CHUNK):
        current.update(importer.current(ids[start : start + CHUNK], keys))
    for row in rows:
        if row.outcome:
            continue
        if row.record_id is None:
            row.outcome = Outcome.CREATED
            continue
        before = current.get(row.record_id, {})
        for key, value in row.values.items():
            if before.get(key) != value:
                row.changes[key] = [before.get(key), value]
    _ask_verdicts(rows, importer)
    changed = [row for row in rows if row.changes and not row.outcome]
    touched = touched_by_people(changed, importer)
    for row in changed:
        for key in [key for key in row.changes if key in touched.get(row.record_id or 0, ())]:
            row.conflicts[key] = row.changes.pop(key)
    for row in rows:
        if not row.outcome:
            row.outcome = Outcome.UPDATED if row.changes else Outcome.UNCHANGED


def _ask_verdicts(rows: Sequence[PlannedRow], importer: Importer) -> None:
    """A row that this person may not write fails, and shows nothing of what the record holds."""
    records: dict[int, Any] = {}
    ids = [row.record_id for row in rows if row.record_id is not None and row.changes]
    visible = importer.register.rows(importer.by).select_related("unit")
    for start in range(0, len(ids), CHUNK):
        records.update(visible.in_bulk(ids[start : start + CHUNK]))
    for row in rows:
        if row.outcome not in {"", Outcome.CREATED}:
            continue
        verdict = importer.verdict(row, records)
        if not verdict:
            row.outcome, row.message, row.changes = Outcome.FAILED, verdict.reason, {}


def _is_used(key: str, rows: Sequence[PlannedRow]) -> bool:
    return any(f"own.{key}" in row.values for row in rows)
