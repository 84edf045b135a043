"""A draft on the page: its steps and what each size demands, changed with ordinary forms."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible
from bryggan.kit.plain import whole_number
from bryggan.kit.single_form import Sheet, answered, posted
from bryggan.methods import course, drafting, panels, permissions, queries, words
from bryggan.methods.calculation import differences, faults_of
from bryggan.methods.forms import RequirementForm, StepForm
from bryggan.methods.models import MethodStep, MethodVersion, Requirement
from bryggan.methods.views import crumbs_of, version_or_404
from bryggan.people.signed_in import person_of

EARLIER, LATER = "upp", "ner"


def edit_url(version_pk: int) -> str:
    return reverse("edit_version", args=[version_pk])


def _to_draft(version: MethodVersion) -> tuple[tuple[str, Any], ...]:
    name = _("Version %(place)s") % {"place": version.place}
    return (*crumbs_of(version.method), (edit_url(version.pk), name))


@require_GET
def edit_version(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft with all that can be changed in it, and what still keeps it from being used."""
    version, user = version_or_404(request, pk), person_of(request)
    steps = list(queries.steps_with_requirements(version))
    plain = queries.as_plain(steps)
    in_use = queries.version_in_use(version.method)
    shown = course.shown_steps(steps)
    context = {
        "version": version,
        "shown": shown,
        "stretches": course.stretches(shown),
        "demands": course.demands(shown),
        "verdict": permissions.change_draft(user, version),
        "faults": [words.fault_words(fault) for fault in faults_of(plain)],
        "in_use": in_use,
        "changed": [
            words.difference_words(one)
            for one in (differences(queries.plain_steps(in_use), plain) if in_use else ())
        ],
        "compared": panels.compared(version),
        "crumbs": crumbs_of(version.method),
    }
    return render(request, "methods/edit_version.html", context)


def _done(
    request: HttpRequest,
    version: MethodVersion,
    said: str,
    act: Callable[[], object] = lambda: None,
    *,
    at: str = "",
    gone: Collection[int] = (),
) -> HttpResponse:
    """Keep what is ticked in the table, do it, and go back to the draft with a word on what happened.

    `gone`: the requirements that are about to go, whatever is ticked for them.
    """
    shown = {whole_number(pk) for pk in request.POST.getlist("krav")} - {None, *gone}
    sizes = {pk: request.POST.getlist(f"storlek-{pk}") for pk in shown if pk is not None}
    url = edit_url(version.pk) + at
    try:
        drafting.change_sizes(version, by=person_of(request), sizes=sizes)
        act()
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, url)
    return htmx.go_to(request, url, said)


@require_POST
def change_sizes(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_or_404(request, pk)
    return _done(request, version, _("Kraven är sparade."))


def _step(request: HttpRequest, pk: int) -> MethodStep:
    rows = MethodStep.objects.visible_to(person_of(request)).present()
    rows = rows.filter(method_version__withdrawn_at=None, method_version__method__withdrawn_at=None)
    return get_object_or_404(rows.select_related("method_version__method__unit"), pk=pk)


@require_http_methods(["GET", "POST"])
def add_step(request: HttpRequest, pk: int) -> HttpResponse:
    version, user = version_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Nytt steg"),
        lead=str(version.method),
        button=_("Lägg till steget"),
        form=StepForm(posted(request)),
        verdict=permissions.add_step(user, version),
        back=edit_url(pk),
        crumbs=_to_draft(version),
        note=_("Steget hamnar sist i sin fas och märks som eget tillägg. Flytta det efteråt."),
    )

    def act(told: dict[str, Any]) -> str:
        step = drafting.add_step(version, by=user, values=told)
        return _("Steget %(name)s är tillagt.") % {"name": step}

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def change_step(request: HttpRequest, pk: int) -> HttpResponse:
    step, user = _step(request, pk), person_of(request)
    version = step.method_version
    sheet = Sheet(
        title=_("Ändra steget"),
        lead=str(step),
        button=_("Spara"),
        form=StepForm(request.POST) if request.method == "POST" else StepForm.of(step),
        verdict=permissions.change_step(user, step),
        back=edit_url(version.pk),
        crumbs=_to_draft(version),
    )

    def act(told: dict[str, Any]) -> str:
        drafting.change_step(step, by=user, values=told)
        return _("Steget är sparat.")

    return answered(request, sheet, act)


