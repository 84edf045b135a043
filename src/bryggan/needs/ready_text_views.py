"""The municipality's own ready answers: a page to read, add and remove them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.needs import permissions, queries, ready_texts, turns
from bryggan.needs.answer_forms import ReadyTextForm
from bryggan.needs.models import OWN
from bryggan.needs.views import user_of


@require_GET
def ready_text_list(request: HttpRequest) -> HttpResponse:
    """Every ready answer, the own ones first, with the reason if one may not add any."""
    return _page(request, ReadyTextForm())


@require_POST
def add_ready_text(request: HttpRequest) -> HttpResponse:
    verdict = permissions.add_ready_text(user_of(request), "")
    if not verdict:
        raise Refused(verdict.reason)
    form = ReadyTextForm(request.POST)
    if form.is_valid():
        told = form.told()
        try:
            ready_texts.add_ready_text(told.pop("turn"), by=user_of(request), **told)
            return htmx.go_to(request, reverse("ready_text_list"), _("Svaret är tillagt."))
        except NotPossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
    return _page(request, form, status=422)


@require_POST
def remove_ready_text(request: HttpRequest, pk: int) -> HttpResponse:
    ready_text = get_object_or_404(queries.ready_texts(), pk=pk)
    ready_texts.remove_ready_text(ready_text, by=user_of(request))
    said = _("Svaret är borttaget. Det som besvarats med det står kvar.")
    return htmx.go_to(request, reverse("ready_text_list"), said)


def _page(request: HttpRequest, form: ReadyTextForm, *, status: int = 200) -> HttpResponse:
    shown: list[dict[str, Any]] = [
        {
            "turn": turn,
            "reasons": [(one, _remove_url(one.key)) for one in reasons],
        }
        for turn, reasons in turns.reasons_by_turn(turns.ALL)
    ]
    context = {
        "turns": shown,
        "form": form,
        "verdict": permissions.add_ready_text(user_of(request), ""),
    }
    return render(request, "needs/ready_text_list.html", context, status=status)


def _remove_url(key: str) -> str:
    """Where one of the municipality's own is removed; those that came with the product stay."""
    own = key.removeprefix(OWN)
    return reverse("remove_ready_text", args=[own]) if own != key else ""
