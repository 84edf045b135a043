"""What has been chosen for some of Sundvalla's contracts, and whose some of them have become."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from bryggan.contracts import actions, deadlines, reminders
from bryggan.contracts.deadlines import CourseKind
from bryggan.demo.municipality import Municipality, content


def enter(entered: Municipality) -> None:
    """A choice is entered only where the contract has a day to decide by when the demo is filled."""
    told = content("courses")
    for row in told["owners"]:
        actions.change_contract.within(
            entered.write,
            entered.contracts[row["contract"]],
            by=entered.by,
            values={"owner": entered.people[row["owner"]]},
        )
    for row in told["courses"]:
        _choose(entered, row)


def _choose(entered: Municipality, row: dict[str, Any]) -> None:
    contract = entered.contracts[row["contract"]]
    today = timezone.localdate(entered.write.now)
    matter = reminders.matter_of(contract, today)
    if matter is None:
        return
    kind = CourseKind(row["kind"])
    if kind not in deadlines.alternatives(matter.terms, matter.deadline, today):
        return
    waits = min(matter.deadline.on, today + timedelta(days=21))
    actions.choose_contract_course.within(
        entered.write,
        contract,
        by=contract.owner or entered.by,
        deadline_on=matter.deadline.on,
        kind=kind,
        reason=row["reason"],
        wait_until=waits if kind == CourseKind.WAIT else None,
    )
