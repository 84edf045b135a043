"""Initiatives at each place in their course, on a small method, made through the actions that people use."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bryggan.decisions import actions as deciding
from bryggan.decisions import ordering
from bryggan.decisions.choices import MatterKind, Outcome
from bryggan.decisions.models import Decision, DelegationRule
from bryggan.decisions.tests.making import make_post, make_rule
from bryggan.initiatives import actions, course, evidencing, planning, queries, screening
from bryggan.initiatives.gates import gate_of
from bryggan.initiatives.models import Initiative, Part, Saying, Tri
from bryggan.kit.testing.cast import Cast, make_person, tool
from bryggan.methods.models import Method, MethodStep, MethodVersion, Phase, Requirement
from bryggan.needs.models import Need, Sorting
from bryggan.needs.tests.making import make_developer, sorted_as, voiced
from bryggan.notices.models import Notice
from bryggan.people.models import Unit, User, root_unit

# Key, phase and what is demanded: (key, sizes it is demanded at, rule or nothing).
type Asked = tuple[str, str, str]
type Steps = Sequence[tuple[str, str, Sequence[Asked]]]

ALL, LARGER = "small middle large", "middle large"
STEPS: Steps = (
    ("prepare", Phase.PREPARATION, [("purpose_and_goals", ALL, "purpose_and_goals")]),
    (
        "decide",
        Phase.DECISION,
        [
            ("screening", ALL, "screening"),
            ("benefit_case", LARGER, "benefit_case"),
            ("risk_analysis", LARGER, "risk_analysis"),
            ("sketch", "large", ""),
        ],
    ),
    ("carry_out", Phase.IMPLEMENTATION, [("plan", LARGER, "plan")]),
    ("hand_over", Phase.HANDOVER, [("handover_accepted", LARGER, "handover_accepted")]),
    ("follow_up", Phase.FOLLOW_UP, [("evaluation", ALL, "evaluation")]),
    ("closed", Phase.CLOSED, []),
)
NO_TO_ALL = dict.fromkeys(screening.questions(), Tri.NO.value)


def today() -> date:
    return timezone.localdate()


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def ahead(days: int) -> date:
    return today() + timedelta(days=days)


def make_method(name: str = "Vår väg", steps: Steps = STEPS) -> MethodVersion:
    """A method of the municipality's own whose first version is in use."""
    method = Method.objects.create(unit=root_unit(), name=name)
    return make_version(method, steps)


def make_version(method: Method, steps: Steps = STEPS, *, is_used: bool = True) -> MethodVersion:
    unit, place = method.unit, method.versions.count() + 1
    version = MethodVersion.objects.create(
        method=method, unit=unit, place=place, frozen_on=ago(300) if is_used else None
    )
    for at, (key, phase, asked) in enumerate(steps):
        step = MethodStep.objects.create(
            method_version=version,
            unit=unit,
            place=at,
            key=key,
            name=str(Phase(phase).label),
            phase=phase,
            gate=f"Grind {at + 1}",
        )
        for place_of, (name, sizes, rule) in enumerate(asked):
            told = {f"for_{size}": size in sizes for size in ("small", "middle", "large")}
            Requirement.objects.create(
                method_step=step, unit=unit, place=place_of, key=name, name=name, rule=rule, **told
            )
    return version


def started(
    cast: Cast, *, by: Any = None, needs: Any = (), version: Any = None, **told: Any
) -> Initiative:
    """An initiative of education's, led by its steward and ordered by its manager, on the small method."""
    values = {
        "name": "Frånvaro i mobilen",
        "role.lead": [cast.system_steward],
        "role.sponsor": [cast.manager],
        **told,
    }
    chosen = version or MethodVersion.objects.first() or make_method()
    made = actions.start_initiative(
        cast.education, by=by or cast.strategist, values=values, needs=needs, version=chosen
    )
    return anew(made)


def anew(initiative: Initiative) -> Initiative:
    return Initiative.objects.get(pk=initiative.pk)


def need_sorted(cast: Cast, obstacle: str = "Frånvaron ringer vi in varje morgon") -> Need:
    """A need of education's that was sorted as grounds for an initiative."""
    developer = User.objects.filter(name="Vera Verk").first() or make_developer(cast.education)
    return sorted_as(voiced(cast, obstacle), developer, Sorting.INITIATIVE)


def with_goals(initiative: Initiative, by: User) -> Initiative:
    values = {"purpose": "quality", "goals": "Alla vet före åtta vem som är borta."}
    actions.change_initiative(initiative, by=by, values=values)
    return anew(initiative)


