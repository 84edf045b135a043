"""Whether a person may take a decision now: her posts, her deputies, conflicts of interest. Pure functions.

Rules: kommunallagen (2017:725) 6 kap. 28-32 §§ and 7 kap. 4 § (jäv); a deputy acts only in the
holder's place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bryggan.decisions.choices import PostKind
from bryggan.decisions.mandate import Answer, Rule


@dataclass(frozen=True, kw_only=True)
class Held:
    """A person holds a post from and to a day, for the part of the organisation under a path."""

    person: int
    post: int
    path: str = ""
    starts_on: date = date.min
    ends_on: date | None = None

    def is_on(self, day: date, path: str) -> bool:
        is_time = self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        return is_time and path.startswith(self.path)


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What is true of people on the day: who has left, who cannot take part, who is away."""

    left: frozenset[int] = frozenset()
    conflicted: frozenset[int] = frozenset()
    away: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Ground:
    """On what a person decides: the point, her post, and for whom she stands in."""

    rule: Rule
    post: int
    stands_in_for: int | None = None


@dataclass(frozen=True)
class Ruling:
    """Whether this person may take this decision now: on what ground, else the sentence that says why not."""

    ground: Ground | None
    reason: str = ""
    to: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return self.ground is not None


def may_decide(
    person: int,
    answer: Answer,
    held: Sequence[Held],
    *,
    day: date,
    path: str,
    circumstances: Circumstances | None = None,
) -> Ruling:
    """May the person decide the matter that was answered for, for the unit with the path?

    By any point that suffices, in the order of height; as a deputy only where the holder is away, has a
    conflict of interest, or the post is vacant. `to`: the people who may, by the lowest point.
    """
    at = circumstances or Circumstances()
    to = tuple(_those_who_may(answer, held, day, path, at))
    if answer.asks:
        return Ruling(None, _("Det går inte att säga än vem som får besluta."), to)
    if person in at.left:
        return Ruling(None, _("Den som har slutat beslutar inte."), to)
    if person in at.conflicted:
        return Ruling(None, _("Du är jävig i ärendet och får inte besluta."), to)
    for rule in answer.sufficient():
        ground = _ground(person, rule, held, day, path, at)
        if ground is not None:
            return Ruling(ground, to=to)
    if answer.lowest is None:
        return Ruling(None, answer.reason, to)
    said = _("Kräver %(post)s, delegationsordningen punkt %(code)s.")
    lowest = answer.lowest
    return Ruling(None, said % {"post": lowest.post_name.lower(), "code": lowest.code}, to)


def _holders(post: int, held: Sequence[Held], day: date, path: str, at: Circumstances) -> list[int]:
    """Who holds the post on the day, those who have left left out."""
    rows = [one for one in held if one.post == post and one.is_on(day, path)]
    return [one.person for one in rows if one.person not in at.left]


def _ground(
    person: int, rule: Rule, held: Sequence[Held], day: date, path: str, at: Circumstances
) -> Ground | None:
    if rule.post_kind not in (PostKind.EMPLOYEE, PostKind.ELECTED):
        return None
    holders = _holders(rule.post, held, day, path, at)
    if person in holders:
        return None if person in at.away else Ground(rule, rule.post)
    acting = [one for one in holders if one not in at.away and one not in at.conflicted]
    if acting:
        return None
    for post in rule.deputies:
        deputies = _holders(post, held, day, path, at)
        able = [one for one in deputies if one not in at.away and one not in at.conflicted]
        if person in able:
            return Ground(rule, post, holders[0] if holders else None)
        if able:
            return None
    return None


def _those_who_may(
    answer: Answer, held: Sequence[Held], day: date, path: str, at: Circumstances
) -> list[int]:
    """By the lowest point that suffices: its holder, or whoever stands in for her now."""
    for rule in answer.sufficient():
        everyone = dict.fromkeys(one.person for one in held)
        able = [
            one
            for one in everyone
            if one not in at.left
            and one not in at.conflicted
            and _ground(one, rule, held, day, path, at) is not None
        ]
        if able:
            return able
    return []
