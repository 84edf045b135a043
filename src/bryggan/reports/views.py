from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bryggan.kit import words
from bryggan.kit.plain import whole_number
from bryggan.people.models import User
from bryggan.reports import home_page
from bryggan.reports.scope import Organisation, Scope


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The start page of the register, for one's own administration or the whole."""
    user = request.user
    assert isinstance(user, User)
    now = timezone.localtime()
    organisation = Organisation.read()
    scope = asked_scope(request.GET.get("enhet", ""), user, organisation)
    context: dict[str, Any] = {
        "greeting": greeting(now, user),
        "unit": user.unit,
        "today": words.long_date(now.date()),
        **home_page.context(scope, now.date()),
    }
    return render(request, "reports/home.html", context)


def asked_scope(asked: str, user: User, organisation: Organisation) -> Scope:
    """The unit asked for; else one's own administration, and for the central roles everything."""
    place = organisation.places.get(whole_number(asked) or 0)
    if place is None:
        own = organisation.administration(user.unit_id)
        is_wide = own.is_alone or user.is_external or home_page.looks_after_all(user)
        place = organisation.root if is_wide else own.place
    return Scope(user, organisation, place)


def greeting(now: datetime, user: User) -> str:
    """By the time of day, with the given name."""
    name = {"name": user.name.split()[0] if user.name.split() else ""}
    if 5 <= now.hour < 10:
        return _("God morgon, %(name)s") % name
    if 10 <= now.hour < 18:
        return _("God dag, %(name)s") % name
    return _("God kväll, %(name)s") % name
