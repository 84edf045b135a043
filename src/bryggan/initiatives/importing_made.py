"""What a file of initiatives mentions and the register lacks, and what follows when the rows are in."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.initiatives import course, evidencing, placing, planning
from bryggan.initiatives.calculation import place_of
from bryggan.initiatives.importing_current import money_key
from bryggan.initiatives.importing_rows import Told
from bryggan.initiatives.importing_units import UnitsByName
from bryggan.initiatives.models import Account, Initiative, MoneyRow, Share, State
from bryggan.initiatives.reading_evidence import Paper
from bryggan.kit.register import own
from bryggan.kit.writer import Writer
from bryggan.methods import shipped
from bryggan.methods.models import MethodStep, Phase
from bryggan.methods.queries import shipped_methods, steps_of
from bryggan.people.models import Unit, User
from bryggan.registers.importing import actions as registers
from bryggan.registers.importing.importer import Found, Resolved
from bryggan.systems import importing_made as systems_made
from bryggan.systems.models import System

SLUG = "initiativ"
# Rows of these are written when the initiative itself is in.
HANGING = ("evidence.", "money.", "share.")


def _named(*kinds: type[models.Field[Any, Any]]) -> frozenset[str]:
    fields = Initiative._meta.concrete_fields
    return frozenset(field.name for field in fields if isinstance(field, kinds))


DAYS = _named(models.DateField)
SUMS = _named(models.DecimalField)
TEXTS = _named(models.CharField, models.TextField)


class InitiativeResolved(Resolved):
    """Plain values of a row to the records they stand for; `units`: those that were made too, by name."""

    def __init__(self, made: systems_made.SystemResolved, systems: Mapping[str, System]) -> None:
        super().__init__()
        self.made = made
        self.systems = systems
        units = sorted(made.unit_rows.values(), key=lambda unit: unit.kind == Unit.Kind.DEPARTMENT)
        self.units = {unit.name: unit for unit in units if unit.withdrawn_at is None}

    def value(self, key: str, value: Any) -> Any:
        if value is None:
            is_list = key.startswith("role.") or key == "systems"
            return [] if is_list else "" if key in TEXTS else None
        if key == "unit" or key.startswith("role."):
            return self.made.value(key, value)
        if key == "systems":
            return [self.systems[name] for name in value]
        if key in DAYS:
            return date.fromisoformat(value)
        return Decimal(value) if key in SUMS else value


def resolve(
    write: Writer, found: Found, units: UnitsByName, systems: Mapping[str, System], *, by: User
) -> InitiativeResolved:
    """Make the methods that every initiative follows one of, units, people and own fields."""
    if not shipped_methods().exists():
        shipped.enter(write, by=by)
        write.flush()
    told = Found(units=found.units, people=found.people)
    made = systems_made.resolve(write, told, units, by=by)
    for key, label in found.own_fields.items():
        registers.add_own_field.within(write, SLUG, by=by, key=key, label=label)
    own.forget(SLUG)
    write.flush()
    return InitiativeResolved(made, systems)


def step_in(steps: Sequence[MethodStep], phase: str) -> MethodStep:
    """The first step of the method that lies in the phase, else the nearest one before it."""
    for step in steps:
        if step.phase == phase:
            return step
    before = [step for step in steps if place_of(step.phase) < place_of(phase)]
    return max(before, key=lambda step: place_of(step.phase), default=steps[0])


def place_new(write: Writer, initiative: Initiative, told: Told, *, by: User) -> None:
    """It stands where it stands today; what rests rests, what became nothing is said to, how it goes is told."""
    step = step_in(list(steps_of(initiative.method_version)), told.course.phase)
    days = {"started_on": told.started_on, "closed_on": told.closed_on}
    placing.take_over_initiative.within(write, initiative, by=by, step=step, **days)
    is_open = step.phase != Phase.CLOSED
    reason = _("Så står det i filen: %(words)s") % {"words": told.words}
    if told.course.health and is_open:
        evidencing.report_status.within(
            write, initiative, by=by, health=told.course.health, text=reason
        )
    if told.course.state == State.PARKED and is_open:
        course.park_initiative.within(
            write, initiative, by=by, wakes_on=told.wakes_on, reason=reason
        )
    elif told.course.state == State.REJECTED and is_open:
        course.reject_initiative.within(write, initiative, by=by, reason=reason)


def hang_on(
    write: Writer,
    initiative: Initiative,
    values: Mapping[str, Any],
    papers: Mapping[str, Paper],
    units: Mapping[str, Unit],
    *,
    by: User,
) -> None:
    """Papers, money and shares that the row tells of. `values`: what is new or differs, by key."""
    for key, paper in papers.items():
        if f"evidence.{key}" in values:
            _give(write, initiative, paper, by=by)
    money = {key: value for key, value in values.items() if key.startswith("money.")}
    if money:
        planning.set_money.within(write, initiative, by=by, rows=_money_rows(initiative, money))
    if values.get("share.units"):
        rows = _share_rows(initiative, values["share.units"], units)
        planning.set_shares.within(write, initiative, by=by, rows=rows)


def _give(write: Writer, initiative: Initiative, paper: Paper, *, by: User) -> None:
    is_past = paper.dated_on is not None and paper.dated_on <= timezone.localdate()
    evidencing.give_evidence.within(
        write,
        initiative,
        by=by,
        key=paper.key,
        answer=paper.answer,
        words=paper.words,
        link=paper.link,
        file_name=paper.file_name,
        dated_on=paper.dated_on if is_past else None,
    )


def _money_rows(initiative: Initiative, money: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What stands, with the sum of each kind and year that the file tells of in one row."""
    rows: list[dict[str, Any]] = []
    for held in MoneyRow.objects.present().filter(initiative=initiative).order_by("pk"):
        if money_key(held.kind, held.year) not in money:
            rows.append({"pk": held.pk})
    for key, amount in money.items():
        _head, kind, year = key.split(".")
        told = {"year": int(year), "kind": kind, "amount_sek": Decimal(amount)}
        rows.append({**told, "account": Account.OPERATION})
    return rows


def _share_rows(
    initiative: Initiative, names: Sequence[str], units: Mapping[str, Unit]
) -> list[dict[str, Any]]:
    """The units that take part; one that does already keeps its share."""
    held = {
        row.unit.name: row
        for row in Share.objects.present().filter(initiative=initiative).select_related("unit")
    }
    rows = []
    for name in names:
        if name in held:
            rows.append({"pk": held[name].pk, "unit": held[name].unit})
        else:
            rows.append({"unit": units[name], "percent": None})
    return rows
