"""Where is it: number, start of title, word in title, contained text; short words and å ä ö too."""

import pytest

from bryggan.kit.testing.cast import make_system
from bryggan.search.fields import folded, sort_key
from bryggan.search.models import SearchRow
from bryggan.search.queries import MOST_CANDIDATES, candidates
from bryggan.search.writing import drop
from bryggan.systems.models import System

NOUN = "systems.system"


@pytest.fixture
def systems(db: None) -> dict[str, System]:
    described = {
        "HR": "Personal och lön",
        "HR-portalen": "",
        "IT-ärenden": "Felanmälan för alla",
        "Thrift": "",
        "Tidrapporteringen": "Arbetad tid",
        "Öppna förskolan": "Bokning av platser, 100 % digitalt",
        "Ärendehantering": "Nämndens handlingar",
        "Överförmyndaren": "",
        "Kartan": "Ritar vägar_och_broar",
    }
    return {name: make_system(name=name, description=text) for name, text in described.items()}


def found(words: str) -> list[str]:
    return [hit.title for hit in candidates(words, nouns=[NOUN])]


def test_two_letters_find_the_start_of_a_title(systems: dict[str, System]) -> None:
    assert found("HR") == ["HR", "HR-portalen"]
    assert found("it") == ["IT-ärenden"]


def test_one_letter_finds_the_start_of_a_title(systems: dict[str, System]) -> None:
    assert found("ö") == ["Öppna förskolan", "Överförmyndaren"]
    assert found("k") == ["Kartan"]


def test_a_number_comes_first(systems: dict[str, System]) -> None:
    number = systems["Kartan"].number
    assert found(number.lower()) == ["Kartan"]


def test_a_part_of_a_compound_is_found(systems: dict[str, System]) -> None:
    assert found("rapportering") == ["Tidrapporteringen"]
    assert found("förmynd") == ["Överförmyndaren"]


def test_contained_text_is_found_after_titles(systems: dict[str, System]) -> None:
    make_system(name="Lönekollen")
    assert found("lön") == ["Lönekollen", "HR"]


def test_letters_with_dots_and_rings_are_their_own(systems: dict[str, System]) -> None:
    assert "Ärendehantering" in found("ärende")
    assert found("arende") == []
    assert found("ÄRENDEHANTERING") == ["Ärendehantering"]


def test_every_word_must_be_there_in_any_order(systems: dict[str, System]) -> None:
    assert found("platser bokning") == ["Öppna förskolan"]
    assert found("platser handlingar") == []


@pytest.mark.parametrize("words", ['"', "'", "100 %", "_och_", "%%%", "a OR b", "NEAR(", "*", "--"])
def test_signs_are_looked_for_as_they_are(systems: dict[str, System], words: str) -> None:
    expected = {"100 %": ["Öppna förskolan"], "_och_": ["Kartan"]}
    assert found(words) == expected.get(words, [])


@pytest.mark.parametrize("words", ["", "   ", "\t"])
def test_nothing_finds_nothing(systems: dict[str, System], words: str) -> None:
    assert found(words) == []


def test_a_dropped_record_is_found_no_more(systems: dict[str, System]) -> None:
    drop(NOUN, [systems["Tidrapporteringen"].pk])
    assert found("tid") == []
    assert found("rapportering") == []


def test_no_more_candidates_than_can_be_ranked(db: None) -> None:
    SearchRow.objects.bulk_create(
        SearchRow(noun=NOUN, record_id=n, title=f"Sak {n}", title_key=f"sak {n}", text=f"sak {n}")
        for n in range(MOST_CANDIDATES + 50)
    )
    assert len(candidates("sak")) == MOST_CANDIDATES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Å   Ä\tÖ ", "å ä ö"),
        ("Édouard", "edouard"),
        ("A\u030asa", "åsa"),
        ("STRAẞE", "strasse"),
        ("ﬁn", "fin"),
    ],
)
def test_texts_are_folded_as_they_are_read(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_sort_keys_follow_the_swedish_alphabet() -> None:
    words = ["ö", "ä", "å", "z", "a", "Zebra", "Ål", "al", "ø", "æ"]
    in_order = sorted(words, key=sort_key)
    assert in_order[:4] == ["a", "al", "z", "Zebra"]
    assert in_order[4:6] == ["å", "Ål"]
    assert [sort_key(word)[:2] for word in in_order[6:]] == ["{b", "{b", "{c", "{c"]
