"""What points at a record, found by walking every model: foreign keys, links, and a noun with an id.

No app has to say what it keeps about a record, so none can be forgotten when two become one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, UniqueConstraint

from bryggan.kit.register.register import register_of
from bryggan.kit.writer import Writer
from bryggan.registers import uniqueness

OURS = "bryggan."
# They tell what was, by the names of then, and are never moved.
NOT_FOLLOWED = frozenset({"history", "search"})


@dataclass(frozen=True)
class Pointer:
    """A column that may hold the record: a foreign key, or an id where the row says of which noun it is.

    `noun` is what then stands at `by`, a path from the row.
    """

    model: type[models.Model]
    field: str
    noun: str = ""
    by: str = "noun"

    def at(self, pk: int) -> Q:
        """The condition that a row of the model points at the record."""
        return Q(**{self.field: pk}) & self.of_noun()

    def of_noun(self) -> Q:
        return Q(**{self.by: self.noun}) if self.noun else Q()

    def is_of(self, row: Any) -> bool:
        """Whether the column of this very row holds records of the model."""
        if not self.noun:
            return True
        for name in self.by.split("__"):
            row = getattr(row, name)
        return bool(row == self.noun)


@dataclass(frozen=True)
class Double:
    """Rows of the model with the same values in these columns say the same thing twice.

    `is_hard`: the database has no room for two, withdrawn or not. `is_told`: it was said by an app, so
    that nothing in a column is a value like another.
    """

    key: tuple[str, ...]
    condition: Q | None = None
    is_hard: bool = False
    is_told: bool = False

    def is_free(self, key: tuple[Any, ...]) -> bool:
        """Whether rows with this key are never doubles: to the database nothing equals nothing."""
        return not self.is_told and None in key


@dataclass(frozen=True)
class Manner:
    """How rows of a model follow when a record they point at becomes another."""

    key: tuple[str, ...] = ()
    loop: tuple[str, str] | None = None
    fills: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    derived: frozenset[str] = frozenset()
    settles: Callable[[Writer, Any], None] | None = None


_manners: dict[type[models.Model], Manner] = {}


def follows_merge(
    model: type[models.Model],
    *key: str,
    loop: tuple[str, str] | None = None,
    fills: Sequence[str] = (),
    any_of: Sequence[str] = (),
    derived: Iterable[str] = (),
    settles: Callable[[Writer, Any], None] | None = None,
) -> None:
    """Say how rows of the model follow a merge, where its constraints do not say it already.

    `key`: rows with the same values there are doubles, of which one is withdrawn. `loop`: a row with the
    same in both columns is withdrawn. Of a double the one that stays takes what it lacks (`fills`), and
    a yes if either says yes (`any_of`). `derived`: columns worked out of others, which are made anew.
    `settles` does so for a row that has taken over what hung on its double.
    """
    _manners[model] = Manner(key, loop, tuple(fills), tuple(any_of), frozenset(derived), settles)


_by_slug: dict[type[models.Model], str] = {}


def points_by_slug(model: type[models.Model], path: str) -> None:
    """Say that `record_id` of the model is of the register whose slug stands at the path."""
    _by_slug[model] = path


def manner_of(model: type[models.Model]) -> Manner:
    return _manners.get(model, Manner())


@cache
def pointers_to(model: type[models.Model]) -> tuple[Pointer, ...]:
    """Every column of ours that may hold a record of the model, but for what it was merged into."""
    found = []
    for other in apps.get_models():
        if not other.__module__.startswith(OURS) or other._meta.app_label in NOT_FOLLOWED:
            continue
        columns: list[Any] = list(other._meta.concrete_fields)
        found += [
            Pointer(other, column.name)
            for column in columns
            if column.is_relation and column.related_model is model and column.name != "merged_into"
        ]
        if {"noun", "record_id"} <= {column.name for column in columns}:
            found.append(Pointer(other, "record_id", model._meta.label_lower))
        register = register_of(model._meta.label_lower)
        if other in _by_slug and register is not None:
            found.append(Pointer(other, "record_id", register.slug, _by_slug[other]))
    return tuple(found)


def links_to(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Many-to-many fields of other models that may hold a record of the model."""
    return [
        (other, field.name)
        for other in apps.get_models()
        if other.__module__.startswith(OURS)
        for field in other._meta.many_to_many
        if field.related_model is model and other is not model
    ]


def doubles_of(model: type[models.Model]) -> list[Double]:
    """What makes two rows of the model one too many: its rules of uniqueness, and what was said of it."""
    found = []
    for rule in model._meta.constraints:
        if isinstance(rule, UniqueConstraint):
            key = tuple(sorted(uniqueness.fields_of(rule)))
            found.append(Double(key, rule.condition, is_hard=rule.condition is None))
    columns: list[Any] = list(model._meta.concrete_fields)
    found += [
        Double((column.name,), is_hard=True)
        for column in columns
        if column.unique and not column.primary_key
    ]
    key = manner_of(model).key
    if key:
        found.append(Double(key, Q(withdrawn_at=None), is_told=True))
    return found


def can_end(model: type[models.Model]) -> bool:
    return any(field.name == "withdrawn_at" for field in model._meta.concrete_fields)
