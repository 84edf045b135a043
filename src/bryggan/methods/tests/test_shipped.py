"""The methods that come with the product: each is whole and explained, read in once, and anew when it differs."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db.models import CharField

from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.methods import actions, queries, shipped
from bryggan.methods.calculation import PlainRequirement, PlainStep, faults_of
from bryggan.methods.models import Method, MethodStep, MethodVersion, Phase, Requirement, Rule, Size
from bryggan.methods.tests.making import in_use, load, make_method, shipped_method
from bryggan.registers import undo

KEYS = (
    "bryggan", "gotland_flow", "gotland_social", "guide_programme", "lund", "lund_care", "orebro_miba",
)  # fmt: skip
# What a small matter can be asked for and still fit on one page.
MOST_FOR_A_SMALL_ONE = 9


def requirements(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for step in content["steps"] for one in step.get("requirements", ())]


def test_all_of_them_are_there() -> None:
    assert tuple(shipped.shipped_content()) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_each_is_a_method_by_the_same_rules_as_all_others(key: str) -> None:
    content = shipped.shipped_content()[key]
    steps = [
        PlainStep(
            step["key"],
            step["name"],
            step["phase"],
            tuple(
                PlainRequirement(one["key"], one["name"], tuple(one["sizes"]))
                for one in step.get("requirements", ())
            ),
        )
        for step in content["steps"]
    ]
    assert faults_of(steps) == []
    assert {step.phase for step in steps} <= set(Phase.values)
    for step in steps:
        keys = [one.key for one in step.requirements]
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("key", KEYS)
def test_each_row_is_explained_and_says_where_it_comes_from(key: str) -> None:
    content = shipped.shipped_content()[key]
    assert len(content["explanation"].split()) in range(100, 300), "One page."
    assert content["source"]
    for row in [*content["steps"], *requirements(content)]:
        assert row["explanation"].strip(), row["key"]
        # Either the source says it, or it is marked as an addition: never both, never neither.
        assert bool(row.get("source")) != bool(row.get("own_addition")), row["key"]


@pytest.mark.parametrize("key", KEYS)
def test_requirements_are_known_and_grow_with_the_matter(key: str) -> None:
    wanted = requirements(shipped.shipped_content()[key])
    for one in wanted:
        assert one.get("rule", "") in {"", *Rule.values}, one["key"]
        assert set(one["sizes"]) <= set(Size.values)
    count = {size: sum(size in one["sizes"] for one in wanted) for size in Size.values}
    assert 0 < count["small"] <= MOST_FOR_A_SMALL_ONE
    assert count["small"] < count["middle"] <= count["large"]


@pytest.mark.parametrize("key", KEYS)
def test_what_the_law_demands_is_left_to_the_screening(key: str) -> None:
    wanted = requirements(shipped.shipped_content()[key])
    words = " ".join(f"{one['name']} {one['explanation']}" for one in wanted).lower()
    for lawful in ("pub-avtal", "dpia", "mbl", "arkiv", "säkerhetsskydd", "lou"):
        assert f" {lawful}" not in f" {words}"
    assert any(one.get("rule") == Rule.SCREENING for one in wanted)


@pytest.mark.parametrize("key", KEYS)
def test_every_text_fits_where_it_is_kept(key: str) -> None:
    content = shipped.shipped_content()[key]
    for model, rows in (
        (Method, [content]),
        (MethodStep, content["steps"]),
        (Requirement, requirements(content)),
    ):
        longest = {
            field.name: field.max_length
            for field in model._meta.get_fields()
            if isinstance(field, CharField) and field.max_length
        }
        too_long = [
            (row["key"], name)
            for row in rows
            for name, most in longest.items()
            if len(row.get(name, "")) > most
        ]
        assert too_long == []


# Read in


def test_read_in_method_makes_a_method_of_the_root_with_a_version_in_use(cast: Cast) -> None:
    made = shipped.read_in_method(cast.group, by=cast.administrator, key="lund_care")

    assert (made.unit, made.origin, made.is_shipped) == (cast.group, "lund_care", True)
    phases = [step.phase for step in queries.steps_of(in_use(made))]
    assert phases.index(Phase.PILOT) < phases.index(Phase.IMPLEMENTATION)
    assert newest_event().name == "method.read_in"


def test_read_in_method_is_refused_to_others(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused, match="administratör"):
        shipped.read_in_method(cast.group, by=cast.strategist, key="lund")


def test_read_in_method_that_does_not_exist_is_impossible(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        shipped.read_in_method(cast.group, by=cast.administrator, key="okänd")


def test_reading_in_twice_does_nothing_more(cast: Cast) -> None:
    assert len(shipped.load_methods(by=cast.administrator)) == len(KEYS)
    assert Batch.objects.filter(kind=Batch.Kind.IMPORT).count() == 1
    with nothing_happens():
        assert shipped.load_methods(by=cast.administrator) == []


def test_what_was_read_in_can_be_taken_back_and_read_in_again(cast: Cast) -> None:
    shipped.load_methods(by=cast.administrator)
    copy = make_method(cast.care, "lund")

    undo.undo_batch(Batch.objects.get(), by=cast.administrator)

    assert not queries.shipped_methods().exists()
    assert len(shipped.load_methods(by=cast.administrator)) == len(KEYS)
    # The copy was made of the first ones, and has as little new to look at as before.
    base, newest = queries.shipped_version(in_use(copy)), queries.newest_shipped("lund")
    assert base is not None and newest is not None
    assert queries.differences_between(base, newest) == []


def release(monkeypatch: pytest.MonkeyPatch, key: str, **changed: Any) -> None:
    """A later release of the product, whose method begins with a step that reads otherwise."""
    held = shipped.shipped_content()
    first, *others = held[key]["steps"]
    content = {**held, key: {**held[key], "steps": [{**first, **changed}, *others]}}
    monkeypatch.setattr(shipped, "shipped_content", lambda: content)


def test_a_later_release_gives_a_new_version_and_leaves_the_old_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    method = shipped_method("lund")
    old = in_use(method)
    before = queries.plain_steps(old)
    assert shipped.waiting() == []

    release(monkeypatch, "lund", name="Behovet tas emot")
    assert shipped.waiting() == ["lund"]
    load()

    new = in_use(method)
    assert (old.place, new.place) == (1, 2)
    assert queries.plain_steps(MethodVersion.objects.get(pk=old.pk)) == before
    (difference,) = queries.differences_between(old, new)
    assert (difference.before, difference.after) == (
        "Behovet bereds till forumet",
        "Behovet tas emot",
    )


def test_a_copy_sees_what_a_later_release_has_and_it_lacks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = make_method(cast.care, "lund")
    from_then = queries.shipped_version(in_use(copy))
    assert from_then == queries.newest_shipped(copy.origin)

    release(monkeypatch, "lund", name="Behovet tas emot")
    load()

    assert queries.shipped_version(in_use(copy)) == from_then
    newest = queries.newest_shipped(copy.origin)
    assert from_then is not None and newest is not None
    assert len(queries.differences_between(from_then, newest)) == 1
    # The copy itself is as it was.
    assert queries.differences_between(from_then, in_use(copy)) == []


def test_what_has_been_compared_is_no_longer_new(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = make_method(cast.care, "lund")
    release(monkeypatch, "lund", name="Behovet tas emot")
    load()
    version = actions.start_version(copy, by=cast.other_manager)

    actions.freeze_version(version, by=cast.other_manager, has_compared=True)

    assert queries.shipped_version(in_use(copy)) == queries.newest_shipped("lund")
