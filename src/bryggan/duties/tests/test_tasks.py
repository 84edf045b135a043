"""Tasks: what happens, what is refused, what is impossible."""

from datetime import timedelta
from typing import Any

import pytest

from bryggan.duties import actions, queries, tasks
from bryggan.duties.models import Step, Task
from bryggan.duties.tests.making import given, in_days
from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_person
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.kit.writer import batch
from bryggan.notices.models import Notice
from bryggan.notices.waiting import waiting_for
from bryggan.people.models import User

pytestmark = pytest.mark.django_db


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


def test_give_task_to_somebody_who_is_told_and_finds_it_in_her_work(cast: Cast) -> None:
    task = given(cast, came_from="Digitaliseringsrådet 2026-11-26", came_from_url="/mote/3/")

    assert (newest_event().name, task.step, task.given_by) == (
        "task.given",
        Step.OPEN,
        cast.manager,
    )
    assert told(cast.employee) == ["task.given"]
    [waiting] = [one for one in waiting_for(cast.employee) if one.text == task.name]
    assert (waiting.due_on, waiting.detail) == (in_days(10), "Digitaliseringsrådet 2026-11-26")
    assert [one for one in waiting_for(cast.manager) if one.text == task.name] == []


def test_give_task_many_in_one_batch_tells_each(cast: Cast) -> None:
    with batch(by=cast.manager, kind=Batch.Kind.BULK_EDIT) as write:
        for name in ("Ett", "Två"):
            actions.give_task.within(
                write,
                cast.education,
                by=cast.manager,
                values={"name": name, "responsible": cast.employee},
            )

    assert told(cast.employee) == ["task.given", "task.given"]


def test_give_task_to_oneself_without_a_name_tells_nobody(cast: Cast) -> None:
    task = actions.give_task(cast.education, by=cast.employee, values={"name": "Läs avtalet"})

    assert task.responsible == cast.employee
    assert told(cast.employee) == []


