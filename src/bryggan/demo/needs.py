"""What people of Sundvalla have said is in their way, and what became of it, over two years."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from bryggan.demo.municipality import Municipality, Row, content, fills
from bryggan.demo.rounds import acting
from bryggan.kit.writer import Writer
from bryggan.needs import actions, queries, workplaces
from bryggan.needs.models import Need, Origin, Supporter
from bryggan.needs.workplaces import Said
from bryggan.notices.models import Notice
from bryggan.people.models import User

# What was told longer ago than this has been read.
READ_AFTER_DAYS = 14
PREPARED = ("name", "summary", "benefit", "complexity")


def enter(entered: Municipality) -> None:
    """Each need with its course, in the name of those who would have done it and on the day they did."""
    told, write, now = content("needs"), entered.write, entered.write.now
    rows: list[Row] = sorted(told["needs"], key=lambda row: -row["days"])
    needs = {row["key"]: _voiced(entered, row) for row in rows}
    write.flush()
    for row in rows:
        _lived(entered, needs[row["key"]], row)
    for row in rows:
        if "merged_into" in row:
            both = (needs[row["key"]], needs[row["merged_into"]])
            merge_needs.within(write, entered.by, by=entered.by, needs=both)
    write.now = now
    for row in told["meetings"]:
        workplaces.plan_workplace_meeting.within(
            write,
            entered.units[row["unit"]],
            by=entered.people[row["by"]],
            held_on=timezone.localdate(now) + timedelta(days=row["in_days"]),
        )
    write.flush()
    read_what_is_old.within(write, entered.by, by=entered.by)


def _voiced(entered: Municipality, row: Row) -> Need:
    """As it was left; what was said at an APT through its table."""
    write, unit = entered.write, entered.units[row["unit"]]
    write.now = _morning(row["days"])
    person = entered.people[row["by"]] if "by" in row else entered.by
    values = {"obstacle": row["obstacle"], "concerns": row.get("concerns", "")}
    with acting(write, person):
        if row.get("apt"):
            said = Said(values["obstacle"], values["concerns"], row.get("count"))
            [need] = workplaces.voice_for_workplace.within(
                write, unit, by=person, rows=[said], sent="demo"
            )
            return need
        has_name = "by" in row
        return actions.voice_need.within(
            write,
            unit if has_name else queries.large_enough(unit),
            by=person,
            values=values,
            origin=Origin.FORM if has_name else Origin.LETTERBOX,
            route=row.get("route", "ordinary"),
            sender=person if has_name else None,
            code_digest=None if has_name else f"demo-{row['key']}",
        )


def _lived(entered: Municipality, need: Need, row: Row) -> None:
    """Who joined, what it was called once prepared, and every turn it took."""
    for one in row.get("support", ()):
        person = entered.people[one["by"]]
        entered.write.now = _morning(one["days"])
        with acting(entered.write, person):
            actions.support_need.within(
                entered.write, need, by=person, unit=person.unit, words=one.get("words", "")
            )
    entered.write.flush()
    turns = row.get("turns", [])
    prepared: Row = {key: row[key] for key in PREPARED if key in row}
    if "system" in row:
        prepared["system"] = entered.systems[row["system"]]
    preparer = queries.those_who_prepare(need.unit)[0]
    if prepared:
        entered.write.now = _morning(turns[0]["days"] if turns else row["days"] - 1)
        with acting(entered.write, preparer):
            actions.change_need.within(entered.write, need, by=preparer, values=prepared)
    for turn in turns:
        entered.write.now = _morning(turn["days"])
        who = entered.people[row["by"]] if turn["turn"] == "reply" else preparer
        with acting(entered.write, who):
            _take(entered, need, turn, who)
            entered.write.flush()


def _take(entered: Municipality, need: Need, turn: Row, by: User) -> None:
    write, told = entered.write, {"text": turn["text"], "reason": turn.get("reason", "")}
    match turn["turn"]:
        case "ask":
            actions.ask_sender.within(write, need, by=by, **told)
        case "reply":
            actions.reply_to_question.within(write, need, by=by, text=turn["text"])
        case "park":
            wake_on = timezone.localdate() + timedelta(days=turn["wake_in"])
            actions.park_need.within(write, need, by=by, wake_on=wake_on, **told)
        case "sort":
            given: dict[str, Any] = {"duty": turn.get("duty", "")}
            if "system" in turn:
                given["system"] = entered.systems[turn["system"]]
            actions.sort_need.within(write, need, by=by, sorting=turn["as"], given=given, **told)
        case "meet":
            actions.meet_need.within(write, need, by=by, **told)
        case unknown:
            raise ValueError(unknown)


@fills("demo.needs_merged")
def merge_needs(write: Writer, subject: User, *, by: User, needs: tuple[Need, Need]) -> None:
    """One was said twice: its words stay, and who stood behind it stands behind the other."""
    double, kept = needs
    for supporter in Supporter.objects.present().filter(need=double):
        write.change(supporter, need=kept, is_sender=False, words=double.obstacle)
    write.change(double, merged_into=kept)
    write.withdraw(double)


@fills("demo.notices_read")
def read_what_is_old(write: Writer, subject: User, *, by: User) -> None:
    """People have read what they were told weeks ago."""
    old = Notice.objects.filter(kind__startswith="need.", read_at=None)
    for notice in old.filter(told_at__lt=_morning(READ_AFTER_DAYS)):
        write.change(notice, read_at=notice.told_at)


def _morning(days_ago: int) -> datetime:
    day: date = timezone.localdate() - timedelta(days=days_ago)
    return timezone.make_aware(datetime.combine(day, time(9, 20)))
