"""Any sequence of actions and changes of method: none loses an initiative, doubles it or sets it off the spine."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bryggan.initiatives import course, evidencing, placing, queries
from bryggan.initiatives.gates import gates_of
from bryggan.initiatives.models import Initiative, Passage, State
from bryggan.initiatives.tests.making import (
    STEPS,
    Steps,
    ago,
    ahead,
    anew,
    decision_about,
    make_method,
    make_version,
    need_sorted,
    screened,
    started,
    told_all,
)
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.methods.models import MethodVersion, Phase
from bryggan.search.models import SearchRow

EXAMPLES, LONGEST = 20, 12
DOES = (
    "tell", "tell", "pass", "pass", "pass", "except", "park", "wake", "reject", "close", "hand_over",
    "take_over", "screen", "rule_out",
)  # fmt: skip
MIDDLE = [
    Phase.DECISION, Phase.PROCUREMENT, Phase.IMPLEMENTATION, Phase.PILOT, Phase.HANDOVER,
]  # fmt: skip
OTHER_STEPS = st.lists(st.sampled_from(MIDDLE), unique=True).map(
    lambda phases: [
        STEPS[0],
        *((f"s-{phase.value}", phase, [("plan", "middle large", "plan")]) for phase in phases),
        *STEPS[-2:],
    ]
)
TURNS = st.one_of(
    st.tuples(st.sampled_from(DOES), st.integers(0, 1)),
    st.tuples(st.just("move"), st.integers(0, 1), OTHER_STEPS),
)


def do(cast: Cast, what: str, initiative: Initiative, steps: Steps | None) -> None:
    by: Any = cast.manager
    match what:
        case "tell":
            told_all(initiative, by)
        case "pass":
            course.pass_gate(initiative, by=by)
        case "except":
            reasons = {one.key: "Sedan" for one in gates_of([initiative])[initiative.pk].missing}
            decision = decision_about(cast, initiative)
            course.pass_gate(initiative, by=by, decision=decision, exceptions=reasons)
        case "park":
            course.park_initiative(initiative, by=by, wakes_on=ahead(30), reason="Sedan")
        case "wake":
            course.wake_initiative(initiative, by=by)
        case "reject":
            course.reject_initiative(initiative, by=by, reason="Nej")
        case "close":
            course.close_initiative(initiative, by=by, result="Klart", evaluation="Bra")
        case "hand_over":
            course.hand_over_initiative(initiative, by=by)
        case "take_over":
            last = initiative.method_version.steps.order_by("-place")[0]
            placing.take_over_initiative(initiative, by=by, step=last, since=ago(9))
        case "screen":
            screened(initiative, by, purchase="yes")
        case "rule_out":
            evidencing.rule_out_requirement(
                initiative, by=cast.strategist, key="law.dpia", words="Ja"
            )
        case "move":
            assert steps is not None
            version = make_version(initiative.method_version.method, steps)
            placing.move_to_version(initiative, by=by, version=version)


def holds(ids: list[int], counts: dict[int, int]) -> None:
    """Both are there, on the spine, at a step of their own version, and no passed gate is forgotten."""
    rows = list(Initiative.objects.present().order_by("pk").select_related("method_step"))
    assert [row.pk for row in rows] == ids
    for row in rows:
        assert row.phase in Phase.values
        assert row.phase == row.method_step.phase
        assert row.method_step.method_version_id == row.method_version_id
        assert row.state in State.values
        assert (row.wakes_on is not None) == (row.state == State.PARKED)
        assert (row.closed_on is not None) == (row.phase == Phase.CLOSED)
        passages = Passage.objects.present().filter(initiative=row).count()
        assert passages >= counts.get(row.pk, 0)
        counts[row.pk] = passages
    found = SearchRow.objects.filter(noun=queries.NOUN).values_list("record_id", flat=True)
    assert sorted(found) == ids


@pytest.fixture
def pair(cast: Cast) -> tuple[Cast, MethodVersion]:
    return cast, make_method()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(turns=st.lists(TURNS, min_size=3, max_size=LONGEST))
def test_no_sequence_loses_an_initiative_or_sets_it_off_the_spine(
    pair: tuple[Cast, MethodVersion], turns: list[tuple[Any, ...]]
) -> None:
    cast, version = pair
    with transaction.atomic():
        both = [
            started(cast, name="A", version=version, needs=[need_sorted(cast)]),
            started(cast, name="B", version=version, reach="several"),
        ]
        ids, counts = [one.pk for one in both], dict[int, int]()
        for what, which, *steps in turns:
            try:
                with transaction.atomic():
                    do(cast, what, anew(both[which]), steps[0] if steps else None)
            except (NotPossible, Refused):
                pass
            holds(ids, counts)
        transaction.set_rollback(True)
