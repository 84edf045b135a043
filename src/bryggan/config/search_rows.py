"""The search rows of all nouns: rebuilt by `bryggan reindex`, compared by `bryggan health`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from bryggan.kit.writer import noun_of, search_row
from bryggan.search import writing
from bryggan.search.models import SearchRow

CHUNK = 1_000
SAMPLE = 50


@dataclass(frozen=True)
class Difference:
    """How a noun's search rows differ from its records; both counts are 0 when they are in step."""

    noun: str
    missing: int
    wrong: int

    def __bool__(self) -> bool:
        return bool(self.missing or self.wrong)


def searched_models() -> list[type[models.Model]]:
    """Every noun that can be found by search."""
    return [model for model in apps.get_models() if getattr(model, "searched", ())]


def present(model: type[models.Model]) -> models.QuerySet[Any]:
    """The records that search should find. Some take their title from the record they hang on."""
    rows = model._base_manager.filter(withdrawn_at=None).order_by("pk")
    unit_from = getattr(model, "unit_from", "")
    return rows.select_related(unit_from) if unit_from else rows


def rebuild(model: type[models.Model]) -> int:
    """Write the search row of every present record anew and forget the others; how many there are."""
    count = 0
    for records in _chunks(model):
        writing.put(search_row(record) for record in records)
        count += len(records)
    writing.drop(noun_of(model), list(_rows_without_record(model)))
    return count


def forget_unknown_nouns() -> int:
    """Drop the rows of nouns that no longer exist; how many there were."""
    nouns = [noun_of(model) for model in searched_models()]
    gone, _by_model = SearchRow.objects.exclude(noun__in=nouns).delete()
    return gone


def difference(model: type[models.Model]) -> Difference:
    """Compare the counts both ways, and the titles of the newest records."""
    noun = noun_of(model)
    rows = SearchRow.objects.filter(noun=noun)
    missing = present(model).exclude(pk__in=rows.values("record_id")).count()
    newest = list(present(model).order_by("-pk")[:SAMPLE])
    found = rows.filter(record_id__in=[record.pk for record in newest])
    titles = dict(found.values_list("record_id", "title"))
    wrong = sum(
        1
        for record in newest
        if record.pk in titles and titles[record.pk] != search_row(record).title
    )
    return Difference(noun, missing, wrong + _rows_without_record(model).count())


def _chunks(model: type[models.Model]) -> Iterator[list[models.Model]]:
    last = 0
    while records := list(present(model).filter(pk__gt=last)[:CHUNK]):
        yield records
        last = records[-1].pk


def _rows_without_record(model: type[models.Model]) -> models.QuerySet[SearchRow, int]:
    rows = SearchRow.objects.filter(noun=noun_of(model))
    return rows.exclude(record_id__in=present(model).values("pk")).values_list(
        "record_id", flat=True
    )
