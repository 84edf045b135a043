"""A need asked about, sorted, parked, met and reopened: what happens, what is refused, what is impossible."""

from typing import Any

import pytest

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.needs import actions
from bryggan.needs.models import Answer, Need, Route, Sorting, Step
from bryggan.needs.tests.making import (
    asked,
    in_days,
    make_developer,
    parked,
    sorted_as,
    voiced,
    without_name,
)
from bryggan.needs.tests.test_voicing import told
from bryggan.people.models import Unit, User


@pytest.fixture
def developer(cast: Cast) -> User:
    return make_developer(cast.education)


def test_change_need_prepares_it_and_leaves_the_senders_words(cast: Cast, developer: User) -> None:
    need = voiced(cast)
    values = {"name": "Veta vem som har vilken nyckel", "summary": "Kvittera", "benefit": 4}
    actions.change_need(need, by=developer, values=values)

    need.refresh_from_db()
    assert (need.name, need.benefit) == ("Veta vem som har vilken nyckel", 4)
    assert need.obstacle.startswith("Vi skriver upp nycklarna")
    assert newest_event().name == "need.changed"


def test_change_need_lets_the_sender_mend_her_words_until_it_is_sorted(
    cast: Cast, developer: User
) -> None:
    need = voiced(cast)
    actions.change_need(need, by=cast.employee, values={"obstacle": "Vi har två pärmar"})
    assert Need.objects.get().obstacle == "Vi har två pärmar"

    sorted_as(need, developer)
    with nothing_happens(), pytest.raises(Refused):
        actions.change_need(need, by=cast.employee, values={"obstacle": "Vi har tre"})


def test_change_need_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.change_need(need, by=cast.controller, values={"name": "Annat"})


def test_change_need_of_the_senders_words_by_who_prepares_is_impossible(
    cast: Cast, developer: User
) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.change_need(need, by=developer, values={"obstacle": "Något annat"})

    assert "ändras bara av avsändaren" in refusal.value.reason


def test_change_need_moves_it_to_those_nearest_there(cast: Cast, developer: User) -> None:
    need = voiced(cast)
    actions.change_need(need, by=developer, values={"unit": cast.care})

    assert list(need.addressed_to.all()) == [cast.other_manager]


def test_ask_sender_and_reply_to_question(cast: Cast, developer: User) -> None:
    need = asked(voiced(cast), developer)
    assert (need.step, told(cast.employee)) == (Step.ASKED, ["need.asked"])

    reply = actions.reply_to_question(need, by=cast.employee, text="Varje natt")
    assert (reply.text, reply.supporter.user) == ("Varje natt", cast.employee)
    assert Need.objects.get().step == Step.VOICED
    assert told(developer) == ["need.voiced", "need.replied"]
    assert newest_event().name == "need.replied"


def test_ask_sender_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(Refused) as refusal:
        asked(need, cast.manager)

    assert refusal.value.reason == "Behovet bereds av Vera Verk."


def test_ask_sender_twice_is_impossible(cast: Cast, developer: User) -> None:
    need = asked(voiced(cast), developer)

    with nothing_happens(), pytest.raises(NotPossible):
        asked(need, developer)


def test_reply_to_question_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = asked(voiced(cast), developer)

    with nothing_happens(), pytest.raises(Refused):
        actions.reply_to_question(need, by=cast.manager, text="Varje natt")


def test_reply_to_question_that_nobody_asked_is_impossible(cast: Cast, developer: User) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.reply_to_question(need, by=cast.employee, text="Varje natt")


@pytest.mark.parametrize(
    ("sorting", "step"),
    [
        (Sorting.OBJECT_CHANGE, Step.SORTED),
        (Sorting.INITIATIVE, Step.SORTED),
        (Sorting.TRAINING, Step.SORTED),
        (Sorting.NO_SYSTEM, Step.ANSWERED),
        (Sorting.SUPPORT, Step.ANSWERED),
        (Sorting.DECLINED, Step.ANSWERED),
    ],
)
def test_sort_need_opens_it_and_answers_everyone(
    cast: Cast, developer: User, sorting: str, step: str
) -> None:
    need = voiced(cast)
    actions.support_need(need, by=cast.manager, unit=cast.education)
    sorted_as(need, developer, sorting)

    need.refresh_from_db()
    assert (need.step, need.sorting) == (step, sorting)
    assert need.opened_on == need.first_answered_on == need.step_on == in_days(0)
    [answer] = need.answers.all()
    assert (answer.by, answer.sorting, answer.step) == (developer, sorting, step)
    assert told(cast.employee) == told(cast.manager) == [f"need.{sorting}"]
    assert newest_event().name == "need.sorted"


def test_sort_need_as_what_exists_says_which(cast: Cast, developer: User) -> None:
    need = voiced(cast)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        sorted_as(need, developer, Sorting.EXISTS)
    assert refusal.value.field == "system"

    sorted_as(need, developer, Sorting.EXISTS, system=cast.system)
    assert Need.objects.get().system == cast.system


def test_sort_need_as_another_duty_says_which(cast: Cast, developer: User) -> None:
    need = voiced(cast)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        sorted_as(need, developer, Sorting.OTHER_DUTY)
    assert refusal.value.field == "duty"

    sorted_as(need, developer, Sorting.OTHER_DUTY, duty="deviation")
    assert Need.objects.get().duty == "deviation"


