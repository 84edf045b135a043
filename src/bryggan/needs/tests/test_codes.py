"""The code that a sender keeps, and personal numbers that are stopped."""

import pytest

from bryggan.needs import codes, personal_numbers


def test_the_same_form_has_the_same_code_and_another_text_another() -> None:
    nonce = codes.new_nonce()
    code = codes.code_of(nonce, "need", "Larmet piper")

    assert code == codes.code_of(nonce, "need", "Larmet piper")
    assert code != codes.code_of(nonce, "need", "Larmet tjuter")
    assert code != codes.code_of(codes.new_nonce(), "need", "Larmet piper")
    assert codes.code_of("", "need") != codes.code_of("", "need")
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert len(codes.ALPHABET) ** codes.LENGTH == 2**60


@pytest.mark.parametrize(
    "typed",
    [
        "0A1B-C2D3-E4F5", "0a1b c2d3 e4f5", "OAIB-C2D3-E4F5", "oalb–c2d3–e4f5", " 0A1BC2D3E4F5\n",
        "0.A.1.B.C.2.D.3.E.4.F.5",
    ],
)  # fmt: skip
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert codes.read(typed) == "0A1B-C2D3-E4F5"


@pytest.mark.parametrize(
    "typed", ["", "0A1B", "0A1B-C2D3-E4F5-6", "0A1B-C2D3-E4FÅ", "U" * 12, "²" * 12]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert codes.read(typed) == ""


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("19121212-1212", True),
        ("121212-1212", True),
        ("121212+1212", True),
        ("191212121212", True),
        ("1212121212", True),
        ("121212 1212", True),
        ("121212–1212", True),
        ("1912 12 12-1212", False),
        ("121272-1219", True),  # a coordination number
        ("121212-1213", True),  # meant as one, with a digit wrong
        ("1212121213", False),  # ten digits that are none
        ("Fru 121212-1212s larm", True),
        ("Född 1912-12-12", False),
        ("Ring 0701-234567", False),
        ("Ordernummer 20261122001", False),
        ("139912-1212", False),
        ("Dnr KS 2026/417", False),
        ("Rum 1212, port 1212", False),
        ("556677-8899", False),  # a company's: no month is 66
        ("12121212-12121", False),
    ],
)
def test_what_looks_like_a_personal_number_is_found(text: str, is_found: bool) -> None:
    assert bool(personal_numbers.found_in(text)) is is_found
