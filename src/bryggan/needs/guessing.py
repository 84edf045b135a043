"""Which system a need seems to be about: one that its words name."""

import re
from collections.abc import Iterable, Mapping

from bryggan.kit import remembering
from bryggan.needs.models import Need
from bryggan.people.models import User
from bryggan.search.fields import folded
from bryggan.systems.models import System

# A name of so few letters is most often something else.
SHORTEST = 4
MOST_WORDS = 4
_WORD = re.compile(r"\w+")

type Names = Mapping[str, tuple[int, str]]


def guessed_systems(needs: Iterable[Need], user: User) -> dict[int, tuple[int, str]]:
    """By need the system its words name, id and name: the longest name, then the one said first."""
    waiting = [need for need in needs if need.system_id is None]
    names = _names(user) if waiting else {}
    found = {need.pk: _named_in(f"{need.obstacle} {need.concerns}", names) for need in waiting}
    return {pk: system for pk, system in found.items() if system is not None}


def _names(user: User) -> Names:
    """Every name that a system goes by, as it would be found in a text."""
    rows = System.objects.visible_to(user).present().order_by("-pk")
    columns = rows.values_list("pk", "name", "aliases")

    def read() -> Names:
        return {
            key: (pk, name)
            for pk, name, aliases in columns
            for called in (*aliases, name)
            if len(key := " ".join(_WORD.findall(folded(called)))) >= SHORTEST
        }

    return remembering.remembered(("needs.system_names", remembering.asked(columns)), read)


def _named_in(text: str, names: Names) -> tuple[int, str] | None:
    words = _WORD.findall(folded(text))
    for length in range(MOST_WORDS, 0, -1):
        for start in range(len(words) - length + 1):
            said = " ".join(words[start : start + length])
            system = names.get(said) or names.get(said.removesuffix("s"))
            if system is not None:
                return system
    return None
