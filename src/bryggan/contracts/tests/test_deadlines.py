"""When a contract has to be decided upon, when one is reminded, and what its year holds."""

from datetime import date
from typing import Any

import pytest

from bryggan.contracts.calculation import Notice, NoticeUnit, Terms
from bryggan.contracts.deadlines import (
    Chosen,
    CourseKind,
    DayKind,
    Deadline,
    DeadlineKind,
    alternatives,
    days_between,
    end_if_prolonged,
    is_answered,
    next_deadline,
    reminder_due,
    step_reached,
)

TODAY = date(2026, 11, 22)
THREE_MONTHS = Notice(3, NoticeUnit.MONTHS)


def day(text: str) -> date:
    return date.fromisoformat(text)


def terms(ends_on: str | None = "2027-12-31", **differences: Any) -> Terms:
    values: dict[str, Any] = {"starts_on": date(2020, 1, 1), "ends_on": ends_on and day(ends_on)}
    return Terms(**(values | differences))


def tacit(ends_on: str = "2027-02-28", **differences: Any) -> Terms:
    values = {"notice": THREE_MONTHS, "renews_tacitly": True, "renewal_months": 12}
    return terms(ends_on, **(values | differences))


@pytest.mark.parametrize(
    ("of", "kind", "on", "ends_on"),
    [
        # The last day of notice, also when the first end passed years ago.
        (tacit(), DeadlineKind.NOTICE, "2026-11-30", "2027-02-28"),
        (tacit("2021-02-28"), DeadlineKind.NOTICE, "2026-11-30", "2027-02-28"),
        # This period's day has passed: the next period's.
        (tacit("2027-01-31"), DeadlineKind.NOTICE, "2027-10-31", "2028-01-31"),
        # The same day it is still time.
        (tacit("2027-02-22"), DeadlineKind.NOTICE, "2026-11-22", "2027-02-22"),
        # Without known notice: before the period is over.
        (tacit(notice=None), DeadlineKind.END, "2027-02-28", "2027-02-28"),
        # An option: by the last day of notice, and when that has passed or is not known by the end.
        (
            terms(options=(12, 12), notice=THREE_MONTHS),
            DeadlineKind.OPTION,
            "2027-09-30",
            "2027-12-31",
        ),
        (terms(options=(12,)), DeadlineKind.OPTION, "2027-12-31", "2027-12-31"),
        (
            terms("2026-12-31", options=(12,), notice=THREE_MONTHS),
            DeadlineKind.OPTION,
            "2026-12-31",
            "2026-12-31",
        ),
        # The second of several options is asked for when the first is used.
        (
            terms("2025-12-31", options=(24, 12), options_used=1, notice=THREE_MONTHS),
            DeadlineKind.OPTION,
            "2027-09-30",
            "2027-12-31",
        ),
        # Every option used, or none: the end, whatever notice it has.
        (terms(options=(12,), options_used=1), DeadlineKind.END, "2028-12-31", "2028-12-31"),
        (terms(notice=THREE_MONTHS), DeadlineKind.END, "2027-12-31", "2027-12-31"),
        # The last day of February in a leap year.
        (tacit("2028-02-29"), DeadlineKind.NOTICE, "2027-11-30", "2028-02-29"),
    ],
)
def test_the_next_day_to_decide_by(of: Terms, kind: DeadlineKind, on: str, ends_on: str) -> None:
    assert next_deadline(of, TODAY) == Deadline(kind, day(on), day(ends_on))


@pytest.mark.parametrize("of", [terms(None), terms("2026-11-21"), terms(None, notice=THREE_MONTHS)])
def test_nothing_to_decide_by_a_day(of: Terms) -> None:
    assert next_deadline(of, TODAY) is None


@pytest.mark.parametrize(
    ("on", "today", "step"),
    [
        ("2027-11-23", "2026-11-22", None),
        ("2027-11-22", "2026-11-22", 12),
        ("2027-05-23", "2026-11-22", 12),
        ("2027-05-22", "2026-11-22", 6),
        ("2027-02-22", "2026-11-22", 3),
        ("2026-12-23", "2026-11-22", 3),
        ("2026-12-22", "2026-11-22", 1),
        # Entered late: one reminder, the nearest, until the day itself.
        ("2026-11-23", "2026-11-22", 1),
        ("2026-11-22", "2026-11-22", 1),
        ("2026-11-21", "2026-11-22", None),
        # A month ahead of the last of March is the last of February, one day later in a leap year.
        ("2027-03-31", "2027-02-27", 3),
        ("2027-03-31", "2027-02-28", 1),
        ("2028-03-31", "2028-02-28", 3),
        ("2028-03-31", "2028-02-29", 1),
        # A year ahead of the leap day.
        ("2028-02-29", "2027-02-27", None),
        ("2028-02-29", "2027-02-28", 12),
    ],
)
def test_which_reminder_is_due(on: str, today: str, step: int | None) -> None:
    assert step_reached(day(on), day(today)) == step


def test_each_step_begins_once_on_the_way_to_the_day() -> None:
    on = date(2028, 2, 29)
    span = [date.fromordinal(n) for n in range(on.toordinal() - 400, on.toordinal() + 3)]
    steps = [step_reached(on, each) for each in span]
    assert list(dict.fromkeys(steps)) == [None, 12, 6, 3, 1]
    assert steps[-2:] == [None, None]


