"""An app asked for, screened and given a verdict; another municipality's list read in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bryggan.approvals import actions, permissions, queries, questions, suggesting
from bryggan.approvals.forms import (
    ApproveForm,
    RefuseForm,
    RequestForm,
    ScreeningForm,
    SuggestionsForm,
)
from bryggan.approvals.models import App, Step
from bryggan.approvals.neighbours import SHOWN_REMARKS, Read, read
from bryggan.approvals.next_steps import OUTCOME_TONES, STEP_TONES
from bryggan.approvals.process import PROCESS
from bryggan.approvals.register import AppRegister
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.register.fields import chip
from bryggan.kit.verdict import Verdict
from bryggan.people.models import User
from bryggan.registers.reading import FileRefused
from bryggan.systems.register import SystemRegister

JOINABLE = (Step.REQUESTED, Step.SCREENED, Step.REFUSED, Step.REOPENED, Step.DELISTED)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _app(request: HttpRequest, pk: int) -> App:
    rows = AppRegister.rows(request.user).select_related("unit", "system__unit")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


def _refused(verdict: Verdict) -> None:
    if not verdict:
        raise Refused(verdict.reason)


def _back_to(request: HttpRequest, app: App, said: str) -> HttpResponse:
    return htmx.go_to(request, AppRegister.url(app.pk), said)


def _not_now(request: HttpRequest, app: App, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return htmx.go_to(request, AppRegister.url(app.pk))


@require_http_methods(["GET", "POST"])
def request_app(request: HttpRequest) -> HttpResponse:
    """First what there is already, while one types; then the short form."""
    user = _user(request)
    asked = request.GET.get("q", "").replace("\0", "").strip()[:200]
    if request.method == "GET":
        form = RequestForm(user, initial={"name": asked})
        return _request_page(request, asked, form)
    form = RequestForm(user, request.POST)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            app = actions.request_app(values.pop("unit"), by=user, values=values)
            said = _("%(app)s är begärd. Du får veta vad som händer, ända till besked.")
            return htmx.go_to(request, AppRegister.url(app.pk), said % {"app": app.name})
        except NotPossible as refusal:
            name = refusal.field if refusal.field in form.fields else None
            form.add_error(name, refusal.reason)
    else:
        _refused(permissions.request_app(user, user.unit))
    named = str(request.POST.get("name", "")).replace("\0", "").strip()[:200]
    return _request_page(request, named, form, status=422)


def _request_page(
    request: HttpRequest, asked: str, form: RequestForm, *, status: int = 200
) -> HttpResponse:
    user = _user(request)
    mine = list(queries.requests_by(user)[:20])
    behind = {one.app_id for one in mine}
    context = {
        "words": asked,
        "apps": [_found(app, behind) for app in queries.found_apps(asked, user)],
        "systems": [
            (system.name, SystemRegister.url(system.pk), system.unit.name)
            for system in queries.found_systems(asked, user)
        ],
        "suggestions": [_suggested(one) for one in queries.found_suggestions([asked], user)],
        "form": form,
        "mine": [(one, *_standing(one.app)) for one in mine],
        "verdict": permissions.request_app(user, user.unit),
    }
    return htmx.page_or_part(
        request, "approvals/request_app.html", context, part="found", status=status
    )


def _found(app: App, behind: set[int]) -> dict[str, Any]:
    shown, url = _standing(app)
    is_behind = app.pk in behind
    return {
        "app": app,
        "chip": shown,
        "url": url,
        "is_behind": is_behind,
        "is_joinable": app.step in JOINABLE and not is_behind,
    }


def _standing(app: App) -> tuple[Any, str]:
    """Where the app is in its course, and its page."""
    return chip(STEP_TONES[app.step], str(Step(app.step).label)), AppRegister.url(app.pk)


def _suggested(one: Any) -> tuple[Any, Any]:
    """What a neighbour says, with their verdict as shape and word, or in their own word."""
    if not one.outcome:
        return one, chip("", one.outcome_word or _("okänt besked"))
    return one, chip(OUTCOME_TONES[one.outcome], one.get_outcome_display())


@require_POST
def join_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: I need it too."""
    app, user = _app(request, pk), _user(request)
    use = request.POST.get("use", "").replace("\0", "")[:1_000]
    try:
        actions.join_request(app, by=user, unit=user.unit, use=use)
    except NotPossible as refusal:
        return _not_now(request, app, refusal.reason)
    said = _("Du står nu bakom begäran om %(app)s och får veta vad som händer.")
    return _back_to(request, app, said % {"app": app.name})


