"""Who is told of a contract's day, when, and how often; and what waits for whom."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from conftest import Clock
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bryggan.contracts import actions, reminders, tasks
from bryggan.contracts.deadlines import CourseKind
from bryggan.contracts.models import Contract
from bryggan.contracts.tests.test_choosing import choose, make_optional, make_renewing
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.due import DUE
from bryggan.kit.testing.cast import Cast, make_contract, make_person, tool
from bryggan.kit.testing.effects import nothing_happens
from bryggan.notices.models import Notice
from bryggan.notices.waiting import waiting_for
from bryggan.people import actions as people_actions
from bryggan.people.models import User
from bryggan.people.roles import Role

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    """Eight days before the last day of notice of a contract that ends on 2027-02-28."""


def told() -> list[tuple[str, str]]:
    """Who has been told of what: name and key without the contract's number."""
    rows = Notice.objects.order_by("pk").values_list("user__name", "key")
    return [(name, key.split(":", 2)[2]) for name, key in rows]


def test_the_owner_is_told_once_for_each_step(cast: Cast, clock: Clock) -> None:
    contract = make_renewing(cast, ends_on=date(2028, 2, 29), owner=cast.employee)
    for day in ("2026-11-29", "2026-11-30", "2027-03-01", "2027-05-30", "2027-08-30"):
        clock.move_to(f"{day} 09:00:00")
        tasks.contracts_to_decide()
        tasks.contracts_to_decide()
    clock.move_to("2027-10-30 09:00:00")
    assert tasks.contracts_to_decide() == 1
    assert told() == [("Elin Ek", f"notice:2027-11-30:{step}") for step in (12, 6, 3, 1)]
    notice = Notice.objects.order_by("-pk")[0]
    assert (notice.noun, notice.record_id) == ("contracts.contract", contract.pk)
    assert notice.values == {
        "day": "2027-11-30",
        "otherwise": "Om inget görs förlängs avtalet 12 månader till 2029-02-28. "
        "Värdet är 240\xa0000\xa0kr per år.",
    }


def test_a_contract_entered_late_is_told_of_once(cast: Cast) -> None:
    make_renewing(cast, owner=cast.employee)
    assert tasks.contracts_to_decide() == 1
    assert told() == [("Elin Ek", "notice:2026-11-30:1")]


def test_the_work_is_declared_so_that_run_due_finds_it() -> None:
    assert "bryggan.contracts.tasks.contracts_to_decide" in DUE


def test_without_an_owner_the_nearest_manager_is_asked_else_the_controllers(cast: Cast) -> None:
    gone = make_person("Gun Gått", cast.education)
    owned = make_renewing(cast, owner=gone)
    people_actions.create_unit(cast.education, by=tool(), name="Skolan", kind="workplace", short="")
    school = cast.education.children.get()
    make_contract("Skolans", school, ends_on=date(2027, 1, 31), owner=None, yearly_value_sek=None)
    make_contract("Koncernens", cast.group, ends_on=date(2027, 1, 31))
    tasks.contracts_to_decide()
    assert told() == [
        ("Gun Gått", "notice:2026-11-30:1"),
        ("Magnus Mård", "end:2027-01-31:3"),
        ("Carl Ceder", "end:2027-01-31:3"),
    ]
    assert [one.text for one in waiting_for(cast.manager)] == ["Ta ställning till Skolans"]
    assert [one.text for one in waiting_for(cast.controller)] == ["Ta ställning till Koncernens"]
    assert [one.url for one in waiting_for(gone)] == [f"/avtal/{owned.pk}/vagval/"]
    assert waiting_for(cast.other_manager) == []


def test_the_deputy_is_asked_where_the_post_is_empty(cast: Cast) -> None:
    people_actions.end_role(cast.manager.assignments.get(), by=tool(), ends_on=date(2026, 11, 1))
    people_actions.give_role(
        cast.education, by=tool(), user=cast.employee, role=Role.MANAGER, is_deputy=True
    )
    make_renewing(cast)
    tasks.contracts_to_decide()
    assert told() == [("Elin Ek", "notice:2026-11-30:1")]


