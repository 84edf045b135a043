"""What people have changed in the tool since the file knew the record: those cells are conflicts."""

from collections.abc import Iterable, Sequence

from bryggan.history.models import Batch, Change
from bryggan.registers.importing.importer import Importer, PlannedRow

CHUNK = 500


def touched_by_people(rows: Sequence[PlannedRow], importer: Importer) -> dict[int, set[str]]:
    """For each record the keys changed by people since its last import.

    A row that carries Bryggan's version (a list taken out of the tool) is compared with that version.
    A record that was never imported has no conflicts: the file and the tool have not met before.
    """
    by_id = {row.record_id: row for row in rows if row.record_id is not None}
    told = list(_history(importer, list(by_id)))
    imported: dict[int, int] = {}
    for record_id, event_id, kind, _keys in told:
        if kind == Batch.Kind.IMPORT:
            imported[record_id] = max(event_id, imported.get(record_id, 0))
    touched: dict[int, set[str]] = {}
    later: dict[int, set[int]] = {}
    for record_id, event_id, kind, keys in sorted(told, key=lambda one: -one[1]):
        row = by_id[record_id]
        if row.base_version is None:
            is_later = event_id > imported.get(record_id, event_id)
        else:
            # Each event has raised the version at least once; taking one too many only asks.
            later.setdefault(record_id, set()).add(event_id)
            is_later = len(later[record_id]) <= (row.record_version or 0) - row.base_version
        if is_later and (kind != Batch.Kind.IMPORT or row.base_version is not None):
            touched.setdefault(record_id, set()).update(keys)
    return touched


def _history(
    importer: Importer, ids: Sequence[int]
) -> Iterable[tuple[int, int, str | None, set[str]]]:
    for start in range(0, len(ids), CHUNK):
        for watched in importer.watched(ids[start : start + CHUNK]):
            changes = Change.objects.filter(noun=watched.noun, record_id__in=list(watched.owners))
            rows = changes.values_list(
                "record_id", "event_id", "event__batch__kind", "before", "after"
            )
            for row_id, event_id, kind, before, after in rows.iterator(chunk_size=2_000):
                keys = watched.keys_of(row_id, before, after)
                yield watched.owners[row_id], event_id, kind, keys
