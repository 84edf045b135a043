"""Assessments: it happens, it is refused, it is impossible."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bryggan.assessments import actions
from bryggan.assessments.calculation import UNKNOWN
from bryggan.assessments.models import Answer, Assessment
from bryggan.assessments.tests.making import (
    BUSINESS,
    IT,
    answer_of,
    make_answered,
    make_assessment,
    of_four,
    soon,
    stands,
)
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.notices.models import Notice


def test_open_assessment_asks_people_and_tells_them(cast: Cast) -> None:
    made = make_assessment(
        cast.system,
        (cast.system_owner, BUSINESS),
        (cast.it_counterpart, IT),
        by=cast.system_steward,
    )
    assert (made.step, made.unit, made.opened_by) == ("open", cast.education, cast.system_steward)
    assert Answer.objects.waiting().count() == 2
    told = Notice.objects.filter(kind="assessment.asked")
    assert {notice.user for notice in told} == {cast.system_owner, cast.it_counterpart}
    assert newest_event().name == "assessment.opened"


def test_open_assessment_of_many_tells_each_once(cast: Cast) -> None:
    both = [cast.system, cast.other_system]
    asked = [actions.Asked(system, cast.employee, BUSINESS) for system in both]
    made = actions.open_assessment(both, by=cast.strategist, last_day=soon(), asked=asked)
    assert [one.system for one in made] == both
    [notice] = Notice.objects.filter(user=cast.employee)
    assert (notice.kind, notice.values["count"]) == ("assessment.asked_many", 2)


def test_open_assessment_refused_for_who_does_not_answer_for_every_system(cast: Cast) -> None:
    both = [cast.system, cast.other_system]
    asked = [actions.Asked(system, cast.employee, BUSINESS) for system in both]
    with nothing_happens(), pytest.raises(Refused, match="Omsorgsjournalen"):
        actions.open_assessment(both, by=cast.system_owner, last_day=soon(), asked=asked)


def test_open_assessment_impossible_without_time_people_or_systems(cast: Cast) -> None:
    one = [actions.Asked(cast.system, cast.employee, BUSINESS)]
    yesterday = timezone.localdate() - timedelta(days=1)
    for systems, last_day, asked, reason in (
        ([], soon(), [], "minst ett"),
        ([cast.system], yesterday, one, "har redan varit"),
        ([cast.system], soon(), [], "Ingen är tillfrågad om Skolplattformen"),
    ):
        with nothing_happens(), pytest.raises(NotPossible, match=reason):
            actions.open_assessment(systems, by=cast.strategist, last_day=last_day, asked=asked)


def test_open_assessment_impossible_while_one_is_open(cast: Cast) -> None:
    make_assessment(cast.system, (cast.employee, BUSINESS))
    with nothing_happens(), pytest.raises(NotPossible, match="pågår redan"):
        make_assessment(cast.system, (cast.manager, BUSINESS))


def test_ask_respondent(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.system_owner, BUSINESS))
    actions.ask_respondent(held, by=cast.system_steward, user=cast.employee, side=BUSINESS)
    assert answer_of(held, cast.employee, BUSINESS).answered_at is None
    assert Notice.objects.filter(user=cast.employee, kind="assessment.asked").exists()


def test_ask_respondent_refused_for_a_bystander(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.system_owner, BUSINESS))
    with nothing_happens(), pytest.raises(Refused, match="ansvarar för Skolplattformen"):
        actions.ask_respondent(held, by=cast.employee, user=cast.employee, side=BUSINESS)


def test_ask_respondent_impossible_twice_for_no_side_or_when_closed(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.employee, BUSINESS))
    with nothing_happens(), pytest.raises(NotPossible, match="redan tillfrågad"):
        actions.ask_respondent(held, by=cast.strategist, user=cast.employee, side=BUSINESS)
    with nothing_happens(), pytest.raises(NotPossible, match="Välj"):
        actions.ask_respondent(held, by=cast.strategist, user=cast.employee, side="alla")
    actions.close_assessment(held, by=cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible, match="stängd"):
        actions.ask_respondent(held, by=cast.strategist, user=cast.manager, side=IT)


def test_save_answer_keeps_a_part_that_does_not_count_yet(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.employee, BUSINESS))
    one = answer_of(held, cast.employee, BUSINESS)
    actions.save_answer(one, by=cast.employee, values={"ease": 4})
    actions.save_answer(one, by=cast.employee, values={"help": UNKNOWN}, comment=" Tungt ")
    one.refresh_from_db()
    assert one.values == {"ease": 4, "help": UNKNOWN}
    assert (one.comment, one.answered_at) == ("Tungt", None)
    held.refresh_from_db()
    assert (held.business_value, held.business_voices) == (None, 0)
    assert newest_event().name == "assessment.answered"


def test_save_answer_done_is_counted(cast: Cast) -> None:
    held = of_four(cast)
    assert (held.business_value, held.business_low, held.business_high) == (50, 0, 100)
    assert (held.technical_standing, held.technical_voices) == (67, 2)
    assert held.spread == 100
    one = answer_of(held, cast.employee, BUSINESS)
    actions.save_answer(one, by=cast.employee, values=stands(BUSINESS, 4))
    held.refresh_from_db()
    assert (held.business_value, held.spread) == (100, 0)


def test_save_answer_keeps_what_the_register_said_and_whether_it_is_right(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.employee, BUSINESS))
    one = answer_of(held, cast.employee, BUSINESS)
    figures = {"cost.license": 250_000, "user_count": 1200}
    actions.save_answer(one, by=cast.employee, values={}, figures=figures, figures_said="wrong")
    one.refresh_from_db()
    assert (one.figures, one.figures_said) == (figures, "wrong")


def test_save_answer_refused_for_anybody_else_and_when_closed(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.employee, BUSINESS))
    one = answer_of(held, cast.employee, BUSINESS)
    with nothing_happens(), pytest.raises(Refused, match="för egen del"):
        actions.save_answer(one, by=cast.administrator, values={"ease": 4})
    actions.close_assessment(held, by=cast.strategist)
    one.refresh_from_db()
    with nothing_happens(), pytest.raises(Refused, match="stängd"):
        actions.save_answer(one, by=cast.employee, values={"ease": 4})


def test_save_answer_impossible_with_other_statements_or_stands(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.employee, BUSINESS))
    one = answer_of(held, cast.employee, BUSINESS)
    # The second is the other side's statement.
    for values in ({"ease": 5}, {"strategy": 3}, {"ease": "4"}, {"okänt": 1}):
        with nothing_happens(), pytest.raises(NotPossible, match="går inte"):
            actions.save_answer(one, by=cast.employee, values=values)
    with nothing_happens(), pytest.raises(NotPossible, match="inte fått svar"):
        actions.save_answer(one, by=cast.employee, values={"ease": 4}, is_done=True)
    with nothing_happens(), pytest.raises(NotPossible, match="siffrorna"):
        actions.save_answer(one, by=cast.employee, values={}, figures_said="kanske")


def test_remind_respondents_once_a_week_and_only_who_has_not_answered(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.employee, BUSINESS), (cast.it_counterpart, IT))
    one = answer_of(held, cast.employee, BUSINESS)
    actions.save_answer(one, by=cast.employee, values=stands(BUSINESS, 3), is_done=True)
    held.refresh_from_db()
    assert actions.remind_respondents(held, by=cast.system_owner) == 1
    assert newest_event().name == "assessment.reminded"
    with nothing_happens():
        assert actions.remind_respondents(held, by=tool()) == 0
    [notice] = Notice.objects.filter(kind="assessment.reminded")
    assert notice.user == cast.it_counterpart


def test_remind_respondents_refused_for_a_bystander(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.it_counterpart, IT))
    with nothing_happens(), pytest.raises(Refused, match="startade"):
        actions.remind_respondents(held, by=cast.employee)


def test_remind_respondents_impossible_when_closed(cast: Cast) -> None:
    held = make_assessment(cast.system, (cast.it_counterpart, IT))
    actions.close_assessment(held, by=cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible, match="stängd"):
        actions.remind_respondents(held, by=cast.strategist)


def test_close_assessment(cast: Cast) -> None:
    held = of_four(cast)
    actions.close_assessment(held, by=cast.system_owner)
    assert Assessment.objects.get(pk=held.pk).step == "closed"
    assert Assessment.objects.get(pk=held.pk).business_value == 50
    assert newest_event().name == "assessment.closed"


def test_close_assessment_refused_for_a_bystander(cast: Cast) -> None:
    held = of_four(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.close_assessment(held, by=cast.other_manager)


def test_close_assessment_impossible_twice(cast: Cast) -> None:
    held = of_four(cast)
    actions.close_assessment(held, by=cast.system_owner)
    with nothing_happens(), pytest.raises(NotPossible, match="Stängd"):
        actions.close_assessment(held, by=cast.system_owner)


def test_prolong_assessment_opens_a_closed_one(cast: Cast) -> None:
    held = of_four(cast)
    actions.close_assessment(held, by=cast.system_owner)
    later = soon() + timedelta(days=7)
    actions.prolong_assessment(held, by=cast.system_owner, last_day=later)
    held.refresh_from_db()
    assert (held.step, held.last_day) == ("open", later)
    assert newest_event().name == "assessment.prolonged"


def test_prolong_assessment_refused_for_a_bystander(cast: Cast) -> None:
    held = of_four(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.prolong_assessment(held, by=cast.employee, last_day=soon())


def test_prolong_assessment_impossible_backwards_or_beside_a_newer(cast: Cast) -> None:
    held = of_four(cast)
    yesterday = timezone.localdate() - timedelta(days=1)
    with nothing_happens(), pytest.raises(NotPossible, match="har redan varit"):
        actions.prolong_assessment(held, by=cast.strategist, last_day=yesterday)
    actions.close_assessment(held, by=cast.strategist)
    make_answered(cast.system, {(cast.employee, BUSINESS): 2})
    with nothing_happens(), pytest.raises(NotPossible, match="nyare"):
        actions.prolong_assessment(held, by=cast.strategist, last_day=soon())
