"""A round is written, started, reminded of, closed: what happens, what is refused and what is impossible."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bryggan.history.models import Batch, Change, Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_person, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.kit.writer import batch
from bryggan.notices.models import Notice
from bryggan.rounds import actions
from bryggan.rounds.models import AnswerLink, Ask, Round
from bryggan.rounds.process import PROCESS
from bryggan.rounds.tasks import rounds_due
from bryggan.rounds.tests.making import FIELDS, ROLES, ask_about, make_draft, make_held, make_round
from bryggan.systems import actions as system_actions


def test_the_course_of_a_round() -> None:
    told = [(one.name, sorted(one.source), one.target, one.needs) for one in PROCESS.transitions]
    assert told == [
        ("start", ["draft"], "open", ("name", "last_on")),
        ("close", ["open"], "closed", ()),
    ]


def test_create_round_writes_a_draft_and_tells_nobody(cast: Cast) -> None:
    round = make_draft(cast.strategist, name="Våren")

    assert (round.step, round.fields, round.asks) == ("draft", list(FIELDS), list(ROLES))
    assert newest_event().name == "round.created"
    assert not Notice.objects.exists()


def test_create_round_is_refused_to_an_employee(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        make_draft(cast.employee)

    assert refusal.value.reason.startswith("Uppdateringsrundor startas av")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"fields": ["name"]}, "fields"),
        ({"fields": ["vulnerability.criticality"]}, "fields"),
        ({"fields": []}, "fields"),
        ({"asks": ["role.any"]}, "asks"),
        ({"last_on": date(2020, 1, 1)}, "last_on"),
    ],
)
def test_create_round_about_what_cannot_be_asked_is_impossible(
    cast: Cast, values: dict[str, Any], field: str
) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        make_draft(cast.strategist, **values)

    assert refusal.value.field == field


def test_change_round_writes_the_draft_anew(cast: Cast) -> None:
    round = make_draft(cast.strategist)

    actions.change_round(round, by=cast.strategist, values={"name": "Annat", "fields": ["product"]})

    round.refresh_from_db()
    assert (round.name, round.fields) == ("Annat", ["product"])
    assert newest_event().name == "round.changed"


def test_change_round_is_refused_to_another_manager(cast: Cast) -> None:
    round = make_draft(cast.manager)

    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.change_round(round, by=cast.other_manager, values={"name": "Min"})

    assert cast.manager.name in refusal.value.reason


def test_change_round_of_what_is_asked_is_impossible_once_it_goes_on(cast: Cast) -> None:
    round = make_round(cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.change_round(round, by=cast.strategist, values={"fields": ["product"]})


def test_withdraw_round_takes_the_draft_away(cast: Cast) -> None:
    round = make_draft(cast.strategist)

    actions.withdraw_round(round, by=cast.strategist)

    assert not Round.objects.present().exists()
    assert newest_event().name == "round.withdrawn"


def test_withdraw_round_is_refused_to_an_employee(cast: Cast) -> None:
    round = make_draft(cast.strategist)

    with nothing_happens(), pytest.raises(Refused):
        actions.withdraw_round(round, by=cast.employee)


def test_withdraw_round_that_goes_on_is_impossible(cast: Cast) -> None:
    round = make_round(cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.withdraw_round(round, by=cast.strategist)


def test_start_round_asks_the_steward_else_the_owner_else_it(cast: Cast) -> None:
    owner_only = make_held(cast.education, "Arkivet", system_owner=cast.system_owner)
    it_only = make_held(cast.education, "Brevet", it_counterpart=cast.employee)

    round = make_round(cast.strategist)

    assert round.step == "open"
    asked = {ask.record_id: (ask.person, ask.asked_as) for ask in Ask.objects.all()}
    assert asked == {
        cast.system.pk: (cast.system_steward, "role.system_steward"),
        owner_only.pk: (cast.system_owner, "role.system_owner"),
        it_only.pk: (cast.employee, "role.it_counterpart"),
        cast.other_system.pk: (None, ""),
    }
    told = Notice.objects.filter(kind="round.started")
    assert set(told.values_list("user", flat=True)) == {
        cast.system_steward.pk,
        cast.system_owner.pk,
        cast.employee.pk,
    }
    assert round.filled_before == {"description": 1, "lifecycle": 1, "user_count": 1}
    assert newest_event().name == "round.started"
    assert Change.objects.filter(noun="rounds.ask", event=newest_event()).count() == 4


def test_start_round_asks_no_deputy_nobody_withdrawn_and_no_external_who_sees_nothing(
    cast: Cast,
) -> None:
    system = make_held(
        cast.education, "Utifrån", system_steward=cast.outsider, system_owner=cast.system_owner
    )

    round = make_round(cast.strategist)

    assert ask_about(round, system).person == cast.system_owner
    assert not Ask.objects.filter(person=cast.outsider).exists()


def test_start_round_by_a_manager_is_about_her_own_unit(cast: Cast) -> None:
    make_held(cast.care, "Vårdens", system_owner=cast.system_owner)

    round = make_round(cast.manager)

    assert set(Ask.objects.filter(round=round).values_list("record_id", flat=True)) == {
        cast.system.pk
    }


def test_start_round_is_refused_to_whoever_did_not_write_it(cast: Cast) -> None:
    round = make_draft(cast.manager)

    with nothing_happens(), pytest.raises(Refused):
        actions.start_round(round, by=cast.other_manager)


def test_start_round_with_nobody_to_ask_is_impossible(cast: Cast) -> None:
    round = make_draft(cast.strategist, question=f"?id={cast.other_system.pk}")

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.start_round(round, by=cast.strategist)

    assert "någon att fråga" in refusal.value.reason


def test_start_round_twice_is_impossible(cast: Cast) -> None:
    round = make_round(cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.start_round(round, by=cast.strategist)


def test_start_round_of_320_systems_asks_the_database_as_often_as_of_20(cast: Cast) -> None:
    people = [make_person(f"Person {n}", cast.education) for n in range(20)]

    def grow(first: int, last: int) -> None:
        with batch(by=tool(), kind=Batch.Kind.DEMO) as write:
            for n in range(first, last):
                hers = {"name": f"System {n}", "role.system_steward": [people[n % 20]]}
                system_actions.create_system.within(write, cast.education, by=tool(), values=hers)

    def questions(name: str) -> list[int]:
        """To start a round, to remind of it and to close it."""
        round = make_draft(cast.strategist, name=name)
        counts = []
        for action in (actions.start_round, actions.remind_round, actions.close_round):
            with CaptureQueriesContext(connection) as asked:
                action(round, by=cast.strategist)
            counts.append(len(asked))
        return counts

    grow(0, 20)
    few = questions("Liten")
    grow(20, 320)
    many = questions("Stor")
    assert Ask.objects.filter(round__name="Stor").count() == 322
    assert AnswerLink.objects.filter(round__name="Stor").count() == 21
    assert many == few
    assert max(few) <= 30


def test_remind_round_tells_those_who_are_left_once_a_day(cast: Cast, clock: Any) -> None:
    round = make_round(cast.strategist)

    assert actions.remind_round(round, by=cast.strategist) == 1
    assert actions.remind_round(round, by=cast.strategist) == 0
    clock.move_to("2026-11-23 09:00:00")
    assert actions.remind_round(round, by=cast.strategist) == 1
    told = Notice.objects.filter(kind="round.reminded")
    assert [one.user for one in told] == [cast.system_steward] * 2
    assert newest_event().name == "round.reminded"


def test_remind_round_is_refused_to_an_employee(cast: Cast) -> None:
    round = make_round(cast.strategist)

    with nothing_happens(), pytest.raises(Refused):
        actions.remind_round(round, by=cast.employee)


def test_remind_round_that_is_closed_is_impossible(cast: Cast) -> None:
    round = make_round(cast.strategist)
    actions.close_round(round, by=cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.remind_round(round, by=cast.strategist)


def test_close_round_tells_what_came_of_it(cast: Cast) -> None:
    round = make_round(cast.strategist)

    actions.close_round(round, by=cast.administrator)

    round.refresh_from_db()
    assert (round.step, round.filled_after) == ("closed", round.filled_before)
    told = Notice.objects.filter(kind="round.closed")
    assert {one.user for one in told} == {cast.system_steward, cast.strategist}
    assert told[0].values["answered"] == "0"
    assert newest_event().name == "round.closed"


def test_close_round_is_refused_to_an_employee(cast: Cast) -> None:
    round = make_round(cast.strategist)

    with nothing_happens(), pytest.raises(Refused):
        actions.close_round(round, by=cast.employee)


def test_close_round_that_is_a_draft_is_impossible(cast: Cast) -> None:
    round = make_draft(cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.close_round(round, by=cast.strategist)


def test_a_round_reminds_every_week_and_before_the_end_and_closes_itself(
    cast: Cast, clock: Any
) -> None:
    today = timezone.localdate()
    round = make_round(cast.strategist, last_on=today + timedelta(days=12))
    days = []
    for day in range(15):
        clock.move_to("2026-11-22 09:00:00")
        clock.tick(timedelta(days=day))
        before = Notice.objects.filter(kind="round.reminded").count()
        rounds_due()
        rounds_due()  # harmless to run twice
        if Notice.objects.filter(kind="round.reminded").count() > before:
            days.append(day)
    assert days == [7, 9]
    round.refresh_from_db()
    assert round.step == "closed"
    closed = Event.objects.get(name="round.closed")
    assert (closed.at.date() - today).days == 13
