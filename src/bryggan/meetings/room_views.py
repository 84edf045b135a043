"""The meeting itself: one point at a time, written as it is said; jäv, the closing and what is corrected after."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bryggan.decisions.forms import LiftConflictForm
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.plain import whole_number
from bryggan.kit.single_form import Sheet, add, answered, posted
from bryggan.meetings import actions, closing, conflicts, permissions, queries, shown
from bryggan.meetings.agenda_views import crumbs, item_or_404, meeting_or_404, told
from bryggan.meetings.forms import (
    CloseForm,
    CorrectForm,
    ItemConflictForm,
    StanceForm,
    TaskForm,
    task_forms,
)
from bryggan.meetings.models import Meeting
from bryggan.meetings.register import MeetingRegister
from bryggan.meetings.shown import Point
from bryggan.people.signed_in import person_of

type Written = tuple[StanceForm, list[TaskForm]]


def room_url(meeting: Meeting, number: int = 0) -> str:
    url = reverse("meeting_room", args=[meeting.pk])
    return f"{url}?punkt={number}" if number else url


@require_GET
def meeting_room(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda beside the point that is up; who leads writes, the others read along."""
    meeting = meeting_or_404(request, pk)
    points = shown.points_of(meeting, person_of(request))
    asked = whole_number(request.GET.get("punkt", "")) or 0
    return _room(request, meeting, points, _chosen(points, asked))


def _chosen(points: list[Point], asked: int) -> Point | None:
    """The one asked for, else the first that nothing is said of, else the first."""
    if 0 < asked <= len(points):
        return points[asked - 1]
    return next((point for point in points if not point.item.stance), points[0] if points else None)