def test_give_task_is_refused_to_whoever_is_external(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        given(cast, by=cast.auditor)

    assert refusal.value.reason == "Uppgifter ges av dem som arbetar i kommunen."


@pytest.mark.parametrize("wrong", [{"name": "  "}, {"responsible": None}])
def test_give_task_without_a_name_or_anybody_is_impossible(
    cast: Cast, wrong: dict[str, Any]
) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        given(cast, **wrong)


def test_give_task_to_an_external_person_is_impossible(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        given(cast, responsible=cast.auditor)

    assert refusal.value.field == "responsible"


def test_change_task_to_another_who_is_told(cast: Cast) -> None:
    task = given(cast)
    other = make_person("Olle Ny", cast.education)
    actions.change_task(task, by=cast.employee, values={"responsible": other, "step": "done"})

    kept = Task.objects.get()
    assert (kept.responsible, kept.step) == (other, Step.OPEN)
    assert (newest_event().name, told(other)) == ("task.changed", ["task.given"])


def test_change_task_is_refused_to_others(cast: Cast) -> None:
    task = given(cast)
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.change_task(task, by=cast.other_manager, values={"name": "Annat"})

    assert refusal.value.reason.startswith(f"Uppgiften sköts av {cast.employee.name}")


def test_change_task_that_is_settled_or_into_nothing_is_impossible(cast: Cast) -> None:
    task = given(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.change_task(task, by=cast.manager, values={"name": " "})
    actions.finish_task(task, by=cast.employee)
    with nothing_happens(), pytest.raises(Refused):
        actions.change_task(task, by=cast.manager, values={"name": "Annat"})


def test_finish_task_tells_whoever_gave_it(cast: Cast) -> None:
    task = given(cast)
    actions.finish_task(task, by=cast.employee, note=" Priset är 40 000 kr. ")

    kept = Task.objects.get()
    assert (kept.step, kept.done_on, kept.done_note) == (
        Step.DONE,
        in_days(0),
        "Priset är 40 000 kr.",
    )
    assert (newest_event().name, told(cast.manager)) == ("task.finished", ["task.done"])
    assert [one for one in waiting_for(cast.employee) if one.text == task.name] == []


def test_finish_task_is_refused_to_others(cast: Cast) -> None:
    task = given(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.finish_task(task, by=cast.controller)


def test_finish_task_twice_is_impossible(cast: Cast) -> None:
    task = given(cast)
    actions.finish_task(task, by=cast.employee)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.finish_task(task, by=cast.employee)

    assert refusal.value.reason == "Det går inte från steget Klar."


def test_drop_task_with_its_reason(cast: Cast) -> None:
    task = given(cast)
    actions.drop_task(task, by=cast.manager, reason="Avtalet är uppsagt")

    kept = Task.objects.get()
    assert (kept.step, kept.done_note) == (Step.DROPPED, "Avtalet är uppsagt")
    assert (newest_event().name, newest_event().reason) == ("task.dropped", "Avtalet är uppsagt")
    assert told(cast.employee) == ["task.given", "task.dropped"]


def test_drop_task_is_refused_to_others(cast: Cast) -> None:
    task = given(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.drop_task(task, by=cast.other_manager, reason="Nej")


def test_drop_task_without_a_reason_is_impossible(cast: Cast) -> None:
    task = given(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.drop_task(task, by=cast.manager, reason=" ")


def test_reopen_task_that_was_not_done_after_all(cast: Cast) -> None:
    task = given(cast)
    actions.finish_task(task, by=cast.employee, note="Klart")
    actions.reopen_task(task, by=cast.manager, reason="Priset saknar moms")

    kept = Task.objects.get()
    assert (kept.step, kept.done_on, kept.done_note) == (Step.OPEN, None, "")
    assert newest_event().name == "task.reopened"
    assert told(cast.employee)[-1] == "task.reopened"


def test_reopen_task_is_refused_to_others(cast: Cast) -> None:
    task = given(cast)
    actions.finish_task(task, by=cast.employee)
    with nothing_happens(), pytest.raises(Refused):
        actions.reopen_task(task, by=cast.other_manager, reason="Nej")


def test_reopen_task_that_is_open_or_without_a_reason_is_impossible(cast: Cast) -> None:
    task = given(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.reopen_task(task, by=cast.manager, reason="Varför inte")
    actions.finish_task(task, by=cast.employee)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.reopen_task(task, by=cast.manager, reason="")


def test_remind_of_tasks_once_when_near_and_once_when_late(cast: Cast, clock: Any) -> None:
    given(cast, due_on=in_days(5))
    assert tasks.tasks_due() == 0
    clock.tick(timedelta(days=2))
    assert tasks.tasks_due() == 1
    clock.tick(timedelta(days=1))
    with nothing_happens():
        assert tasks.tasks_due() == 0
    clock.tick(timedelta(days=3))
    assert tasks.tasks_due() == 1
    with nothing_happens():
        assert tasks.tasks_due() == 0
    assert told(cast.employee) == ["task.given", "task.near", "task.late"]


def test_remind_of_tasks_anew_when_the_day_is_moved(cast: Cast, clock: Any) -> None:
    task = given(cast, due_on=in_days(2))
    assert tasks.tasks_due() == 1
    actions.change_task(task, by=cast.employee, values={"due_on": in_days(20)})
    assert tasks.tasks_due() == 0
    clock.tick(timedelta(days=18))
    assert tasks.tasks_due() == 1


def test_remind_of_tasks_is_refused_to_people(cast: Cast) -> None:
    task = given(cast, due_on=in_days(1))
    with nothing_happens(), pytest.raises(Refused):
        actions.remind_of_tasks([task], [], by=cast.administrator)


def test_what_has_a_day_comes_before_what_has_none(cast: Cast) -> None:
    without = given(cast, due_on=None)
    later, sooner = given(cast, due_on=in_days(9)), given(cast, due_on=in_days(2))
    assert list(queries.tasks_of(without.responsible)) == [sooner, later, without]
