"""Enters the methods, and how Sundvalla's administrations follow them: as they are, or made their own."""

from datetime import timedelta

from django.utils import timezone

from bryggan.demo.decisions import days_ago
from bryggan.demo.municipality import Municipality, Row, content
from bryggan.methods import actions, drafting, queries, shipped
from bryggan.methods.models import Method, MethodVersion

READ_IN_DAYS_AGO = 430


def enter(entered: Municipality) -> None:
    told = content("methods")
    with days_ago(entered.write, READ_IN_DAYS_AGO):
        shipped.enter(entered.write, by=entered.by)
    methods = {method.origin: method for method in queries.shipped_methods()}
    for row in told["choices"]:
        _choose(entered, row["unit"], methods[row["method"]], row["days_ago"])
    for row in told["copies"]:
        _copy(entered, row, methods[row["origin"]])


def _choose(entered: Municipality, unit: str, method: Method, days: int) -> None:
    with days_ago(entered.write, days):
        actions.choose_method.within(
            entered.write,
            entered.units[unit],
            by=entered.by,
            method=method,
            starts_on=timezone.localdate() - timedelta(days=days),
        )


def _copy(entered: Municipality, row: Row, method: Method) -> None:
    """Copied, changed, taken into use and chosen; and a draft of what comes next."""
    write, by = entered.write, entered.people[row["by"]]
    with days_ago(write, row["days_ago"], by):
        copy = actions.copy_method.within(
            write, entered.units[row["unit"]], by=by, method=method, name=row["name"]
        )
        about = {"explanation": row["explanation"].strip()}
        actions.change_method.within(write, copy, by=by, values=about)
        version = _draft(copy)
        for told in row["renamed"]:
            _rename(entered, version, told)
        for told in row["added"]:
            drafting.add_step.within(write, version, by=by, values=told)
    with days_ago(write, row["chosen_days_ago"], by):
        actions.freeze_version.within(write, version, by=by, note=row["note"])
    _choose(entered, row["unit"], copy, row["chosen_days_ago"])
    with days_ago(write, 3, by):
        following = actions.start_version.within(write, copy, by=by)
        for told in row["drafted"]:
            _rename(entered, following, told)


def _rename(entered: Municipality, version: MethodVersion, told: Row) -> None:
    step = queries.steps_of(version).select_related("method_version__method").get(key=told["key"])
    values = {name: value for name, value in told.items() if name != "key"}
    drafting.change_step.within(entered.write, step, by=entered.by, values=values)


def _draft(method: Method) -> MethodVersion:
    found = queries.draft_of(method)
    assert found is not None
    return found
