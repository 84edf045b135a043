"""What already exists that is like what somebody types: needs, systems, apps, with the words that say so.

Two steps: the search rows that share words with it, among those the person sees; then how close each of
them comes (`kit.closeness`). What she may not see is neither shown nor counted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value

from bryggan.kit import closeness
from bryggan.kit.closeness import BY_PART, BY_SAME, MANY, Close, Count, Written, weight
from bryggan.kit.meanings import Meaning, Typed, typed_words
from bryggan.kit.register.register import Register, register_of
from bryggan.people.models import User
from bryggan.registers.shipped_words import thesaurus
from bryggan.search.containing import containing
from bryggan.search.models import SearchRow

# Less close than this is not shown.
LEAST = 0.3
MOST_COMPARED = 200
_MOST_TYPED, _MOST_READ = 2_000, 2_000
# A short word begins a word of the text: app, not papper.
_SHORT = 3
_LEAST_SLIPPED = 6


@dataclass(frozen=True, slots=True)
class Alike:
    """A record like what was typed: how close (0-1), and the words that both say, as they were typed."""

    noun: str
    record_id: int
    title: str
    number: str
    url: str
    unit: str
    score: float
    shared: tuple[str, ...]


def alike(
    words: str,
    user: User,
    *,
    nouns: Sequence[str],
    most: int = 5,
    but: tuple[str, int] | None = None,
    among: Mapping[str, QuerySet[Any, Any]] | None = None,
) -> list[Alike]:
    """The records of these nouns most like the words, the closest first; `but` is the one being written.

    `among`: of a noun only these records, which must be some of those the person sees.
    """
    registers = {noun: register for noun in nouns if (register := register_of(noun)) is not None}
    known = thesaurus()
    typed = typed_words(words[:_MOST_TYPED], known)
    if not registers or not typed:
        return []
    seen = _seen(registers, user, but, among or {})
    found, counts = _found(typed, seen)
    texts = SearchRow.objects.filter(pk__in=found).values_list("pk", "text")
    written = [Written(pk, text[:_MOST_READ]) for pk, text in texts]
    near = [one for one in closeness.close(typed, written, counts, known) if one.score >= LEAST]
    return _shown(near[:most], registers, user)


def _seen(
    registers: Mapping[str, type[Register]],
    user: User,
    but: tuple[str, int] | None,
    among: Mapping[str, QuerySet[Any, Any]],
) -> QuerySet[SearchRow]:
    """The search rows of what this person sees."""
    condition = Q(pk__in=[])
    for noun, register in registers.items():
        every = among[noun] if noun in among else register.rows(user)
        records = every.order_by().filter(pk=OuterRef("record_id"))
        condition |= Q(Exists(records), noun=noun)
    rows = SearchRow.objects.filter(condition)
    return rows.exclude(noun=but[0], record_id=but[1]) if but else rows


def _found(typed: Sequence[Typed], seen: QuerySet[SearchRow]) -> tuple[list[int], dict[str, Count]]:
    """The rows that share most with what is typed, and how many rows say each meaning."""
    meant = {one.root: one for word in typed for one in (word.whole, *word.parts)}
    groups = [[_as_contained(one.root)] for one in meant.values()]
    groups += [[_as_contained(key) for key in sorted(one.same)] for one in meant.values()]
    found = containing(groups, seen, most=MANY)
    own = dict(zip(meant, found, strict=False))
    same = dict(zip(meant, found[len(meant) :], strict=True))
    if slipped := [one.whole for one in typed if _may_be_slip(one, own)]:
        halves = containing([_halves(one.root) for one in slipped], seen, most=MANY)
        own |= dict(zip((one.root for one in slipped), halves, strict=True))
    score: dict[int, float] = defaultdict(float)
    for word in typed:
        for pk, got in _gives(word, own, same).items():
            score[pk] += got
    best = sorted(score, key=lambda pk: (-score[pk], -pk))[:MOST_COMPARED]
    return best, {key: Count(len(own[key]), len(same[key])) for key in meant}


def _as_contained(key: str) -> str:
    return f" {key}" if len(key) <= _SHORT else key


def _may_be_slip(one: Typed, own: Mapping[str, list[int]]) -> bool:
    key = one.whole.root
    return not one.parts and not own[key] and len(key) >= _LEAST_SLIPPED and " " not in key


def _halves(key: str) -> list[str]:
    """A slip of the pen leaves one half of a word as it is."""
    half = len(key) // 2 + 1
    return [key[:half], key[-half:]]


def _gives(
    word: Typed, own: Mapping[str, list[int]], same: Mapping[str, list[int]]
) -> dict[int, float]:
    """What each row gains by a typed word: by the whole or by its parts, whichever is more."""
    whole = _of(word.whole, own, same)
    parts: dict[int, float] = defaultdict(float)
    for part in word.parts:
        for pk, got in _of(part, own, same).items():
            parts[pk] += got * BY_PART
    return {pk: max(whole.get(pk, 0.0), parts.get(pk, 0.0)) for pk in {*whole, *parts}}


def _of(
    one: Meaning, own: Mapping[str, list[int]], same: Mapping[str, list[int]]
) -> dict[int, float]:
    by_own = weight(len(own[one.root]))
    by_same = min(by_own, weight(len(same[one.root]))) * BY_SAME
    return dict.fromkeys(same[one.root], by_same) | dict.fromkeys(own[one.root], by_own)


def _shown(
    near: Sequence[Close], registers: Mapping[str, type[Register]], user: User
) -> list[Alike]:
    """The closest as they are shown, each asked for through its own register once more."""
    rows = {row.pk: row for row in SearchRow.objects.filter(pk__in=[one.key for one in near])}
    asked: list[QuerySet[Any, Any]] = []
    for noun, register in registers.items():
        ids = [row.record_id for row in rows.values() if row.noun == noun]
        unit = F("unit__name") if register.has_unit() else Value("")
        records = register.rows(user).order_by().filter(pk__in=ids)
        asked.append(records.values_list(Value(noun, output_field=CharField()), F("pk"), unit))
    first, *others = asked
    units = {(noun, pk): name for noun, pk, name in first.union(*others, all=True)}
    return [
        Alike(
            row.noun,
            row.record_id,
            row.title,
            row.number,
            registers[row.noun].url(row.record_id),
            units[row.noun, row.record_id],
            one.score,
            one.shared,
        )
        for one in near
        if (row := rows[one.key]) and (row.noun, row.record_id) in units
    ]
