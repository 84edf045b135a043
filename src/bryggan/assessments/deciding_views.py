from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.assessments import deciding, permissions, queries, showing
from bryggan.assessments.forms import DispositionForm, KindForm
from bryggan.assessments.models import Kind
from bryggan.assessments.words import kind_words, kinds_offered
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible
from bryggan.people.models import User
from bryggan.systems.register import SystemRegister


@require_http_methods(["GET", "POST"])
def decide_disposition(request: HttpRequest, pk: int) -> HttpResponse:
    """What is decided of a system, with every earlier decision below."""
    user = request.user
    assert isinstance(user, User)
    rows = SystemRegister.rows(user).select_related("unit")
    system = get_object_or_404(rows, pk=pk)
    verdict = permissions.decide_disposition(user, system)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    form = DispositionForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.decide_disposition(system, by=user, values=form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
        else:
            said = _("Inriktningen är inskriven. Tidigare beslut finns kvar i historiken.")
            return htmx.go_to(request, SystemRegister.url(pk), said)
    newest = queries.of_system(system, user).answered().first()
    context: dict[str, Any] = {
        "system": system,
        "form": form,
        "newest": newest,
        "proposal": showing.proposal_chip(newest.proposal) if newest else "",
        "decided": [
            showing.disposition_words(one) for one in queries.dispositions_of(system, user)
        ],
        "back": SystemRegister.url(pk),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/decide_disposition.html", context, status=status)


@require_GET
def disposition_kinds(request: HttpRequest) -> HttpResponse:
    return _kinds_page(request)


@require_POST
def change_disposition_kind(request: HttpRequest, key: str) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    if key not in Kind.values:
        raise Http404
    form = KindForm(request.POST, prefix=key)
    if form.is_valid():
        chosen = form.cleaned_data
        name = "" if chosen["name"] == str(Kind(key).label) else chosen["name"]
        try:
            deciding.change_disposition_kind(
                key, by=user, name=name, is_offered=chosen["is_offered"]
            )
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
        else:
            return htmx.go_to(request, reverse("disposition_kinds"), _("Ändringen är sparad."))
    return _kinds_page(request, key, form)


def _kinds_page(request: HttpRequest, key: str = "", bound: KindForm | None = None) -> HttpResponse:
    words, offered = kind_words(), kinds_offered()
    rows = [
        {
            "key": kind.value,
            "label": kind.label,
            "word": words[kind],
            "is_offered": kind.value in offered,
            "form": bound
            if bound and kind.value == key
            else KindForm(
                prefix=kind.value,
                initial={"name": words[kind], "is_offered": kind.value in offered},
            ),
        }
        for kind in Kind
    ]
    context = {"rows": rows, "verdict": permissions.change_disposition_kind(request.user, "")}  # type: ignore[arg-type]
    status = 422 if bound else 200
    return render(request, "assessments/disposition_kinds.html", context, status=status)
