"""Numbers, money and dates as a Swedish official writes them."""

import datetime
from decimal import Decimal

import pytest

from bryggan.kit import words
from bryggan.kit.words import Number


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, None, "0"),
        (1840, None, "1 840"),
        (1234567, None, "1 234 567"),
        (-40, None, "−40"),
        (2.5, None, "2,5"),
        (0.1 + 0.2, None, "0,3"),
        (Decimal("2.50"), None, "2,5"),
        (2.5, 0, "3"),
        (-0.4, 0, "0"),
        (3, 1, "3,0"),
        (1e300, 0, None),
        (float("nan"), None, "–"),
    ],
)
def test_number(value: Number, decimals: int | None, expected: str | None) -> None:
    written = words.number(value, decimals)
    if expected is not None:
        assert written == expected.replace(" ", "\u00a0")
    assert " " not in written


@pytest.mark.parametrize(
    ("kronor", "short", "exact"),
    [
        (0, "0 kr", "0 kr"),
        (9999, "9 999 kr", "9 999 kr"),
        (10_000, "10 tkr", "10 000 kr"),
        (Decimal("9999.50"), "10 tkr", "9 999,50 kr"),
        (123_456, "123 tkr", "123 456 kr"),
        (999_499, "999 tkr", "999 499 kr"),
        (999_500, "1,0 mnkr", "999 500 kr"),
        (1_234_567, "1,2 mnkr", "1 234 567 kr"),
        (-1_250_000, "−1,3 mnkr", "−1 250 000 kr"),
        (2_250_000_000, "2 250,0 mnkr", "2 250 000 000 kr"),
    ],
)
def test_money(kronor: Number, short: str, exact: str) -> None:
    assert words.money_sek(kronor) == short.replace(" ", "\u00a0")
    assert words.exact_sek(kronor) == exact.replace(" ", "\u00a0")


def test_percent() -> None:
    assert words.percent(81) == "81\u00a0%"
    assert words.percent(2.25, 1) == "2,3\u00a0%"
    assert words.share_percent(259, 320) == "81\u00a0%"
    assert words.share_percent(0, 0) == "–"


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (datetime.date(2026, 11, 22), "2026-11-22", "söndag 22 november 2026"),
        (datetime.date(2027, 2, 1), "2027-02-01", "måndag 1 februari 2027"),
        (datetime.date(999, 1, 1), "0999-01-01", "tisdag 1 januari 999"),
    ],
)
def test_dates(day: datetime.date, short: str, long: str) -> None:
    assert words.date_text(day) == short
    assert words.long_date(day) == long.replace(" ", "\u00a0")


def test_a_moment_is_a_date_and_a_time() -> None:
    moment = datetime.datetime(2026, 11, 22, 16, 40, tzinfo=datetime.UTC)
    assert words.time_text(moment) == "2026-11-22\u00a016:40"
    assert words.date_text(moment) == "2026-11-22"


def test_a_truth_value_is_no_number() -> None:
    assert not words.is_number(True)
    assert not words.is_number(float("inf"))
    assert words.is_number(Decimal(1))


def test_text_that_no_file_can_hold_is_taken_away() -> None:
    assert words.plain("a\x00b\x0bc\ud800d\u202ee\r\nf") == "abcde\nf"
    assert words.one_line("  a\n\tb\u00a0c ") == "a b\u00a0c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Projektutvärdering", "Projekt-utvärdering"),
        ("IT- och digitaliseringsavdelningen", "IT- och digitaliserings-avdelningen"),
        ("Kommunstyrelsen", "Kommun-styrelsen"),
        ("Robot för leverantörsfakturor", "Robot för leverantörs-fakturor"),
        ("Nämnden", "Nämnden"),
        ("Enhetschefen", "Enhetschefen"),
    ],
)
def test_soft_hyphens(text: str, expected: str) -> None:
    parted = words.soft_hyphens(text)
    assert parted.replace("\u00ad", "-") == expected
    assert parted.replace("\u00ad", "") == text
