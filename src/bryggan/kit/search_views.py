from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bryggan.kit import htmx, searching

PART = "search-results"


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The best few while one types; the whole answer as a page."""
    words = request.GET.get("q", "").strip().replace("\0", "")[:200]
    is_live = htmx.is_part(request, PART)
    if not words:
        found = searching.Answer(())
    else:
        found = searching.best(words, request) if is_live else searching.answer(words, request)
    context = {"words": words, "answer": found, "most": searching.MOST}
    template = "kit/search.html#live" if is_live else "kit/search.html"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response
