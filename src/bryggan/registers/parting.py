"""How a merge is taken back, and done again: the batch's own cells, and what other merges made of them.

Undo puts every cell back that still has what the merge gave it (`reversal.py`). What it alone would
leave is mended here: a row that was withdrawn since another said the same comes back when that other has
moved away, and one that would come back beside its twin stays withdrawn. Merges into the same record are
taken back in the opposite order; to take back an undo is to merge again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from bryggan.history.models import Batch, Change
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.merged import is_mergeable
from bryggan.kit.plain import from_plain, to_plain
from bryggan.kit.register.choosing import words_of
from bryggan.kit.writer import Writer
from bryggan.people.models import User
from bryggan.registers import queries, reversal
from bryggan.registers.joining import (
    DOUBLED,
    DROPPED,
    Key,
    end_double,
    is_present,
    join,
    key_of,
    told_apart,
)
from bryggan.registers.mergeable import Mergeable, mergeable_of
from bryggan.registers.pointing import Double, can_end, doubles_of, manner_of
from bryggan.registers.queries import Left, Why

MERGED = "records.merged"


@dataclass(frozen=True)
class Merge:
    """What a batch made one, and which batch it is."""

    batch: Batch
    kind: Mergeable
    kept_id: int
    gone_id: int

    def rows(self) -> tuple[Any, Any]:
        """The one that was kept and the one that went, as they are now."""
        found = self.kind.model._base_manager.select_for_update().in_bulk(
            [self.kept_id, self.gone_id]
        )
        return found[self.kept_id], found[self.gone_id]


def merge_of(batch: Batch | None) -> Merge | None:
    """The merge that the batch did, itself or by taking back an undo."""
    told = Change.objects.filter(event__batch=batch, event__name=MERGED)
    change = told.filter(after__has_key="merged_into").first() if batch is not None else None
    kind = mergeable_of(change.noun) if change is not None else None
    if batch is None or change is None or kind is None:
        return None
    return Merge(batch, kind, change.after["merged_into"], change.record_id)


def take_back(write: Writer, batch: Batch, *, by: User) -> list[Left]:
    """Undo the batch within the writer's own: a merge in its own way, anything else cell by cell."""
    merge = merge_of(batch)
    if merge is not None:
        return _part(write, _in_force(merge), by=by)
    undone = merge_of(batch.undoes)
    if undone is not None:
        _join_again(write, undone, by=by)
        return []
    return reversal.put_back(write, batch, by=by)


def _in_force(merge: Merge) -> Merge:
    """The merge as it was done last: an undo of its undo did it anew."""
    for undo in queries.undos_of(merge.batch):
        again = merge_of(queries.standing_undo(undo))
        if again is not None:
            return _in_force(again)
    return merge


def may_join(by: User, kind: Mergeable, kept: Any, gone: Any) -> None:
    """Both are there, and they are two. Raises Refused or NotPossible."""
    if kept.pk == gone.pk:
        raise NotPossible(_("Det är samma post: välj två olika."))
    for record in (kept, gone):
        if record.withdrawn_at is not None:
            raise NotPossible(_("%(name)s finns inte längre i registret.") % {"name": record})
    verdict = kind.refuses(by, kept, gone)
    if not verdict:
        raise Refused(verdict.reason)


def said_of(kept: Any, gone: Any) -> str:
    """The merge in a sentence, with what tells the two apart."""
    return _("%(gone)s slogs samman med %(kept)s.") % {
        "gone": words_of(gone),
        "kept": words_of(kept),
    }


