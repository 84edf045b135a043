"""Whether a purpose is clear: somebody says so by name, with a quotation."""

from datetime import timedelta

import pytest

from bryggan.dossiers import actions
from bryggan.dossiers.columns import CLEAR_PURPOSE
from bryggan.dossiers.tests.making import judged
from bryggan.initiatives.models import Evidence, Saying
from bryggan.initiatives.tests.making import anew, started, today
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens

pytestmark = pytest.mark.django_db


def test_judge_purpose_keeps_who_says_so_when_and_what_is_quoted(cast: Cast) -> None:
    one = judged(started(cast), cast.manager, Saying.PARTLY, " Alla ska veta ")
    row = Evidence.objects.get(initiative=one, key=CLEAR_PURPOSE)
    assert (row.answer, row.words, row.by, row.said_on) == (
        Saying.PARTLY,
        "Alla ska veta",
        cast.manager,
        today(),
    )
    assert newest_event().name == "initiative.purpose_judged"


def test_judge_purpose_anew_replaces_what_was_said(cast: Cast) -> None:
    one = judged(started(cast), cast.manager, Saying.PARTLY, "Alla ska veta")
    one = judged(one, cast.strategist, Saying.MISSING)
    row = Evidence.objects.present().get(initiative=one, key=CLEAR_PURPOSE)
    assert (row.answer, row.by) == (Saying.MISSING, cast.strategist)


def test_judge_purpose_is_refused_who_takes_no_part_and_the_auditor(cast: Cast) -> None:
    one = started(cast)
    for person in (cast.employee, cast.other_manager, cast.auditor):
        with nothing_happens(), pytest.raises(Refused, match="ändras av"):
            judged(one, person, Saying.EXISTS, "Alla ska veta")


@pytest.mark.parametrize(
    ("answer", "quotation", "days", "said"),
    [
        ("perhaps", "Alla ska veta", 0, "ja, delvis eller nej"),
        (Saying.EXISTS, "  ", 0, "Citera"),
        (Saying.PARTLY, "Alla ska veta", 1, "daterat framåt"),
    ],
)
def test_judge_purpose_is_impossible_without_answer_or_quotation_or_with_a_day_ahead(
    cast: Cast, answer: str, quotation: str, days: int, said: str
) -> None:
    one = started(cast)
    with nothing_happens(), pytest.raises(NotPossible, match=said):
        actions.judge_purpose(
            anew(one),
            by=cast.manager,
            answer=answer,
            quotation=quotation,
            dated_on=today() + timedelta(days=days),
        )
