"""The agenda: what is ready, what is added all the same, in what order; the summons, and each member's scores."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from bryggan.decisions.forms import ReasonForm
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.plain import whole_number
from bryggan.kit.single_form import Sheet, answered, posted
from bryggan.meetings import actions, permissions, queries, shown
from bryggan.meetings.forms import AddForm, GradeForm, PointForm
from bryggan.meetings.matters import SORTS
from bryggan.meetings.models import AgendaItem, Meeting
from bryggan.meetings.register import MeetingRegister
from bryggan.people.signed_in import person_of


def meeting_or_404(request: HttpRequest, pk: int) -> Meeting:
    rows = MeetingRegister.rows(request.user).select_related("body__unit", "unit")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


def item_or_404(request: HttpRequest, pk: int) -> AgendaItem:
    """A point that this person sees, of a meeting that she sees."""
    rows = AgendaItem.objects.visible_to(person_of(request)).present()
    item = get_object_or_404(rows.select_related("meeting__body"), pk=pk)
    meeting_or_404(request, item.meeting_id)
    return item


def crumbs(meeting: Meeting) -> tuple[tuple[str, Any], ...]:
    return (
        (MeetingRegister.list_url(), _("Möten")),
        (MeetingRegister.url(meeting.pk), meeting),
    )


def agenda_url(meeting: Meeting) -> str:
    return reverse("edit_agenda", args=[meeting.pk])


def told(request: HttpRequest, url: str, reason: str) -> HttpResponse:
    """Back to the page, with why it was not done."""
    messages.error(request, reason)
    return htmx.go_to(request, url)


@require_http_methods(["GET"])
def edit_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands on the agenda, what is ready to be taken up, and the summons."""
    meeting, user = meeting_or_404(request, pk), person_of(request)
    verdict = permissions.change_meeting(user, meeting)
    if not verdict:
        raise Refused(verdict.reason)
    points = shown.points_of(meeting, user)
    waiting = [
        (sort.label, [(f"{sort.noun}:{one.pk}", one, sort.register.url(one.pk)) for one in rows])
        for sort, rows in queries.all_waiting(meeting, user)
    ]
    context = {
        "meeting": meeting,
        "points": points,
        "waiting": waiting,
        "seats": len(queries.seats_of(meeting.body, meeting.held_on)),
    }
    return render(request, "meetings/edit_agenda.html", context)


@require_POST
def add_items(request: HttpRequest, pk: int) -> HttpResponse:
    """The marked matters, each by its register and number."""
    meeting, user = meeting_or_404(request, pk), person_of(request)
    records = []
    for mark in request.POST.getlist("arende"):
        noun, _colon, number = mark.partition(":")
        if noun in SORTS:
            found = SORTS[noun].seen(user).filter(pk=whole_number(number) or 0)
            records += list(found)
    try:
        count = actions.add_items(meeting, by=user, records=records)
    except (NotPossible, Stale) as refusal:
        return told(request, agenda_url(meeting), str(refusal))
    said = ngettext("%(count)s punkt är tillagd.", "%(count)s punkter är tillagda.", count)
    return htmx.go_to(request, agenda_url(meeting), said % {"count": count})


