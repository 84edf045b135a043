"""How what systems' records tell of each other becomes integrations: each flow is one row, however often told.

A mention *Beroende till X* on S is an integration from S to X, told by its source; *Beroende från X*
one from X to S, told by its target. Everything here takes an open Writer and asks few questions,
whether it is about one system or all of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import batched

from django.db.models import Q, QuerySet

from bryggan.kit.writer import Writer
from bryggan.search.fields import sort_key
from bryggan.systems.models import Criticality, ExternalParty, Integration, Mention, System
from bryggan.systems.reading import match_name

type End = System | ExternalParty
type Key = tuple[int | None, int | None, int | None, int | None]

IDS_AT_ONCE = 400
_RANK = {value: rank for rank, value in enumerate(Criticality.values, start=1)}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One side's word on a flow. `method` and `criticality` empty: not said."""

    source: End
    target: End
    by_source: bool = False
    by_target: bool = False
    method: str = ""
    criticality: str = ""


def ends_of(source: End, target: End) -> dict[str, End | None]:
    """The four columns that hold two ends."""
    return {
        "source": source if isinstance(source, System) else None,
        "source_party": source if isinstance(source, ExternalParty) else None,
        "target": target if isinstance(target, System) else None,
        "target_party": target if isinstance(target, ExternalParty) else None,
    }


def title_of(source: object, target: object) -> str:
    return f"{source} → {target}"


def unit_id_of(source: End, target: End) -> int:
    """An integration belongs where its sending system does, else where its receiving one does."""
    return source.unit_id if isinstance(source, System) else target.unit_id


def key_of(source: End, target: End) -> Key:
    ends = ends_of(source, target)
    one, other, three, four = (end.pk if end else None for end in ends.values())
    return one, other, three, four


def connect(write: Writer, told: Iterable[Told]) -> list[Integration]:
    """The integration that each word is about: found and completed, or made. In the order told."""
    words = list(told)
    known = _known(words)
    return [_connect_one(write, word, known[key_of(word.source, word.target)]) for word in words]


def _known(told: Sequence[Told]) -> dict[Key, list[Integration]]:
    """The integrations there are between the ends that are told of."""
    known: dict[Key, list[Integration]] = defaultdict(list)
    systems = {
        end.pk for word in told for end in (word.source, word.target) if isinstance(end, System)
    }
    for some in batched(sorted(systems), IDS_AT_ONCE, strict=False):
        for row in Integration.objects.present().filter(Q(source__in=some) | Q(target__in=some)):
            held = known[row.source_id, row.source_party_id, row.target_id, row.target_party_id]
            if row not in held:
                held.append(row)
    return known


def _connect_one(write: Writer, told: Told, known: list[Integration]) -> Integration:
    twin = _twin(told.method, known)
    if twin is None:
        made = write.create(
            Integration,
            unit_id=unit_id_of(told.source, told.target),
            title=title_of(told.source, told.target),
            method=told.method,
            criticality=told.criticality,
            told_by_source=told.by_source,
            told_by_target=told.by_target,
            **ends_of(told.source, told.target),
        )
        known.append(made)
        return made
    is_news = (told.by_source and not twin.told_by_source) or (
        told.by_target and not twin.told_by_target
    )
    if is_news:
        write.change(
            twin,
            method=twin.method or told.method,
            criticality=max(
                twin.criticality, told.criticality, key=lambda word: _RANK.get(word, 0)
            ),
            told_by_source=twin.told_by_source or told.by_source,
            told_by_target=twin.told_by_target or told.by_target,
        )
    return twin


def _twin(method: str, known: list[Integration]) -> Integration | None:
    """The same flow by the same method; one whose method is not said is the same as the only other."""
    for row in known:
        if row.method == method:
            return row
    if not method and len(known) == 1:
        return known[0]
    return next((row for row in known if not row.method), None)


def tie(write: Writer, pairs: Sequence[tuple[Mention, End]]) -> None:
    """These mentions are of these: each becomes an integration and is settled."""
    rows = connect(write, [told_of(mention, end) for mention, end in pairs])
    if write.batch is not None:
        write.flush()
    for (mention, _end), integration in zip(pairs, rows, strict=True):
        write.change(mention, step=Mention.Step.SETTLED, integration=integration)


