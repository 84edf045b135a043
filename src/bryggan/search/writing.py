"""Keeps the search rows. Called by `kit.writer` and by `bryggan reindex` only."""

from collections.abc import Iterable

from bryggan.search.models import SearchRow

CHUNK = 500


def put(rows: Iterable[SearchRow]) -> None:
    """Save the rows, replacing what was there for the same noun and record."""
    SearchRow.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["noun", "record_id"],
        update_fields=["unit_id", "number", "title", "title_key", "text"],
    )


def drop(noun: str, record_ids: Iterable[int]) -> None:
    """Forget the records: withdrawn ones appear in no search."""
    ids = list(record_ids)
    for start in range(0, len(ids), CHUNK):
        SearchRow.objects.filter(noun=noun, record_id__in=ids[start : start + CHUNK]).delete()
