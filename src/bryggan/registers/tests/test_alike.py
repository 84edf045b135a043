"""What already exists, found as somebody types: in other words, only what she sees, and never a fault."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.kit.testing.cast import Cast, make_person, make_system, make_unit
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.registers import actions, shipped_words
from bryggan.registers.alike import Alike, alike
from bryggan.systems.models import System

pytestmark = pytest.mark.django_db

SYSTEMS = ("systems.system",)
SECRETS = ("systems.system", "systems.vulnerability", "systems.tender")


def found(words: str, user: User, **asked: Any) -> list[Alike]:
    return alike(words, user, **{"nouns": SYSTEMS, **asked})


def titles(words: str, user: User, **asked: Any) -> list[str]:
    return [one.title for one in found(words, user, **asked)]


@pytest.fixture
def town(cast: Cast) -> Cast:
    for name in (
        "Felanmälan av gatubelysning",
        "Digital signering av läkemedel",
        "Bokning av sporthallar för föreningar",
        "Register över elever i grundskolan",
        "Lånedatorer till nyanställda",
        "Matsedel på webben",
        "Nya ipads till förskolans avdelningar",
        "Beställning av läkemedel till förrådet",
    ):
        make_system(cast.care, name=name)
    return cast


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("signera läkemedlen", "Digital signering av läkemedel"),
        ("Vi vill boka sporthallen", "Bokning av sporthallar för föreningar"),
        ("elevregister", "Register över elever i grundskolan"),
        ("hallbokning", "Bokning av sporthallar för föreningar"),
        ("datorer som man kan låna", "Lånedatorer till nyanställda"),
        ("anmäla en trasig gatlampa", "Felanmälan av gatubelysning"),
        ("surfplattor till avdelningen", "Nya ipads till förskolans avdelningar"),
        ("menyn på hemsidan", "Matsedel på webben"),
        ("matsedlen", "Matsedel på webben"),
        ("sporthalar", "Bokning av sporthallar för föreningar"),
    ],
    ids=["inflected", "verb", "compound", "parts", "parted", "other words", "synonym", "both synonyms",
         "slip", "slip in a compound"],
)  # fmt: skip
def test_the_same_in_other_words_is_found_first(town: Cast, typed: str, wanted: str) -> None:
    assert titles(typed, town.employee)[:1] == [wanted]


def test_the_shared_words_stand_as_they_were_typed(town: Cast) -> None:
    first = found("Signera LÄKEMEDLEN på surfplattan", town.employee)[0]
    assert first.title == "Digital signering av läkemedel"
    assert set(first.shared) == {"Signera", "LÄKEMEDLEN"}


def test_what_is_found_can_be_gone_to(town: Cast) -> None:
    system = System.objects.get(name="Matsedel på webben")
    first = found("matsedel", town.employee)[0]
    told = (first.noun, first.record_id, first.number, first.url, first.unit)
    url = f"/system/{system.pk}/"
    assert told == ("systems.system", system.pk, system.number, url, town.care.name)
    assert 0 < first.score <= 1


def test_a_near_miss_is_not_above_the_true_one(town: Cast) -> None:
    typed = "Signera medicin i mobilen i stället för på papper"
    assert titles(typed, town.employee)[0] == "Digital signering av läkemedel"


def test_another_need_is_not_shown(town: Cast) -> None:
    assert titles("Vi vill ha en cykelverkstad vid stationen", town.employee) == []


def test_the_municipalitys_own_word_is_understood(town: Cast) -> None:
    assert titles("hönan krånglar", town.employee) == []
    actions.add_synonym("hönan", by=town.strategist, means="matsedel")
    assert titles("hönan krånglar", town.employee) == ["Matsedel på webben"]


def test_the_municipalitys_own_word_wins(town: Cast) -> None:
    assert titles("menyn", town.employee) == ["Matsedel på webben"]
    actions.add_synonym("meny", by=town.strategist, means="snabbval")
    assert titles("menyn", town.employee) == []


def test_the_one_being_written_is_left_out(town: Cast) -> None:
    system = System.objects.get(name="Matsedel på webben")
    assert titles("matsedel", town.employee, but=("systems.system", system.pk)) == []


def test_what_is_withdrawn_is_not_found(town: Cast) -> None:
    System.objects.filter(name="Matsedel på webben").update(withdrawn_at="2026-01-01T00:00Z")
    assert titles("matsedel", town.employee) == []


def test_an_external_person_finds_only_what_she_is_granted(town: Cast) -> None:
    unit = make_unit("Kostenheten")
    make_system(unit, name="Matsedel för skolor")
    visitor = make_person("Vera Vik", unit, [(Role.EMPLOYEE, unit)], is_external=True)
    assert titles("matsedel", visitor) == ["Matsedel för skolor"]
    assert titles("matsedel", town.outsider) == []


def test_what_is_hidden_changes_nothing_of_what_is_shown(town: Cast) -> None:
    unit = make_unit("Kostenheten")
    make_system(unit, name="Matsedel för skolor")
    make_system(unit, name="Meny i matsalen")
    visitor = make_person("Vera Vik", unit, [(Role.EMPLOYEE, unit)], is_external=True)
    before = found("matsedel på skärmen i matsalen", visitor)
    for number in range(30):
        make_system(town.care, name=f"Matsedel på skärmen i matsalen {number}")
    assert len(before) == 2
    assert found("matsedel på skärmen i matsalen", visitor) == before


def test_secret_rows_are_not_a_reason(town: Cast) -> None:
    assert titles("Bergrum rad", town.employee, nouns=SECRETS) == []


@pytest.mark.parametrize("nouns", [(), ("no.such",)])
def test_of_no_known_noun_nothing_is_found(town: Cast, nouns: tuple[str, ...]) -> None:
    assert titles("matsedel", town.employee, nouns=nouns) == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "och att det",
        "?!",
        '"',
        "'; DROP TABLE search_searchrow; --",
        'NEAR("a" "b", 5) AND NOT OR ^ * text:',
        "100 % _under_ \\ streck",
        "nul\0byte och matsed\0el",
        "🧑‍🍳🍲",
        "x" * 5_000,
        "ord " * 1_250,
        " ".join(f"ord{number}" for number in range(700)),
        "a b c d e",
    ],
)
def test_nonsense_is_answered_quietly(town: Cast, typed: str) -> None:
    assert len(titles(typed, town.employee)) <= 5


def test_words_that_all_have_still_find(town: Cast) -> None:
    for number in range(40):
        make_system(town.care, name=f"System för digital hantering {number}")
    typed = "Digitalt system för hantering av bokning av sporthallar"
    assert titles(typed, town.employee)[0] == "Bokning av sporthallar för föreningar"
    assert len(titles("digitalt system", town.employee)) == 5


def test_no_more_than_asked_for(town: Cast) -> None:
    assert len(titles("läkemedel", town.employee, most=1)) == 1


def test_the_same_few_questions_however_many_there_are(town: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            assert titles("läkemedel i mobilen", town.employee, nouns=SECRETS)
        return len(told)

    few = asked()
    for number in range(30):
        make_system(town.care, name=f"Läkemedel i mobilen {number}")
    assert asked() == few <= 5


def test_every_shipped_row_has_two_words_and_none_stands_twice_in_it() -> None:
    for rows in shipped_words.areas().values():
        for row in rows:
            assert len(row) >= 2
            assert len({word.casefold() for word in row}) == len(row)


def test_the_page_of_words_shows_those_that_are_shipped(cast: Cast, client: Client) -> None:
    client.force_login(cast.employee)
    page = client.get("/sammanslagning/ord/").content.decode()
    assert "surfplatta, ipad, platta" in page