def told_of(mention: Mention, end: End) -> Told:
    is_to = mention.way == Mention.Way.TO
    return Told(
        source=mention.system if is_to else end,
        target=end if is_to else mention.system,
        by_source=is_to,
        by_target=not is_to,
        method=mention.method,
        criticality=mention.criticality,
    )


def tie_mentions(write: Writer, system: System) -> int:
    """Open mentions that name the system, by its name or another, become integrations by themselves.

    Where several systems share the name only the mentions from its own unit are sure. Gives how many.
    """
    names = {match_name(name) for name in (system.name, *system.aliases)}
    keys = {sort_key(name) for name in names}
    named = open_mentions().filter(sort_key__in=keys).exclude(system=system)
    mentions = [one for one in named if match_name(one.name) in names]
    if not mentions:
        return 0
    has_namesake = System.objects.present().filter(sort_key__in=keys).exclude(pk=system.pk).exists()
    if has_namesake:
        mentions = [one for one in mentions if one.system.unit_id == system.unit_id]
    tie(write, [(one, system) for one in mentions])
    return len(mentions)


def tie_known(write: Writer) -> int:
    """Every open mention of a system that is in the register by now is tied. Gives how many."""
    if write.batch is not None:
        write.flush()
    said = {pk: match_name(name) for pk, name in open_mentions().values_list("pk", "name")}
    named = systems_named(set(said.values())) if said else {}
    # Most name something that is still missing: only the others are read whole.
    ids = [pk for pk, name in said.items() if name in named]
    mentions = [
        mention
        for some in batched(ids, IDS_AT_ONCE, strict=False)
        for mention in open_mentions().filter(pk__in=some)
    ]
    pairs = [(one, found) for one in mentions if (found := _meant(one, named)) is not None]
    tie(write, pairs)
    return len(pairs)


def open_mentions() -> QuerySet[Mention]:
    """What is still named without being in the register, of systems that are still there."""
    rows = Mention.objects.present().open().filter(system__withdrawn_at=None)
    return rows.select_related("system").order_by("pk")


def systems_named(names: Collection[str]) -> dict[str, list[System]]:
    """The present systems that go by any of these names, under each of them."""
    ids: dict[str, list[int]] = defaultdict(list)
    rows = System.objects.present().order_by("pk").values_list("pk", "name", "aliases")
    for pk, name, aliases in rows.iterator(chunk_size=2_000):
        for known in {match_name(one) for one in (name, *aliases)}.intersection(names):
            ids[known].append(pk)
    found: dict[int, System] = {}
    wanted = sorted({pk for some in ids.values() for pk in some})
    for some in batched(wanted, IDS_AT_ONCE, strict=False):
        found.update(System.objects.in_bulk(some))
    return {name: [found[pk] for pk in some] for name, some in ids.items()}


def _meant(mention: Mention, named: dict[str, list[System]]) -> System | None:
    found = [one for one in named.get(match_name(mention.name), []) if one.pk != mention.system_id]
    if len(found) > 1:
        found = [one for one in found if one.unit_id == mention.system.unit_id]
    return found[0] if len(found) == 1 else None


def retitle(write: Writer, end: End) -> None:
    """The system or party has a new name: its integrations are called by it."""
    if write.batch is not None:
        write.flush()
    kind = "" if isinstance(end, System) else "_party"
    touching = Q(**{f"source{kind}": end}) | Q(**{f"target{kind}": end})
    rows = Integration.objects.present().filter(touching)
    for row in rows.select_related("source", "source_party", "target", "target_party"):
        source = end if getattr(row, f"source{kind}_id") == end.pk else row.from_name
        target = end if getattr(row, f"target{kind}_id") == end.pk else row.to_name
        write.change(row, title=title_of(source, target))


def follow_unit(write: Writer, system: System) -> None:
    """An integration belongs where its sending system does, also when that system moves."""
    rows = Integration.objects.present().filter(Q(source=system) | Q(source=None, target=system))
    for row in rows:
        write.change(row, unit=system.unit)
