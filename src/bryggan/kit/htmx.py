"""The small moves: the one place that knows of htmx's headers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseLocation


def is_part(request: HttpRequest, target: str) -> bool:
    """Whether only the named part of the page is asked for."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and htmx.target == target


def page_or_part(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str,
    target: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or of it only the partial with the name of htmx's target.

    `target`: what is aimed at, where a page has several of the same partial.
    """
    if is_part(request, target or part):
        response = render(request, f"{template}#{part}", context, status=status)
        response.headers["Vary"] = "HX-Request, HX-Target"
        return response
    return render(request, template, context, status=status)


def go_to(request: HttpRequest, url: str, said: str = "") -> HttpResponse:
    """On to the next page, with a word on what happened."""
    if said:
        messages.success(request, said)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseLocation(url)
    return redirect(url)
