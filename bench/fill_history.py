"""The history of the measured municipality: two imports, and years of small changes by many people."""

from datetime import timedelta
from itertools import batched
from typing import Any

from django.utils import timezone

from bench import words
from bryggan.history.models import Batch, Change, Event
from bryggan.registers.models import SourceText
from bryggan.systems.models import System

EVENTS = 200_000
CHUNK = 2_000


def make_history(place: Any) -> None:
    """Every system was read in from a file once; the rest of the 200,000 events are changes since."""
    now = timezone.now()
    owner = place.people[0]
    imported = Batch.objects.create(kind="import", actor_id=owner.pk, at=now - timedelta(days=900))
    first = [
        _event(place, system, "system.created", imported.at, owner.pk, imported)
        for system in place.systems
    ]
    days = sorted(place.chance.random() * 890 for _number in range(EVENTS - len(first)))
    later = (
        _event(
            place,
            place.chance.choice(place.systems),
            "system.changed",
            now - timedelta(days=890 - day),
            place.chance.choice(place.people).pk,
            None,
        )
        for day in days
    )
    for some in batched([*first, *later], CHUNK, strict=False):
        Event.objects.bulk_create([event for event, _change in some], batch_size=CHUNK)
        Change.objects.bulk_create([change for _event, change in some], batch_size=CHUNK)
    texts = (
        SourceText(
            noun="systems.system",
            record_id=system.pk,
            unit_id=system.unit_id,
            import_id=0,
            row=number,
            cells={"System": system.name, "Beskrivning": system.description, "Egen": "x"},
        )
        for number, system in enumerate(place.systems[::2])
    )
    for some_texts in batched(texts, CHUNK, strict=False):
        SourceText.objects.bulk_create(some_texts, batch_size=CHUNK)


def _event(
    place: Any, system: System, name: str, at: Any, actor_id: int, batch: Batch | None
) -> tuple[Event, Change]:
    chance = place.chance
    event = Event(name=name, at=at, actor_id=actor_id, batch=batch)
    after: dict[str, Any]
    before: dict[str, Any] = {}
    if batch:
        kind, after = (
            "created",
            {"name": system.name, "unit": system.unit_id, "lifecycle": "in_use"},
        )
    else:
        kind = "changed"
        name, old, new = chance.choice(
            (
                ("user_count", chance.randint(1, 500), chance.randint(1, 500)),
                ("description", chance.choice(words.SENTENCES), chance.choice(words.SENTENCES)),
                ("lifecycle", "implementing", "in_use"),
            )
        )
        before, after = {name: old}, {name: new}
    change = Change(
        event=event,
        noun="systems.system",
        record_id=system.pk,
        unit_id=system.unit_id,
        kind=kind,
        before=before,
        after=after,
    )
    return event, change
