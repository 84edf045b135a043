"""Undo of an import, a bulk edit, a merge or an undo: a new batch that takes the old one back."""

from typing import cast

from django.db import IntegrityError
from django.utils.translation import gettext as _

from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible
from bryggan.kit.writer import batch
from bryggan.people.models import User
from bryggan.registers import actions


def undo_batch(done: Batch, by: User) -> Batch:
    """Take back what the batch did where it still stands; `queries.left_in` of the answer says the rest.

    Raises Refused (not allowed, or undone already) and NotPossible (the database would not have it);
    nothing is changed then.
    """
    try:
        with batch(by=by, kind=Batch.Kind.UNDO, undoes=done) as write:
            Batch.objects.select_for_update().get(pk=done.pk)
            actions.undo_batch.within(write, done, by=by)
            made = cast(Batch, write.batch)
    except IntegrityError as broken:
        raise NotPossible(
            _("Det går inte att ångra: raderna krockar med något som lagts upp sedan dess.")
        ) from broken
    return made
