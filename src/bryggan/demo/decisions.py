"""Enters Sundvalla's delegation orders, who holds which function, and what has been decided by them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from bryggan.decisions import actions, conflicts, ordering, queries, shipped
from bryggan.decisions.models import Decision
from bryggan.demo.municipality import Municipality, Row, content
from bryggan.kit.writer import Writer
from bryggan.people.models import User

SUMS = {"together": "together_sek", "whole_term": "whole_term_sek", "year": "year_sek", "agreement": "agreement_sek"}  # fmt: skip
HELD_DAYS = 500


def enter(entered: Municipality) -> None:
    """Through the actions that people use, each on its own day, so that what is frozen says when."""
    told = content("decisions")
    write, today = entered.write, timezone.localdate()
    write.flush()
    for row in told["orders"]:
        shipped.enter(
            write,
            entered.units[row["unit"]],
            by=entered.by,
            valid_from=today - timedelta(days=row["from_days_ago"]),
            source=row["source"],
        )
    write.flush()
    for row in told["holdings"]:
        post = queries.post_named(row["post"], entered.units[row["unit"]])
        assert post is not None
        ordering.hold_post.within(
            write,
            post,
            by=entered.by,
            user=entered.people[row["person"]],
            unit=entered.units[row["for"]],
            starts_on=today - timedelta(days=HELD_DAYS),
        )
    write.flush()
    for row in told["decisions"]:
        _decide(entered, row)


@contextmanager
def days_ago(write: Writer, days: int, by: User | None = None) -> Iterator[None]:
    """What is done within was done so many days ago, and by whom."""
    write.flush()
    now, tool = write.now, write.by
    write.now, write.by = now - timedelta(days=days), by or tool
    try:
        yield
        write.flush()
    finally:
        write.now, write.by = now, tool


def _decide(entered: Municipality, row: Row) -> None:
    write, people = entered.write, entered.people
    decided: int = row["days_ago"] if "days_ago" in row else row.get("board_days_ago") or 3
    with days_ago(write, decided + 7, people[row["drafted_by"]]):
        decision = _drafted(entered, row)
    if "conflicted" in row:
        person = people[row["conflicted"]]
        with days_ago(write, decided + 5, person):
            conflicts.state_conflict.within(
                write, decision, by=person, people=[person], reason=row["conflict_reason"]
            )
    if "passed_on" in row or "board_days_ago" in row:
        with days_ago(write, decided + 3, people[row["drafted_by"]]):
            actions.pass_on_decision.within(write, decision, by=people[row["drafted_by"]])
    if "taken_by" in row:
        with days_ago(write, decided, people[row["taken_by"]]):
            actions.take_decision.within(
                write, decision, by=people[row["taken_by"]], wording=row["wording"]
            )
    _afterwards(entered, row, decision)


def _drafted(entered: Municipality, row: Row) -> Decision:
    values = {
        "name": row["name"],
        "matter": row["matter"],
        "case_number": row.get("case", ""),
        "background": row["background"],
        "wording": row["wording"],
        "after_consulting": row.get("after_consulting", ""),
        **{name: Decimal(row[key]) for key, name in SUMS.items() if key in row},
    }
    unit, by = entered.units[row["for"]], entered.people[row["drafted_by"]]
    return actions.draft_decision.within(entered.write, unit, by=by, values=values)


def _afterwards(entered: Municipality, row: Row, decision: Decision) -> None:
    """Reported to the board, taken back from its minutes, or replaced."""
    write, today = entered.write, timezone.localdate()
    if "board_days_ago" in row:
        day = today - timedelta(days=row["board_days_ago"])
        secretary = entered.people["eva-sundgren"]
        with days_ago(write, row["board_days_ago"] - 2, secretary):
            actions.record_board_decision.within(
                write,
                decision,
                by=secretary,
                decided_on=day,
                paragraph=row["paragraph"],
                wording=row["wording"],
                posted_on=day + timedelta(days=2),
            )
    if "reported_days_ago" in row:
        secretary = entered.people["eva-sundgren"]
        with days_ago(write, row["reported_days_ago"], secretary):
            actions.report_decisions.within(
                write,
                decision.unit,
                by=secretary,
                decisions=[decision],
                reported_on=today - timedelta(days=row["reported_days_ago"]),
                paragraph=row["paragraph"],
            )
    if "replaced" in row:
        by = entered.people[row["replaced_by"]]
        with days_ago(write, 2, by):
            actions.replace_decision.within(write, decision, by=by, reason=row["replaced"])
