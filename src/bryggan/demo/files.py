"""Enters what some of Sundvalla's systems and decisions rest on: texts, links, one that is secret."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from bryggan.decisions.models import Decision
from bryggan.demo.decisions import days_ago
from bryggan.demo.municipality import Municipality, Row, content
from bryggan.files import actions, numbering


def enter(entered: Municipality) -> None:
    """Through the actions that people use, each on its own day; and how the boards number their cases."""
    told = content("files")
    for row in told["case_numbers"]:
        unit, secretary = entered.units[row["unit"]], entered.people[row["by"]]
        with days_ago(entered.write, 400, secretary):
            numbering.set_case_number_rule.within(
                entered.write, unit, by=secretary, examples=row["examples"]
            )
    for row in told["files"]:
        _attach(entered, row)


def _attach(entered: Municipality, row: Row) -> None:
    write, by = entered.write, entered.people[row["by"]]
    record = _record(entered, row)
    told: dict[str, Any] = {"called": row["name"], "secrecy": row.get("secrecy", "")}
    with days_ago(write, row["days_ago"], by):
        if "url" in row:
            actions.attach_link.within(write, record, by=by, url=row["url"], **told)
            return
        file = actions.attach_file.within(
            write,
            record,
            by=by,
            content=row["text"].encode(),
            kind=row.get("kind", "working"),
            **told,
        )
    if "established_days_ago" in row:
        day = timezone.localdate() - timedelta(days=row["established_days_ago"])
        with days_ago(write, row["established_days_ago"], by):
            actions.establish_file.within(write, file, by=by, established_on=day)


def _record(entered: Municipality, row: Row) -> Any:
    if "system" in row:
        return entered.systems[row["system"]]
    return Decision.objects.select_related("unit", "for_unit", "drafted_by").get(
        name=row["decision"]
    )
