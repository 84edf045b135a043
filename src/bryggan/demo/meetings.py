"""Sundvalla's råd and forum: who sits there, what has been recommended, and the meeting ahead with its scores."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from bryggan.decisions.models import Decision
from bryggan.demo.decisions import days_ago
from bryggan.demo.municipality import Municipality, Row, content
from bryggan.demo.needs import read_what_is_old
from bryggan.meetings import actions, bodies, closing, conflicts, queries
from bryggan.meetings.models import AgendaItem, Body, Meeting
from bryggan.needs.models import Need
from bryggan.people.models import User

HELD_DAYS = 400
PREPARED_DAYS = 14
BODY_FIELDS = ("name", "kind", "purpose", "weeks_between", "meets_at")
# How a member scores the points in turn: benefit and complexity.
SCORES = ((4, 2), (3, 3), (5, 4), (2, 2), (4, 4), (3, 1), (5, 2))


def enter(entered: Municipality) -> None:
    """Through the actions that people use, each on its own day."""
    told = content("meetings")
    made = {row["key"]: _body(entered, row) for row in told["bodies"]}
    leads = {
        row["key"]: entered.people[row["seats"][0]["person"]]
        for row in told["bodies"]
        if "seats" in row
    }
    for row in told["meetings"]:
        _meeting(entered, row, made[row["body"]], leads[row["body"]])
    entered.write.flush()
    read_what_is_old.within(entered.write, entered.by, by=entered.by)


def _body(entered: Municipality, row: Row) -> Body:
    write = entered.write
    values = {name: row[name] for name in BODY_FIELDS if name in row}
    with days_ago(write, HELD_DAYS):
        body = bodies.create_body.within(
            write, entered.units[row["unit"]], by=entered.by, values=values
        )
        write.flush()
        for seat in row.get("seats", ()):
            bodies.take_seat.within(
                write,
                body,
                by=entered.by,
                user=entered.people[seat["person"]],
                unit=entered.units[seat["unit"]],
                kind=seat.get("kind", "member"),
            )
    return body


def _meeting(entered: Municipality, row: Row, body: Body, lead: User) -> None:
    today = timezone.localdate()
    is_held = "days_ago" in row
    day = today - timedelta(days=row["days_ago"]) if is_held else _weekday(today, row["in_days"])
    begun = row["days_ago"] + PREPARED_DAYS if is_held else PREPARED_DAYS
    write = entered.write
    with days_ago(write, begun, lead):
        values = {"held_on": day, "starts_at": row["time"]}
        ahead = None if is_held else queries.meeting_ahead(body, lead)
        if ahead is not None:  # planned by the group's rhythm as the last one was closed
            meeting = ahead
            actions.change_meeting.within(write, meeting, by=lead, values=values)
        else:
            meeting = actions.plan_meeting.within(write, body, by=lead, values=values)
    if row.get("planned_only"):
        return
    with days_ago(write, begun - 2, lead):
        for one in row.get("items", ()):
            _item(entered, meeting, one, lead)
            write.flush()
        _add_ready(entered, meeting, row.get("adds_ready", 0), lead)
        actions.summon_meeting.within(write, meeting, by=lead)
    for place, key in enumerate(row.get("graded_by", ())):
        _grade(entered, meeting, entered.people[key], place)
    if is_held:
        with days_ago(write, row["days_ago"], lead):
            _hold(entered, meeting, row, lead)


def _weekday(today: date, days: int) -> date:
    return closing.weekday_on_or_after(today + timedelta(days=days))


def _item(entered: Municipality, meeting: Meeting, row: Row, lead: User) -> AgendaItem:
    record: Any = None
    if "need" in row:
        record = Need.objects.present().get(name=row["need"])
    elif "decision" in row:
        record = Decision.objects.present().get(name=row["decision"])
    return actions.add_item.within(
        entered.write,
        meeting,
        by=lead,
        record=record,
        values={"name": row.get("name", "")},
        why=row.get("why", ""),
    )


def _add_ready(entered: Municipality, meeting: Meeting, most: int, lead: User) -> None:
    """What is ready to be taken up, as whoever leads would mark it."""
    waiting = [one for _sort, rows in queries.all_waiting(meeting, lead) for one in rows]
    for record in waiting[:most]:
        actions.add_item.within(entered.write, meeting, by=lead, record=record)
        entered.write.flush()


def _grade(entered: Municipality, meeting: Meeting, person: User, place: int) -> None:
    items = [item for item in queries.items_of(meeting) if item.about_id]
    grades = {
        item.pk: dict(
            zip(("benefit", "complexity"), SCORES[(at + place * 2) % len(SCORES)], strict=True)
        )
        for at, item in enumerate(items)
    }
    with days_ago(entered.write, place + 1, person):
        actions.grade_items.within(entered.write, meeting, by=person, grades=grades)


def _hold(entered: Municipality, meeting: Meeting, row: Row, lead: User) -> None:
    """What was said of each point, and who was there."""
    write = entered.write
    for item, one in zip(queries.items_of(meeting), row["items"], strict=True):
        if "conflicted" in one:
            person = entered.people[one["conflicted"]]
            conflicts.state_item_conflict.within(
                write, item, by=lead, person=person, reason=one["conflict_reason"]
            )
        values = {name: one.get(name, "") for name in ("stance", "reasons", "conditions")}
        tasks = [
            {
                "name": task["name"],
                "responsible": entered.people[task["person"]],
                "due_on": meeting.held_on + timedelta(days=task["in_days"]),
            }
            for task in one.get("tasks", ())
        ]
        actions.consider_item.within(write, item, by=lead, values=values, tasks=tasks)
        write.flush()
    attended = [entered.people[key] for key in row["attended"]]
    closing.close_meeting.within(write, meeting, by=lead, attended=attended)
