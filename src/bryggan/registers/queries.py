"""Questions to what registers remember: own fields, saved views, and what was done as one."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from bryggan.history.models import Batch, Change, Event
from bryggan.kit.register.fields import Field
from bryggan.kit.register.own import OwnText
from bryggan.people.models import User
from bryggan.registers.models import Mapping, OwnField, SavedView, Synonym

LEFT_EVENT = "batch.left"


class Why(models.TextChoices):
    """Why a batch left something alone."""

    CHANGED_SINCE = "changed_since", _("har ändrats sedan dess")
    TAKEN = "taken", _("namnet är upptaget av en annan")
    IN_USE = "in_use", _("används av något annat sedan dess")
    HANGS = "hangs", _("hör till något som inte kunde återställas")
    UNREADABLE = "unreadable", _("det gamla värdet går inte att läsa längre")
    REFUSED = "refused", _("får inte ändras")


@dataclass(frozen=True)
class Left:
    """A row, or one field of it, that a batch left as it was, and why. `words`: the refusal's own."""

    noun: str
    record_id: int
    field: str
    why: Why
    words: str = ""


def own_fields_of(slug: str) -> Sequence[Field]:
    """The municipality's own fields of a noun, in alphabetical order."""
    rows = OwnField.objects.filter(slug=slug, withdrawn_at=None).order_by("sort_key")
    return [OwnText(key=f"own.{row.key}", label=row.label, is_column=True) for row in rows]


def views_of(slug: str, user: User) -> list[SavedView]:
    """The saved views of a list that this person can choose among, her own first."""
    views = SavedView.objects.visible_to(user).filter(slug=slug, withdrawn_at=None)
    found = views.select_related("owner").order_by("name", "pk")
    return sorted(found, key=lambda view: view.owner_id != user.pk)


def batches_visible_to(user: User) -> QuerySet[Batch]:
    """What was done as one: each sees her own, the central roles everything."""
    batches = Batch.objects.all()
    return batches if user.is_built_in or user.is_central else batches.filter(actor_id=user.pk)


def undos_of(batch: Batch) -> QuerySet[Batch]:
    """The undos of a batch that were carried through, newest first; one under way has no event yet."""
    done = Exists(Event.objects.filter(batch=OuterRef("pk")))
    return Batch.objects.filter(done, undoes=batch).order_by("-pk")


def moments_of(batch: Batch) -> set[str]:
    """When the batch wrote, and when it was done again by the undo of an undo: as history has it."""
    found = {
        moment.isoformat()
        for moment in Event.objects.filter(batch=batch).values_list("at", flat=True).distinct()
    }
    for undo in undos_of(batch):
        for redo in undos_of(undo):
            found |= moments_of(redo)
    return found


def standing_undo(batch: Batch) -> Batch | None:
    """The undo of this batch that has not itself been undone."""
    return next((undo for undo in undos_of(batch) if standing_undo(undo) is None), None)


def is_undone(batch: Batch) -> bool:
    return standing_undo(batch) is not None


def counts_of(batch: Batch) -> list[tuple[str, str, int]]:
    """How many rows of each noun were created, changed, withdrawn: (noun, kind, rows)."""
    changes = Change.objects.filter(event__batch=batch).order_by()
    counted = changes.values_list("noun", "kind").annotate(n=Count("record_id", distinct=True))
    return list(counted.order_by("noun", "kind"))


def touched_by(batch: Batch, nouns: Iterable[str], *, most: int) -> list[tuple[str, int]]:
    """The first rows of these nouns that a batch changed: (noun, id)."""
    changes = Change.objects.filter(event__batch=batch, noun__in=list(nouns)).order_by()
    found = changes.values_list("noun", "record_id").annotate(first=models.Min("pk"))
    return [(noun, pk) for noun, pk, _first in found.order_by("first")[:most]]


def left_to_text(left: Iterable[Left]) -> str:
    """Codes and ids as history keeps them; the words are chosen when it is shown."""
    return json.dumps(
        [[one.noun, one.record_id, one.field, one.why, one.words] for one in left],
        ensure_ascii=False,
    )


def left_in(batch: Batch) -> list[Left]:
    """What the batch left alone, with the reasons."""
    told = Event.objects.filter(batch=batch, name=LEFT_EVENT).order_by("pk")
    return [
        Left(noun, pk, field, Why(why), words)
        for reason in told.values_list("reason", flat=True)
        for noun, pk, field, why, words in json.loads(reason)
    ]


def mappings_of(slug: str) -> QuerySet[Mapping]:
    """The saved mappings of a register's files, by name; they are shared by all who import."""
    return Mapping.objects.filter(slug=slug, withdrawn_at=None).order_by("name")


def synonyms() -> QuerySet[Synonym]:
    """The words that are compared as the same, by the alphabet."""
    return Synonym.objects.filter(withdrawn_at=None).order_by("sort_key")
