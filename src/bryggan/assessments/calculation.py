"""What many people's stands amount to: scores, axes, how far apart they are, and what that suggests.

The statements follow bilaga 3 of Guide för kommunal e-utveckling (Jönköpings län 2013). The bilaga gives no
scale, no axes, no limits and no dispositions: all of that is Bryggan's own addition, see docs/beslut.

A stand is 1 (stämmer inte alls) to 4 (stämmer helt) or `UNKNOWN` (vet ej), which is never counted as a
number. `Stands` maps the key of a statement to a stand. An axis goes from 0 to 100.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

LOWEST, HIGHEST = 1, 4
UNKNOWN = "unknown"
MIDDLE = 50
# On the axis: half of its length between two people is more than a matter of mood.
DISAGREEMENT = 40
# On the scale: two steps apart, one of them must be on the wrong side.
APART = 2

type Stand = int | str
type Stands = Mapping[str, Stand]


@dataclass(frozen=True)
class Score:
    """The mean of the stands taken, on the scale 1–4; `answered` of `asked` were numbers, None of none."""

    mean: float | None
    answered: int
    asked: int


@dataclass(frozen=True)
class Axis:
    """A side's view on 0–100: the mean of its people, each counted alike, with the lowest and highest of them.

    `voices`: how many people it rests on. `answered` of `asked` statements were given a number.
    """

    value: int | None
    low: int | None
    high: int | None
    deviation: float
    voices: int
    answered: int
    asked: int

    @property
    def spread(self) -> int | None:
        """How far apart the two who differ most are; with fewer than two nobody can differ."""
        if self.low is None or self.high is None or self.voices < 2:
            return None
        return self.high - self.low

    @property
    def crosses(self) -> bool:
        """Whether people stand on both sides of the middle, so that the mean hides a choice."""
        return self.low is not None and self.high is not None and self.low < MIDDLE <= self.high


@dataclass(frozen=True)
class Difference:
    """How a statement was answered: how many took each stand, and how many steps apart the outermost are."""

    key: str
    counts: tuple[int, ...]
    unknown: int
    mean: float | None
    steps: int
    deviation: float

    @property
    def is_apart(self) -> bool:
        return self.steps >= APART


def is_stand(value: object) -> bool:
    """Whether a value is a stand at all."""
    return value == UNKNOWN or (type(value) is int and LOWEST <= value <= HIGHEST)


def numbers(stands: Stands, keys: Sequence[str]) -> list[int]:
    """The stands that are numbers; *vet ej* and what was left out are not."""
    found = (stands.get(key) for key in keys)
    return [value for value in found if isinstance(value, int)]


def on_axis(mean: float) -> int:
    """A mean on the scale 1–4 as a place on the axis 0–100; halves go up."""
    return int((mean - LOWEST) / (HIGHEST - LOWEST) * 100 + 0.5)


def score(answers: Sequence[Stands], keys: Sequence[str]) -> Score:
    """The mean of every stand taken on these statements, by everyone."""
    given = [value for stands in answers for value in numbers(stands, keys)]
    return Score(fmean(given) if given else None, len(given), len(keys) * len(answers))


def axis(answers: Sequence[Stands], keys: Sequence[str]) -> Axis:
    """Where a side places the system. Within a person every statement counts alike, and every person alike.

    Whoever has only *vet ej* has no voice, but her statements are among those asked.
    """
    given = [numbers(stands, keys) for stands in answers]
    voices = [on_axis(fmean(one)) for one in given if one]
    return Axis(
        value=int(fmean(voices) + 0.5) if voices else None,
        low=min(voices, default=None),
        high=max(voices, default=None),
        deviation=round(pstdev(voices), 1) if voices else 0.0,
        voices=len(voices),
        answered=sum(map(len, given)),
        asked=len(keys) * len(answers),
    )


def differences(answers: Sequence[Stands], keys: Sequence[str]) -> list[Difference]:
    """Each statement with how it was answered, those that differ most first, at a tie in their order."""
    found = [_difference(answers, key) for key in keys]
    return sorted(found, key=lambda one: (-one.steps, -one.deviation, keys.index(one.key)))


def _difference(answers: Sequence[Stands], key: str) -> Difference:
    given = [value for stands in answers for value in numbers(stands, [key])]
    return Difference(
        key=key,
        counts=tuple(given.count(stand) for stand in range(LOWEST, HIGHEST + 1)),
        unknown=sum(stands.get(key) == UNKNOWN for stands in answers),
        mean=fmean(given) if given else None,
        steps=max(given) - min(given) if given else 0,
        deviation=round(pstdev(given), 2) if given else 0.0,
    )


def widest(*axes: Axis) -> int | None:
    """How far apart people are on the axis where they differ most; None when nobody can differ."""
    spreads = [one.spread for one in axes if one.spread is not None]
    return max(spreads, default=None)


def disagrees(spread: int | None, limit: int = DISAGREEMENT) -> bool:
    """Whether people are further apart than one may look away from."""
    return spread is not None and spread >= limit


KEEP, DEVELOP, CONSOLIDATE = "keep", "develop", "consolidate"
REPLACE, PHASE_OUT = "replace", "phase_out"
# After these the system is gone, or merged with another.
LEAVING = frozenset({CONSOLIDATE, REPLACE, PHASE_OUT})


def proposal(business: int | None, technical: int | None, *, has_better: bool = False) -> str:
    """What the two axes suggest; "" without both sides' answers: a guess is no proposal.

    Worth much and standing well: develop. Worth much, standing badly: replace. Standing well but worth
    little: keep as it is. Neither: phase out. `has_better`: another system for the same work is worth much
    and stands well; then whatever is not itself both is better brought together with that one.
    """
    if business is None or technical is None:
        return ""
    is_worth, stands = business >= MIDDLE, technical >= MIDDLE
    if is_worth and stands:
        return DEVELOP
    if has_better:
        return CONSOLIDATE
    if is_worth:
        return REPLACE
    return KEEP if stands else PHASE_OUT


def better_for_the_same(
    words: Mapping[int, Collection[str]], well: Collection[int]
) -> dict[int, int]:
    """For each system another that does the same work and is both worth much and stands well.

    `words`: a system's kind, category and area joined, one per kind of work; `well`: those that are both. The
    lowest id wins, so that the answer is the same every time.
    """
    by_word: dict[str, list[int]] = {}
    for pk in sorted(well):
        for word in words.get(pk, ()):
            by_word.setdefault(word, []).append(pk)
    found = {}
    for pk, own in words.items():
        others = [other for word in own for other in by_word.get(word, []) if other != pk]
        if others:
            found[pk] = min(others)
    return found
