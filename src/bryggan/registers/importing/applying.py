"""The plan carried out: one transaction, the register's own actions, one batch that can be undone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.collecting import uncollected
from bryggan.kit.writer import Writer, batch
from bryggan.registers.importing.importer import Importer, PlannedRow, Resolved
from bryggan.registers.importing.plan import Plan
from bryggan.registers.models import ImportRow, SourceText

Outcome = ImportRow.Outcome
CHUNK = 500
type Progress = Callable[[int], None]
type Afterwards = Callable[[], object]
_afterwards: list[Afterwards] = []


def after_imports(work: Afterwards) -> Afterwards:
    """A higher app counts anew what it keeps, once an import has been written; harmless to run twice."""
    _afterwards.append(work)
    return work


@uncollected
def apply_plan(
    plan: Plan,
    importer: Importer,
    *,
    reason: str,
    import_id: int | None,
    told: str = "",
    only_rows: bool = False,
) -> int | None:
    """Write what was planned and chosen. A row that changed since the plan is reported, not overwritten.

    Gives the batch's id, or None when there was nothing to write. `reason` says which file; `told` stands
    with each record's own event. `only_rows`: nothing but the rows' own values is written, nothing that
    follows from them, and what an earlier file said of the records stays.
    """
    wanted = [row for row in plan.rows if _is_wanted(row)]
    has_more = not only_rows and importer.has_more(plan.rows, plan.found)
    if not wanted and not has_more:
        return None
    with batch(by=importer.by, kind=Batch.Kind.IMPORT, reason=reason, told=told) as write:
        resolved = importer.resolve(write, plan.found)
        records = _existing(wanted, importer)
        for row in wanted:
            _apply_row(write, row, importer, resolved, records)
        write.flush()
        for row in wanted:
            if row.number in importer.made:
                row.record_id = importer.made[row.number].pk
        if not only_rows:
            done = [row for row in plan.rows if row.outcome != Outcome.FAILED and row.record_id]
            importer.after(write, done, plan.found, resolved)
            write.flush()
            _keep_source_texts(wanted, importer, import_id or 0)
        made = write.batch
    for work in _afterwards:
        work()
    return made.pk if made else None


def _is_wanted(row: PlannedRow) -> bool:
    if not row.is_chosen and row.outcome in {Outcome.CREATED, Outcome.UPDATED}:
        row.outcome, row.message = Outcome.SKIPPED, _("Bortvald.")
    return row.outcome in {Outcome.CREATED, Outcome.UPDATED}


def _existing(rows: Sequence[PlannedRow], importer: Importer) -> Mapping[int, Any]:
    ids = [row.record_id for row in rows if row.record_id is not None]
    found: dict[int, Any] = {}
    visible = importer.register.rows(importer.by).select_related("unit")
    for start in range(0, len(ids), CHUNK):
        found.update(visible.in_bulk(ids[start : start + CHUNK]))
    return found


def _apply_row(
    write: Writer,
    row: PlannedRow,
    importer: Importer,
    resolved: Resolved,
    records: Mapping[int, Any],
) -> None:
    register = importer.register
    create, change = register.create_with, register.change_with
    assert create is not None
    assert change is not None
    try:
        if row.record_id is None:
            values = importer.values(row.values, resolved)
            unit = importer.unit_of(row.values, resolved)
            record = create.within(write, unit, by=importer.by, values=values)
            importer.made[row.number] = record
            return
        record = records.get(row.record_id)
        if record is None or record.version != row.record_version:
            row.outcome = Outcome.FAILED
            row.message = _("Någon har ändrat posten sedan provkörningen. Provkör igen.")
            return
        changed = {key: new for key, (_old, new) in row.changes.items()}
        values = importer.values(changed, resolved)
        change.within(write, record, by=importer.by, values=values)
    except (Refused, NotPossible) as refusal:
        row.outcome, row.message = Outcome.FAILED, refusal.reason


def _keep_source_texts(rows: Sequence[PlannedRow], importer: Importer, import_id: int) -> None:
    """What the file said of each record, replaced by what this file says; secret columns beside."""
    texts = [
        SourceText(
            noun=importer.register.noun(),
            record_id=row.record_id or 0,
            import_id=import_id,
            row=row.number,
            cells=row.texts,
            remarks=[said for said in row.remarks if said["column"] in row.texts],
        )
        for row in rows
        if row.record_id
    ]
    texts += importer.secret_source_texts([row for row in rows if row.record_id], import_id)
    SourceText.objects.bulk_create(
        texts,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["noun", "record_id"],
        update_fields=["import_id", "row", "cells", "remarks"],
    )
