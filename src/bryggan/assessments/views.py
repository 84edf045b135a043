from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.assessments import actions, permissions, queries, showing, statements
from bryggan.assessments.calculation import UNKNOWN
from bryggan.assessments.forms import AskForm, OpenForm, ProlongForm
from bryggan.assessments.models import Answer, Assessment, Side
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible
from bryggan.kit.plain import whole_number, whole_numbers
from bryggan.kit.register.listing import Listing, Question
from bryggan.people.models import User
from bryggan.registers.queries import views_of
from bryggan.systems.models import System
from bryggan.systems.register import SystemRegister

MOST_SYSTEMS = 100


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _assessment(request: HttpRequest, pk: int) -> Assessment:
    user = _user(request)
    seen = System.objects.visible_to(user).present()
    rows = Assessment.objects.visible_to(user).present().filter(system__in=seen)
    return get_object_or_404(rows.select_related("system__unit", "opened_by"), pk=pk)


def _page(assessment: Assessment) -> str:
    return reverse("assessment_page", args=[assessment.pk])


# Opening


@require_http_methods(["GET", "POST"])
def open_assessment(request: HttpRequest) -> HttpResponse:
    """Whom to ask about the marked systems, or those of a view or filter."""
    user = _user(request)
    if request.method == "GET":
        return _open_page(request, _systems_asked(request, user), OpenForm(user))
    ids = whole_numbers(request.POST.getlist("id"))
    systems = list(SystemRegister.rows(user).filter(pk__in=ids).select_related("unit"))
    if ids and not systems:
        raise Http404
    form = OpenForm(user, request.POST)
    if form.is_valid():
        try:
            made = actions.open_assessment(
                systems,
                by=user,
                last_day=form.cleaned_data["last_day"],
                asked=_asked(systems, form.cleaned_data),
            )
        except NotPossible as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, refusal.reason)
        else:
            return _opened(request, made)
    return _open_page(request, systems, form, status=422)


def _systems_asked(request: HttpRequest, user: User) -> list[System]:
    """The systems that the address names: marked rows or a list's filter; without either none."""
    question = Question.read(request.GET, SystemRegister)
    if not question.marked and not question.has_filter:
        return []
    listing = Listing(SystemRegister, question, user)
    found = listing.sorted(listing.found()).select_related("unit")
    return list(found[:MOST_SYSTEMS])


def _asked(systems: Sequence[System], chosen: dict[str, Any]) -> list[actions.Asked]:
    asked = []
    if chosen["roles"]:
        for rows in queries.responsible(systems).values():
            asked += [
                actions.Asked(row.system, row.user, queries.SIDE_OF_ROLE[row.role])
                for row in rows
                if not row.is_deputy
            ]
    for system in systems:
        for side in Side.values:
            asked += [actions.Asked(system, one, side) for one in chosen[f"more_{side}"]]
    return asked


def _opened(request: HttpRequest, made: list[Assessment]) -> HttpResponse:
    said = ngettext(
        "Bedömningen är startad och de tillfrågade får veta det.",
        "%(count)s bedömningar är startade och de tillfrågade får veta det.",
        len(made),
    ) % {"count": len(made)}
    url = _page(made[0]) if len(made) == 1 else reverse("assessment_map")
    return htmx.go_to(request, url, said)


def _open_page(
    request: HttpRequest, systems: list[System], form: OpenForm, *, status: int = 200
) -> HttpResponse:
    user = _user(request)
    context = {
        "form": form,
        "rows": showing.opening_rows(systems, user),
        "verdict": permissions.open_assessment(user, systems),
        "most": MOST_SYSTEMS if len(systems) == MOST_SYSTEMS else 0,
        "views": [] if systems else views_of(SystemRegister.slug, user),
        "list_url": SystemRegister.list_url(),
    }
    return render(request, "assessments/open_assessment.html", context, status=status)


# Answering


