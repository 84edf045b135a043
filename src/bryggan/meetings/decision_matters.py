"""Matters that somebody will decide, as a group takes them up: consulted, and passed on to whoever may decide."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.decisions import actions as decisions
from bryggan.decisions import answers, conflicts
from bryggan.decisions.choices import Step
from bryggan.decisions.models import Decision
from bryggan.decisions.next_steps import checks_of
from bryggan.kit.action import NotPossible
from bryggan.kit.writer import Writer
from bryggan.meetings import queries
from bryggan.meetings.choices import SUPPORTING, Stance
from bryggan.meetings.conflicts import clear, note
from bryggan.meetings.matters import Considered, MatterSort, taken_up
from bryggan.people.models import Unit, User

SUMS = ("together_sek", "whole_term_sek", "year_sek", "agreement_sek", "share_sek")


def ready(user: User, unit: Unit) -> QuerySet[Decision]:
    """Prepared for a decision: ground, proposal, case number and a sum are there."""
    has_sum = Q()
    for name in SUMS:
        has_sum |= Q(**{f"{name}__isnull": False})
    rows = Decision.objects.visible_to(user).present().filter(has_sum, step=Step.DRAFTED)
    rows = rows.filter(for_unit__path__startswith=unit.path)
    rows = rows.exclude(background="").exclude(wording="").exclude(case_number="")
    return rows.select_related("unit").order_by("pk")


def gaps(decision: Decision) -> list[str]:
    return [str(check.name).lower() for check in checks_of(decision) if not check.is_met]


def refusal(decision: Decision) -> str:
    if decision.step in (Step.DRAFTED, Step.PASSED_ON):
        return ""
    return _("Beslutet är redan taget.")


def facts(decision: Decision) -> Sequence[tuple[str, str]]:
    return [
        (_("Nämnd"), decision.unit.name),
        (_("Diarienummer"), decision.case_number or _("saknas")),
        *answers.sums_of(decision),
    ]


def told(write: Writer, decision: Decision, considered: Considered) -> None:
    """The matter carries what was recommended; supported, it goes on to whoever has the mandate.

    One that was decided before the meeting was closed stands as it is.
    """
    if refusal(decision):
        return
    tool = User.objects.get(is_built_in=True)
    said = _("Jäv i %(where)s") % {"where": considered.where}
    state_conflict(write, decision, considered.conflicted, said)
    decisions.consult_on_decision.within(
        write,
        decision,
        by=tool,
        after_consulting=f"{considered.where} ({considered.words.lower()})",
        text=_said(considered),
    )
    if considered.stance in SUPPORTING and decision.step == Step.DRAFTED:
        try:
            decisions.pass_on_decision.within(write, decision, by=tool)
        except NotPossible:
            # A sum is missing: the matter stays with whoever prepares it, who has been told.
            return


def state_conflict(write: Writer, decision: Decision, people: Sequence[User], reason: str) -> None:
    """Who takes no part in the point takes no part in the decision."""
    held = set(decision.conflicted.values_list("pk", flat=True))
    anew = [person for person in people if person.pk not in held]
    if anew and not refusal(decision):
        tool = User.objects.get(is_built_in=True)
        conflicts.state_conflict.within(write, decision, by=tool, people=anew, reason=reason)


def lift_conflict(write: Writer, decision: Decision, person: User, reason: str) -> None:
    """Taken back at the meeting, it is so where the matter is decided."""
    if not refusal(decision) and decision.conflicted.filter(pk=person.pk).exists():
        tool = User.objects.get(is_built_in=True)
        conflicts.lift_conflict.within(write, decision, by=tool, person=person, reason=reason)


@conflicts.hears_conflicts
def keep_points(
    write: Writer, decision: Decision, stated: Sequence[User], lifted: Sequence[User]
) -> None:
    """Jäv noted or taken back on the decision stands so on every open agenda."""
    points = list(queries.open_points_about(MATTER.noun, decision.pk))
    note(write, points, stated)
    clear(write, points, lifted)


def _said(considered: Considered) -> str:
    """ "tillstyrks med villkor i Digitaliseringsrådet 2026-11-26: …" """
    why = considered.conditions or considered.reasons
    said = _("%(stance)s i %(where)s") % {
        "stance": considered.words.lower(),
        "where": considered.where,
    }
    return f"{said}: {why}" if why and considered.stance != Stance.NOTED else said


MATTER = taken_up(
    MatterSort(
        noun="decisions.decision",
        label=gettext_lazy("Ärenden att besluta"),
        ready=ready,
        gaps=gaps,
        brief=lambda decision: decision.background,
        proposal=lambda decision: decision.wording,
        facts=facts,
        refusal=refusal,
        place=lambda decision: decision.for_unit,
        conflicted=lambda decision: decision.conflicted.all(),
        state_conflict=state_conflict,
        lift_conflict=lift_conflict,
        told=told,
    )
)
