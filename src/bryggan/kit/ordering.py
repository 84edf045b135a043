"""In which order new rows are written: what others point at first."""

from collections.abc import Iterable

from django.db import models


def by_model(
    records: Iterable[models.Model],
) -> list[tuple[type[models.Model], list[models.Model]]]:
    grouped: dict[type[models.Model], list[models.Model]] = {}
    for record in records:
        grouped.setdefault(type(record), []).append(record)
    return list(grouped.items())


def in_order_of_keys(
    grouped: list[tuple[type[models.Model], list[models.Model]]],
) -> list[tuple[type[models.Model], list[models.Model]]]:
    """What others point at first: a role is written after the system that it is about."""
    waiting, ordered = dict(grouped), []
    while waiting:
        ready = [model for model in waiting if not (_points_at(model) & waiting.keys() - {model})]
        for model in ready or list(waiting)[:1]:
            ordered.append((model, waiting.pop(model)))
    return ordered


def _points_at(model: type[models.Model]) -> set[type[models.Model]]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
    }
