"""A page with one form: what it is about, the form or the reason why not, one button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Stale
from bryggan.kit.verdict import Verdict


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What the page says around its form. `crumbs`: the way there, address and name."""

    title: str
    button: str
    form: forms.Form
    verdict: Verdict
    back: str
    crumbs: tuple[tuple[str, Any], ...] = ()
    lead: str = ""
    note: str = ""


def posted(request: HttpRequest) -> Any:
    """What a form is given: what was sent, also when that is nothing; None as long as it is only shown."""
    return request.POST if request.method == "POST" else None


def answered(
    request: HttpRequest, sheet: Sheet, act: Callable[[dict[str, Any]], str | tuple[str, str]]
) -> HttpResponse:
    """The page; posted, what `act` does with the form's values and says of it, else the errors.

    `act` says what was done, or that and the address one goes on to instead of `back`.
    """
    if request.method == "GET":
        return _page(request, sheet)
    if not sheet.verdict:
        raise PermissionDenied(sheet.verdict.reason)
    if sheet.form.is_valid():
        try:
            done = act(dict(sheet.form.cleaned_data))
            said, url = done if isinstance(done, tuple) else (done, sheet.back)
            return htmx.go_to(request, url, said)
        except NotPossible as refusal:
            add(sheet.form, refusal)
        except Stale as stale:
            # What was typed stays; posted again it is tried on the row as it stands now.
            sheet.form.add_error(None, str(stale))
            return _page(request, sheet, status=409)
    return _page(request, sheet, status=422)


def add(form: forms.Form, refusal: NotPossible) -> None:
    """What an action could not do becomes an error where it belongs in the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)


def _page(request: HttpRequest, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    context = {"sheet": sheet, "form": sheet.form}
    return render(request, "kit/single_form.html", context, status=status)
