"""One need prepared and answered, on one page; then the next."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.plain import whole_number
from bryggan.kit.register import editing
from bryggan.kit.register.listing import row_of
from bryggan.needs import actions, answering, desk, panels, permissions, queries
from bryggan.needs.answer_forms import PrepareForm
from bryggan.needs.models import TO_PREPARE, Need, Route
from bryggan.needs.next_steps import badges
from bryggan.needs.register import NeedRegister
from bryggan.needs.views import need_or_404, user_of

PREPARED = (
    "name", "summary", "system", "app", "benefit", "complexity", "estimate_note", "unit",
)  # fmt: skip
# Among those declared: the municipality's own fields are read from the database, which is not there at start.
FIELDS = [field for field in NeedRegister.declared() if field.key in PREPARED]


@require_http_methods(["GET", "POST"])
def prepare_need(request: HttpRequest, pk: int) -> HttpResponse:
    """The sender's words beside the work: make it clear, estimate it, answer it."""
    need, user = need_or_404(request, pk), user_of(request)
    verdict = permissions.prepare_need(user, need)
    if not verdict:
        raise Refused(verdict.reason)
    if request.method == "GET":
        form = editing.form_for(FIELDS, user, record=need)
        return _page(request, need, form, PrepareForm(need))
    form = editing.form_for(FIELDS, user, record=need, posted=request.POST)
    answer = PrepareForm(need, request.POST)
    if "hamta" in request.POST:
        kept = editing.form_for(FIELDS, user, initial={n: form[n].value() for n in form.fields})
        return _page(request, need, kept, PrepareForm(need, initial=answer.filled()))
    is_answer = request.POST.get("gor") != "spara"
    is_readable = [form.is_valid(), not is_answer or answer.is_valid()]
    if not all(is_readable):
        return _page(request, need, form, answer, status=422)
    return _saved(request, need, form, answer, is_answer=is_answer)


def _saved(
    request: HttpRequest,
    need: Need,
    form: editing.RecordForm,
    answer: PrepareForm,
    *,
    is_answer: bool,
) -> HttpResponse:
    user, step = user_of(request), need.step
    values = editing.values_of(form, FIELDS)
    need.version = form.cleaned_data["version"] or need.version
    given = {"system": values["system"], "app": values["app"]}
    ready = answer.ready(**given) if is_answer else None
    following = desk.Desk(user, desk.Asked.read(request.GET)).next_after(need)
    try:
        answering.prepare_need(need, by=user, values=values, ready=ready)
    except Stale as stale:
        return _both_values(request, stale.record, form, answer)
    except (NotPossible, Refused) as refusal:
        _tell(form, answer, refusal)
        return _page(request, need, form, answer, status=422)
    if ready is None:
        is_there = bool(permissions.prepare_need(user, need))
        here = request.get_full_path() if is_there else reverse("need_desk")
        return htmx.go_to(request, here, _("Sparat."))
    if step not in TO_PREPARE:
        said = _("Svaret är skickat till alla som står bakom.")
        return htmx.go_to(request, NeedRegister.url(need.pk), said)
    said = _("%(number)s är besvarat.") % {"number": need.number}
    address = desk.Asked.read(request.GET).address()
    if following is None:
        return htmx.go_to(request, reverse("need_desk") + address, said)
    url = reverse("prepare_need", args=[following.pk]) + address
    return htmx.go_to(request, url, f"{said} {_('Här är nästa.')}")


def _tell(form: Form, answer: Form, refusal: NotPossible | Refused) -> None:
    """Where a refusal is shown: at the field it is about, else above the page."""
    field = getattr(refusal, "field", "")
    if field in answer.fields:
        answer.add_error(field, refusal.reason)
    else:
        form.add_error(field if field in form.fields else None, refusal.reason)


def _both_values(
    request: HttpRequest, current: Any, form: editing.RecordForm, answer: PrepareForm
) -> HttpResponse:
    """What was typed stays; beside it stands what the other person wrote."""
    row = row_of(NeedRegister, user_of(request), current.pk) or {}
    theirs = [(str(field.label), field.text(row) or _("okänt")) for field in FIELDS]
    typed = request.POST.copy()
    typed["version"] = str(current.version)
    form.data = typed
    form.add_error(None, _("Någon annan har ändrat sedan sidan visades. Båda värdena står nedan."))
    # The need may have taken a turn meanwhile: only what is possible now is offered.
    anew = PrepareForm(current, initial={name: answer[name].value() for name in answer.fields})
    return _page(request, current, form, anew, status=409, theirs=theirs)


def _page(
    request: HttpRequest,
    need: Need,
    form: editing.RecordForm,
    answer: PrepareForm,
    *,
    status: int = 200,
    theirs: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    user = user_of(request)
    asked = desk.Asked.read(request.GET)
    following = desk.Desk(user, asked).next_after(need)
    address = asked.address()
    context: dict[str, Any] = {
        "need": need,
        "url": NeedRegister.url(need.pk),
        "here": reverse("prepare_need", args=[need.pk]) + address,
        "address": address,
        "badges": badges(need),
        "form": form,
        "answer": answer,
        "theirs": theirs or [],
        "supporters": list(queries.supporters_of(need, user)[: panels.MOST_SHOWN]),
        "pictures": panels.draw_pictures(need, user),
        "answers": panels.draw_answers(need, user),
        "merged": panels.draw_merged(need, user),
        "alike_url": reverse("register_panel", args=[NeedRegister.slug, need.pk, "alike"]),
        "is_straight": need.route != Route.ORDINARY,
        "next_url": reverse("prepare_need", args=[following.pk]) + address if following else "",
    }
    return render(request, "needs/prepare_need.html", context, status=status)


@require_POST
def protect_need(request: HttpRequest, pk: int) -> HttpResponse:
    """Marked as one that not everyone should read, or no longer."""
    need = need_or_404(request, pk)
    is_protected = request.POST.get("is_protected") == "1"
    said = (
        _("Behovet är skyddat: bara närmast berörda läser det.")
        if is_protected
        else _("Behovet är inte längre skyddat.")
    )
    reason = request.POST.get("reason", "")[:300]

    def protect(seen: Need) -> None:
        actions.protect_need(seen, by=user_of(request), is_protected=is_protected, reason=reason)

    return _done(request, need, protect, said)


@require_POST
def pass_on_need(request: HttpRequest, pk: int) -> HttpResponse:
    """From those who lead to those who prepare."""
    need = need_or_404(request, pk)
    said = _("Behovet är lämnat vidare och bereds som andra.")
    return _done(request, need, lambda seen: actions.pass_on_need(seen, by=user_of(request)), said)


@require_POST
def wake_need(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken up before its day."""
    need = need_or_404(request, pk)
    said = _("Behovet är uppe till beredning igen.")
    return _done(request, need, lambda seen: actions.wake_need(seen, by=user_of(request)), said)


def _done(request: HttpRequest, need: Need, work: Any, said: str) -> HttpResponse:
    """Back to the preparation, with what was done or why it was not possible."""
    need.version = whole_number(request.POST.get("version", "")) or need.version
    back = reverse("prepare_need", args=[need.pk]) + desk.Asked.read(request.GET).address()
    try:
        work(need)
    except (NotPossible, Stale) as refusal:
        messages.error(request, str(refusal))
        return htmx.go_to(request, back)
    if not permissions.prepare_need(user_of(request), need):
        back = NeedRegister.url(need.pk)
    return htmx.go_to(request, back, said)
