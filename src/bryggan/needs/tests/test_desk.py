"""The desk: what waits for whoever prepares, and thirty needs answered in one move."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.history.models import Batch
from bryggan.kit.testing.cast import Cast, make_unit, tool
from bryggan.kit.testing.effects import nothing_happens
from bryggan.needs import actions
from bryggan.needs.models import Answer, Need, Route, Step
from bryggan.needs.reasons import shipped_reasons
from bryggan.needs.tests.making import asked, make_developer, parked, sorted_as, voiced
from bryggan.needs.tests.test_voicing import told
from bryggan.people import actions as people
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from bryggan.registers import queries as done
from bryggan.registers.undo import undo_batch

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[User], Client]
DESK = "/behov/att-bereda/"


@pytest.fixture
def developer(cast: Cast) -> User:
    return make_developer(cast.education)


def many(cast: Cast, count: int) -> list[Need]:
    return [voiced(cast, f"Hinder {n} i vägen. Det tar en kvart varje dag.") for n in range(count)]


def marked(needs: list[Need], reason: str = "routine", **more: Any) -> dict[str, Any]:
    """What is posted when these are marked and the ready text is sent as it is."""
    text = shipped_reasons()[reason].text if reason else ""
    sent: dict[str, Any] = {"id": [need.pk for need in needs], "reason": reason, "text": text}
    return sent | {f"v{need.pk}": need.version for need in needs} | more


def test_the_desk_shows_what_is_needed_to_sort_without_opening(
    cast: Cast, developer: User, client_of: ClientOf, clock: Any
) -> None:
    school = make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    text = "Nycklarna försvinner. " + "Vi letar varje dag i Skolplattformen efter vem. " * 12
    old = voiced(cast, text, unit=school)
    actions.support_need(old, by=cast.manager, unit=school)
    clock.tick(timedelta(days=15))
    new = voiced(cast, "Schemat syns inte i mobilen.")
    page = client_of(developer).get(DESK)

    first, second = page.context["rows"]
    assert (first.need, second.need) == (old, new)
    assert (first.people, first.days, first.is_late, first.guess) == (
        2,
        15,
        True,
        "Skolplattformen",
    )
    assert (second.words, second.is_late) == ("", False)
    for said in ("Ekviksskolan", "2 står bakom", "väntat 15 dagar", "kanske Skolplattformen"):
        assert said in page.text
    assert "Visa allt" in page.text


def test_only_ones_own_are_there_and_the_empty_desk_teaches(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    voiced(cast)
    straight = voiced(cast, "Chefen hör inte av sig", route=Route.HEAD)

    assert [row.need for row in client_of(cast.manager).get(DESK).context["rows"]] == [straight]
    assert straight not in [row.need for row in client_of(developer).get(DESK).context["rows"]]
    assert "Du har inget att bereda" in client_of(cast.controller).get(DESK).text
    assert "Allt är berett" in client_of(cast.strategist).get(DESK).text


def test_tabs_and_administrations_narrow_the_desk(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    people.give_role(cast.care, by=tool(), user=developer, role=Role.BUSINESS_DEVELOPER)
    here, there = voiced(cast), voiced(cast, "Vården väntar", unit=cast.care)
    waiting = asked(voiced(cast, "Oklart"), developer)
    resting = parked(voiced(cast, "Dyrt"), developer)
    client = client_of(developer)

    def shown(**question: Any) -> list[Need]:
        return [row.need for row in client.get(DESK, question).context["rows"]]

    assert shown() == [here, there]
    assert shown(vy="vantar") == [waiting]
    assert shown(vy="vilar") == [resting]
    assert shown(i=cast.care.pk) == [there]
    assert [tab["count"] for tab in client.get(DESK).context["tabs"]] == [2, 1, 1]
    assert [unit.name for unit in client.get(DESK).context["places"]] == [
        "Omsorgsförvaltningen",
        "Utbildningsförvaltningen",
    ]


def test_what_was_asked_and_never_answered_is_there_again_after_thirty_days(
    cast: Cast, developer: User, client_of: ClientOf, clock: Any
) -> None:
    need = asked(voiced(cast), developer)
    assert client_of(developer).get(DESK).context["rows"] == []
    clock.tick(timedelta(days=30))

    page = client_of(developer).get(DESK)
    assert [row.need for row in page.context["rows"]] == [need]
    assert "Frågat, inget svar" in page.text


def test_thirty_needs_are_answered_in_one_move_and_taken_back_in_one(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    needs = many(cast, 30)
    client = client_of(developer)
    # Mark all, choose the reason, press: three clicks for thirty needs.
    answer = client.post(DESK, marked(needs), follow=True)

    assert answer.redirect_chain[-1][0].startswith(f"{DESK}?gjort=")
    assert "Svar på 30 behov: Löses utan system" in answer.text
    assert set(Need.objects.values_list("step", "sorting")) == {(Step.ANSWERED, "no_system")}
    assert set(Answer.objects.values_list("reason", "by")) == {("routine", developer.pk)}
    assert told(cast.employee) == ["need.no_system"] * 30
    made = Batch.objects.get(kind=Batch.Kind.BULK_EDIT)
    assert f"/andringar/{made.pk}/" in answer.text or str(made.pk) in answer.text

    undone = undo_batch(made, developer)
    assert done.left_in(undone) == []
    assert set(Need.objects.values_list("step", "opened_on")) == {(Step.VOICED, None)}
    assert not Answer.objects.present().exists()


def test_a_need_that_changed_meanwhile_is_left_with_why_and_nothing_is_lost(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    first, second, third = many(cast, 3)
    sent = marked([first, second, third], text="Ett svar som tog tid att skriva.")
    actions.change_need(second, by=cast.employee, values={"obstacle": "Något annat"})
    sorted_as(third, developer)
    page = client_of(developer).post(DESK, sent)

    assert page.status_code == 422
    assert [need for need, _url, _why in page.context["left"]] == [second, third]
    assert "Någon annan har ändrat sedan sidan visades." in page.text
    assert "Ett svar som tog tid att skriva." in page.text
    [row] = page.context["rows"]
    assert (row.need, row.is_marked) == (second, True)
    assert Need.objects.get(pk=first.pk).step == Step.ANSWERED
    assert Need.objects.get(pk=third.pk).sorting == "object_change"
    assert len(done.left_in(page.context["done"])) == 2


def test_needs_that_are_not_hers_are_left_and_without_any_answered_nothing_happens(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    theirs = sorted_as(voiced(cast, unit=cast.care), cast.strategist)
    client = client_of(developer)
    with nothing_happens():
        page = client.post(DESK, marked([theirs]))
    assert page.status_code == 422
    assert "Behovet bereds av Disa Dahl." in page.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": ""}, "Välj ett skäl."),
        ({"text": " "}, "Skriv ett svar."),
        ({"id": []}, "Markera minst ett behov."),
        ({"reason": "in_system"}, "Säg vilket system eller vilken app som finns."),
        ({"reason": "awaits_money", "wake_on": "2020-01-01"}, "Välj en dag framåt."),
        ({"reason": "done"}, "Välj ett skäl ur listan."),
        ({"text": "Ring 19121212-1212"}, "personnummer"),
    ],
)
def test_an_answer_that_is_not_ready_is_said_and_changes_nothing(
    cast: Cast, developer: User, client_of: ClientOf, sent: dict[str, Any], said: str
) -> None:
    [need] = many(cast, 1)
    client = client_of(developer)
    with nothing_happens():
        page = client.post(DESK, marked([need]) | sent)
    assert page.status_code == 422
    assert said in page.text


def test_what_is_to_be_reported_in_another_way_says_which(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    needs = many(cast, 2)
    client_of(developer).post(DESK, marked(needs, "data_breach"))
    assert set(Need.objects.values_list("sorting", "duty")) == {("other_duty", "data_breach")}


def test_without_scripts_a_press_fetches_the_ready_text_and_keeps_the_marks(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    first, _second = many(cast, 2)
    client = client_of(developer)
    with nothing_happens():
        page = client.post(DESK, marked([first], text="") | {"hamta": "1"})
    assert page.status_code == 200
    assert shipped_reasons()["routine"].text in page.text
    assert [row.is_marked for row in page.context["rows"]] == [True, False]


def test_the_desk_asks_as_much_of_ten_as_of_two_hundred(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    client = client_of(developer)
    said = []
    for more in (10, 190):
        many(cast, more)
        with CaptureQueriesContext(connection) as asked_for:
            client.get(DESK)
        said.append([query["sql"][:250] for query in asked_for.captured_queries])
    assert len(said[0]) == len(said[1]), said
    assert len(said[0]) <= 12, said


def test_nobody_who_prepares_nothing_answers(cast: Cast, client_of: ClientOf) -> None:
    need = voiced(cast)
    client = client_of(cast.controller)
    with nothing_happens():
        page = client.post(DESK, marked([need]))
    assert page.status_code == 403
