"""One need prepared and answered on its page, and on to the next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.history.models import Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.needs import actions, answering
from bryggan.needs.answering import ReadyAnswer
from bryggan.needs.models import Answer, Need, Route, Sorting, Step
from bryggan.needs.reasons import shipped_reasons
from bryggan.needs.tests.making import in_days, make_developer, parked, sorted_as, voiced
from bryggan.people.models import User

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[User], Client]


@pytest.fixture
def developer(cast: Cast) -> User:
    return make_developer(cast.education)


def page_of(need: Need) -> str:
    return f"/behov/{need.pk}/bered/"


def filled(need: Need, reason: str = "", **more: Any) -> dict[str, Any]:
    """The page as it is posted."""
    answer = {"reason": reason, "text": shipped_reasons()[reason].text} if reason else {}
    prepared = {"name": need.name, "summary": "Kvittera nycklar", "unit": need.unit_id}
    return (
        {"version": need.version, "gor": "svara" if reason else "spara", **prepared} | answer | more
    )


def ready(reason: str = "routine", **more: Any) -> ReadyAnswer:
    known = shipped_reasons()[reason]
    return ReadyAnswer(turn=known.turn, reason=reason, text=known.text, **more)


def test_prepare_need_saves_and_answers_at_once(cast: Cast, developer: User) -> None:
    need = voiced(cast)
    answering.prepare_need(need, by=developer, values={"benefit": 4}, ready=ready())

    need.refresh_from_db()
    assert (need.benefit, need.step) == (4, Step.ANSWERED)
    names = list(Event.objects.order_by("-pk").values_list("name", flat=True)[:2])
    assert set(names) == {"need.sorted", "need.changed"}


def test_prepare_need_without_an_answer_only_saves(cast: Cast, developer: User) -> None:
    need = voiced(cast)
    answering.prepare_need(need, by=developer, values={"summary": "Kvittera"})
    assert (Need.objects.get().summary, newest_event().name) == ("Kvittera", "need.changed")
    assert not Answer.objects.exists()


def test_prepare_need_is_refused_to_others(cast: Cast, developer: User) -> None:
    need = voiced(cast)
    with nothing_happens(), pytest.raises(Refused) as refusal:
        answering.prepare_need(need, by=cast.manager, values={"benefit": 4}, ready=ready())
    assert refusal.value.reason == "Behovet bereds av Vera Verk."


@pytest.mark.parametrize(
    "answer",
    [
        ready("done"),
        ready("in_system"),
        ready("awaits_money"),
        ReadyAnswer(turn="", reason="", text=""),
    ],
)
def test_prepare_need_with_an_answer_that_does_not_fit_is_impossible_and_saves_nothing(
    cast: Cast, developer: User, answer: ReadyAnswer
) -> None:
    need = voiced(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        answering.prepare_need(need, by=developer, values={"benefit": 4}, ready=answer)


def test_the_page_holds_the_words_beside_the_work(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    need = voiced(cast)
    actions.support_need(need, by=cast.manager, unit=cast.care, words="Tre pärmar här")
    page = client_of(developer).get(page_of(need))

    for said in (need.obstacle, "Tre pärmar här", "Elin Ek", "Löses utan system", "Låt vila"):
        assert said in page.text
    assert 'value="met"' not in page.text
    assert f"/behov/{need.pk}/visa/alike/" in page.text


def test_an_answer_leads_to_the_next_that_waits(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    first, second, third = (voiced(cast, f"Hinder {n} i vägen") for n in "ABC")
    client = client_of(developer)
    answer = client.post(page_of(second), filled(second, "routine"), follow=True)
    assert answer.redirect_chain[-1][0] == page_of(third)
    assert f"{second.number} är besvarat. Här är nästa." in answer.text
    answer = client.post(page_of(third), filled(third, "routine"), follow=True)
    assert answer.redirect_chain[-1][0] == page_of(first)
    answer = client.post(page_of(first), filled(first, "routine"), follow=True)
    assert answer.redirect_chain[-1][0] == "/behov/att-bereda/"
    assert "Allt är berett" in answer.text


def test_what_is_saved_without_an_answer_stays_on_the_page(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    need = voiced(cast)
    sent = filled(need, benefit="4", complexity="2", estimate_note="Tolv enheter")
    answer = client_of(developer).post(page_of(need), sent, follow=True)
    assert answer.redirect_chain[-1][0] == page_of(need)
    need.refresh_from_db()
    assert (need.benefit, need.complexity, need.summary) == (4, 2, "Kvittera nycklar")
    assert need.step == Step.VOICED


@pytest.mark.parametrize(
    ("reason", "more", "step"),
    [
        ("unclear", {"turn": "asked"}, Step.ASKED),
        ("awaits_money", {"wake_on": in_days(60)}, Step.PARKED),
        ("in_plan", {}, Step.SORTED),
        ("lex_sarah", {"turn": "other_duty"}, Step.ANSWERED),
    ],
)
def test_each_answer_can_be_given_on_the_page(
    cast: Cast, developer: User, client_of: ClientOf, reason: str, more: Any, step: str
) -> None:
    need = voiced(cast)
    client_of(developer).post(page_of(need), filled(need, reason, **more))
    need.refresh_from_db()
    assert need.step == step
    assert need.answers.get().reason == reason


def test_what_exists_is_named_by_the_system_of_the_need(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    need = voiced(cast)
    client = client_of(developer)
    with nothing_happens():
        page = client.post(page_of(need), filled(need, "in_system"))
    assert (page.status_code, "Säg vilket system" in page.text) == (422, True)
    client.post(page_of(need), filled(need, "in_system", system=cast.system.pk))
    assert Need.objects.get().system == cast.system
    assert Need.objects.get().sorting == Sorting.EXISTS


def test_a_sorted_need_is_met_and_reopened_from_its_page(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    need = sorted_as(voiced(cast), developer)
    client = client_of(developer)
    answer = client.post(page_of(need), filled(need, "done"), follow=True)
    assert answer.redirect_chain[-1][0] == f"/behov/{need.pk}/"
    need.refresh_from_db()
    assert need.step == Step.MET
    client.post(page_of(need), filled(need, "became_nothing"))
    assert Need.objects.get().step == Step.VOICED


def test_a_reason_of_another_answer_is_told(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    need = voiced(cast)
    client = client_of(developer)
    with nothing_happens():
        page = client.post(page_of(need), filled(need, "routine", turn="declined"))
    assert page.status_code == 422
    assert "Skälet hör till ett annat svar: Löses utan system." in page.text


def test_what_somebody_else_changed_is_shown_and_nothing_typed_is_lost(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    need = voiced(cast)
    sent = filled(need, "routine", summary="Min mening", text="Mitt svar")
    actions.change_need(need, by=developer, values={"summary": "Någon annans mening"})
    page = client_of(developer).post(page_of(need), sent)

    assert page.status_code == 409
    for said in ("Min mening", "Någon annans mening", "Mitt svar", "Någon annan har ändrat"):
        assert said in page.text
    again = sent | {"version": page.context["form"]["version"].value()}
    client_of(developer).post(page_of(need), again)
    need.refresh_from_db()
    assert (need.summary, need.step) == ("Min mening", Step.ANSWERED)


def test_moved_to_those_who_prepare_there_it_is_no_longer_hers(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    need = voiced(cast)
    client = client_of(developer)
    with nothing_happens():
        page = client.post(page_of(need), filled(need, "routine", unit=cast.care.pk))
    assert page.status_code == 422
    answer = client.post(page_of(need), filled(need, unit=cast.care.pk))
    assert answer.headers["Location"] == "/behov/att-bereda/"
    assert Need.objects.get().unit == cast.care


def test_without_scripts_the_ready_text_is_fetched_and_what_was_typed_stays(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    need = voiced(cast)
    sent = filled(need, "routine", text="", hamta="1", summary="Påbörjat")
    client = client_of(developer)
    with nothing_happens():
        page = client.post(page_of(need), sent)
    assert page.status_code == 200
    assert shipped_reasons()["routine"].text in page.text
    assert "Påbörjat" in page.text


def test_protected_passed_on_and_woken_from_the_page(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    need, straight = voiced(cast), voiced(cast, "Chefen hör inte", route=Route.HEAD)
    resting = parked(voiced(cast, "Dyrt"), developer)
    client = client_of(developer)
    client.post(f"/behov/{need.pk}/skydda/", {"is_protected": "1", "reason": "En enda"})
    assert Need.objects.get(pk=need.pk).is_protected
    answer = client.post(f"/behov/{need.pk}/skydda/", {"is_protected": "0"}, follow=True)
    assert "Skriv varför." in answer.text
    client.post(f"/behov/{resting.pk}/ta-upp/")
    assert Need.objects.get(pk=resting.pk).step == Step.VOICED

    assert client.post(f"/behov/{straight.pk}/lamna-vidare/").status_code == 404
    answer = client_of(cast.manager).post(f"/behov/{straight.pk}/lamna-vidare/")
    assert answer.headers["Location"] == f"/behov/{straight.pk}/"
    assert Need.objects.get(pk=straight.pk).route == Route.ORDINARY


def test_likely_doubles_are_shown_with_the_words_both_say(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    need = voiced(cast, "Nycklarna skrivs upp i en pärm och ingen vet vem som har dem")
    other = voiced(cast, "Pärmen med nycklarna är borta och ingen vet vem som har dem")
    shown = client_of(developer).get(f"/behov/{need.pk}/visa/alike/")
    assert other.name in shown.text
    assert f"/sammanslagning/behov/{need.pk}/{other.pk}/" in shown.text
    assert "Inte samma" in shown.text
    assert "alike" not in client_of(cast.employee).get(f"/behov/{need.pk}/").text


def test_the_page_asks_as_much_of_few_as_of_many(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    client, counts = client_of(developer), []
    need = voiced(cast)
    for count in (2, 30):
        for n in range(count):
            voiced(cast, f"Hinder {count} {n}")
        with CaptureQueriesContext(connection) as asked_for:
            client.get(page_of(need))
        counts.append(len(asked_for))
    assert counts[0] == counts[1]
