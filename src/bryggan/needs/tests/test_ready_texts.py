"""The municipality's own ready answers: added, removed, offered first and countable for good."""

from collections.abc import Callable

import pytest
from django.test import Client

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.needs import ready_texts, reasons
from bryggan.needs.models import Need, ReadyText, Sorting
from bryggan.needs.tests.making import make_developer, sorted_as, voiced
from bryggan.people.models import User

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[User], Client]
PAGE = "/behov/svarstexter/"


@pytest.fixture
def developer(cast: Cast) -> User:
    return make_developer(cast.education)


def own(by: User, turn: str = Sorting.SUPPORT, **told: str) -> ReadyText:
    values = {"label": "Ring 55 00", "text": "Ring servicedesk på 55 00."} | told
    return ready_texts.add_ready_text(turn, by=by, **values)


def test_add_ready_text_is_offered_first_and_counted(cast: Cast, developer: User) -> None:
    text = own(developer)
    assert [one.key for one in reasons.reasons_for(Sorting.SUPPORT)][0] == text.key
    assert newest_event().name == "ready_text.added"
    need = sorted_as(voiced(cast), developer, Sorting.SUPPORT, reason=text.key)
    assert need.answers.get().reason == f"own-{text.pk}"


def test_add_ready_text_is_refused_to_others(cast: Cast, developer: User) -> None:
    with nothing_happens(), pytest.raises(Refused):
        own(cast.manager)


@pytest.mark.parametrize(
    ("turn", "told", "field"),
    [
        ("nowhere", {}, "turn"),
        (Sorting.OTHER_DUTY, {}, "turn"),
        (Sorting.SUPPORT, {"label": " "}, "label"),
        (Sorting.SUPPORT, {"label": "x" * 81}, "label"),
        (Sorting.SUPPORT, {"text": ""}, "text"),
    ],
)
def test_add_ready_text_that_says_nothing_is_impossible(
    cast: Cast, developer: User, turn: str, told: dict[str, str], field: str
) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        own(developer, turn, **told)
    assert refusal.value.field == field


def test_add_ready_text_twice_is_impossible(cast: Cast, developer: User) -> None:
    own(developer)
    with nothing_happens(), pytest.raises(NotPossible):
        own(developer)


def test_remove_ready_text_is_no_longer_offered_but_still_has_its_words(
    cast: Cast, developer: User
) -> None:
    text = own(developer)
    ready_texts.remove_ready_text(text, by=developer)
    assert text.key not in [one.key for one in reasons.reasons_for(Sorting.SUPPORT)]
    assert reasons.label_of(text.key) == "Ring 55 00"
    need = voiced(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        sorted_as(need, developer, Sorting.SUPPORT, reason=text.key)


def test_remove_ready_text_is_refused_to_others(cast: Cast, developer: User) -> None:
    text = own(developer)
    with nothing_happens(), pytest.raises(Refused):
        ready_texts.remove_ready_text(text, by=cast.administrator)


def test_remove_ready_text_twice_is_impossible(cast: Cast, developer: User) -> None:
    text = own(developer)
    ready_texts.remove_ready_text(text, by=developer)
    with nothing_happens(), pytest.raises(NotPossible):
        ready_texts.remove_ready_text(text, by=developer)


def test_the_page_adds_and_removes(cast: Cast, developer: User, client_of: ClientOf) -> None:
    client = client_of(developer)
    sent = {"turn": "other_duty:deviation", "label": "I DF Respons", "text": "Anmäl i DF Respons."}
    answer = client.post(f"{PAGE}ny/", sent, follow=True)
    assert "Anmäl i DF Respons." in answer.text
    text = ReadyText.objects.get()
    assert (text.turn, text.duty) == ("other_duty", "deviation")

    need = voiced(cast)
    marked = {"id": need.pk, f"v{need.pk}": need.version, "reason": text.key, "text": text.text}
    client.post("/behov/att-bereda/", marked)
    assert Need.objects.get().duty == "deviation"
    assert "I DF Respons" in client.get(f"/behov/{need.pk}/").text

    assert "Anmäl i DF Respons." not in client.post(f"{PAGE}{text.pk}/bort/", follow=True).text
    assert client.post(f"{PAGE}ny/", {"turn": "support"}).status_code == 422
    assert "läggs upp av dem som bereder" in client_of(cast.employee).get(PAGE).text
