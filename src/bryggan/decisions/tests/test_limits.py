"""Limits as delegation orders word them: what is read, and what is asked rather than guessed."""

from decimal import Decimal
from typing import Any

import pytest

from bryggan.decisions.choices import Meaning
from bryggan.decisions.limits import ReadLimit, read_deputies, read_limit, read_reporting

PURCHASE, TERM, YEAR, NONE = (
    Meaning.PER_PURCHASE,
    Meaning.WHOLE_TERM,
    Meaning.PER_YEAR,
    Meaning.NONE,
)
# Words, what they mean, and the fields that are said.
READ: list[tuple[str, str, dict[str, Any]]] = [
    ("högst 250 000 kr per inköp exkl. moms", PURCHASE, {"limit_sek": 250_000}),
    ("Högst 250.000 kronor per inköp", PURCHASE, {"limit_sek": 250_000}),
    ("max 100 tkr/inköp", PURCHASE, {"limit_sek": 100_000}),
    ("maximalt 75 kkr per gång", PURCHASE, {"limit_sek": 75_000}),
    ("t.o.m. 1 500 tkr, avtalets hela värde inkl. optioner", TERM, {"limit_sek": 1_500_000}),
    ("till och med 2 mnkr inkl. optioner", TERM, {"limit_sek": 2_000_000}),
    ("upp till 1,5 mkr, avtalets värde", TERM, {"limit_sek": 1_500_000}),
    ("högst 2 miljoner kronor under hela avtalstiden", TERM, {"limit_sek": 2_000_000}),
    ("inte överstigande 700 000 kr per upphandling", PURCHASE, {"limit_sek": 700_000}),
    ("som inte överstiger 50 tkr per beställning", PURCHASE, {"limit_sek": 50_000}),
    ("inom budget, max 15 prisbasbelopp/år", YEAR, {"limit_price_base": 15, "within_budget": True}),
    ("högst fem prisbasbelopp per år", YEAR, {"limit_price_base": 5}),
    ("högst ett halvt pbb per inköp", PURCHASE, {"limit_price_base": Decimal("0.5")}),
    ("under 700 tkr per inköp", PURCHASE, {"limit_sek": 700_000, "is_limit_reached": False}),
    ("< 3 mkr per ärende", PURCHASE, {"limit_sek": 3_000_000, "is_limit_reached": False}),
    ("mindre än 100 000 kr årligen", YEAR, {"limit_sek": 100_000, "is_limit_reached": False}),
    ("1 500 tkr - 5 mnkr per upphandling", PURCHASE, {"above_sek": 1_500_000, "limit_sek": 5_000_000}),
    ("500–700 tkr per inköp", PURCHASE, {"above_sek": 500_000, "limit_sek": 700_000}),
    ("från 500 tkr till 2 mkr per inköp", PURCHASE, {"above_sek": 500_000, "limit_sek": 2_000_000}),
    ("över 500 tkr men högst 2 mkr per inköp", PURCHASE, {"above_sek": 500_000, "limit_sek": 2_000_000}),
    ("över 500 tkr per inköp", PURCHASE, {"above_sek": 500_000}),
    (
        "10 % av avtalsvärdet, dock högst 250 tkr per ärende",
        PURCHASE,
        {"percent_of_value": 10, "limit_sek": 250_000},
    ),
    ("efter samråd i digitaliseringsrådet; högst 500 tkr/initiativ", PURCHASE, {"limit_sek": 500_000}),
    ("≤ 1 500 tkr per initiativ och ej av principiell beskaffenhet", PURCHASE, {"limit_sek": 1_500_000}),
    ("högst 200 tkr per år, 6 kap. 39 § KL", YEAR, {"limit_sek": 200_000, "legal_ref": "6 kap. 39 § KL"}),
    ("högst en miljon kronor per inköp", PURCHASE, {"limit_sek": 1_000_000}),
    ("max 250\u00a0000 kr per tillfälle", PURCHASE, {"limit_sek": 250_000}),
    ("inom budget", NONE, {"within_budget": True}),
    ("inom av nämnden beslutad upphandling", NONE, {}),
    ("tidsbegränsat, högst 12 mån", NONE, {}),
    ("inom 72 timmar", NONE, {}),
    ("6 kap. 39 § KL", NONE, {"legal_ref": "6 kap. 39 § KL"}),
    ("7 kap. 6 § KL", NONE, {"legal_ref": "7 kap. 6 § KL"}),
    ("enligt punkt 4.1 och 4.2", NONE, {}),
    ("anmäls kvartalsvis", NONE, {}),
    ("-", NONE, {}),
    ("", NONE, {}),
    (
        "den egna nämndens andel, samma gräns som 4.7. Respektive nämnd beslutar om sin del.",
        NONE,
        {"for_own_share": True, "same_as": "4.7"},
    ),
]  # fmt: skip
# Words, what is asked of them, and what was readable all the same.
ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("1 500 tkr - 5 mnkr", "meaning", {"above_sek": 1_500_000, "limit_sek": 5_000_000}),
    ("≤ 1 500 tkr och ej av principiell beskaffenhet", "meaning", {"limit_sek": 1_500_000}),
    (
        "10 % av avtalsvärdet, dock högst 250 tkr",
        "meaning",
        {"percent_of_value": 10, "limit_sek": 250_000},
    ),
    ("< 700 tkr", "meaning", {"limit_sek": 700_000, "is_limit_reached": False}),
    (
        "< 3 mkr, ers. ekonomichef",
        "meaning",
        {"limit_sek": 3_000_000, "is_limit_reached": False, "deputies": ("ekonomichef",)},
    ),
    ("högst 250 000", "limit", {}),
    ("250 000 kr per inköp", "limit", {}),
    ("högst 100 tkr per inköp och 500 tkr per år", "limit", {}),
    ("högst 250 000 kr inkl. moms per inköp", "limit", {}),
    ("mindre belopp i kronor", "limit", {}),
    ("enligt beloppsgräns 3 i inköpspolicyn", "limit", {}),
    ("10 % av avtalsvärdet", "limit", {}),
    ("högst tröskelvärdet 2 389 585", "limit", {}),
    ("högst 200 tkr per år, avtalets hela värde", "limit", {}),
    ("högst 5 mnkr - 1 500 tkr per inköp", "limit", {}),
]


