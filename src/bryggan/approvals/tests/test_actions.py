"""An app asked for, joined, kept and screened: what happens, what is refused, what is impossible."""

import pytest

from bryggan.approvals import actions
from bryggan.approvals.models import App, AppRequest, Outcome, Screening, Step
from bryggan.approvals.tests.making import (
    answers,
    approved,
    ask_for,
    harmless,
    make_app,
    screened,
)
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.notices.models import Notice
from bryggan.people.models import Unit, User


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


# Asked for


def test_request_app_puts_it_on_the_administrations_list_to_be_screened(cast: Cast) -> None:
    school = make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    values = {"name": "  Glos  appen ", "use": "Glosor", "user_count": 25, "link": "glos.example"}
    app = actions.request_app(school, by=cast.employee, values=values)

    app.refresh_from_db()
    assert (app.name, app.step, app.outcome) == ("Glos appen", Step.REQUESTED, "")
    assert app.unit == cast.education
    assert app.link == "https://glos.example"
    asked = AppRequest.objects.get()
    assert (asked.app, asked.unit, asked.asked_by) == (app, school, cast.employee)
    assert (asked.use, asked.user_count) == ("Glosor", 25)
    assert (newest_event().name, newest_event().actor_id) == ("app.requested", cast.employee.pk)


def test_request_app_is_refused_to_somebody_from_outside(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        ask_for(cast, by=cast.outsider)

    assert refusal.value.reason.startswith("Appar begärs av kommunens anställda")


def test_request_app_for_what_is_on_the_list_is_impossible(cast: Cast) -> None:
    approved(make_app(cast.education), cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        ask_for(cast, " glosAPPEN ")

    assert refusal.value.field == "name"
    assert "finns redan: godkänd med villkor" in refusal.value.reason


def test_request_app_of_another_administrations_app_makes_a_place_on_ones_own_list(
    cast: Cast,
) -> None:
    approved(make_app(cast.care), cast.strategist)
    ask_for(cast)

    assert App.objects.filter(name="Glosappen").count() == 2


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://a b.example",
        "https://a.example/" + "x" * 300,
    ],
)
def test_request_app_with_a_link_that_is_no_web_address_is_impossible(
    cast: Cast, link: str
) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        ask_for(cast, link=link)

    assert refusal.value.field == "link"


def test_join_request_adds_one_more_who_is_told(cast: Cast) -> None:
    app = ask_for(cast)
    actions.join_request(app, by=cast.manager, unit=cast.education, use="Prov", user_count=3)

    assert [one.asked_by for one in app.requests.order_by("pk")] == [cast.employee, cast.manager]
    assert newest_event().name == "app.joined"
    screened(app, cast.strategist)
    assert told(cast.employee) == told(cast.manager) == ["approval.screened"]


