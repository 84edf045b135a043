"""What a municipality's own system list says in words: units, contract ends, dependencies, names.

Pure functions on text; nothing is looked up. Sentences that are not understood are said to be so
and never dropped. What a column calls external connections is not taken apart: it stays text.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

from bryggan.kit.words import plain
from bryggan.registers import cells
from bryggan.registers.reading.sheet import shown
from bryggan.registers.words_in_text import next_part, same

type UnitKind = Literal[
    "group", "municipality", "region", "authority", "department", "workplace", "company"
]

CRITICALITY_WORDS = (
    "Helt verksamhetskritiskt",
    "Till betydande del verksamhetskritiskt",
    "Till betydande del ej verksamhetskritiskt",
    "Ej verksamhetskritiskt",
)

_BETWEEN_UNITS = re.compile(r"(?:^|\s+)/(?:\s+|$)")
_GROUP = re.compile(r"koncern(?:en)?$")
_REGION = re.compile(r"^region(?:en)?\b")
_MUNICIPALITY = re.compile(r"kommun(?:en)?$|\bstad$")
_AUTHORITY = re.compile(r"(?:nämnd(?:en)?|styrelsen?|fullmäktige)$")
_DEPARTMENT = re.compile(r"(?:förvaltning(?:en)?|kontor(?:et)?)$")
_DIVISION = re.compile(r"(?:avdelning(?:en)?|stab(?:en)?)$")
_COMPANY = re.compile(r"\b(?:ab|aktiebolag|stiftelsen?)\b|(?:bolag(?:et)?|förbund(?:et)?)\b")
# Signs of a company only right under the municipality: further down they name a part of an office.
_COMPANY_ON_TOP = re.compile(
    r"(?:energi|nät|hamn|airport|flygplats|logistikpark|stadshus|vatten|avfall"
    r"|hem|bostäder|fastigheter|parkering|kraft|värme|renhållning)\b"
)
# Companies go by their initials; offices do too, but theirs end in K(ontor), F(örvaltning), N(ämnd).
_INITIALS = re.compile(r"[A-ZÅÄÖ]{2,5}[A-EG-JLMO-ZÅÄÖ]")
_TOP, _SECOND, _THIRD = 1, 2, 3
_HAVE_COMPANIES = frozenset({"group", "municipality", "region"})

_OPEN_ENDED = re.compile(
    r"""(?:avtalet\s+)?(?:löper\s+)?(?:löpande|tills\s?vidare)(?:\s*avtal)?
    (?:[\s,.:;()–-]*(?:med\s+)?(?:en\s+)?(?:(?:ömsesidig\s+)?uppsägning(?:stid)?)?\s*(?:på|om|är|:)?\s*
    (?P<low>\d{1,3})(?:\s*(?:-|–|till)\s*(?P<high>\d{1,3}))?\s*(?P<unit>mån(?:ad(?:er)?s?)?|års?)\.?
    (?:\s*(?:ömsesidig\s+)?uppsägning(?:stid)?)?)?[\s.)]*""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_SENTENCE = 200
_MOST_MONTHS = 240

_CRITICALITY = re.compile(
    r"\s*:\s*(?P<criticality>"
    + "|".join(
        words.replace(" ", r"\s+") for words in sorted(CRITICALITY_WORDS, key=len, reverse=True)
    )
    + r")\s*(?:\((?P<method>[^()]*)\)\s*)?(?:[,;\n]\s*|$)",
    re.IGNORECASE,
)
_CRITICALITIES = {same(words): words for words in CRITICALITY_WORDS}

_WORD = re.compile(r"[^\W_]+")
# Words that say nothing of which system it is.
_EMPTY_WORDS = frozenset(
    [
        "ab",
        "av",
        "den",
        "det",
        "för",
        "från",
        "i",
        "inkl",
        "inklusive",
        "med",
        "och",
        "prod",
        "produktion",
        "som",
        "system",
        "systemet",
        "the",
        "till",
        "tjänst",
        "webb",
        "web",
        "www",
        "se",
    ]
)
_LONG_WORD = 6
_COMMON = 5
_LONGEST_NAME = 300
_LONGEST_LIST = 4_000
_SPELLED_ALIKE = 0.84
_SHARED_ENOUGH = 0.4


@dataclass(frozen=True, slots=True)
class ContractEnd:
    """When a contract ends: on a day, or open-ended with a time of notice in months, low to high.

    Of a range the longest is to be reckoned with. `is_assumed` says that day or notice is not
    told exactly; a time of notice that is not told at all is None, never 0.
    """

    kind: Literal["fixed", "open_ended"]
    ends_on: date | None
    notice_months_low: int | None
    notice_months_high: int | None
    is_assumed: bool


class Mention(NamedTuple):
    """Another system named in a dependency, as written, with how critical it is and the method."""

    name: str
    criticality: str
    method: str


class Mentions(NamedTuple):
    """The systems a text mentions, and the pieces of it that were not understood."""

    found: tuple[Mention, ...]
    remainders: tuple[str, ...]


class Nearest(NamedTuple):
    """The name most like another one, and why, in words."""

    candidate: str
    reason: str


