"""A verdict tried anew, taken off the list, and watched over by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bryggan.approvals import actions, queries, tasks
from bryggan.approvals.models import App, Outcome, Screening, Step
from bryggan.approvals.tests.making import (
    CONDITIONS,
    approved,
    ask_for,
    make_app,
    next_year,
    refused,
    screened,
)
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.notices.models import Notice
from bryggan.notices.waiting import waiting_for
from bryggan.people.models import User


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


def test_reopen_app_leaves_the_verdict_standing_until_there_is_another(cast: Cast) -> None:
    app = approved(ask_for(cast), cast.strategist)
    actions.reopen_app(app, by=cast.manager, reason="Ny ägare")

    app.refresh_from_db()
    assert (app.step, app.outcome) == (Step.REOPENED, Outcome.APPROVED_WITH_CONDITIONS)
    assert app.is_under_review(timezone.localdate())
    assert (newest_event().name, newest_event().reason) == ("app.reopened", "Ny ägare")
    assert told(cast.employee)[-1] == "approval.reopened"


def test_reopen_app_is_refused_to_the_administrator(cast: Cast) -> None:
    app = approved(ask_for(cast), cast.strategist)

    with nothing_happens(), pytest.raises(Refused):
        actions.reopen_app(app, by=cast.administrator, reason="Ny ägare")


def test_reopen_app_without_a_reason_or_a_verdict_is_impossible(cast: Cast) -> None:
    app = ask_for(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.reopen_app(app, by=cast.manager, reason="Ny ägare")

    approved(app, cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.reopen_app(app, by=cast.manager, reason=" ")


def test_a_new_verdict_stands_beside_the_old_one_which_is_unchanged(cast: Cast) -> None:
    app = approved(ask_for(cast), cast.strategist)
    first = Screening.objects.values().get()
    actions.reopen_app(app, by=cast.manager, reason="Ny ägare")
    refused(app, cast.manager, reason="Säljer uppgifter vidare.")

    assert Screening.objects.values().get(pk=first["id"]) == first
    assert [one.outcome for one in queries.screenings_of(app, cast.employee)] == [
        Outcome.REFUSED,
        Outcome.APPROVED_WITH_CONDITIONS,
    ]
    app.refresh_from_db()
    assert (app.outcome, app.conditions, app.review_on) == (Outcome.REFUSED, "", None)
    assert told(cast.employee) == [
        "approval.screened",
        "approval.conditioned",
        "approval.reopened",
        "approval.screened",
        "approval.refused",
    ]


def test_delist_app_says_why_to_everyone(cast: Cast) -> None:
    app = approved(ask_for(cast), cast.strategist)
    actions.delist_app(app, by=cast.manager, reason="Läggs ned")

    app.refresh_from_db()
    assert (app.step, app.outcome, app.outcome_reason) == (
        Step.DELISTED,
        Outcome.DELISTED,
        "Läggs ned",
    )
    assert (app.conditions, app.review_on) == ("", None)
    assert newest_event().name == "app.delisted"
    assert told(cast.employee)[-1] == "approval.delisted"


def test_delist_app_is_refused_to_the_manager_of_another_list(cast: Cast) -> None:
    app = approved(ask_for(cast), cast.strategist)

    with nothing_happens(), pytest.raises(Refused):
        actions.delist_app(app, by=cast.other_manager, reason="Läggs ned")


def test_delist_app_without_a_reason_or_of_a_refused_app_is_impossible(cast: Cast) -> None:
    app = approved(ask_for(cast), cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.delist_app(app, by=cast.manager, reason=" ")
    with nothing_happens(), pytest.raises(NotPossible):
        actions.delist_app(app, by=cast.manager, reason=f"Fråga {cast.employee.name}")

    no = refused(make_app(cast.education, "Reklamleken"), cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.delist_app(no, by=cast.manager, reason="Läggs ned")


# Watched over by itself


@pytest.fixture
def app(cast: Cast, clock: Any) -> App:
    return approved(ask_for(cast), cast.strategist, review_on=next_year(90))


def move(clock: Any, app: App, days: int) -> None:
    """So many days from the day of review."""
    assert app.review_on is not None
    clock.move_to(f"{app.review_on + timedelta(days=days)} 09:00:00")


def test_remind_of_review_tells_whoever_gave_the_verdict(app: App, cast: Cast, clock: Any) -> None:
    move(clock, app, -29)
    assert actions.remind_of_review(app, by=tool()) == 1

    assert told(cast.strategist) == ["approval.review_near"]
    assert newest_event().name == "app.review_reminded"


def test_remind_of_review_is_refused_to_people(app: App, cast: Cast, clock: Any) -> None:
    move(clock, app, -29)

    with nothing_happens(), pytest.raises(Refused):
        actions.remind_of_review(app, by=cast.strategist)


def test_remind_of_review_long_before_is_impossible(app: App, clock: Any) -> None:
    move(clock, app, -31)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.remind_of_review(app, by=tool())


def test_nobody_is_told_until_a_month_before_and_then_once(
    app: App, cast: Cast, clock: Any
) -> None:
    move(clock, app, -31)
    assert tasks.app_reviews() == 0
    move(clock, app, -30)
    assert tasks.app_reviews() == 1
    with nothing_happens():
        assert tasks.app_reviews() == 0
    move(clock, app, 0)
    assert tasks.app_reviews() == 0
    assert told(cast.strategist) == ["approval.review_near"]
    app.refresh_from_db()
    assert app.step == Step.APPROVED_WITH_CONDITIONS


def test_past_its_day_an_app_is_under_review_but_stays_listed(
    app: App, cast: Cast, clock: Any
) -> None:
    move(clock, app, 1)
    assert tasks.app_reviews() == 1
    with nothing_happens():
        assert tasks.app_reviews() == 0

    app.refresh_from_db()
    assert (app.step, app.conditions) == (Step.REOPENED, CONDITIONS)
    assert App.objects.listed().get() == app
    assert told(cast.strategist) == ["approval.review_passed"]
    assert told(cast.employee)[-1] == "approval.reopened"
    assert newest_event().actor_id == tool().pk


def test_half_a_year_past_its_day_an_app_leaves_the_list(app: App, cast: Cast, clock: Any) -> None:
    move(clock, app, 1)
    tasks.app_reviews()
    move(clock, app, 183)
    assert tasks.app_reviews() == 0
    move(clock, app, 184)
    assert tasks.app_reviews() == 1

    app.refresh_from_db()
    assert (app.step, app.outcome) == (Step.DELISTED, Outcome.DELISTED)
    assert told(cast.employee)[-1] == "approval.delisted"
    with nothing_happens():
        assert tasks.app_reviews() == 0


def test_when_whoever_gave_the_verdict_is_gone_the_nearest_manager_is_told(
    app: App, cast: Cast, clock: Any
) -> None:
    User.objects.filter(pk=cast.strategist.pk).update(withdrawn_at=timezone.now())
    move(clock, app, -20)
    tasks.app_reviews()

    assert told(cast.manager) == ["approval.review_near"]


# Whose turn it is


def test_what_waits_for_those_who_may_settle_it(cast: Cast) -> None:
    app = ask_for(cast)
    make_app(cast.care, "Vårdappen", system=cast.system)

    def waits(person: User) -> list[str]:
        return [one.text for one in waiting_for(person)]

    assert waits(cast.strategist) == ["Riskkontrollera Glosappen", "Riskkontrollera Vårdappen"]
    assert waits(cast.manager) == ["Riskkontrollera Glosappen"]
    assert waits(cast.other_manager) == waits(cast.system_owner) == ["Riskkontrollera Vårdappen"]
    assert waits(cast.employee) == waits(cast.auditor) == waits(cast.outsider) == []
    screened(app, cast.strategist)
    assert waits(cast.manager) == ["Ge besked om Glosappen"]
    assert waits(cast.administrator) == ["Riskkontrollera Vårdappen"]
