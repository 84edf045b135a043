"""The history of a record in words: who, when, what from and to. Names are looked up now, not then."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.history.models import Change, Event
from bryggan.kit import merged, words
from bryggan.kit.register.register import Register

MOST_EVENTS = 200
MOST_CHANGES = 1_000


@dataclass(frozen=True)
class Line:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    event_id: int
    at: datetime
    actor: str
    behalf: str
    word: str
    reason: str
    is_batch: bool
    lines: list[Line]
    about: str = ""


@dataclass(frozen=True)
class Loose:
    """Rows about any record, by its noun and id: comments. What a new one says stands on the record's page."""

    model: type[models.Model]
    untold: frozenset[str]


_loose: list[Loose] = []


def also_tells(model: type[models.Model], *, untold: tuple[str, ...] = ()) -> None:
    """A higher app's rows about records of every register (`noun`, `record_id`) belong to their history.

    Whoever sees the record sees them, unless they have a narrower door of their own; what a withdrawn one
    said is left out.
    """
    _loose.append(Loose(model, frozenset({"noun", "record_id", *untold})))


_untold: dict[str, frozenset[str]] = {}


def leaves_untold(model: type[models.Model], *fields: str) -> None:
    """Fields of a record that say nothing to a person: what is frozen for checking, a checksum."""
    _untold[model._meta.label_lower] = frozenset(fields)


def of_record(register: type[Register], record: models.Model, user: Any) -> list[Told]:
    """The newest events of the record and of the rows that hang on it, as far as this person sees them."""
    changes = list(
        changes_of(register, record, user)
        .select_related("event")
        .order_by("-event_id", "id")[:MOST_CHANGES]
    )
    return tell(_without_what_was_taken_back(changes), record, user)[:MOST_EVENTS]


def changes_of(
    register: type[Register], record: models.Model, user: Any
) -> models.QuerySet[Change]:
    """What has happened to the record, to what hangs on it, and to what has been merged into it.

    A record that was merged away has no page of its own any more: its past is told here.
    """
    ids = merged.ids_of(register.model, record.pk)
    condition = models.Q(noun=register.noun(), record_id__in=ids)
    for model, fk in register.hanging:
        rows = model._default_manager.filter(**{f"{fk}__in": ids})
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(user)
        condition |= models.Q(
            noun=model._meta.label_lower, record_id__in=list(rows.values_list("pk", flat=True))
        )
    for loose in _loose:
        about = loose.model._default_manager.filter(noun=register.noun(), record_id__in=ids)
        if hasattr(about, "visible_to"):
            about = about.visible_to(user)
        condition |= models.Q(
            noun=loose.model._meta.label_lower,
            record_id__in=list(about.values_list("pk", flat=True)),
        )
    return Change.objects.filter(condition)


def _without_what_was_taken_back(changes: list[Change]) -> list[Change]:
    """That somebody wrote and took back is told, not what it said."""
    gone: set[tuple[str, int]] = set()
    for loose in _loose:
        noun = loose.model._meta.label_lower
        ids = {change.record_id for change in changes if change.noun == noun}
        if ids:
            rows = loose.model._base_manager.filter(pk__in=ids, withdrawn_at__isnull=False)
            gone |= {(noun, pk) for pk in rows.values_list("pk", flat=True)}
    for change in changes:
        if (change.noun, change.record_id) in gone:
            change.before, change.after = {}, {}
    return changes


def tell(changes: list[Change], record: models.Model, user: Any) -> list[Told]:
    """Changes of a record grouped by their event, newest first, with every id turned into a name.

    Who did it is told to all who see the record; other records are named only to those who see them.
    Changes of several records of one kind: `record` is then one without id, in the place of any of them.
    """
    names = _names(changes, user)
    actors = _actors(changes)
    grouped: dict[int, tuple[Event, list[Change]]] = {}
    for change in changes:
        grouped.setdefault(change.event_id, (change.event, []))[1].append(change)
    return [
        Told(
            event_id=event.pk,
            at=event.at,
            actor=actors.get(event.actor_id, _("okänd")),
            behalf=actors.get(event.on_behalf_of_id, "") if event.on_behalf_of_id else "",
            word=WORDS.get(event.name, event.name),
            reason=event.reason,
            is_batch=event.batch_id is not None,
            lines=[line for change in parts for line in _lines(change, names, record)],
            about=_about(parts, names, record),
        )
        for event, parts in grouped.values()
    ]


def _about(changes: list[Change], names: dict[str, dict[int, str]], record: models.Model) -> str:
    """Which other record an event was about, when it is told here since that one was merged into this."""
    noun = record._meta.label_lower
    ids = {change.record_id if change.noun == noun else _held(change, record) for change in changes}
    if record.pk in ids or not ids - {None}:
        return ""
    return ", ".join(sorted(names[noun][pk] for pk in ids if pk in names.get(noun, {})))


