"""A person's own questions: on her page, or by the link in her letter. The same view of the same actions."""

import tempfile
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.plain import whole_number
from bryggan.kit.register import editing
from bryggan.kit.register.fields import Field
from bryggan.kit.register.register import REGISTERS
from bryggan.registers.reading import FileRefused
from bryggan.rounds import answering, desk, filing, links, queries
from bryggan.rounds.desk import Desk
from bryggan.rounds.forms import DeclineForm
from bryggan.rounds.models import Ask, Way
from bryggan.rounds.views import user_of


def _signed_in(request: HttpRequest, pk: int) -> Desk:
    user = user_of(request)
    return Desk(get_object_or_404(queries.rounds_asking(user), pk=pk), user, Way.PAGE)


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only a living link comes in, as its own person. Nothing of the address is kept or told further.

    `strict-origin` sends no path to anybody; `no-referrer` would have the browser hide the origin of a
    form, which the check against forged forms asks for.
    """

    @wraps(view)
    def opened(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        link = links.link_of(token)
        if link is None or link.round.slug not in REGISTERS:
            response = render(request, "rounds/dead_link.html", status=404)
        else:
            desk_of_link = Desk(link.round, link.person, Way.LINK, token)
            response = view(request, desk_of_link, **rest)
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return login_not_required(never_cache(opened))


@require_GET
def my_round(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _signed_in(request, pk))


@by_link
@require_GET
def open_round(request: HttpRequest, seat: Desk) -> HttpResponse:
    return _show(request, seat)


@require_POST
def answer_ask(request: HttpRequest, pk: int, ask: int) -> HttpResponse:
    return _answer(request, _signed_in(request, pk), ask)


@by_link
@require_POST
def open_answer(request: HttpRequest, seat: Desk, ask: int) -> HttpResponse:
    return _answer(request, seat, ask)


@require_POST
def decline_ask(request: HttpRequest, pk: int, ask: int) -> HttpResponse:
    return _decline(request, _signed_in(request, pk), ask)


@by_link
@require_POST
def open_decline(request: HttpRequest, seat: Desk, ask: int) -> HttpResponse:
    return _decline(request, seat, ask)


@require_GET
def round_file(request: HttpRequest, pk: int) -> FileResponse:
    """My own records as Excel, with only what comes back."""
    seat = _signed_in(request, pk)
    if not filing.has_files(seat.round):
        raise Http404
    file = tempfile.TemporaryFile()  # noqa: SIM115  # FileResponse closes it
    filing.write_file(seat.round, seat.person, file)
    file.seek(0)
    name = f"{seat.round.name} {seat.person.name} {timezone.localdate().isoformat()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


@require_POST
def return_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file comes back: what it says is written and confirmed, and what was not taken is told."""
    seat = _signed_in(request, pk)
    file = request.FILES.get("file")
    if file is None or not filing.has_files(seat.round):
        return _show(request, seat, fault=_("Välj en fil först."), status=422)
    try:
        report = filing.read_answers(seat.round, seat.person, file)
    except FileRefused as refusal:
        return _show(request, seat, fault=refusal.message, status=422)
    except NotPossible as refusal:
        return _show(request, seat, fault=refusal.reason, status=422)
    except Refused as refusal:
        return _show(request, seat, fault=refusal.reason, status=403)
    for problem in report.problems:
        problem["url"] = seat.at(problem["ask"])
    return _show(request, seat, report=report)


def _ask_or_404(seat: Desk, pk: int) -> tuple[Ask, Any]:
    ask = get_object_or_404(queries.asks_for(seat.round, seat.person), pk=pk)
    record = queries.record_of(ask, seat.person)
    if record is None:
        raise Http404
    return ask, record


