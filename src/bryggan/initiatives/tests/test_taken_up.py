"""An initiative before a råd: ready when it can be weighed, and heard of by all behind it, also by code."""

from datetime import timedelta

import pytest

from bryggan.decisions.choices import Outcome
from bryggan.initiatives import evidence
from bryggan.initiatives.finding import Found
from bryggan.initiatives.models import Initiative, Purpose
from bryggan.initiatives.taken_up import gaps
from bryggan.initiatives.tests.making import decision_about, need_sorted, started, told_to
from bryggan.kit.testing.cast import Cast
from bryggan.meetings import queries as meetings
from bryggan.meetings.tests.making import Council, added, close, make_council, planned, said, today
from bryggan.methods.tests.making import shipped_method
from bryggan.needs.models import Answer
from bryggan.notices.models import Notice


@pytest.fixture
def council(cast: Cast) -> Council:
    shipped_method("bryggan")
    return make_council(cast)


def ready(cast: Cast) -> Initiative:
    told = {"description": "Skåp i stället för pärm", "purpose": Purpose.QUALITY}
    return started(cast, needs=[need_sorted(cast)], benefit=4, complexity=2, **told)


def test_an_initiative_that_can_be_weighed_is_offered_to_the_agenda(
    cast: Cast, council: Council
) -> None:
    initiative = ready(cast)
    [(_sort, rows)] = [
        found
        for found in meetings.all_waiting(planned(council), council.chair)
        if found[0].noun == "initiatives.initiative"
    ]
    assert rows == [initiative]
    assert gaps(initiative) == []


def test_what_the_group_said_is_heard_behind_the_needs_and_is_a_recommendation(
    cast: Cast, council: Council
) -> None:
    initiative = ready(cast)
    phase = initiative.phase
    item = added(planned(council), council, initiative)
    said(item, council.chair, reasons="Flera har samma behov.")
    close(item.meeting, council)

    heard = Answer.objects.order_by("-pk")[0]
    assert "tillstyrks i Digitaliseringsrådet" in heard.text
    assert "Flera har samma behov." in heard.text
    assert Notice.objects.filter(kind="initiative.considered").exists()
    initiative = Initiative.objects.get(pk=initiative.pk)
    assert initiative.phase == phase  # a group passes no gate
    [found] = evidence.findings_of([initiative], ["recommendation"])[initiative.pk].values()
    assert (found.state, found.words) == (
        Found.EXISTS,
        f"Tillstyrkt i {item.meeting.name}",
    )


def test_what_two_groups_said_is_heard_twice_though_nothing_else_has_happened(
    cast: Cast, council: Council
) -> None:
    initiative = ready(cast)
    for day in (today() - timedelta(days=1), today()):
        item = added(planned(council, day), council, Initiative.objects.get(pk=initiative.pk))
        said(item, council.chair)
        close(item.meeting, council)
    heard = Notice.objects.filter(kind="initiative.considered", user=cast.employee)
    assert heard.count() == 2


def test_a_decision_about_it_is_heard_behind_every_need_and_told_each_person_once(
    cast: Cast, council: Council
) -> None:
    needs = [need_sorted(cast), need_sorted(cast, "Vi skriver frånvaron på lappar")]
    initiative = started(cast, needs=needs)
    decision_about(cast, initiative, outcome=Outcome.REJECT, by=cast.manager)

    [told] = told_to(cast.employee, "initiative.decided_about")
    assert "avslag. Gå vidare utan riskanalys." in told.values["said"]
    heard = Answer.objects.filter(text__contains="är beslutat").values_list("need", flat=True)
    assert set(heard) == {need.pk for need in needs}