def screened(initiative: Initiative, by: User, **yes: str) -> Initiative:
    """Every question answered with no, but those given."""
    evidencing.answer_screening(initiative, by=by, answers={**NO_TO_ALL, **yes})
    return anew(initiative)


def told_all(initiative: Initiative, by: User) -> Initiative:
    """All that is missing before the next gate is said to be there, in words."""
    for demand in gate_of(initiative).missing:
        if demand.key == "screening":
            initiative = screened(initiative, by)
            continue
        if demand.key == "pilot_outcome":
            rows = [{"what": "De som prövar vill fortsätta", "is_met": True}]
            planning.set_pilot(initiative, by=by, rows=rows)
            initiative = anew(initiative)
            continue
        if demand.key == "handover_accepted":
            initiative = handed_over(initiative, by)
            continue
        evidencing.give_evidence(
            initiative, by=by, key=demand.key, answer=Saying.EXISTS, words="Se pärmen"
        )
        initiative = anew(initiative)
    return initiative


def handed_over(initiative: Initiative, by: User) -> Initiative:
    """From whoever runs it to whoever is to look after it, who accepts."""
    steward = queries.stewards_of(initiative).first()
    if steward is None:
        steward = make_person("Frida Förvalt", initiative.unit)
        values = {f"role.{Part.STEWARD}": [steward]}
        actions.change_initiative(initiative, by=by, values=values)
    if initiative.handed_over_on is None:
        course.hand_over_initiative(anew(initiative), by=by)
    course.receive_initiative(anew(initiative), by=steward)
    return anew(initiative)


def passed(initiative: Initiative, by: User, times: int = 1) -> Initiative:
    """Through so many gates with all that they ask for."""
    for _time in range(times):
        initiative = told_all(initiative, by)
        course.pass_gate(initiative, by=by)
        initiative = anew(initiative)
    return initiative


def closed(initiative: Initiative, by: User) -> Initiative:
    """Through every gate that is left, and closed."""
    while not gate_of(initiative).is_last:
        initiative = passed(initiative, by)
    initiative = told_all(initiative, by)
    course.close_initiative(
        initiative, by=by, result="Alla har den", evaluation="Det gick bra", lesson="Börja smått"
    )
    return anew(initiative)


def let_decide(cast: Cast) -> None:
    """The managers of education and of care may decide what is started, each by a point of her own board's."""
    if DelegationRule.objects.filter(matter=MatterKind.START).exists():
        return
    boards = {cast.education_authority: cast.manager, cast.care_authority: cast.other_manager}
    for board, head in boards.items():
        post = make_post(board, "Förvaltningschef", 5, is_head=True)
        make_rule(post, "4.9", matter=MatterKind.START, name="Starta initiativ")
        ordering.hold_post(post, by=tool(), user=head, unit=board, starts_on=ago(300))


def decision_about(
    cast: Cast,
    initiative: Initiative,
    *,
    is_taken: bool = True,
    outcome: str = Outcome.APPROVE,
    by: User | None = None,
    unit: Unit | None = None,
    **told: Any,
) -> Decision:
    """A decision about it by the manager, or by `by`: who may decide is tested where decisions are."""
    let_decide(cast)
    values = {
        "name": f"Undantag för {initiative.name}",
        "matter": MatterKind.START,
        "about_noun": queries.NOUN,
        "about_id": initiative.pk,
        **told,
    }
    unit = unit or initiative.unit
    decision = deciding.draft_decision(unit, by=by or cast.employee, values=values)
    if is_taken:
        deciding.take_decision(
            decision,
            by=by or cast.manager,
            wording="Gå vidare utan riskanalys.",
            outcome=outcome,
        )
    return Decision.objects.get(pk=decision.pk)


def make_steward(cast: Cast, initiative: Initiative) -> tuple[Initiative, User]:
    """Somebody who is to look after what is made."""
    person = make_person("Tage Tar", cast.education)
    values = {f"role.{Part.STEWARD}": [person]}
    actions.change_initiative(initiative, by=cast.strategist, values=values)
    return anew(initiative), person


def told_to(user: User, kind: str) -> list[Notice]:
    return list(Notice.objects.filter(user=user, kind=kind).order_by("pk"))


def money(**told: Any) -> dict[str, Any]:
    return {"year": 2027, "kind": "budget", "amount_sek": Decimal(100_000), **told}
