"""How one record becomes another, within an open batch: what points at it moves, doubles are withdrawn.

Nothing is deleted and no history is rewritten. Every step is a change of a row by the writer, so that
the batch can be taken back; `parting.py` mends what that alone would leave.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible
from bryggan.kit.merged import is_mergeable
from bryggan.kit.writer import Writer
from bryggan.registers import uniqueness
from bryggan.registers.mergeable import Mergeable
from bryggan.registers.pointing import (
    Double,
    can_end,
    doubles_of,
    links_to,
    manner_of,
    pointers_to,
)

DOUBLED = "record.doubled"
DROPPED = "record.dropped"

type Key = tuple[Any, ...]


@contextmanager
def told_apart(write: Writer, name: str, reason: str = "") -> Iterator[None]:
    """An event of its own inside the action, with its reason."""
    outer = write.begin(name)
    try:
        write.because(reason)
        yield
    except BaseException:
        write.give_up(outer)
        raise
    write.end(outer)


def join(
    write: Writer,
    kind: Mergeable,
    kept: Any,
    gone: Any,
    *,
    values: Mapping[str, Any],
    dropped: Iterable[models.Model] = (),
) -> None:
    """`gone` becomes `kept`, which gets the values; `dropped` are rows that were chosen away."""
    for row in dropped:
        with told_apart(write, DROPPED, _("Valdes bort vid sammanslagningen")):
            write.withdraw(row)
    write.flush()
    moved = _Following(write, kept, gone).move()
    _share_links(write, kept, gone)
    write.change(gone, merged_into=kept)
    write.withdraw(gone)
    write.flush()
    own = own_values(kind, kept, gone, values)
    refused = uniqueness.refusal(kept, own)
    if refused:
        raise NotPossible(refused)
    write.change(kept, **own)
    write.flush()
    kind.demotes(write, kept, moved)
    kind.settles(write, kept)
    write.flush()
    kind.tells(write, kept, gone)
    write.flush()


def own_values(kind: Mergeable, kept: Any, gone: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the record that stays is to hold: the chosen values, its gaps filled, lists of both."""
    own = {name: value for name, value in values.items() if name in kind.fields}
    for name in kind.fields:
        if name not in own and is_blank(getattr(kept, name)) and not is_blank(getattr(gone, name)):
            own[name] = getattr(gone, name)
    if hasattr(kept, "own_fields"):
        own["own_fields"] = {**gone.own_fields, **kept.own_fields}
    given = kind.given(kept, gone)
    for name in kind.joined:
        known = {str(own.get("name", kept.name)).casefold()}
        own[name] = []
        for word in (*getattr(kept, name), *given.get(name, ()), *getattr(gone, name)):
            if word.casefold() not in known:
                own[name].append(word)
            known.add(word.casefold())
    return own


def is_blank(value: Any) -> bool:
    return value in (None, "", [], {})


def _share_links(write: Writer, kept: Any, gone: Any) -> None:
    """Tags and the like: the one that stays has both's, and others that link to the one that goes to it."""
    for field in kept._meta.many_to_many:
        both = {*getattr(kept, field.name).all(), *getattr(gone, field.name).all()}
        write.set_links(kept, field.name, both)
    for model, name in links_to(type(kept)):
        for row in model._base_manager.filter(**{name: gone}):
            others = getattr(row, name).exclude(pk=gone.pk)
            write.set_links(row, name, [*others, kept])


