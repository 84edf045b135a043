"""What the page of a gate shows: each requirement with what is found, and what may be done with the matter."""

from collections.abc import Container, Sequence
from typing import Any

from django.urls import reverse

from bryggan.initiatives import permissions, queries
from bryggan.initiatives.finding import TONES, Found
from bryggan.initiatives.gates import Demand, Gate
from bryggan.initiatives.mending import evidence_url, mended_at
from bryggan.initiatives.models import Initiative, State
from bryggan.kit.register.fields import chip
from bryggan.methods.models import Phase
from bryggan.needs.models import Need
from bryggan.people.models import User

MOST_NEEDS = 30


def start_from(needs: Sequence[Need], user: User) -> dict[str, Any]:
    """What the form of a new initiative is filled with: what preparation has said of its needs."""
    initial: dict[str, Any] = {"unit": user.unit_id, "role__lead": [user.pk]}
    if needs:
        first = needs[0]
        initial |= {
            "name": first.name,
            "unit": first.unit_id,
            "description": "\n\n".join(need.summary or need.obstacle for need in needs),
        }
    return initial


def rows_of(initiative: Initiative, gate: Gate, user: User) -> list[dict[str, Any]]:
    """The missing ones first, what the law demands before the rest."""
    may = bool(permissions.give_evidence(user, initiative))
    said = [found for demand in gate.demands if (found := demand.finding.evidence)]
    seen = queries.documents_seen(said, user)
    ordered = sorted(gate.demands, key=lambda demand: (demand.is_met, demand.law is None))
    return [_row(initiative, demand, user, seen, may=may) for demand in ordered]


def _row(
    initiative: Initiative, demand: Demand, user: User, seen: Container[int], *, may: bool
) -> dict[str, Any]:
    found = demand.finding
    mended, said = mended_at(initiative, demand.key), evidence_url(initiative, demand.key)
    file = found.evidence.document_id if found.evidence else None
    return {
        "demand": demand,
        "found": found,
        "chip": chip(TONES[found.state], str(Found(found.state).label)),
        "file_url": reverse("download_file", args=[file]) if file in seen else "",
        "mend_url": mended if may and mended != said else "",
        "say_url": said
        if may or permissions.owns_requirement(user, initiative, demand.key)
        else "",
    }


def what_may_be_done(initiative: Initiative, gate: Gate, user: User) -> dict[str, Any]:
    """The buttons of the page, each with its verdict."""
    return {
        "is_resting": initiative.state != State.ACTIVE,
        "is_closed": initiative.phase == Phase.CLOSED,
        "verdict": permissions.pass_gate(user, initiative),
        "wake": permissions.wake_initiative(user, initiative),
        "reject": permissions.reject_initiative(user, initiative),
        "move": permissions.move_to_version(user, initiative),
        "receive": permissions.receive_initiative(user, initiative),
        "stewards": ", ".join(person.name for person in queries.stewards_of(initiative)),
        "has_unlawful": any(demand.law for demand in gate.missing),
        "may_begin": not initiative.is_taken_over
        and initiative.started_on is None
        and bool(permissions.take_over_initiative(user, initiative))
        and not queries.began_here(initiative),
    }
