"""Enters the green list of the demo: apps with their verdicts, requests that wait, and what a neighbour says."""

from datetime import date, timedelta

from django.utils import timezone

from bryggan.approvals import actions, questions, suggesting
from bryggan.approvals.models import App, Outcome
from bryggan.demo.municipality import Municipality, Row, content


def enter(entered: Municipality) -> None:
    """What waits is asked for by people; what has a verdict is entered by those who keep the list."""
    told = content("approvals")
    rows: list[Row] = told["apps"]
    apps = [_entered(entered, row) for row in rows]
    entered.write.flush()
    for app, row in zip(apps, rows, strict=True):
        _join(entered, app, row)
    _screen_and_decide(entered, list(zip(apps, rows, strict=True)))
    neighbour = told["neighbour"]
    suggesting.read_suggestions.within(
        entered.write,
        neighbour["municipality"],
        by=entered.by,
        rows=[_suggested(row) for row in neighbour["apps"]],
    )
    entered.write.flush()


def _entered(entered: Municipality, row: Row) -> App:
    if "requests" in row and "answers" not in row:
        first = row["requests"][0]
        values = {"name": row["name"], "use": row["description"], "user_count": first["count"]}
        app = actions.request_app.within(
            entered.write,
            entered.units[first["unit"]],
            by=entered.people[first["person"]],
            values={**values, "link": first.get("link", "")},
        )
    else:
        app = actions.create_app.within(
            entered.write, entered.units[row["unit"]], by=entered.by, values=_values(entered, row)
        )
    return app


def _values(entered: Municipality, row: Row) -> Row:
    texts = ("name", "description", "audience", "category", "personal_data", "licence", "link")
    return {
        **{key: row.get(key, "") for key in texts},
        "aliases": row.get("aliases", []),
        "platforms": ", ".join(row.get("platforms", ())),
        "supplier_name": row.get("supplier", ""),
        "cost_per_user_sek": row.get("cost_per_user_sek"),
        "system": entered.systems[row["system"]] if "system" in row else None,
    }


def _join(entered: Municipality, app: App, row: Row) -> None:
    """Those who stand behind; the first of what was asked for stands there already."""
    asked = row.get("requests", [])
    for one in asked if "answers" in row else asked[1:]:
        actions.join_request.within(
            entered.write,
            app,
            by=entered.people[one["person"]],
            unit=entered.units[one["unit"]],
            use=one["use"],
            user_count=one["count"],
        )


def _screen_and_decide(entered: Municipality, rows: list[tuple[App, Row]]) -> None:
    """The strategist answers the questions; the verdict is given by whoever leads the administration, or her."""
    write, strategist = entered.write, entered.people["fatima-haddad"]
    write.flush()
    screened = [(app, row) for app, row in rows if "outcome" in row or "answers" in row]
    for app, row in screened:
        answers = {one.key: one.choices[0].key for one in questions.in_force().questions}
        actions.screen_app.within(
            write,
            app,
            by=strategist,
            answers={**answers, **row.get("answers", {})},
            note=row.get("note", ""),
        )
    write.flush()
    today = timezone.localdate()
    for app, row in screened:
        if "outcome" in row:
            _decide(entered, app, row, today)
    write.flush()
    for app, row in screened:
        if "reopened" in row:
            actions.reopen_app.within(write, app, by=strategist, reason=row["reopened"])
        if "delisted" in row:
            by = entered.people[row["decided_by"]]
            actions.delist_app.within(write, app, by=by, reason=row["delisted"])


def _decide(entered: Municipality, app: App, row: Row, today: date) -> None:
    by = entered.people[row["decided_by"]]
    day = today - timedelta(days=row["decided_days_ago"])
    if row["outcome"] == Outcome.REFUSED:
        actions.refuse_app.within(entered.write, app, by=by, reason=row["reason"], decided_on=day)
        return
    actions.approve_app.within(
        entered.write,
        app,
        by=by,
        conditions=row.get("conditions", ""),
        review_on=today + timedelta(days=row["review_in_days"]),
        decided_on=day,
    )


def _suggested(row: Row) -> Row:
    return {
        "name": row["name"],
        "outcome": row["outcome"],
        "outcome_word": str(Outcome(row["outcome"]).label),
        "conditions": row.get("conditions", ""),
        "outcome_reason": row.get("reason", ""),
        "decided_on": timezone.localdate() - timedelta(days=row["decided_days_ago"]),
    }
