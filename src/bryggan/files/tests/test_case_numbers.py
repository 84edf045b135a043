"""The forms of case numbers, learnt from examples: by tables, and through a decision."""

import pytest

from bryggan.decisions import actions as decision_actions
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.making import drafted, make_order
from bryggan.files import numbering
from bryggan.files.case_numbers import form_of, in_words, is_in_form
from bryggan.files.models import CaseNumberRule
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens

pytestmark = pytest.mark.django_db

FORMS = [
    (
        "KS 2026/118",
        "KS ÅÅÅÅ/löpnummer",
        ["ks 2025/1", "KS 2026/99999"],
        ["KS2026/118", "KS 26/118"],
    ),
    ("KSN-2026-0118", "KSN-ÅÅÅÅ-NNNN", ["KSN-2019-0874"], ["KSN-2026-118", "KS-2026-0118"]),
    ("KS/2026:118", "KS/ÅÅÅÅ:löpnummer", ["KS/2019:73"], ["KS/2026/118", "KS/1826:118"]),
    ("Ks 1474/2016", "Ks löpnummer/ÅÅÅÅ", ["KS 3/2026"], ["Ks 2026/x", "Ks 1474/16"]),
    ("KS 18-508", "KS ÅÅ-löpnummer", ["KS 26-1"], ["KS 2018-508"]),
    ("2026:44", "ÅÅÅÅ:löpnummer", ["2025:1"], ["44"]),
]


@pytest.mark.parametrize(("example", "words", "right", "wrong"), FORMS, ids=[f[0] for f in FORMS])
def test_an_example_teaches_a_form(
    example: str, words: str, right: list[str], wrong: list[str]
) -> None:
    form = form_of(example)
    assert form is not None
    assert form.words == words
    assert [one for one in [example, *right] if not is_in_form(one, [example])] == []
    assert [one for one in wrong if is_in_form(one, [example])] == []


@pytest.mark.parametrize("example", ["", "KS", "KS 1-2-3-4", "(a+)+$"])
def test_what_has_no_running_number_teaches_nothing(example: str) -> None:
    assert form_of(example) is None


def test_signs_of_a_pattern_are_signs_and_no_pattern() -> None:
    assert is_in_form("K.S* 2026/1", ["K.S* 2026/118"])
    assert not is_in_form("KxSSS 2026/1", ["K.S* 2026/118"])


def test_several_forms_are_said_together() -> None:
    assert in_words(["KS 2026/118", "KSN-2026-0118"]) == (
        "KS ÅÅÅÅ/löpnummer, till exempel KS 2026/118 eller "
        "KSN-ÅÅÅÅ-NNNN, till exempel KSN-2026-0118"
    )


def test_set_case_number_rule_holds_decisions_to_it(cast: Cast) -> None:
    order = make_order(cast)
    authority = cast.education_authority
    numbering.set_case_number_rule(authority, by=order.secretary, examples=" UN 2026/118 \n\n")
    assert newest_event().name == "case_number_rule.set"

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        drafted(cast, case_number="UN-2026-118")
    assert refusal.value.field == "case_number"
    assert refusal.value.reason == (
        f"{authority.name} skriver sina diarienummer UN ÅÅÅÅ/löpnummer, till exempel UN 2026/118."
    )

    decision = drafted(cast, case_number="un 2026/7")
    with nothing_happens(), pytest.raises(NotPossible):
        decision_actions.change_decision(
            decision, by=cast.employee, values={"case_number": "7/2026"}
        )
    decision_actions.change_decision(decision, by=cast.employee, values={"case_number": ""})
    assert Decision.objects.get().case_number == ""


def test_set_case_number_rule_to_nothing_takes_it_away(cast: Cast) -> None:
    secretary = make_order(cast).secretary
    for examples in ("UN 2026/118", "UN 2026/118\nUN/2026:1", ""):
        numbering.set_case_number_rule(cast.education_authority, by=secretary, examples=examples)

    assert not CaseNumberRule.objects.present().exists()
    assert drafted(cast, case_number="vad som helst").case_number == "vad som helst"


def test_what_stood_before_the_rule_is_left_as_it_is(cast: Cast) -> None:
    secretary = make_order(cast).secretary
    decision = drafted(cast, case_number="7/2026")
    numbering.set_case_number_rule(cast.education_authority, by=secretary, examples="UN 2026/118")
    told = {"case_number": "7/2026", "name": "Andra ord"}
    decision_actions.change_decision(decision, by=cast.employee, values=told)

    assert Decision.objects.get().name == "Andra ord"


def test_set_case_number_rule_is_refused_to_others(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        numbering.set_case_number_rule(
            cast.education_authority, by=cast.manager, examples="UN 2026/118"
        )


@pytest.mark.parametrize("examples", ["KS", "KS 2026/1\n" * 6])
def test_set_case_number_rule_from_what_is_no_number_is_impossible(
    cast: Cast, examples: str
) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        numbering.set_case_number_rule(
            cast.education_authority, by=cast.administrator, examples=examples
        )


def test_set_case_number_rule_of_what_is_no_authority_is_impossible(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        numbering.set_case_number_rule(
            cast.education, by=cast.administrator, examples="UN 2026/118"
        )
