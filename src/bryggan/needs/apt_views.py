"""What a manager does around an APT: takes the sheet along, enters what was said, says when the next one is."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx, words
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.plain import whole_number, whole_numbers
from bryggan.needs import permissions, workplaces
from bryggan.needs import workplace_sheet as sheets
from bryggan.needs.apt_forms import (
    MORE_ROWS,
    MOST_ROWS,
    PREFIX,
    ROWS,
    BaseSaidRows,
    MeetingForm,
    WorkplaceForm,
    said_rows,
)
from bryggan.needs.models import Need
from bryggan.needs.register import NeedRegister
from bryggan.needs.views import user_of
from bryggan.people.models import Unit, User

MOST_LINKED = 60


@require_http_methods(["GET", "POST"])
def voice_for_workplace(request: HttpRequest) -> HttpResponse:
    """Ten rows to fill in. Nothing is saved until every row can be, and nothing written is lost meanwhile."""
    user = user_of(request)
    led = sheets.workplaces_led(user)
    if not led:
        raise Refused(permissions.voice_for_workplace(user, user.unit).reason)
    if request.method == "GET":
        place, rows = _empty(request, user, led)
        return _table(request, led, place, rows, status=200)
    sent = _with_more_rows(request.POST) if "more" in request.POST else request.POST
    place, rows = WorkplaceForm(sent, led=led), said_rows(sent)
    if "more" in request.POST:
        return _table(request, led, place, rows, status=200)
    if place.is_valid() and rows.is_valid():
        unit = place.cleaned_data["unit"]
        try:
            made = workplaces.voice_for_workplace(
                unit, by=user, rows=rows.said(), sent=place.cleaned_data["sent"]
            )
        except NotPossible as refusal:
            place.add_error(None, refusal.reason)
        else:
            return htmx.go_to(request, _entered_url(unit, made), _thanks(len(made)))
    return _table(request, led, place, rows, status=422)


def _empty(
    request: HttpRequest, user: User, led: QuerySet[Unit]
) -> tuple[WorkplaceForm, BaseSaidRows]:
    """The table as it is opened: for the unit that was asked for, else her own if she leads it."""
    asked = whole_number(request.GET.get("enhet", "")) or user.unit_id
    chosen = next((unit for unit in led if unit.pk == asked), None)
    initial = {"unit": chosen, "sent": secrets.token_urlsafe(16)}
    return WorkplaceForm(initial=initial, led=led), said_rows()


def _with_more_rows(posted: QueryDict) -> QueryDict:
    """What was sent, with room for more: everything written stays where it is."""
    sent = posted.copy()
    total = f"{PREFIX}-TOTAL_FORMS"
    count = whole_number(sent.get(total, "")) or ROWS
    sent[total] = str(min(count + MORE_ROWS, MOST_ROWS))
    return sent


def _table(
    request: HttpRequest,
    led: QuerySet[Unit],
    place: WorkplaceForm,
    rows: BaseSaidRows,
    *,
    status: int,
) -> HttpResponse:
    chosen = whole_number(str(place["unit"].value() or "")) if place.is_bound else None
    initial = place.initial.get("unit")
    context = {
        "place": place,
        "rows": rows,
        "wrong": _wrong(rows) if status == 422 else "",
        "has_more": len(rows.forms) < MOST_ROWS,
        "added": len(rows.forms) - MORE_ROWS + 1 if "more" in request.POST else 0,
        "sheet_of": next((u for u in led if u.pk == chosen), None) or initial or led[0],
    }
    return render(request, "needs/voice_for_workplace.html", context, status=status)


def _wrong(rows: BaseSaidRows) -> str:
    """Which rows stop the rest, in one sentence above the table."""
    numbers = [str(number) for number in rows.wrong]
    if not numbers:
        return ""
    said = ngettext(
        "Rad %(rows)s kan inte sparas som den står. Ingenting är sparat än, och inget du skrivit är borta.",
        "Rad %(rows)s kan inte sparas som de står. Ingenting är sparat än, och inget du skrivit är borta.",
        len(numbers),
    )
    return said % {"rows": words_together(numbers)}


def words_together(parts: list[str]) -> str:
    """2, 5 och 7."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s och %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _entered_url(unit: Unit, made: list[Need]) -> str:
    pairs = [("enhet", unit.pk), *(("nr", need.pk) for need in made)]
    return f"{reverse('voiced_for_workplace')}?{urlencode(pairs)}"


def _thanks(count: int) -> str:
    said = ngettext("%(count)s behov är lämnat.", "%(count)s behov är lämnade.", count)
    return said % {"count": words.number(count)}


@require_GET
def voiced_for_workplace(request: HttpRequest) -> HttpResponse:
    """What was entered, with the numbers to read out, and where to see what becomes of it."""
    user = user_of(request)
    numbers = whole_numbers(request.GET.getlist("nr")[:MOST_LINKED])
    unit = _unit(request, whole_number(request.GET.get("enhet", "")) or user.unit_id)
    rows = sheets.entered_by(user, numbers)
    context = {"rows": [(need, NeedRegister.url(need.pk)) for need in rows], "unit": unit}
    return render(request, "needs/voiced_for_workplace.html", context)


@require_GET
def workplace_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    return _sheet(request, _unit(request, pk), MeetingForm(initial=_planned(pk)))


@require_POST
def plan_workplace_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    unit, user = _unit(request, pk), user_of(request)
    form = MeetingForm(request.POST)
    verdict = permissions.plan_workplace_meeting(user, unit)
    if not verdict:
        raise Refused(verdict.reason)
    if form.is_valid():
        try:
            day = form.cleaned_data["held_on"]
            workplaces.plan_workplace_meeting(unit, by=user, held_on=day)
        except NotPossible as refusal:
            form.add_error("held_on", refusal.reason)
        else:
            said = _("Nästa APT är %(day)s. Du påminns tre dagar innan.")
            url = reverse("workplace_sheet", args=[pk])
            return htmx.go_to(request, url, said % {"day": words.date_text(day)})
    return _sheet(request, unit, form, status=422)


def _unit(request: HttpRequest, pk: int) -> Unit:
    unit = sheets.unit_seen_by(user_of(request), pk)
    if unit is None:
        raise Http404
    return unit


def _planned(pk: int) -> dict[str, Any]:
    return {"held_on": sheets.planned_day(pk, timezone.localdate())}


def _sheet(
    request: HttpRequest, unit: Unit, form: MeetingForm, *, status: int = 200
) -> HttpResponse:
    user = user_of(request)
    context = {
        "sheet": sheets.sheet_of(unit, user, timezone.localdate()),
        "form": form,
        "verdict": permissions.plan_workplace_meeting(user, unit),
        "led": sheets.workplaces_led(user).exclude(pk=unit.pk)[:MOST_LINKED],
        "today": timezone.localdate(),
        "asked": f"?unit={unit.pk}",
        "lines": range(5),
    }
    return render(request, "needs/workplace_sheet.html", context, status=status)
