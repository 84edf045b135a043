"""The demo's update rounds: one that ended in the spring, one that goes on, answered by those asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from bryggan.demo.municipality import Municipality, Row, content, fills
from bryggan.kit.writer import Writer
from bryggan.people.models import User
from bryggan.rounds import actions, answering
from bryggan.rounds.models import Ask, Round
from bryggan.systems.models import System

ROLES = ("role.system_steward", "role.system_owner", "role.it_counterpart")
SPRING = (4, 13)
LONG_ENOUGH = timedelta(days=60)
STARTED_AGO = timedelta(days=11)
LAST_IN = timedelta(days=10)
OPEN_FOR = timedelta(days=21)


def enter(entered: Municipality) -> None:
    """Both rounds, each with its answers in the name of whoever gave them."""
    today = timezone.localdate()
    began = entered.write.now
    for row in content("rounds")["rounds"]:
        first = spring_of(today) if row["is_closed"] else today - STARTED_AGO
        _enter_round(entered, row, first, today)
    entered.write.now = began


def spring_of(today: date) -> date:
    """The thirteenth of April that lies far enough behind."""
    this_year = date(today.year, *SPRING)
    return this_year if today - this_year > LONG_ENOUGH else date(today.year - 1, *SPRING)


def _enter_round(entered: Municipality, row: Row, first: date, today: date) -> None:
    write = entered.write
    told = {entered.systems[one["system"]].pk: one for one in row["answers"]}
    write.now = _morning(first)
    remember_otherwise.within(write, entered, by=entered.by, rows=row["answers"])
    write.flush()
    asker = entered.people[row["started_by"]]
    with acting(write, asker):
        round = actions.create_round.within(
            write,
            "system",
            by=asker,
            name=row["name"],
            question=f"?f.unit={entered.units[row['unit']].pk}",
            fields=row["fields"],
            asks=ROLES,
            last_on=today + LAST_IN,
            message=row["message"],
        )
        write.flush()
        actions.start_round.within(write, round, by=asker)
        write.flush()
    declined = {entered.systems[one["system"]].pk: one for one in row.get("declined", ())}
    asks = Ask.objects.filter(round=round, person__isnull=False).select_related("round", "person")
    ordered = list(asks.order_by("pk"))
    for place, ask in enumerate(ordered):
        write.now = _morning(first + timedelta(days=1 + place * 8 // len(ordered)))
        if ask.record_id in told:
            _answer(entered, ask, told[ask.record_id])
        elif ask.record_id in declined:
            _decline(entered, ask, declined[ask.record_id])
    if row["is_closed"]:
        write.now = _morning(first + OPEN_FOR + timedelta(days=1))
        with acting(write, asker):
            actions.close_round.within(write, round, by=asker)
            write.flush()
        date_round.within(write, round, by=entered.by, last_on=first + OPEN_FOR)
        write.flush()


def _answer(entered: Municipality, ask: Ask, row: Row) -> None:
    """The answer makes the register what the content says it is."""
    system = System.objects.select_related("unit").get(pk=ask.record_id)
    right = {key: _right(row["system"], key) for key in row.get("before", ())}
    person = ask.person
    assert person is not None
    with acting(entered.write, person):
        answering.answer_ask.within(
            entered.write, ask, by=person, record=system, way=row["way"], values=right or None
        )
        entered.write.flush()
    entered.systems[row["system"]].refresh_from_db()


def _right(system: str, key: str) -> Any:
    """What the register is to say in the end."""
    names = {"in_use_year": "in_use_from", "planned_end_year": "planned_end"}
    row = next(one for one in content("systems")["systems"] if one["key"] == system)
    return row.get(names.get(key, key))


def _decline(entered: Municipality, ask: Ask, row: Row) -> None:
    person = ask.person
    assert person is not None
    suggested = entered.people[row["suggested"]] if "suggested" in row else None
    with acting(entered.write, person):
        answering.decline_ask.within(
            entered.write, ask, by=person, suggested=suggested, note=row["note"]
        )
        entered.write.flush()


@fills("demo.systems_remembered")
def remember_otherwise(write: Writer, entered: Municipality, *, by: User, rows: list[Row]) -> None:
    """What stood in the register before somebody was asked."""
    for row in rows:
        if "before" in row:
            write.change(entered.systems[row["system"]], **row["before"])


@fills("demo.round_dated")
def date_round(write: Writer, round: Round, *, by: User, last_on: date) -> None:
    """A round that ended in the spring had its last day then."""
    write.change(round, last_on=last_on)


@contextmanager
def acting(write: Writer, person: User) -> Iterator[None]:
    """What is told meanwhile is told of this person: the tool enters the demo, people have lived in it."""
    tool = write.by
    write.by = person
    try:
        yield
    finally:
        write.by = tool


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 20)))
