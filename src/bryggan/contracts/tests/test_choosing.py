"""The choice for a contract: who makes it, what it changes, and what it silences."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from bryggan.contracts import actions
from bryggan.contracts.deadlines import CourseKind
from bryggan.contracts.models import Contract, Course
from bryggan.history.models import Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_contract
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.models import User

type SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("clock")

NOTICE_DAY = date(2026, 11, 30)
OPTION_DAY = date(2027, 1, 31)


def make_renewing(cast: Cast, **values: Any) -> Contract:
    terms = {
        "ends_on": date(2027, 2, 28),
        "notice_amount": 3,
        "renews_tacitly": True,
        "renewal_months": 12,
        "yearly_value_sek": 240_000,
    }
    return make_contract(unit=cast.education, **{**terms, **values})


def make_optional(cast: Cast, **values: Any) -> Contract:
    terms = {"ends_on": date(2027, 4, 30), "notice_amount": 3, "options": [12, 24]}
    return make_contract(unit=cast.education, **{**terms, **values})


def choose(contract: Contract, by: User, kind: CourseKind, **differences: Any) -> Course:
    told: dict[str, Any] = {"deadline_on": NOTICE_DAY, "reason": "Det tjänar eleverna bäst."}
    return actions.choose_contract_course(contract, by=by, kind=kind, **{**told, **differences})


def test_choose_contract_course_is_kept_with_who_and_why(cast: Cast) -> None:
    contract = make_renewing(cast, owner=cast.employee)
    before: dict[str, Any] = dict(Contract.objects.values().get(pk=contract.pk))
    choose(contract, cast.employee, CourseKind.GIVE_NOTICE, notice_given_on=date(2026, 11, 20))

    course = Course.objects.get()
    assert (course.kind, course.chosen_by, course.reason) == (
        "give_notice",
        cast.employee,
        "Det tjänar eleverna bäst.",
    )
    assert (course.deadline_on, course.ends_on) == (NOTICE_DAY, date(2027, 2, 28))
    assert course.notice_given_on == date(2026, 11, 20)
    assert newest_event().name == "contract.course_chosen"
    after: dict[str, Any] = dict(Contract.objects.values().get(pk=contract.pk))
    assert {key for key in after if after[key] != before[key]} == {"version"}


def test_choose_contract_course_to_use_an_option_enters_it_as_used(cast: Cast) -> None:
    contract = make_optional(cast, options_used=0)
    choose(contract, cast.manager, CourseKind.USE_OPTION, deadline_on=OPTION_DAY)

    contract.refresh_from_db()
    assert contract.options_used == 1
    assert contract.ends_on == date(2027, 4, 30)
    names = set(Event.objects.order_by("-pk").values_list("name", flat=True)[:2])
    assert names == {"contract.changed", "contract.course_chosen"}


def test_choose_contract_course_anew_replaces_and_leaves_the_old_as_it_was(cast: Cast) -> None:
    contract = make_renewing(cast)
    first = choose(contract, cast.manager, CourseKind.WAIT, wait_until=date(2026, 11, 27))
    kept = Course.objects.values().get(pk=first.pk)
    second = choose(contract, cast.controller, CourseKind.LET_RENEW)

    assert Course.objects.values().get(pk=first.pk) == kept
    assert list(Course.objects.standing()) == [second]


@pytest.mark.parametrize("who", ["employee", "other_manager", "system_owner", "auditor"])
def test_choose_contract_course_is_refused_to_others(cast: Cast, who: str) -> None:
    contract = make_optional(cast)
    with nothing_happens(), pytest.raises(Refused) as refusal:
        choose(contract, getattr(cast, who), CourseKind.USE_OPTION, deadline_on=OPTION_DAY)

    assert refusal.value.reason.startswith("Om avtalets väg bestämmer avtalsägaren")


@pytest.mark.parametrize(
    ("kind", "told", "field"),
    [
        (CourseKind.USE_OPTION, {}, "kind"),
        (CourseKind.LET_END, {}, "kind"),
        (CourseKind.LET_RENEW, {"reason": "  "}, "reason"),
        (CourseKind.LET_RENEW, {"deadline_on": date(2025, 11, 30)}, ""),
        (CourseKind.WAIT, {}, "wait_until"),
        (CourseKind.WAIT, {"wait_until": date(2026, 11, 22)}, "wait_until"),
        (CourseKind.WAIT, {"wait_until": date(2026, 12, 1)}, "wait_until"),
        (CourseKind.GIVE_NOTICE, {"notice_given_on": date(2026, 11, 23)}, "notice_given_on"),
    ],
)
def test_choose_contract_course_that_does_not_fit_is_impossible(
    cast: Cast, kind: CourseKind, told: dict[str, Any], field: str
) -> None:
    contract = make_renewing(cast)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        choose(contract, cast.manager, kind, **told)

    assert refusal.value.field == field


@pytest.mark.parametrize("terms", [{"is_open_ended": True}, {"ends_on": date(2020, 1, 1)}, {}])
def test_choose_contract_course_without_a_day_to_decide_by_is_impossible(
    cast: Cast, terms: dict[str, Any]
) -> None:
    contract = make_contract(unit=cast.education, **terms)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        choose(contract, cast.manager, CourseKind.RENEGOTIATE)

    assert "ingen kommande dag" in refusal.value.reason


def test_the_page_of_a_contract_tells_what_each_choice_means(cast: Cast, client_of: SignIn) -> None:
    contract = make_renewing(cast)
    page = client_of(cast.manager).get(f"/avtal/{contract.pk}/").text
    for words in (
        "Om inget görs förlängs avtalet 12 månader till 2028-02-29.",
        "Värdet är 240\xa0000\xa0kr per år.",
        "Avtalet slutar 2027-02-28, om uppsägningen är framme senast 2026-11-30.",
        "för omkring 240\xa0000\xa0kr",
        f"/avtal/{contract.pk}/vagval/?val=give_notice",
        "Välj väg",
        "(om 8 dagar)",
    ):
        assert words in page
    refused = client_of(cast.employee).get(f"/avtal/{contract.pk}/").text
    assert "Om avtalets väg bestämmer avtalsägaren" in refused
    assert "?val=" not in refused


def test_the_form_asks_only_what_the_choice_needs(cast: Cast, client_of: SignIn) -> None:
    contract = make_renewing(cast)
    manager, address = client_of(cast.manager), f"/avtal/{contract.pk}/vagval/"
    assert 'name="reason"' not in manager.get(address).text
    assert 'name="reason"' not in manager.get(address, {"val": "use_option"}).text
    renewing = manager.get(address, {"val": "let_renew"}).text
    assert 'name="reason"' in renewing
    assert 'name="wait_until"' not in renewing
    assert 'name="wait_until"' in manager.get(address, {"val": "wait"}).text
    posted = {"kind": "wait", "deadline_on": "2026-11-30", "reason": "Väntar på nämnden"}
    missing = manager.post(address, posted)
    assert (missing.status_code, Course.objects.count()) == (422, 0)
    late = manager.post(address, posted | {"wait_until": "2027-01-01"})
    assert late.status_code == 422
    assert "senast 2026-11-30" in late.text
    done = manager.post(address, posted | {"wait_until": "2026-11-26"})
    assert done.status_code == 302
    assert Course.objects.get().wait_until == date(2026, 11, 26)


def test_what_was_chosen_stands_on_the_page_and_in_the_history(
    cast: Cast, client_of: SignIn
) -> None:
    contract = make_renewing(cast)
    choose(contract, cast.manager, CourseKind.WAIT, wait_until=date(2026, 11, 27))
    choose(contract, cast.controller, CourseKind.GIVE_NOTICE, reason="Ingen använder det.")
    client = client_of(cast.manager)
    page = client.get(f"/avtal/{contract.pk}/").text
    for words in ("Valt: säg upp", "Ingen använder det.", "Carl Ceder", "(ersatt)", "Välj om"):
        assert words in page
    past = client.get(f"/avtal/{contract.pk}/historik/").text
    assert "valde väg för avtalet" in past
    assert "Säg upp" in past
