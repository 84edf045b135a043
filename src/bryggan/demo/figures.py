"""Sundvalla's year with the register: how completeness has grown, and two advices that somebody has dismissed."""

from datetime import date
from typing import Any

from django.utils import timezone

from bryggan.advice import actions, completeness
from bryggan.advice.rules import RULES
from bryggan.contracts.calculation import months_after
from bryggan.demo.municipality import Municipality, content
from bryggan.kit import trace
from bryggan.people.models import User
from bryggan.people.queries import imaginary_employee
from bryggan.people.scope import Organisation, Scope


def enter(entered: Municipality) -> None:
    """Today's figures as they are; those of the year before made from them by the shares in the content."""
    entered.write.flush()
    trace.forget()
    told, today = content("advice"), timezone.localdate()
    organisation = Organisation.read()
    scope = Scope(imaginary_employee(), organisation, organisation.root)
    measure = completeness.MEASURES["system"]
    now = completeness.figures(measure, scope)
    keep(entered, today, now)
    for month in told["figures"]:
        keep(entered, months_after(today, -month["months_ago"]), as_then(now, month))
    for row in told["dismissals"]:
        dismiss(entered, row, today)


def keep(entered: Municipality, day: date, figures: list[dict[str, Any]]) -> None:
    actions.keep_figures.within(
        entered.write,
        day,
        by=entered.by,
        noun=completeness.MEASURES["system"].register.noun(),
        figures=figures,
    )


def as_then(now: list[dict[str, Any]], month: dict[str, int]) -> list[dict[str, Any]]:
    """A month's figures: each unit had the same share of its systems, and knew as much less."""
    whole = now[0]
    behind = whole["known_percent"] - month["known"]
    lag = 100 * whole["complete"] / whole["total"] - month["complete"] if whole["total"] else 0
    then = []
    for unit in now:
        total = round(unit["total"] * month["systems"] / 100) or min(unit["total"], 1)
        share = 100 * unit["complete"] / unit["total"] if unit["total"] else 0
        then.append(
            {
                "unit_id": unit["unit_id"],
                "total": total,
                "complete": round(total * max(share - lag, 0) / 100),
                "known_percent": max(unit["known_percent"] - behind, 0),
                "advice": {},
            }
        )
    return then


def dismiss(entered: Municipality, row: dict[str, Any], today: date) -> None:
    by = next(one for one in entered.people.values() if one.email == row["by"])
    system = next(one for one in entered.systems.values() if one.name == row["system"])
    until = months_after(today, row["until_months"]) if "until_months" in row else None
    actions.dismiss_advice.within(
        entered.write,
        system,
        by=User.objects.get(pk=by.pk),
        rule=RULES[row["rule"]],
        reason=row["reason"],
        until_on=until,
    )
