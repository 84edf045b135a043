"""Whoever kept a code reads what became of her need, and answers when she is asked back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bryggan.kit import merged
from bryggan.kit.action import NotPossible
from bryggan.kit.register.fields import chip
from bryggan.needs import codes, letterbox, queries, sending
from bryggan.needs.forms import CodeForm, ReplyForm
from bryggan.needs.models import LEADS_ON, Need, Sorting, Step, Supporter
from bryggan.needs.next_steps import STEP_TONES
from bryggan.needs.open_pages import WRONG_CODES, is_forged, keeps_text, may_send, open_page
from bryggan.needs.panels import turn_words
from bryggan.needs.reasons import label_of
from bryggan.people.login import address_of


@keeps_text
@open_page
@require_http_methods(["GET", "POST"])
def need_by_code(request: HttpRequest) -> HttpResponse:
    """The code is sent as a form, so that it never stands in an address."""
    form = CodeForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _ask(request, form, status=422 if form.is_bound else 200)
    if is_forged(request):
        form.add_error(None, _("Sidan hade legat öppen för länge. Försök igen."))
        return _ask(request, form, status=422)
    if WRONG_CODES.is_full(address_of(request)):
        form.add_error(None, _("Många fel koder har prövats härifrån. Vänta tio minuter."))
        return _ask(request, form, status=429)
    code = codes.read(form.cleaned_data["code"])
    digest = codes.digest_of(code)
    slip = letterbox.slip_with(digest) if code else None
    if slip is not None and slip.reply_to is None:
        return _show(request, {"code": code, "slip": slip, "is_own": slip.about is None})
    supporter = queries.supporter_with(digest) if code else None
    if supporter is None:
        WRONG_CODES.count(address_of(request))
        form.add_error("code", _("Ingen har den koden. Se efter att alla tolv tecken är med."))
        return _ask(request, form, status=422)
    return _need(request, code, supporter)


def _ask(request: HttpRequest, form: CodeForm, *, status: int) -> HttpResponse:
    return _show(request, {"form": form}, status=status)


def _need(request: HttpRequest, code: str, supporter: Supporter) -> HttpResponse:
    """The need she stands behind, or the one it has become."""
    tool, need = queries.the_tool(), _standing(supporter.need)
    reply, status, is_sent = _reply(request, supporter)
    own = queries.need_sent_as(supporter.code_digest or "")
    waits = letterbox.waits_with_reply(supporter)
    answers = [
        {
            "on": answer.said_on,
            "who": answer.by.name,
            "chip": _chip(answer.step, answer.sorting),
            "reason": label_of(answer.reason) if answer.reason else "",
            "text": answer.text,
        }
        for answer in queries.answers_of(need, tool)
    ]
    is_asked = need.step == Step.ASKED and not waits
    context = {
        "code": code,
        "need": need,
        "is_merged": need.pk != supporter.need_id or (own is not None and own.pk != need.pk),
        "is_gone": need.withdrawn_at is not None,
        "step": _chip(need.step, need.sorting, asked=_("Väntar på ditt svar")),
        "is_settled": need.step in (Step.ANSWERED, Step.MET),
        "leads_on": need.step == Step.SORTED and need.sorting in LEADS_ON,
        "became": _became(need),
        "preparing": queries.who_prepares(need.unit),
        "question": answers[0]["text"] if is_asked and answers else "",
        # The question stands in its own box, with the place to answer.
        "answers": answers[1:] if is_asked else answers,
        "said": own.obstacle if own else supporter.words,
        "reply": reply if is_asked else None,
        "waits": waits,
        "is_sent": is_sent,
        "nonce": codes.new_nonce(),
    }
    return _show(request, context, status=status)


def _chip(step: str, sorting: str, *, asked: str = "") -> SafeString:
    """A turn as she who is asked reads it."""
    words = (asked or _("Fråga")) if step == Step.ASKED else turn_words(step, sorting)
    return chip(STEP_TONES[step], words)


def _standing(need: Need) -> Need:
    kept = merged.led_to(Need, [need.pk]).get(need.pk)
    return need if kept is None else queries.need_with(kept)


def _became(need: Need) -> str:
    """What there is instead, or what it concerns."""
    if need.sorting == Sorting.OTHER_DUTY and need.duty:
        return str(need.get_duty_display())
    return str(need.app or need.system or "")


def _reply(request: HttpRequest, supporter: Supporter) -> tuple[ReplyForm, int, bool]:
    """What she answers; the form anew when it cannot be kept."""
    if "text" not in request.POST:
        return ReplyForm(), 200, False
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return form, 422, False
    try:
        if not may_send(request):
            raise NotPossible(_("Många har skickat härifrån de senaste minuterna. Vänta en stund."))
        nonce = request.POST.get("nonce", "") or codes.new_nonce()
        sending.reply_without_name(supporter, nonce=nonce, text=form.cleaned_data["text"])
    except NotPossible as refusal:
        form.add_error("text", refusal.reason)
        return form, 422, False
    return form, 200, True


def _show(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    # What somebody signed in has been told elsewhere is not taken off her session here.
    shown = {"form": None, "slip": None, "need": None, "messages": [], **context}
    return render(request, "needs/need_by_code.html", shown, status=status)
