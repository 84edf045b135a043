"""Which record a row is about: by Bryggan's number, by name and unit, or by a name that only one has."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bryggan.kit import merged
from bryggan.kit.register.choosing import words_of
from bryggan.registers.importing.importer import Importer, PlannedRow
from bryggan.registers.models import ImportRow
from bryggan.search.fields import sort_key

CHUNK = 500


def match(rows: Sequence[PlannedRow], importer: Importer) -> None:
    """Give each row its record, if it has one. Two rows of one file never hit the same record."""
    waiting = [row for row in rows if not row.outcome]
    known = _known(waiting, importer)
    gone = _merged_away(waiting, importer)
    taken: dict[int, int] = {}
    for row in waiting:
        if row.number_given is not None:
            _take(row, known.by_number.get(row.number_given), taken)
            if row.record_id is None and not row.outcome and not _is_merged(row, gone):
                _fail(row, _("Bryggans nummer finns inte i registret."))
    places: dict[tuple[str, Any], int] = {}
    for row in waiting:
        if row.outcome or row.record_id is not None:
            continue
        place = (sort_key(row.name), importer.place_of(row))
        if place in places and not importer.keeps_twins:
            _fail(
                row,
                _("Samma namn och enhet som rad %(row)s i filen.") % {"row": places[place]},
            )
            continue
        places[place] = row.number
        _take(row, _next(known.by_place.get(place, []), taken, importer), taken)
    names = Counter(sort_key(row.name) for row in waiting if not row.outcome)
    for row in waiting:
        key = sort_key(row.name)
        if not row.outcome and row.record_id is None and names[key] == 1:
            alone = known.by_name.get(key, [])
            if len(alone) == 1 and alone[0][0] not in taken:
                unit_id = known.units[alone[0][0]]
                _take(row, alone[0] if importer.is_same_elsewhere(row, unit_id) else None, taken)
        if not row.outcome and row.record_id is None:
            _is_merged(row, gone, (key, importer.place_of(row)))


def _merged_away(rows: Sequence[PlannedRow], importer: Importer) -> dict[Any, str]:
    """Numbers and places of records that were merged away, with the words for what stands instead."""
    model = importer.register.model
    if not merged.is_mergeable(model):
        return {}
    gone = model._base_manager.filter(merged_into__isnull=False).order_by("pk")
    columns = ("pk", "sort_key", "unit_id")
    numbers, names = {row.number_given for row in rows}, {sort_key(row.name) for row in rows}
    told = [one for one in gone.values_list(*columns) if one[0] in numbers or one[1] in names]
    ends = merged.led_to(model, [pk for pk, *_rest in told])
    there = importer.register.rows(importer.by).in_bulk(set(ends.values()))
    found: dict[Any, str] = {}
    for pk, key, unit_id in told:
        if ends.get(pk) in there:
            words = words_of(there[ends[pk]])
            found[pk] = found[key, importer.place_of_unit(unit_id)] = words
    return found


def _is_merged(row: PlannedRow, gone: dict[Any, str], place: Any = None) -> bool:
    """Whether the row is about a record that was merged with another: it is left out, and says so."""
    words = gone.get(place if place is not None else row.number_given)
    if words is not None:
        row.outcome = ImportRow.Outcome.SKIPPED
        row.message = _("Är sammanslagen med %(kept)s. Ändra där i stället.") % {"kept": words}
    return words is not None


type Hit = tuple[int, int]  # id and version


class _Known:
    """The records that any row might be about."""

    def __init__(self) -> None:
        self.by_number: dict[int, Hit] = {}
        self.by_place: dict[tuple[str, Any], list[Hit]] = {}
        self.by_name: dict[str, list[Hit]] = {}
        self.units: dict[int, int] = {}


def _known(rows: Sequence[PlannedRow], importer: Importer) -> _Known:
    known = _Known()
    visible = importer.register.rows(importer.by)
    numbers = [row.number_given for row in rows if row.number_given is not None]
    keys = list({sort_key(row.name) for row in rows if row.name})
    for part in _parts(numbers):
        for pk, version in visible.filter(pk__in=part).values_list("pk", "version"):
            known.by_number[pk] = (pk, version)
    for part in _parts(keys):
        found = visible.filter(sort_key__in=part).values_list(
            "pk", "version", "sort_key", "unit_id"
        )
        for pk, version, key, unit_id in found.order_by("pk"):
            known.units[pk] = unit_id
            known.by_name.setdefault(key, []).append((pk, version))
            place = (key, importer.place_of_unit(unit_id))
            known.by_place.setdefault(place, []).append((pk, version))
    return known


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _next(hits: Sequence[Hit], taken: dict[int, int], importer: Importer) -> Hit | None:
    """The first that no row has taken; where none is left twins are new, and others are the same record."""
    free = [hit for hit in hits if hit[0] not in taken]
    return next(iter(free or ([] if importer.keeps_twins else hits)), None)


def _take(row: PlannedRow, hit: Hit | None, taken: dict[int, int]) -> None:
    if hit is None:
        return
    if hit[0] in taken:
        _fail(row, _("Samma post som rad %(row)s i filen.") % {"row": taken[hit[0]]})
        return
    row.record_id, row.record_version = hit
    taken[hit[0]] = row.number


def _fail(row: PlannedRow, message: str) -> None:
    row.outcome = ImportRow.Outcome.FAILED
    row.message = message
