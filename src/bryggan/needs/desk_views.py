"""The desk of whoever prepares needs: all that waits for her, and the same answer to many in one move."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bryggan.history.models import Batch
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.plain import whole_number, whole_numbers
from bryggan.needs import answering, desk, queries
from bryggan.needs.answer_forms import DeskForm
from bryggan.needs.models import Need
from bryggan.needs.register import NeedRegister
from bryggan.needs.views import user_of
from bryggan.people.models import User
from bryggan.registers.queries import batches_visible_to


@require_http_methods(["GET", "POST"])
def need_desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and one answer for those she marks."""
    user = user_of(request)
    page = desk.Desk(user, desk.Asked.read(request.GET))
    if request.method == "GET":
        return _page(request, page, DeskForm(user))
    if not queries.prepares_any(user) and not page.mine.exists():
        raise Refused(_("Behov besvaras av den som bereder dem."))
    marked = desk.visible(whole_numbers(request.POST.getlist("id")), user)
    form = DeskForm(user, request.POST)
    if "hamta" in request.POST:
        ready = DeskForm(user, initial=form.filled())
        return _page(request, page, ready, marked=marked)
    if not form.is_valid():
        return _page(request, page, form, marked=marked, status=422)
    given = {name: form.cleaned_data[name] for name in ("system", "app")}
    versions = {need.pk: _seen(request, need) for need in marked}
    try:
        outcome = answering.answer_needs(marked, form.ready(**given), by=user, versions=versions)
    except NotPossible as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
        return _page(request, page, form, marked=marked, status=422)
    if not outcome.left and outcome.batch is not None:
        done = page.asked.address(gjort=outcome.batch.pk)
        return htmx.go_to(request, reverse("need_desk") + done)
    return _page(request, page, form, marked=marked, outcome=outcome, status=422)


def _seen(request: HttpRequest, need: Need) -> int:
    """The need's version when it was shown; none told is one that never was."""
    seen = whole_number(request.POST.get(f"v{need.pk}", ""))
    return -1 if seen is None else seen


def _page(
    request: HttpRequest,
    page: desk.Desk,
    form: DeskForm,
    *,
    marked: list[Need] | None = None,
    outcome: answering.Outcome | None = None,
    status: int = 200,
) -> HttpResponse:
    left = outcome.left if outcome else {}
    pages = Paginator(page.found(), desk.A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    ids = {need.pk for need in marked or []} if outcome is None else set(left)
    rows = page.rows(shown.object_list, marked=ids, left=left)  # type: ignore[arg-type]
    # The pager asks how many they are, and shall not fetch them anew.
    shown.object_list = rows  # type: ignore[assignment]
    done = outcome.batch if outcome else _done(request, page.user)
    context: dict[str, Any] = {
        "page": shown,
        "rows": rows,
        "tabs": page.tabs(),
        "places": page.places(),
        "asked": page.asked,
        "form": form,
        "done": done,
        "left": [
            (need, NeedRegister.url(need.pk), left[need.pk])
            for need in marked or []
            if need.pk in left
        ],
        "prepares": queries.prepares_any(page.user),
        "address": page.asked.address(),
    }
    return render(request, "needs/need_desk.html", context, status=status)


def _done(request: HttpRequest, user: User) -> Batch | None:
    """What this person has just done, so that it can be looked at and taken back."""
    pk = whole_number(request.GET.get("gjort", ""))
    return batches_visible_to(user).filter(pk=pk).first() if pk else None
