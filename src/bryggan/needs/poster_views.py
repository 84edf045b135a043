"""The poster of a workplace: a code to hold a telephone to, and what happens to what one leaves."""

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bryggan.kit.action import Refused
from bryggan.kit.plain import whole_number
from bryggan.needs import permissions, queries
from bryggan.needs.views import user_of
from bryggan.people.models import Unit, User


@require_GET
def need_posters(request: HttpRequest) -> HttpResponse:
    """Whose poster it is to be; one's own workplace first."""
    user = _employed(request)
    chosen = whole_number(request.GET.get("var", ""))
    if chosen is not None:
        return need_poster(request, chosen)
    context = {"own": user.unit, "places": queries.places()}
    return render(request, "needs/need_posters.html", context)


@require_GET
def need_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """One page of paper, drawn by the browser as it prints it."""
    user = _employed(request)
    unit = get_object_or_404(Unit.objects.visible_to(user).present(), pk=pk)
    address = _address(request, unit)
    lifted = queries.large_enough(unit)
    context = {
        "unit": unit,
        "qr": qr_of(address),
        "address": address.partition("://")[2].rstrip("/"),
        "lifted_to": lifted if lifted != unit else None,
        "municipality": queries.municipality_name(),
        "is_local": "127.0.0.1" in address or "localhost" in address,
    }
    return render(request, "needs/need_poster.html", context)


def _employed(request: HttpRequest) -> User:
    user = user_of(request)
    verdict = permissions.voice_need(user, user.unit)
    if not verdict:
        raise Refused(verdict.reason)
    return user


def _address(request: HttpRequest, unit: Unit) -> str:
    """As letters have it, since it is read elsewhere; where none is set, as this page was asked for."""
    path = reverse("voice_need_here", args=[unit.pk])
    known = str(settings.BRYGGAN_ADDRESS).rstrip("/")
    return request.build_absolute_uri(path) if "//127.0.0.1" in known else f"{known}{path}"


def qr_of(address: str) -> SafeString:
    """The address as a QR code that stands a fold and a thumb print: drawn, no picture to fetch."""
    drawn = segno.make_qr(address, error="q").svg_inline(
        border=4,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
        title=_("QR-kod till %(address)s") % {"address": address},
    )
    # Every part of it is made here: the address is this installation's own, and the title is escaped by segno.
    return mark_safe(drawn)  # noqa: S308  # see above
