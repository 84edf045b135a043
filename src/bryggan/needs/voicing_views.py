"""A need is left: by whoever is signed in, or by anyone who opens the page or the address of a poster."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.plain import whole_number
from bryggan.needs import actions, alike, codes, permissions, queries, sending
from bryggan.needs.forms import VoiceForm
from bryggan.needs.models import Need, Origin
from bryggan.needs.open_pages import (
    is_forged,
    keeps_text,
    may_send,
    open_page,
    person_of,
    quiet_page,
)
from bryggan.needs.register import NeedRegister
from bryggan.needs.sending import Left
from bryggan.needs.views import need_or_404, user_of
from bryggan.people.models import Unit, User

LONGEST_QUESTION = 2_000


@keeps_text
@open_page
@require_http_methods(["GET", "POST"])
def voice_need(request: HttpRequest) -> HttpResponse:
    """Three fields; while one writes, what there already is."""
    person = _voicing(request)
    if request.method == "GET":
        asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUESTION]
        form = VoiceForm(person, initial={"obstacle": asked})
        return _page(request, form, words=asked, is_asked=bool(asked))
    form = VoiceForm(person, request.POST, request.FILES)
    if is_forged(request):
        # Bound anew, so that what she wrote is there without a remark on each field.
        form.add_error(
            None, _("Sidan hade legat öppen för länge. Läs igenom det du skrev och skicka igen.")
        )
        return _page(request, form, status=422)
    if "look" in request.POST:
        return _looked(request, person)
    return _sent(request, form)


@open_page
@require_GET
def voice_need_here(request: HttpRequest, pk: int) -> HttpResponse:
    """The short address of a poster: the same page, with the workplace filled in."""
    person = _voicing(request)
    place = queries.place_of(pk)
    return _page(request, VoiceForm(person, place=place), place=place)


def _voicing(request: HttpRequest) -> User | None:
    """Who is signed in; one from outside is told that needs are left by those who work here."""
    person = person_of(request)
    if person is not None:
        verdict = permissions.voice_need(person, person.unit)
        if not verdict:
            raise Refused(verdict.reason)
    return person


def _looked(request: HttpRequest, person: User | None) -> HttpResponse:
    """What resembles what has been written so far. Sent as a form: words in an address end up in logs."""
    kept = {name: request.POST.get(name, "") for name in VoiceForm.base_fields}
    kept.pop("picture")
    form = VoiceForm(person, initial={name: value for name, value in kept.items() if value})
    return _page(request, form, words=request.POST.get("obstacle", ""), is_asked=True)


def _sent(request: HttpRequest, form: VoiceForm) -> HttpResponse:
    is_open = form.person is None or form.is_anonymous
    if is_open and not may_send(request):
        form.add_error(
            None,
            _("Många har skickat härifrån de senaste minuterna. Vänta en stund och skicka igen."),
        )
        return _page(request, form, status=429)
    need = _joined(request, form)
    if need is not None:
        return _support(request, form, need)
    if form.is_valid():
        try:
            return _left(request, form, _send(form))
        except NotPossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
    return _page(request, form, status=422)


def _send(form: VoiceForm) -> Left:
    told = dict(form.cleaned_data)
    values = {"obstacle": told["obstacle"], "concerns": told["concerns"]}
    sent = {"nonce": told["nonce"], "values": values, "route": told["route"]}
    if form.is_anonymous:
        return sending.without_name(told["unit"], picture=told["picture"], **sent)
    return sending.by_name(
        told["unit"],
        by=form.person or queries.the_tool(),
        origin=Origin.POSTER if told["by_poster"] else Origin.FORM,
        address=told["address"],
        picture=told["picture"],
        **sent,
    )


def _left(request: HttpRequest, form: VoiceForm, left: Left) -> HttpResponse:
    """What happens next: on the need's own page for whoever is signed in, else here, with the code."""
    if form.person is not None and not form.is_anonymous and left.need is not None:
        said = _("Tack. Behovet är lämnat, och du får veta vad som händer.")
        return htmx.go_to(request, NeedRegister.url(left.need.pk), said)
    return receipt(
        request,
        left,
        where=form.cleaned_data["unit"],
        address=form.cleaned_data["address"],
        is_poster=form.cleaned_data["by_poster"],
    )