def unit_path(text: str) -> tuple[str, ...]:
    """Read "Koncernen / Kommunen / Kontoret" as the names of units from the top down."""
    names = (" ".join(name.split()) for name in _BETWEEN_UNITS.split(text.strip()))
    return tuple(name for name in names if not cells.is_nothing(name))


def guess_unit_kind(name: str, depth: int, *, parent_kind: UnitKind | None = None) -> UnitKind:
    """Guess what kind of unit a name stands for; the person who imports sees it and may change it.

    `depth` is 1 for the top of the path. Without `parent_kind` the top is taken for a group, with
    municipalities under it, and these with their offices and companies.
    """
    said = same(name)
    if depth <= _SECOND and _GROUP.search(said):
        return "group"
    if depth <= _SECOND and _REGION.search(said):
        return "region"
    if _COMPANY.search(said):
        return "company"
    if _DEPARTMENT.search(said):
        return "department"
    if _AUTHORITY.search(said):
        return "authority"
    if depth <= _SECOND and _MUNICIPALITY.search(said):
        return "municipality"
    is_on_top = depth <= _THIRD if parent_kind is None else parent_kind in _HAVE_COMPANIES
    if is_on_top and _DIVISION.search(said):
        return "department"
    is_under_municipality = parent_kind == "municipality" or (
        parent_kind is None and depth == _THIRD
    )
    has_initials = is_under_municipality and _INITIALS.fullmatch(name.strip())
    if depth > _TOP and is_on_top and (_COMPANY_ON_TOP.search(said) or has_initials):
        return "company"
    if depth == _TOP or (depth == _SECOND and parent_kind in {None, "group"}):
        return "municipality"
    return "department" if is_on_top else "workplace"


def contract_end(value: object | None) -> ContractEnd | None:
    """Read when a contract ends: a date, or words such as "Löpande - uppsägningstid på 3 månader".

    Of a mere month or year the last day is assumed; a date in 9999 is a contract without an end.
    None where the cell says nothing; any other sentence is `Unreadable`.
    """
    if cells.is_nothing(value, cells.NO_ANSWER):
        return None
    found = _OPEN_ENDED.fullmatch(shown(value)[:_LONGEST_SENTENCE])
    if found:
        months = 12 if (found["unit"] or "").lower().startswith("år") else 1
        low = int(found["low"]) * months if found["low"] else None
        high = int(found["high"]) * months if found["high"] else low
        if low is None or high is None:
            return ContractEnd("open_ended", None, None, None, is_assumed=False)
        if low <= high <= _MOST_MONTHS:
            return ContractEnd("open_ended", None, low, high, is_assumed=low != high)
    try:
        day = cells.date(value, is_end=True)
    except cells.Unreadable as error:
        raise cells.Unreadable(
            _(
                "Väntade ett slutdatum, till exempel 2026-12-31, eller ”Löpande - uppsägningstid på"
                " 3 månader”, men cellen säger ”%(said)s”."
            )
            % {"said": shown(value)[:_LONGEST_SENTENCE]}
        ) from error
    if day.value is None:
        return ContractEnd("open_ended", None, None, None, is_assumed=True)
    return ContractEnd("fixed", day.value, None, None, is_assumed=day.remark is not None)


def mentions(text: str, known_names: Collection[str]) -> Mentions:
    """Read "NAME: CRITICALITY (METHOD), NAME: CRITICALITY" where names may hold commas and colons.

    `known_names` are those that exist, as `match_name` gives them: they tell where a name begins
    when something stands before it, and are found also without a criticality (then "").
    """
    said = "\n".join(" ".join(line.split()) for line in plain(text).split("\n"))
    found: list[Mention] = []
    remainders: list[str] = []
    place = 0
    for part in _CRITICALITY.finditer(said):
        before, name = _name_at_end(said[place : part.start()], known_names)
        _take_loose_names(before, known_names, found, remainders)
        criticality = _CRITICALITIES[same(part["criticality"])]
        if name:
            found.append(Mention(name, criticality, (part["method"] or "").strip()))
        else:
            remainders.append(part[0].strip())
        place = part.end()
    _take_loose_names(said[place:], known_names, found, remainders)
    return Mentions(tuple(found), tuple(remainders))


def _name_at_end(text: str, known: Collection[str]) -> tuple[str, str]:
    """Part what stands before a criticality into something else and the name, known if any is."""
    text = text.strip(" \n,;")
    if same(text) in known:
        return "", text
    start = max(0, len(text) - _LONGEST_NAME)
    for separator in re.finditer(r"[,;\n]\s*", text[start:]):
        name = text[start + separator.end() :]
        if same(name) in known:
            return text[: start + separator.start()], name
    return ("", text) if start == 0 else (text, "")


def _take_loose_names(
    text: str, known: Collection[str], found: list[Mention], remainders: list[str]
) -> None:
    rest = text.strip(" \n,;")
    if len(rest) > _LONGEST_LIST:
        remainders.append(rest)
        return
    unknown: list[str] = []
    while rest:
        part, word, rest = next_part(rest, known)
        if word:
            found.append(Mention(part, "", ""))
        elif not cells.is_nothing(part):
            unknown.append(part)
    if unknown:
        remainders.append(", ".join(unknown))


