from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Stale
from bryggan.kit.plain import whole_number, whole_numbers
from bryggan.kit.register import choosing
from bryggan.kit.single_form import posted
from bryggan.people.models import User
from bryggan.registers import actions, candidates, merging, permissions, queries, shipped_words
from bryggan.registers.merge_forms import MergeForm
from bryggan.registers.mergeable import MERGEABLES, Mergeable


def _kind_or_404(request: HttpRequest, slug: str) -> tuple[Mergeable, User]:
    """The noun, for whoever may merge at all; others are told why not."""
    user: Any = request.user
    kind = MERGEABLES.get(slug)
    if kind is None:
        raise Http404
    verdict = kind.allow(user, None)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return kind, user


@require_GET
def merge_candidates(request: HttpRequest, slug: str) -> HttpResponse:
    """Pairs that may be the same, the surest first; with an id only those with that one."""
    kind, user = _kind_or_404(request, slug)
    asked = whole_numbers(request.GET.getlist("id"))
    if len(asked) > 1:
        return redirect("merge_page", slug, asked[0], asked[1])
    about = get_object_or_404(kind.rows(user), pk=asked[0]) if asked else None
    error, typed = "", request.GET.get("andra", "").replace("\0", "").strip()
    if about is not None and typed:
        try:
            other = choosing.find((kind.rows(user),), typed)
            return redirect("merge_page", slug, about.pk, other.pk)
        except ValidationError as fault:
            error = " ".join(fault.messages)
    pairs, total = candidates.proposed(kind, user, about=about.pk if about else None)
    context = {
        "kind": kind,
        "kinds": sorted(
            (one for one in MERGEABLES.values() if one.allow(user, None)),
            key=lambda one: one.place,
        ),
        "about": about,
        "about_url": kind.url(about.pk) if about else "",
        "pairs": [(one, kind.url(one.one.pk), kind.url(one.other.pk)) for one in pairs],
        "total": total,
        "most": candidates.MOST_SHOWN,
        "error": error,
        "typed": typed,
        "back": kind.list_url(),
    }
    status = 422 if error else 200
    return render(request, "registers/merge_candidates.html", context, status=status)


@require_GET
def merge_suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """Suggestions while one types which the other is."""
    kind, user = _kind_or_404(request, slug)
    words = request.GET.get("andra", "").replace("\0", "").strip()[:200]
    found = choosing.suggestions((kind.rows(user).order_by("sort_key", "pk"),), words)
    options = ((choosing.words_of(one),) for one in found)
    return HttpResponse(format_html_join("", '<option value="{}"></option>', options))


@require_http_methods(["GET", "POST"])
def merge_page(request: HttpRequest, slug: str, one: int, other: int) -> HttpResponse:
    """The two side by side: which is kept, which values, what follows; then it is done."""
    kind, user = _kind_or_404(request, slug)
    rows = kind.rows(user)
    pair = [get_object_or_404(rows.select_related("unit"), pk=pk) for pk in (one, other)]
    if one == other:
        raise Http404
    moving = candidates.moving(kind, pair, user)
    asked = whole_number(request.POST.get("kvar", request.GET.get("kvar", "")))
    kept = next((row for row in pair if row.pk == asked), None) or _likely_kept(
        kind, pair, moving, user
    )
    gone = next(row for row in pair if row is not kept)
    form = MergeForm(kind, kept, gone, user, posted(request))
    errors: list[str] = []
    status = 200
    if request.method == "POST" and form.verdict:
        errors, status = form.errors(), 422
        if not errors:
            seen_kept, seen_gone = _as_seen(request, kept, gone)
            try:
                made = merging.merge_records(
                    seen_kept, seen_gone, user, form.values(), dropped=form.dropped()
                )
                said = _("%(gone)s är sammanslagen med %(kept)s.") % {"gone": gone, "kept": kept}
                return htmx.go_to(request, reverse("batch_page", args=[made.pk]), said)
            except NotPossible as refusal:
                errors = [refusal.reason]
            except Stale as stale:
                errors, status = [str(stale)], 409
    elif request.method == "POST":
        raise PermissionDenied(form.verdict.reason)
    context = {
        "kind": kind,
        "form": form,
        "errors": errors,
        "kept": kept,
        "gone": gone,
        "kept_mark": candidates.mark_of(kept),
        "gone_mark": candidates.mark_of(gone),
        "kept_url": kind.url(kept.pk),
        "gone_url": kind.url(gone.pk),
        "moving": moving[gone.pk],
        "staying": moving[kept.pk],
        "turned": f"?kvar={gone.pk}",
        "back": reverse("merge_candidates", args=[slug]),
    }
    return render(request, "registers/merge_page.html", context, status=status)


def _as_seen(request: HttpRequest, kept: Any, gone: Any) -> tuple[Any, Any]:
    """The records by the versions that the page showed."""
    for name, record in (("kept_version", kept), ("gone_version", gone)):
        seen = whole_number(request.POST.get(name, ""))
        record.version = record.version if seen is None else seen
    return kept, gone


def _likely_kept(
    kind: Mergeable, pair: list[Any], moving: dict[int, list[candidates.Moving]], user: User
) -> Any:
    """The one that may be kept, who may sign in, who has most hanging on it, then who came first."""
    return max(
        pair,
        key=lambda row: (
            bool(kind.refuses(user, row, pair[0] if row is pair[1] else pair[1])),
            getattr(row, "is_active", False),
            sum(part.count for part in moving[row.pk]),
            -row.pk,
        ),
    )


@require_POST
def tell_apart(request: HttpRequest, slug: str, one: int, other: int) -> HttpResponse:
    """Said, and back to where one was (`tillbaka`), else to the other pairs."""
    kind, user = _kind_or_404(request, slug)
    pair = [get_object_or_404(kind.rows(user), pk=pk) for pk in (one, other)]
    reason = request.POST.get("reason", "")[:300]
    try:
        actions.tell_apart(pair[0], pair[1], by=user, reason=reason)
        said = _("Antecknat: de är inte samma. De föreslås inte igen.")
    except NotPossible as refusal:
        said = refusal.reason
    back = request.POST.get("tillbaka", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("merge_candidates", args=[slug])
    return htmx.go_to(request, back, said)


@require_GET
def synonym_list(request: HttpRequest) -> HttpResponse:
    """The words that the municipality uses for the same thing, with the reason if one may not add."""
    return render(request, "registers/synonyms.html", _synonyms(request))


@require_POST
def add_synonym(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    word, means = request.POST.get("word", "")[:80], request.POST.get("means", "")[:80]
    try:
        actions.add_synonym(word, by=user, means=means)
    except NotPossible as refusal:
        context = {**_synonyms(request), "error": refusal.reason, "word": word, "means": means}
        return render(request, "registers/synonyms.html", context, status=422)
    return htmx.go_to(request, reverse("synonym_list"), _("Ordet är tillagt."))


@require_POST
def remove_synonym(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    synonym = get_object_or_404(queries.synonyms(), pk=pk)
    actions.remove_synonym(synonym, by=user)
    return htmx.go_to(request, reverse("synonym_list"), _("Ordet är borttaget."))


def _synonyms(request: HttpRequest) -> dict[str, Any]:
    user: Any = request.user
    return {
        "synonyms": queries.synonyms(),
        "shipped": shipped_words.areas().items(),
        "verdict": permissions.add_synonym(user, ""),
        "error": "",
        "word": "",
        "means": "",
        "back": reverse("merge_candidates", args=["system"]),
    }