def test_a_choice_silences_and_waiting_holds_until_its_day(cast: Cast, clock: Clock) -> None:
    chosen = make_renewing(cast, name="Valt", owner=cast.employee)
    waits = make_optional(cast, name="Väntar", owner=cast.employee)
    choose(chosen, cast.employee, CourseKind.LET_RENEW)
    option_day = {"deadline_on": date(2027, 1, 31), "wait_until": date(2026, 12, 10)}
    choose(waits, cast.employee, CourseKind.WAIT, **option_day)
    assert tasks.contracts_to_decide() == 0
    assert waiting_for(cast.employee) == []
    clock.move_to("2026-12-10 09:00:00")
    assert tasks.contracts_to_decide() == 1
    [one] = waiting_for(cast.employee)
    assert (one.text, one.due_on) == ("Ta ställning till Väntar", date(2027, 1, 31))
    assert one.detail == (
        "Sista dag för optionen 2027-01-31. "
        "Om inget görs löper avtalet ut 2027-04-30 och optionen blir oanvänd."
    )


def test_who_has_waited_is_told_once_more_also_of_the_step_she_knew(
    cast: Cast, clock: Clock
) -> None:
    contract = make_renewing(cast, owner=cast.employee)
    assert tasks.contracts_to_decide() == 1
    choose(contract, cast.employee, CourseKind.WAIT, wait_until=date(2026, 11, 27))
    for day, count in ((26, 0), (27, 1), (28, 0)):
        clock.move_to(f"2026-11-{day} 09:00:00")
        assert tasks.contracts_to_decide() == count, day
    assert [key for _name, key in told()] == [
        "notice:2026-11-30:1",
        "notice:2026-11-30:1:2026-11-27",
    ]


def test_an_option_used_moves_the_question_to_the_next_one(cast: Cast, clock: Clock) -> None:
    contract = make_optional(cast, owner=cast.employee)
    choose(contract, cast.employee, CourseKind.USE_OPTION, deadline_on=date(2027, 1, 31))
    assert tasks.contracts_to_decide() == 0
    clock.move_to("2027-02-01 09:00:00")
    tasks.contracts_to_decide()
    assert told() == [("Elin Ek", "option:2028-01-31:12")]


def test_nobody_is_told_of_what_is_withdrawn_or_makes_no_sense(cast: Cast) -> None:
    Contract.objects.filter(pk=make_renewing(cast).pk).update(withdrawn_at="2026-11-01T00:00Z")
    nonsense = make_renewing(cast, owner=cast.employee)
    Contract.objects.filter(pk=nonsense.pk).update(options=[0])
    assert tasks.contracts_to_decide() == 0


def test_whoever_takes_over_is_told_too(cast: Cast) -> None:
    contract = make_renewing(cast, owner=cast.employee)
    tasks.contracts_to_decide()
    actions.change_contract(contract, by=tool(), values={"owner": cast.system_owner})
    assert tasks.contracts_to_decide() == 1
    assert [name for name, _key in told()] == ["Elin Ek", "Olga Orre"]


def open_ones() -> list[reminders.Open]:
    return list(reminders.open_matters(Contract.objects.all(), TODAY))


def test_remind_of_contracts_tells_with_the_event(cast: Cast) -> None:
    make_renewing(cast, owner=cast.employee)
    assert actions.remind_of_contracts(open_ones(), by=tool()) == 1
    assert Notice.objects.get().user == cast.employee
    assert actions.remind_of_contracts(open_ones(), by=tool()) == 0


def test_remind_of_contracts_is_refused_to_people(cast: Cast) -> None:
    make_renewing(cast, owner=cast.employee)
    found = open_ones()
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.remind_of_contracts(found, by=cast.administrator)
    assert refusal.value.reason == "Påminnelser skickar Bryggan självt."


def test_remind_of_contracts_of_nothing_is_impossible(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        actions.remind_of_contracts([], by=tool())


def asked(work: Callable[[], object]) -> int:
    """How many questions the work puts to the database."""
    with CaptureQueriesContext(connection) as context:
        work()
    return len(context)


def fill(cast: Cast, count: int, **values: Any) -> None:
    for number in range(count):
        make_renewing(cast, name=f"Avtal {number} av {count}", **values)


def test_as_many_questions_for_ten_contracts_as_for_a_hundred(cast: Cast) -> None:
    counts: dict[str, list[int]] = {}
    for count in (10, 90):
        fill(cast, count - 5, owner=cast.employee)
        fill(cast, 5)
        counts.setdefault("first reminders", []).append(asked(tasks.contracts_to_decide))
        counts.setdefault("reminders", []).append(asked(tasks.contracts_to_decide))
        for person in (cast.employee, cast.manager, cast.controller):
            anew = User.objects.get(pk=person.pk)
            counts.setdefault(person.name, []).append(
                asked(partial(reminders.decisions_of_contracts, anew))
            )
    for name, (few, many) in counts.items():
        assert few == many <= (20 if name == "first reminders" else 5), name
    assert Notice.objects.filter(kind=reminders.DUE.key).count() == 100
