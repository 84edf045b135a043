"""The gate that an initiative stands before: what its method and the law demand of it, and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bryggan.initiatives import evidence, screening
from bryggan.initiatives.finding import Finding
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.screening import Law
from bryggan.kit import trace
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
    steps = steps_of(versions) if len(versions) > 1 else {pk: steps_in(pk) for pk in versions}
    asking = {
        one.pk: _asking(steps[one.method_version_id], one.method_step_id) for one in initiatives
    }
    asked = _requirements_of({pk for some in asking.values() for pk in some})
    wanted: dict[int, list[tuple[Requirement | None, Law | None, str]]] = {}
    for one in initiatives:
        phases = _entered(steps[one.method_version_id], one.method_step_id)
        demanded = [
            (row, None, row.rule or row.key)
            for pk in asking[one.pk]
            for row in asked.get(pk, ())
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


def steps_in(version: int) -> list[MethodStep]:
    """The steps of one version in their order; a page asks for them more than once."""
    return trace.once(f"initiatives.steps.{version}", lambda: steps_of([version])[version])


def steps_of(versions: Iterable[int]) -> dict[int, list[MethodStep]]:
    """The steps of each version in their order, by one question."""
    found: dict[int, list[MethodStep]] = {pk: [] for pk in versions}
    rows = MethodStep.objects.present().filter(method_version__in=list(found))
    for step in rows.order_by("method_version", "place", "pk"):
        found[step.method_version_id].append(step)
    return found


def _entered(steps: Sequence[MethodStep], here: int) -> list[str]:
    """The phases up to and with the one that the gate leads into."""
    place = next(at for at, step in enumerate(steps) if step.pk == here)
    return [step.phase for step in steps[: place + 2]]


def _asking(steps: Sequence[MethodStep], here: int) -> list[int]:
    """The steps whose requirements the gate asks for: the one it leaves, and with it the closing that it leads to."""
    place = next(at for at, step in enumerate(steps) if step.pk == here)
    closing = [step.pk for step in steps[place + 1 : place + 2] if step.phase == Phase.CLOSED]
    return closing if steps[place].phase == Phase.CLOSED else [here, *closing]


def _requirements_of(steps: Iterable[int]) -> dict[int, list[Requirement]]:
    found: dict[int, list[Requirement]] = {}
    rows = Requirement.objects.present().filter(method_step__in=list(steps))
    for row in rows.order_by("method_step", "place", "pk"):
        found.setdefault(row.method_step_id, []).append(row)
    return found
