"""The gate that an initiative stands before: what its method and the law demand of it, and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from bryggan.initiatives import evidence, screening
from bryggan.initiatives.finding import Finding
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.screening import Law
from bryggan.kit import remembering, trace
from bryggan.methods.models import MethodStep, Phase, Requirement


@dataclass(frozen=True, kw_only=True)
class Demand:
    """One line of a gate: what is asked for, and what is found. What the law demands has its `law`."""

    key: str
    name: str
    finding: Finding
    explanation: str = ""
    source: str = ""
    is_own_addition: bool = False
    law: Law | None = None

    @property
    def is_met(self) -> bool:
        return self.finding.is_met


@dataclass(frozen=True, kw_only=True)
class Gate:
    """The gate after `step`; `following` is the step it leads to, None when the matter is at its end.

    Who closes a matter answers for both: what the step before asks for, and what closing asks for.
    """

    step: MethodStep
    following: MethodStep | None
    demands: tuple[Demand, ...]
    # What the law demands of other matters, but not of this one: the plain question was answered with no.
    spared: tuple[Law, ...] = ()

    @property
    def name(self) -> str:
        return self.step.gate or self.step.name

    @property
    def missing(self) -> list[Demand]:
        return [demand for demand in self.demands if not demand.is_met]

    @property
    def is_open(self) -> bool:
        return not self.missing

    @property
    def is_last(self) -> bool:
        """Whether the matter is closed by passing it."""
        if self.step.phase == Phase.CLOSED:
            return False
        return self.following is None or self.following.phase == Phase.CLOSED


def gate_of(initiative: Initiative) -> Gate:
    return gates_of([initiative])[initiative.pk]


def gates_of(initiatives: Sequence[Initiative]) -> dict[int, Gate]:
    """The gate that each initiative stands before, by as many questions as one of them."""
    versions = {one.method_version_id for one in initiatives}
    steps = steps_of(versions)
    wanted: dict[int, list[tuple[Requirement | None, Law | None, str]]] = {}
    for one in initiatives:
        phases = _entered(steps[one.method_version_id], one.method_step_id)
        demanded = [
            (row, None, row.rule or row.key)
            for step in _asking(steps[one.method_version_id], one.method_step_id)
            for row in step.asked
            if getattr(row, f"for_{one.size}")
        ]
        due = [(None, law, key) for key, law in screening.laws().items() if law.is_due(phases)]
        wanted[one.pk] = [*demanded, *due]
    keys = {key for demanded in wanted.values() for *_what, key in demanded}
    found = evidence.findings_of(initiatives, sorted(keys))
    return {
        one.pk: _gate(one, steps[one.method_version_id], wanted[one.pk], found[one.pk])
        for one in initiatives
    }


def _gate(
    one: Initiative,
    steps: Sequence[MethodStep],
    wanted: Iterable[tuple[Requirement | None, Law | None, str]],
    found: Mapping[str, Finding],
) -> Gate:
    place = next(at for at, step in enumerate(steps) if step.pk == one.method_step_id)
    spared = [law for _row, law, key in wanted if law and not found[key].is_of_concern]
    return Gate(
        step=steps[place],
        following=steps[place + 1] if place + 1 < len(steps) else None,
        demands=tuple(
            _demand(row, law, found[key])
            for row, law, key in wanted
            if law is None or found[key].is_of_concern
        ),
        spared=tuple(spared),
    )


def _demand(row: Requirement | None, law: Law | None, finding: Finding) -> Demand:
    if law is not None:
        return Demand(
            key=law.evidence_key,
            name=law.name,
            finding=finding,
            explanation=law.text,
            source=law.law,
            law=law,
        )
    assert row is not None
    return Demand(
        key=row.rule or row.key,
        name=row.name,
        finding=finding,
        explanation=row.explanation,
        source=row.source,
        is_own_addition=row.is_own_addition,
    )


def steps_of(versions: Iterable[int]) -> dict[int, list[Any]]:
    """The steps of each version in their order, each with what it `asked` for; remembered until something is written."""
    wanted = sorted(set(versions))

    def read() -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {pk: [] for pk in wanted}
        asked = Requirement.objects.present().order_by("place", "pk")
        rows = MethodStep.objects.present().filter(method_version__in=wanted)
        ordered = rows.order_by("method_version", "place", "pk")
        for step in ordered.prefetch_related(Prefetch("requirements", asked, to_attr="asked")):
            found[step.method_version_id].append(step)
        return found

    question = ("initiatives.steps", *wanted)
    return trace.once(str(question), lambda: remembering.remembered(question, read))


def _entered(steps: Sequence[MethodStep], here: int) -> list[str]:
    """The phases up to and with the one that the gate leads into."""
    place = next(at for at, step in enumerate(steps) if step.pk == here)
    return [step.phase for step in steps[: place + 2]]


def _asking(steps: Sequence[Any], here: int) -> list[Any]:
    """The steps whose requirements the gate asks for: the one it leaves, and with it the closing that it leads to."""
    place = next(at for at, step in enumerate(steps) if step.pk == here)
    closing = [step for step in steps[place + 1 : place + 2] if step.phase == Phase.CLOSED]
    return closing if steps[place].phase == Phase.CLOSED else [steps[place], *closing]
