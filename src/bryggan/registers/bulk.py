"""Bulk edit: the same change of some fields on many records, in one batch that can be undone.

The preview is the very same run, taken back: what it says is what will happen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from bryggan.history.models import Batch, Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.register.fields import Field, Link
from bryggan.kit.register.links import Many
from bryggan.kit.register.register import Register, Section
from bryggan.kit.register.showing import sections
from bryggan.kit.verdict import ALLOWED, Permission, Verdict
from bryggan.kit.writer import CHUNK, Writer, batch
from bryggan.people.models import User
from bryggan.registers import actions, uniqueness
from bryggan.registers.queries import Left, Why

MOST_ROWS = 2_000


@dataclass(frozen=True)
class Edit:
    """What is to be changed: values by field key. `added`: fields whose rows are added to those held."""

    register: type[Register]
    values: dict[str, Any]
    added: frozenset[str] = frozenset()

    def sections(self) -> list[Section]:
        return [part for part in sections(self.register) if set(part.fields) & set(self.values)]


@dataclass
class Outcome:
    """Counts that add up to the rows asked for. `batch` is None when nothing was changed."""

    changed: int = 0
    unchanged: int = 0
    refused: dict[int, tuple[str, str]] = field(default_factory=dict)
    batch: Batch | None = None


class _TakenBack(Exception):
    """Ends the transaction without keeping what it wrote."""


def editable_fields(register: type[Register]) -> list[tuple[str, list[Field]]]:
    """The fields that can be set on many records at once, by section; a name is never the same for two."""
    offered = []
    for part in sections(register):
        fields = [register.field(key) for key in part.fields]
        kept = [one for one in fields if one.is_editable and not isinstance(one, Link)]
        if kept:
            offered.append((str(part.title), kept))
    return offered


def preview(edit: Edit, ids: Sequence[int], *, by: User) -> Outcome:
    """What the edit would do, found out by doing it and taking it back."""
    return _run(edit, ids, by=by, is_kept=False)


def carry_out(edit: Edit, ids: Sequence[int], *, by: User, reason: str = "") -> Outcome:
    """Change every row that this person may change; the others are left out and told with the batch.

    Raises NotPossible when the database refuses the whole; nothing is changed then.
    """
    return _run(edit, ids, by=by, is_kept=True, reason=reason)


def _run(edit: Edit, ids: Sequence[int], *, by: User, is_kept: bool, reason: str = "") -> Outcome:
    """A row that is refused halfway has left traces in the batch: it is all done again without that row."""
    refused: dict[int, tuple[str, str]] = {}
    while True:
        outcome = Outcome(refused=refused)
        try:
            with batch(by=by, kind=Batch.Kind.BULK_EDIT, reason=reason) as write:
                found = _attempt(write, edit, [pk for pk in ids if pk not in refused], by=by)
                write.flush()
                outcome.changed = Event.objects.filter(batch=write.batch).count()
                outcome.unchanged = found.seen - len(found.refused) - outcome.changed
                if found.is_dirty or not is_kept or not outcome.changed:
                    raise _TakenBack
                outcome.refused = {**refused, **found.refused}
                _tell_refused(write, edit, outcome.refused, by=by)
                outcome.batch = write.batch
        except _TakenBack:
            refused = {**refused, **found.refused}
            if not found.is_dirty:
                outcome.refused = refused
                return outcome
        except IntegrityError as broken:
            raise NotPossible(
                _("Det går inte: ändringen krockar med en regel i databasen.")
            ) from broken
        else:
            return outcome


@dataclass
class _Found:
    seen: int = 0
    refused: dict[int, tuple[str, str]] = field(default_factory=dict)
    is_dirty: bool = False


def _attempt(write: Writer, edit: Edit, ids: Sequence[int], *, by: User) -> _Found:
    found = _Found()
    change_with = edit.register.change_with
    own = _own_columns(edit.values)
    taken: set[tuple[Any, ...]] = set()
    if change_with is None:
        raise NotPossible(_("De här uppgifterna ändras inte här."))
    asked: list[Permission] = [change_with.verdict]
    asked += [part.allow for part in edit.sections() if part.allow]
    for records in _records(edit.register, ids, by):
        held = _held(edit, [record.pk for record in records])
        for record in records:
            found.seen += 1
            name = str(record)
            verdict = first_denial_of(asked, by, record)
            broken = _place_taken(write, record, own, taken) if verdict else ""
            if not verdict or broken:
                found.refused[record.pk] = (name, broken or verdict.reason)
                continue
            try:
                values = _values_for(edit, record.pk, held)
                change_with.within(write, record, by=by, values=values)
            except (Refused, NotPossible) as refusal:
                found.refused[record.pk] = (name, refusal.reason)
                found.is_dirty = True
    return found


def _place_taken(
    write: Writer, record: Any, own: dict[str, Any], taken: set[tuple[Any, ...]]
) -> str:
    """Why a rule of uniqueness stops the row: taken in the database, or by a row before it in the batch."""
    if uniqueness.refusal(record, own):
        write.flush()  # whoever has the place may be on the way out of it
        if broken := uniqueness.refusal(record, own):
            return broken
    wanted = uniqueness.places(record, own)
    for place, words in wanted.items():
        if place in taken:
            return words
    taken.update(wanted)
    return ""


def first_denial_of(asked: Sequence[Permission], user: User, record: Any) -> Verdict:
    """The register's own action is asked first, then each section that is touched."""
    for permission in asked:
        verdict = permission(user, record)
        if not verdict:
            return verdict
    return ALLOWED


def _records(register: type[Register], ids: Sequence[int], user: User) -> Iterator[list[Any]]:
    for start in range(0, len(ids), CHUNK):
        rows = register.rows(user).filter(pk__in=ids[start : start + CHUNK])
        yield list(rows.select_related("unit").order_by("sort_key", "pk"))


def _own_columns(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if "." not in key}


def _held(edit: Edit, ids: Sequence[int]) -> dict[tuple[str, int], list[Any]]:
    """What the fields that are added to hold now: one query per field."""
    held: dict[tuple[str, int], list[Any]] = {}
    for key in edit.added:
        one = edit.register.field(key)
        if isinstance(one, Many):
            rows = one.rows().filter(**{f"{one.fk}__in": ids}).select_related(one.target)
            for row in rows.order_by("pk"):
                owner = getattr(row, f"{one.fk}_id")
                held.setdefault((key, owner), []).append(getattr(row, one.target))
    return held


def _values_for(edit: Edit, pk: int, held: dict[tuple[str, int], list[Any]]) -> dict[str, Any]:
    values = dict(edit.values)
    for key in edit.added:
        values[key] = list(dict.fromkeys([*held.get((key, pk), []), *edit.values[key]]))
    return values


def _tell_refused(
    write: Writer, edit: Edit, refused: dict[int, tuple[str, str]], *, by: User
) -> None:
    if refused and write.batch is not None:
        noun = edit.register.noun()
        left = [Left(noun, pk, "", Why.REFUSED, reason) for pk, (_name, reason) in refused.items()]
        actions.leave_out.within(write, write.batch, by=by, left=left)
