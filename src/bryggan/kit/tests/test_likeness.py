import pytest

from bryggan.kit.likeness import Fact, Reading, Text, pairs, similar
from bryggan.kit.swedish import parts_of, stem, words_of

LEGAL = Reading(ignored=frozenset({"ab", "sverige", "sweden"}))


def text(key: int, *names: str, about: str = "", facts: tuple[Fact, ...] = ()) -> Text:
    return Text(key=key, names=names, text=about, facts=facts)


OTHERS = [
    text(n, name)
    for n, name in enumerate(
        (
            "Bygglovsportalen",
            "Lönesystemet",
            "Matsedeln",
            "Fakturan",
            "Vattenmätaren",
            "Elevlistan",
        ),
        start=100,
    )
]


def score(one: str, other: str, reading: Reading | None = None) -> float:
    """How alike two names are among others; 0 when they are not proposed."""
    found = pairs([text(1, one), text(2, other), *OTHERS], reading)
    return next((pair.likeness.score for pair in found if (pair.one, pair.other) == (1, 2)), 0.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Time Care Pool", "TimeCare Pool"),
        ("Survey & Report", "survey&report"),
        ("Procapita", "Procapita v2.1"),
        ("Skolplattformen", "Skolplattform"),
        ("Sitevision", "Sitevison"),
        ("Elevregister", "Register över elever"),
    ],
)
def test_the_same_written_in_two_ways_is_found(one: str, other: str) -> None:
    assert score(one, other) >= 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lifecare HSL", "Lifecare Avgifter"),
        ("Skola24", "Skola25"),
        ("Unit4", "Unit6"),
        ("Bokningssystem sporthallar", "Bokningssystem fritidsbåtar"),
    ],
)
def test_what_has_words_or_numbers_of_its_own_is_not_the_same(one: str, other: str) -> None:
    assert score(one, other) < 0.7


def test_the_form_of_a_company_does_not_tell_it_from_another() -> None:
    assert score("Tieto Sweden AB", "Tieto", LEGAL) == 1.0
    assert score("Tieto Sweden AB", "Tieto") < 1.0


def test_words_of_the_municipality_mean_the_same() -> None:
    reading = Reading(synonyms={"O365": "Microsoft 365"})
    assert score("O365", "Microsoft 365", reading) == 1.0
    assert score("O365", "Microsoft 365") == 0.0


def test_another_name_of_it_is_a_name() -> None:
    found = pairs([text(1, "Microsoft 365", "Office 365"), text(2, "Office 365"), *OTHERS])
    assert [(pair.one, pair.other) for pair in found] == [(1, 2)]
    assert found[0].likeness.score > 0.9
    assert found[0].likeness.reasons == ("Båda kallas Office 365",)


def test_the_shared_words_are_the_reason_as_they_are_written() -> None:
    [found] = similar(
        [*OTHERS, text(1, "Portal för elever och vårdnadshavare")],
        text(2, "Elevportalen för vårdnadshavare"),
    )
    assert found.key == 1
    assert set(found.shared) == {"elevportalen", "vårdnadshavare"}
    assert found.reasons[0].startswith("Gemensamt i namnet:")


def test_facts_speak_for_and_against() -> None:
    def number(value: str) -> Fact:
        return Fact("org_number", value, "Samma organisationsnummer", 0.95, 0.5)

    said = Reading(name_says=0.8)
    same = pairs(
        [text(1, "Levera", facts=(number("1"),)), text(2, "Levera", facts=(number("1"),))], said
    )
    differ = pairs(
        [text(1, "Levera", facts=(number("1"),)), text(2, "Levera", facts=(number("2"),))], said
    )
    assert same[0].likeness.score > 0.9
    assert "Samma organisationsnummer" in same[0].likeness.reasons
    assert not differ
    by_number_alone = [text(1, "Alfa", facts=(number("7"),)), text(2, "Beta", facts=(number("7"),))]
    assert pairs(by_number_alone)[0].likeness.reasons == ("Samma organisationsnummer",)


def test_needs_in_other_words_are_alike_by_their_text() -> None:
    wanted = "Vi vill kunna boka lokaler på skolan digitalt utan att ringa vaktmästaren"
    told = "Lokaler på skolorna ska bokas digitalt, idag ringer alla till vaktmästaren"
    other = "Fakturor ska granskas av två personer innan de betalas"
    rows = [
        text(1, "Boka lokaler digitalt", about=wanted),
        text(2, "Digital bokning av lokaler", about=told),
        text(3, "Attest", about=other),
    ]
    found = pairs(rows, Reading(text_says=0.95))
    assert [(pair.one, pair.other) for pair in found] == [(1, 2)]
    assert "vaktmästaren" in found[0].likeness.shared


def test_the_answer_is_the_same_whatever_the_order() -> None:
    rows = [text(n, name) for n, name in enumerate(("Arena", "Arena 2", "Arenan", "Biblio"))]
    assert pairs(rows) == pairs(reversed(rows))


def test_words_are_folded_stemmed_and_split_by_the_words_in_use() -> None:
    assert words_of("Rapport för Élever v2.0 prod") == ["rapport", "elever"]
    assert stem("förvaltningen") == stem("förvaltningar")
    vocabulary = frozenset(stem(word) for word in ("verksamhet", "system", "elev", "register"))
    assert parts_of("verksamhetssystem", vocabulary) == (stem("verksamhet"), "system")
    assert parts_of("elevregister", vocabulary) == ("elev", stem("register"))
    assert parts_of("kommunfullmäktige", vocabulary) == (stem("kommunfullmäktige"),)


def test_nothing_and_one_are_like_nothing() -> None:
    assert pairs([]) == []
    assert pairs([text(1, "Ensam")]) == []
    assert similar([], text(1, "Ensam")) == []
    assert pairs([text(1, ""), text(2, "")]) == []
