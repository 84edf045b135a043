"""What happens to a group: set up, given members, done away with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, Refused, action
from bryggan.kit.writer import Writer
from bryggan.meetings import permissions, telling
from bryggan.meetings.choices import SeatKind
from bryggan.meetings.models import Body, Meeting, Seat
from bryggan.notices.telling import tell
from bryggan.people.models import Unit, User

FIELDS = frozenset({"name", "kind", "purpose", "weeks_between", "meets_at", "unit"})


@action("body.created", allow=permissions.create_body)
def create_body(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> Body:
    """A group that meets is set up; what kind it is says whether it prepares or decides."""
    told = {name: value for name, value in values.items() if name in FIELDS}
    return write.create(Body, **{**told, "unit": unit})


@action("body.changed", allow=permissions.change_body)
def change_body(write: Writer, body: Body, *, by: User, values: Mapping[str, Any]) -> None:
    """Its task, rhythm and place change; a group that has met keeps its legal kind."""
    told = {name: value for name, value in values.items() if name in FIELDS}
    moved = told.get("unit", body.unit)
    if moved != body.unit and not (verdict := permissions.create_body(by, moved)):
        raise Refused(verdict.reason)
    is_other = told.get("kind", body.kind) != body.kind
    if is_other and Meeting.objects.present().filter(body=body).exists():
        raise NotPossible(
            _("Gruppen har haft möten. Lägg upp en ny grupp i stället för att byta slag."),
            field="kind",
        )
    write.change(body, **told)


@action("body.withdrawn", allow=permissions.withdraw_body)
def withdraw_body(write: Writer, body: Body, *, by: User, reason: str) -> None:
    """The group meets no more; its meetings and what it said stand."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    if Meeting.objects.open().filter(body=body).exists():
        raise NotPossible(_("Gruppen har möten som inte har hållits. Ställ in dem först."))
    write.because(reason.strip())
    write.withdraw(body)


@action("body.seated", allow=permissions.take_seat)
def take_seat(
    write: Writer,
    body: Body,
    *,
    by: User,
    user: User,
    unit: Unit,
    kind: str = SeatKind.MEMBER,
    starts_on: date | None = None,
) -> Seat:
    """Somebody sits in the group from a day, and speaks there for her part of the organisation."""
    begins = starts_on or timezone.localdate(write.now)
    ahead = Seat.objects.present().filter(body=body, user=user)
    if ahead.exclude(ends_on__lt=begins).exists():
        raise NotPossible(_("%(name)s sitter redan i gruppen.") % {"name": user}, field="user")
    seat = write.create(Seat, body=body, user=user, unit=unit, kind=kind, starts_on=begins)
    if write.batch is not None:
        write.flush()
    tell(write, telling.SEATED, [user], key=f"{telling.SEATED.key}.{seat.pk}", about=body)
    return seat


@action("seat.left", allow=permissions.end_seat)
def end_seat(write: Writer, seat: Seat, *, by: User, ends_on: date) -> None:
    """She sits there no longer from the day after; what she scored and said stands."""
    if seat.starts_on is not None and ends_on < seat.starts_on:
        raise NotPossible(_("Slutdagen ligger före startdagen."), field="ends_on")
    write.change(seat, ends_on=ends_on)