@require_http_methods(["GET", "POST"])
def save_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own side: a part at a time or all at once. What was filled in is kept, whatever else is wrong."""
    user = _user(request)
    rows = Answer.objects.visible_to(user).filter(
        withdrawn_at=None, assessment__withdrawn_at=None, assessment__system__withdrawn_at=None
    )
    answer = get_object_or_404(rows.select_related("assessment__system__unit"), pk=pk)
    verdict = permissions.save_answer(user, answer)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    if request.method == "GET":
        return _answer_page(request, answer)
    method = statements.of_version(answer.assessment.content_version)
    given = {
        key: posted if posted == UNKNOWN else whole_number(posted) or 0
        for key in method.keys(answer.side)
        if (posted := request.POST.get(key, ""))
    }
    told: dict[str, Any] = {
        "values": given,
        "comment": request.POST.get("comment", "")[:2_000],
        "figures_said": request.POST.get("figures", ""),
    }
    if told["figures_said"]:
        year = timezone.localdate().year
        told["figures"] = queries.figures_of(answer.assessment.system, year)
    is_done = "done" in request.POST
    left = [key for key in method.keys(answer.side) if key not in {**answer.values, **given}]
    try:
        actions.save_answer(answer, by=user, is_done=is_done and not left, **told)
    except NotPossible as refusal:
        return _answer_page(request, answer, fault=refusal.reason, status=422)
    if is_done and left:
        return _answer_page(request, answer, left=left, status=422)
    return _saved(request, user, is_done=is_done)


def _saved(request: HttpRequest, user: User, *, is_done: bool) -> HttpResponse:
    """On to the next one she is asked about, when this one is done."""
    following = queries.waiting_answers(user).first() if is_done else None
    if following is not None:
        said = _("Tack, svaret är inlämnat. Här är nästa.")
        return htmx.go_to(request, reverse("save_answer", args=[following.pk]), said)
    if is_done:
        return htmx.go_to(request, "/", _("Tack, svaret är inlämnat."))
    return htmx.go_to(
        request, request.path, _("Det du har fyllt i är sparat. Kom tillbaka när du vill.")
    )


def _answer_page(
    request: HttpRequest,
    answer: Answer,
    *,
    left: Sequence[str] = (),
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    context = showing.answering(answer, _user(request), left=left)
    context |= {"fault": fault}
    return render(request, "assessments/save_answer.html", context, status=status)


# The assessment


@require_GET
def assessment_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, _assessment(request, pk))


def _shown(
    request: HttpRequest,
    assessment: Assessment,
    *,
    ask_form: AskForm | None = None,
    prolong_form: ProlongForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = _user(request)
    last_day = max(assessment.last_day, timezone.localdate())
    context = showing.assessment(assessment, user)
    context |= {
        "ask_form": ask_form or AskForm(user),
        "prolong_form": prolong_form or ProlongForm(last_day),
        "verdict": permissions.ask_respondent(user, assessment),
        "is_open": assessment.step == Assessment.Step.OPEN,
    }
    return render(request, "assessments/assessment_page.html", context, status=status)


@require_POST
def ask_respondent(request: HttpRequest, pk: int) -> HttpResponse:
    assessment, user = _assessment(request, pk), _user(request)
    form = AskForm(user, request.POST)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.ask_respondent(assessment, by=user, user=chosen["user"], side=chosen["side"])
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
        else:
            said = _("%(name)s är tillfrågad.") % {"name": chosen["user"].name}
            return htmx.go_to(request, _page(assessment), said)
    return _shown(request, assessment, ask_form=form, status=422)


@require_POST
def remind_respondents(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = _assessment(request, pk)
    try:
        told = actions.remind_respondents(assessment, by=_user(request))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, _page(assessment))
    if not told:
        said = _("Alla som ännu inte har svarat är redan påminda den här veckan.")
        return htmx.go_to(request, _page(assessment), said)
    said = ngettext("%(count)s person är påmind.", "%(count)s personer är påminda.", told)
    return htmx.go_to(request, _page(assessment), said % {"count": told})


@require_POST
def close_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = _assessment(request, pk)
    try:
        actions.close_assessment(assessment, by=_user(request))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, _page(assessment))
    return htmx.go_to(
        request, _page(assessment), _("Bedömningen är stängd. Det som är svarat gäller.")
    )


@require_POST
def prolong_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    assessment, user = _assessment(request, pk), _user(request)
    form = ProlongForm(assessment.last_day, request.POST)
    if form.is_valid():
        try:
            actions.prolong_assessment(assessment, by=user, last_day=form.cleaned_data["last_day"])
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
        else:
            return htmx.go_to(request, _page(assessment), _("Det finns mer tid att svara."))
    return _shown(request, assessment, prolong_form=form, status=422)
