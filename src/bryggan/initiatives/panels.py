"""What an initiative's page shows beside its fields: its course, status, money, plan, risks, evidence and needs."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from bryggan.duties.panels import shows_tasks
from bryggan.files.panels import takes_files
from bryggan.initiatives import gates, permissions, queries
from bryggan.initiatives.calculation import benefit_over
from bryggan.initiatives.finding import OF_SAYING, TONES
from bryggan.initiatives.models import (
    Dependency,
    Evidence,
    Initiative,
    Lesson,
    Milestone,
    MoneyKind,
    MoneyRow,
    Passage,
    PilotCriterion,
    RiskRow,
    Share,
    StatusReport,
)
from bryggan.initiatives.next_steps import HEALTH_TONES, PHASE_TONES
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Panel
from bryggan.meetings.panels import shows_considered
from bryggan.needs.models import Need, Sorting, Step
from bryggan.needs.register import NeedRegister
from bryggan.people.models import User
from bryggan.registers import source_texts
from bryggan.systems.models import System
from bryggan.systems.register import SystemRegister

MOST_SHOWN = 50
NOTHING = SafeString("")


def shown(name: str, **context: Any) -> SafeString:
    return render_to_string(f"initiatives/{name}.html", context)


def draw_course(initiative: Initiative, user: User) -> SafeString:
    """Its method as a line of steps: those behind it, the one it is in, those to come."""
    steps = gates.steps_of([initiative.method_version_id])[initiative.method_version_id]
    place = next(at for at, step in enumerate(steps) if step.pk == initiative.method_step_id)
    line = [
        (step, "done" if at < place else "now" if at == place else "")
        for at, step in enumerate(steps)
    ]
    return shown("panel_course", steps=line)


def draw_passages(initiative: Initiative, user: User) -> SafeString:
    """The gates it has passed, by whom, by which decision and with which exceptions."""
    return shown("panel_passages", passages=list(queries.passages_of(initiative)))


def draw_status(initiative: Initiative, user: User) -> SafeString:
    """How it goes, as it was said last; what was said before stands in its own panel."""
    told = (
        chip(HEALTH_TONES[initiative.health], initiative.get_health_display())
        if initiative.health
        else ""
    )
    verdict = permissions.report_status(user, initiative)
    return shown("panel_status", chip=told, verdict=verdict, initiative=initiative)


def draw_statuses(initiative: Initiative, user: User) -> SafeString:
    """Every report, the newest first."""
    rows = [
        (row, chip(HEALTH_TONES[row.health], row.get_health_display()))
        for row in queries.statuses_of(initiative)[:MOST_SHOWN]
    ]
    return shown("panel_statuses", rows=rows)


def draw_money(initiative: Initiative, user: User) -> SafeString:
    """Year by year what is decided, spent, asked for and without money; then what comes from outside."""
    years = []
    for year, rows in groupby(queries.money_of(initiative), key=lambda row: row.year):
        told = [(row, words.exact_sek(row.amount_sek)) for row in rows]
        sums = {
            kind: sum(row.amount_sek for row, _sek in told if row.kind == kind)
            for kind in MoneyKind.values
        }
        years.append(
            (year, told, [(MoneyKind(k).label, words.exact_sek(v)) for k, v in sums.items() if v])
        )
    grants = [(row, words.exact_sek(row.amount_sek)) for row in queries.grants_of(initiative)]
    verdict = permissions.set_money(user, initiative)
    return shown("panel_money", years=years, grants=grants, verdict=verdict, initiative=initiative)


def draw_plan(initiative: Initiative, user: User) -> SafeString:
    return shown(
        "panel_plan",
        milestones=list(queries.milestones_of(initiative)),
        verdict=permissions.plan_milestones(user, initiative),
        initiative=initiative,
    )


def draw_risks(initiative: Initiative, user: User) -> SafeString:
    rows = sorted(queries.risks_of(initiative), key=lambda row: -row.weight)
    return shown(
        "panel_risks",
        rows=[(row, _risk_chip(row)) for row in rows],
        verdict=permissions.assess_risks(user, initiative),
        initiative=initiative,
    )


def _risk_chip(row: RiskRow) -> SafeString:
    """Likelihood times consequence: from 8 red, from 4 yellow."""
    if not row.weight:
        return chip("none", str(gettext_lazy("Inte bedömd")))
    tone = "bad" if row.weight >= 8 else "warn" if row.weight >= 4 else "ok"
    return chip(tone, str(row.weight))


def draw_evidence(initiative: Initiative, user: User) -> SafeString:
    """All that somebody has said of its requirements."""
    found = list(queries.evidence_of(initiative))
    seen = queries.documents_seen(found, user)
    rows = [
        (
            row,
            row.name,
            chip(TONES[OF_SAYING[row.answer]], row.get_answer_display()),
            row.document_id in seen,
        )
        for row in found
    ]
    return shown("panel_evidence", rows=rows)


def draw_pilot(initiative: Initiative, user: User) -> SafeString:
    return shown(
        "panel_pilot",
        rows=list(queries.criteria_of(initiative)),
        verdict=permissions.set_pilot(user, initiative),
        initiative=initiative,
    )


def draw_lessons(initiative: Initiative, user: User) -> SafeString:
    return shown("panel_lessons", rows=list(queries.lessons_of(initiative)[:MOST_SHOWN]))


def draw_shares(initiative: Initiative, user: User) -> SafeString:
    rows = [
        (row, words.percent(row.percent, None) if row.percent is not None else "")
        for row in queries.shares_of(initiative)
    ]
    verdict = permissions.set_shares(user, initiative)
    return shown("panel_shares", rows=rows, verdict=verdict, initiative=initiative)


def draw_dependencies(initiative: Initiative, user: User) -> SafeString:
    before = [(row.depends_on, row.what) for row in queries.dependencies_seen(initiative, user)]
    after = [(row.initiative, row.what) for row in queries.waiting_for(initiative, user)]
    return shown("panel_dependencies", before=before, after=after)


def draw_needs(initiative: Initiative, user: User) -> SafeString:
    """The needs behind it, which those who voiced them follow."""
    rows = [
        (need, NeedRegister.url(need.pk))
        for need in queries.needs_of(initiative, user)[:MOST_SHOWN]
    ]
    verdict = permissions.set_needs(user, initiative)
    return shown("panel_needs", rows=rows, verdict=verdict, initiative=initiative)


def draw_benefit(initiative: Initiative, user: User) -> SafeString:
    """What the five figures amount to."""
    left = benefit_over(
        initiative.benefit_years,
        one_off_cost=initiative.one_off_cost_sek,
        yearly_cost=initiative.yearly_cost_sek,
        yearly_saving=initiative.yearly_saving_sek,
    )
    if left is None:
        return NOTHING
    hours = (initiative.freed_hours or 0) * (initiative.benefit_years or 0)
    context = {
        "left": words.exact_sek(abs(left)),
        "is_gain": left >= 0,
        "hours": words.number(hours) if hours else "",
    }
    return shown("panel_benefit", years=initiative.benefit_years, **context)


def draw_tools(initiative: Initiative, user: User) -> SafeString:
    """The ways to all that can be added to it."""
    if not permissions.change_initiative(user, initiative):
        return NOTHING
    return shown("panel_tools", initiative=initiative)


def draw_of_need(need: Need, user: User) -> SafeString:
    """What is to meet the need; or the way to start it, for a need that was sorted so."""
    rows = [
        (one, InitiativeRegister.url(one.pk), _phase(one))
        for one in queries.initiatives_of(need, user)
    ]
    waits = need.step == Step.SORTED and need.sorting == Sorting.INITIATIVE
    if not rows and not waits:
        return NOTHING
    verdict = permissions.start_any(user)
    return shown("panel_of_need", rows=rows, need=need, verdict=verdict, waits=waits)


def draw_of_system(system: System, user: User) -> SafeString:
    rows = [
        (one, InitiativeRegister.url(one.pk), _phase(one))
        for one in queries.initiatives_with(system, user)[:MOST_SHOWN]
    ]
    return shown("panel_of_system", rows=rows) if rows else NOTHING


def _phase(one: Initiative) -> SafeString:
    return chip(PHASE_TONES[one.phase], one.get_phase_display())


def has(model: Any, fk: str = "initiative") -> Callable[[Any], Any]:
    """The condition on an initiative that some row of the model hangs on it."""
    return lambda user: Exists(model.objects.present().filter(**{fk: OuterRef("pk")}))


InitiativeRegister.panels += [
    Panel("status", gettext_lazy("Status"), draw_status, place="side"),
    Panel("course", gettext_lazy("Vägen"), draw_course, place="side"),
    Panel("money", gettext_lazy("Pengar"), draw_money, comes_later=True, is_there=has(MoneyRow)),
    Panel("plan", gettext_lazy("Plan"), draw_plan, comes_later=True, is_there=has(Milestone)),
    Panel("risks", gettext_lazy("Risker"), draw_risks, comes_later=True, is_there=has(RiskRow)),
    Panel(
        "pilot", gettext_lazy("Pilot"), draw_pilot, comes_later=True, is_there=has(PilotCriterion)
    ),
    Panel(
        "evidence",
        gettext_lazy("Underlag"),
        draw_evidence,
        comes_later=True,
        is_there=has(Evidence),
    ),
    Panel(
        "lessons", gettext_lazy("Lärdomar"), draw_lessons, comes_later=True, is_there=has(Lesson)
    ),
    Panel(
        "passages",
        gettext_lazy("Passerade grindar"),
        draw_passages,
        comes_later=True,
        is_there=has(Passage),
    ),
    Panel(
        "statuses",
        gettext_lazy("Lämnad status"),
        draw_statuses,
        comes_later=True,
        is_there=has(StatusReport),
    ),
    Panel("needs", gettext_lazy("Behoven bakom"), draw_needs, place="side"),
    Panel("benefit_sum", gettext_lazy("Vad nyttan blir"), draw_benefit, place="side"),
    Panel("shares", gettext_lazy("Delas av"), draw_shares, place="side", is_there=has(Share)),
    Panel(
        "dependencies",
        gettext_lazy("Väntar på"),
        draw_dependencies,
        place="side",
        comes_later=True,
        is_there=has(Dependency),
    ),
    Panel("tools", gettext_lazy("Lägg till och ändra"), draw_tools, place="foot"),
    source_texts.panel(InitiativeRegister),
]
NeedRegister.panels.insert(
    0, Panel("initiatives", gettext_lazy("Initiativ"), draw_of_need, place="side")
)
SystemRegister.panels.append(
    Panel(
        "initiatives",
        gettext_lazy("Initiativ som gäller systemet"),
        draw_of_system,
        place="side",
        comes_later=True,
        is_there=queries.has_initiatives,
    )
)
takes_files(InitiativeRegister, comes_later=True)
shows_considered(InitiativeRegister)
shows_tasks(InitiativeRegister)
