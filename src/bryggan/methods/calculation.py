"""What a method amounts to as plain values: the order its phases may have, and how two versions differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from bryggan.methods.models import Phase

# Where every method begins and ends.
FIRST = Phase.PREPARATION
LAST = (Phase.FOLLOW_UP, Phase.CLOSED)
# A method may put these in its own order, and leave out any of them.
MIDDLE = frozenset(
    {Phase.DECISION, Phase.PROCUREMENT, Phase.IMPLEMENTATION, Phase.PILOT, Phase.HANDOVER}
)


class Fault(StrEnum):
    """What keeps a version from being taken into use."""

    NO_STEPS = "no_steps"
    BEGINS_ELSEWHERE = "begins_elsewhere"
    ENDS_ELSEWHERE = "ends_elsewhere"
    PHASE_TWICE = "phase_twice"
    PRESTUDY_LATE = "prestudy_late"
    SAME_KEY = "same_key"


@dataclass(frozen=True)
class PlainRequirement:
    key: str
    name: str
    sizes: tuple[str, ...]
    rule: str = ""


@dataclass(frozen=True)
class PlainStep:
    key: str
    name: str
    phase: str
    requirements: tuple[PlainRequirement, ...] = ()


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    OTHER_PHASE = "other_phase"
    OTHER_SIZES = "other_sizes"
    OTHER_RULE = "other_rule"


@dataclass(frozen=True)
class Difference:
    """One thing that is otherwise. `requirement` is empty when it is about the step itself."""

    change: Change
    step: str
    requirement: str = ""
    before: str | tuple[str, ...] = ""
    after: str | tuple[str, ...] = ""


def faults_of(steps: Sequence[PlainStep]) -> list[Fault]:
    """What keeps the steps from being a method: preparation first, follow-up and closed last.

    Between them come at most a prestudy, which begins, and the five in the middle in any order. A phase
    lies in one stretch, so that the phase of an initiative never goes back and forth.
    """
    if not steps:
        return [Fault.NO_STEPS]
    phases = [phase for phase, _steps in groupby(step.phase for step in steps)]
    found = []
    if phases[0] != FIRST:
        found.append(Fault.BEGINS_ELSEWHERE)
    if tuple(phases[-2:]) != LAST:
        found.append(Fault.ENDS_ELSEWHERE)
    if len(set(phases)) < len(phases):
        found.append(Fault.PHASE_TWICE)
    if any(after == Phase.PRESTUDY and before in MIDDLE for before, after in pairwise(phases)):
        found.append(Fault.PRESTUDY_LATE)
    keys = [step.key for step in steps]
    if len(set(keys)) < len(keys):
        found.append(Fault.SAME_KEY)
    return found


def differences(old: Sequence[PlainStep], new: Sequence[PlainStep]) -> list[Difference]:
    """How `new` differs from `old`, step by step in the order of the new one, removed steps last.

    A step is the same when its key is; a requirement when its key is, within the same step.
    """
    before = {step.key: step for step in old}
    after = {step.key: step for step in new}
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    found: list[Difference] = []
    for step in new:
        if step.key not in before:
            found.append(Difference(Change.ADDED, step.name))
            continue
        found += _of_step(before[step.key], step, has_moved=step.key in moved)
    found += [Difference(Change.REMOVED, step.name) for step in old if step.key not in after]
    return found


def _of_step(old: PlainStep, new: PlainStep, *, has_moved: bool) -> Iterable[Difference]:
    if old.name != new.name:
        yield Difference(Change.RENAMED, new.name, before=old.name, after=new.name)
    if old.phase != new.phase:
        yield Difference(Change.OTHER_PHASE, new.name, before=old.phase, after=new.phase)
    if has_moved:
        yield Difference(Change.MOVED, new.name)
    held = {one.key: one for one in old.requirements}
    kept = {one.key for one in new.requirements}
    for one in new.requirements:
        yield from _of_requirement(new.name, held, one)
    for one in old.requirements:
        if one.key not in kept:
            yield Difference(Change.REMOVED, new.name, one.name)


def _of_requirement(
    step: str, held: Mapping[str, PlainRequirement], new: PlainRequirement
) -> Iterable[Difference]:
    old = held.get(new.key)
    if old is None:
        yield Difference(Change.ADDED, step, new.name, after=new.sizes)
        return
    if old.name != new.name:
        yield Difference(Change.RENAMED, step, new.name, before=old.name, after=new.name)
    if old.sizes != new.sizes:
        yield Difference(Change.OTHER_SIZES, step, new.name, before=old.sizes, after=new.sizes)
    if old.rule != new.rule:
        yield Difference(Change.OTHER_RULE, step, new.name, before=old.rule, after=new.rule)


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest keys that must have moved for the one order to become the other.

    `old` and `new` hold the same keys; the longest run that kept its order stays.
    """
    place = {key: at for at, key in enumerate(old)}
    runs: list[list[str]] = []
    for key in new:
        earlier = [run for run in runs if place[run[-1]] < place[key]]
        runs.append([*_longest(earlier), key])
    stayed = _longest(runs)
    return {key for key in new if key not in stayed}


def _longest(runs: Sequence[list[str]]) -> list[str]:
    return max(runs, key=len, default=[])
