"""A draft: steps added, renamed, moved and removed, and what each size demands."""

import pytest

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.methods import drafting, queries
from bryggan.methods.calculation import differences
from bryggan.methods.models import MethodStep, MethodVersion, Requirement
from bryggan.methods.tests.making import draft, make_copy, make_step, step_of


@pytest.fixture
def version(cast: Cast) -> MethodVersion:
    """A draft of education's own method, copied from Gotland's proposed flow."""
    return draft(make_copy(cast.education))


def keys(version: MethodVersion) -> list[str]:
    return [step.key for step in queries.steps_of(version)]


def council(version: MethodVersion) -> MethodStep:
    return step_of(version, "council")


def recommendation(version: MethodVersion) -> Requirement:
    rows = Requirement.objects.select_related("method_step__method_version__method__unit")
    return rows.get(method_step=council(version), key="recommendation")


def test_add_step_stands_last_in_its_phase(cast: Cast, version: MethodVersion) -> None:
    told = {"name": "Rektorsmötet", "phase": "preparation", "who": "Rektorerna"}
    step = drafting.add_step(version, by=cast.manager, values=told)

    assert keys(version)[2:5] == ["council", "rektorsmotet", "decision"]
    assert [one.place for one in queries.steps_of(version)] == list(range(1, 11))
    assert step.is_own_addition
    assert newest_event().name == "step.added"


@pytest.mark.parametrize(
    ("phase", "after"), [("pilot", "introduction"), ("prestudy", "council"), ("closed", "closed")]
)
def test_add_step_of_a_phase_that_is_missing_stands_where_the_spine_has_it(
    version: MethodVersion, phase: str, after: str
) -> None:
    make_step(version, "Nytt", phase=phase)
    order = keys(version)
    assert order[order.index("nytt") - 1] == after


def test_add_step_with_a_name_that_is_there_gets_a_key_of_its_own(version: MethodVersion) -> None:
    assert [make_step(version, "Möte").key for _time in (1, 2)] == ["mote", "mote_2"]


def test_add_step_is_refused_to_others(cast: Cast, version: MethodVersion) -> None:
    with nothing_happens(), pytest.raises(Refused):
        drafting.add_step(version, by=cast.other_manager, values={"name": "N", "phase": "pilot"})


def test_add_step_without_a_name_is_impossible(cast: Cast, version: MethodVersion) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        drafting.add_step(version, by=cast.manager, values={"name": " ", "phase": "pilot"})
    assert refusal.value.field == "name"


def test_change_step_keeps_its_key(cast: Cast, version: MethodVersion) -> None:
    step = council(version)
    drafting.change_step(step, by=cast.manager, values={"name": "Skolrådet prioriterar"})
    assert council(version).name == "Skolrådet prioriterar"
    assert newest_event().name == "step.changed"


def test_change_step_to_another_phase_moves_it_there(cast: Cast, version: MethodVersion) -> None:
    drafting.change_step(council(version), by=cast.manager, values={"phase": "decision"})
    assert keys(version)[2:4] == ["decision", "council"]


def test_change_step_is_refused_to_others(cast: Cast, version: MethodVersion) -> None:
    with nothing_happens(), pytest.raises(Refused):
        drafting.change_step(council(version), by=cast.employee, values={"name": "N"})


def test_change_step_to_no_name_is_impossible(cast: Cast, version: MethodVersion) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        drafting.change_step(council(version), by=cast.manager, values={"name": ""})


def test_remove_step_takes_its_requirements_with_it(cast: Cast, version: MethodVersion) -> None:
    step = council(version)
    drafting.remove_step(step, by=cast.manager)
    assert "council" not in keys(version)
    assert not queries.requirements_of(step).exists()
    assert newest_event().name == "step.removed"


def test_remove_step_is_refused_to_others(cast: Cast, version: MethodVersion) -> None:
    with nothing_happens(), pytest.raises(Refused):
        drafting.remove_step(council(version), by=cast.controller)


def test_remove_step_twice_is_impossible(cast: Cast, version: MethodVersion) -> None:
    step = council(version)
    drafting.remove_step(step, by=cast.manager)
    with nothing_happens(), pytest.raises(NotPossible):
        drafting.remove_step(step, by=cast.manager)


def test_reorder_steps_is_as_told(cast: Cast, version: MethodVersion) -> None:
    first, second, *others = queries.steps_of(version)
    drafting.reorder_steps(version, by=cast.manager, order=[second, first, *others])
    assert keys(version)[:2] == [second.key, first.key]
    assert newest_event().name == "steps.reordered"


def test_reorder_steps_is_refused_to_others(cast: Cast, version: MethodVersion) -> None:
    order = list(queries.steps_of(version))[::-1]
    with nothing_happens(), pytest.raises(Refused):
        drafting.reorder_steps(version, by=cast.other_manager, order=order)


