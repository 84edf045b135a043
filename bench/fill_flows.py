"""What flows between the systems of the measured municipality: a few hubs, and a long tail."""

from typing import Any

from bench import words
from bryggan.people.models import Unit
from bryggan.search.fields import sort_key
from bryggan.systems.models import Criticality, ExternalParty, Integration, Mention, System

INTEGRATIONS, MENTIONS, HUBS = 60_000, 3_000, 60
CHUNK = 2_000


def make_flows(place: Any) -> None:
    """60,000 integrations: a sixth over 60 hubs, a twentieth with somebody outside, a few secret."""
    root = Unit.objects.get(parent=None)
    parties = ExternalParty.objects.bulk_create(
        ExternalParty(name=name, sort_key=sort_key(name), unit=root)
        for name in (f"{word} {n}".strip() for word in words.PARTIES for n in ("", "2", "3"))
    )
    rows = [_flow(place, parties) for _number in range(INTEGRATIONS)]
    Integration.objects.bulk_create(rows, batch_size=CHUNK)
    mentions = [_mention(place) for _number in range(MENTIONS)]
    Mention.objects.bulk_create(mentions, batch_size=CHUNK)


def _flow(place: Any, parties: list[ExternalParty]) -> Integration:
    chance = place.chance
    source: System = chance.choice(place.systems)
    target: System | ExternalParty = chance.choice(place.systems)
    kind = chance.random()
    if kind < 1 / 6:
        target = place.systems[chance.randrange(HUBS)]
    elif kind < 1 / 6 + 1 / 20:
        target = chance.choice(parties)
    title = f"{source.name} → {target.name}"
    return Integration(
        unit_id=source.unit_id,
        source=source,
        target=target if isinstance(target, System) else None,
        target_party=target if isinstance(target, ExternalParty) else None,
        title=title,
        sort_key=sort_key(title),
        method=chance.choice([*Integration.Method.values, ""]),
        direction="both_ways" if chance.random() < 0.1 else "one_way",
        carries=chance.choice(words.FLOWS),
        criticality=chance.choice([*Criticality.values, ""]),
        is_secret=chance.random() < 0.03,
        told_by_source=True,
        told_by_target=chance.random() < 0.5,
    )


def _mention(place: Any) -> Mention:
    chance = place.chance
    system = chance.choice(place.systems)
    name = (
        f"{chance.choice(words.PRODUCTS)} {chance.choice(words.SUBJECTS)} {chance.randint(1, 99)}"
    )
    return Mention(
        system=system,
        unit_id=system.unit_id,
        way=chance.choice(Mention.Way.values),
        name=name,
        sort_key=sort_key(name),
        nearest=chance.choice(place.systems),
        nearest_reason="namnen liknar varandra",
    )
