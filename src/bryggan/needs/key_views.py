"""The keys by which systems leave needs: the administrator makes them and takes them back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.needs import intake, permissions, queries
from bryggan.needs.forms import KeyForm
from bryggan.needs.views import user_of


@never_cache
@require_GET
def intake_keys(request: HttpRequest) -> HttpResponse:
    _may(request)
    return _page(request, KeyForm())


@never_cache
@require_POST
def make_intake_key(request: HttpRequest) -> HttpResponse:
    """The key is shown on the page that answers, and nowhere after it: neither in a session nor an address."""
    _may(request)
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            told = form.cleaned_data
            key = intake.make_intake_key(told["unit"], by=user_of(request), name=told["name"])
            return _page(request, KeyForm(), made=key, name=told["name"])
        except NotPossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
    return _page(request, form, status=422)


@require_POST
def revoke_intake_key(request: HttpRequest, pk: int) -> HttpResponse:
    _may(request)
    key = get_object_or_404(queries.intake_keys(), pk=pk)
    intake.revoke_intake_key(key, by=user_of(request))
    said = _("Nyckeln för %(name)s är indragen och öppnar inget mer.") % {"name": key.name}
    return htmx.go_to(request, reverse("intake_keys"), said)


def _may(request: HttpRequest) -> None:
    user = user_of(request)
    verdict = permissions.make_intake_key(user, user.unit)
    if not verdict:
        raise Refused(verdict.reason)


def _page(request: HttpRequest, form: KeyForm, *, status: int = 200, **more: Any) -> HttpResponse:
    address = request.build_absolute_uri(reverse("voice_need_by_api"))
    context = {"form": form, "keys": queries.intake_keys(), "made": "", "name": "", **more}
    context["address"] = address
    return render(request, "needs/intake_keys.html", context, status=status)
