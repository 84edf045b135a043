"""The review's start, the auditors' table, a purpose judged, a sample drawn."""

import secrets
from collections.abc import Container
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bryggan.dossiers import actions, permissions, queries
from bryggan.dossiers.columns import ADMINISTRATION, CLEAR_PURPOSE, COLUMNS, PROJECT
from bryggan.dossiers.forms import DrawForm, PurposeForm
from bryggan.dossiers.models import Sample
from bryggan.dossiers.papers.table import offered_of
from bryggan.dossiers.register import SampleRegister
from bryggan.dossiers.selection import Selection
from bryggan.dossiers.table import Cell, gaps_words
from bryggan.initiatives import evidence
from bryggan.initiatives import queries as initiative_queries
from bryggan.initiatives.finding import TONES
from bryggan.initiatives.mending import evidence_url
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.register import InitiativeRegister
from bryggan.initiatives.views import around, initiative_or_404
from bryggan.kit.single_form import Sheet, answered, posted
from bryggan.kit.words import soft_hyphens
from bryggan.people.signed_in import person_of

PAGE = 50
MOST_READINGS = 100
REVIEW = "review"


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """Who audits, what has been drawn and read; to the auditor what she may see and by what law."""
    user = person_of(request)
    context = {
        "own": queries.own_appointments(user),
        "auditors": queries.auditors(user),
        "samples": [
            (one, SampleRegister.url(one.pk)) for one in queries.samples(user)[:MOST_READINGS]
        ],
        "readings": queries.readings(user)[:MOST_READINGS],
        "draw": permissions.draw_sample(user),
    }
    return render(request, "dossiers/review.html", context)


def selection_or_404(request: HttpRequest) -> Selection:
    selection = Selection.asked(request.GET, person_of(request))
    if selection is None:
        raise Http404
    return selection


@require_GET
def evidence_table(request: HttpRequest) -> HttpResponse:
    """The auditors' table of what was asked for: each cell with what it rests on and where it is accounted for."""
    user, selection = person_of(request), selection_or_404(request)
    page = Paginator(range(selection.total), PAGE).get_page(request.GET.get("page"))
    first = max(page.start_index() - 1, 0)
    rows = selection.rows(first, first + PAGE)
    said = [cell.evidence for row in rows for cell in row.cells if cell.evidence]
    seen = initiative_queries.documents_seen(said, user)
    context = {
        "selection": selection,
        "sample_url": SampleRegister.url(selection.sample.pk) if selection.sample else "",
        "list_url": InitiativeRegister.list_url(),
        "heads": [
            soft_hyphens(head)
            for head in (PROJECT, ADMINISTRATION, *(column.title for column in COLUMNS))
        ],
        "administration": ADMINISTRATION,
        "rows": [
            (
                row,
                soft_hyphens(row.initiative.name),
                soft_hyphens(row.administration),
                InitiativeRegister.url(row.initiative.pk),
                [
                    (cell, TONES[cell.state], way_to(row.initiative, cell, seen))
                    for cell in row.cells
                ],
            )
            for row in rows
        ],
        "page": page,
        "gaps": gaps_words(rows),
        "papers": offered_of(selection),
        "draw": permissions.draw_sample(user) if selection.sample is None else None,
        "is_auditor": bool(queries.own_appointments(user)),
    }
    return render(request, "dossiers/evidence_table.html", context)


def way_to(initiative: Initiative, cell: Cell, seen: Container[int]) -> str:
    """To the paper itself when there is one that the reader may open, else to where somebody accounts for it."""
    said = cell.evidence
    if said is not None and said.link:
        return said.link
    if said is not None and said.document_id in seen:
        return reverse("download_file", args=[said.document_id])
    if cell.column.key == CLEAR_PURPOSE:
        return reverse("judge_purpose", args=[initiative.pk])
    return evidence_url(initiative, cell.column.key)


@require_http_methods(["GET", "POST"])
def judge_purpose(request: HttpRequest, pk: int) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    found = evidence.findings_of([initiative], [CLEAR_PURPOSE])[pk][CLEAR_PURPOSE]
    written = " ".join(
        part for part in (initiative.get_purpose_display(), initiative.goals) if part
    )
    said = _("Sagt av %(who)s: ”%(words)s”") % {"who": found.by, "words": found.words}
    sheet = Sheet(
        title=_("Är syfte och mål tydliga?"),
        lead=written or _("Inget syfte och inga mål är skrivna i initiativet."),
        button=_("Spara"),
        form=PurposeForm(posted(request)),
        verdict=permissions.judge_purpose(user, initiative),
        note=said if found.evidence else "",
        **around(initiative),
    )

    def act(told: dict[str, Any]) -> str:
        actions.judge_purpose(initiative, by=user, **told)
        return _("Det är sparat, med ditt namn och dagens datum.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def draw_sample(request: HttpRequest) -> HttpResponse:
    """By lot out of the table's filter; what is drawn is kept."""
    user, selection = person_of(request), selection_or_404(request)
    back = reverse("evidence_table")
    address = f"{back}?{selection.address}" if selection.address else back
    sheet = Sheet(
        title=_("Dra ett slumpmässigt urval"),
        lead=_("Ur %(count)s initiativ: %(filters)s")
        % {
            "count": selection.total,
            "filters": "; ".join(selection.words),
        },
        button=_("Dra"),
        form=DrawForm(posted(request), seed=secrets.token_hex(4)),
        verdict=permissions.draw_sample(user),
        note=_(
            "Urvalet sparas med frö, population och det som stod i tabellen. Det går inte att ta bort."
        ),
        back=address,
        crumbs=((reverse(REVIEW), _("Granskning")), (address, _("Revisorernas tabell"))),
    )

    def act(told: dict[str, Any]) -> tuple[str, str]:
        unit = queries.unit_drawn_for(user)
        population = selection.population()
        sample = actions.draw_sample(unit, by=user, population=population, **told)
        return _("Urvalet är draget."), SampleRegister.url(sample.pk)

    return answered(request, sheet, act)


@require_GET
def sample_population(request: HttpRequest, pk: int) -> HttpResponse:
    """What was drawn from, line by line, for whoever draws again."""
    samples = Sample.objects.visible_to(person_of(request)).present()
    sample = get_object_or_404(samples, pk=pk)
    lines = [
        f"{authority};{number}\n"
        for authority in sorted(sample.population)
        for number in sample.population[authority]
    ]
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    header = content_disposition_header(
        as_attachment=True, filename=_("Population %(number)s.csv") % {"number": sample.number}
    )
    response.headers["Content-Disposition"] = header or "attachment"
    return response
