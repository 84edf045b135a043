"""Two of Sundvalla's boards have adopted their färdplan, and what has become otherwise since; a sample is drawn."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from bryggan.decisions.models import Decision
from bryggan.demo.decisions import days_ago
from bryggan.demo.municipality import Municipality, Row, content
from bryggan.dossiers import actions as reviewing
from bryggan.dossiers.population import Population
from bryggan.initiatives import actions, planning, queries
from bryggan.initiatives.models import Initiative
from bryggan.methods.models import Phase
from bryggan.roadmap import actions as adopting


def enter(entered: Municipality) -> None:
    """Through the actions that people use; what changed is from the days after."""
    told = content("roadmaps")
    for row in told["adopted"]:
        _adopt(entered, row)
    for row in told["since"]:
        _change(entered, row)
    entered.write.flush()
    _draw(entered, told["sample"])


def _adopt(entered: Municipality, row: Row) -> None:
    by, write = entered.people[row["by"]], entered.write
    decision = None
    if "decision" in row:
        decision = Decision.objects.present().get(name=row["decision"])
    with days_ago(write, row["days"], by):
        adopting.adopt_roadmap.within(
            write,
            entered.units[row["unit"]],
            by=by,
            adopted_on=timezone.localdate(write.now),
            decision=decision,
            where=row.get("where", ""),
            note=row["note"],
        )


def _change(entered: Municipality, row: Row) -> None:
    write, by = entered.write, entered.people["fatima-haddad"]
    initiative = Initiative.objects.present().get(name=row["initiative"])
    with days_ago(write, row["days"], by):
        if "ends" in row:
            values = {"ends_on": _ago(-row["ends"])}
            actions.change_initiative.within(write, initiative, by=by, values=values)
        if "money" in row:
            later, kind, sek = row["money"]
            more = {
                "year": timezone.localdate().year + later,
                "kind": kind,
                "amount_sek": Decimal(sek),
                "borne_by": initiative.unit,
            }
            money = queries.money_of(initiative)
            rows = [*({"pk": one.pk, "amount_sek": one.amount_sek} for one in money), more]
            grants = [{"pk": one.pk} for one in queries.grants_of(initiative)]
            planning.set_money.within(write, initiative, by=by, rows=rows, grants=grants)


def _draw(entered: Municipality, row: Row) -> None:
    """By the auditor, out of what is closed."""
    by = entered.people[row["by"]]
    closed = Initiative.objects.visible_to(by).present().filter(phase=Phase.CLOSED)
    with days_ago(entered.write, row["days"], by):
        reviewing.draw_sample.within(
            entered.write,
            entered.root,
            by=by,
            population=Population.of(closed, address="f.phase=closed", filters=row["filters"]),
            seed=row["seed"],
            size=row["size"],
            name=row["name"],
        )


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
