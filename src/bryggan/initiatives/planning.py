"""What an initiative is planned with: who shares it, milestones, money, risks, what it waits for, what a pilot shows.

Each is one table that is saved as a whole: rows come with their `pk` if they are there already, and those
that are left out are withdrawn.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.decisions.models import Decision
from bryggan.initiatives import permissions
from bryggan.initiatives.actions import touched
from bryggan.initiatives.calculation import ring_through
from bryggan.initiatives.granting import must_be_about
from bryggan.initiatives.models import (
    Dependency,
    Grant,
    Initiative,
    Lesson,
    Milestone,
    MoneyRow,
    OfInitiative,
    PilotCriterion,
    RiskRow,
    Share,
)
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User

type Rows = Sequence[Mapping[str, Any]]


@action("initiative.shared", allow=permissions.set_shares)
def set_shares(write: Writer, initiative: Initiative, *, by: User, rows: Rows) -> None:
    """Who takes part and what each bears of the whole. It may be unsaid until it starts, never more than all of it.

    Each board or company decides its own share: the decision of one stands for no other's.
    """
    units = [row["unit"].pk for row in rows]
    if len(units) != len(set(units)):
        raise NotPossible(_("En enhet finns två gånger."))
    if sum(row.get("percent") or 0 for row in rows) > 100:
        raise NotPossible(_("Andelarna är tillsammans mer än 100 %."))
    for row in rows:
        if row.get("decision") is not None:
            _is_its_own(initiative, row["unit"], row["decision"])
    _set_rows(write, initiative, Share, rows)


def _is_its_own(initiative: Initiative, unit: Unit, decision: Decision) -> None:
    must_be_about(initiative, decision)
    if not unit.path.startswith(decision.unit.path):
        said = _("%(unit)s andel beslutas av den egna nämnden eller bolaget, inte av %(board)s.")
        raise NotPossible(said % {"unit": unit.name, "board": decision.unit.name})


@action("initiative.planned", allow=permissions.plan_milestones)
def plan_milestones(write: Writer, initiative: Initiative, *, by: User, rows: Rows) -> None:
    """What is to be done by which day, and what is done."""
    if any(row.get("done_on") and row["done_on"] > timezone.localdate() for row in rows):
        raise NotPossible(_("Det som är klart kan inte vara daterat framåt."))
    _set_rows(write, initiative, Milestone, rows)


@action("initiative.money_set", allow=permissions.set_money)
def set_money(
    write: Writer, initiative: Initiative, *, by: User, rows: Rows, grants: Rows = ()
) -> None:
    """Each year's sums by what they are and who bears them, and the money that comes from outside."""
    for row in rows:
        if row["amount_sek"] < 0:
            raise NotPossible(_("Ett belopp kan inte vara mindre än 0."))
    is_changed = _put(write, initiative, MoneyRow, rows)
    if not _put(write, initiative, Grant, grants) and not is_changed:
        raise NotPossible(_("Inget är ändrat."))
    touched(write, initiative)


@action("initiative.risks_assessed", allow=permissions.assess_risks)
def assess_risks(write: Writer, initiative: Initiative, *, by: User, rows: Rows) -> None:
    """What may go wrong, and what is done about it. A risk is dated the day it was first written down."""
    today = timezone.localdate(write.now)
    _set_rows(write, initiative, RiskRow, rows, said_on=today)


@action("initiative.dependencies_tied", allow=permissions.tie_dependencies)
def tie_dependencies(write: Writer, initiative: Initiative, *, by: User, rows: Rows) -> None:
    """What it has to wait for; never, through others, for itself: the ring is named."""
    named = [row["depends_on"].pk for row in rows]
    if len(named) != len(set(named)):
        raise NotPossible(_("Ett initiativ finns två gånger."), field="depends_on")
    edges: dict[int, set[int]] = {}
    others = Dependency.objects.present().exclude(initiative=initiative)
    for one, other in others.values_list("initiative_id", "depends_on_id"):
        edges.setdefault(one, set()).add(other)
    for row in rows:
        ring = ring_through(edges, row["depends_on"].pk, initiative.pk)
        if ring:
            raise NotPossible(_told_ring(ring), field="depends_on")
    _set_rows(write, initiative, Dependency, rows)


def _told_ring(ring: Sequence[int]) -> str:
    names = Initiative.objects.in_bulk(ring)
    way = " → ".join(str(names[pk]) for pk in [ring[-1], *ring])
    return _("Då väntar initiativet på sig självt: %(way)s.") % {"way": way}


@action("initiative.pilot_set", allow=permissions.set_pilot)
def set_pilot(write: Writer, initiative: Initiative, *, by: User, rows: Rows) -> None:
    """What the pilot must show for it to go on, and what it showed."""
    _set_rows(write, initiative, PilotCriterion, rows)


@action("initiative.lesson_added", allow=permissions.add_lesson)
def add_lesson(write: Writer, initiative: Initiative, *, by: User, text: str) -> Lesson:
    """Something that the next one should know, by whoever learnt it."""
    if not text.strip():
        raise NotPossible(_("Skriv lärdomen."), field="text")
    touched(write, initiative)
    today = timezone.localdate(write.now)
    return write.create(Lesson, initiative=initiative, text=text.strip(), by=by, said_on=today)


def _set_rows(
    write: Writer, initiative: Initiative, model: type[OfInitiative], rows: Rows, **new: Any
) -> None:
    """The table holds exactly these rows; `new` is what only a new one gets."""
    if not _put(write, initiative, model, rows, **new):
        raise NotPossible(_("Inget är ändrat."))
    touched(write, initiative)


def _put(
    write: Writer, initiative: Initiative, model: type[OfInitiative], rows: Rows, **new: Any
) -> bool:
    """Whether anything became otherwise. A row that somebody else has taken away meanwhile is not put back."""
    present = model._default_manager.filter(initiative=initiative, withdrawn_at=None)
    held = {row.pk: row for row in present}
    is_changed = False
    kept = {row["pk"] for row in rows if row.get("pk")}
    for pk, gone in held.items():
        if pk not in kept:
            write.withdraw(gone)
            is_changed = True
    for row in rows:
        told = {name: value for name, value in row.items() if name != "pk"}
        pk = row.get("pk")
        if not pk:
            write.create(model, initiative=initiative, **new, **told)
            is_changed = True
        elif pk in held:
            is_changed |= write.change(held[pk], **told)
    return is_changed
