from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx, words
from bryggan.kit.action import NotPossible
from bryggan.kit.plain import whole_numbers
from bryggan.kit.register import editing
from bryggan.kit.register.fields import Field
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.register import Register
from bryggan.kit.register.views import register_or_404
from bryggan.registers import actions, bulk, lists, permissions, queries, telling, undo
from bryggan.registers.forms import ViewForm, bulk_form, edit_of, said_of
from bryggan.registers.models import SavedView

MOST_TOLD = 200
NEWEST = 50


@require_http_methods(["GET", "POST"])
def save_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the question in the address by name."""
    register = register_or_404(slug)
    question = Question.read(request.GET, register)
    user: Any = request.user
    form = ViewForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = lists.normal_address(question)
        try:
            actions.save_view(slug, by=user, address=address, **form.values())
            said = _("Vyn är sparad. Den står som en flik ovanför listan.")
            return htmx.go_to(request, register.list_url() + address, said)
        except NotPossible as refusal:
            form.add_error(_field(form, refusal.field), refusal.reason)
    listing = Listing(register, question, user)
    context = {
        "register": register,
        "form": form,
        "title": _("Spara vyn"),
        "filters": listing.filter_words(),
        "back": register.list_url() + question.address(),
        "view": None,
    }
    return render(request, "registers/view.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def change_view(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    register = register_or_404(slug)
    user: Any = request.user
    view = _view_or_404(user, slug, pk)
    verdict = permissions.change_view(user, view)
    if not verdict:
        return render(request, "403.html", {"reason": verdict.reason}, status=403)
    initial = {"name": view.name, "shared_with": view.shared_with, "role": view.role}
    form = ViewForm(user, request.POST or None, view=view, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_view(view, by=user, **form.values())
            return htmx.go_to(request, register.list_url() + view.address, _("Vyn är ändrad."))
        except NotPossible as refusal:
            form.add_error(_field(form, refusal.field), refusal.reason)
    question = Question.read(QueryDict(view.address.removeprefix("?")), register)
    context = {
        "register": register,
        "form": form,
        "title": _("Ändra vyn"),
        "filters": Listing(register, question, user).filter_words(),
        "back": register.list_url() + view.address,
        "view": view,
    }
    return render(request, "registers/view.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove_view(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    register = register_or_404(slug)
    user: Any = request.user
    actions.remove_view(_view_or_404(user, slug, pk), by=user)
    return htmx.go_to(request, register.list_url(), _("Vyn är borttagen."))


@require_http_methods(["GET", "POST"])
def bulk_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose fields, fill in, look at what would happen, do it."""
    register = register_or_404(slug)
    if register.change_with is None:
        raise Http404
    ids = _chosen_ids(request, register)
    offered = bulk.editable_fields(register)
    asked = request.GET.getlist("falt")
    fields = [one for _title, part in offered for one in part if one.key in asked]
    context: dict[str, Any] = {
        "register": register,
        "count": words.number(len(ids)),
        "ids": ids,
        "is_too_many": len(ids) > bulk.MOST_ROWS,
        "most": words.number(bulk.MOST_ROWS),
        "offered": offered,
        "asked": asked,
        "kept": [pair for pair in _pairs(request.GET) if pair[0] != "falt"],
        "action": request.get_full_path(),
    }
    if not ids or context["is_too_many"] or not fields:
        return render(request, "registers/bulk.html", context)
    if request.method == "GET":
        context["form"] = bulk_form(fields, request.user)  # type: ignore[arg-type]
        return render(request, "registers/bulk.html", context)
    return _bulk_post(request, register, ids, fields, context)


def _bulk_post(
    request: HttpRequest,
    register: type[Register],
    ids: list[int],
    fields: list[Field],
    context: dict[str, Any],
) -> HttpResponse:
    user: Any = request.user
    form = bulk_form(fields, user, request.POST)
    context["form"] = form
    if not form.is_valid():
        return render(request, "registers/bulk.html", context, status=422)
    if request.POST.get("step") == "fill":
        return render(request, "registers/bulk.html", context)
    edit = edit_of(register, form, fields)
    try:
        if request.POST.get("step") == "do":
            reason = form.cleaned_data["reason"]
            return _bulk_done(request, register, bulk.carry_out(edit, ids, by=user, reason=reason))
        outcome = bulk.preview(edit, ids, by=user)
    except NotPossible as refusal:
        form.add_error(editing.error_field(form, refusal.field), refusal.reason)
        return render(request, "registers/bulk.html", context, status=422)
    context |= {
        "outcome": outcome,
        "refused": list(outcome.refused.values())[:MOST_TOLD],
        "said": said_of(form, fields),
        "posted": [
            pair
            for pair in _pairs(request.POST)
            if pair[0] not in {"csrfmiddlewaretoken", "step", "id"}
        ],
    }
    return render(request, "registers/bulk.html", context)


def _bulk_done(
    request: HttpRequest, register: type[Register], outcome: bulk.Outcome
) -> HttpResponse:
    if outcome.batch is None:
        messages.info(request, _("Ingenting ändrades."))
        return redirect(register.list_url())
    said = ngettext("%(count)s rad är ändrad.", "%(count)s rader är ändrade.", outcome.changed)
    url = reverse("batch_page", args=[outcome.batch.pk])
    return htmx.go_to(request, url, said % {"count": words.number(outcome.changed)})


@require_GET
def batch_list(request: HttpRequest) -> HttpResponse:
    """The newest that was done as one: one's own, for the central roles everybody's."""
    batches = list(queries.batches_visible_to(request.user).order_by("-pk")[:NEWEST])  # type: ignore[arg-type]
    names = telling.actor_names(batches)
    rows = [(batch, names.get(batch.actor_id, _("okänd"))) for batch in batches]
    return render(request, "registers/batches.html", {"rows": rows})


@require_GET
def batch_page(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    batch = get_object_or_404(queries.batches_visible_to(user), pk=pk)
    return render(request, "registers/batch.html", telling.page_context(batch, user))


@require_POST
def undo_batch(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    batch = get_object_or_404(queries.batches_visible_to(user), pk=pk)
    try:
        made = undo.undo_batch(batch, user)
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return redirect("batch_page", batch.pk)
    left = len(queries.left_in(made))
    if left:
        count = words.number(left)
        said = _("Det är ångrat, utom %(count)s uppgifter som står kvar.") % {"count": count}
    else:
        said = _("Det är ångrat. Allt är som det var.")
    return htmx.go_to(request, reverse("batch_page", args=[made.pk]), said)


def _view_or_404(user: Any, slug: str, pk: int) -> SavedView:
    views = SavedView.objects.visible_to(user).filter(slug=slug, withdrawn_at=None)
    return get_object_or_404(views.select_related("owner"), pk=pk)


def _field(form: ViewForm, name: str) -> str | None:
    return name if name in form.fields else None


def _chosen_ids(request: HttpRequest, register: type[Register]) -> list[int]:
    """The rows to change: those previewed, those marked, or all that answer the question."""
    posted = whole_numbers(request.POST.getlist("id"))
    most = bulk.MOST_ROWS + 1
    if posted:
        rows = register.rows(request.user).filter(pk__in=posted[:most])
        return list(rows.order_by("sort_key", "pk").values_list("pk", flat=True))
    question = Question.read(request.GET, register)
    if not question.marked and "alla" not in request.GET:
        return []
    found = Listing(register, question, request.user).found()
    return list(found.order_by("sort_key", "pk").values_list("pk", flat=True)[:most])


def _pairs(asked: QueryDict) -> list[tuple[str, str]]:
    return [(key, str(value)) for key, values in asked.lists() for value in values]
