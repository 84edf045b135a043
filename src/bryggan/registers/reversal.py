"""How a batch is taken back, row by row: the engine of undo.

The changes of a batch are summed per row: what each field held before it and what the batch gave it.
A field that still has what it was given gets its old value back; one that has been changed since is
left. Rows the batch created are withdrawn, never deleted; rows it withdrew are restored.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from bryggan.history.models import Batch, Change
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.plain import from_plain, to_plain
from bryggan.kit.register.register import register_of
from bryggan.kit.writer import CHUNK, Writer
from bryggan.people.models import User
from bryggan.registers import queries, uniqueness
from bryggan.registers.queries import Left, Why

type Key = tuple[str, int]
EVENT = "batch.undone"


@dataclass
class Net:
    """What a batch did to one row as a whole. `before` and `given` hold plain values by field."""

    is_created: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def withdrew(self) -> bool:
        return not self.is_created and self._ended(self.given) and not self._ended(self.before)

    @property
    def brought_in(self) -> bool:
        """Was not in the register before, and was after: created or restored."""
        return not self._ended(self.given) and (self.is_created or self._ended(self.before))

    def _ended(self, values: dict[str, Any]) -> bool:
        return bool(values.get("withdrawn_at"))

    def fields(self) -> list[str]:
        """The fields that differ after the batch from before it."""
        return [
            name
            for name, given in self.given.items()
            if name != "withdrawn_at" and self.before.get(name) != given
        ]


def put_back(write: Writer, batch: Batch, *, by: User) -> list[Left]:
    """Undo within the writer's own batch. Gives what was left as it is, with the reasons."""
    nets = net_changes(batch)
    reversal = _Reversal(write, by, nets, queries.moments_of(batch))
    pending = reversal.withdraw([key for key, net in nets.items() if net.brought_in])
    reversal.put_back_fields()
    reversal.restore([key for key, net in nets.items() if net.withdrew])
    pending = reversal.withdraw_with_what_hangs(reversal.withdraw(pending))
    reversal.left += [Left(*key, "", Why.IN_USE) for key in reversal.withdraw(pending)]
    write.flush()
    return reversal.left


def net_changes(batch: Batch) -> dict[Key, Net]:
    """Per row, in the order the batch first touched them."""
    changes = Change.objects.filter(event__batch=batch).order_by("pk")
    nets: dict[Key, Net] = {}
    columns = ("noun", "record_id", "kind", "before", "after")
    for noun, pk, kind, before, after in changes.values_list(*columns).iterator(chunk_size=2_000):
        net = nets.setdefault((noun, pk), Net())
        if kind == Change.Kind.CREATED:
            net.is_created = True
            continue
        for name, value in before.items():
            net.before.setdefault(name, value)
        net.given.update(after)
    return nets


