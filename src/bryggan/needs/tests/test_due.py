"""What happens by itself: parked needs wake, and those nearest concerned follow the organisation."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_person, make_unit, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.needs import actions, addressing, queries, tasks
from bryggan.needs.models import Need, Route, Step
from bryggan.needs.tests.making import asked, in_days, make_developer, parked, sorted_as, voiced
from bryggan.needs.tests.test_voicing import told
from bryggan.people import actions as people
from bryggan.people.models import Unit
from bryggan.people.roles import Role
from bryggan.registers.merging import merge_records

pytestmark = pytest.mark.django_db


def test_a_parked_need_wakes_on_its_day_and_only_then(cast: Cast, clock: Any) -> None:
    developer = make_developer(cast.education)
    need = parked(voiced(cast), developer, days=10)
    assert tasks.needs_wake() == 0
    clock.tick(timedelta(days=10))
    assert tasks.needs_wake() == 1
    assert Need.objects.get().step == Step.VOICED
    assert told(developer)[-1] == "need.woken"
    with nothing_happens():
        assert tasks.needs_wake() == 0
    assert list(queries.needs_to_prepare(developer)) == [need]


def test_wake_need_takes_it_up_before_its_day(cast: Cast) -> None:
    developer = make_developer(cast.education)
    need = parked(voiced(cast), developer)
    actions.wake_need(need, by=developer)
    assert (Need.objects.get().step, newest_event().name) == (Step.VOICED, "need.woken")


def test_those_nearest_follow_the_organisation(cast: Cast) -> None:
    school = make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    secret = voiced(cast, "Lådan är låst", unit=school)
    sorted_as(voiced(cast, "Öppet", unit=school), cast.strategist)
    assert list(secret.addressed_to.all()) == [cast.manager]

    principal = make_person("Petra Rektor", school, [(Role.MANAGER, school)])
    assert tasks.needs_are_addressed() == 1
    assert list(secret.addressed_to.all()) == [principal]
    assert newest_event().name == "need.addressed"
    with nothing_happens():
        assert tasks.needs_are_addressed() == 0


def test_where_nobody_leads_any_longer_it_stays_where_it_was(cast: Cast) -> None:
    need = voiced(cast)
    people.end_role(cast.manager.assignments.get(), by=tool(), ends_on=in_days(-1))
    with nothing_happens():
        assert tasks.needs_are_addressed() == 0
    assert list(need.addressed_to.all()) == [cast.manager]


def test_what_was_two_needs_stays_with_those_nearest_to_either(cast: Cast) -> None:
    kept, gone = voiced(cast), voiced(cast, "Lådan", unit=cast.care)
    merge_records(kept, gone, cast.strategist)
    with nothing_happens():
        assert tasks.needs_are_addressed() == 0
    assert set(kept.addressed_to.all()) == {cast.manager, cast.other_manager}


@pytest.mark.parametrize("route", Route.values)
def test_many_at_once_are_addressed_as_each_alone(cast: Cast, route: str) -> None:
    school = make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    room = make_unit("Förskoleklassen", school, Unit.Kind.WORKPLACE)
    make_person("Petra Rektor", school, [(Role.MANAGER, school)])
    managers = addressing.Managers.read()
    for unit in (cast.education, school, room, cast.care, cast.company, cast.municipality):
        assert set(managers.addressees(unit, route)) == set(queries.addressees(unit, route))


def test_it_asks_as_much_of_few_needs_as_of_many(cast: Cast) -> None:
    counts = []
    for count in (2, 20):
        for n in range(count):
            voiced(cast, f"Hinder {n}")
        with CaptureQueriesContext(connection) as asked_for:
            assert list(addressing.wrongly_addressed()) == []
        counts.append(len(asked_for))
    assert counts[0] == counts[1] <= 6


def test_reply_to_question_takes_it_up_to_prepare_again(cast: Cast) -> None:
    need = asked(voiced(cast), make_developer(cast.education))
    actions.reply_to_question(need, by=cast.employee, text="Varje natt")
    assert Need.objects.get().step == Step.VOICED


def test_reply_to_question_is_refused_to_who_was_not_asked(cast: Cast) -> None:
    need = asked(voiced(cast), make_developer(cast.education))
    with nothing_happens(), pytest.raises(Refused):
        actions.reply_to_question(need, by=cast.controller, text="Varje natt")


def test_reply_to_question_that_was_not_asked_is_impossible(cast: Cast) -> None:
    need = voiced(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.reply_to_question(need, by=cast.employee, text="Varje natt")
