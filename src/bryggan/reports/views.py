from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bryggan.kit import words
from bryggan.people.models import User
from bryggan.people.scope import Organisation, asked_scope
from bryggan.reports import home_page


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


def greeting(now: datetime, user: User) -> str:
    """By the time of day, with the given name."""
    name = {"name": user.name.split()[0] if user.name.split() else ""}
    if 5 <= now.hour < 10:
        return _("God morgon, %(name)s") % name
    if 10 <= now.hour < 18:
        return _("God dag, %(name)s") % name
    return _("God kväll, %(name)s") % name
