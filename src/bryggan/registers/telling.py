"""What a batch did, as its page shows it: names are looked up now, through what this person may see."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.history.models import Batch, Change
from bryggan.kit.register.register import REGISTERS, Register, register_of
from bryggan.people.models import User
from bryggan.registers import permissions, queries
from bryggan.registers.queries import Left

MOST_SHOWN = 200

NOUNS: dict[str, Any] = {
    "people.unit": gettext_lazy("Enheter"),
    "people.user": gettext_lazy("Personer"),
    "people.assignment": gettext_lazy("Uppdrag"),
    "registers.sourcetext": gettext_lazy("Ur filen"),
    "registers.ownfield": gettext_lazy("Egna fält"),
}


@dataclass(frozen=True)
class Shown:
    """A row with its name and address; a name that this person may not see is not told."""

    noun: str
    name: str
    url: str = ""


@dataclass(frozen=True)
class LeftShown:
    row: Shown
    field: str
    why: str


def page_context(batch: Batch, user: User) -> dict[str, Any]:
    kinds = queries.counts_of(batch)
    undo = queries.standing_undo(batch)
    left = queries.left_in(batch)
    touched = touched_records(batch, kinds)
    rows = shown_rows(touched, user)
    left_rows = shown_rows([(one.noun, one.record_id) for one in left[:MOST_SHOWN]], user)
    return {
        "batch": batch,
        "kind": Batch.Kind(batch.kind).label,
        "actor": actor_names([batch]).get(batch.actor_id, _("okänd")),
        "counts": counts_in_words(kinds),
        "rows": [rows[key] for key in touched],
        "most": MOST_SHOWN,
        "is_cut": len(touched) == MOST_SHOWN,
        "left": [
            LeftShown(left_rows[one.noun, one.record_id], _field_name(one), _why(one))
            for one in left[:MOST_SHOWN]
        ],
        "left_count": len(left),
        "undo": undo,
        "undo_left": len(queries.left_in(undo)) if undo else 0,
        "verdict": permissions.undo_batch(user, batch),
    }


def touched_records(batch: Batch, kinds: list[tuple[str, str, int]]) -> list[tuple[str, int]]:
    """The records with a page of their own that were touched, themselves or by what hangs on them."""
    nouns = {noun for noun, _kind, _count in kinds}
    whole = queries.touched_by(
        batch, nouns - {noun for noun in nouns if _holder(noun)}, most=MOST_SHOWN
    )
    found = dict.fromkeys(whole)
    for noun in sorted(nouns):
        holder = _holder(noun)
        if holder and len(found) < MOST_SHOWN:
            register, fk = holder
            hanging = [pk for _noun, pk in queries.touched_by(batch, [noun], most=5 * MOST_SHOWN)]
            rows = apps.get_model(noun)._base_manager.filter(pk__in=hanging)
            for pk in rows.order_by("pk").values_list(f"{fk}_id", flat=True):
                found.setdefault((register.noun(), pk))
    return list(found)[:MOST_SHOWN]


def shown_rows(keys: list[tuple[str, int]], user: User) -> dict[tuple[str, int], Shown]:
    """Names and addresses: one query per noun."""
    grouped: dict[str, list[int]] = {}
    for noun, pk in keys:
        grouped.setdefault(noun, []).append(pk)
    shown: dict[tuple[str, int], Shown] = {}
    for noun, ids in grouped.items():
        register = register_of(noun)
        word = noun_word(noun)
        names = {row.pk: row for row in _visible(noun, user).filter(pk__in=ids)}
        for pk in ids:
            row = names.get(pk)
            if row is None:
                shown[noun, pk] = Shown(word, _("uppgift som du inte kan se"))
                continue
            is_present = getattr(row, "withdrawn_at", None) is None
            url = register.url(pk) if register and is_present else ""
            shown[noun, pk] = Shown(word, str(row) if register or noun in NOUNS else word, url)
    return shown


def _visible(noun: str, user: User) -> models.QuerySet[Any]:
    rows: Any = apps.get_model(noun)._default_manager.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows  # type: ignore[no-any-return]


def counts_in_words(kinds: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """Registers' own rows first: (noun, what was done, how many rows)."""
    ordered = sorted(kinds, key=lambda one: (register_of(one[0]) is None, one[0], one[1]))
    return [(noun_word(noun), str(Change.Kind(kind).label), count) for noun, kind, count in ordered]


def noun_word(noun: str) -> str:
    register = register_of(noun)
    if register is not None:
        return str(register.title)
    if noun in NOUNS:
        return str(NOUNS[noun])
    model = apps.get_model(noun)
    holder = _holder(noun)
    if holder is not None:
        word = str(holder[0].title).lower()
        return _("Hör till %(noun)s") % {"noun": word}
    return str(capfirst(model._meta.verbose_name_plural))


def actor_names(batches: list[Batch]) -> dict[int, str]:
    ids = {batch.actor_id for batch in batches}
    return {person.pk: person.name for person in User.objects.filter(pk__in=ids)}


def _holder(noun: str) -> tuple[type[Register], str] | None:
    """The register on whose records rows of this noun hang, with the foreign key."""
    for register in REGISTERS.values():
        for model, fk in register.hanging:
            if model._meta.label_lower == noun:
                return register, fk
    return None


def _field_name(left: Left) -> str:
    if left.field.startswith("own."):
        return left.field.removeprefix("own.")
    if not left.field:
        return ""
    try:
        told: Any = apps.get_model(left.noun)._meta.get_field(left.field)
    except FieldDoesNotExist:
        return left.field
    return str(capfirst(told.verbose_name))


def _why(left: Left) -> str:
    return left.words or str(left.why.label)
