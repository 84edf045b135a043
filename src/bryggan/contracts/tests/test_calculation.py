from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bryggan.contracts.calculation import (
    Notice,
    NoticeUnit,
    State,
    Terms,
    coming_day_of_notice,
    current_end,
    end_if_notice_given,
    last_day_of_notice,
    last_possible_end,
    months_after,
    next_renewal,
    period_end,
    reprocurement_starts,
    state,
)

TODAY = date(2026, 11, 22)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def months(amount: int) -> Notice:
    return Notice(amount, NoticeUnit.MONTHS)


def days(amount: int) -> Notice:
    return Notice(amount, NoticeUnit.DAYS)


def fixed(ends_on: str = "2027-12-31", notice: Notice | None = None, **options: object) -> Terms:
    terms = {"starts_on": date(2024, 1, 1), "ends_on": day(ends_on), "notice": notice}
    return Terms(**(terms | options))  # type: ignore[arg-type]


def tacit(ends_on: str, notice: Notice | None, renewal_months: int = 12) -> Terms:
    return Terms(
        starts_on=date(2020, 1, 1),
        ends_on=date.fromisoformat(ends_on),
        notice=notice,
        renews_tacitly=True,
        renewal_months=renewal_months,
    )


def open_ended(notice: Notice | None) -> Terms:
    return Terms(starts_on=date(2020, 1, 1), ends_on=None, notice=notice)


@pytest.mark.parametrize(
    ("ends_on", "notice", "last_day"),
    [
        ("2027-12-31", months(12), "2026-12-31"),
        ("2027-12-31", months(3), "2027-09-30"),
        ("2027-02-28", months(3), "2026-11-30"),
        ("2027-08-31", months(6), "2027-02-28"),
        ("2028-08-31", months(6), "2028-02-29"),
        ("2028-08-30", months(6), "2028-02-29"),
        ("2028-02-28", months(3), "2027-11-28"),
        ("2028-02-29", months(12), "2027-02-28"),
        ("2029-02-28", months(12), "2028-02-29"),
        ("2027-06-15", months(9), "2026-09-15"),
        ("2027-04-30", months(1), "2027-03-31"),
        ("2027-12-31", days(90), "2027-10-02"),
        ("2028-03-01", days(1), "2028-02-29"),
        ("2027-03-01", days(1), "2027-02-28"),
        ("2027-12-31", days(0), "2027-12-31"),
        ("2027-12-31", None, None),
    ],
)
def test_last_day_of_notice(ends_on: str, notice: Notice | None, last_day: str | None) -> None:
    assert last_day_of_notice(fixed(ends_on, notice), TODAY).date == day(last_day)


ends = st.dates(date(1990, 1, 1), date(2150, 1, 1))


@given(ends, st.integers(0, 240))
def test_notice_on_the_last_day_is_in_time_and_the_day_after_is_too_late(
    end: date, amount: int
) -> None:
    last_day = period_end(end, -amount)
    assert months_after(last_day, amount) <= end < months_after(last_day + timedelta(1), amount)


@given(ends, st.integers(1, 60), st.dates(date(1990, 1, 1), date(2180, 1, 1)))
def test_the_present_period_is_the_first_that_is_not_over(
    end: date, renewal: int, today: date
) -> None:
    terms = Terms(None, end, months(3), renews_tacitly=True, renewal_months=renewal)
    periods = (period_end(end, number * renewal) for number in count())
    assert current_end(terms, today).date == next(last for last in periods if last >= today)