def test_join_request_is_refused_to_somebody_from_outside(cast: Cast) -> None:
    app = ask_for(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.join_request(app, by=cast.outsider, unit=cast.education)


def test_join_request_twice_is_impossible(cast: Cast) -> None:
    app = ask_for(cast)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.join_request(app, by=cast.employee, unit=cast.education)

    assert "står redan bakom" in refusal.value.reason


def test_join_request_of_an_approved_app_is_impossible(cast: Cast) -> None:
    app = approved(make_app(cast.education), cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.join_request(app, by=cast.employee, unit=cast.education)

    assert "är redan godkänd" in refusal.value.reason


def test_join_request_of_an_app_taken_off_the_list_asks_for_it_anew(cast: Cast) -> None:
    app = approved(make_app(cast.education), cast.strategist)
    actions.delist_app(app, by=cast.strategist, reason="Läggs ned")
    actions.join_request(app, by=cast.employee, unit=cast.education)

    app.refresh_from_db()
    assert (app.step, app.outcome) == (Step.REQUESTED, Outcome.DELISTED)


# Kept


def test_create_app_by_the_manager_of_the_unit(cast: Cast) -> None:
    app = actions.create_app(cast.education, by=cast.manager, values={"name": "Rita"})

    assert App.objects.get() == app
    assert (newest_event().name, app.step) == ("app.created", Step.REQUESTED)


def test_create_app_is_refused_to_an_employee(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.create_app(cast.education, by=cast.employee, values={"name": "Rita"})

    assert refusal.value.reason.startswith("Listan förs av")


def test_create_app_with_a_name_taken_is_impossible(cast: Cast) -> None:
    make_app(cast.education, "Rita")

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.create_app(cast.education, by=cast.manager, values={"name": "RITA"})

    assert refusal.value.field == "name"


def test_change_app_is_told_with_before_and_after(cast: Cast) -> None:
    app = ask_for(cast)
    actions.change_app(app, by=cast.administrator, values={"audience": "Åk 4–6"})

    assert newest_event().changes.get().after == {"audience": "Åk 4–6"}


def test_change_app_by_whoever_answers_for_the_linked_system(cast: Cast) -> None:
    app = make_app(cast.care, system=cast.system)
    actions.change_app(app, by=cast.system_steward, values={"audience": "Personal"})

    app.refresh_from_db()
    assert app.audience == "Personal"


def test_change_app_is_refused_to_an_employee(cast: Cast) -> None:
    app = ask_for(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.change_app(app, by=cast.employee, values={"audience": "Alla"})


def test_change_app_to_a_list_that_one_does_not_keep_is_refused(cast: Cast) -> None:
    app = ask_for(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.change_app(app, by=cast.manager, values={"unit": cast.care})


def test_change_app_to_a_text_that_points_out_a_person_is_impossible(cast: Cast) -> None:
    app = approved(make_app(cast.education), cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.change_app(
            app, by=cast.manager, values={"description": f"Fråga {cast.employee.name}"}
        )

    assert refusal.value.field == "description"


def test_change_app_that_somebody_else_has_changed_is_impossible(cast: Cast) -> None:
    app = ask_for(cast)
    stale = App.objects.get(pk=app.pk)
    actions.change_app(app, by=cast.manager, values={"audience": "Åk 4"})

    with nothing_happens(), pytest.raises(Stale):
        actions.change_app(stale, by=cast.manager, values={"audience": "Åk 5"})


def test_withdraw_app_takes_its_requests_with_it(cast: Cast) -> None:
    app = screened(ask_for(cast), cast.strategist)
    actions.withdraw_app(app, by=cast.manager, reason="Dubblett")

    assert not App.objects.present().exists()
    assert not AppRequest.objects.present().exists()
    assert (newest_event().name, newest_event().reason) == ("app.withdrawn", "Dubblett")


def test_withdraw_app_is_refused_to_the_administrator(cast: Cast) -> None:
    app = ask_for(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.withdraw_app(app, by=cast.administrator, reason="Dubblett")


def test_withdraw_app_without_a_reason_is_impossible(cast: Cast) -> None:
    app = ask_for(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.withdraw_app(app, by=cast.manager, reason=" ")


# Screened


@pytest.mark.parametrize("who", ["strategist", "administrator", "manager"])
def test_screen_app_keeps_the_answers_and_who_gave_them(cast: Cast, who: str) -> None:
    app, by = ask_for(cast), getattr(cast, who)
    actions.screen_app(app, by=by, answers=answers(ai="unknown"), note="Läste villkoren")

    screening = Screening.objects.get()
    assert (screening.answers, screening.answered_by) == (answers(ai="unknown"), by)
    assert (screening.note, screening.outcome) == ("Läste villkoren", "")
    app.refresh_from_db()
    assert app.step == Step.SCREENED
    assert newest_event().name == "app.screened"
    assert told(cast.employee) == ["approval.screened"]


def test_screen_app_once_more_before_the_verdict_changes_the_answers(cast: Cast) -> None:
    app = screened(ask_for(cast), cast.strategist)
    actions.screen_app(app, by=cast.manager, answers=answers(cost="unknown"))

    screening = Screening.objects.get()
    assert (screening.answers["cost"], screening.answered_by) == ("unknown", cast.manager)
    assert told(cast.employee) == ["approval.screened"]


@pytest.mark.parametrize("who", ["employee", "other_manager", "controller", "auditor"])
def test_screen_app_is_refused_to_others(cast: Cast, who: str) -> None:
    app = ask_for(cast)

    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.screen_app(app, by=getattr(cast, who), answers=harmless())

    assert refusal.value.reason.startswith("Riskkontrollen görs av")


def test_screen_app_with_a_question_left_is_impossible(cast: Cast) -> None:
    app = ask_for(cast)

    for given in ({}, answers(ai=""), answers(ai="påhittat")):
        with nothing_happens(), pytest.raises(NotPossible) as refusal:
            actions.screen_app(app, by=cast.strategist, answers=given)
        assert refusal.value.reason.startswith("Svara på frågan:")


def test_screen_app_that_has_its_verdict_is_impossible(cast: Cast) -> None:
    app = approved(ask_for(cast), cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.screen_app(app, by=cast.strategist, answers=harmless())
