"""What may be the same: Swedish texts compared, and the words they share as the reason.

Pure functions on plain values; the same texts give the same answer in the same order. Words are folded,
stemmed (Snowball's Swedish stemmer) and compounds split by the words that the texts themselves use, so
that *elevregister* is like *register över elever*. Names that differ by a slip of the pen are met letter
by letter. What weighs is what is rare: a word that many have says little.

Scores go from 0 to 1. Texts are compared only where they share a rare word, some letters in a row or a
fact, so that thousands of them take a second or two.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bryggan.kit.swedish import (
    LEAST_LETTERS,
    PART,
    digits,
    may_be_slip,
    parts_of,
    spelled_alike,
    stem,
    trigrams,
    words_of,
)
from bryggan.search.fields import folded

LEAST = 0.55
SURE, LIKELY = 0.9, 0.7

_SPELLED_ALIKE, _WRITTEN_ALIKE = 0.6, 0.75
# One name is more likely the other's if it only adds a word than if each has words of its own.
_ONE_ADDS, _BOTH_DIFFER = 0.9, 0.7
# What it is called besides says a little less than its name.
_CALLED_BESIDES = 0.85
# Words and letters that more have than this bring nobody together.
_COMMON_WORD, _COMMON_LETTERS = 60, 150
_STRONG = 0.55
# Of more than this (the people of a city) only those of the same name or with the same fact are compared.
_MANY = 8_000


@dataclass(frozen=True, slots=True)
class Fact:
    """Something besides the words: the same value of the same kind speaks for, another against.

    `weight` is how much of the remaining doubt it takes away; `against` what a difference leaves of the
    score. `words` say it when both have it.
    """

    kind: str
    value: str
    words: str
    weight: float
    against: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One to compare: by its names (the first is what it is called), its text and its facts."""

    key: int
    names: tuple[str, ...]
    text: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How texts are read. `ignored`: words that do not tell (AB); `synonyms`: a word to what it means;
    `name_says`: the score of the very same name alone; `text_says`: how much of the doubt the very same
    text takes away.
    """

    ignored: frozenset[str] = frozenset()
    synonyms: Mapping[str, str] = field(default_factory=dict)
    name_says: float = 1.0
    text_says: float = 0.45


@dataclass(frozen=True, slots=True)
class Likeness:
    """The other one's key, how alike, the words that both use, and why in words."""

    key: int
    score: float
    shared: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """How sure it is."""
        if self.score >= SURE:
            return _("Nästan säkert samma")
        return _("Troligen samma") if self.score >= LIKELY else _("Kanske samma")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that may be the same; `one` is the lower key."""

    one: int
    other: int
    likeness: Likeness


def similar(
    texts: Iterable[Text], candidate: Text, reading: Reading | None = None, *, most: int = 10
) -> list[Likeness]:
    """Those of the texts that may be the same as the candidate, the most alike first."""
    others = [text for text in texts if text.key != candidate.key]
    return _Compared([*others, candidate], reading or Reading()).like(len(others))[:most]


def pairs(texts: Iterable[Text], reading: Reading | None = None) -> list[Pair]:
    """Every two of the texts that may be the same, the most alike first."""
    compared = _Compared(sorted(texts, key=lambda text: text.key), reading or Reading())
    found = [
        Pair(text.key, like.key, like)
        for place, text in enumerate(compared.texts)
        for like in compared.like(place, after=place)
    ]
    return sorted(found, key=lambda pair: (-pair.likeness.score, pair.one, pair.other))


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it is compared: its stems to the words as written, and all of it in one."""

    shown: str
    stems: Mapping[str, str]
    whole: str


