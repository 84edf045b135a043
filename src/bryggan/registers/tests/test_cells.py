from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bryggan.registers import cells
from bryggan.registers.cells import NO_ANSWER, NONE_THERE, Read, Unreadable, is_nothing

LOCK_IN = {
    "none": ["Nej, inga inlåsningseffekter föreligger"],
    "business": ["Ja, verksamhetsmässiga"],
    "technical": ["Ja, teknikrelaterade"],
}
AREAS = {
    name: [name]
    for name in (
        "Utbildning",
        "HR",
        "Arbete",
        "Samhällsinfrastruktur och miljö",
        "Ärende, dokument och arkiv",
        "Arbete, integration och näringsliv",
        "Material och tjänsteförsörjning/inköp",
    )
}
ADAPTABLE = {"yes": ["Ja"], "partly": ["Delvis", "Till viss del"], "no": ["Nej"]}
RISK = {"high": ["Hög risk"], "limited": ["Begränsad risk"], "minimal": ["Minimal risk"]}
CRITICAL = {
    "fully": ["Helt verksamhetskritiskt"],
    "mostly": ["Till betydande del verksamhetskritiskt"],
    "partly": ["Till betydande del ej verksamhetskritiskt"],
    "not": ["Ej verksamhetskritiskt"],
}
READERS: list[Callable[[object], Read[Any]]] = [
    cells.text,
    cells.long_text,
    cells.whole_number,
    cells.number_range,
    cells.money,
    cells.year,
    cells.date,
    cells.yes_no,
]


@pytest.mark.parametrize("said", [None, "", "  ", "\n", ".", "-", "–", "x", "X", " * ", "\u00a0"])
def test_signs_that_fill_a_cell_are_nothing_everywhere(said: str | None) -> None:
    assert is_nothing(said)
    for reader in READERS:
        assert reader(said) == Read(None)
    assert cells.choice(said, ADAPTABLE) == Read(None)
    assert cells.many_choices(said, AREAS) == Read(())
    assert cells.email_list(said) == Read(())


@pytest.mark.parametrize("said", ["Nej", "nej", "Inga", "INGET"])
def test_words_are_nothing_only_where_the_caller_says_so(said: str) -> None:
    assert not is_nothing(said)
    assert cells.text(said) == Read(said)
    assert is_nothing(said, NONE_THERE)
    assert cells.text(said, words=NONE_THERE) == Read(None)


@pytest.mark.parametrize("said", ["N/A", "Ej aktuellt", "ej  aktuellt"])
def test_words_that_leave_the_question_aside_stay_in_texts_but_are_no_number(said: str) -> None:
    assert cells.text(said).value is not None
    assert cells.text(said, words=NO_ANSWER) == Read(None)
    assert cells.whole_number(said) == cells.year(said) == cells.yes_no(said) == Read(None)


@pytest.mark.parametrize("said", [0, False, "0"])
def test_zero_is_something(said: object) -> None:
    assert not is_nothing(said)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("  Alk-T / Ol2  (Sokigo)\u00a0", "Alk-T / Ol2 (Sokigo)"),
        ("två\nrader", "två rader"),
        ("nu\x00ll", "null"),
        (5, "5"),
        (1.5, "1,5"),
        (datetime.fromisoformat("2026-12-31"), "2026-12-31"),
    ],
)
def test_text(said: object, value: str) -> None:
    assert cells.text(said) == Read(value)


def test_a_text_longer_than_its_field_is_unreadable() -> None:
    assert cells.text("a" * 255).value == "a" * 255
    with pytest.raises(Unreadable, match="högst 255 tecken, men den här har 256"):
        cells.text("a" * 256)


def test_long_text_keeps_its_lines() -> None:
    assert cells.long_text("\nEtt. \r\n\r\n Två.\n") == Read("Ett.\n\n Två.")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (5, 5),
        (5.0, 5),
        (0, 0),
        ("1 840", 1840),
        ("1\u00a0840", 1840),
        ("1\u202f360\u202f000", 1_360_000),
        ("1.234.567", 1_234_567),
        ("50 st", 50),
        ("12 användare", 12),
    ],
)
def test_whole_number(said: object, value: int) -> None:
    assert cells.whole_number(said) == Read(value)


def test_a_number_said_to_be_about_so_is_remarked() -> None:
    assert cells.whole_number("ca 50") == Read(50, "läst som 50")


@pytest.mark.parametrize(
    "said", [1.5, "1,5", "många", "50+", -1, True, "1 84", "5 eller 6", "9" * 500, "1e3"]
)
def test_what_is_no_whole_number(said: object) -> None:
    with pytest.raises(Unreadable, match="Väntade ett heltal"):
        cells.whole_number(said)


