"""A group's seats and meetings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bryggan.decisions.forms import EndForm
from bryggan.kit.single_form import Sheet, answered, posted
from bryggan.meetings import actions, bodies, permissions
from bryggan.meetings.forms import MeetingForm, SeatForm
from bryggan.meetings.models import Body, Seat
from bryggan.meetings.register import BodyRegister
from bryggan.people.signed_in import person_of


def _body(request: HttpRequest, pk: int) -> Body:
    rows = BodyRegister.rows(request.user).select_related("unit")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


def _crumbs(body: Body) -> tuple[tuple[str, Any], ...]:
    return (
        (BodyRegister.list_url(), _("Råd och grupper")),
        (BodyRegister.url(body.pk), body),
    )


@require_http_methods(["GET", "POST"])
def plan_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    body, user = _body(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Planera möte"),
        lead=body.name,
        button=_("Planera"),
        form=MeetingForm(posted(request), initial={"place": body.meets_at}),
        verdict=permissions.plan_meeting(user, body),
        back=BodyRegister.url(pk),
        crumbs=_crumbs(body),
        note=_("Det som bordlades förra gången står på dagordningen från början."),
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        meeting = actions.plan_meeting(body, by=user, values=given)
        said = _("Mötet är planerat. Gör dagordningen och kalla gruppen.")
        return said, reverse("register_page", args=["mote", meeting.pk])

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def take_seat(request: HttpRequest, pk: int) -> HttpResponse:
    body, user = _body(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Ge någon en plats"),
        lead=body.name,
        button=_("Lägg till"),
        form=SeatForm(body, user, posted(request)),
        verdict=permissions.take_seat(user, body),
        back=BodyRegister.url(pk),
        crumbs=_crumbs(body),
    )

    def act(given: dict[str, Any]) -> str:
        seat = bodies.take_seat(body, by=user, **given)
        return _("%(name)s sitter nu i gruppen.") % {"name": seat.user}

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def end_seat(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_of(request)
    rows = Seat.objects.visible_to(user).present().select_related("body__unit", "user")
    seat = get_object_or_404(rows, pk=pk)
    body = _body(request, seat.body_id)
    sheet = Sheet(
        title=_("Avsluta platsen"),
        lead=f"{seat.user}, {body}",
        button=_("Avsluta"),
        form=EndForm(posted(request)),
        verdict=permissions.end_seat(user, seat),
        back=BodyRegister.url(body.pk),
        crumbs=_crumbs(body),
    )

    def act(given: dict[str, Any]) -> str:
        bodies.end_seat(seat, by=user, **given)
        return _("Platsen är avslutad.")

    return answered(request, sheet, act)