@given(ends, st.integers(0, 36), st.integers(1, 60), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_notice_today_is_always_in_time_for_the_end_that_is_named(
    end: date, notice: int, renewal: int, today: date
) -> None:
    terms = Terms(None, end, months(notice), renews_tacitly=True, renewal_months=renewal)
    named = end_if_notice_given(terms, today).date
    assert named is not None
    assert months_after(today, notice) <= named


@pytest.mark.parametrize(
    ("ends_on", "renewal", "today", "present"),
    [
        ("2026-12-31", 12, "2026-11-22", "2026-12-31"),
        ("2026-12-31", 12, "2026-12-31", "2026-12-31"),
        ("2026-12-31", 12, "2027-01-01", "2027-12-31"),
        ("2021-05-15", 12, "2026-11-22", "2027-05-15"),
        ("2021-05-15", 24, "2026-11-22", "2027-05-15"),
        ("2023-02-28", 12, "2024-02-29", "2024-02-29"),
        ("2026-01-30", 1, "2026-03-05", "2026-03-30"),
        ("2026-01-31", 1, "2026-02-10", "2026-02-28"),
        ("2026-01-31", 1, "2026-04-01", "2026-04-30"),
    ],
)
def test_current_end_after_the_renewals_that_have_happened(
    ends_on: str, renewal: int, today: str, present: str
) -> None:
    terms = tacit(ends_on, months(3), renewal)
    assert current_end(terms, date.fromisoformat(today)).date == day(present)


def test_a_used_option_moves_the_end_and_an_unused_one_does_not() -> None:
    terms = fixed("2025-12-31", months(6), options=(12, 24), options_used=1)
    assert current_end(terms, TODAY).date == date(2026, 12, 31)
    assert last_day_of_notice(terms, TODAY).date == date(2026, 6, 30)
    assert last_possible_end(terms).date == date(2028, 12, 31)


def test_reprocurement_is_counted_from_the_last_possible_end() -> None:
    terms = fixed("2027-12-31", options=(12, 12))
    assert reprocurement_starts(terms).date == date(2028, 6, 30)
    assert reprocurement_starts(fixed("2027-12-31", procurement_lead_months=6)).date == date(
        2027, 6, 30
    )


@pytest.mark.parametrize("terms", [open_ended(months(3)), tacit("2026-12-31", months(3))])
def test_a_contract_that_goes_on_by_itself_has_no_last_end_but_a_reason(terms: Terms) -> None:
    for dated in (last_possible_end(terms), reprocurement_starts(terms)):
        assert dated.date is None
        assert dated.sentence in {
            "avtalet löper tills vidare",
            "avtalet förlängs tills det sägs upp",
        }


def test_next_renewal_is_the_day_after_the_present_end() -> None:
    assert next_renewal(tacit("2026-12-31", months(3)), TODAY).date == date(2027, 1, 1)
    assert next_renewal(tacit("2024-06-30", months(3)), TODAY).date == date(2027, 7, 1)
    assert next_renewal(fixed(), TODAY).sentence == "avtalet förlängs inte av sig självt"
    assert next_renewal(open_ended(None), TODAY).sentence == "avtalet löper tills vidare"


@pytest.mark.parametrize(
    ("terms", "coming"),
    [
        (tacit("2026-12-31", months(3)), "2027-09-30"),
        (tacit("2026-12-31", months(1)), "2026-11-30"),
        (tacit("2026-12-31", months(18)), "2027-06-30"),
        (tacit("2026-12-31", days(39)), "2026-11-22"),
        (fixed("2027-12-31", months(12)), "2026-12-31"),
        (fixed("2027-06-30", months(12)), None),
        (open_ended(months(3)), None),
    ],
)
def test_coming_day_of_notice_is_never_in_the_past(terms: Terms, coming: str | None) -> None:
    assert coming_day_of_notice(terms, TODAY).date == day(coming)


@pytest.mark.parametrize(
    ("terms", "ends"),
    [
        (open_ended(months(3)), "2027-02-22"),
        (open_ended(days(30)), "2026-12-22"),
        (open_ended(None), None),
        (tacit("2026-12-31", months(3)), "2027-12-31"),
        (tacit("2026-12-31", months(1)), "2026-12-31"),
        (tacit("2026-12-31", None), None),
        (fixed("2027-12-31", months(3)), "2027-12-31"),
    ],
)
def test_end_if_notice_is_given_today(terms: Terms, ends: str | None) -> None:
    assert end_if_notice_given(terms, TODAY).date == day(ends)


def test_open_ended_notice_on_a_month_end_is_clamped() -> None:
    terms = open_ended(months(3))
    assert end_if_notice_given(terms, date(2026, 11, 30)).date == date(2027, 2, 28)
    assert end_if_notice_given(terms, date(2027, 11, 30)).date == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (Terms(date(2027, 1, 1), date(2029, 12, 31)), State.NOT_STARTED),
        (Terms(date(2027, 1, 1), None), State.NOT_STARTED),
        (Terms(None, date(2029, 12, 31)), State.RUNNING),
        (fixed("2026-11-21"), State.ENDED),
        (fixed("2026-11-22"), State.ENDS_SOON),
        (fixed("2027-05-22"), State.ENDS_SOON),
        (fixed("2027-05-23"), State.RUNNING),
        (fixed("2027-08-31", months(6), options=(12,)), State.OPTION_NEAR),
        (fixed("2027-05-01", options=(12,)), State.OPTION_NEAR),
        (fixed("2027-08-31", months(6), options=(12,), options_used=1), State.RUNNING),
        (fixed("2027-08-31", months(6)), State.RUNNING),
        (open_ended(months(3)), State.OPEN_ENDED),
        (tacit("2026-12-31", months(1)), State.NOTICE_NEAR),
        (tacit("2026-12-22", months(1)), State.NOTICE_NEAR),
        (tacit("2026-12-21", months(1)), State.NOTICE_PASSED),
        (tacit("2027-12-31", months(3)), State.RUNNING),
        (tacit("2023-12-31", months(3)), State.NOTICE_PASSED),
        (tacit("2026-12-31", None), State.RUNNING),
    ],
)
def test_state(terms: Terms, expected: State) -> None:
    assert state(terms, TODAY) == expected