@require_http_methods(["GET", "POST"])
def screen_app(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions, with what those who asked and what neighbours say beside them."""
    app, user = _app(request, pk), _user(request)
    _refused(permissions.screen_app(user, app))
    asked = questions.in_force()
    if not PROCESS.can(app, "screen"):
        return _not_now(request, app, _("Ta upp appen till omprövning först."))
    held = queries.undecided_screening(app)
    form = ScreeningForm(asked, held, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note = form.cleaned_data["note"]
            actions.screen_app(app, by=user, answers=form.answers(), note=note)
            said = _("Riskkontrollen av %(app)s är klar. Nu väntar besked.") % {"app": app.name}
            return htmx.go_to(request, reverse("approve_app", args=[pk]), said)
        except NotPossible as refusal:
            name = refusal.field if refusal.field in form.fields else None
            form.add_error(name, refusal.reason)
    context = {**_beside(app, user), "asked": asked, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "approvals/screen_app.html", context, status=status)


def _beside(app: App, user: User) -> dict[str, Any]:
    """What whoever screens or decides has beside her."""
    names = [app.name, *app.aliases]
    return {
        "app": app,
        "back": AppRegister.url(app.pk),
        "requests": list(queries.requests_of(app, user)[:50]),
        "suggestions": [_suggested(one) for one in queries.found_suggestions(names, user)],
    }


@require_http_methods(["GET", "POST"])
def approve_app(request: HttpRequest, pk: int) -> HttpResponse:
    """The verdict: what the answers led to, and beside each other the yes and the no."""
    app, user = _app(request, pk), _user(request)
    if request.method == "GET":
        # Whoever has answered the questions reads what they led to, and who gives the verdict.
        _refused(permissions.screen_app(user, app))
        return _verdict_page(request, app)
    _refused(permissions.approve_app(user, app))
    form = ApproveForm(request.POST)
    if form.is_valid():
        try:
            actions.approve_app(app, by=user, **form.cleaned_data)
            said = _("%(app)s står nu på listan. De som begärde den får veta det.")
            return _back_to(request, app, said % {"app": app.name})
        except NotPossible as refusal:
            name = refusal.field if refusal.field in form.fields else None
            form.add_error(name, refusal.reason)
    return _verdict_page(request, app, approve_form=form, status=422)


@require_POST
def refuse_app(request: HttpRequest, pk: int) -> HttpResponse:
    app, user = _app(request, pk), _user(request)
    _refused(permissions.refuse_app(user, app))
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            actions.refuse_app(app, by=user, **form.cleaned_data)
            said = _("%(app)s är nekad. De som begärde den får läsa skälet.") % {"app": app.name}
            return _back_to(request, app, said)
        except NotPossible as refusal:
            name = refusal.field if refusal.field in form.fields else None
            form.add_error(name, refusal.reason)
    return _verdict_page(request, app, refuse_form=form, status=422)


def _verdict_page(
    request: HttpRequest,
    app: App,
    *,
    approve_form: ApproveForm | None = None,
    refuse_form: RefuseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Without answers there is nothing to decide upon."""
    screening = queries.undecided_screening(app)
    if screening is None:
        return _not_now(request, app, _("Svara på frågorna i riskkontrollen först."))
    asked = questions.of_version(screening.questions_version)
    context = {
        **_beside(app, _user(request)),
        "verdict": permissions.approve_app(_user(request), app),
        "screening": screening,
        "told": asked.told(screening.answers),
        "leads": asked.leads(screening.answers),
        "approve_form": approve_form or ApproveForm.of(asked.conditions(screening.answers)),
        "refuse_form": refuse_form or RefuseForm(),
    }
    return render(request, "approvals/approve_app.html", context, status=status)


@require_POST
def reopen_app(request: HttpRequest, pk: int) -> HttpResponse:
    app = _app(request, pk)
    try:
        actions.reopen_app(app, by=_user(request), reason=_reason(request))
    except NotPossible as refusal:
        return _not_now(request, app, refusal.reason)
    return _back_to(request, app, _("Appen omprövas. Beskedet gäller tills det finns ett nytt."))


@require_POST
def delist_app(request: HttpRequest, pk: int) -> HttpResponse:
    app = _app(request, pk)
    try:
        actions.delist_app(app, by=_user(request), reason=_reason(request))
    except NotPossible as refusal:
        return _not_now(request, app, refusal.reason)
    return _back_to(request, app, _("Appen är borttagen från listan. Skälet visas öppet."))


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").replace("\0", "")[:2_000]


@require_http_methods(["GET", "POST"])
def read_suggestions(request: HttpRequest) -> HttpResponse:
    """Another municipality's list becomes suggestions. A bad file is refused in words and changes nothing."""
    user = _user(request)
    form = SuggestionsForm()
    if request.method == "POST":
        _refused(permissions.read_suggestions(user, ""))
        form = SuggestionsForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                found = _read(form)
                source = form.cleaned_data["source"] or found.municipality
                told = suggesting.read_suggestions(source, by=user, rows=found.rows)
                messages.success(request, _told(told))
                for remark in found.remarks[:SHOWN_REMARKS]:
                    messages.warning(request, remark)
                return htmx.go_to(request, reverse("read_suggestions"))
            except FileRefused as fault:
                form.add_error("file", fault.message)
            except NotPossible as refusal:
                form.add_error(refusal.field or None, refusal.reason)
    context = {
        "form": form,
        "sources": queries.sources(user),
        "verdict": permissions.read_suggestions(user, ""),
    }
    status = 422 if form.is_bound else 200
    return render(request, "approvals/read_suggestions.html", context, status=status)


def _read(form: SuggestionsForm) -> Read:
    file = form.cleaned_data["file"]
    return read(file.read(), name=file.name)


def _told(told: suggesting.Told) -> str:
    if not (told.new or told.changed or told.gone):
        return _("Inget nytt: alla %(same)s förslag var redan inlästa.") % {"same": told.same}
    return _("Nya: %(new)s. Ändrade: %(changed)s. Som förut: %(same)s. Borta: %(gone)s.") % {
        "new": told.new,
        "changed": told.changed,
        "same": told.same,
        "gone": told.gone,
    }
