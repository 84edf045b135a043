"""What a typed text means: its words by their roots, compounds parted, with the words that mean the same.

Pure functions on plain values. A root is a stem without the endings that make nouns of verbs, which
Snowball leaves: *signering*, *signera* and *signerad* are one. Compounds are parted by words that are
known: those of the thesaurus and those of the texts at hand.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bryggan.kit.small_words import SMALL
from bryggan.kit.swedish import stem
from bryggan.search.fields import folded

MOST_WORDS = 14
_MADE_OF_VERB = ("ering", "ning", "ing", "ande", "ende", "an")
_LEAST_ROOT = 3
_COMPOUND, _PART = 7, 3
# Letters that join the parts of a compound: verksamhets|system, gatu|lampa, läro|bok, tjänste|bil.
_JOINTS = "suoea"
_MOST_KEPT = 100_000
_OPEN_ENDS = ("yn", "ån", "ön")  # menyn
_WORD = re.compile(r"[^\W_]+")
# Not plurals, though Snowball takes them for such: en dator, en sensor, en rektor.
_ONE_OF = ("ator", "ktor", "nsor")


# Each known phrase by its first root.
type Phrases = Mapping[str, Sequence[str]]


@lru_cache(maxsize=200_000)
def root(word: str) -> str:
    """What a folded word has in common with its kin: bokning, bokningar and boka are `bok`."""
    if word.endswith(_ONE_OF):
        return word
    known = stem(word)
    if known == word and word.endswith("et") and len(word) > _COMPOUND - 2:
        return word.removesuffix("et")  # larmet, rummet
    if known == word and word.endswith(_OPEN_ENDS) and len(word) > _COMPOUND - 3:
        return word.removesuffix("n")
    for ending in _MADE_OF_VERB:
        kept = known.removesuffix(ending)
        if kept != known and len(kept) >= (_LEAST_ROOT if ending != "an" else _LEAST_ROOT + 1):
            # Fewer letters than these are seldom a verb: ring, kung.
            return f"{kept}er" if ending == "ering" else kept
    return known


def parts(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """The roots of the known words that a compound is made of, or nothing; three parts at the most."""
    if len(word) < _COMPOUND:
        return ()
    for at in range(len(word) - _PART, _PART - 1, -1):
        tail = root(word[at:])
        if tail not in known:
            continue
        for head in _heads(word[:at]):
            if head in known:
                return head, tail
        inner = parts(word[:at], known) if at >= _COMPOUND else ()
        if inner and len(inner) == 2:  # noqa: PLR2004  # two and the tail
            return (*inner, tail)
    return ()


def _heads(head: str) -> Iterable[str]:
    yield root(head)
    if head[-1] in _JOINTS and len(head) > _PART:
        yield root(head[:-1])


def as_written(text: str) -> list[str]:
    """Every word as it is written, in the order they stand."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def as_folded(text: str) -> list[str]:
    """Every word of a text that is folded already."""
    return _WORD.findall(text)


def telling(words: Sequence[str]) -> list[str]:
    """The folded words that say what it is about; all of them when none does."""
    return [word for word in words if word not in SMALL] or list(words)


class Thesaurus:
    """Words that mean the same, by their roots. Rows are shipped; the municipality's own words win.

    `parts` are other words that compounds are made of.
    """

    def __init__(
        self,
        rows: Iterable[Sequence[str]],
        own: Mapping[str, str] | None = None,
        parts: Iterable[str] = (),
    ) -> None:
        said = {_key(word): _key(means) for word, means in (own or {}).items()}
        self._rows: list[dict[str, str]] = []
        self._at: dict[str, set[int]] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        for row in rows:
            self._add({_key(word): word for word in row if _key(word) not in said})
        shipped = {key: frozenset(places) for key, places in self._at.items()}
        for word, means in (own or {}).items():
            self._add({_key(word): word, _key(means): means})
            for place in shipped.get(_key(means), ()):
                self._rows[place][_key(word)] = word
                self._at[_key(word)].add(place)
        self.phrases: dict[str, list[str]] = {}
        for key in self._at:
            if " " in key:
                self.phrases.setdefault(key.partition(" ")[0], []).append(key)
        self.known = frozenset(key for key in self._at if " " not in key) | {
            root(word) for word in parts
        }

    def _add(self, row: dict[str, str]) -> None:
        for key in row:
            self._at.setdefault(key, set()).add(len(self._rows))
        self._rows.append(row)

    def parts_of(self, word: str) -> tuple[str, ...]:
        """The parts of a compound by the words that are known here; each word is parted once."""
        if word not in self._parts:
            if len(self._parts) > _MOST_KEPT:
                self._parts.clear()
            self._parts[word] = parts(word, self.known - {root(word)})
        return self._parts[word]

    def same(self, key: str) -> dict[str, str]:
        """The other words of every row that this one stands in: root to how it is written."""
        found: dict[str, str] = {}
        for place in sorted(self._at.get(key, ())):
            found |= self._rows[place]
        found.pop(key, None)
        return found


def _key(text: str) -> str:
    return " ".join(root(folded(word)) for word in as_written(text))


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that the typed text says: the word as typed, its root, and the roots that mean the same."""

    word: str
    root: str
    same: frozenset[str] = frozenset()

    @property
    def said_by(self) -> tuple[str, ...]:
        """Every root that says it, its own first."""
        return (self.root, *sorted(self.same))


@dataclass(frozen=True, slots=True)
class Typed:
    """A word or phrase as typed: what it means as a whole, and what its parts mean where it has such."""

    whole: Meaning
    parts: tuple[Meaning, ...] = ()


def typed_words(text: str, thesaurus: Thesaurus, *, most: int = MOST_WORDS) -> list[Typed]:
    """What the text says, each once; of a long text what its longest words say."""
    written = as_written(text)
    read = [folded(word) for word in written]
    phrases = phrases_in([root(word) for word in read], thesaurus.phrases)
    covered = {key for phrase in phrases for key in phrase.split()}
    shown = dict(zip(reversed(read), reversed(written), strict=True))
    words = {root(word): word for word in reversed(telling(read)) if len(word) > 1}
    told = {key: word for key, word in words.items() if key not in covered}
    known = thesaurus.known | {key for key in words if len(key) >= _PART}

    def meaning(word: str, key: str) -> Meaning:
        return Meaning(word, key, frozenset(thesaurus.same(key)))

    found = [
        Typed(meaning(" ".join(written[at : at + phrase.count(" ") + 1]), phrase))
        for phrase, at in phrases.items()
    ]
    for key, word in reversed(told.items()):
        as_typed = shown[word]
        made_of = parts(word, known - {key})
        found.append(Typed(meaning(as_typed, key), tuple(meaning(as_typed, p) for p in made_of)))
    return sorted(found, key=lambda one: -len(one.whole.root))[:most]


def phrases_in(roots: Sequence[str], phrases: Phrases) -> dict[str, int]:
    """The known phrases that stand in the text, and at which word each begins: logga in, god man."""
    return {
        phrase: at
        for at, first in enumerate(roots)
        for phrase in phrases.get(first, ())
        if " ".join(roots[at : at + phrase.count(" ") + 1]) == phrase
    }
