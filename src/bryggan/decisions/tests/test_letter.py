"""The authority's own headings in its tjänsteskrivelser: set, refused, and what lacks said on the letter."""

import pytest

from bryggan.decisions import letter, ordering
from bryggan.decisions.letter import Part
from bryggan.decisions.models import LetterForm
from bryggan.decisions.tests.making import Order, drafted, make_order
from bryggan.decisions.tests.test_pages import ClientOf
from bryggan.decisions.tests.test_papers import words_of
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens

HEADINGS = ["Sammanfattning", "Barnperspektiv"]


@pytest.fixture
def order(cast: Cast) -> Order:
    return make_order(cast)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [Part("Sammanfattning", ""), Part("Barnperspektiv", "")]),
        (
            "Nycklar försvinner.",
            [
                Part("Ärendet", "Nycklar försvinner."),
                Part("Sammanfattning", ""),
                Part("Barnperspektiv", ""),
            ],
        ),
        (
            "# BARNPERSPEKTIV:\nInga barn berörs.\nSammanfattning\nSkåp köps.",
            [Part("Sammanfattning", "Skåp köps."), Part("Barnperspektiv", "Inga barn berörs.")],
        ),
    ],
)
def test_an_account_is_cut_at_the_headings(text: str, parts: list[Part]) -> None:
    assert letter.parted(text, HEADINGS) == parts


def test_an_authority_without_headings_has_one_part() -> None:
    assert letter.parted("", []) == [Part("Ärendet", "")]


def test_set_letter_headings_and_see_them_on_the_letter(
    cast: Cast, order: Order, client_of: ClientOf
) -> None:
    ordering.set_letter_headings(order.authority, by=order.secretary, headings=HEADINGS)
    assert newest_event().name == "letter.headings_set"

    decision = drafted(cast, background="Sammanfattning\nSkåp köps.")
    url = f"/papper/tjansteskrivelse.docx?beslut={decision.pk}"
    text = words_of(client_of(cast.employee).get(url).content)
    assert text.index("Sammanfattning") < text.index("Skåp köps.") < text.index("Inget är skrivet.")
    assert "Barnperspektiv" in text.partition("Saknas: ")[2].partition("\n")[0]


def test_set_letter_headings_on_its_page(cast: Cast, order: Order, client_of: ClientOf) -> None:
    url = f"/delegation/ordning/{order.authority.pk}/rubriker/"
    client = client_of(order.secretary)
    assert (
        client.post(url, {"headings": "Bakgrund\n\n# Bakgrund\nSkickas till:"}).status_code == 302
    )
    assert LetterForm.objects.get().headings == ["Bakgrund", "Skickas till"]
    assert "Skickas till" in client.get(url).text


def test_set_letter_headings_is_refused_to_others(cast: Cast, order: Order) -> None:
    with nothing_happens(), pytest.raises(Refused):
        ordering.set_letter_headings(order.authority, by=cast.employee, headings=HEADINGS)


def test_set_letter_headings_that_are_too_long_is_impossible(cast: Cast, order: Order) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        ordering.set_letter_headings(order.authority, by=order.secretary, headings=["x" * 200])
    assert refusal.value.field == "headings"