def _join_again(write: Writer, merge: Merge, *, by: User) -> None:
    """The same merge with the same choices, on what there is now."""
    kept, gone = merge.rows()
    may_join(by, merge.kind, kept, gone)
    nets = reversal.net_changes(merge.batch)
    net = nets.get((merge.kind.noun, kept.pk), reversal.Net())
    values: dict[str, Any] = {}
    for name in set(net.fields()) & set(merge.kind.fields):
        field: Any = kept._meta.get_field(name)
        if to_plain(getattr(kept, field.attname)) == net.before.get(name):
            values[name] = from_plain(field, net.given[name])
    dropped = Change.objects.filter(event__batch=merge.batch, event__name=DROPPED)
    rows = [
        row
        for noun, pk in dropped.order_by("pk").values_list("noun", "record_id")
        for row in apps.get_model(noun)._base_manager.filter(pk=pk)
        if is_present(row)
    ]
    with told_apart(write, MERGED, said_of(kept, gone)):
        join(write, merge.kind, kept, gone, values=values, dropped=rows)


def _part(write: Writer, merge: Merge, *, by: User) -> list[Left]:
    """The two are two again, each with its own where it still stands."""
    kept, gone = merge.rows()
    _may_part(merge, kept, gone)
    mending = _Mending(write, merge.batch)
    left = reversal.put_back(write, merge.batch, by=by)
    kept, gone = merge.rows()
    if gone.withdrawn_at is not None:
        raise NotPossible(
            _("Namnet %(name)s har tagits av en annan sedan dess. Ge den ett annat namn först.")
            % {"name": gone}
        )
    mending.mend()
    for record in merge.rows():
        merge.kind.settles(write, record)
        write.flush()
    return [one for one in left if not mending.is_settled(one)]


def _may_part(merge: Merge, kept: Any, gone: Any) -> None:
    if gone.merged_into_id != kept.pk:
        raise NotPossible(_("%(name)s är inte sammanslagen längre.") % {"name": gone})
    if kept.merged_into_id is not None:
        raise NotPossible(
            _("%(kept)s är i sin tur sammanslagen med %(next)s. Ångra det först.")
            % {"kept": kept, "next": kept.merged_into}
        )
    others = merge.kind.model._base_manager.filter(merged_into=kept.pk).exclude(pk=gone.pk)
    names = {row.pk: row for row in others}
    later = Change.objects.filter(
        noun=merge.kind.noun,
        record_id__in=names,
        event__name=MERGED,
        event__batch__gt=merge.batch.pk,
        after__merged_into=kept.pk,
    )
    for pk in later.order_by("-pk").values_list("record_id", flat=True)[:1]:
        raise NotPossible(
            _("Sedan dess har också %(other)s slagits samman med %(kept)s. Ångra det först.")
            % {"other": names[pk], "kept": kept}
        )


