"""Public documents handed out, and how each authority's case numbers look."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bryggan.files import case_numbers, disclosing, numbering, permissions, queries
from bryggan.files.forms import CaseNumberForm, DiscloseForm
from bryggan.files.panels import secrecy_words
from bryggan.files.views import crumbs_of, record_at
from bryggan.kit.action import NotPossible
from bryggan.kit.single_form import Sheet, add, answered, posted
from bryggan.people.signed_in import person_of


@require_http_methods(["GET", "POST"])
def disclose_documents(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What can be handed out of a record, and what cannot and why; posted, the package."""
    register, record = record_at(request, slug, pk)
    user = person_of(request)
    verdict = permissions.disclose_documents(user, record)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    found = disclosing.sorted_files(record)
    is_sent = request.method == "POST"
    form = DiscloseForm(found, request.POST if is_sent else None)
    if is_sent and form.is_valid():
        try:
            made = disclosing.disclose_documents(record, by=user, **form.told())
            return _package(made)
        except NotPossible as refusal:
            add(form, refusal)
    context = {
        "record": record,
        "crumbs": crumbs_of(register, record),
        "back": register.url(record.pk),
        "form": form,
        "secret": [(file, secrecy_words(file)) for file in found.secret],
        "working": found.working,
        "has_any": bool(found.offered or found.secret or found.frozen),
    }
    return render(request, "files/disclose_documents.html", context, status=422 if is_sent else 200)


def _package(made: Any) -> HttpResponse:
    response = HttpResponse(disclosing.package_of(made), content_type="application/zip")
    name = _("Utlämnande %(day)s.zip") % {"day": f"{made.disclosed_at:%Y-%m-%d}"}
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_GET
def case_number_rules(request: HttpRequest) -> HttpResponse:
    """Each authority and how it writes its case numbers."""
    user, rules = person_of(request), queries.rules_by_authority()
    rows = []
    for unit in queries.authorities(user):
        rule = rules.get(unit.pk)
        said = case_numbers.in_words(case_numbers.examples_in(rule.examples)) if rule else ""
        rows.append((unit, said, permissions.set_case_number_rule(user, unit)))
    return render(request, "files/case_number_rules.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def set_case_number_rule(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_of(request)
    unit = get_object_or_404(queries.authorities(user), pk=pk)
    rule = queries.rule_of(unit)
    initial = {"examples": rule.examples if rule else ""}
    sheet = Sheet(
        title=_("Diarienummer för %(unit)s") % {"unit": unit.name},
        button=_("Spara"),
        form=CaseNumberForm(posted(request), initial=initial),
        verdict=permissions.set_case_number_rule(user, unit),
        back=reverse("case_number_rules"),
        crumbs=((reverse("case_number_rules"), _("Diarienummer")),),
        note=_(
            "Årtal och löpnummer känns igen av sig själva, resten ska se ut som i exemplet. "
            "Utan exempel godtas allt."
        ),
    )

    def act(told: dict[str, Any]) -> str:
        numbering.set_case_number_rule(unit, by=user, **told)
        return _("Diarienumrets form är sparad.")

    return answered(request, sheet, act)