@pytest.mark.parametrize("said", ["1,840", "1.840"])
def test_thousands_and_decimals_that_cannot_be_told_apart_are_not_guessed(said: str) -> None:
    for reader in (cells.whole_number, cells.money):
        with pytest.raises(Unreadable, match="tusental eller decimaler"):
            reader(said)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("81-100", (81, 100)),
        ("0–20 %", (0, 20)),
        ("41 till 60", (41, 60)),
        ("50", (50, 50)),
        (7, (7, 7)),
    ],
)
def test_number_range(said: object, value: tuple[int, int]) -> None:
    assert cells.number_range(said) == Read(value)


@pytest.mark.parametrize("said", ["100-81", "hög", "1,5", "1-2-3", True])
def test_what_is_no_range(said: object) -> None:
    with pytest.raises(Unreadable, match="81-100"):
        cells.number_range(said)


def test_a_range_that_excel_made_a_date_of_is_told() -> None:
    with pytest.raises(Unreadable, match="Excel har gjort ett datum"):
        cells.number_range(datetime.fromisoformat("2026-12-01"))


@pytest.mark.parametrize(
    ("said", "value", "remark"),
    [
        (45000, "45000", None),
        (1.5, "1.5", None),
        (0, "0", None),
        ("45 000 kr", "45000", None),
        ("45 000:-", "45000", None),
        ("1,5", "1.5", None),
        ("1 234,50 SEK", "1234.50", None),
        ("0,125", "0.125", None),
        ("-500", "-500", None),
        ("ca 400 tkr", "400000", "läst som 400\u00a0000\u00a0kr"),
        ("1,2 mnkr", "1200000", "läst som 1\u00a0200\u00a0000\u00a0kr"),
        ("3 miljoner kr", "3000000", "läst som 3\u00a0000\u00a0000\u00a0kr"),
    ],
)
def test_money(said: object, value: str, remark: str | None) -> None:
    assert cells.money(said) == Read(Decimal(value), remark)


@pytest.mark.parametrize(
    "said", ["ingår", "?", "efter upphandling", True, "12 EUR", " " * 30_000 + "a"]
)
def test_what_is_no_amount(said: object) -> None:
    with pytest.raises(Unreadable, match="belopp i kronor"):
        cells.money(said)


@pytest.mark.parametrize(
    ("said", "value", "remark"),
    [
        (2018, 2018, None),
        ("2018", 2018, None),
        (1900, 1900, None),
        (2100, 2100, None),
        (200603, 2006, "läst som 2006-03"),
        ("201711", 2017, "läst som 2017-11"),
        ("2018-05-01", 2018, "läst som 2018"),
        (datetime.fromisoformat("2018-05-01"), 2018, "läst som 2018"),
        (9999, None, "läst som att inget år är bestämt"),
    ],
)
def test_year(said: object, value: int | None, remark: str | None) -> None:
    assert cells.year(said) == Read(value, remark)


@pytest.mark.parametrize("said", [1899, 2101, 0, 200613, "snart", "18", 2018.5, True])
def test_what_is_no_year(said: object) -> None:
    with pytest.raises(Unreadable, match="mellan 1900 och 2100"):
        cells.year(said)


@pytest.mark.parametrize(
    "said",
    [
        "2026-12-31",
        "20261231",
        "2026-12-31 13:00",
        "2026-12-31T00:00:00",
        "31 dec 2026",
        "31 december 2026",
        "den 31 dec. 2026",
        "31/12 2026",
        "31.12.2026",
        date(2026, 12, 31),
        datetime.fromisoformat("2026-12-31 13:00"),
    ],
)
def test_date(said: object) -> None:
    assert cells.date(said) == Read(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("202402", "2024-02-01", "2024-02-29"),
        ("februari 2027", "2027-02-01", "2027-02-28"),
        (2026, "2026-01-01", "2026-12-31"),
    ],
)
def test_a_mere_month_or_year_is_its_first_or_last_day_and_remarked(
    said: object, first: str, last: str
) -> None:
    assert cells.date(said) == Read(date.fromisoformat(first), f"läst som {first}")
    assert cells.date(said, is_end=True) == Read(date.fromisoformat(last), f"läst som {last}")


@pytest.mark.parametrize("said", ["2026-02-30", "våren 2027", "31/13 2026", "1066-10-14", 7, True])
def test_what_is_no_date(said: object) -> None:
    with pytest.raises(Unreadable, match="Väntade ett datum"):
        cells.date(said)


