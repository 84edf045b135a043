"""One list, one page, one form and one export for every register."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx, merged
from bryggan.kit.action import NotPossible, Stale
from bryggan.kit.register import editing, past, showing
from bryggan.kit.register.listing import Listing, Question, neighbours, record_and_row, row_of
from bryggan.kit.register.register import REGISTERS, Register, Section


def register_or_404(slug: str) -> type[Register]:
    if slug not in REGISTERS:
        raise Http404
    return REGISTERS[slug]


@require_GET
def register_list(request: HttpRequest, slug: str) -> HttpResponse:
    register = register_or_404(slug)
    question = Question.read(request.GET, register)
    listing = Listing(register, question, request.user)
    context = showing.list_context(listing)
    return htmx.page_or_part(request, "kit/register/list.html", context, part="rows")


@require_GET
def register_facet(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The values of one filter, fetched when it is opened."""
    register = register_or_404(slug)
    if key not in register.by_key():
        raise Http404
    listing = Listing(register, Question.read(request.GET, register), request.user)
    context = showing.facet_context(listing, key)
    return htmx.page_or_part(request, "kit/register/facet.html", context, part="facet")


@require_GET
def register_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    register = register_or_404(slug)
    found = record_and_row(register, request.user, pk, showing.page_fields(register))
    if found is None:
        return _on_to_kept(register, request, pk)
    record, row = found
    question = Question.read(request.GET, register)
    came_from = Listing(register, question, request.user)
    before, after, place, of = (
        neighbours(came_from, pk) if "from" in request.GET else (None, None, 0, 0)
    )
    context = {
        **showing.page_context(register, record, row, request.user),
        "before": before,
        "after": after,
        "place": place,
        "of": of,
        "from_address": question.address(),
    }
    return render(request, "kit/register/page.html", context)


def _on_to_kept(
    register: type[Register], request: HttpRequest, pk: int, name: str = "register_page"
) -> HttpResponse:
    """An old address leads to the record that this one was merged into; for now, since it can be undone."""
    kept = merged.leads_to(register.model, pk, request.user)
    if kept is None:
        raise Http404
    return redirect(name, register.slug, kept)


