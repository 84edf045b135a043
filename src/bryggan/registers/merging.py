"""To merge: one batch that can be taken back (`undo.undo_batch`), whoever asks for it."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible, Stale
from bryggan.kit.writer import batch, noun_of
from bryggan.people.models import User
from bryggan.registers import actions, parting
from bryggan.registers.mergeable import mergeable_of


def merge_records(
    kept: Any,
    gone: Any,
    by: User,
    values: Mapping[str, Any] | None = None,
    *,
    dropped: Iterable[models.Model] = (),
    reason: str = "",
) -> Batch:
    """`gone` becomes `kept`: all that points at it moves, and it leaves the register. One batch.

    `values` by column are what `kept` gets; what it lacks it takes from `gone` all the same. `dropped`
    are rows of either that were chosen away. Raises Refused, Stale (one of them has been changed since
    it was read) and NotPossible; nothing is changed then.
    """
    kind = mergeable_of(noun_of(type(kept)))
    if kind is None or type(kept) is not type(gone):
        raise NotPossible(_("De här går inte att slå samman."))
    said = reason or parting.said_of(kept, gone)
    try:
        with batch(by=by, kind=Batch.Kind.MERGE, reason=said) as write:
            rows: dict[int, Any] = kind.model._base_manager.select_for_update().in_bulk(
                [kept.pk, gone.pk]
            )
            for seen in (kept, gone):
                if rows[seen.pk].version != seen.version:
                    raise Stale(rows[seen.pk])
            actions.merge_records.within(
                write,
                rows[kept.pk],
                rows[gone.pk],
                by=by,
                kind=kind,
                values=values or {},
                dropped=dropped,
            )
            made = cast(Batch, write.batch)
    except IntegrityError as broken:
        raise NotPossible(
            _("Det går inte att slå samman dem: raderna krockar med en regel i databasen.")
        ) from broken
    return made