def receipt(
    request: HttpRequest,
    left: Left,
    *,
    where: Unit,
    address: str = "",
    is_poster: bool = False,
    joined: str = "",
) -> HttpResponse:
    """Shown at once: a page one is led to would have to be remembered in a session."""
    context = {
        "code": left.code,
        "place": left.place,
        "where": where,
        "is_lifted": not address and left.place != where,
        "address": address,
        "is_poster": is_poster,
        "joined": joined,
        "preparing": queries.who_prepares(left.place),
        # What somebody has been told elsewhere is not taken off her session here.
        "messages": [],
    }
    return render(request, "needs/need_left.html", context)


def _joined(request: HttpRequest, form: VoiceForm) -> Need | None:
    """The need that she pressed "Jag har det också" at, among those she sees."""
    pk = whole_number(request.POST.get("support", ""))
    if pk is None or form.person is None:
        return None
    rows = Need.objects.visible_to(form.person).present().select_related("unit")
    return get_object_or_404(rows, pk=pk)


def _support(request: HttpRequest, form: VoiceForm, need: Need) -> HttpResponse:
    """What she had begun to write goes with it, as how it is where she works."""
    person, words = user_of(request), request.POST.get("obstacle", "")
    try:
        if request.FILES.get("picture"):
            said = _("En bild kan bara följa med ett eget behov. Ta bort den, eller lämna behovet.")
            raise NotPossible(said, field="picture")
        if form.is_anonymous:
            return _supported_without_name(request, need, words)
        actions.support_need(need, by=person, unit=person.unit, words=words)
    except NotPossible as refusal:
        field = {"words": "obstacle"}.get(refusal.field, refusal.field)
        form.errors.clear()
        form.add_error(field if field in form.fields else None, refusal.reason)
        return _page(request, form, words=words, is_asked=True, status=422)
    said = _("Du står nu bakom behovet och får veta vad som händer.")
    return htmx.go_to(request, NeedRegister.url(need.pk), said)


@quiet_page
@require_POST
def support_without_name(request: HttpRequest) -> HttpResponse:
    """I have it too, from the need's page, and nobody is to know that it is I."""
    need = need_or_404(request, whole_number(request.POST.get("need", "")) or 0)
    try:
        if not may_send(request):
            raise NotPossible(_("Många har skickat härifrån de senaste minuterna. Vänta en stund."))
        return _supported_without_name(request, need, request.POST.get("words", ""))
    except NotPossible as refusal:
        context = {
            "need": need,
            "back": NeedRegister.url(need.pk),
            "fault": refusal.reason,
            "words": request.POST.get("words", ""),
            "nonce": request.POST.get("nonce", ""),
            "messages": [],
        }
        return render(request, "needs/support_without_name.html", context, status=422)


def _supported_without_name(request: HttpRequest, need: Need, words: str) -> HttpResponse:
    person = user_of(request)
    nonce = request.POST.get("nonce", "") or codes.new_nonce()
    left = sending.support_without_name(need, unit=person.unit, by=person, nonce=nonce, words=words)
    return receipt(request, left, where=person.unit, joined=need.name)


def _page(
    request: HttpRequest,
    form: VoiceForm,
    *,
    place: Unit | None = None,
    words: str = "",
    is_asked: bool = False,
    status: int = 200,
) -> HttpResponse:
    person = form.person
    place = place or queries.place_of(whole_number(str(form["unit"].value() or "")) or 0)
    enough = queries.large_enough(place) if place is not None else None
    hits: list[Any] = []
    if is_asked:
        hits = alike.found(words, person) if person else alike.found_openly(words)
    context = {
        "frame": "kit/page.html" if person else "kit/plain.html",
        "form": form,
        "is_signed_in": person is not None,
        "place": place,
        "lifted_to": enough if enough != place else None,
        "municipality": queries.municipality_name(),
        "hits": hits,
        "is_asked": is_asked,
        "had_picture": bool(request.FILES.get("picture")),
    }
    if request.method == "POST":
        # Anybody may be about to send without a name: her session is left as it is.
        context["messages"] = []
    return htmx.page_or_part(request, "needs/voice_need.html", context, part="alike", status=status)
