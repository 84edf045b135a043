"""A task is settled, or taken up again: one form each."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bryggan.duties import actions, permissions
from bryggan.duties.forms import FinishForm, ReasonForm
from bryggan.duties.models import Task
from bryggan.duties.register import TaskRegister
from bryggan.kit.action import Action
from bryggan.kit.single_form import Sheet, answered, posted
from bryggan.kit.verdict import Permission
from bryggan.people.signed_in import person_of


def _task(request: HttpRequest, pk: int) -> Task:
    rows = TaskRegister.rows(request.user).select_related("unit", "responsible", "given_by")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


def _answer(
    request: HttpRequest,
    pk: int,
    *,
    title: str,
    button: str,
    form: forms.Form,
    allow: Permission,
    act: Action[..., Any],
    said: str,
) -> HttpResponse:
    """The page with one form; posted, what the action does with it."""
    task, user = _task(request, pk), person_of(request)
    sheet = Sheet(
        title=title,
        lead=task.name,
        button=button,
        form=form,
        verdict=allow(user, task),
        back=TaskRegister.url(pk),
        crumbs=((TaskRegister.list_url(), _("Uppgifter")), (TaskRegister.url(pk), task)),
    )

    def settle(told: dict[str, Any]) -> str:
        act(task, by=user, **told)
        return said

    return answered(request, sheet, settle)


@require_http_methods(["GET", "POST"])
def finish_task(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(
        request,
        pk,
        title=_("Uppgiften är klar"),
        button=_("Klar"),
        form=FinishForm(posted(request)),
        allow=permissions.finish_task,
        act=actions.finish_task,
        said=_("Uppgiften är klar."),
    )


@require_http_methods(["GET", "POST"])
def drop_task(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(
        request,
        pk,
        title=_("Uppgiften ska inte göras"),
        button=_("Låt den utgå"),
        form=ReasonForm(posted(request)),
        allow=permissions.drop_task,
        act=actions.drop_task,
        said=_("Uppgiften utgår."),
    )


@require_http_methods(["GET", "POST"])
def reopen_task(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(
        request,
        pk,
        title=_("Öppna uppgiften igen"),
        button=_("Öppna igen"),
        form=ReasonForm(posted(request)),
        allow=permissions.reopen_task,
        act=actions.reopen_task,
        said=_("Uppgiften är öppen igen."),
    )