class _Reversal:
    """One undo under way. Each row is one event, and flushes lie between events."""

    def __init__(self, write: Writer, by: User, nets: dict[Key, Net], moments: set[str]) -> None:
        self.write = write
        self.by = by
        self.nets = nets
        self.moments = moments
        self.left: list[Left] = []

    def put_back_fields(self) -> None:
        """The last touched first, so that a name given away late is free again early.

        Rows that get their unit and their title in search from a parent come after it.
        """
        changed = [key for key, net in self.nets.items() if not net.is_created and net.fields()]
        changed.reverse()
        for noun, ids in _chunked(sorted(changed, key=_follows_a_parent)):
            model = apps.get_model(noun)
            links = _links(
                model, ids, {name for pk in ids for name in self.nets[noun, pk].fields()}
            )
            for record in _rows(model, ids):
                values = self._old_values(record, self.nets[noun, record.pk], links)
                self._write_values(record, self._allowed(record, values))
            self.write.flush()

    def _old_values(
        self, record: models.Model, net: Net, links: dict[tuple[str, int], list[int]]
    ) -> dict[str, Any]:
        key = (record._meta.label_lower, record.pk)
        values: dict[str, Any] = {}
        for name in net.fields():
            before, given = net.before.get(name), net.given.get(name)
            try:
                if name == "own_fields":
                    self._own_values(key, record, before or {}, given or {}, values)
                    continue
                told: Any = record._meta.get_field(name)
                if told.many_to_many:
                    current: Any = links.get((name, record.pk), [])
                    old = sorted(before or [])
                else:
                    current = to_plain(getattr(record, told.attname))
                    old = from_plain(told, before)
                if _same(told, current, before):
                    continue
                if _same(told, current, given):
                    values[name] = old
                else:
                    self.left.append(Left(*key, name, Why.CHANGED_SINCE))
            except (FieldDoesNotExist, ValidationError):
                self.left.append(Left(*key, name, Why.UNREADABLE))
        return values

    def _own_values(
        self,
        key: Key,
        record: Any,
        before: dict[str, Any],
        given: dict[str, Any],
        values: dict[str, Any],
    ) -> None:
        """The municipality's own fields lie in one column, but each is a field of its own."""
        current = dict(record.own_fields)
        for name in sorted({*before, *given}):
            old, now = before.get(name), current.get(name)
            if old == given.get(name) or now == old:
                continue
            if now != given.get(name):
                self.left.append(Left(*key, f"own.{name}", Why.CHANGED_SINCE))
            elif old is None:
                del current[name]
            else:
                current[name] = old
        if current != record.own_fields:
            values["own_fields"] = {k: current[k] for k in (*before, *current) if k in current}

    def _allowed(self, record: models.Model, values: dict[str, Any]) -> dict[str, Any]:
        """Without the fields that would break a rule of uniqueness; those are left."""
        if not self._breaks(record, values):
            return values
        key = (record._meta.label_lower, record.pk)
        blocked = [name for name in values if uniqueness.rules_touched(type(record), {name: None})]
        self.left += [Left(*key, name, Why.TAKEN) for name in blocked]
        return {name: value for name, value in values.items() if name not in blocked}

    def _breaks(self, record: models.Model, values: dict[str, Any]) -> bool:
        if not uniqueness.refusal(record, values):
            return False
        self.write.flush()
        return bool(uniqueness.refusal(record, values))

    def _write_values(self, record: models.Model, values: dict[str, Any]) -> None:
        if not values:
            return
        several = {f.name for f in record._meta.many_to_many} & set(values)
        with self._event():
            self.write.change(record, **{k: v for k, v in values.items() if k not in several})
            for name in several:
                target: Any = record._meta.get_field(name).related_model
                rows = target._base_manager.filter(pk__in=values[name])
                self.write.set_links(record, name, rows)

    def withdraw(self, keys: Sequence[Key]) -> list[Key]:
        """Take out rows that nothing live points at, round by round. Gives those that are still in use."""
        pending = [key for key in keys if _can_end(key)]
        while pending:
            in_use: list[Key] = []
            for noun, ids in _chunked(pending):
                model = apps.get_model(noun)
                used = _pointed_at(model, ids)
                in_use += [(noun, pk) for pk in ids if pk in used]
                for record in _rows(model, [pk for pk in ids if pk not in used]):
                    if record.withdrawn_at is None:
                        with self._event():
                            self.write.withdraw(record)
                self.write.flush()
            if len(in_use) == len(pending):
                return in_use
            pending = in_use
        return []

    def withdraw_with_what_hangs(self, keys: Sequence[Key]) -> list[Key]:
        """A record in use that has its own way out of the register takes it, with what hangs on it."""
        rest: list[Key] = []
        for noun, ids in _chunked(keys):
            register = register_of(noun)
            if register is None or register.withdraw_with is None:
                rest += [(noun, pk) for pk in ids]
                continue
            for record in _rows(apps.get_model(noun), ids):
                try:
                    if record.withdrawn_at is None:
                        register.withdraw_with.within(self.write, record, by=self.by)
                except (Refused, NotPossible) as refusal:
                    words = refusal.reason
                    self.left.append(Left(noun, record.pk, "", Why.REFUSED, words))
            self.write.flush()
        return rest

    def restore(self, keys: Sequence[Key]) -> None:
        """Bring back what was withdrawn, parents before what hangs on them."""
        pending = dict(_references(keys))
        blocked: set[Key] = set()
        while True:
            ready = [
                key
                for key, points_at in pending.items()
                if key not in blocked and not points_at & pending.keys()
            ]
            if not ready:
                break
            for noun, ids in _chunked(ready):
                for record in _rows(apps.get_model(noun), ids):
                    if self._restored(record):
                        del pending[noun, record.pk]
                    else:
                        blocked.add((noun, record.pk))
                self.write.flush()
        self.left += [Left(*key, "", Why.HANGS) for key in pending if key not in blocked]

    def _restored(self, record: Any) -> bool:
        key = (record._meta.label_lower, record.pk)
        if record.withdrawn_at is None:
            return True
        if to_plain(record.withdrawn_at) not in self.moments:
            self.left.append(Left(*key, "", Why.CHANGED_SINCE))
            return True
        if self._breaks(record, {"withdrawn_at": None}):
            self.left.append(Left(*key, "", Why.TAKEN))
            return False
        with self._event():
            self.write.restore(record)
        return True

    @contextmanager
    def _event(self) -> Iterator[None]:
        outer = self.write.begin(EVENT)
        try:
            yield
        except BaseException:
            self.write.give_up(outer)
            raise
        self.write.end(outer)


