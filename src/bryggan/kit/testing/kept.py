"""The cast, as the demo, is made once a day and process by the actions, and then put back as the rows they wrote.

What a test gets is the same either way, rows, history and search rows; only the asking and telling of some
hundred actions is not done again for every test. Nor are the rows made into SQL again: what the first to put
them back says to the database is said again, since that too would be the same.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from bryggan.kit.testing.cast import Cast, make_cast

type Rows = dict[type[models.Model], list[Any]]
type Statement = tuple[str, Any]


@dataclass(frozen=True)
class Kept:
    """What was made with every row it consists of; `changed` are those that were there before it.

    `said` is how they are put back, once that has been done.
    """

    result: Any
    made: Rows
    changed: Rows
    said: list[Statement] = field(default_factory=list)


_kept: dict[str, tuple[date, Kept]] = {}


def the_cast() -> Cast:
    """The municipality of the tests in a database that holds only its first rows."""
    return kept("cast", make_cast)


def kept[T](name: str, make: Callable[[], T]) -> T:
    """What `make` makes in a database that holds only its first rows, and gives back."""
    today = timezone.localdate()
    day, known = _kept.get(name, (None, None))
    if known is None or day != today:
        before = _rows()
        result = make()
        _kept[name] = today, _compared(result, before, _rows())
        return result
    # At once, since the rows point at each other in every direction.
    with transaction.atomic():
        _put_back(known)
    again: T = copy.deepcopy(known.result)
    return again


def _put_back(kept: Kept) -> None:
    if not kept.said:
        kept.said.extend(_first_put_back(kept))
        return
    with connection.cursor() as cursor:
        for sql, values in kept.said:
            cursor.execute(sql, values)


def _first_put_back(kept: Kept) -> list[Statement]:
    """Put the rows back by Django's means; what that said to the database is given back."""
    said: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, *rest: Any) -> Any:
        said.append((sql, values))
        return execute(sql, values, *rest)

    with connection.execute_wrapper(note):
        for model, rows in kept.changed.items():
            names = [f.name for f in model._meta.concrete_fields if not f.primary_key]
            model._base_manager.bulk_update(rows, names)
        for model, rows in kept.made.items():
            model._base_manager.bulk_create(rows)
        _count_on(list(kept.made))
    return said


def _rows() -> Rows:
    ours = [
        m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("bryggan.")
    ]
    return {model: list(model._base_manager.order_by("pk")) for model in ours}


def _compared(result: Any, before: Rows, after: Rows) -> Kept:
    made, changed = {}, {}
    for model, rows in after.items():
        known = {row.pk: _values(row) for row in before[model]}
        made[model] = [row for row in rows if row.pk not in known]
        changed[model] = [r for r in rows if r.pk in known and known[r.pk] != _values(r)]
    return Kept(
        copy.deepcopy(result),
        {model: rows for model, rows in made.items() if rows},
        {model: rows for model, rows in changed.items() if rows},
    )


def _values(row: models.Model) -> list[object]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def _count_on(written: list[type[models.Model]]) -> None:
    """The rows came with their ids: what a test makes gets ids after them."""
    statements = connection.ops.sequence_reset_sql(no_style(), written)
    if statements:
        with connection.cursor() as cursor:
            cursor.execute("; ".join(statement.rstrip(";") for statement in statements))
