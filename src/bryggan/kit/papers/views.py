"""A declared paper as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from bryggan.kit.papers.declared import PAPERS, NoSuchPaper, make_file, read_options


@require_GET
def paper_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """The paper as this person may see it, made now."""
    declared = PAPERS.get(name)
    if declared is None:
        raise Http404
    try:
        options = read_options(declared, request.user, request.GET, form)
        made = make_file(declared, request.user, options)
    except NoSuchPaper as error:
        raise Http404 from error
    response = HttpResponse(made.content, content_type=made.content_type)
    header = content_disposition_header(as_attachment=True, filename=made.name)
    response.headers["Content-Disposition"] = header or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