class _Following:
    """What points at the one that goes, on its way to the one that stays."""

    def __init__(self, write: Writer, kept: Any, gone: Any) -> None:
        self.write = write
        self.kept, self.gone = kept, gone
        model: type[models.Model] = type(kept)
        self.pointers = pointers_to(model)
        self.columns: dict[type[models.Model], list[str]] = {}
        for pointer in self.pointers:
            self.columns.setdefault(pointer.model, []).append(pointer.field)
        # Doubles with the row that says the same: what points at the one is then about the other.
        self.twins: list[tuple[Any, Any]] = []

    def move(self) -> list[models.Model]:
        """The rows that were present and have moved, and are present still."""
        moved: list[models.Model] = []
        for model in self.columns:
            rows = list(self._rows(model, self.gone.pk))
            stuck = self._withdraw_doubles(model, rows) if rows else set()
            self.write.flush()
            for row in rows:
                if row.pk not in stuck and self._move(row) and is_present(row):
                    moved.append(row)
        self.write.flush()
        for double, twin in self.twins:
            if is_mergeable(type(double)):
                _Following(self.write, twin, double).move()
            settles = manner_of(type(twin)).settles
            if settles is not None:
                settles(self.write, twin)
        return moved

    def _rows(self, model: type[models.Model], pk: int) -> models.QuerySet[Any]:
        condition = Q(pk__in=[])
        for pointer in self.pointers:
            if pointer.model is model:
                condition |= pointer.at(pk)
        rows = model._base_manager.select_for_update(of=("self",)).filter(condition)
        parent = getattr(model, "unit_from", "")
        return (rows.select_related(parent) if parent else rows).order_by("pk")

    def _move(self, row: Any) -> bool:
        values: dict[str, Any] = {}
        for name in self._holding(row):
            values[name] = self.kept.pk if name == "record_id" else self.kept
            if getattr(row, "unit_from", "") == name:
                values["unit"] = self.kept.unit
        return self.write.change(row, **values)

    def _holding(self, row: Any) -> list[str]:
        """The row's columns that hold the one that goes."""
        return [
            pointer.field
            for pointer in self.pointers
            if pointer.model is type(row)
            and key_of(row, (pointer.field,)) == (self.gone.pk,)
            and pointer.is_of(row)
        ]

    def _withdraw_doubles(self, model: type[models.Model], rows: Sequence[Any]) -> set[int]:
        """Withdraw what would be there twice or lead to itself; the ids of rows that cannot move."""
        stuck: set[int] = set()
        ended = {row.pk for row in rows if not is_present(row)}
        loop = manner_of(model).loop
        for row in rows if loop else ():
            source, target = self._key(row, loop or ())
            if row.pk not in ended and source == target:
                with told_apart(self.write, DOUBLED, _("Skulle gå från systemet till sig självt")):
                    self.write.withdraw(row)
                ended.add(row.pk)
        for double in doubles_of(model):
            if not set(double.key) & set(self.columns[model]):
                continue
            taken = {key_of(row, double.key): row for row in self._among(model, double, self.kept)}
            meant = {row.pk for row in self._among(model, double, self.gone)}
            for row in rows:
                key = self._key(row, double.key)
                if row.pk not in meant or double.is_free(key):
                    continue
                if row.pk in ended and not double.is_hard:
                    continue
                twin = taken.setdefault(key, row)
                if twin is row:
                    continue
                if double.is_hard:
                    stuck.add(row.pk)
                if can_end(model) and row.pk not in ended:
                    self._fill(twin, row)
                    end_double(
                        self.write, row, twin, _("Fanns redan hos %(kept)s") % {"kept": self.kept}
                    )
                    self.twins.append((row, twin))
                    ended.add(row.pk)
        return stuck

    def _among(self, model: type[models.Model], double: Double, record: Any) -> Iterable[Any]:
        rows = self._rows(model, record.pk)
        return rows.filter(double.condition) if double.condition else rows

    def _key(self, row: Any, names: Iterable[str]) -> Key:
        """The row's values there, as they will be."""
        moving = self._holding(row)
        values = zip(names, key_of(row, names), strict=True)
        return tuple(self.kept.pk if name in moving else value for name, value in values)

    def _fill(self, twin: Any, double: Any) -> None:
        """What only the double tells is not lost; what one of them hides stays hidden."""
        manner = manner_of(type(twin))
        values = {
            name: getattr(double, name)
            for name in manner.fills
            if is_blank(getattr(twin, name)) and not is_blank(getattr(double, name))
        }
        values |= {name: True for name in manner.any_of if getattr(double, name)}
        if values:
            self.write.change(twin, **values)


def end_double(write: Writer, row: Any, twin: Any, reason: str = "") -> None:
    """The row says what another says: it is withdrawn, and one with a page of its own leads there."""
    with told_apart(write, DOUBLED, reason):
        if is_mergeable(type(row)):
            write.change(row, merged_into=twin)
        write.withdraw(row)


def is_present(row: Any) -> bool:
    return getattr(row, "withdrawn_at", None) is None


def key_of(row: Any, names: Iterable[str]) -> Key:
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)
