"""The only way rows change: the writer makes the history, the search rows and the sort keys with them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from bryggan.history.models import Batch, Change, Event
from bryggan.kit import database, trace
from bryggan.kit.ordering import by_model, in_order_of_keys
from bryggan.kit.plain import from_plain, set_fields, to_plain
from bryggan.search import writing
from bryggan.search.fields import folded, sort_key
from bryggan.search.models import SearchRow

CHUNK = 1_000
# What guards a row, orders it or recognises somebody by a secret says nothing to whoever reads the history.
NOT_TOLD = frozenset({"version", "sort_key", "password", "last_login", "code_digest", "sent_key"})


def noun_of(model: type[models.Model]) -> str:
    return model._meta.label_lower


class Writer:
    """Writes rows for one acting person.

    Alone it saves at once and writes its event when the action ends; an action over many rows writes them
    by `create_all` and `change_all`. In a batch it buffers: created records get their id at `flush`, at the
    latest after 1,000 rows, so a record that another row shall point at is flushed first.

    `reason` is why all of it is done; an action inside another one is done for the same reason. Either
    gives way to what an action says itself by `because`.
    """

    def __init__(
        self,
        *,
        by: models.Model,
        batch: Batch | None = None,
        reason: str = "",
    ) -> None:
        self.by = by
        self.now = timezone.now()
        self.batch = batch
        self.reason = reason
        self._event: Event | None = None
        self._events: list[Event] = []
        self._written: set[int] = set()
        self._renamed: list[models.Model] = []
        # How many rows have been told of: an action that asks before and after knows what it did.
        self.count = 0
        self._changes: list[tuple[Event, models.Model, Change]] = []
        self._created: list[models.Model] = []
        self._links: list[tuple[models.Model, str, list[models.Model]]] = []
        self._changed: dict[type[models.Model], dict[int, models.Model]] = {}
        self._fields: dict[type[models.Model], set[str]] = {}

    def begin(self, name: str) -> Event | None:
        """Open the event of an action; the one it interrupts is given back, for `end`."""
        outer = self._event
        self._event = Event(
            name=name,
            at=self.now,
            actor_id=self.by.pk,
            on_behalf_of_id=trace.on_behalf_of.get(),
            reason=outer.reason if outer is not None else self.reason,
            request_id=trace.request_id.get(),
            batch=self.batch,
        )
        return outer

    def end(self, outer: Event | None, *, is_told: bool = False) -> None:
        """Close the event. One that changed nothing is not written, unless the action is told as such."""
        if is_told:
            self._write_event()
        self._event = outer
        if self.batch is None:
            if outer is None:
                self.flush()
        elif len(self._changes) >= CHUNK:
            self.flush()

    def give_up(self, outer: Event | None) -> None:
        """The action failed: what it told is not written. In a batch the caller leaves the row out."""
        failed = self._current()
        undone = [told for told in self._changes if told[0] is failed]
        for _event, record, change in reversed(undone):
            self._take_back(record, change)
        self._changes = [told for told in self._changes if told[0] is not failed]
        self._events = [event for event in self._events if event is not failed]
        self._event = outer

    def _take_back(self, record: models.Model, change: Change) -> None:
        """A buffered row as it was before the action that failed."""
        if change.kind == Change.Kind.CREATED:
            self._created = [row for row in self._created if row is not record]
            self._links = [link for link in self._links if link[0] is not record]
            return
        for name, value in change.before.items():
            field = record._meta.get_field(name)
            if isinstance(field, models.Field) and not field.many_to_many:
                record._state.fields_cache.pop(name, None)
                setattr(record, field.attname, from_plain(field, value))
        self._keep_sort_key(record)

    def because(self, reason: str) -> None:
        """Why: written beside the event."""
        self._current().reason = reason

    def create[M: models.Model](self, model: type[M], **fields: Any) -> M:
        record = model(**fields)
        self._follow_parent(record)
        self._keep_sort_key(record)
        if self.batch is None:
            record.save(force_insert=True)
        else:
            self._created.append(record)
        self._tell(record, Change.Kind.CREATED, {}, {})
        return record

    def create_all[M: models.Model](
        self, model: type[M], rows: Iterable[dict[str, Any]]
    ) -> list[M]:
        """Many new rows of one kind, by as many questions to the database as one of them."""
        if self.batch is not None:
            return [self.create(model, **fields) for fields in rows]
        records = [model(**fields) for fields in rows]
        for record in records:
            self._follow_parent(record)
            self._keep_sort_key(record)
        model._base_manager.bulk_create(records, batch_size=CHUNK)
        for record in records:
            self._tell(record, Change.Kind.CREATED, {}, {})
        return records

    def change_all[M: models.Model](
        self, model: type[M], rows: Iterable[tuple[M, Mapping[str, Any]]]
    ) -> None:
        """Give many rows that are in the database each its own values, by as many questions as one of them.

        As `change`, but for `unit`: what hangs on a row does not move with it.
        """
        changed, names = [], set()
        for record, fields in rows:
            before, after = set_fields(record, fields)
            if not after:
                continue
            record.version += 1  # type: ignore[attr-defined]
            names |= {*after, "sort_key"} if self._keep_sort_key(record) else {*after}
            self._tell(record, Change.Kind.CHANGED, before, after)
            changed.append(record)
        database.update(model, changed, [*sorted(names), "version"])

    def change(self, record: models.Model, **fields: Any) -> bool:
        """Set the fields that differ; False when none did. Raises the version that guards the row."""
        before, after = set_fields(record, fields)
        if not after:
            return False
        self._save(record, set(after), before, after, Change.Kind.CHANGED)
        return True

    def touch(self, record: models.Model) -> None:
        """What hangs on the record has changed: whoever has the old page open shall be told so."""
        record.version += 1  # type: ignore[attr-defined]
        if self.batch is None:
            record.save(update_fields=["version"])
        else:
            self._changed.setdefault(type(record), {})[record.pk] = record
            self._fields.setdefault(type(record), set())

    def renamed(self, record: models.Model) -> None:
        """The record is called something else through its parent: it is found by the new name."""
        self._renamed.append(record)

    def set_links(self, record: models.Model, field: str, rows: Iterable[models.Model]) -> bool:
        """Make the many-to-many field hold exactly these rows."""
        if record.pk is None:
            self._links.append((record, field, list(rows)))
            return True
        manager = getattr(record, field)
        old = sorted(manager.values_list("pk", flat=True))
        new = sorted({row.pk for row in rows})
        if old == new:
            return False
        manager.set(new)
        self._save(record, set(), {field: old}, {field: new}, Change.Kind.CHANGED)
        return True

    def withdraw(self, record: models.Model) -> None:
        """Take the record out of every list, search and sum. Nothing is deleted, its name is free."""
        record.withdrawn_at = self.now  # type: ignore[attr-defined]
        after = {"withdrawn_at": to_plain(self.now)}
        self._save(record, {"withdrawn_at"}, {"withdrawn_at": None}, after, Change.Kind.WITHDRAWN)

    def restore(self, record: models.Model) -> None:
        before = {"withdrawn_at": to_plain(record.withdrawn_at)}  # type: ignore[attr-defined]
        record.withdrawn_at = None  # type: ignore[attr-defined]
        self._save(record, {"withdrawn_at"}, before, {"withdrawn_at": None}, Change.Kind.RESTORED)

    def flush(self) -> None:
        """Write what is buffered: rows, events, changes, search rows."""
        for model, records in in_order_of_keys(by_model(self._created)):
            model._base_manager.bulk_create(records, batch_size=CHUNK)
        for model, changed in self._changed.items():
            names = [*self._fields[model], "version"]
            database.update(model, changed.values(), names)
        Event.objects.bulk_create(self._events, batch_size=CHUNK)
        linked = self._write_links()
        for event, record, change in self._changes:
            change.event, change.record_id = event, record.pk
            change.unit_id = _unit_id(record)
            if change.kind == Change.Kind.CREATED:
                change.after = {**as_created(record), **linked.get(id(record), {}), **change.after}
        database.insert(Change, (change for *_, change in self._changes))
        told = [record for _event, record, _change in self._changes]
        self._keep_search([*told, *self._renamed])
        self._events, self._changes, self._created, self._links = [], [], [], []
        self._renamed = []
        self._written = set()
        self._changed, self._fields = {}, {}
        trace.forget()

    def _write_links(self) -> dict[int, dict[str, list[int]]]:
        """Many-to-many rows of records that were created in this buffer."""
        told: dict[int, dict[str, list[int]]] = {}
        made: dict[type[models.Model], list[models.Model]] = {}
        for record, name, rows in self._links:
            field: Any = record._meta.get_field(name)
            through = getattr(type(record), name).through
            own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
            ids = sorted({row.pk for row in rows})
            pairs = [through(**{f"{own}_id": record.pk, f"{other}_id": pk}) for pk in ids]
            made.setdefault(through, []).extend(pairs)
            kept = told.setdefault(id(record), {})
            kept[name] = sorted({*kept.get(name, []), *ids})
        for through, pairs in made.items():
            database.insert(through, pairs)
        return told

    def _write_event(self) -> Event:
        event = self._current()
        if event.pk is None and id(event) not in self._written:
            self._written.add(id(event))
            self._events.append(event)
        return event

    def _current(self) -> Event:
        if self._event is None:
            raise RuntimeError("Rows are written inside an action only.")
        return self._event

    def _save(
        self,
        record: models.Model,
        names: set[str],
        before: dict[str, Any],
        after: dict[str, Any],
        kind: Change.Kind,
    ) -> None:
        record.version += 1  # type: ignore[attr-defined]
        if self._keep_sort_key(record):
            names = names | {"sort_key"}
        if self.batch is None:
            record.save(update_fields=[*names, "version"])
        elif record.pk is None:
            return  # still in the buffer: what it becomes is told as it is created
        else:
            self._changed.setdefault(type(record), {})[record.pk] = record
            self._fields.setdefault(type(record), set()).update(names)
        self._tell(record, kind, before, after)
        if "unit" in names:
            self._children_follow(record)

    def _tell(
        self, record: models.Model, kind: Change.Kind, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        # An action inside another one believes nothing that was read before this.
        trace.forget()
        self.count += 1
        event = self._write_event()
        told_before = {name: value for name, value in before.items() if name not in NOT_TOLD}
        told_after = {name: value for name, value in after.items() if name not in NOT_TOLD}
        change = Change(noun=noun_of(type(record)), kind=kind, before=told_before, after=told_after)
        self._changes.append((event, record, change))

    def _keep_sort_key(self, record: models.Model) -> bool:
        sorted_by = getattr(record, "sorted_by", "")
        if not sorted_by:
            return False
        key = sort_key(str(getattr(record, sorted_by)))
        if record.sort_key == key:  # type: ignore[attr-defined]
            return False
        record.sort_key = key  # type: ignore[attr-defined]
        return True

    def _follow_parent(self, record: models.Model) -> None:
        """A child's unit is its parent's."""
        unit_from = getattr(record, "unit_from", "")
        if unit_from:
            record.unit_id = getattr(record, unit_from).unit_id  # type: ignore[attr-defined]

    def _children_follow(self, parent: models.Model) -> None:
        for model in apps.get_models():
            unit_from = getattr(model, "unit_from", "")
            if unit_from and model._meta.get_field(unit_from).related_model is type(parent):
                for child in model._default_manager.filter(**{unit_from: parent}):
                    self.change(child, unit=parent.unit)  # type: ignore[attr-defined]
        if self.batch is not None:
            self.flush()  # else a child read anew in the same action would hide the move

    def _keep_search(self, records: Iterable[models.Model]) -> None:
        kept: dict[tuple[str, int], SearchRow] = {}
        gone: dict[str, set[int]] = {}
        for record in records:
            if not getattr(record, "searched", ()):
                continue
            noun = noun_of(type(record))
            if record.withdrawn_at is None:  # type: ignore[attr-defined]
                kept[noun, record.pk] = search_row(record)
            else:
                gone.setdefault(noun, set()).add(record.pk)
        writing.put(kept.values())
        for noun, ids in gone.items():
            writing.drop(noun, ids)


def as_created(record: models.Model) -> dict[str, Any]:
    """What a new row holds, as history tells it: only what is filled in."""
    after = {
        field.name: to_plain(getattr(record, field.attname))
        for field in record._meta.concrete_fields
        if not field.primary_key and field.name not in NOT_TOLD
    }
    return {name: value for name, value in after.items() if value not in (None, "", [], {})}


def search_row(record: models.Model) -> SearchRow:
    """What can be found of the record: title from its first searched field, text from all of them."""
    searched: tuple[str, ...] = record.searched  # type: ignore[attr-defined]
    texts = [_as_text(getattr(record, name)) for name in searched]
    number = getattr(record, "number", "")
    return SearchRow(
        noun=noun_of(type(record)),
        record_id=record.pk,
        unit_id=_unit_id(record),
        number=number,
        title=texts[0][:300],
        title_key=sort_key(texts[0]),
        text=folded(" ".join([number, *texts])),
    )


def _as_text(value: object) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(value[key]) for key in sorted(value))
    if isinstance(value, list | tuple):
        return " ".join(str(inner) for inner in value)
    return "" if value is None else str(value)


def _unit_id(record: models.Model) -> int | None:
    return getattr(record, "unit_id", None)


@contextmanager
def batch(
    *,
    by: models.Model,
    kind: Batch.Kind,
    reason: str = "",
    undoes: Batch | None = None,
    told: str = "",
) -> Iterator[Writer]:
    """Many actions in one transaction, buffered, undone as a whole: `actions.x.within(write, …)`.

    `reason` stands with the batch; `told` with every event of it, for who reads a record's history.
    After a large one the database counts its tables anew, so that it goes on choosing the right index.
    """
    with transaction.atomic():
        row = Batch.objects.create(
            kind=kind, actor_id=by.pk, at=timezone.now(), reason=reason, undoes=undoes
        )
        write = Writer(by=by, batch=row, reason=told)
        yield write
        write.flush()
    if write.count >= CHUNK:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