def test_the_year_9999_is_no_date() -> None:
    assert cells.date("9999-12-31") == Read(None, "läst som att inget datum är bestämt")


@pytest.mark.parametrize(
    ("said", "value"), [("Ja", True), (" ja ", True), (True, True), (1, True), ("NEJ", False)]
)
def test_yes_no(said: object, value: bool) -> None:
    assert cells.yes_no(said) == Read(value)


@pytest.mark.parametrize("said", ["kanske", "Ja; Delvis", 2])
def test_what_is_neither_yes_nor_no(said: object) -> None:
    with pytest.raises(Unreadable, match="Väntade Ja eller Nej"):
        cells.yes_no(said)


@pytest.mark.parametrize(
    ("said", "options", "key", "remark"),
    [
        ("Delvis", ADAPTABLE, "partly", None),
        (" delvis ", ADAPTABLE, "partly", None),
        ("Till  viss del", ADAPTABLE, "partly", None),
        ("Delivs", ADAPTABLE, "partly", "läst som Delvis"),
        ("Hog risk", RISK, "high", "läst som Hög risk"),
        ("Ej verksamhetskritisk", CRITICAL, "not", "läst som Ej verksamhetskritiskt"),
    ],
)
def test_choice(said: str, options: dict[str, list[str]], key: str, remark: str | None) -> None:
    assert cells.choice(said, options) == Read(key, remark)


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ("Ja; Delivs", ADAPTABLE),
        ("Neej", ADAPTABLE),
        ("Låg risk", RISK),
        ("Maximal risk", RISK),
        ("verksamhetskritiskt", CRITICAL),
    ],
)
def test_a_choice_is_not_guessed_when_it_may_mean_something_else(
    said: str, options: dict[str, list[str]]
) -> None:
    with pytest.raises(Unreadable) as unreadable:
        cells.choice(said, options)
    assert next(iter(options.values()))[0] in unreadable.value.message
    assert said in unreadable.value.message


@pytest.mark.parametrize(
    ("said", "options", "keys"),
    [
        ("Ja, verksamhetsmässiga, Ja, teknikrelaterade", LOCK_IN, ("business", "technical")),
        ("Nej, inga inlåsningseffekter föreligger", LOCK_IN, ("none",)),
        ("Ärende, dokument och arkiv", AREAS, ("Ärende, dokument och arkiv",)),
        (
            "Utbildning, HR, Arbete, integration och näringsliv, Ärende, dokument och arkiv",
            AREAS,
            (
                "Utbildning",
                "HR",
                "Arbete, integration och näringsliv",
                "Ärende, dokument och arkiv",
            ),
        ),
        ("Arbete, HR", AREAS, ("Arbete", "HR")),
        ("hr;utbildning\nHR", AREAS, ("HR", "Utbildning")),
        (
            "Material och tjänsteförsörjning/inköp, ",
            AREAS,
            ("Material och tjänsteförsörjning/inköp",),
        ),
    ],
)
def test_many_choices(said: str, options: dict[str, list[str]], keys: tuple[str, ...]) -> None:
    assert cells.many_choices(said, options) == Read(keys)


def test_a_choice_among_many_that_is_not_known_is_told_and_the_others_taken() -> None:
    assert cells.many_choices("HR, Rymdfart, Utbildninng", AREAS) == Read(
        ("HR", "Utbildning"), "läst som Utbildning; förstod inte ”Rymdfart”"
    )
    with pytest.raises(Unreadable, match="Väntade något av: Utbildning, HR"):
        cells.many_choices("Rymdfart", AREAS)


def test_a_cell_full_of_commas_does_not_take_forever() -> None:
    with pytest.raises(Unreadable):
        cells.many_choices("a," * 16_000, AREAS)


@pytest.mark.parametrize(
    ("said", "addresses"),
    [
        ("person205@nordvik.example", ("person205@nordvik.example",)),
        ("B@x.example, a@x.example", ("b@x.example", "a@x.example")),
        ("a@x.example; a@x.example b@x.example", ("a@x.example", "b@x.example")),
        (
            "Anna Lund <anna.lund@x.example>; Bo <bo@x.example>",
            ("anna.lund@x.example", "bo@x.example"),
        ),
    ],
)
def test_email_list(said: str, addresses: tuple[str, ...]) -> None:
    assert cells.email_list(said) == Read(addresses)


def test_what_is_no_address_is_told() -> None:
    assert cells.email_list("a@x.example, Kalle") == Read(("a@x.example",), "förstod inte ”Kalle”")
    with pytest.raises(Unreadable, match="Väntade en e-postadress"):
        cells.email_list("S Åberg")
