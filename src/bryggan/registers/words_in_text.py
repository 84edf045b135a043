"""Words compared as people compare them: known names found in a text, slips of the pen forgiven."""

import re
from collections.abc import Collection
from functools import lru_cache

from bryggan.kit.words import one_line

_SEPARATOR = re.compile(r"[,;\n]")
_AROUND = " ,;\n\t\u00a0"
# So many spaces too many may stand in a name and it is still found in a text.
_SPARE = 20
_NEGATIONS = frozenset({"ej", "inte", "icke", "ingen", "inget", "inga", "nej", "utan"})
# Length from which one wrong letter is forgiven, and two.
_ONE_SLIP, _TWO_SLIPS = 5, 16


@lru_cache(maxsize=100_000)
def same(text: str) -> str:
    """Give the form in which two texts are the same: trimmed, single spaces, without case."""
    return " ".join(one_line(text).split()).casefold()


def next_part(text: str, known: Collection[str]) -> tuple[str, str | None, str]:
    """Take the next name off a list written as text: (as written, the known word, what remains).

    `known` are words as `same` gives them. The longest that stands here, up to a separator or the
    end, is taken; else whatever stands before the next separator, which is no known word.
    """
    text = text.strip(_AROUND)
    reach = max(map(len, known), default=0) + _SPARE
    ends = [found.start() for found in _SEPARATOR.finditer(text, 0, reach)]
    for end in (*([len(text)] if len(text) <= reach else []), *reversed(ends)):
        word = same(text[:end])
        if word in known:
            return text[:end].strip(), word, text[end:].strip(_AROUND)
    first = _SEPARATOR.search(text)
    end = first.start() if first else len(text)
    return text[:end].strip(), None, text[end:].strip(_AROUND)


def nearest_word(word: str, known: Collection[str]) -> str | None:
    """Find the one known word that differs by a slip of the pen; None if none or several do.

    One letter may be wrong, missing, added or swapped with the next from five letters on, two from
    sixteen. A word that denies is never taken for one that does not.
    """
    allowed = 2 if len(word) >= _TWO_SLIPS else 1 if len(word) >= _ONE_SLIP else 0
    if not allowed:
        return None
    denials = _NEGATIONS & set(word.split())
    distances = {
        candidate: slips(word, candidate)
        for candidate in known
        if abs(len(candidate) - len(word)) <= allowed
        and denials == _NEGATIONS & set(candidate.split())
    }
    least = min(distances.values(), default=allowed + 1)
    nearest = [candidate for candidate, distance in distances.items() if distance == least]
    return nearest[0] if least <= allowed and len(nearest) == 1 else None


@lru_cache(maxsize=10_000)
def slips(one: str, other: str) -> int:
    """Count the letters to change, add, leave out or swap with their neighbour to get the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, sign in enumerate(other, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != sign))
            if before and column > 1 and letter == other[column - 2] and one[row - 2] == sign:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