def test_sort_need_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(Refused):
        sorted_as(need, cast.manager)


@pytest.mark.parametrize(
    ("told_with", "field"),
    [
        ({"text": " "}, "text"),
        ({"reason": ""}, "reason"),
        ({"reason": "fault_report"}, "reason"),
    ],
)
def test_sort_need_without_an_answer_or_a_reason_of_its_own_is_impossible(
    cast: Cast, developer: User, told_with: dict[str, Any], field: str
) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        sorted_as(need, developer, **told_with)

    assert refusal.value.field == field


def test_sort_need_twice_is_impossible(cast: Cast, developer: User) -> None:
    need = sorted_as(voiced(cast), developer)

    with nothing_happens(), pytest.raises(NotPossible):
        sorted_as(need, developer, Sorting.INITIATIVE)


def test_park_need_and_wake_need(cast: Cast, developer: User) -> None:
    need = parked(voiced(cast), developer)
    assert (need.step, need.wake_on) == (Step.PARKED, in_days(90))
    assert told(cast.employee) == ["need.parked"]

    actions.wake_need(need, by=developer)
    assert (need.step, need.wake_on) == (Step.VOICED, None)
    assert newest_event().name == "need.woken"


def test_park_need_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(Refused):
        parked(need, cast.manager)


@pytest.mark.parametrize("days", [0, -1])
def test_park_need_until_a_day_that_has_been_is_impossible(
    cast: Cast, developer: User, days: int
) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        parked(need, developer, days)

    assert refusal.value.field == "wake_on"


def test_wake_need_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = parked(voiced(cast), developer)

    with nothing_happens(), pytest.raises(Refused):
        actions.wake_need(need, by=cast.manager)


def test_wake_need_that_does_not_rest_is_impossible(cast: Cast, developer: User) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.wake_need(need, by=developer)


def test_meet_need_tells_everyone_it_is_there(cast: Cast, developer: User) -> None:
    need = sorted_as(voiced(cast), developer)
    actions.meet_need(need, by=developer, text="Skåpet är på plats.", reason="done")

    assert (need.step, need.met_on) == (Step.MET, in_days(0))
    assert told(cast.employee)[-1] == "need.met"
    assert newest_event().name == "need.met"


def test_meet_need_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = sorted_as(voiced(cast), developer)

    with nothing_happens(), pytest.raises(Refused):
        actions.meet_need(need, by=cast.manager, text="Klart", reason="done")


def test_meet_need_that_led_nowhere_is_impossible(cast: Cast, developer: User) -> None:
    need = sorted_as(voiced(cast), developer, Sorting.DECLINED)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.meet_need(need, by=developer, text="Klart", reason="done")


def test_reopen_need_prepares_it_anew_and_keeps_what_was_said(cast: Cast, developer: User) -> None:
    need = sorted_as(voiced(cast), developer, Sorting.DECLINED)
    actions.reopen_need(need, by=developer, text="Fler har det", reason="new_facts")

    assert (need.step, need.sorting) == (Step.VOICED, "")
    assert need.is_open
    assert Answer.objects.count() == 2
    assert told(cast.employee) == ["need.declined", "need.reopened"]


def test_reopen_need_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = sorted_as(voiced(cast), developer)

    with nothing_happens(), pytest.raises(Refused):
        actions.reopen_need(need, by=cast.manager, text="Fler har det", reason="new_facts")


def test_reopen_need_that_is_not_settled_is_impossible(cast: Cast, developer: User) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.reopen_need(need, by=developer, text="Fler har det", reason="new_facts")


def test_protect_need_is_told_with_its_reason(cast: Cast, developer: User) -> None:
    need = voiced(cast)
    actions.protect_need(need, by=developer, is_protected=True, reason="En enda berörs")

    assert need.is_protected
    assert (newest_event().name, newest_event().reason) == ("need.protected", "En enda berörs")


def test_protect_need_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.protect_need(need, by=cast.manager, is_protected=True, reason="Så")


def test_protect_need_without_a_reason_is_impossible(cast: Cast, developer: User) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.protect_need(need, by=developer, is_protected=True, reason="")


def test_pass_on_need_lets_it_be_prepared_as_others(cast: Cast, developer: User) -> None:
    need = voiced(cast, route=Route.HEAD)
    actions.pass_on_need(need, by=cast.manager)

    assert need.route == Route.ORDINARY
    assert told(developer) == ["need.voiced"]
    assert newest_event().name == "need.passed_on"


def test_pass_on_need_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = voiced(cast, route=Route.HEAD)

    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.pass_on_need(need, by=developer)

    assert "direkt till ledningen" in refusal.value.reason


def test_pass_on_need_that_went_the_ordinary_way_is_impossible(cast: Cast, developer: User) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.pass_on_need(need, by=developer)


def test_address_need_follows_the_organisation(cast: Cast) -> None:
    need = without_name(make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE))
    actions.address_need(need, by=_tool(), people=[cast.other_manager])

    assert list(need.addressed_to.all()) == [cast.other_manager]
    assert newest_event().name == "need.addressed"


def test_address_need_is_refused_to_people(cast: Cast) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.address_need(need, by=cast.administrator, people=[])


def test_address_need_to_the_same_changes_nothing(cast: Cast) -> None:
    need = voiced(cast)

    with nothing_happens():
        actions.address_need(need, by=_tool(), people=[cast.manager])


def _tool() -> User:
    return User.objects.get(is_built_in=True)
