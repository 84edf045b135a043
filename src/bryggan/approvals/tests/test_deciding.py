"""The verdict on an app: who gives it, what it needs, and who is told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bryggan.approvals import actions
from bryggan.approvals.models import App, Outcome, Screening, Step
from bryggan.approvals.tests.making import (
    CONDITIONS,
    REASON,
    answers,
    ask_for,
    make_app,
    next_year,
    refused,
    screened,
)
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.notices.models import Notice
from bryggan.people.models import User


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("who", "role"), [("strategist", "digital_strategist"), ("manager", "manager")]
)
def test_approve_app_with_conditions_writes_the_verdict_beside_the_answers(
    cast: Cast, who: str, role: str
) -> None:
    app, by = screened(ask_for(cast), cast.administrator), getattr(cast, who)
    actions.approve_app(app, by=by, conditions=CONDITIONS, review_on=next_year())

    for row in (App.objects.get(), Screening.objects.get()):
        assert row.outcome == Outcome.APPROVED_WITH_CONDITIONS
        assert (row.conditions, row.review_on) == (CONDITIONS, next_year())
        assert (row.decided_by, row.decided_as) == (by, role)
        assert row.decided_on == timezone.localdate()
    assert App.objects.get().step == Step.APPROVED_WITH_CONDITIONS
    assert newest_event().name == "app.approved"
    assert told(cast.employee) == ["approval.screened", "approval.conditioned"]
    assert Notice.objects.latest("pk").values["conditions"] == CONDITIONS


def test_approve_app_without_conditions_when_no_answer_demands_any(cast: Cast) -> None:
    app = screened(ask_for(cast), cast.strategist)
    actions.approve_app(app, by=cast.strategist, review_on=next_year())

    app.refresh_from_db()
    assert (app.step, app.conditions) == (Step.APPROVED, "")
    assert told(cast.employee)[-1] == "approval.approved"


@pytest.mark.parametrize("who", ["employee", "administrator", "system_owner", "other_manager"])
def test_approve_app_is_refused_to_those_who_only_prepare(cast: Cast, who: str) -> None:
    app = screened(ask_for(cast), cast.strategist)

    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.approve_app(app, by=getattr(cast, who), review_on=next_year())

    assert refusal.value.reason.startswith("Besked ges av chefen över Utbildningsförvaltningen")


def test_approve_app_without_conditions_that_the_answers_demand_is_impossible(cast: Cast) -> None:
    app = screened(ask_for(cast), cast.strategist, answers(protected_identity="no"))

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.approve_app(app, by=cast.strategist, review_on=next_year())

    assert refusal.value.field == "conditions"
    assert "skyddade personuppgifter" in refusal.value.reason


@pytest.mark.parametrize(
    ("review_on", "decided_on", "field"),
    [
        (None, None, "review_on"),
        (date(2026, 11, 22), None, "review_on"),
        (date(2028, 11, 23), None, "review_on"),
        (date(2027, 1, 1), date(2026, 11, 23), "decided_on"),
    ],
)
def test_approve_app_for_longer_than_two_years_or_for_no_time_is_impossible(
    cast: Cast, clock: object, review_on: date | None, decided_on: date | None, field: str
) -> None:
    app = screened(ask_for(cast), cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.approve_app(app, by=cast.strategist, review_on=review_on, decided_on=decided_on)

    assert refusal.value.field == field


def test_approve_app_of_an_old_list_with_the_day_it_was_given(cast: Cast) -> None:
    app = screened(make_app(cast.education), cast.strategist)
    earlier = timezone.localdate() - timedelta(days=200)
    actions.approve_app(app, by=cast.strategist, review_on=next_year(100), decided_on=earlier)

    app.refresh_from_db()
    assert app.decided_on == earlier


def test_approve_app_that_is_not_screened_is_impossible(cast: Cast) -> None:
    app = ask_for(cast)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.approve_app(app, by=cast.strategist, review_on=next_year())

    assert refusal.value.reason == "Det går inte från steget Begärd."


def test_approve_app_with_a_persons_name_in_what_anyone_may_read_is_impossible(cast: Cast) -> None:
    named = cast.employee.name
    app = screened(ask_for(cast, use=f"{named} vill öva"), cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.approve_app(app, by=cast.strategist, review_on=next_year())
    assert refusal.value.field == "description"

    actions.change_app(app, by=cast.strategist, values={"description": "Öva"})
    for text in (f"Fråga {named.upper()}", "Ring 070-123 45 67", "Skriv till a@b.se"):
        with nothing_happens(), pytest.raises(NotPossible) as refusal:
            actions.approve_app(app, by=cast.strategist, conditions=text, review_on=next_year())
        assert refusal.value.field == "conditions"


def test_refuse_app_with_a_reason_that_those_who_asked_are_told(cast: Cast) -> None:
    app = refused(ask_for(cast), cast.manager)

    app.refresh_from_db()
    assert (app.step, app.outcome_reason) == (Step.REFUSED, REASON)
    assert Screening.objects.get().outcome_reason == REASON
    assert newest_event().name == "app.refused"
    notice = Notice.objects.latest("pk")
    assert (notice.user, notice.kind) == (cast.employee, "approval.refused")
    assert notice.values["reason"] == REASON


def test_refuse_app_is_refused_to_the_administrator(cast: Cast) -> None:
    app = screened(ask_for(cast), cast.administrator)

    with nothing_happens(), pytest.raises(Refused):
        actions.refuse_app(app, by=cast.administrator, reason=REASON)


def test_refuse_app_without_a_reason_is_impossible(cast: Cast) -> None:
    app = screened(ask_for(cast), cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.refuse_app(app, by=cast.strategist, reason="  ")

    assert refusal.value.field == "outcome_reason"
