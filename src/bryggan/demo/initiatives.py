"""Sundvalla's initiatives: each on the method its administration follows, as far as it has come, with its gaps."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bryggan.decisions import actions as deciding
from bryggan.decisions.choices import DecisionKind
from bryggan.demo.decisions import days_ago
from bryggan.demo.municipality import Municipality, Row, content
from bryggan.initiatives import actions, course, evidencing, placing, planning, queries, screening
from bryggan.initiatives.gates import gate_of
from bryggan.initiatives.models import Initiative, Part, Saying, Tri
from bryggan.methods.models import MethodStep
from bryggan.methods.queries import steps_of
from bryggan.needs.models import Need
from bryggan.people.models import User

FIGURES = {
    "one_off": "one_off_cost_sek",
    "yearly": "yearly_cost_sek",
    "saving": "yearly_saving_sek",
}
PLAIN = (
    "name", "description", "purpose", "goals", "reach", "risk_level", "benefit", "complexity",
    "time_words", "budget_words",
)  # fmt: skip
# So many years from now.
HORIZONS = {"plan": "target_plan_year", "budget": "target_budget_year"}
PARTS = (Part.LEAD, Part.SPONSOR, Part.BENEFIT_OWNER, Part.STEWARD)


def enter(entered: Municipality) -> None:
    """Through the actions that people use, each on its own day."""
    rows = sorted(content("initiatives")["initiatives"], key=lambda row: -row["days"])
    words = content("initiative_words")["words"]
    made = {row["key"]: _started(entered, row) for row in rows}
    for row in rows:
        _planned(entered, made[row["key"]], row)
        if "waits_for" in row:
            other = [{"depends_on": made[row["waits_for"]], "what": "Täckning i husen"}]
            _do(entered, row, planning.tie_dependencies, made[row["key"]], rows=other)
    for row in rows:
        _walked(entered, made[row["key"]], row, words)
        _told(entered, made[row["key"]], row)


def _strategist(entered: Municipality) -> User:
    return entered.people["fatima-haddad"]


def _do(entered: Municipality, row: Row, act: Any, initiative: Initiative, **told: Any) -> None:
    """Done by the strategist as the initiative begins."""
    by = told.pop("by", None) or _strategist(entered)
    with days_ago(entered.write, told.pop("days", row["days"] - 1), by):
        act.within(entered.write, initiative, by=by, **told)


def _started(entered: Municipality, row: Row) -> Initiative:
    people, by = entered.people, _strategist(entered)
    values: Row = {name: row[name] for name in PLAIN if name in row}
    values |= {name: Decimal(row[key]) for key, name in FIGURES.items() if key in row}
    values |= {
        name: row[key]
        for key, name in (("hours", "freed_hours"), ("years", "benefit_years"))
        if key in row
    }
    values |= {f"role.{part}": [people[row[part]]] for part in PARTS if part in row}
    year = timezone.localdate().year
    values |= {name: year + row[key] for key, name in HORIZONS.items() if key in row}
    values["systems"] = [entered.systems[key] for key in row.get("systems", ())]
    values["procurement_route"] = "call_off" if "purchase" in row.get("yes", ()) else ""
    told = {need["key"]: need for need in content("needs")["needs"]}
    names = [told[key]["name"] for key in row.get("needs", ())]
    needs = list(Need.objects.present().filter(name__in=names).order_by("pk"))
    with days_ago(entered.write, row["days"], by):
        return actions.start_initiative.within(
            entered.write, entered.units[row["unit"]], by=by, values=values, needs=needs
        )


def _planned(entered: Municipality, initiative: Initiative, row: Row) -> None:
    """Shares, milestones, money, risks and what a pilot is to show."""
    units, people, year = entered.units, entered.people, timezone.localdate().year
    if "shares" in row:
        held = {share.unit_id: share.pk for share in queries.shares_of(initiative)}
        shares = [
            {"pk": held.get(units[unit].pk), "unit": units[unit], "percent": Decimal(percent)}
            for unit, percent in row["shares"]
        ]
        _do(entered, row, planning.set_shares, initiative, rows=shares)
    if "milestones" in row:
        milestones = [
            {"name": name, "due_on": _in(days), "done_on": _in(days) if is_done else None}
            for name, days, is_done in row["milestones"]
        ]
        _do(entered, row, planning.plan_milestones, initiative, rows=milestones)
    if "money" in row or "grants" in row:
        money = [
            {
                "year": year + later,
                "kind": kind,
                "amount_sek": Decimal(sek),
                "account": account,
                # What is shared names nobody: each bears its share.
                "borne_by": None if "shares" in row else units[row["unit"]],
            }
            for later, kind, sek, account in row.get("money", ())
        ]
        grants = [
            {"name": name, "amount_sek": Decimal(sek), "last_day_on": _in(days)}
            for name, sek, days in row.get("grants", ())
        ]
        _do(entered, row, planning.set_money, initiative, rows=money, grants=grants)
    if "risks" in row:
        risks = [
            {
                "what": what,
                "likelihood": likelihood,
                "consequence": consequence,
                "measure": measure,
                "owner": people[owner],
            }
            for what, likelihood, consequence, measure, owner in row["risks"]
        ]
        _do(entered, row, planning.assess_risks, initiative, rows=risks)
    if "pilot" in row:
        _do(entered, row, planning.set_pilot, initiative, rows=[{"what": w} for w in row["pilot"]])


def _walked(entered: Municipality, initiative: Initiative, row: Row, words: Row) -> None:
    """Through its gates to the phase of today; what already ran is put there."""
    if row.get("taken_over"):
        step = _step_in(initiative, row["to"])
        closed = _in(-row["closed"]) if "closed" in row else None
        told = {"since": _in(-row["days"]), "started_on": _in(-row["started"]), "closed_on": closed}
        _do(entered, row, placing.take_over_initiative, initiative, step=step, **told)
        return
    target = _step_in(initiative, row["to"])
    last = row.get("closed", 20)
    gates = max(target.place - initiative.method_step.place, 1)
    while initiative.method_step.place < target.place:
        left = target.place - initiative.method_step.place
        days = last + (row["days"] - last) * left // (gates + 1)
        _answered(entered, initiative, row, words, days)
        if gate_of(initiative).is_last:
            told = {"result": row["result"], "evaluation": row["evaluation"]}
            _do(entered, row, course.close_initiative, initiative, days=days, **told)
        elif left == 1 and "excepted" in row:
            _let_through(entered, initiative, row, days)
        else:
            _do(entered, row, course.pass_gate, initiative, days=days)
    if "yes" in row:
        _answered(entered, initiative, row, {}, last)
    if "unknown" in row:
        # What was thought to be so when the gate was passed is asked again.
        answers = dict.fromkeys(row["unknown"], Tri.UNKNOWN.value)
        _do(entered, row, evidencing.answer_screening, initiative, days=last, answers=answers)


def _answered(
    entered: Municipality, initiative: Initiative, row: Row, words: Row, days: int
) -> None:
    """The plain questions, and in words what else the gate asks for; without words only the questions."""
    entered.write.flush()
    missing = [demand.key for demand in gate_of(initiative).missing]
    if "screening" in missing or any(key.startswith("law.") for key in missing):
        answers = dict.fromkeys(screening.questions(), Tri.NO.value)
        answers |= dict.fromkeys(row.get("yes", ()), Tri.YES.value)
        answers |= dict.fromkeys(row.get("unknown", ()), Tri.YES.value)
        if not initiative.__dict__.get("is_screened"):
            _do(entered, row, evidencing.answer_screening, initiative, days=days, answers=answers)
            initiative.__dict__["is_screened"] = True
    if words and "handover_accepted" in missing:
        _do(entered, row, course.hand_over_initiative, initiative, days=days)
        steward = User.objects.get(pk=entered.people[row["steward"]].pk)
        _do(entered, row, course.receive_initiative, initiative, days=days, by=steward)
        entered.write.flush()
    for demand in gate_of(initiative).missing if words else ():
        if demand.key in row.get("excepted", ())[:1]:
            continue
        if demand.key == "decision" and "shares" in row:
            _decided_by_each(entered, initiative, row, days)
            continue
        said = words.get(demand.key, words["otherwise"])
        told = {"key": demand.key, "answer": Saying.EXISTS, "words": said}
        _do(entered, row, evidencing.give_evidence, initiative, days=days, **told)


def _let_through(entered: Municipality, initiative: Initiative, row: Row, days: int) -> None:
    """Past a gate without one of the things that the method asks for, by a decision of whoever has the mandate."""
    write, by = entered.write, _strategist(entered)
    key, reason, decider = row["excepted"]
    head = entered.people[decider]
    with days_ago(write, days + 9, by):
        decision = course.prepare_decision.within(write, initiative, by=by)
        write.flush()
        sums = {"whole_term_sek": decision.together_sek}
        deciding.change_decision.within(write, decision, by=by, values=sums)
        deciding.pass_on_decision.within(write, decision, by=by)
    with days_ago(write, days + 2, head):
        wording = f"Förvaltningschefen beslutar att gå vidare. {reason}"
        deciding.take_decision.within(write, decision, by=head, wording=wording)
    told = {"decision": decision, "exceptions": {key: reason}}
    _do(entered, row, course.pass_gate, initiative, days=days, **told)


def _decided_by_each(entered: Municipality, initiative: Initiative, row: Row, days: int) -> None:
    """Each board that shares it decides its own share; the administrator takes it back from the minutes."""
    write, by, recorder = entered.write, _strategist(entered), entered.people["mikael-forsgren"]
    with days_ago(write, days + 40, by):
        own = course.prepare_decision.within(write, initiative, by=by)
    matters = [own, *(share.decision for share in queries.shares_of(initiative) if share.decision)]
    for place, decision in enumerate(matters, start=41):
        sums = {"whole_term_sek": decision.together_sek, "kind": DecisionKind.BOARD}
        with days_ago(write, days + 38, by):
            deciding.change_decision.within(write, decision, by=by, values=sums)
            deciding.pass_on_decision.within(write, decision, by=by)
        with days_ago(write, days + 20, recorder):
            deciding.record_board_decision.within(
                write,
                decision,
                by=recorder,
                decided_on=_in(-days - 22),
                paragraph=f"§ {place}",
                wording=row["decided"],
            )
    _do(entered, row, actions.change_initiative, initiative, days=days, values={"decision": own})
    write.flush()


def _step_in(initiative: Initiative, phase: str) -> MethodStep:
    """The last step of the phase, the first when it is the end; of a phase it lacks, the one before."""
    steps = list(steps_of(initiative.method_version))
    inside = [step for step in steps if step.phase == phase]
    if phase == "closed":
        return inside[0]
    return inside[-1] if inside else steps[1]


def _told(entered: Municipality, initiative: Initiative, row: Row) -> None:
    """What has been said of it, how it goes, what was learnt; and what rests or became nothing."""
    for key, answer, words, days in row.get("said", ()):
        dated = _in(-days) if days else None
        told = {"key": key, "answer": answer, "words": words, "dated_on": dated}
        _do(entered, row, evidencing.give_evidence, initiative, **told)
    if row.get("taken_over") and "result" in row:
        told = {name: row[name] for name in ("result", "evaluation") if name in row}
        _do(entered, row, actions.change_initiative, initiative, values=told)
    for text in row.get("lessons", ()):
        _do(entered, row, planning.add_lesson, initiative, text=text)
    for health, days, text, following in row.get("status", ()):
        told = {"health": health, "text": text, "next_text": following}
        # Read anew, so that she is asked for the part she has in it now.
        by = User.objects.get(pk=entered.people[row["lead"]].pk)
        _do(entered, row, evidencing.report_status, initiative, by=by, days=days, **told)
    if "handed_over" in row:
        _do(entered, row, course.hand_over_initiative, initiative, days=row["handed_over"])
    if "parked_until" in row:
        told = {"wakes_on": _in(row["parked_until"]), "reason": row["parked_reason"]}
        _do(entered, row, course.park_initiative, initiative, days=200, **told)
    if "rejected" in row:
        _do(entered, row, course.reject_initiative, initiative, days=60, reason=row["rejected"])


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
