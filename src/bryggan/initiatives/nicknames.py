"""Units by what people call them: short names, beginnings, initials, and several in one cell. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bryggan.people.models import Unit
from bryggan.registers.words_in_text import same

# A beginning shorter than this says too little.
SHORTEST = 3
# Who leads a matter, first: an administration before its board, and both before a place of work in it.
_FIRST = (
    Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY, Unit.Kind.AUTHORITY, Unit.Kind.MUNICIPALITY,
    Unit.Kind.REGION, Unit.Kind.GROUP, Unit.Kind.WORKPLACE,
)  # fmt: skip
_WHOLE = frozenset(
    ["alla", "samtliga", "alla förvaltningar", "samtliga förvaltningar", "hela kommunen",
     "kommunövergripande", "kommungemensamt", "kommunen", "gemensamt", "gemensamma", "koncernen"]
)  # fmt: skip
_BETWEEN = re.compile(r"\s*[/+&,;]\s*")
_AND = re.compile(r"(?<!-)\s+och\s+")
_WORD = re.compile(r"[^\W\d_]+")
_KIND = re.compile(r"(?:förvaltning(?:en)?|kontor(?:et)?|nämnd(?:en)?|bolag(?:et)?)$")
# An office that is called a förvaltning in one list and a kontor in the next: SBF and SBK.
_LAST = frozenset("fk")


def means_all(text: str) -> bool:
    """Whether the words are about the whole municipality and name nobody."""
    return same(text) in _WHOLE


@dataclass
class Nicknames:
    """The units there are, found by what they are called. `units`: those that anybody may mean."""

    units: Sequence[Unit]
    _named: dict[str, list[Unit]] = field(init=False, default_factory=dict)
    _initials: dict[str, list[Unit]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for unit in self.units:
            for name in {same(one) for one in (unit.name, unit.short, *unit.synonyms) if one}:
                self._named.setdefault(name, []).append(unit)
            for letters in initials(unit.name) | {same(unit.short)}:
                self._initials.setdefault(letters, []).append(unit)

    def find(self, text: str) -> Unit | None:
        """The one unit that goes by the words; None when none does, or several as likely."""
        said = same(text).rstrip(". ")
        return (
            _only(self._named.get(said, []))
            or _only(self._beginning(said))
            or _only(self._initials.get(said.replace(" ", ""), []))
            or _only(self._almost(said))
        )

    def _beginning(self, said: str) -> list[Unit]:
        if len(said) < SHORTEST:
            return []
        return [unit for unit in self.units if same(unit.name).startswith(said)]

    def _almost(self, said: str) -> list[Unit]:
        """A short name that ends in K for kontor where the unit's ends in F for förvaltning, or the other way."""
        if len(said) < SHORTEST or said[-1] not in _LAST:
            return []
        return [
            unit for last in _LAST - {said[-1]} for unit in self._initials.get(said[:-1] + last, [])
        ]

    def parts(self, text: str) -> list[str]:
        """The names in a cell that may hold several; a name that is known as a whole is one.

        "och" stands in many names: it parts them only when a part is a unit by itself.
        """
        text = text.strip()
        if self.find(text) is not None or means_all(text):
            return [text]
        found = [part for part in _BETWEEN.split(text) if part]
        if len(found) > 1:
            return found
        found = _AND.split(text)
        return found if len(found) > 1 and any(map(self.find, found)) else [text]


def _only(units: Iterable[Unit]) -> Unit | None:
    """The one of the foremost kind, if it is alone."""
    found = {unit.pk: unit for unit in units}.values()
    for kind in _FIRST:
        of_kind = [unit for unit in found if unit.kind == kind]
        if of_kind:
            return of_kind[0] if len(of_kind) == 1 else None
    return None


def initials(name: str) -> set[str]:
    """The initials that people make of a name: with "och" and without, with the word for its kind and without.

    "Vård- och omsorgsförvaltningen" is VoO, VO, VoOF and VOF.
    """
    words = _WORD.findall(same(name))
    plain = [word for word in words if word != "och"]
    made = {"".join(map(_letters, some)) for some in (words, plain)}
    if words and len(_letters(words[-1])) > 1:
        made |= {one[:-1] for one in set(made)}
    return {one for one in made if len(one) > 1}


def _letters(word: str) -> str:
    """The first letter of a word, and that of "förvaltning" or "kontor" when the word ends so."""
    kind = _KIND.search(word)
    return word[0] + kind[0][0] if kind and kind.start() > 0 else word[0]
