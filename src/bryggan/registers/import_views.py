"""A file into a register, step by step: upload, columns, the plan to look at, apply, undo."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.plain import whole_number, whole_numbers
from bryggan.kit.register.fields import Choice
from bryggan.kit.register.register import REGISTERS
from bryggan.people.models import Unit, User
from bryggan.registers import permissions, queries
from bryggan.registers.importing import actions, keeping, mapping
from bryggan.registers.importing.importer import IMPORTERS, OWN, SKIP
from bryggan.registers.importing.plan import own_key
from bryggan.registers.models import Import, ImportRow
from bryggan.registers.reading import FileRefused

PAGE = 50


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _slug_or_404(slug: str) -> str:
    if slug not in IMPORTERS:
        raise Http404
    return slug


def _import_or_404(request: HttpRequest, slug: str, pk: int) -> Import:
    found = Import.objects.visible_to(_user(request)).select_related("owner")
    return get_object_or_404(found, slug=_slug_or_404(slug), pk=pk)


@require_http_methods(["GET", "POST"])
def import_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file. What cannot be read is refused here, with nothing changed."""
    user = _user(request)
    verdict = permissions.import_file(user, _slug_or_404(slug))
    refusal = ""
    if request.method == "POST":
        if not verdict:
            raise Refused(verdict.reason)
        file = request.FILES.get("file")
        if file is None:
            refusal = _("Välj en fil först.")
        else:
            try:
                made = keeping.upload(slug, file, user)
                return redirect("import_columns", slug, made.pk)
            except FileRefused as fault:
                refusal = fault.message
    context = {
        "register": REGISTERS[slug],
        "verdict": verdict,
        "refusal": refusal,
        "earlier": Import.objects.visible_to(user).filter(slug=slug).order_by("-pk")[:10],
    }
    return render(request, "registers/import_start.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Which column goes where: suggested, every column visible, changed by hand or by a saved mapping."""
    source = _import_or_404(request, slug, pk)
    if source.step in {Import.Step.APPLIED, Import.Step.CANCELLED}:
        return redirect("import_review", slug, pk)
    try:
        sheet = keeping.sheet_of(source, sheet=request.GET.get("blad"))
    except FileRefused as fault:
        return _refused(request, source, fault.message)
    importer = keeping.importer_of(source)
    targets = importer.targets()
    chosen = {int(place): key for place, key in source.columns.items()}
    if "blad" in request.GET:
        chosen = mapping.suggest(sheet.columns, targets, importer.worked_out())
    saved = queries.mappings_of(slug)
    wanted = whole_number(request.GET.get("koppling", ""))
    if wanted is not None:
        picked = get_object_or_404(saved, pk=wanted)
        chosen = mapping.from_titles(sheet.columns, picked.columns, targets, importer.worked_out())
    wrong = ""
    if request.method == "POST":
        known = {target.key for target in targets} | {OWN, SKIP, mapping.NUMBER, mapping.VERSION}
        asked = {head.index: request.POST.get(f"c{head.index}", SKIP) for head in sheet.columns}
        chosen = {place: key if key in known else SKIP for place, key in asked.items()}
        wrong = _column_fault(chosen, importer.name_key)
        if not wrong:
            keeping.choose(
                source,
                chosen,
                request.POST.get("sheet", sheet.sheet),
                empties_clear="empties_clear" in request.POST,
            )
            _save_mapping(request, slug, chosen, sheet.columns)
            keeping.begin_plan(source, len(sheet.rows))
            return redirect("import_review", slug, pk)
    context = {
        "register": REGISTERS[slug],
        "source": source,
        "sheet": sheet,
        "columns": [(head, chosen.get(head.index, SKIP)) for head in sheet.columns],
        "targets": targets,
        "saved": saved,
        "fault": wrong,
        "own": OWN,
        "skip": SKIP,
        "number": mapping.NUMBER,
        "version": mapping.VERSION,
    }
    return render(request, "registers/import_columns.html", context, status=422 if wrong else 200)


def _column_fault(chosen: dict[int, str], name_key: str) -> str:
    keys = [key for key in chosen.values() if key not in {OWN, SKIP}]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        return _("Två kolumner går till samma fält: %(fields)s.") % {"fields": ", ".join(twice)}
    if name_key not in keys and mapping.NUMBER not in keys:
        return _("Någon kolumn måste gå till Namn, annars vet ingen vilken post raden gäller.")
    return ""


def _save_mapping(request: HttpRequest, slug: str, chosen: dict[int, str], heads: Any) -> None:
    name = " ".join(request.POST.get("save_as", "").split())[:80]
    if name:
        titles = {head.title: chosen[head.index] for head in heads if head.title}
        actions.save_mapping(slug, by=_user(request), name=name, columns=titles)


@require_GET
def import_review(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The plan, or the report: counts that add up, every row, every cell that was not understood."""
    source = _import_or_404(request, slug, pk)
    outcome = request.GET.get("utfall", "")
    rows = source.rows.order_by("number")
    if outcome in ImportRow.Outcome.values:
        rows = rows.filter(outcome=outcome)
    elif outcome == "konflikt":
        rows = rows.exclude(conflicts={})
    elif outcome == "anmarkning":
        rows = rows.exclude(remarks=[])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    words = _Words(source)
    context = {
        "register": REGISTERS[slug],
        "source": source,
        "outcome": outcome,
        "tabs": _tabs(source, outcome),
        "page": page,
        "rows": [_shown(row, words, REGISTERS[slug]) for row in page],
        "are_remarks_open": outcome == "anmarkning",
        "unit_kinds": Unit.Kind.choices,
        "is_waiting": source.step == Import.Step.UPLOADED,
        "batch_url": reverse("batch_page", args=[source.batch_id]) if source.batch_id else "",
    }
    return htmx.page_or_part(request, "registers/import_review.html", context, part="plan")


def _tabs(source: Import, outcome: str) -> list[dict[str, Any]]:
    counts = source.counts
    tabs = [{"label": _("Alla rader"), "url": "?", "count": counts.get("rows", 0), "key": ""}]
    tabs += [
        {"label": label, "url": f"?utfall={key}", "count": counts.get(key, 0), "key": key}
        for key, label in ImportRow.Outcome.choices
    ]
    conflicts = source.rows.exclude(conflicts={}).count()
    remarks = source.rows.exclude(remarks=[]).count()
    tabs.append(
        {"label": _("Krockar"), "url": "?utfall=konflikt", "count": conflicts, "key": "konflikt"}
    )
    tabs.append(
        {
            "label": _("Med anmärkning"),
            "url": "?utfall=anmarkning",
            "count": remarks,
            "key": "anmarkning",
        }
    )
    return [
        {**tab, "is_current": tab["key"] == outcome}
        for tab in tabs
        if tab["count"] or not tab["key"]
    ]


class _Words:
    """What fields and the values of choices are called on screen."""

    def __init__(self, source: Import) -> None:
        fields = REGISTERS[source.slug].by_key()
        new = source.found.get("new_own_fields", [])
        self.labels = {f"own.{own_key(label)}": label for label in new}
        self.labels |= keeping.importer_of(source).labels()
        self.labels |= {key: str(field.label) for key, field in fields.items()}
        self.choices = {
            key: {str(value): str(label) for value, label in field.options.choices}
            for key, field in fields.items()
            if isinstance(field, Choice)
        }

    def pair(self, key: str, old: Any, new: Any) -> dict[str, Any]:
        named = self.choices.get(key, {})
        words = [named.get(str(value), _word(value)) for value in (old, new)]
        return {"key": key, "label": self.labels.get(key, key), "old": words[0], "new": words[1]}


def _shown(row: ImportRow, words: _Words, register: Any) -> dict[str, Any]:
    def pairs(cells: dict[str, list[Any]]) -> list[dict[str, Any]]:
        return [words.pair(key, old, new) for key, (old, new) in cells.items()]

    return {
        "row": row,
        "label": ImportRow.Outcome(row.outcome).label,
        "tone": TONES[row.outcome],
        "changes": pairs(row.changes),
        "conflicts": pairs(row.conflicts),
        "url": register.url(row.record_id) if row.record_id else "",
    }


TONES: dict[str, str] = {
    ImportRow.Outcome.CREATED: "go",
    ImportRow.Outcome.UPDATED: "calm",
    ImportRow.Outcome.UNCHANGED: "ok",
    ImportRow.Outcome.SKIPPED: "none",
    ImportRow.Outcome.FAILED: "bad",
}


def _word(value: Any) -> str:
    if value in (None, "", []):
        return _("okänt")
    if isinstance(value, list):
        return ", ".join(str(part) for part in value if part is not None)
    return str(value)


@require_POST
def import_choose(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Leave rows out, take the file's value in a conflict, say what kind a new unit is and what words mean."""
    source = _import_or_404(request, slug, pk)
    here = reverse("import_review", args=[slug, pk])
    if source.step == Import.Step.PLANNED and _keep_choices(request, source):
        return htmx.go_to(request, here, _("Svaren är med. Så här skulle det bli nu."))
    return htmx.go_to(request, here, _("Valen är sparade."))


def _keep_choices(request: HttpRequest, source: Import) -> bool:
    """True when an answer has changed what would happen: the plan is made anew, to be looked at."""
    shown = set(whole_numbers(request.POST.getlist("shown")))
    chosen = set(whole_numbers(request.POST.getlist("row")))
    before = set(source.rows.filter(is_chosen=False).values_list("number", flat=True))
    taken = {row.number: list(row.taken) for row in source.rows.exclude(taken=[])}
    for number in shown:
        taken[number] = request.POST.getlist(f"take{number}")
    keeping.choose_rows(source, (before - shown) | (shown - chosen), taken)
    kinds = {
        unit["path"]: request.POST[f"kind:{unit['path']}"]
        for unit in source.found.get("new_units", [])
        if request.POST.get(f"kind:{unit['path']}") in Unit.Kind.values
    }
    if kinds:
        keeping.keep_unit_kinds(source, {**source.found.get("unit_kinds", {}), **kinds})
    told = {ask["key"]: request.POST.get(f"answer:{ask['key']}", "") for ask in _asked(source)}
    if not keeping.keep_answers(source, told):
        return False
    keeping.begin_plan(source, source.counts.get("rows", 0))
    return True


def _asked(source: Import) -> list[dict[str, Any]]:
    asks: list[dict[str, Any]] = source.found.get("asks", [])
    return asks


@require_POST
def import_apply(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Read the plan in: one batch, which can be undone."""
    source = _import_or_404(request, slug, pk)
    verdict = permissions.import_file(_user(request), slug)
    if not verdict:
        raise Refused(verdict.reason)
    here = reverse("import_review", args=[slug, pk])
    if source.step != Import.Step.PLANNED:
        return htmx.go_to(request, here, _("Den här filen är redan inläst eller inte provkörd."))
    if _keep_choices(request, source):
        return htmx.go_to(
            request, here, _("Svaren är med. Se efter hur det skulle bli och läs in.")
        )
    try:
        keeping.apply_now(source)
    except FileRefused as fault:
        return _refused(request, source, fault.message)
    except (Refused, NotPossible) as refusal:
        return _refused(request, source, refusal.reason)
    return htmx.go_to(request, here, _("Filen är inläst."))


@require_POST
def import_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    source = _import_or_404(request, slug, pk)
    if source.step != Import.Step.APPLIED:
        keeping.cancel(source)
    said = _("Inläsningen är avbruten. Inget i registret är ändrat.")
    return htmx.go_to(request, reverse("import_start", args=[slug]), said)


def _refused(request: HttpRequest, source: Import, message: str) -> HttpResponse:
    context = {
        "register": REGISTERS[source.slug],
        "verdict": permissions.import_file(_user(request), source.slug),
        "refusal": message,
        "earlier": [],
    }
    return render(request, "registers/import_start.html", context, status=422)
