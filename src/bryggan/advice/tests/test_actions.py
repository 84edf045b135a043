"""What one can do with a rule and with an advice, who may, and what is then in the history."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bryggan.advice import actions, completeness, finding
from bryggan.advice.models import Dismissal, Figure, RuleSetting
from bryggan.advice.rules import RULES
from bryggan.advice.tests.cases import known
from bryggan.history.models import Change
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.queries import imaginary_employee
from bryggan.people.scope import Organisation, Scope
from bryggan.systems.models import System

pytestmark = pytest.mark.django_db

NO_USERS = RULES["no_users"]


@pytest.fixture
def broken(cast: Cast) -> System:
    return known(cast, "Bristen", user_count=None)


def is_open(system: System) -> bool:
    rows = System.objects.filter(finding.is_open(NO_USERS, tool()), pk=system.pk)
    return rows.exists()


def test_change_rule_switches_it_off_for_all_and_is_told(cast: Cast, broken: System) -> None:
    assert is_open(broken)
    actions.change_rule(NO_USERS, by=cast.strategist, is_on=False)
    assert not is_open(broken)
    event = newest_event()
    assert (event.name, event.actor_id) == ("advice.rule_changed", cast.strategist.pk)
    actions.change_rule(NO_USERS, by=cast.strategist, is_on=True)
    assert is_open(broken)
    assert RuleSetting.objects.count() == 1


def test_change_rule_is_refused_to_those_who_do_not_keep_the_register(cast: Cast) -> None:
    for person in (cast.manager, cast.system_owner, cast.controller, cast.employee, cast.auditor):
        with nothing_happens(), pytest.raises(Refused, match="digitaliseringsstrategen"):
            actions.change_rule(NO_USERS, by=person, is_on=False)


@pytest.mark.parametrize(("key", "limit"), [("end_of_support", 121), ("no_users", 3)])
def test_change_rule_to_a_limit_it_does_not_have_is_impossible(
    cast: Cast, key: str, limit: int
) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.change_rule(RULES[key], by=cast.strategist, is_on=True, limit=limit)
    assert refusal.value.field == "limit"


def test_dismiss_advice_lets_it_rest_and_is_told_with_its_reason(
    cast: Cast, broken: System
) -> None:
    actions.dismiss_advice(broken, by=cast.other_manager, rule=NO_USERS, reason=" Bara maskiner ")
    assert not is_open(broken)
    held = Dismissal.objects.get()
    assert (held.reason, held.until_on, held.dismissed_by) == (
        "Bara maskiner",
        None,
        cast.other_manager,
    )
    event = newest_event()
    assert (event.name, event.reason) == ("advice.dismissed", "Bara maskiner")
    assert Change.objects.filter(event=event, noun="advice.dismissal").exists()


def test_dismiss_advice_ends_by_itself_after_its_last_day(
    cast: Cast, broken: System, clock: Any
) -> None:
    last = timezone.localdate() + timedelta(days=10)
    actions.dismiss_advice(
        broken, by=cast.strategist, rule=NO_USERS, reason="Räknas i december", until_on=last
    )
    clock.move_to(f"{last} 12:00:00")
    assert not is_open(broken)
    clock.move_to(f"{last + timedelta(days=1)} 12:00:00")
    assert is_open(broken)
    actions.dismiss_advice(broken, by=cast.strategist, rule=NO_USERS, reason="Dröjer")
    assert not is_open(broken)


def test_dismiss_advice_is_refused_to_who_may_not_change_the_record(
    cast: Cast, broken: System
) -> None:
    for person in (cast.employee, cast.manager, cast.controller, cast.auditor):
        with nothing_happens(), pytest.raises(Refused, match="ändras av den som ansvarar"):
            actions.dismiss_advice(broken, by=person, rule=NO_USERS, reason="Nej")


def test_dismiss_advice_without_reason_is_impossible(cast: Cast, broken: System) -> None:
    with nothing_happens(), pytest.raises(NotPossible, match="Skriv varför"):
        actions.dismiss_advice(broken, by=cast.strategist, rule=NO_USERS, reason="  ")


def test_dismiss_advice_until_a_day_that_has_passed_is_impossible(
    cast: Cast, broken: System
) -> None:
    gone = timezone.localdate() - timedelta(days=1)
    with nothing_happens(), pytest.raises(NotPossible, match="passerat"):
        actions.dismiss_advice(
            broken, by=cast.strategist, rule=NO_USERS, reason="Ja", until_on=gone
        )


def test_dismiss_advice_that_is_not_given_is_impossible(cast: Cast) -> None:
    fine = known(cast)
    with nothing_happens(), pytest.raises(NotPossible, match="inte längre"):
        actions.dismiss_advice(fine, by=cast.strategist, rule=NO_USERS, reason="Ja")
    with nothing_happens(), pytest.raises(NotPossible, match="inte längre"):
        contract = RULES["contract_ended"]
        actions.dismiss_advice(fine, by=cast.strategist, rule=contract, reason="Ja")


@pytest.fixture
def dismissed(cast: Cast, broken: System) -> Dismissal:
    return actions.dismiss_advice(broken, by=cast.strategist, rule=NO_USERS, reason="Ja")


def test_reopen_advice_makes_it_count_again(
    cast: Cast, broken: System, dismissed: Dismissal
) -> None:
    actions.reopen_advice(dismissed, by=cast.other_manager)
    assert is_open(broken)
    assert newest_event().name == "advice.reopened"


def test_reopen_advice_is_refused_to_who_may_not_change_the_record(
    cast: Cast, dismissed: Dismissal
) -> None:
    with nothing_happens(), pytest.raises(Refused, match="ändras av den som ansvarar"):
        actions.reopen_advice(dismissed, by=cast.manager)


def test_reopen_advice_twice_is_impossible(cast: Cast, dismissed: Dismissal) -> None:
    actions.reopen_advice(dismissed, by=cast.strategist)
    dismissed.refresh_from_db()
    with nothing_happens(), pytest.raises(NotPossible, match="redan"):
        actions.reopen_advice(dismissed, by=cast.strategist)


def todays() -> list[dict[str, Any]]:
    organisation = Organisation.read()
    scope = Scope(imaginary_employee(), organisation, organisation.root)
    return completeness.figures(completeness.MEASURES["system"], scope)


def keep(by: Any) -> int:
    return actions.keep_figures(
        timezone.localdate(), by=by, noun="systems.system", figures=todays()
    )


def test_keep_figures_writes_a_day_once(cast: Cast, broken: System) -> None:
    assert keep(tool()) == Figure.objects.count() > 2
    assert newest_event().name == "advice.figures_kept"
    with nothing_happens():
        assert keep(tool()) == 0


def test_keep_figures_corrects_what_has_changed_the_same_day(cast: Cast) -> None:
    keep(tool())
    before = Figure.objects.get(unit=cast.group).complete
    known(cast)
    keep(tool())
    assert Figure.objects.get(unit=cast.group).complete == before + 1


def test_keep_figures_is_refused_to_those_who_do_not_keep_the_register(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused, match="digitaliseringsstrategen"):
        keep(cast.manager)


def test_keep_figures_of_nothing_writes_nothing(db: None) -> None:
    with nothing_happens():
        assert keep(tool()) == 0
