"""What some people of Sundvalla follow and have written to each other, and the letters they would have got."""

from typing import Any

from bryggan.demo.municipality import Municipality, content
from bryggan.notices import actions, posting


def enter(entered: Municipality) -> None:
    """Through the actions that people use, by those who would have done it."""
    told = content("notices")
    write = entered.write
    write.flush()
    for row in told["follows"]:
        person = entered.people[row["person"]]
        for record in records(entered, row):
            actions.follow_record.within(write, record, by=person)
    write.flush()
    for row in told["comments"]:
        record = entered.systems[row["system"]] if "system" in row else None
        actions.write_comment.within(
            write,
            record or entered.contracts[row["contract"]],
            by=entered.people[row["by"]],
            text=row["text"],
        )
    write.flush()
    for row in told["letters"]:
        for key in row["people"]:
            posting.write_mail.within(write, entered.people[key], by=entered.by)


def records(entered: Municipality, row: dict[str, Any]) -> list[Any]:
    systems = [entered.systems[key] for key in row.get("systems", ())]
    return [*systems, *(entered.contracts[key] for key in row.get("contracts", ()))]
