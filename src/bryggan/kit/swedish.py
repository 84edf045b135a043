"""Swedish words as they are compared: folded, without endings, parted, letter by letter."""

import re
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from bryggan.search.fields import folded

LEAST_LETTERS = 5
LONGEST_SLIP = 2
_WORD = re.compile(r"[^\W_]+(?:\.\d+)*")
_VERSION = re.compile(r"v\d+(\.\d+)*|\d+(\.\d+)+|(19|20)\d\d")
# What says nothing of which one it is: small words, and which edition of it.
EMPTY = frozenset(
    [
        "och",
        "i",
        "på",
        "av",
        "för",
        "till",
        "från",
        "med",
        "som",
        "den",
        "det",
        "de",
        "en",
        "ett",
        "är",
        "att",
        "vid",
        "om",
        "samt",
        "eller",
        "under",
        "över",
        "vi",
        "vill",
        "ska",
        "kan",
        "kunna",
        "alla",
        "inte",
        "så",
        "man",
        "har",
        "idag",
        "prod",
        "produktion",
        "version",
        "cloud",
        "the",
        "and",
        "of",
        "for",
    ]
)
# A word of so many letters may be a compound, whose parts have at least so many.
_COMPOUND, PART = 8, 4


@cache
def _stemmer() -> Any:
    """Loaded when the first word is read: it brings stemmers for thirty languages with it."""
    return import_module("snowballstemmer").stemmer("swedish")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word without its ending: förvaltningen and förvaltningar are the same."""
    return str(_stemmer().stemWord(word))


def words_of(text: str) -> list[str]:
    """The words that tell something, folded, in the order they stand."""
    found = _WORD.findall(folded(text))
    told = [word for word in found if word not in EMPTY and not _VERSION.fullmatch(word)]
    return told or found


def parts_of(word: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
    """The stems of the words that a compound is made of, by the vocabulary; else its own."""
    if len(word) >= _COMPOUND:
        for at in range(len(word) - PART, PART - 1, -1):
            head, tail = stem(word[:at]), stem(word[at:])
            if tail in vocabulary:
                if head in vocabulary:
                    return head, tail
                # Two words are joined by an s: verksamhets|system.
                if word[at - 1] == "s" and stem(word[: at - 1]) in vocabulary:
                    return stem(word[: at - 1]), tail
    return (stem(word),)


@lru_cache(maxsize=100_000)
def trigrams(text: str) -> frozenset[str]:
    """Every three letters in a row, the edges too."""
    padded = f"  {text} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def spelled_alike(one: str, other: str) -> float:
    """How many letters in a row two words share: 1 when they are the same."""
    first, second = trigrams(one), trigrams(other)
    return 2 * len(first & second) / (len(first) + len(second))


def may_be_slip(one: str, other: str) -> bool:
    is_near = abs(len(one) - len(other)) <= LONGEST_SLIP
    return is_near and min(len(one), len(other)) >= LEAST_LETTERS and digits(one) == digits(other)


def digits(text: str) -> str:
    """A number is no slip of the pen: two names with different numbers are two things."""
    return "".join(sign for sign in text if sign.isdigit())
