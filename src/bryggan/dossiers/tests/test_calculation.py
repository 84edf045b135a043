"""The draw is arithmetic that anybody can do again, and the script in docs does it."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from tests import source

from bryggan.dossiers.calculation import drawn, drawn_by_stratum, lot, population_digest

SCRIPT = source.ROOT / "docs" / "verifiera_urval.py"
STRATA = {
    "Socialnämnden": [f"I-{n:04d}" for n in range(1, 30)],
    "Kultur; fritid": [f"I-{n:04d}" for n in range(30, 41)],
}
ALL = [number for numbers in STRATA.values() for number in numbers]


def test_the_lot_is_the_digest_of_seed_colon_and_number() -> None:
    assert lot("2026", "I-0001") == sha256(b"2026:I-0001").hexdigest()


def test_the_lowest_lots_are_drawn_whatever_order_the_numbers_come_in() -> None:
    lots = {number: lot("frö", number) for number in ALL}
    assert drawn(ALL, "frö", 5) == sorted(ALL, key=lots.__getitem__)[:5]
    assert drawn(reversed(ALL), "frö", 5) == drawn(ALL, "frö", 5)
    assert drawn(ALL, "frö", 5) == drawn(ALL, "frö", 40)[:5]
    assert drawn(ALL, "annat frö", 5) != drawn(ALL, "frö", 5)


def test_of_fewer_than_are_asked_for_all_are_drawn() -> None:
    assert sorted(drawn(ALL, "frö", 1_000)) == ALL


def test_by_authority_so_many_of_each() -> None:
    numbers = drawn_by_stratum(STRATA, "frö", 3, is_by_authority=True)
    assert len(set(numbers) & set(STRATA["Socialnämnden"])) == 3
    assert len(set(numbers) & set(STRATA["Kultur; fritid"])) == 3
    assert drawn_by_stratum(STRATA, "frö", 3, is_by_authority=False) == drawn(ALL, "frö", 3)


def test_every_number_is_as_likely_as_another() -> None:
    """Over 2,000 seeds each of 40 numbers is drawn about 500 times when 10 are."""
    times = dict.fromkeys(ALL, 0)
    for seed in range(2_000):
        for number in drawn(ALL, str(seed), 10):
            times[number] += 1
    assert all(400 < count < 600 for count in times.values())


@pytest.mark.parametrize("by_authority", [True, False])
def test_the_script_draws_the_same_offline(tmp_path: Path, by_authority: bool) -> None:
    file = tmp_path / "population.csv"
    lines = [f"{name};{number}\n" for name, numbers in STRATA.items() for number in numbers]
    file.write_text("".join(lines), encoding="utf-8-sig")
    asked = [sys.executable, str(SCRIPT), str(file), "åtta", "4"]
    made = subprocess.run(  # noqa: S603
        [*asked, "--per-namnd"] if by_authority else asked,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    *numbers, last = made.stdout.splitlines()
    assert numbers == drawn_by_stratum(STRATA, "åtta", 4, is_by_authority=by_authority)
    assert last.endswith(population_digest(STRATA))