def decimals(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: Decimal(value) if type(value) is int else value for key, value in fields.items()}


@pytest.mark.parametrize(("words", "meaning", "fields"), READ)
def test_words_are_read(words: str, meaning: str, fields: dict[str, Any]) -> None:
    assert read_limit(words) == ReadLimit(meaning=meaning, **decimals(fields))


@pytest.mark.parametrize(("words", "about", "fields"), ASKED)
def test_words_are_asked_about(words: str, about: str, fields: dict[str, Any]) -> None:
    read = read_limit(words)

    assert [key for key, said in read.asks] == [about]
    assert all(said.endswith((".", "?")) for key, said in read.asks)
    assert read == ReadLimit(asks=read.asks, **decimals(fields))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("stf FC", ("stf FC",)),
        ("Enhetschef vid frånvaro", ("Enhetschef",)),
        ("Avdelningschef, var och en inom sitt område", ("Avdelningschef",)),
        ("1:e vice ordförande", ("1:e vice ordförande",)),
        ("Avdelningschef eller enhetschef", ("Avdelningschef", "enhetschef")),
        ("-", ()),
        (None, ()),
    ],
)
def test_deputies_are_read(words: object, names: tuple[str, ...]) -> None:
    assert read_deputies(words) == (names, ())


def test_a_deputy_with_a_limit_of_her_own_is_asked_about() -> None:
    names, asks = read_deputies("Avdelningschef (upp till 5 pbb)")

    assert names == ("Avdelningschef",)
    assert asks == (("deputy", "Ersättaren har en egen gräns (upp till 5 pbb)."),)


@pytest.mark.parametrize(
    ("words", "reporting", "note", "is_asked"),
    [
        ("Ja", "reported", "", False),
        ("ja", "reported", "", False),
        ("Ja, månadsvis", "reported", "Ja, månadsvis", False),
        ("Beslutet anmäls", "reported", "Beslutet anmäls", False),
        (None, "reported", "", False),
        ("Nej", "not_reported", "", False),
        ("Nej (verkställighet om utbyte beslutats)", "not_reported", "Nej (verkställighet om utbyte beslutats)", True),
        ("kanske", "reported", "kanske", True),
    ],
)  # fmt: skip
def test_reporting_is_read(words: object, reporting: str, note: str, *, is_asked: bool) -> None:
    read = read_reporting(words)

    assert read[:2] == (reporting, note)
    assert bool(read[2]) is is_asked
