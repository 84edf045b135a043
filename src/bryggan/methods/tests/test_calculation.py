"""Which orders of phases make a method, and how two versions differ: by tables."""

import pytest

from bryggan.methods.calculation import (
    Change,
    Difference,
    Fault,
    PlainRequirement,
    PlainStep,
    differences,
    faults_of,
)
from bryggan.methods.words import difference_words, fault_words


def steps(*phases: str) -> list[PlainStep]:
    return [PlainStep(f"{at}", f"Steg {at}", phase) for at, phase in enumerate(phases)]


WHOLE = (
    "preparation", "prestudy", "decision", "procurement", "implementation", "pilot", "handover",
    "follow_up", "closed",
)  # fmt: skip


@pytest.mark.parametrize(
    ("phases", "fault"),
    [
        (WHOLE, None),
        (("preparation", "follow_up", "closed"), None),
        (("preparation", "preparation", "decision", "decision", "follow_up", "closed"), None),
        (("preparation", "pilot", "implementation", "decision", "follow_up", "closed"), None),
        (("preparation", "prestudy", "handover", "follow_up", "closed", "closed"), None),
        ((), Fault.NO_STEPS),
        (("decision", "preparation", "follow_up", "closed"), Fault.BEGINS_ELSEWHERE),
        (("preparation", "decision", "closed", "follow_up"), Fault.ENDS_ELSEWHERE),
        (("preparation", "decision", "closed"), Fault.ENDS_ELSEWHERE),
        (("preparation", "follow_up", "decision", "closed"), Fault.ENDS_ELSEWHERE),
        (("preparation", "pilot", "decision", "pilot", "follow_up", "closed"), Fault.PHASE_TWICE),
        (("preparation", "decision", "prestudy", "follow_up", "closed"), Fault.PRESTUDY_LATE),
    ],
)
def test_the_phases_of_a_method(phases: tuple[str, ...], fault: Fault | None) -> None:
    assert faults_of(steps(*phases)) == ([fault] if fault else [])


def test_two_steps_with_one_key() -> None:
    twice = [*steps("preparation"), *steps("follow_up", "closed")]
    assert faults_of(twice) == [Fault.SAME_KEY]


def test_every_fault_has_words() -> None:
    assert all(fault_words(fault).endswith(".") for fault in Fault)


def ask(
    key: str, name: str = "Krav", sizes: tuple[str, ...] = ("large",), rule: str = ""
) -> PlainRequirement:
    return PlainRequirement(key, name, sizes, rule)


def step(key: str, name: str = "", phase: str = "decision", *asked: PlainRequirement) -> PlainStep:
    return PlainStep(key, name or key, phase, asked)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([step("a")], [step("a")], []),
        ([step("a")], [step("a"), step("b")], [(Difference(Change.ADDED, "b"), "Nytt steg: b")]),
        ([step("a"), step("b")], [step("a")], [(Difference(Change.REMOVED, "b"), "Borttaget steg: b")]),
        (
            [step("a", "Forum")],
            [step("a", "Råd")],
            [
                (
                    Difference(Change.RENAMED, "Råd", before="Forum", after="Råd"),
                    "Steget Forum heter Råd",
                )
            ],
        ),
        (
            [step("a"), step("b"), step("c"), step("d")],
            [step("b"), step("c"), step("a"), step("d")],
            [(Difference(Change.MOVED, "a"), "Steget a har en annan plats")],
        ),
        (
            [step("a")],
            [step("a", "", "pilot")],
            [
                (
                    Difference(Change.OTHER_PHASE, "a", before="decision", after="pilot"),
                    "Steget a ligger i Pilot i stället för Beslut",
                )
            ],
        ),
        (
            [step("a", "", "decision", ask("x"))],
            [step("a", "", "decision", ask("x", sizes=("middle", "large")))],
            [
                (
                    Difference(
                        Change.OTHER_SIZES, "a", "Krav", before=("large",), after=("middle", "large")
                    ),
                    "a: Krav krävs för medelstort, stort i stället för stort",
                )
            ],
        ),
        (
            [step("a", "", "decision", ask("x"), ask("y", "Plan"))],
            [step("a", "", "decision", ask("x", rule="budget"), ask("z", "Nytt"))],
            [
                (
                    Difference(Change.OTHER_RULE, "a", "Krav", before="", after="budget"),
                    "a: Krav visas av Budget i stället för fil, länk eller mening",
                ),
                (
                    Difference(Change.ADDED, "a", "Nytt", after=("large",)),
                    "a: nytt krav, Nytt (stort)",
                ),
                (Difference(Change.REMOVED, "a", "Plan"), "a: kravet Plan är borttaget"),
            ],
        ),
        (
            [step("a", "", "decision", ask("x"))],
            [step("a", "", "decision", ask("x", "Annat"))],
            [
                (
                    Difference(Change.RENAMED, "a", "Annat", before="Krav", after="Annat"),
                    "a: kravet Krav heter Annat",
                )
            ],
        ),
    ],
)  # fmt: skip
def test_how_two_versions_differ(
    old: list[PlainStep], new: list[PlainStep], expected: list[tuple[Difference, str]]
) -> None:
    found = differences(old, new)
    assert [(one, difference_words(one)) for one in found] == expected