@require_POST
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    step = _step(request, pk)
    said = _("Steget %(name)s är borttaget ur utkastet.") % {"name": step}
    by = person_of(request)
    gone = set(queries.requirements_of(step).values_list("pk", flat=True))
    return _done(
        request, step.method_version, said, lambda: drafting.remove_step(step, by=by), gone=gone
    )


@require_POST
def reorder_steps(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """The step changes places with the one before it, or the one after."""
    if way not in (EARLIER, LATER):
        raise Http404
    step = _step(request, pk)
    version, by = step.method_version, person_of(request)
    order = list(queries.steps_of(version))
    at = next(place for place, one in enumerate(order) if one.pk == step.pk)
    to = min(max(at + (1 if way == LATER else -1), 0), len(order) - 1)
    order[at], order[to] = order[to], order[at]
    return _done(
        request,
        version,
        _("Steget %(name)s är flyttat.") % {"name": step},
        lambda: drafting.reorder_steps(version, by=by, order=order),
        at=f"#steg-{step.pk}",
    )


@require_http_methods(["GET", "POST"])
def add_requirement(request: HttpRequest, pk: int) -> HttpResponse:
    step, user = _step(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Nytt krav"),
        lead=_("Ska finnas innan grinden efter %(step)s") % {"step": step},
        button=_("Lägg till kravet"),
        form=RequirementForm(posted(request)),
        verdict=permissions.add_requirement(user, step),
        back=edit_url(step.method_version_id),
        crumbs=_to_draft(step.method_version),
        note=_("Det lagen kräver behöver inte stå i metoden: det kommer fram ur snabbfrågorna."),
    )

    def act(told: dict[str, Any]) -> str:
        made = drafting.add_requirement(step, by=user, values=told)
        return _("Kravet %(name)s är tillagt.") % {"name": made}

    return answered(request, sheet, act)


def _requirement(request: HttpRequest, pk: int) -> Requirement:
    rows = Requirement.objects.visible_to(person_of(request)).present()
    rows = rows.filter(method_step__method_version__withdrawn_at=None)
    return get_object_or_404(
        rows.select_related("method_step__method_version__method__unit"), pk=pk
    )


@require_http_methods(["GET", "POST"])
def change_requirement(request: HttpRequest, pk: int) -> HttpResponse:
    requirement, user = _requirement(request, pk), person_of(request)
    version = requirement.method_step.method_version
    is_posted = request.method == "POST"
    sheet = Sheet(
        title=_("Ändra kravet"),
        lead=_("Ska finnas innan grinden efter %(step)s") % {"step": requirement.method_step},
        button=_("Spara"),
        form=RequirementForm(request.POST) if is_posted else RequirementForm.of(requirement),
        verdict=permissions.change_requirement(user, requirement),
        back=edit_url(version.pk),
        crumbs=_to_draft(version),
    )

    def act(told: dict[str, Any]) -> str:
        drafting.change_requirement(requirement, by=user, values=told)
        return _("Kravet är sparat.")

    return answered(request, sheet, act)


@require_POST
def remove_requirement(request: HttpRequest, pk: int) -> HttpResponse:
    requirement, by = _requirement(request, pk), person_of(request)
    return _done(
        request,
        requirement.method_step.method_version,
        _("Kravet %(name)s är borttaget ur utkastet.") % {"name": requirement},
        lambda: drafting.remove_requirement(requirement, by=by),
        gone={pk},
    )
