"""The last day of appeal, as a table."""

from datetime import date

import pytest

from bryggan.decisions.calculation import easter_of, last_day_of_appeal


@pytest.mark.parametrize(
    ("posted", "last"),
    [
        ("2026-02-03", "2026-02-24"),
        ("2026-02-06", "2026-02-27"),
        ("2026-02-07", "2026-03-02"),  # a Saturday moves to Monday
        ("2026-03-13", "2026-04-07"),  # långfredagen to the Tuesday after Easter
        ("2026-04-23", "2026-05-15"),  # Kristi himmelsfärdsdag
        ("2026-05-29", "2026-06-22"),  # midsommarafton
        ("2026-12-03", "2026-12-28"),  # julafton, Christmas and the weekend after
        ("2026-12-10", "2027-01-04"),  # nyårsafton, New Year's Day and the weekend after
    ],
)
def test_three_weeks_and_on_to_a_weekday(posted: str, last: str) -> None:
    assert last_day_of_appeal(date.fromisoformat(posted)) == date.fromisoformat(last)


@pytest.mark.parametrize("day", ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28"])
def test_easter(day: str) -> None:
    found = date.fromisoformat(day)
    assert easter_of(found.year) == found