class _Mending:
    """Rows that say the same thing, before a merge is taken back and after."""

    def __init__(self, write: Writer, batch: Batch) -> None:
        self.write = write
        self.nets = reversal.net_changes(batch)
        self.touched: dict[type[models.Model], list[int]] = {}
        for noun, pk in self.nets:
            self.touched.setdefault(apps.get_model(noun), []).append(pk)
        self.doubles = [
            (model, double)
            for model in self.touched
            if can_end(model) and hasattr(model, "version")
            for double in doubles_of(model)
            if not double.is_hard
        ]
        # Withdrawn as doubles, with a twin that stands: of such a row only one may be needed.
        self.covered: list[tuple[Double, Any]] = [
            (double, row)
            for model, double in self.doubles
            for row in self._doubled(model, double)
            if self._twin(double, row) is not None
        ]

    def _doubled(self, model: type[models.Model], double: Double) -> Iterable[Any]:
        """Rows withdrawn as doubles that this merge touched, or that rest on one it touched."""
        ids = self.touched[model]
        rows = model._base_manager.exclude(withdrawn_at=None)
        found: dict[int, Any] = {row.pk: row for row in rows.filter(pk__in=ids)}
        for row in model._base_manager.filter(pk__in=ids, withdrawn_at=None):
            found |= {twin.pk: twin for twin in rows.filter(**_same(double, row))}
        ended = _ended_as_doubles(model, list(found))
        return [
            row for pk, row in sorted(found.items()) if ended.get(pk) == to_plain(row.withdrawn_at)
        ]

    def _twin(self, double: Double, row: Any) -> Any:
        """Another row that stands and says the same, if there is one."""
        rows = type(row)._base_manager.filter(**_same(double, row)).filter(_concerned(double))
        if not rows.filter(pk=row.pk).exists():
            return None
        return rows.filter(withdrawn_at=None).exclude(pk=row.pk).order_by("pk").first()

    def mend(self) -> None:
        self._end_again()
        before: Any
        for double, before in self.covered:
            row: Any = type(before)._base_manager.get(pk=before.pk)
            if row.withdrawn_at != before.withdrawn_at:
                continue
            twin = self._twin(double, row)
            with told_apart(self.write, reversal.EVENT):
                if is_mergeable(type(row)):
                    self.write.change(row, merged_into=twin)
                if twin is None:
                    self.write.restore(row)
            self.write.flush()
        self._stand_alone()
        self._follow_parents()

    def _follow_parents(self) -> None:
        """A child's unit is its parent's, also where the parent has moved meanwhile."""
        for model, ids in self.touched.items():
            name = getattr(model, "unit_from", "")
            if name:
                for row in model._base_manager.filter(pk__in=ids).select_related(f"{name}__unit"):
                    with told_apart(self.write, reversal.EVENT):
                        self.write.change(row, unit=getattr(row, name).unit)
                self.write.flush()

    def _stand_alone(self) -> None:
        """Whatever is back leads nowhere else."""
        for model, ids in self.touched.items():
            if is_mergeable(model):
                rows = model._base_manager.filter(pk__in=ids, withdrawn_at=None)
                for row in rows.exclude(merged_into=None):
                    with told_apart(self.write, reversal.EVENT):
                        self.write.change(row, merged_into=None)
                self.write.flush()

    def _end_again(self) -> None:
        """What came back beside another that says the same is withdrawn as before."""
        for model, double in self.doubles:
            label = model._meta.label_lower
            back = [pk for pk in self.touched[model] if self.nets[label, pk].withdrew]
            for row in model._base_manager.filter(pk__in=back, withdrawn_at=None).order_by("pk"):
                twin = self._twin(double, row)
                if twin is not None:
                    end_double(self.write, row, twin)
                    self.write.flush()

    def is_settled(self, left: Left) -> bool:
        """Whether what undo left is nothing to tell: worked out anew, or said by another row."""
        model = apps.get_model(left.noun)
        if left.field == "merged_into" or left.field in manner_of(model).derived:
            return True
        if left.why != Why.TAKEN or left.field:
            return False
        row = model._base_manager.get(pk=left.record_id)
        return any(
            self._twin(double, row) is not None for at, double in self.doubles if at is model
        )


def _same(double: Double, row: Any) -> dict[str, Any]:
    """The condition that another row says the same."""
    key: Key = key_of(row, double.key)
    if double.is_free(key):
        return {"pk": -1}
    return dict(zip(double.key, key, strict=True))


def _concerned(double: Double) -> Q:
    """Which rows the rule of a double is about, whether they stand or have been withdrawn."""
    return _but_withdrawn(double.condition) if double.condition is not None else Q()


def _but_withdrawn(condition: Q) -> Q:
    made = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        if isinstance(child, Q):
            made.children.append(_but_withdrawn(child))
        elif not (isinstance(child, tuple) and str(child[0]).startswith("withdrawn_at")):
            made.children.append(child)
    return made


def _ended_as_doubles(model: type[models.Model], ids: Sequence[int]) -> dict[int, str]:
    """When each row was last withdrawn as a double, as history has it."""
    told = Change.objects.filter(
        noun=model._meta.label_lower,
        record_id__in=ids,
        event__name=DOUBLED,
        kind=Change.Kind.WITHDRAWN,
    )
    rows = told.order_by("pk").values_list("record_id", "after")
    return {pk: after.get("withdrawn_at", "") for pk, after in rows}
