from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bryggan.contracts.models import Contract
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible
from bryggan.kit.verdict import Verdict
from bryggan.people.models import User
from bryggan.systems import accounting, connecting, panels, permissions, queries
from bryggan.systems.forms import ContractForm, CostForm, DismissForm, OtherNameForm, share_rows
from bryggan.systems.models import Cost, Mention, System
from bryggan.systems.register import SystemRegister


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _system(request: HttpRequest, pk: int) -> System:
    return get_object_or_404(SystemRegister.rows(request.user), pk=pk)  # type: ignore[no-any-return]


def _mention(request: HttpRequest, pk: int) -> Mention:
    seen = System.objects.visible_to(_user(request)).present()
    rows = Mention.objects.visible_to(_user(request)).present().filter(system__in=seen)
    return get_object_or_404(rows.select_related("system__unit", "nearest"), pk=pk)


def _refused(verdict: Verdict) -> None:
    if not verdict:
        raise PermissionDenied(verdict.reason)


def _back_to(request: HttpRequest, system: System, said: str) -> HttpResponse:
    return htmx.go_to(request, SystemRegister.url(system.pk), said)


@require_http_methods(["GET", "POST"])
def settle_mention(request: HttpRequest, pk: int) -> HttpResponse:
    """A click on the system's page settles it; the page itself has the ways that need a word."""
    mention, user = _mention(request, pk), _user(request)
    if request.method == "GET":
        return _mention_page(request, mention, OtherNameForm(user), DismissForm())
    way = request.POST.get("way", "")
    form = OtherNameForm(user, request.POST if way == "other" else None)
    chosen: dict[str, Any] = {"as_system": way == "system", "as_party": way == "party"}
    if way == "nearest":
        chosen["as_alias"] = panels.nearest_of(mention)
    elif way == "other":
        if not form.is_valid():
            return _mention_page(request, mention, form, DismissForm(), status=422)
        chosen["as_alias"] = form.cleaned_data["system"]
    try:
        integration = connecting.settle_mention(mention, by=user, **chosen)
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, reverse("settle_mention", args=[pk]))
    said = _("%(name)s är uppklarat: %(title)s.") % {
        "name": mention.name,
        "title": integration.title,
    }
    return _back_to(request, mention.system, said)


@require_POST
def dismiss_mention(request: HttpRequest, pk: int) -> HttpResponse:
    mention, user = _mention(request, pk), _user(request)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _mention_page(request, mention, OtherNameForm(user), form, status=422)
    connecting.dismiss_mention(mention, by=user, reason=form.cleaned_data["reason"])
    return _back_to(request, mention.system, _("Omnämnandet är avfärdat."))


def _mention_page(
    request: HttpRequest,
    mention: Mention,
    form: OtherNameForm,
    dismiss_form: DismissForm,
    *,
    status: int = 200,
) -> HttpResponse:
    user = _user(request)
    context = {
        "mention": mention,
        "nearest": panels.nearest_of(mention),
        "form": form,
        "dismiss_form": dismiss_form,
        "verdict": permissions.settle_mention(user, mention),
        "new_verdict": permissions.create_system(user, mention.system.unit),
        "party_verdict": permissions.create_party(user, mention.system.unit),
        "back": SystemRegister.url(mention.system_id),
    }
    return render(request, "systems/settle_mention.html", context, status=status)


@require_http_methods(["GET", "POST"])
def system_costs(request: HttpRequest, pk: int) -> HttpResponse:
    """Every year's costs, and a row to add one."""
    system, user = _system(request, pk), _user(request)
    form = CostForm.of(None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accounting.create_cost(system, by=user, values=form.cleaned_data)
            return htmx.go_to(
                request, reverse("system_costs", args=[pk]), _("Kostnaden är tillagd.")
            )
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
    context = {
        "system": system,
        "years": [panels.year_words(year) for year in queries.years_of(queries.costs_of(system))],
        "form": form,
        "verdict": permissions.create_cost(user, system),
        "back": SystemRegister.url(pk),
    }
    status = 422 if form.is_bound else 200
    return render(request, "systems/system_costs.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change_cost(request: HttpRequest, pk: int, cost_pk: int) -> HttpResponse:
    system, user = _system(request, pk), _user(request)
    cost = get_object_or_404(queries.costs_of(system).select_related("system__unit"), pk=cost_pk)
    _refused(permissions.change_cost(user, cost))
    form = CostForm.of(cost, request.POST or None)
    back = reverse("system_costs", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            accounting.change_cost(cost, by=user, values=form.cleaned_data)
            return htmx.go_to(request, back, _("Kostnaden är ändrad."))
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
    context = {"system": system, "cost": cost, "form": form, "back": back}
    status = 422 if form.is_bound else 200
    return render(request, "systems/change_cost.html", context, status=status)


@require_POST
def withdraw_cost(request: HttpRequest, pk: int, cost_pk: int) -> HttpResponse:
    system = _system(request, pk)
    cost: Cost = get_object_or_404(queries.costs_of(system), pk=cost_pk)
    accounting.withdraw_cost(cost, by=_user(request))
    said = _("Kostnaden är borttagen. Den finns kvar i historiken.")
    return htmx.go_to(request, reverse("system_costs", args=[pk]), said)


@require_http_methods(["GET", "POST"])
def share_system(request: HttpRequest, pk: int) -> HttpResponse:
    """The units that use a system, and how they share what it costs."""
    system, user = _system(request, pk), _user(request)
    _refused(permissions.share_system(user, system))
    rows = share_rows(list(queries.uses_of(system)), request.POST or None)
    refused = ""
    if request.method == "POST" and rows.is_valid():
        try:
            accounting.share_system(system, by=user, shares=rows.shares())
            return _back_to(request, system, _("Fördelningen är sparad."))
        except NotPossible as refusal:
            refused = refusal.reason
    context = {
        "system": system,
        "rows": rows,
        "refused": refused,
        "back": SystemRegister.url(pk),
    }
    status = 422 if rows.is_bound else 200
    return render(request, "systems/share_system.html", context, status=status)


@require_http_methods(["GET", "POST"])
def tie_contract(request: HttpRequest, pk: int) -> HttpResponse:
    system, user = _system(request, pk), _user(request)
    _refused(permissions.tie_contract(user, system))
    form = ContractForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        contract = form.cleaned_data["contract"]
        try:
            accounting.tie_contract(system, contract, by=user)
            said = _("%(name)s omfattar nu systemet.") % {"name": contract}
            return _back_to(request, system, said)
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
    context = {"system": system, "form": form, "back": SystemRegister.url(pk)}
    status = 422 if form.is_bound else 200
    return render(request, "systems/tie_contract.html", context, status=status)


@require_POST
def untie_contract(request: HttpRequest, pk: int, contract_pk: int) -> HttpResponse:
    system, user = _system(request, pk), _user(request)
    contract = get_object_or_404(Contract.objects.visible_to(user).present(), pk=contract_pk)
    try:
        accounting.untie_contract(system, contract, by=user)
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, SystemRegister.url(pk))
    return _back_to(request, system, _("Avtalet är lossat från systemet."))