@require_GET
def register_past(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The history of a record: of itself and of what hangs on it that this person may see."""
    register = register_or_404(slug)
    record = register.rows(request.user).filter(pk=pk).first()
    if record is None:
        return _on_to_kept(register, request, pk, "register_past")
    events = past.of_record(register, record, request.user)
    context = {
        "register": register,
        "record": record,
        "record_url": register.url(pk),
        "events": events,
    }
    return htmx.page_or_part(request, "kit/register/past.html", context, part="past")


@require_GET
def register_panel(request: HttpRequest, slug: str, pk: int, key: str) -> HttpResponse:
    """A panel that comes later; without the small moves it is a page of its own."""
    register = register_or_404(slug)
    record = get_object_or_404(register.rows(request.user), pk=pk)
    panel = next(
        (one for one in showing.panels(register) if one.key == key and one.comes_later), None
    )
    if panel is None:
        raise Http404
    drawn = {
        "key": key,
        "title": panel.title,
        "place": panel.place,
        "html": panel.draw(record, request.user)
        or format_html('<p class="soft">{}</p>', _("Det finns inget att visa här.")),
    }
    context = {
        "register": register,
        "record": record,
        "record_url": register.url(pk),
        "panel": drawn,
    }
    return htmx.page_or_part(
        request, "kit/register/panel.html", context, part="panel", target=f"panel-{key}"
    )


@require_http_methods(["GET", "POST"])
def register_edit(request: HttpRequest, slug: str, pk: int, section: str) -> HttpResponse:
    """Edit one section. What somebody else changed meanwhile is shown beside what was typed."""
    register = register_or_404(slug)
    record = get_object_or_404(register.rows(request.user), pk=pk)
    part = next((one for one in showing.sections(register) if one.key == section), None)
    if part is None or register.change_with is None:
        raise Http404
    verdict = showing.may_edit(register, part, record, request.user)
    if not verdict:
        return render(request, "403.html", {"reason": verdict.reason}, status=403)
    fields = editing.editable(register, part)
    if request.method == "GET":
        form = editing.form_for(fields, request.user, record=record)
        return _form(request, register, record, part, form)
    form = editing.form_for(fields, request.user, record=record, posted=request.POST)
    if form.is_valid():
        record.version = form.cleaned_data["version"] or record.version
        try:
            values = editing.values_of(form, fields)
            register.change_with(record, by=request.user, values=values)
            return htmx.go_to(request, register.url(pk), _("Ändringen är sparad."))
        except NotPossible as refusal:
            form.add_error(editing.error_field(form, refusal.field), refusal.reason)
        except Stale as stale:
            return _both_values(request, register, stale.record, part, form)
    return _form(request, register, record, part, form, status=422)


@require_http_methods(["GET", "POST"])
def register_create(request: HttpRequest, slug: str) -> HttpResponse:
    register = register_or_404(slug)
    if register.create_with is None:
        raise Http404
    fields = showing.creation_fields(register)
    if request.method == "GET":
        form = editing.form_for(
            fields, request.user, initial=register.starts_with(request.GET, request.user)
        )
        return _new(request, register, form)
    form = editing.form_for(fields, request.user, posted=request.POST)
    if form.is_valid():
        values = editing.values_of(form, fields)
        try:
            unit = register.unit_for(values, request.user)
            record = register.create_with(unit, by=request.user, values=values)
            said = _("%(name)s är upplagd.") % {"name": record}
            return htmx.go_to(request, register.url(record.pk), said)
        except NotPossible as refusal:
            form.add_error(editing.error_field(form, refusal.field), refusal.reason)
    return _new(request, register, form, status=422)


@require_POST
def register_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    register = register_or_404(slug)
    record = get_object_or_404(register.rows(request.user), pk=pk)
    if register.withdraw_with is None:
        raise Http404
    try:
        register.withdraw_with(record, by=request.user, reason=request.POST.get("reason", ""))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, register.url(pk))
    said = _("%(name)s är borttagen ur registret. Historiken finns kvar.") % {"name": record}
    return htmx.go_to(request, register.list_url(), said)


def _form(
    request: HttpRequest,
    register: type[Register],
    record: Any,
    part: Section,
    form: editing.RecordForm,
    *,
    status: int = 200,
    theirs: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {
        "register": register,
        "record": record,
        "section": part,
        "form": form,
        "theirs": theirs or [],
        "action": reverse("register_edit", args=[register.slug, record.pk, part.key]),
        "back": register.url(record.pk),
    }
    return htmx.page_or_part(
        request, "kit/register/edit.html", context, part="section", status=status
    )


def _both_values(
    request: HttpRequest,
    register: type[Register],
    current: Any,
    part: Section,
    form: editing.RecordForm,
) -> HttpResponse:
    """What was typed stays in the form; beside it stands what the other person wrote."""
    row = row_of(register, request.user, current.pk) or {}
    fields = editing.editable(register, part)
    theirs = [(str(field.label), field.text(row) or _("okänt")) for field in fields]
    typed = request.POST.copy()
    typed["version"] = str(current.version)
    form.data = typed
    form.add_error(None, _("Någon annan har ändrat sedan sidan visades. Båda värdena står nedan."))
    return _form(request, register, current, part, form, status=409, theirs=theirs)


def _new(
    request: HttpRequest, register: type[Register], form: editing.RecordForm, *, status: int = 200
) -> HttpResponse:
    verdict = register.may_create(request.user)
    context = {
        "register": register,
        "form": form,
        "verdict": verdict,
        "back": register.list_url(),
    }
    return render(request, "kit/register/new.html", context, status=status)
