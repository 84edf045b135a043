"""Figures of an initiative on plain values: its size, its split, what its benefit amounts to, what waits in a ring."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from bryggan.initiatives.models.choices import Reach, RiskLevel
from bryggan.methods.models import Phase, Size

# Above this a purchase must be documented (LOU 19 a kap. 11 §): it is no small matter.
MIDDLE_FROM_SEK = Decimal(100_000)
LARGE_FROM_SEK = Decimal(2_000_000)
# What reaches everyone is large at a lower cost.
LARGE_FOR_ALL_FROM_SEK = Decimal(500_000)

SPINE: tuple[str, ...] = tuple(Phase.values)
# In these phases it is carried out; a method may lack them all.
CARRIED_OUT = frozenset({Phase.PROCUREMENT, Phase.IMPLEMENTATION, Phase.PILOT, Phase.HANDOVER})
# It has begun, or is over: a joint initiative has its lead and its split before the first of them.
HAS_BEGUN = frozenset({*CARRIED_OUT, Phase.FOLLOW_UP, Phase.CLOSED})


def size_of(cost_sek: Decimal | None, reach: str, risk: str) -> str:
    """S, M or L out of what it costs, whom it reaches and what can go wrong; what is unknown makes nothing larger."""
    cost = cost_sek or Decimal(0)
    if cost >= LARGE_FROM_SEK or risk == RiskLevel.HIGH:
        return Size.LARGE
    if reach == Reach.WHOLE and cost >= LARGE_FOR_ALL_FROM_SEK:
        return Size.LARGE
    if cost >= MIDDLE_FROM_SEK or risk == RiskLevel.MIDDLE:
        return Size.MIDDLE
    if reach in (Reach.SEVERAL, Reach.WHOLE):
        return Size.MIDDLE
    return Size.SMALL


def is_whole(percents: Iterable[Decimal | None]) -> bool:
    """Whether the shares are all given and make 100 %; a third is written 33,33, so a hundredth each may be missing."""
    told = list(percents)
    given = [percent for percent in told if percent is not None]
    missing = abs(sum(given, Decimal(0)) - 100)
    return bool(told) and len(given) == len(told) and missing <= Decimal("0.01") * len(told)


def benefit_over(
    years: int | None,
    *,
    one_off_cost: Decimal | None,
    yearly_cost: Decimal | None,
    yearly_saving: Decimal | None,
) -> Decimal | None:
    """Kronor left after so many years; None when neither a cost nor a saving is known, or no years."""
    if not years or (one_off_cost is None and yearly_cost is None and yearly_saving is None):
        return None
    nothing = Decimal(0)
    yearly = (yearly_saving or nothing) - (yearly_cost or nothing)
    return yearly * years - (one_off_cost or nothing)


def place_of(phase: str) -> int:
    """How far along the spine a phase lies, from 0."""
    return SPINE.index(phase)


def how_far(phase: str) -> int:
    """The same, but those of carrying out as one: a method may have them in an order of its own."""
    return place_of(Phase.PROCUREMENT if phase in CARRIED_OUT else phase)


def ring_through(edges: Mapping[int, Iterable[int]], start: int, goal: int) -> list[int]:
    """The way by which `start` already waits for `goal`, both included: with goal → start it becomes a ring.

    Empty when there is none. `edges`: what each waits for.
    """
    before: dict[int, int] = {}
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            way = [goal]
            while way[-1] != start:
                way.append(before[way[-1]])
            return way[::-1]
        for beyond in edges.get(here, ()):
            if beyond not in seen:
                seen.add(beyond)
                before[beyond] = here
                waiting.append(beyond)
    return []


def matching_step(steps: Sequence[tuple[str, str]], *, key: str, phase: str) -> int:
    """Where in another version a matter stands: at the same step, else where its phase begins, else as near before.

    `steps`: key and phase of each, in order. Never further on, whatever the step is called there: only gates
    lead on. Nor at the end: only closing leads there.
    """
    keys = [one for one, _phase in steps]
    if key in keys:
        same = keys.index(key)
        if steps[same][1] != Phase.CLOSED and how_far(steps[same][1]) <= how_far(phase):
            return same
    phases = [one for _key, one in steps]
    if phase in phases and phase != Phase.CLOSED:
        return phases.index(phase)
    before = [at for at, one in enumerate(phases) if place_of(one) < place_of(phase)]
    return max(before, key=lambda at: place_of(phases[at]), default=0)