def match_name(text: str) -> str:
    """Give the form in which two names are the same system: trimmed, single spaces, no case."""
    return same(text)


def nearest(name: str, candidates: Iterable[str]) -> Nearest | None:
    """Propose which candidate a name may stand for: by words they share, else by spelling.

    A word in parentheses counts as any other, so that "Heroma" finds "HR-system (Heroma)". The
    words shared must be a good part of the name, and words that many candidates have do not count.
    """
    index = _index(tuple(candidates))
    wanted = _telling_words(name) - index.common
    best: tuple[float, int, str] | None = None
    best_shared: frozenset[str] = frozenset()
    by_words = index.sharing(wanted)
    for candidate, shared in by_words.items():
        rank = (_letters(shared) / _letters(wanted), -abs(len(candidate) - len(name)), candidate)
        if best is None or rank > best:
            best, best_shared = rank, shared
    one, letters = same(name), _letter_bits(same(name))
    for candidate, other, its_letters in index.about_as_long(len(one)):
        # No likeness is greater than the share of letters that both have.
        most = 2 * (letters & its_letters).bit_count() / (len(one) + len(other))
        if most < _SPELLED_ALIKE or (best and most < best[0]) or candidate in by_words:
            continue
        likeness = _alike(one, other)
        rank = (likeness, -abs(len(candidate) - len(name)), candidate)
        if likeness and (best is None or rank > best):
            best, best_shared = rank, frozenset()
    if best is None:
        return None
    candidate = best[-1]
    spelled = _("Namnen stavas nästan lika.")
    return Nearest(candidate, _shared_reason(candidate, best_shared) if best_shared else spelled)


class _Index:
    """Names prepared to be compared with many others: by their telling words, and by their letters."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.common = _common_words(names)
        self.by_length: dict[int, list[tuple[str, str, int]]] = {}
        self.by_word: dict[str, list[str]] = {}
        for name in names:
            spelled = same(name)
            alike = self.by_length.setdefault(len(spelled), [])
            alike.append((name, spelled, _letter_bits(spelled)))
            for word in _telling_words(name) - self.common:
                self.by_word.setdefault(word, []).append(name)

    def sharing(self, wanted: frozenset[str]) -> dict[str, frozenset[str]]:
        """The names that share a good part of the wanted words, with the words shared."""
        near = {name for word in wanted for name in self.by_word.get(word, ())}
        shared = {name: wanted & _telling_words(name) for name in near}
        most = _letters(wanted)
        return {n: words for n, words in shared.items() if _letters(words) / most >= _SHARED_ENOUGH}

    def about_as_long(self, length: int) -> Iterator[tuple[str, str, int]]:
        """What can be spelled alike at all: as given, as compared, and its letters."""
        for other, names in self.by_length.items():
            if 2 * min(length, other) >= _SPELLED_ALIKE * (length + other) > 0:
                yield from names


@lru_cache(maxsize=2)
def _index(names: tuple[str, ...]) -> _Index:
    return _Index(names)


# Each letter in its first, second … place within a name has a bit of its own.
_BITS: dict[tuple[str, int], int] = {}


def _letter_bits(text: str) -> int:
    """The letters of a text as a set in which the same letter can stand several times."""
    bits = 0
    for letter, count in Counter(text).items():
        for place in range(count):
            bits |= 1 << _BITS.setdefault((letter, place), len(_BITS))
    return bits


def _shared_reason(candidate: str, shared: frozenset[str]) -> str:
    words = [word for word in _WORD.findall(candidate) if _stem(word.casefold()) in shared]
    return _("Båda namnen innehåller %(words)s.") % {
        "words": ", ".join(f"”{word}”" for word in dict.fromkeys(words))
    }


@lru_cache(maxsize=50_000)
def _telling_words(name: str) -> frozenset[str]:
    """Give the words of a name that tell which system it is; all of them if none does."""
    words = frozenset(_stem(word) for word in _WORD.findall(name.casefold()))
    telling = {word for word in words - _EMPTY_WORDS if not word.endswith("system")}
    return frozenset(telling) or words


@lru_cache(maxsize=4)
def _common_words(names: tuple[str, ...]) -> frozenset[str]:
    """Give the words that stand in so many names that they tell none of them apart."""
    counts = Counter(word for name in names for word in _telling_words(name))
    most = max(_COMMON, len(names) // 100)
    return frozenset(word for word, count in counts.items() if count > most)


def _stem(word: str) -> str:
    """Take the ending off a long Swedish word: "fakturaportalen" is "fakturaportal"."""
    return re.sub(r"(?:en|et|n|s)$", "", word) if len(word) > _LONG_WORD else word


def _letters(words: frozenset[str]) -> int:
    return sum(map(len, words))


def _alike(one: str, other: str) -> float:
    """Say how alike two names are spelled, 0 when not enough to speak of."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio):
        if ratio() < _SPELLED_ALIKE:
            return 0.0
    return matcher.ratio()
