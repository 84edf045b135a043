"""Enters what people of Sundvalla have promised to do, and some of what they have done."""

from datetime import timedelta

from django.utils import timezone

from bryggan.demo.decisions import days_ago
from bryggan.demo.municipality import Municipality, Row, content
from bryggan.duties import actions


def enter(entered: Municipality) -> None:
    """Through the actions that people use, each on its own day."""
    for row in content("duties")["tasks"]:
        _give(entered, row)


def _give(entered: Municipality, row: Row) -> None:
    write, giver = entered.write, entered.people[row["given_by"]]
    told = {
        "name": row["name"],
        "responsible": entered.people[row["responsible"]],
        "due_on": timezone.localdate() + timedelta(days=row["due_in_days"]),
        "note": row.get("note", ""),
        "came_from": row.get("came_from", ""),
    }
    if "system" in row:
        told |= {"about_noun": "systems.system", "about_id": entered.systems[row["system"]].pk}
    with days_ago(write, row["days_ago"], giver):
        task = actions.give_task.within(write, entered.units[row["unit"]], by=giver, values=told)
    if "done_days_ago" in row:
        person = entered.people[row["responsible"]]
        with days_ago(write, row["done_days_ago"], person):
            actions.finish_task.within(write, task, by=person, note=row["done_note"])
