"""The page of all papers, and the municipality's own Word templates."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx, words
from bryggan.kit.action import NotPossible
from bryggan.kit.papers import own_template
from bryggan.kit.papers.declared import PAPERS, DeclaredPaper, with_own_fields
from bryggan.kit.papers.fields import COMMON, CONTENT_FIELD
from bryggan.kit.papers.formats import FORMATS
from bryggan.kit.register.on_paper import FORMAT_WORDS
from bryggan.people.models import User
from bryggan.reports import actions, permissions
from bryggan.reports.forms import TemplateForm, options_form


@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """Every paper that can be made here, with what can be chosen about it."""
    user = request.user
    assert isinstance(user, User)
    listed = [declared for declared in PAPERS.values() if declared.is_listed]
    context = {
        "papers": [shown(declared, user) for declared in listed],
        "template_verdict": permissions.change_template(user),
        "has_template": own_template.current() is not None,
    }
    return render(request, "reports/papers.html", context)


def shown(declared: type[DeclaredPaper], user: User) -> dict[str, Any]:
    formats = [
        {
            "label": FORMAT_WORDS[form][0],
            "icon": FORMAT_WORDS[form][1],
            "url": reverse("paper_file", args=[declared.name, form]),
        }
        for form in declared.formats
    ]
    return {
        "name": declared.name,
        "title": declared.title,
        "description": declared.description,
        "form": options_form(declared, user),
        "formats": formats,
    }


@require_http_methods(["GET", "POST"])
def change_template(request: HttpRequest) -> HttpResponse:
    """The templates in use; the administrator chooses another. A refused file changes nothing."""
    user = request.user
    assert isinstance(user, User)
    if request.method == "GET":
        return template_page(request, user, TemplateForm())
    form = TemplateForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            paper = form.cleaned_data["paper"]
            actions.change_template(file.read(), by=user, name=file.name, paper=paper)
            return htmx.go_to(
                request, reverse("change_template"), _("Mallen används från och med nu.")
            )
        except NotPossible as refusal:
            form.add_error("file", refusal.reason)
    return template_page(request, user, form, status=422)


@require_POST
def remove_template(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    try:
        actions.remove_template(_known_paper(request.POST.get("paper", "")), by=user)
        said = _("Mallen är borttagen. Papper som redan är gjorda påverkas inte.")
    except NotPossible as refusal:
        said = refusal.reason
    return htmx.go_to(request, reverse("change_template"), said)


@require_GET
def default_template(request: HttpRequest) -> HttpResponse:
    """Bryggan's own template, to start from."""
    response = HttpResponse(own_template.default(), content_type=FORMATS["docx"].content_type)
    name = _("Bryggans wordmall.docx")
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    return response


def template_page(
    request: HttpRequest, user: User, form: TemplateForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "verdict": permissions.change_template(user),
        "in_use": _in_use(),
        "fields": [
            (_("I mallar för alla papper"), [CONTENT_FIELD, *COMMON]),
            *(
                (
                    _("Bara i mallen för: %(paper)s") % {"paper": declared.title},
                    list(declared.gives),
                )
                for declared in with_own_fields()
            ),
        ],
    }
    return render(request, "reports/word_template.html", context, status=status)


def _known_paper(name: str) -> str:
    return name if name in PAPERS else ""


def _in_use() -> list[tuple[str, str, str]]:
    """Each template of one's own: the paper's name and title, and since when."""
    named = [("", _("Alla papper")), *((one.name, str(one.title)) for one in PAPERS.values())]
    return [
        (name, title, words.time_text(localtime(since)))
        for name, title in named
        if (since := own_template.in_use_since(name))
    ]
