"""How close written texts come to what somebody types, and the words that make them so.

Pure functions on plain values. A word says more the fewer use it; a compound is met by its parts, a word
by those that mean the same and by a slip of the pen. What is counted is what both say, as part of all that
either says. Scores go from 0 to 1.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bryggan.kit.meanings import (
    Meaning,
    Thesaurus,
    Typed,
    as_folded,
    phrases_in,
    root,
    telling,
)
from bryggan.kit.swedish import LEAST_LETTERS, may_be_slip, spelled_alike

# How much it says when a word is met in another way than by itself.
BY_PART, BY_SAME, BY_SLIP = 0.85, 0.9, 0.8
_SPELLED_ALIKE = 0.6
_PART_LETTERS = 3
# From so many on a word is as common as any.
MANY = 2_000
# How much is asked of the whole of each: what is typed, and what is written.
_OF_TYPED, _OF_WRITTEN = 0.5, 0.2
_MOST_SHARED = 5
# How much more a rare word says than a common one.
_RARE = 1.5


@dataclass(frozen=True, slots=True)
class Written:
    """A text that may be close: its key and all that it says, folded."""

    key: int
    text: str


@dataclass(frozen=True, slots=True)
class Close:
    """The key of a text, how close, and the words that both say, as they were typed."""

    key: int
    score: float
    shared: tuple[str, ...]


class Count(NamedTuple):
    """How many texts have a word itself, and how many one that means the same."""

    own: int
    same: int = 0


def weight(count: int) -> float:
    """What a word says that so many texts have."""
    said: float = math.log(1 + MANY / max(1, count)) ** _RARE
    return said


def close(
    typed: Sequence[Typed],
    written: Iterable[Written],
    counts: Mapping[str, Count],
    thesaurus: Thesaurus,
) -> list[Close]:
    """How close each text comes, the closest first; `counts`: how many texts say each meaning."""
    every = sum(_worth(one, counts) for one in typed)
    if not every:
        return []
    reader = _Reader(typed, thesaurus)
    found = [_close(text.key, reader.read(text.text), typed, counts, every) for text in written]
    kept = [one for one in found if one.score]
    return sorted(kept, key=lambda one: (-one.score, one.key))


def _worth(one: Typed, counts: Mapping[str, Count]) -> float:
    """What a typed word can give at the most."""
    by_parts = sum(weight(counts[part.root].own) for part in one.parts)
    return max(weight(counts[one.whole.root].own), by_parts)


@dataclass(frozen=True, slots=True)
class _Read:
    """A text's roots: of whole words and phrases, of the parts of compounds, and how many words it has."""

    whole: frozenset[str]
    part: frozenset[str]
    size: int


class _Reader:
    """Reads texts, each word once."""

    def __init__(self, typed: Sequence[Typed], thesaurus: Thesaurus) -> None:
        self.thesaurus = thesaurus
        meant = [one for word in typed for one in (word.whole, *word.parts)]
        roots = {key for one in meant for key in one.said_by}
        self.long = tuple(key for key in roots if len(key) > _PART_LETTERS and " " not in key)
        self._parts: dict[str, frozenset[str]] = {}

    def read(self, text: str) -> _Read:
        words = as_folded(text)
        told = telling(words)
        whole = {root(word) for word in told}
        size = len(whole)
        whole.update(phrases_in([root(word) for word in words], self.thesaurus.phrases))
        part = frozenset[str]().union(*(self._parts_of(word) for word in told))
        return _Read(frozenset(whole), part, size)

    def _parts_of(self, word: str) -> frozenset[str]:
        found = self._parts.get(word)
        if found is None:
            key = root(word)
            # A long word at either end says it, whatever else the compound is made of.
            ends = [end for end in self.long if _is_end(end, key)]
            found = self._parts[word] = frozenset([*self.thesaurus.parts_of(word), *ends])
        return found


def _is_end(end: str, word: str) -> bool:
    return len(word) - len(end) >= _PART_LETTERS and (word.startswith(end) or word.endswith(end))


def _close(
    key: int, read: _Read, typed: Sequence[Typed], counts: Mapping[str, Count], every: float
) -> Close:
    said: dict[str, float] = {}
    for one in typed:
        by_parts = sum(_got(part, read, counts) for part in one.parts)
        got = max(_got(one.whole, read, counts), by_parts)
        if got:
            said[one.whole.word] = got
    if not said:
        return Close(key, 0.0, ())
    of_typed = min(1.0, sum(said.values()) / every)
    of_written = min(1.0, len(said) / max(1, read.size))
    score = of_typed**_OF_TYPED * of_written**_OF_WRITTEN
    told = sorted(said, key=lambda word: -said[word])[:_MOST_SHARED]
    return Close(key, round(score, 4), tuple(told))


def _got(one: Meaning, read: _Read, counts: Mapping[str, Count]) -> float:
    """What the text says of this, by the rareness of how it says it; 0 when it does not."""
    own, same = counts[one.root]
    if one.root in read.whole:
        return weight(own)
    if one.root in read.part:
        return BY_PART * weight(own)
    if not one.same.isdisjoint(read.whole):
        return BY_SAME * min(weight(same), weight(own))
    if not one.same.isdisjoint(read.part):
        return BY_SAME * BY_PART * min(weight(same), weight(own))
    if len(one.root) >= LEAST_LETTERS and any(_is_slip(one.root, other) for other in read.whole):
        return BY_SLIP * weight(own)
    return 0.0


def _is_slip(one: str, other: str) -> bool:
    is_near = one[0] == other[0] and may_be_slip(one, other)
    return is_near and spelled_alike(one, other) >= _SPELLED_ALIKE
