"""What happens next with an initiative: the box, the chips and the sentence at the top; whose turn it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.initiatives import permissions, queries
from bryggan.initiatives.finding import Found
from bryggan.initiatives.gates import Demand, Gate, gate_of, gates_of
from bryggan.initiatives.mending import mended_at
from bryggan.initiatives.models import Health, Initiative, State
from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Check, NextStep
from bryggan.kit.verdict import Verdict, denied
from bryggan.methods.models import Phase, Size
from bryggan.notices.waiting import Waiting, waits
from bryggan.people.models import User

MOST_SHOWN, MOST_NAMED, MOST_WAITING = 6, 2, 100

PHASE_TONES: dict[str, str] = {
    Phase.PREPARATION: "none",
    Phase.PRESTUDY: "none",
    Phase.DECISION: "none",
    Phase.PROCUREMENT: "go",
    Phase.IMPLEMENTATION: "go",
    Phase.PILOT: "go",
    Phase.HANDOVER: "go",
    Phase.FOLLOW_UP: "ok",
    Phase.CLOSED: "ok",
}
STATE_TONES: dict[str, str] = {State.ACTIVE: "go", State.PARKED: "calm", State.REJECTED: "none"}
HEALTH_TONES: dict[str, str] = {Health.GREEN: "ok", Health.YELLOW: "warn", Health.RED: "bad"}


def follows_course(user: User, initiative: Initiative) -> Verdict:
    """The course of an initiative is not written by hand: it follows from the gates it passes."""
    return denied(_("Gången följer av grindarna och ändras inte för hand."))


def badges(initiative: Initiative) -> SafeString:
    shown = chip(PHASE_TONES[initiative.phase], str(Phase(initiative.phase).label))
    if initiative.state != State.ACTIVE:
        state = State(initiative.state)
        shown = chip(STATE_TONES[state], str(state.label)) + chip(
            "", str(Phase(initiative.phase).label)
        )
    if initiative.health and initiative.is_open:
        shown += chip(HEALTH_TONES[initiative.health], str(Health(initiative.health).label))
    shown += chip("", str(Size(initiative.size).label))
    if initiative.is_taken_over:
        shown += chip("", _("Övertaget"))
    return shown + chip("", initiative.number)


def lead_of(initiative: Initiative, row: Mapping[str, Any]) -> str:
    """Who leads it, and in which step of which method it is."""
    lead = str(row.get("c_role_lead") or "").replace("\x1f", ", ")
    told = {
        "unit": initiative.unit,
        "lead": lead or _("ingen är utsedd"),
        "step": row["c_method_step"],
        "method": row["c_method"],
    }
    return _("%(unit)s. Leds av %(lead)s. %(step)s enligt %(method)s.") % told


def next_step(initiative: Initiative, user: User, today: date) -> NextStep | None:
    """What is missing before the next gate, by name and with the way to it; or what became of the matter."""
    if initiative.state == State.PARKED:
        day = words.date_text(initiative.wakes_on) if initiative.wakes_on else ""
        return NextStep(
            title=_("Vilar till %(day)s") % {"day": day},
            text=initiative.state_reason,
            button=_("Ta upp nu"),
            reason=permissions.wake_initiative(user, initiative).reason,
            url=reverse("show_gate", args=[initiative.pk]),
        )
    if initiative.state == State.REJECTED:
        return NextStep(title=_("Blev inte av"), text=initiative.state_reason)
    if initiative.phase == Phase.CLOSED:
        return _closed(initiative)
    return _before_gate(initiative, user, today)


def _closed(initiative: Initiative) -> NextStep:
    day = words.date_text(initiative.closed_on) if initiative.closed_on else _("okänd dag")
    note = ""
    if initiative.follow_up_on:
        followed = words.date_text(initiative.follow_up_on)
        note = _("Nyttan följs upp %(day)s.") % {"day": followed}
    return NextStep(title=_("Avslutat %(day)s") % {"day": day}, text=initiative.result, note=note)


def _before_gate(initiative: Initiative, user: User, today: date) -> NextStep:
    gate = gate_of(initiative)
    days = (today - initiative.since).days
    said = ngettext("I steget sedan %(days)s dag.", "I steget sedan %(days)s dagar.", days)
    met = len(gate.demands) - len(gate.missing)
    counted = _("%(met)s av %(all)s krav är uppfyllda.") % {"met": met, "all": len(gate.demands)}
    last = reverse("close_initiative", args=[initiative.pk])
    return NextStep(
        title=title_of(gate),
        text=initiative.state_reason or gate.step.explanation.partition("\n")[0],
        button=_("Avsluta") if gate.is_last else _("Till grinden"),
        reason=permissions.pass_gate(user, initiative).reason if gate.is_last else "",
        url=last if gate.is_last else reverse("show_gate", args=[initiative.pk]),
        checklist=tuple(check_of(initiative, demand, user) for demand in gate.missing[:MOST_SHOWN]),
        note=f"{counted} {said % {'days': days}}",
    )


def title_of(gate: Gate) -> str:
    """What is to be done for it to get on."""
    if gate.is_last:
        return _("Avsluta: %(step)s") % {"step": gate.name}
    if gate.missing:
        return _("Nästa grind: %(gate)s") % {"gate": gate.name}
    following = gate.following.name if gate.following else ""
    return _("Klart att gå vidare till %(step)s") % {"step": following}


def check_of(initiative: Initiative, demand: Demand, user: User) -> Check:
    """A line of the checklist: what is found, and the way to where it is mended."""
    found = demand.finding
    detail = str(Found(found.state).label)
    if demand.law:
        detail = _("%(found)s, krävs av lagen") % {"found": detail}
    may = permissions.give_evidence(user, initiative)
    return Check(
        name=demand.name,
        is_met=demand.is_met,
        detail=detail,
        url=mended_at(initiative, demand.key) if may else "",
        action=_("Svara"),
    )


@waits(queries.run_by)
def initiatives_to_move_on(user: User) -> list[Waiting]:
    """What this person leads and that waits for her, the one longest in its step first."""
    if user.is_external:
        return []
    rows = list(queries.run_by(user)[:MOST_WAITING])
    gates = gates_of(rows)
    return [
        Waiting(
            text=_("%(gate)s: %(name)s") % {"gate": title_of(gates[one.pk]), "name": one.name},
            url=reverse("show_gate", args=[one.pk]),
            detail=_waits_for(one, gates[one.pk]),
        )
        for one in rows
    ]


def _waits_for(initiative: Initiative, gate: Gate) -> str:
    missing = ", ".join(demand.name for demand in gate.missing[:MOST_NAMED])
    if not missing:
        return initiative.number
    left = len(gate.missing) - MOST_NAMED
    told = _("%(names)s och %(count)s till") if left > 0 else _("%(names)s")
    return _("%(number)s. Saknas: %(missing)s") % {
        "number": initiative.number,
        "missing": told % {"names": missing, "count": left},
    }


@waits(queries.to_receive)
def handovers_to_accept(user: User) -> list[Waiting]:
    """What has been handed over to this person."""
    if user.is_external:
        return []
    return [
        Waiting(
            text=_("Ta emot %(name)s") % {"name": one.name},
            url=reverse("show_gate", args=[one.pk]),
            detail=f"{one.number}, {one.unit}",
        )
        for one in queries.to_receive(user)[:MOST_WAITING]
    ]
