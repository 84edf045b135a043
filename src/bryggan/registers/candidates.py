"""Which records may be the same, for whoever may merge: the likeness over what this person sees."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.db.models import Count, Value
from django.utils.text import camel_case_to_spaces
from django.utils.translation import ngettext

from bryggan.history.models import Change
from bryggan.kit import likeness, merged, remembering
from bryggan.kit.collecting import uncollected
from bryggan.kit.register.register import register_of
from bryggan.people.models import User
from bryggan.registers import queries
from bryggan.registers.mergeable import Mergeable
from bryggan.registers.models import NotSame
from bryggan.registers.pointing import Pointer, can_end, pointers_to

MOST_SHOWN = 50


@dataclass(frozen=True)
class Proposed:
    """Two records that may be the same, and why."""

    one: Any
    other: Any
    likeness: likeness.Likeness

    @property
    def marks(self) -> tuple[str, str]:
        return mark_of(self.one), mark_of(self.other)


def mark_of(record: Any) -> str:
    """What tells a record from its namesakes: its number, or a person's address."""
    return str(getattr(record, "number", "") or getattr(record, "email", ""))


def proposed(
    kind: Mergeable, user: User, *, about: int | None = None
) -> tuple[list[Proposed], int]:
    """The surest pairs that nobody has told apart, and how many there are; `about`: only with that one."""
    rows = kind.rows(user)
    compared = _compared(kind, user, about)
    apart = told_apart(kind)
    pairs = [pair for pair in compared if tuple(sorted(pair[:2])) not in apart]
    shown = pairs[:MOST_SHOWN]
    ids = {pk for one, other, _like in shown for pk in (one, other)}
    there = rows.select_related("unit").in_bulk(ids)
    return [Proposed(there[one], there[other], like) for one, other, like in shown], len(pairs)


type Alike = tuple[int, int, likeness.Likeness]


def _compared(kind: Mergeable, user: User, about: int | None) -> list[Alike]:
    """What is like what; when all have been compared already, those of one are among them."""
    every = ("alike", kind.slug, user.pk)
    if about is None:
        return remembering.remembered(every, lambda: _alike(kind, user, None))
    known: list[Alike] | None = remembering.known(every)
    if known is None:
        return remembering.remembered((*every, about), lambda: _alike(kind, user, about))
    return [pair for pair in known if about in pair[:2]]


@uncollected
def _alike(kind: Mergeable, user: User, about: int | None) -> list[Alike]:
    texts = list(kind.texts(kind.rows(user), user))
    reading = _with_synonyms(kind.reading)
    if about is None:
        return [(pair.one, pair.other, pair.likeness) for pair in likeness.pairs(texts, reading)]
    asked = next((text for text in texts if text.key == about), None)
    found = likeness.similar(texts, asked, reading) if asked else []
    return [(about, like.key, like) for like in found]


def _with_synonyms(reading: likeness.Reading) -> likeness.Reading:
    said = dict(queries.synonyms().values_list("word", "means"))
    return replace(reading, synonyms=said)


def told_apart(kind: Mergeable) -> set[tuple[int, ...]]:
    """The pairs that are not the same, by the records that stand for them now; lower id first."""
    said = NotSame.objects.filter(noun=kind.noun, withdrawn_at=None).values_list("one", "other")
    pairs = list(said)
    ends = merged.led_to(kind.model, {pk for pair in pairs for pk in pair})
    return {tuple(sorted(ends.get(pk, pk) for pk in pair)) for pair in pairs}


@dataclass(frozen=True)
class Moving:
    """So many rows of one kind follow."""

    count: int
    words: str


def moving(kind: Mergeable, records: Collection[Any], user: User) -> dict[int, list[Moving]]:
    """What follows each of the records, as far as this person sees it; two questions however much it is.

    What may be secret is not counted for others.
    """
    pointers = pointers_to(kind.model)
    asked = {
        f"{record.pk}.{place}": _pointing(pointer, record, user)
        for record in records
        for place, pointer in enumerate(pointers)
    }
    told = dict(
        Change.objects.filter(noun=kind.noun, record_id__in=[record.pk for record in records])
        .values("record_id")
        .annotate(n=Count("event", distinct=True))
        .values_list("record_id", "n")
    )
    counted = _counted(asked)
    found: dict[int, list[Moving]] = {}
    for record in records:
        sums: Counter[tuple[str, str]] = Counter()
        for place, pointer in enumerate(pointers):
            sums[_words(kind, pointer.model)] += counted.get(f"{record.pk}.{place}", 0)
        rows = [
            Moving(count, many if count > 1 else one)
            for (one, many), count in sums.items()
            if count and one
        ]
        rows.sort(key=lambda one: one.words)
        events = told.get(record.pk, 0)
        past = ngettext("händelse i historiken", "händelser i historiken", events)
        found[record.pk] = [*rows, Moving(events, past)]
    return found


def _pointing(pointer: Pointer, record: Any, user: User) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = pointer.model._default_manager.filter(pointer.at(record.pk))
    if hasattr(rows, "about"):
        # Rows about records of any register: the door of this one alone is asked.
        seen: Any = rows
        rows = seen.visible_to(user, about=record)
    elif hasattr(rows, "visible_to"):
        rows = rows.visible_to(user)
    return rows.filter(withdrawn_at=None) if can_end(pointer.model) else rows


def _counted(asked: Mapping[str, models.QuerySet[Any]]) -> dict[str, int]:
    """How many rows each question has, by its name; one query."""
    first, *others = (
        rows.order_by()
        .values(asked=Value(name, output_field=models.CharField()))
        .annotate(n=Count("pk"))
        .values_list("asked", "n")
        for name, rows in asked.items()
    )
    return dict(first.union(*others, all=True))


def _words(kind: Mergeable, model: type[models.Model]) -> tuple[str, str]:
    """What rows of the model are called, one and several; nothing where nobody counts them."""
    label = model._meta.label_lower
    if label in kind.counted:
        one, many = kind.counted[label]
        return str(one), str(many)
    register = register_of(label)
    if register is not None:
        title = str(register.title).lower()
        return title, title
    name = str(model._meta.verbose_name)
    is_named = name != camel_case_to_spaces(str(model._meta.object_name))
    return (name.lower(), name.lower()) if is_named else ("", "")