def _held(change: Change, record: models.Model) -> int | None:
    """The record that a row which hangs on it was entered on, where the change tells."""
    for field in apps.get_model(change.noun)._meta.concrete_fields:
        if field.related_model is type(record) and field.name in change.after:
            return int(change.after[field.name])
    return None


WORDS: dict[str, str] = {}


def worded(**words: Any) -> None:
    """The words of events: `worded(system_changed=_("ändrade systemet"))`."""
    WORDS.update({name.replace("__", ".", 1): word for name, word in words.items()})


def _lines(change: Change, names: dict[str, dict[int, str]], record: models.Model) -> list[Line]:
    model = apps.get_model(change.noun)
    lines = []
    loose = next((one for one in _loose if one.model is model), None)
    untold = loose.untold if loose else _untold.get(change.noun, frozenset())
    if loose and change.kind == Change.Kind.CREATED:
        return []
    for key in dict.fromkeys([*change.before, *change.after]):
        if key in untold:
            continue
        if key in {"own_fields", "path", "version", "withdrawn_at"}:
            if key == "own_fields":
                lines += _own_lines(change)
            continue
        try:
            field = model._meta.get_field(key)
        except FieldDoesNotExist:
            continue
        if change.kind == Change.Kind.CREATED and change.after.get(key) is False:
            continue  # what a new row is not
        is_its = field.related_model is type(record)
        if is_its and (record.pk is None or change.after.get(key) == record.pk):
            continue  # that what hangs on the record hangs on it
        before = _word(field, change.before.get(key), names)
        after = _word(field, change.after.get(key), names)
        if before or after:
            lines.append(Line(_label(field), before, after))
    if change.kind in {Change.Kind.WITHDRAWN, Change.Kind.RESTORED}:
        lines.append(Line(str(model._meta.verbose_name), "", str(Change.Kind(change.kind).label)))
    return lines


def _own_lines(change: Change) -> list[Line]:
    before = change.before.get("own_fields") or {}
    after = change.after.get("own_fields") or {}
    return [
        Line(key, str(before.get(key, "")), str(after.get(key, "")))
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]


def _label(field: Any) -> str:
    return str(getattr(field, "verbose_name", field.name)).capitalize()


def _word(field: Any, value: Any, names: dict[str, dict[int, str]]) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        known = names.get(field.related_model._meta.label_lower, {})
        ids = value if isinstance(value, list) else [value]
        return ", ".join(known.get(pk, _("utelämnat")) for pk in ids)
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(field, models.DateTimeField):
        return words.time_text(timezone.localtime(datetime.fromisoformat(value)))
    if _is_counted(field):
        return words.number(Decimal(str(value)))
    return str(value)


def _is_counted(field: Any) -> bool:
    """Money and numbers of people are written in groups of three; years, the small numbers, are not."""
    if isinstance(field, models.PositiveSmallIntegerField | models.SmallIntegerField):
        return False
    return isinstance(field, models.IntegerField | models.DecimalField)


def _actors(changes: list[Change]) -> dict[int, str]:
    """Who did it, and through whose eyes: colleagues' names are told to all who see the record."""
    ids = {change.event.actor_id for change in changes}
    ids |= {change.event.on_behalf_of_id for change in changes if change.event.on_behalf_of_id}
    people = get_user_model()._base_manager.filter(pk__in=ids)
    return {person.pk: str(person) for person in people}


def _names(changes: list[Change], user: Any) -> dict[str, dict[int, str]]:
    """The names behind all ids in the changes that this person may see: one query per kind of record."""
    wanted: dict[type[models.Model], set[int]] = {}
    for change in changes:
        model = apps.get_model(change.noun)
        if merged.is_mergeable(model):
            wanted.setdefault(model, set()).add(change.record_id)
        for key in {*change.before, *change.after}:
            try:
                field = model._meta.get_field(key)
            except FieldDoesNotExist:
                continue
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                for value in (change.before.get(key), change.after.get(key)):
                    ids = value if isinstance(value, list) else [value]
                    target: Any = field.related_model
                    wanted.setdefault(target, set()).update(pk for pk in ids if pk)
    return {
        model._meta.label_lower: {row.pk: str(row) for row in _seen(model, user).filter(pk__in=ids)}
        for model, ids in wanted.items()
    }


def _seen(model: type[models.Model], user: Any) -> models.QuerySet[Any]:
    rows = model._default_manager.all()
    visible_to = getattr(rows, "visible_to", None)
    return visible_to(user) if visible_to else rows