@pytest.mark.parametrize(
    ("of", "today", "step"),
    [
        # In its first period from a year ahead; once renewed, not before last year's day is past.
        (tacit("2028-02-28"), "2026-11-28", 12),
        (tacit("2021-02-28"), "2025-12-01", None),
        (tacit("2021-02-28"), "2026-05-29", None),
        (tacit("2021-02-28"), "2026-05-30", 6),
        (tacit("2021-02-28", renewal_months=24), "2025-12-01", 12),
        (
            tacit("2026-11-30", renewal_months=3, notice=Notice(14, NoticeUnit.DAYS)),
            "2026-12-01",
            None,
        ),
        (
            tacit("2026-11-30", renewal_months=3, notice=Notice(14, NoticeUnit.DAYS)),
            "2027-01-14",
            1,
        ),
        (
            tacit("2026-11-30", renewal_months=1, notice=Notice(14, NoticeUnit.DAYS)),
            "2026-12-10",
            None,
        ),
        (terms("2027-12-31"), "2026-12-31", 12),
    ],
)
def test_a_renewal_is_not_asked_about_before_the_day_of_the_one_before(
    of: Terms, today: str, step: int | None
) -> None:
    deadline = next_deadline(of, day(today))
    assert deadline is not None
    assert reminder_due(of, deadline, day(today)) == step


NOTICE = Deadline(DeadlineKind.NOTICE, day("2026-11-30"), day("2027-02-28"))


def chosen(kind: CourseKind, wait_until: str = "", **differences: Any) -> Chosen:
    values: dict[str, Any] = {
        "deadline_on": NOTICE.on,
        "ends_on": NOTICE.ends_on,
        "wait_until": day(wait_until) if wait_until else None,
    }
    return Chosen(kind, **(values | differences))


@pytest.mark.parametrize(
    ("made", "answered"),
    [
        (None, False),
        (chosen(CourseKind.LET_RENEW), True),
        (chosen(CourseKind.PROCURE_ANEW), True),
        (chosen(CourseKind.GIVE_NOTICE), True),
        # Waiting holds until its day, and not on it.
        (chosen(CourseKind.WAIT, "2026-11-23"), True),
        (chosen(CourseKind.WAIT, "2026-11-22"), False),
        # What was chosen for another day says nothing of this one.
        (chosen(CourseKind.LET_RENEW, deadline_on=day("2025-11-30")), False),
    ],
)
def test_what_was_chosen_answers_its_own_day(made: Chosen | None, answered: bool) -> None:  # noqa: FBT001
    assert is_answered(tacit(), NOTICE, made, TODAY) is answered


def test_a_contract_given_notice_is_left_in_peace_until_it_has_ended() -> None:
    made = chosen(CourseKind.GIVE_NOTICE)
    of = tacit()
    for today, answered in (("2026-12-01", True), ("2027-02-28", True), ("2027-03-01", False)):
        deadline = next_deadline(of, day(today))
        assert deadline is not None
        assert is_answered(of, deadline, made, day(today)) is answered, today


def test_terms_changed_to_a_later_end_ask_anew() -> None:
    made = chosen(CourseKind.LET_END, ends_on=day("2027-02-28"))
    later = terms("2028-02-29")
    deadline = next_deadline(later, TODAY)
    assert deadline is not None
    assert not is_answered(later, deadline, made, TODAY)


def test_what_can_be_chosen_follows_from_the_terms() -> None:
    assert alternatives(tacit(), NOTICE, TODAY)[:2] == (
        CourseKind.LET_RENEW,
        CourseKind.GIVE_NOTICE,
    )
    optional = terms(options=(12,))
    deadline = next_deadline(optional, TODAY)
    assert deadline is not None
    offered = alternatives(optional, deadline, TODAY)
    assert offered[:2] == (CourseKind.USE_OPTION, CourseKind.LET_END)
    assert CourseKind.LET_RENEW not in offered
    assert CourseKind.WAIT not in alternatives(tacit(), NOTICE, NOTICE.on)


@pytest.mark.parametrize(
    ("of", "until"),
    [
        (tacit("2027-02-28"), "2028-02-29"),
        (tacit("2027-02-28", renewal_months=24), "2029-02-28"),
        (terms("2027-02-28", options=(6, 12)), "2027-08-31"),
        (terms("2027-02-28"), None),
    ],
)
def test_the_end_if_it_goes_on(of: Terms, until: str | None) -> None:
    deadline = next_deadline(of, TODAY)
    assert deadline is not None
    assert end_if_prolonged(of, deadline) == (until and day(until))


def year(of: Terms, number: int, leaves_on: str = "") -> list[tuple[str, str]]:
    leaving = day(leaves_on) if leaves_on else None
    found = days_between(of, date(number, 1, 1), date(number, 12, 31), leaving)
    return [(one.kind.value, one.on.isoformat()) for one in found]


def test_the_days_of_a_year() -> None:
    assert year(tacit("2021-02-28"), 2027) == [("notice", "2027-11-30")]
    assert year(tacit("2027-02-28"), 2025) == []
    assert year(tacit("2027-02-28", renewal_months=6), 2027) == [
        ("notice", "2027-05-31"),
        ("notice", "2027-11-30"),
    ]
    assert year(tacit("2021-02-28", notice=None), 2027) == [("renewal", "2027-02-28")]
    optional = terms("2027-12-31", options=(12,), notice=THREE_MONTHS)
    assert year(optional, 2027) == [
        ("procurement", "2027-06-30"),
        ("option", "2027-09-30"),
        ("end", "2027-12-31"),
    ]
    assert year(terms(None), 2027) == []


def test_a_contract_that_is_to_end_has_no_days_after_that() -> None:
    of = tacit("2021-02-28")
    assert year(of, 2026, "2027-02-28") == [("notice", "2026-11-30")]
    assert year(of, 2027, "2027-02-28") == [("end", "2027-02-28")]
    assert year(of, 2028, "2027-02-28") == []
    assert {one.kind for one in days_between(of, date(2026, 1, 1), date(2030, 1, 1))} == {
        DayKind.NOTICE
    }
