"""Maskera: by a decision, a value is replaced everywhere it lies. That it was done stays in the history."""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from bryggan.history.clearance import clearance
from bryggan.history.models import Change, Clearance
from bryggan.kit import database, masking
from bryggan.kit.action import NotPossible, action
from bryggan.kit.register.register import REGISTERS
from bryggan.kit.writer import Writer, noun_of
from bryggan.people import permissions
from bryggan.people.models import User

NUMBER = re.compile(r"([A-Z]{1,3})-(\d{1,12})")


@action("value.masked", allow=permissions.mask_value, is_told=True)
def mask_value(
    write: Writer, *, by: User, texts: tuple[str, ...], reason: str, decision: str
) -> dict[str, int]:
    """The texts are replaced by "uppgift borttagen" in records, history, search, files and sessions."""
    can_be_masked(texts, reason, decision)
    said = f"{decision}: {reason}"
    counts: dict[str, int] = {}
    with clearance(Clearance.Kind.MASK, actor_id=by.pk, reason=reason, decision=decision) as opened:
        for text in texts:
            for place, count in masking.replace(text, _("uppgift borttagen")).items():
                counts[place] = counts.get(place, 0) + count
        opened.touched = counts
    write.because(said)
    transaction.on_commit(lambda: database.sweep(masking.tables()), robust=True)
    return counts


def can_be_masked(texts: tuple[str, ...], reason: str, decision: str) -> None:
    if not texts:
        raise NotPossible(_("Där står ingenting att maskera."))
    for text in texts:
        if len(text.strip()) < masking.SHORTEST:
            raise NotPossible(
                _("Skriv minst %(least)s tecken, annars träffas annat än det som avses.")
                % {"least": masking.SHORTEST},
                field="value",
            )
        if text.casefold() in f"{reason} {decision}".casefold():
            raise NotPossible(
                _("Skälet och beslutet bevaras, så där får uppgiften inte stå."), field="reason"
            )
        if text.casefold() in _("uppgift borttagen"):
            raise NotPossible(_("De orden används för det som är borttaget."), field="value")


def texts_meant(value: str, number: str, label: str) -> tuple[str, ...]:
    """The text as written, else all that stands and has stood in the named field of a record."""
    return (value,) if value else texts_at(find_spot(number, label))


def places(texts: tuple[str, ...]) -> dict[str, int]:
    """Where the texts lie, in words, and in how many rows or files."""
    counts: dict[str, int] = {}
    for text in texts:
        for place, count in masking.find(text).items():
            words = _place_words(place)
            counts[words] = counts.get(words, 0) + count
    return counts


def _place_words(place: str) -> str:
    named = {
        "history.change": _("Historikens värden"),
        "history.event": _("Historikens skäl"),
        "search.searchrow": _("Sökregistret"),
        "sessions.session": _("Pågående inloggningar, som avslutas"),
        "files": _("Lagrade filer, som töms"),
    }
    return named.get(place) or str(apps.get_model(place)._meta.verbose_name).capitalize()


@dataclass(frozen=True)
class Spot:
    """A field of one record, found by the record's number and the field's label."""

    record: models.Model
    attribute: str
    label: str


def find_spot(number: str, label: str) -> Spot:
    """The field that is meant by "S-0047" and "Beskrivning"; NotPossible if there is none such."""
    found = NUMBER.fullmatch(number.strip().upper())
    for register in REGISTERS.values() if found else ():
        model: Any = register.model
        record = model._base_manager.filter(pk=int(found[2])).first() if found else None
        if not found or model.prefix != found[1] or record is None:
            continue
        for field in register.every_field():
            if label.strip().casefold() in {field.key.casefold(), str(field.label).casefold()}:
                holder = _holder(field, record)
                return Spot(holder, field.attribute, str(field.label))
        raise NotPossible(_("Posten har inget fält med det namnet."), field="field")
    raise NotPossible(_("Det finns ingen post med det numret."), field="record")


def _holder(field: Any, record: models.Model) -> models.Model:
    if field.beside is None:
        return record
    rows = field.beside.model._base_manager.filter(**{field.beside.fk: record})
    holder: models.Model | None = rows.order_by("pk").last()
    return holder if holder is not None else record


def texts_at(spot: Spot) -> tuple[str, ...]:
    """What stands in the field and what has stood there, by the history."""
    record = spot.record
    own: dict[str, Any] = getattr(record, "own_fields", {})
    values = [
        own.get(spot.attribute) if spot.attribute in own else getattr(record, spot.attribute, None)
    ]
    told = Change.objects.filter(noun=noun_of(type(record)), record_id=record.pk)
    for before, after in told.values_list("before", "after"):
        for side in (before, after):
            values += [side.get(spot.attribute), (side.get("own_fields") or {}).get(spot.attribute)]
    texts = {value for value in values if isinstance(value, str) and value.strip()}
    # The longest first: a shorter one may be part of it.
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))
