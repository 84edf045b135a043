"""Records that have become one with another: from the one that left to the one that stands, and back.

`merged_into` on the row points one step on, and a chain is followed to its end. What the record that
stands tells of its past, and where an old number leads, is asked here.
"""

from collections.abc import Collection
from typing import Any

from django.db import models

type Key = tuple[str, int]


def is_mergeable(model: type[models.Model]) -> bool:
    return any(field.name == "merged_into" for field in model._meta.concrete_fields)


def ids_of(model: type[models.Model], pk: int) -> list[int]:
    """The record itself and every one that has been merged into it, and into those."""
    found = [pk]
    waiting = [pk] if is_mergeable(model) else []
    while waiting:
        rows = model._base_manager.filter(merged_into__in=waiting).order_by("pk")
        waiting = list(rows.values_list("pk", flat=True))
        found += waiting
    return found


def led_to(model: type[models.Model], ids: Collection[int]) -> dict[int, int]:
    """For those of the ids that have been merged away: the one that stands in their place now."""
    if not is_mergeable(model):
        return {}
    at = {pk: pk for pk in ids}
    while True:
        rows = model._base_manager.filter(pk__in=set(at.values()), merged_into__isnull=False)
        steps = dict(rows.values_list("pk", "merged_into"))
        if not steps:
            return {pk: end for pk, end in at.items() if pk != end}
        at = {pk: steps.get(end, end) for pk, end in at.items()}


def leads_to(model: type[models.Model], pk: int, user: Any) -> int | None:
    """Where an old address leads: to the record that stands, for whoever may see both."""
    # Asked of just this number first: it may be any that somebody types, also one too long to be.
    if not is_mergeable(model):
        return None
    if not model._base_manager.filter(pk=pk, merged_into__isnull=False).exists():
        return None
    end = led_to(model, [pk]).get(pk)
    seen: Any = model._default_manager.all()
    present = seen.visible_to(user).filter(pk__in=[pk, end])
    is_there = present.filter(pk=end, withdrawn_at=None).exists()
    return end if is_there and present.filter(pk=pk).exists() else None