class _Compared:
    """Texts read once, with where each word, letters in a row and fact occurs."""

    def __init__(self, texts: Sequence[Text], reading: Reading) -> None:
        self.texts = texts
        self.reading = reading
        self.ignored = frozenset(folded(word) for word in reading.ignored)
        self.synonyms = {folded(word): words_of(to) for word, to in reading.synonyms.items()}
        self._read: dict[str, list[str]] = {}
        every = [self._words(part) for text in texts for part in (*text.names, text.text)]
        self.vocabulary = frozenset(
            stem(word) for words in every for word in words if len(word) >= PART
        )
        self.names = [[self._name(name) for name in text.names if name.strip()] for text in texts]
        self.stems = [self._stems(self._words(text.text)) for text in texts]
        self._count()

    def _words(self, text: str) -> list[str]:
        if text not in self._read:
            words = words_of(text)
            told = [word for word in words if word not in self.ignored] or words
            self._read[text] = [part for word in told for part in self.synonyms.get(word, (word,))]
        return self._read[text]

    def _stems(self, words: Iterable[str]) -> dict[str, str]:
        return {part: word for word in words for part in parts_of(word, self.vocabulary)}

    def _name(self, name: str) -> _Name:
        words = self._words(name)
        return _Name(name, self._stems(words), "".join(words))

    def _count(self) -> None:
        self.by_stem: dict[str, list[int]] = defaultdict(list)
        self.by_letters: dict[str, list[int]] = defaultdict(list)
        self.by_whole: dict[str, list[int]] = defaultdict(list)
        is_few = len(self.texts) <= _MANY
        for place, names in enumerate(self.names):
            wholes = {name.whole for name in names}
            for key in {part for name in names for part in name.stems} | self.stems[place].keys():
                self.by_stem[key].append(place)
            # Of very many nobody is met letter by letter.
            for key in {three for whole in wholes for three in trigrams(whole)} if is_few else ():
                self.by_letters[key].append(place)
            strong = {f"{f.kind}={f.value}" for f in self.texts[place].facts if f.weight >= _STRONG}
            for key in wholes | strong:
                self.by_whole[key].append(place)
        total = len(self.texts)
        self.weight = {
            part: math.log(1 + total / len(at)) / math.log(1 + total)
            for part, at in self.by_stem.items()
        }

    def like(self, place: int, *, after: int = -1) -> list[Likeness]:
        """Those like the text at the place, of those that stand after another."""
        found = [self._likeness(place, other) for other in self._near(place) if other > after]
        enough = [like for like in found if like is not None and like.score >= LEAST]
        return sorted(enough, key=lambda like: (-like.score, like.key))

    def _near(self, place: int) -> Iterator[int]:
        """Whom it is worth comparing with."""
        near = {
            other
            for name in self.names[place]
            for other in self.by_whole[name.whole][:_COMMON_LETTERS]
        }
        for fact in self.texts[place].facts:
            near.update(self.by_whole.get(f"{fact.kind}={fact.value}", ())[:_COMMON_LETTERS])
        if len(self.texts) <= _MANY:
            near |= self._near_in_words(place)
        near.discard(place)
        return iter(sorted(near))

    def _near_in_words(self, place: int) -> set[int]:
        """Those that share a rare word, or a third of the letters in a row."""
        near: set[int] = set()
        letters: Counter[int] = Counter()
        for name in self.names[place]:
            for part in name.stems:
                if len(self.by_stem[part]) <= _COMMON_WORD:
                    near.update(self.by_stem[part])
            threes = trigrams(name.whole)
            for three in threes:
                if len(self.by_letters[three]) <= _COMMON_LETTERS:
                    letters.update(self.by_letters[three])
            near.update(other for other, n in letters.items() if n >= len(threes) / 3)
            letters.clear()
        for part in self.stems[place]:
            if len(self.by_stem[part]) <= _COMMON_WORD // 4:
                near.update(self.by_stem[part])
        return near

    def _likeness(self, place: int, other: int) -> Likeness | None:
        score, reason, shared = self._best_names(place, other)
        doubt = 1 - score * self.reading.name_says
        reasons = [reason] if reason else []
        said, common = self._texts_alike(place, other)
        if said and score < 1:
            doubt *= 1 - self.reading.text_says * said
            shared = tuple(dict.fromkeys([*shared, *common]))
        for_it, factor, told = _facts(self.texts[place].facts, self.texts[other].facts)
        if not reasons and not common and for_it > 1 - _STRONG:
            return None
        # What is shared besides says the more the more alike the names are; some facts say it alone.
        named = 1 - doubt
        settled = (1 - for_it) * max(named, (1 - for_it) ** 2)
        result = (1 - doubt * (1 - settled)) * factor
        return Likeness(self.texts[other].key, round(result, 3), shared, (*reasons, *told))

    def _best_names(self, place: int, other: int) -> tuple[float, str, tuple[str, ...]]:
        best: tuple[float, str, tuple[str, ...]] = (0.0, "", ())
        for at, one in enumerate(self.names[place]):
            for to, another in enumerate(self.names[other]):
                found = self._names_alike(one, another, is_called=not at and not to)
                if found[0] > best[0]:
                    best = found
        return best

    def _names_alike(
        self, one: _Name, other: _Name, *, is_called: bool
    ) -> tuple[float, str, tuple[str, ...]]:
        shared = tuple(dict.fromkeys(one.stems[part] for part in one.stems if part in other.stems))
        if one.whole == other.whole:
            if is_called:
                return 1.0, _("Samma namn"), shared or (one.whole,)
            said = _("Båda kallas %(name)s") % {"name": one.shown}
            return 0.97, said, shared or (one.whole,)
        score = self._overlap(one.stems, other.stems)
        alike = spelled_alike(one.whole, other.whole)
        is_long = min(len(one.whole), len(other.whole)) >= LEAST_LETTERS
        if is_long and alike >= _WRITTEN_ALIKE and digits(one.whole) == digits(other.whole):
            score = max(score, alike)
        if not is_called:
            score *= _CALLED_BESIDES
        if not score:
            return 0.0, "", ()
        if shared:
            return score, _("Gemensamt i namnet: %(words)s") % {"words": ", ".join(shared)}, shared
        told = {"one": one.shown, "other": other.shown}
        return score, _("Nästan samma stavning: %(one)s, %(other)s") % told, ()

    def _overlap(self, one: Mapping[str, str], other: Mapping[str, str]) -> float:
        """How much of the weight of both names' words is in what they share; slips are forgiven."""
        weight = self.weight
        both = sum(weight[part] for part in one if part in other)
        alone, others = one.keys() - other.keys(), other.keys() - one.keys()
        left = sorted(others)
        for part in sorted(alone):
            alike = [(spelled_alike(part, to), to) for to in left if may_be_slip(part, to)]
            nearest, to = max(alike, default=(0.0, ""))
            if nearest >= _SPELLED_ALIKE:
                both += nearest * (weight[part] + weight[to]) / 2
                left.remove(to)
                alone = alone - {part}
        every = sum(weight[part] for part in one) + sum(weight[part] for part in other)
        score = 2 * both / every if every else 0.0
        if alone and left:
            return score * _BOTH_DIFFER
        return score * _ONE_ADDS if alone or left else score

    def _texts_alike(self, place: int, other: int) -> tuple[float, tuple[str, ...]]:
        one, another = self.stems[place], self.stems[other]
        shared = one.keys() & another.keys()
        if not shared:
            return 0.0, ()
        weigh = self.weight
        both = sum(weigh[part] ** 2 for part in shared)
        length = math.sqrt(
            sum(weigh[part] ** 2 for part in one) * sum(weigh[part] ** 2 for part in another)
        )
        told = sorted(shared, key=lambda part: (-weigh[part], part))
        return both / length, tuple(one[part] for part in told[:5])


def _facts(one: Sequence[Fact], other: Sequence[Fact]) -> tuple[float, float, list[str]]:
    """What facts leave of the doubt, what differences leave of the score, and the facts shared."""
    doubt, factor, told = 1.0, 1.0, []
    theirs: dict[str, set[str]] = defaultdict(set)
    for fact in other:
        theirs[fact.kind].add(fact.value)
    kinds: dict[str, bool] = {}
    for fact in one:
        is_same = fact.value in theirs.get(fact.kind, ())
        if is_same:
            doubt *= 1 - fact.weight
            told.append(fact.words)
        elif fact.kind in theirs and not kinds.get(fact.kind):
            factor = min(factor, fact.against)
        kinds[fact.kind] = kinds.get(fact.kind, False) or is_same
    return doubt, factor, told