def test_what_counts_as_near_can_be_chosen() -> None:
    terms = tacit("2027-12-31", months(3))
    assert state(terms, TODAY, near_months=12) == State.NOTICE_NEAR


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            last_day_of_notice(fixed("2027-12-31", months(12)), TODAY).sentence,
            "slutdatum 2027-12-31 − 12 månaders uppsägning = 2026-12-31",
        ),
        (
            last_day_of_notice(tacit("2023-12-31", days(1)), TODAY).sentence,
            "slutdatum 2023-12-31 + tyst förlängning 3 × 12 månader = 2026-12-31"
            " − 1 dags uppsägning = 2026-12-30",
        ),
        (
            reprocurement_starts(fixed("2025-12-31", options=(12, 1), options_used=1)).sentence,
            "slutdatum 2025-12-31 + option 1 på 12 månader = 2026-12-31"
            " + option 2 på 1 månad = 2027-01-31 − 18 månader för upphandling = 2025-07-31",
        ),
        (
            end_if_notice_given(open_ended(months(1)), TODAY).sentence,
            "uppsägning 2026-11-22 + 1 månads uppsägning = 2026-12-22",
        ),
        (
            next_renewal(tacit("2026-12-31", months(1)), TODAY).sentence,
            "slutdatum 2026-12-31 + 1 dag = 2027-01-01",
        ),
    ],
)
def test_the_arithmetic_can_be_read(sentence: str, expected: str) -> None:
    assert sentence == expected


@pytest.mark.parametrize(
    ("differences", "words"),
    [
        ({"ends_on": date(2023, 1, 1)}, "Slutdatum 2023-01-01 ligger före startdatum 2024-01-01."),
        ({"ends_on": date(9999, 12, 31)}, "Året 9999 är inte rimligt"),
        ({"renews_tacitly": True}, "hur många månader avtalet förlängs"),
        ({"renews_tacitly": True, "renewal_months": 0}, "hur många månader avtalet förlängs"),
        (
            {"ends_on": None, "renews_tacitly": True, "renewal_months": 12},
            "kan inte också förlängas av sig självt",
        ),
        ({"ends_on": None, "options": (12,)}, "kan inte ha förlängningsoptioner"),
        ({"options": (12, 0)}, "minst en månad"),
        ({"options": (12,), "options_used": 2}, "2 optioner är angivna som utnyttjade"),
        ({"options_used": -1}, "-1 optioner"),
        ({"options": (400, 400)}, "orimligt långa"),
        ({"procurement_lead_months": -1}, "Tiden för upphandling"),
    ],
)
def test_nonsense_is_refused_in_words(differences: dict[str, object], words: str) -> None:
    terms = {"starts_on": date(2024, 1, 1), "ends_on": date(2027, 12, 31)} | differences
    with pytest.raises(ValueError, match=words):
        Terms(**terms)  # type: ignore[arg-type]


@pytest.mark.parametrize(("amount", "words"), [(-1, "negativ"), (601, "orimligt lång")])
def test_a_nonsensical_notice_is_refused(amount: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Notice(amount, NoticeUnit.MONTHS)


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"Slutdatum .* minst en månad"):
        Terms(date(2024, 1, 1), date(2023, 1, 1), options=(0,))