def test_reorder_steps_with_one_missing_is_impossible(cast: Cast, version: MethodVersion) -> None:
    order = list(queries.steps_of(version))[1:]
    with nothing_happens(), pytest.raises(NotPossible):
        drafting.reorder_steps(version, by=cast.manager, order=order)


def test_add_requirement_is_marked_as_an_addition(cast: Cast, version: MethodVersion) -> None:
    told = {"name": "Facket är med", "rule": "", "sizes": ["large"], "explanation": "Tidigt."}
    made = drafting.add_requirement(council(version), by=cast.manager, values=told)
    assert (made.place, made.key, made.is_own_addition) == (2, "facket_ar_med", True)
    assert [one.key for one in queries.requirements_of(council(version), "middle")] == [
        "recommendation"
    ]
    assert newest_event().name == "requirement.added"


def test_add_requirement_by_a_name_that_another_step_has_is_another_requirement(
    cast: Cast, version: MethodVersion
) -> None:
    told = {"name": "Facket är med", "rule": "", "sizes": ["large"]}
    first, second, *_others = queries.steps_of(version)
    made = [drafting.add_requirement(s, by=cast.manager, values=told) for s in (first, second)]
    assert [one.key for one in made] == ["facket_ar_med", "facket_ar_med_2"]


def test_add_requirement_is_refused_to_others(cast: Cast, version: MethodVersion) -> None:
    with nothing_happens(), pytest.raises(Refused):
        drafting.add_requirement(
            council(version), by=cast.employee, values={"name": "N", "sizes": ["large"]}
        )


def test_add_requirement_of_no_size_is_impossible(cast: Cast, version: MethodVersion) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        drafting.add_requirement(
            council(version), by=cast.manager, values={"name": "N", "sizes": []}
        )
    assert refusal.value.field == "sizes"


def test_change_requirement_is_asked_of_other_sizes(cast: Cast, version: MethodVersion) -> None:
    told = {"name": "Rådet har sagt sitt", "rule": "", "sizes": ["small", "large"]}
    drafting.change_requirement(recommendation(version), by=cast.manager, values=told)
    changed = recommendation(version)
    assert (changed.name, changed.rule) == ("Rådet har sagt sitt", "")
    assert queries.sizes_of(changed) == ("small", "large")
    assert newest_event().name == "requirement.changed"


def test_change_requirement_is_refused_to_others(cast: Cast, version: MethodVersion) -> None:
    with nothing_happens(), pytest.raises(Refused):
        drafting.change_requirement(
            recommendation(version), by=cast.other_manager, values={"name": "N"}
        )


def test_change_requirement_to_no_size_is_impossible(cast: Cast, version: MethodVersion) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        drafting.change_requirement(recommendation(version), by=cast.manager, values={"sizes": []})


def test_remove_requirement_is_asked_of_nobody(cast: Cast, version: MethodVersion) -> None:
    drafting.remove_requirement(recommendation(version), by=cast.manager)
    assert not queries.requirements_of(council(version)).exists()
    assert newest_event().name == "requirement.removed"


def test_remove_requirement_is_refused_to_others(cast: Cast, version: MethodVersion) -> None:
    with nothing_happens(), pytest.raises(Refused):
        drafting.remove_requirement(recommendation(version), by=cast.employee)


def test_remove_requirement_twice_is_impossible(cast: Cast, version: MethodVersion) -> None:
    requirement = recommendation(version)
    drafting.remove_requirement(requirement, by=cast.manager)
    with nothing_happens(), pytest.raises(NotPossible):
        drafting.remove_requirement(requirement, by=cast.manager)


def test_change_sizes_leaves_those_not_named(cast: Cast, version: MethodVersion) -> None:
    before = queries.plain_steps(version)
    asked = recommendation(version)
    drafting.change_sizes(version, by=cast.manager, sizes={asked.pk: ["large"]})
    (difference,) = differences(before, queries.plain_steps(version))
    assert (difference.before, difference.after) == (("middle", "large"), ("large",))
    assert newest_event().name == "sizes.changed"


def test_change_sizes_is_refused_to_others(cast: Cast, version: MethodVersion) -> None:
    sizes = {recommendation(version).pk: ["large"]}
    with nothing_happens(), pytest.raises(Refused):
        drafting.change_sizes(version, by=cast.other_manager, sizes=sizes)


def test_change_sizes_to_none_is_impossible(cast: Cast, version: MethodVersion) -> None:
    sizes: dict[int, list[str]] = {recommendation(version).pk: []}
    with nothing_happens(), pytest.raises(NotPossible, match="Rådets rekommendation"):
        drafting.change_sizes(version, by=cast.manager, sizes=sizes)