def _room(
    request: HttpRequest,
    meeting: Meeting,
    points: list[Point],
    point: Point | None,
    written: Written | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    user = person_of(request)
    is_hidden = point is None or point.is_hidden
    may_write = not is_hidden and bool(permissions.change_meeting(user, meeting))
    is_conflicted = point is not None and user in point.conflicted
    if point is not None and may_write and not is_conflicted and written is None:
        written = StanceForm.of(point.item), list(task_forms(user, list(point.tasks)))
    context = {
        "meeting": meeting,
        "points": points,
        "point": point,
        "form": written[0] if written else None,
        "tasks": written[1] if written else [],
        # Those that are written, and one to write in; the rest is folded away.
        "shown_tasks": len(point.tasks) + 1 if point else 1,
        "is_conflicted": is_conflicted,
        "may_write": may_write,
        "close": permissions.close_meeting(user, meeting),
        "may_state": point is not None
        and not is_hidden
        and permissions.state_item_conflict(user, point.item),
        "may_lift": may_write and bool(point and point.conflicted) and not is_conflicted,
        "show_grades": permissions.show_grades(user, meeting),
        "grade": permissions.grade_items(user, meeting),
        "graders": queries.graders_count(meeting) if meeting.grades_shown_at is None else 0,
        "seats": len(queries.seats_of(meeting.body, meeting.held_on)),
        "left": sum(not one.item.stance for one in points),
        "before": room_url(meeting, point.number - 1) if point and point.number > 1 else "",
        "after": room_url(meeting, point.number + 1)
        if point and point.number < len(points)
        else "",
    }
    return render(request, "meetings/meeting_room.html", context, status=status)


@require_http_methods(["GET", "POST"])
def consider_item(request: HttpRequest, pk: int) -> HttpResponse:
    """What the group says of the point, and the next one; what cannot be kept stays on the screen."""
    item, user = item_or_404(request, pk), person_of(request)
    meeting = item.meeting
    points = shown.points_of(meeting, user)
    point = next(one for one in points if one.item.pk == pk)
    if request.method == "GET":
        return htmx.go_to(request, room_url(meeting, point.number))
    verdict = permissions.consider_item(user, item)
    if not verdict:
        raise Refused(verdict.reason)
    form = StanceForm(request.POST)
    tasks = list(task_forms(user, list(point.tasks), request.POST))
    if not all([form.is_valid(), *(one.is_valid() for one in tasks)]):
        return _room(request, meeting, points, point, (form, tasks), status=422)
    values = dict(form.cleaned_data)
    item.version = values.pop("version")
    try:
        actions.consider_item(
            item, by=user, values=values, tasks=[one.cleaned_data for one in tasks]
        )
    except NotPossible as refusal:
        add(form, refusal)
        return _room(request, meeting, points, point, (form, tasks), status=422)
    except Stale as stale:
        return _both(request, meeting, point.number, form, tasks, stale)
    is_last = point.number == len(points)
    following = room_url(meeting, point.number if is_last else point.number + 1)
    return htmx.go_to(
        request, following, _("Punkt %(number)s är sparad.") % {"number": point.number}
    )


def _both(
    request: HttpRequest,
    meeting: Meeting,
    number: int,
    form: StanceForm,
    tasks: list[TaskForm],
    stale: Stale,
) -> HttpResponse:
    """Somebody else wrote at the same time: her words stand above, what was typed stays in the form."""
    if isinstance(stale.record, Meeting):
        return told(request, room_url(meeting, number), _("Mötet är avslutat."))
    points = shown.points_of(meeting, person_of(request))
    typed = request.POST.copy()
    typed["version"] = str(getattr(stale.record, "version", 0))
    form.data = typed
    said = points[number - 1].item
    theirs = " ".join(
        part for part in (str(said.get_stance_display()), said.reasons, said.conditions) if part
    )
    form.add_error(
        None,
        _(
            "Någon annan skrev samtidigt: ”%(theirs)s”. Ditt står kvar nedan; spara igen om det gäller."
        )
        % {"theirs": theirs},
    )
    return _room(request, meeting, points, points[number - 1], (form, tasks), status=409)


@require_http_methods(["GET", "POST"])
def state_item_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    item, user = item_or_404(request, pk), person_of(request)
    place = [one.pk for one in queries.items_of(item.meeting)].index(item.pk) + 1
    sheet = Sheet(
        title=_("Anmäl jäv"),
        lead=item.name,
        button=_("Anteckna jäv"),
        form=ItemConflictForm(item.meeting, user, posted(request)),
        verdict=permissions.state_item_conflict(user, item),
        back=room_url(item.meeting, place),
        crumbs=crumbs(item.meeting),
        note=_("Den som är jävig deltar inte i punkten och bedömer den inte (KL 7 kap. 4 §)."),
    )

    def act(given: dict[str, Any]) -> str:
        conflicts.state_item_conflict(item, by=user, **given)
        return _("Jävet är antecknat.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def lift_item_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    item, user = item_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Ta tillbaka jäv"),
        lead=item.name,
        button=_("Ta tillbaka"),
        form=LiftConflictForm(item.conflicted.order_by("sort_key"), posted(request)),
        verdict=permissions.lift_item_conflict(user, item),
        back=room_url(item.meeting, item.place),
        crumbs=crumbs(item.meeting),
        note=_("Bara jäv som antecknats av misstag tas tillbaka. Båda står kvar i historiken."),
    )

    def act(given: dict[str, Any]) -> str:
        conflicts.lift_item_conflict(item, by=user, **given)
        return _("Jävet är tillbakataget.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def close_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """What will happen when it is closed, who was there, and the button."""
    meeting, user = meeting_or_404(request, pk), person_of(request)
    verdict = permissions.close_meeting(user, meeting)
    if not verdict:
        raise Refused(verdict.reason)
    seats = queries.seats_of(meeting.body, meeting.held_on)
    form = CloseForm(seats, posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                closing.close_meeting(meeting, by=user, attended=form.cleaned_data["attended"])
                said = _("Mötet är avslutat. Anteckningarna är frysta, och alla berörda får veta.")
                return htmx.go_to(request, MeetingRegister.url(pk), said)
            except NotPossible as refusal:
                add(form, refusal)
            except Stale as refusal:
                return told(request, request.path, str(refusal))
    points = shown.points_of(meeting, user)
    context = {
        "meeting": meeting,
        "form": form,
        "points": points,
        "unsaid": [point for point in points if not point.item.stance],
        "tasks": [(point, task) for point in points for task in point.tasks],
        "following": queries.next_meeting_after(meeting),
    }
    return render(request, "meetings/close_meeting.html", context, status=status)


@require_http_methods(["GET", "POST"])
def correct_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, user = meeting_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Rätta anteckningarna"),
        lead=meeting.name,
        button=_("Rätta"),
        form=CorrectForm(posted(request)),
        verdict=permissions.correct_minutes(user, meeting),
        back=MeetingRegister.url(pk),
        crumbs=crumbs(meeting),
        note=_(
            "De frysta anteckningarna står kvar. Rättelsen blir en ny version som säger vad som var fel."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        closing.correct_minutes(meeting, by=user, **given)
        return _("Rättelsen är införd.")

    return answered(request, sheet, act)


@require_GET
def frozen_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The notes as a file that `verifiera_beslut.py` checks without the tool."""
    meeting = meeting_or_404(request, pk)
    minutes = queries.last_minutes(meeting)
    if minutes is None:
        messages.error(request, _("Mötet är inte avslutat än."))
        return htmx.go_to(request, MeetingRegister.url(pk))
    if shown.hidden_numbers(meeting, person_of(request)):
        # With a point left out the checksum would not hold.
        said = _("Anteckningarna rör ärenden som du inte ser. Ta dem i Word eller PDF i stället.")
        return told(request, MeetingRegister.url(pk), said)
    kept = {"kontrollsumma": minutes.digest, "anteckningar": minutes.frozen}
    response = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{meeting.number}.json"'
    return response
