"""What is said of an initiative: of its requirements, of the plain questions, of how it goes, of what was learnt."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bryggan.initiatives import evidence, evidencing, permissions, planning, queries, screening
from bryggan.initiatives.finding import TONES, Found
from bryggan.initiatives.forms import (
    EvidenceForm,
    LessonForm,
    RuleOutForm,
    ScreeningForm,
    StatusForm,
)
from bryggan.initiatives.mending import mended_at
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.views import around, initiative_or_404
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.register.fields import chip
from bryggan.kit.single_form import Sheet, add, answered, posted
from bryggan.people.signed_in import person_of


@require_http_methods(["GET", "POST"])
def give_evidence(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One requirement: what it is, what is found, and the two answers to it."""
    initiative, user = initiative_or_404(request, pk), person_of(request)
    if not evidencing.is_asked(initiative, key):
        raise Http404
    is_done_here = evidence.is_done_here(initiative, key)
    form = EvidenceForm(posted(request), request.FILES or None, is_done_here=is_done_here)
    if request.method == "GET":
        return _evidence(request, initiative, key, form, RuleOutForm())
    verdict = permissions.give_evidence(user, initiative)
    if not verdict:
        raise Refused(verdict.reason)
    if form.is_valid():
        told = dict(form.cleaned_data)
        file = told.pop("file", None)
        if file:
            told |= {"content": file.read(), "called": file.name}
        try:
            evidencing.give_evidence(initiative, by=user, key=key, **told)
            return _after(request, initiative, _("Underlaget är sparat."))
        except NotPossible as refusal:
            add(form, refusal)
    return _evidence(request, initiative, key, form, RuleOutForm(), status=422)


@require_POST
def rule_out_requirement(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    if not evidencing.is_asked(initiative, key):
        raise Http404
    form = RuleOutForm(request.POST)
    if form.is_valid():
        evidencing.rule_out_requirement(initiative, by=user, key=key, **form.cleaned_data)
        return _after(request, initiative, _("Det gäller inte här, och skälet står kvar."))
    said = EvidenceForm(is_done_here=evidence.is_done_here(initiative, key))
    return _evidence(request, initiative, key, said, form, status=422)


def _after(request: HttpRequest, initiative: Initiative, said: str) -> HttpResponse:
    return htmx.go_to(request, reverse("show_gate", args=[initiative.pk]), said)


def _evidence(
    request: HttpRequest,
    initiative: Initiative,
    key: str,
    form: EvidenceForm,
    rule_out: RuleOutForm,
    *,
    status: int = 200,
) -> HttpResponse:
    user = person_of(request)
    found = evidence.findings_of([initiative], [key])[initiative.pk][key]
    law = screening.laws().get(key)
    asked = None if law else queries.requirement_of(initiative, key)
    context: dict[str, Any] = {
        "initiative": initiative,
        "key": key,
        "name": evidencing.called(initiative, key),
        "law": law,
        "asked": asked,
        "question": screening.questions()[law.question] if law else None,
        "found": found,
        "done_at": mended_at(initiative, key) if evidence.is_done_here(initiative, key) else "",
        "chip": chip(TONES[found.state], str(Found(found.state).label)),
        "form": form,
        "rule_out": rule_out,
        "verdict": permissions.give_evidence(user, initiative),
        "owns": permissions.owns_requirement(user, initiative, key),
        "gate_url": reverse("show_gate", args=[initiative.pk]),
        **around(initiative),
    }
    return render(request, "initiatives/give_evidence.html", context, status=status)


@require_http_methods(["GET", "POST"])
def answer_screening(request: HttpRequest, pk: int) -> HttpResponse:
    """The plain questions on one page, and what each answer leads to."""
    initiative, user = initiative_or_404(request, pk), person_of(request)
    held = queries.answers_of(initiative)
    answers = {key: row.answer for key, row in held.items()}
    form = ScreeningForm(answers, posted(request))
    verdict = permissions.answer_screening(user, initiative)
    if request.method == "POST":
        if not verdict:
            raise Refused(verdict.reason)
        if form.is_valid():
            try:
                evidencing.answer_screening(initiative, by=user, answers=form.answers())
                return _after(request, initiative, _("Svaren är sparade."))
            except NotPossible as refusal:
                add(form, refusal)
    laws = list(screening.laws().values())
    context = {
        "initiative": initiative,
        "form": form,
        "verdict": verdict,
        "rows": [
            (form[key], [law for law in laws if law.question == key], held.get(key))
            for key in screening.questions()
        ],
        **around(initiative),
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiatives/answer_screening.html", context, status=status)


@require_http_methods(["GET", "POST"])
def report_status(request: HttpRequest, pk: int) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    last = queries.statuses_of(initiative).first()
    sheet = Sheet(
        title=_("Lämna status"),
        lead=initiative.name,
        button=_("Spara"),
        form=StatusForm(posted(request), initial={"health": initiative.health}),
        verdict=permissions.report_status(user, initiative),
        note=_("Senast: %(text)s") % {"text": last.text} if last else "",
        **around(initiative),
    )

    def act(told: dict[str, Any]) -> str:
        evidencing.report_status(initiative, by=user, **told)
        return _("Status är lämnad.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def add_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Skriv en lärdom"),
        lead=initiative.name,
        button=_("Spara"),
        form=LessonForm(posted(request)),
        verdict=permissions.add_lesson(user, initiative),
        **around(initiative),
    )

    def act(told: dict[str, Any]) -> str:
        planning.add_lesson(initiative, by=user, **told)
        return _("Lärdomen är sparad.")

    return answered(request, sheet, act)
