"""Groups and their meetings, made through the actions that people use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bryggan.decisions import actions as decision_actions
from bryggan.decisions.choices import MatterKind
from bryggan.decisions.models import Decision
from bryggan.kit.testing.cast import Cast, make_person, tool
from bryggan.kit.writer import Writer
from bryggan.meetings import actions, bodies, closing
from bryggan.meetings.choices import BodyKind, SeatKind, Stance
from bryggan.meetings.models import AgendaItem, Body, Meeting
from bryggan.people.models import User
from bryggan.registers.joining import told_apart


def today() -> date:
    return timezone.localdate()


@dataclass(frozen=True)
class Council:
    """The municipality's råd: the strategist leads it, the employee writes, two managers sit there."""

    body: Body
    chair: User
    secretary: User
    members: tuple[User, ...]

    @property
    def everyone(self) -> tuple[User, ...]:
        return (self.chair, self.secretary, *self.members)


def make_body(cast: Cast, name: str = "Digitaliseringsrådet", **told: Any) -> Body:
    values = {"name": name, "kind": BodyKind.COUNCIL, **told}
    return bodies.create_body(cast.municipality, by=tool(), values=values)


def make_council(cast: Cast, **told: Any) -> Council:
    body = make_body(cast, **told)
    members = (cast.manager, cast.other_manager)
    seats = [(cast.strategist, SeatKind.CHAIR), (cast.employee, SeatKind.SECRETARY)]
    seats += [(person, SeatKind.MEMBER) for person in members]
    for person, kind in seats:
        bodies.take_seat(
            body, by=tool(), user=person, unit=person.unit, kind=kind, starts_on=today()
        )
    return Council(body, cast.strategist, cast.employee, members)


def make_member(council: Council, name: str, cast: Cast) -> User:
    person = make_person(name, cast.care)
    bodies.take_seat(
        council.body, by=tool(), user=person, unit=cast.care, starts_on=today() - timedelta(days=1)
    )
    return person


def planned(council: Council, held_on: date | None = None) -> Meeting:
    values = {"held_on": held_on or today(), "starts_at": "9.00"}
    return actions.plan_meeting(council.body, by=council.chair, values=values)


def complete(cast: Cast, name: str = "Nyckelskåp till hemtjänsten", sek: int = 900_000) -> Decision:
    """A matter with all that a group asks for."""
    values = {
        "name": name,
        "matter": MatterKind.PURCHASE,
        "background": "Nycklar försvinner ur pärmen.",
        "wording": "Förvaltningschefen beslutar att köpa skåpen.",
        "case_number": "UN 2026/118",
        "together_sek": Decimal(sek),
        "whole_term_sek": Decimal(sek),
    }
    return decision_actions.draft_decision(cast.education, by=cast.manager, values=values)


def added(meeting: Meeting, council: Council, record: Any, **told: Any) -> AgendaItem:
    return actions.add_item(anew(meeting), by=council.chair, record=record, **told)


def heading(meeting: Meeting, council: Council, name: str = "Information") -> AgendaItem:
    return actions.add_item(anew(meeting), by=council.chair, values={"name": name})


def said(item: AgendaItem, by: User, stance: str = Stance.SUPPORT, **told: Any) -> None:
    values = {"stance": stance, "reasons": "Rimligt.", **told}
    tasks = values.pop("tasks", None)
    item = AgendaItem.objects.get(pk=item.pk)
    actions.consider_item(item, by=by, values=values, tasks=tasks)


def anew(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def close(meeting: Meeting, council: Council) -> Meeting:
    closing.close_meeting(anew(meeting), by=council.chair, attended=council.everyone)
    return anew(meeting)


def grow_meetings(write: Writer, cast: Cast, numbers: Iterable[int]) -> None:
    """Meetings of the råd on a day each: they are planned from its page, not entered in the register."""
    body = Body.objects.order_by("pk")[0]
    with told_apart(write, "meeting.planned"):
        for number in numbers:
            day = today() + timedelta(days=number)
            write.create(Meeting, body=body, unit=body.unit, name=f"Rad {number}", held_on=day)
