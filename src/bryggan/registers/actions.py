"""What happens to saved views, to records that are one and the same, and to a batch that is undone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible, Refused, action
from bryggan.kit.writer import Writer, noun_of
from bryggan.people.models import Unit, User
from bryggan.registers import joining, parting, permissions
from bryggan.registers.mergeable import Mergeable
from bryggan.registers.models import NotSame, SavedView, Synonym
from bryggan.registers.queries import LEFT_EVENT, Left, left_to_text
from bryggan.search.fields import sort_key


@action("view.saved", allow=permissions.save_view)
def save_view(
    write: Writer,
    slug: str,
    *,
    by: User,
    name: str,
    address: str,
    shared_with: str = SavedView.Sharing.MINE,
    role: str = "",
) -> SavedView:
    """A question to a list is kept by name, for oneself or for those one may share it with."""
    _name_is_free(by, slug, name)
    unit, role = _shared(by, shared_with, role)
    return write.create(
        SavedView,
        slug=slug,
        name=name,
        address=address,
        owner=by,
        shared_with=shared_with,
        unit=unit,
        role=role,
    )


@action("view.changed", allow=permissions.change_view)
def change_view(
    write: Writer, view: SavedView, *, by: User, name: str, shared_with: str, role: str = ""
) -> None:
    """A view gets another name or is shown to others; what it asks stays."""
    _name_is_free(view.owner, view.slug, name, but=view.pk)
    if (shared_with, role) == (view.shared_with, view.role):
        write.change(view, name=name)
        return
    unit, role = _shared(by, shared_with, role)
    write.change(view, name=name, shared_with=shared_with, unit=unit, role=role)


@action("view.removed", allow=permissions.remove_view)
def remove_view(write: Writer, view: SavedView, *, by: User) -> None:
    """The view is no longer offered to anybody; the rows it showed are as they were."""
    write.withdraw(view)


@action("batch.undone", allow=permissions.undo_batch, is_told=True)
def undo_batch(write: Writer, batch: Batch, *, by: User) -> list[Left]:
    """Every value goes back to what it was where it still is what the batch gave; the rest is left."""
    left = parting.take_back(write, batch, by=by)
    if left and write.batch is not None:
        leave_out.within(write, write.batch, by=by, left=left)
    return left


@action(LEFT_EVENT, allow=permissions.leave_out, is_told=True)
def leave_out(write: Writer, batch: Batch, *, by: User, left: Sequence[Left]) -> None:
    """What the batch did not touch, and why, is kept with it."""
    write.because(left_to_text(left))


@action(parting.MERGED, allow=permissions.merge_records)
def merge_records(
    write: Writer,
    kept: Any,
    gone: Any,
    *,
    by: User,
    kind: Mergeable,
    values: Mapping[str, Any],
    dropped: Iterable[models.Model] = (),
) -> None:
    """Two records that are the same become one: all that hung on either hangs on the one that is kept."""
    verdict = permissions.merge_records(by, gone)
    if not verdict:
        raise Refused(verdict.reason)
    parting.may_join(by, kind, kept, gone)
    write.because(parting.said_of(kept, gone))
    joining.join(write, kind, kept, gone, values=values, dropped=dropped)


@action("records.told_apart", allow=permissions.tell_apart)
def tell_apart(
    write: Writer, one: models.Model, other: models.Model, *, by: User, reason: str = ""
) -> NotSame:
    """Two that look alike are not the same: they are not proposed again."""
    if one.pk == other.pk:
        raise NotPossible(_("Det är samma post: välj två olika."))
    first, second = sorted((one.pk, other.pk))
    same = NotSame.objects.filter(noun=noun_of(type(one)), one=first, other=second)
    if same.filter(withdrawn_at=None).exists():
        raise NotPossible(_("Det är redan sagt att de inte är samma."))
    write.because(reason)
    return write.create(NotSame, noun=noun_of(type(one)), one=first, other=second, reason=reason)


@action("synonym.added", allow=permissions.add_synonym)
def add_synonym(write: Writer, word: str, *, by: User, means: str) -> Synonym:
    """A word that people use for another: what is called by either is compared as the same."""
    if not word.strip() or not means.strip():
        raise NotPossible(_("Skriv både ordet och vad det betyder."), field="word")
    if sort_key(word) == sort_key(means):
        raise NotPossible(_("Det är samma ord."), field="means")
    if Synonym.objects.filter(sort_key=sort_key(word), withdrawn_at=None).exists():
        raise NotPossible(_("Ordet finns redan i listan."), field="word")
    return write.create(Synonym, word=word.strip(), means=means.strip())


@action("synonym.removed", allow=permissions.remove_synonym)
def remove_synonym(write: Writer, synonym: Synonym, *, by: User) -> None:
    """The two words are no longer compared as the same."""
    if synonym.withdrawn_at is not None:
        raise NotPossible(_("Ordet är redan borttaget."))
    write.withdraw(synonym)


def _name_is_free(owner: User, slug: str, name: str, *, but: int = 0) -> None:
    same = SavedView.objects.filter(owner=owner, slug=slug, name=name, withdrawn_at=None)
    if same.exclude(pk=but).exists():
        raise NotPossible(_("Det finns redan en vy med det namnet."), field="name")


def _shared(by: User, shared_with: str, role: str) -> tuple[Unit | None, str]:
    verdict = permissions.share_view(by, shared_with)
    if not verdict:
        raise Refused(verdict.reason)
    if shared_with == SavedView.Sharing.ROLE and not role:
        raise NotPossible(_("Välj vilken roll vyn ska visas för."), field="role")
    unit = by.unit if shared_with == SavedView.Sharing.UNIT else None
    return unit, role if shared_with == SavedView.Sharing.ROLE else ""