def _answer(request: HttpRequest, seat: Desk, pk: int) -> HttpResponse:
    """It is right as it stands, or what was filled in is saved; whatever was typed is never thrown away."""
    ask, record = _ask_or_404(seat, pk)
    fields = queries.fields_of(seat.round)
    is_filled = "filled" in request.POST
    posted = request.POST if is_filled else None
    form = editing.form_for(fields if is_filled else [], seat.person, record=record, posted=posted)
    if is_filled and not form.is_valid():
        return _show(request, seat, ask=ask, form=form, status=422)
    values = editing.values_of(form, fields) if is_filled else None
    record.version = whole_number(request.POST.get("version", "")) or record.version
    try:
        changed = answering.answer_ask(
            ask, by=seat.person, record=record, way=seat.way, values=values
        )
    except NotPossible as refusal:
        if not is_filled:
            return _show(request, seat, ask=ask, fault=refusal.reason, status=422)
        form.add_error(editing.error_field(form, refusal.field), refusal.reason)
        return _show(request, seat, ask=ask, form=form, status=422)
    except Refused as refusal:
        return _show(request, seat, ask=ask, fault=refusal.reason, status=403)
    except Stale:
        return _both_values(request, seat, ask, form if is_filled else None, fields)
    said = desk.thanks(record, changed)
    as_rows = "?vy=rader" if request.POST.get("view") == "rows" else ""
    return htmx.go_to(request, seat.home() + as_rows, said)


def _both_values(
    request: HttpRequest,
    seat: Desk,
    ask: Ask,
    form: editing.RecordForm | None,
    fields: Sequence[Field],
) -> HttpResponse:
    """Somebody was quicker: what she typed stays in the form, beside it stands what the other wrote."""
    current = queries.record_of(ask, seat.person)
    if current is None:
        raise Http404
    row = queries.rows_of(REGISTERS[seat.round.slug], seat.person, [current.pk], fields)
    theirs = [(str(one.label), one.text(row[current.pk]) or _("okänt")) for one in fields]
    if form is not None:
        typed = request.POST.copy()
        typed["version"] = str(current.version)
        form.data = typed
        form.add_error(
            None, _("Någon annan har ändrat sedan sidan visades. Båda värdena står nedan.")
        )
        return _show(request, seat, ask=ask, form=form, theirs=theirs, status=409)
    fault = _("Någon annan har ändrat sedan sidan visades. Se efter om det stämmer nu.")
    return _show(request, seat, ask=ask, fault=fault, theirs=theirs, status=409)


def _decline(request: HttpRequest, seat: Desk, pk: int) -> HttpResponse:
    """It is not she: whom to ask instead, or why."""
    ask, _record = _ask_or_404(seat, pk)
    form = desk.decline_form(seat.round, ask, request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            answering.decline_ask(
                ask, by=seat.person, suggested=cleaned["suggested"], note=cleaned["note"]
            )
        except NotPossible as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, refusal.reason)
        except Refused as refusal:
            return _show(request, seat, ask=ask, fault=refusal.reason, status=403)
        except Stale:
            messages.error(request, _("Någon har redan svarat på den frågan."))
            return htmx.go_to(request, seat.home())
        else:
            said = _("Tack. Den som sköter rundan får veta det.")
            return htmx.go_to(request, seat.home(), said)
    return _show(request, seat, ask=ask, decline=form, status=422)


def _show(
    request: HttpRequest,
    seat: Desk,
    *,
    ask: Ask | None = None,
    form: editing.RecordForm | None = None,
    decline: DeclineForm | None = None,
    theirs: Sequence[tuple[str, str]] = (),
    fault: str = "",
    report: filing.Report | None = None,
    status: int = 200,
) -> HttpResponse:
    wanted = ask.pk if ask else whole_number(request.GET.get("fraga", ""))
    context = desk.context(seat, wanted, is_all=request.GET.get("vy") == "rader", form=form)
    context |= {
        "theirs": theirs,
        "fault": fault,
        "report": report,
        "decline": decline or context["decline"],
        "is_declining": decline is not None,
    }
    return render(request, seat.template(), context, status=status)