def _chunked(keys: Iterable[Key]) -> Iterator[tuple[str, list[int]]]:
    """The ids noun by noun, a thousand at a time."""
    grouped: dict[str, list[int]] = {}
    for noun, pk in keys:
        grouped.setdefault(noun, []).append(pk)
    for noun, ids in grouped.items():
        for start in range(0, len(ids), CHUNK):
            yield noun, ids[start : start + CHUNK]


def _rows(model: type[models.Model], ids: Sequence[int]) -> list[Any]:
    """The rows in the order of the ids, locked, with what their search row and unit are read from."""
    names = {f.name for f in model._meta.concrete_fields}
    joined = {"unit", getattr(model, "unit_from", "")} & names
    rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=ids)
    found = {row.pk: row for row in (rows.select_related(*joined) if joined else rows)}
    return [found[pk] for pk in ids if pk in found]


def _links(
    model: type[models.Model], ids: Sequence[int], names: set[str]
) -> dict[tuple[str, int], list[int]]:
    """What the touched many-to-many fields hold now: (field, record) to sorted ids."""
    held: dict[tuple[str, int], list[int]] = {}
    for told in model._meta.many_to_many:
        if told.name in names:
            through: Any = getattr(model, told.name).through
            own, other = told.m2m_field_name(), told.m2m_reverse_field_name()
            pairs = through._default_manager.filter(**{f"{own}__in": ids}).order_by(other)
            for pk, target in pairs.values_list(f"{own}_id", f"{other}_id"):
                held.setdefault((told.name, pk), []).append(target)
    return held


def _same(told: Any, one: Any, other: Any) -> bool:
    """Equal as the database sees it: 500 and 5E+2 are the same amount."""
    if told.many_to_many:
        return sorted(one or []) == sorted(other or [])
    return bool(to_plain(from_plain(told, one)) == to_plain(from_plain(told, other)))


def _follows_a_parent(key: Key) -> bool:
    return bool(getattr(apps.get_model(key[0]), "unit_from", ""))


def _can_end(key: Key) -> bool:
    """Whether the noun knows an end; what does not (the text of a file's row) follows its record."""
    return any(f.name == "withdrawn_at" for f in apps.get_model(key[0])._meta.concrete_fields)


def _pointed_at(model: type[models.Model], ids: Sequence[int]) -> set[int]:
    """Which of the rows something live points at."""
    used: set[int] = set()
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        if not relation.auto_created or relation.concrete or not relation.is_relation:
            continue
        other: Any = relation.related_model
        # What is only counted from records (the figures of a day) holds none of them in the register.
        if other._meta.auto_created or getattr(other, "is_counted", False):
            continue
        name = relation.field.name
        rows = other._base_manager.filter(**{f"{name}__in": ids})
        if any(f.name == "withdrawn_at" for f in other._meta.concrete_fields):
            rows = rows.filter(withdrawn_at=None)
        used |= set(rows.order_by().values_list(name, flat=True).distinct())
    return used


def _references(keys: Sequence[Key]) -> Iterator[tuple[Key, set[Key]]]:
    """Each row with the records its foreign keys point at."""
    for noun, ids in _chunked(keys):
        model = apps.get_model(noun)
        keyed = [f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
        nouns = [f.related_model._meta.label_lower for f in keyed]
        columns = ("pk", *(f.attname for f in keyed))
        for pk, *targets in model._base_manager.filter(pk__in=ids).values_list(*columns):
            points_at = {(n, t) for n, t in zip(nouns, targets, strict=True) if t is not None}
            yield (noun, pk), points_at - {(noun, pk)}