@require_http_methods(["GET", "POST"])
def add_item(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, user = meeting_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Lägg till en punkt"),
        lead=meeting.name,
        button=_("Lägg till"),
        form=AddForm(user, posted(request)),
        verdict=permissions.add_item(user, meeting),
        back=agenda_url(meeting),
        crumbs=(*crumbs(meeting), (agenda_url(meeting), _("Dagordning"))),
        note=_(
            "Ett ärende som inte är färdigt kan tas upp ändå: det som saknas står på kallelsen."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        values = {"name": given["name"], "brief": given["brief"]}
        actions.add_item(meeting, by=user, record=given["record"], values=values, why=given["why"])
        return _("Punkten är tillagd.")

    return answered(request, sheet, act)


@require_POST
def order_items(request: HttpRequest, pk: int) -> HttpResponse:
    """One point a step up or down: "upp" or "ned" names it."""
    meeting, user = meeting_or_404(request, pk), person_of(request)
    pks = [item.pk for item in queries.items_of(meeting)]
    moved = whole_number(request.POST.get("upp", "") or request.POST.get("ned", ""))
    if moved in pks:
        place = pks.index(moved)
        to = place - 1 if request.POST.get("upp") else place + 1
        pks.insert(max(0, min(to, len(pks) - 1)), pks.pop(place))
    try:
        actions.order_items(meeting, by=user, pks=pks)
    except Stale as refusal:
        return told(request, agenda_url(meeting), str(refusal))
    return htmx.go_to(request, f"{agenda_url(meeting)}#punkt-{moved}")


@require_POST
def remove_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Also a point whose matter is hidden, or gone, can be taken off: nothing of it is told."""
    item = get_object_or_404(queries.points(), pk=pk)
    meeting_or_404(request, item.meeting_id)
    try:
        actions.remove_item(item, by=person_of(request))
    except (NotPossible, Stale) as refusal:
        return told(request, agenda_url(item.meeting), str(refusal))
    return htmx.go_to(request, agenda_url(item.meeting), _("Punkten är borttagen."))


@require_http_methods(["GET", "POST"])
def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    item, user = item_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Ändra punkten"),
        lead=item.name,
        button=_("Spara"),
        form=PointForm.of(item, posted(request)),
        verdict=permissions.change_item(user, item),
        back=agenda_url(item.meeting),
        crumbs=(*crumbs(item.meeting), (agenda_url(item.meeting), _("Dagordning"))),
    )

    def act(given: dict[str, Any]) -> str:
        actions.change_item(item, by=user, values=given)
        return _("Punkten är ändrad.")

    return answered(request, sheet, act)


@require_POST
def summon_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    try:
        actions.summon_meeting(meeting, by=person_of(request))
    except (NotPossible, Stale) as refusal:
        return told(request, agenda_url(meeting), str(refusal))
    said = _("Gruppen är kallad. Kallelsen finns att ta med i Word och PDF.")
    return htmx.go_to(request, MeetingRegister.url(pk), said)


@require_http_methods(["GET", "POST"])
def cancel_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, user = meeting_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Ställ in mötet"),
        lead=meeting.name,
        button=_("Ställ in"),
        form=ReasonForm(_("Varför?"), posted(request)),
        verdict=permissions.cancel_meeting(user, meeting),
        back=reverse("register_page", args=["grupp", meeting.body_id]),
        crumbs=crumbs(meeting),
        note=_("De som sitter i gruppen får veta det. Ärendena kan tas upp på ett annat möte."),
    )

    def act(given: dict[str, Any]) -> str:
        actions.cancel_meeting(meeting, by=user, **given)
        return _("Mötet är inställt.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def grade_items(request: HttpRequest, pk: int) -> HttpResponse:
    """Every point with a line to score it on, saved all at once; blind to what others say."""
    meeting, user = meeting_or_404(request, pk), person_of(request)
    verdict = permissions.grade_items(user, meeting)
    if not verdict:
        raise Refused(verdict.reason)
    points = [point for point in shown.points_of(meeting, user) if point.item.about_id]
    held = queries.grades_of([point.item for point in points], user)
    mine = {pk: grades[0] for pk, grades in held.items()}
    rows = [
        (point, GradeForm.of(point.item, mine.get(point.item.pk), posted(request)))
        for point in points
        if user not in point.conflicted and not point.is_hidden
    ]
    status = 200
    if request.method == "POST":
        status = 422
        is_readable = [form.is_valid() for _point, form in rows]
        if all(is_readable):
            grades = {point.item.pk: form.cleaned_data for point, form in rows}
            try:
                actions.grade_items(meeting, by=user, grades=grades)
            except (NotPossible, Stale) as refusal:
                return told(request, request.path, str(refusal))
            said = _("Dina bedömningar är sparade. Du kan ändra dem tills de visas för alla.")
            return htmx.go_to(request, MeetingRegister.url(pk), said)
    context = {
        "meeting": meeting,
        "rows": rows,
        "conflicted": [point for point in points if user in point.conflicted],
    }
    return render(request, "meetings/grade_items.html", context, status=status)


@require_POST
def show_grades(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    room = reverse("meeting_room", args=[pk])
    try:
        actions.show_grades(meeting, by=person_of(request))
    except (NotPossible, Stale) as refusal:
        return told(request, room, str(refusal))
    return htmx.go_to(request, room, _("Bedömningarna visas nu för alla."))
