"""A delegation order as it is kept, read in: choose the file, answer what could not be read, then enter it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from bryggan.decisions import order_importing, permissions, queries
from bryggan.decisions.importing import authority_in
from bryggan.decisions.order_importing import Plan, apply_plan, choices_of, make_plan
from bryggan.decisions.order_reading import ReadOrder, asked
from bryggan.decisions.order_reading import read_order as read
from bryggan.decisions.words import limit_of_values
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.register.fields import chip
from bryggan.kit.register.inputs import DayInput
from bryggan.kit.single_form import add, posted
from bryggan.people.models import Unit, User
from bryggan.people.signed_in import person_of
from bryggan.registers.importing import keeping
from bryggan.registers.models import Import
from bryggan.registers.reading import FileRefused

SLUG = "delegation"
OUTCOMES = {
    order_importing.CREATED: ("ok", gettext_lazy("ny")),
    order_importing.UPDATED: ("go", gettext_lazy("ändras från en dag")),
    order_importing.UNCHANGED: ("none", gettext_lazy("som förut")),
    order_importing.SKIPPED: ("none", gettext_lazy("tas inte med")),
    order_importing.ASKED: ("warn", gettext_lazy("väntar på svar")),
    order_importing.FAILED: ("bad", gettext_lazy("tas inte")),
}


class FileForm(forms.Form):
    """The file, as it is kept."""

    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy(
            "Excel eller CSV, så som ordningen förs: rubriker, sammanslagna celler och kommentarer "
            "får vara kvar."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
    )


class PlanForm(forms.Form):
    """Whose order it is, from when, and an answer to each cell that could not be read."""

    def __init__(self, order: ReadOrder, sheets: list[str], user: User, sent: Any = None) -> None:
        super().__init__(sent)
        authorities = queries.authorities(user)
        likely = authority_in(order, "", user)
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Blad"), choices=[(name, name) for name in sheets], initial=order.sheet
            )
        self.fields["authority"] = forms.ModelChoiceField(
            authorities, label=_("Vems ordning?"), initial=likely, empty_label=_("Välj …")
        )
        self.fields["valid_from"] = forms.DateField(
            label=_("Gäller från"), initial=order.valid_from, widget=DayInput()
        )
        self.asks = asked(order)
        for ask in self.asks:
            self.fields[ask.key] = forms.ChoiceField(
                label=_("Punkt %(code)s: ”%(words)s”") % {"code": ask.code, "words": ask.words},
                help_text=ask.question,
                choices=[("", _("Inte besvarad än")), *choices_of(ask)],
                required=False,
            )

    def answers(self) -> dict[str, str]:
        return {ask.key: self.cleaned_data[ask.key] for ask in self.asks}


def may_read(user: User) -> bool:
    """Whoever keeps some authority's order."""
    return any(permissions.keep_order(user, unit) for unit in queries.authorities(user))


def _refuse() -> None:
    raise Refused(_("Delegationsordningen läses in av nämndsekreteraren eller administratören."))


@require_http_methods(["GET", "POST"])
def read_order(request: HttpRequest) -> HttpResponse:
    """Choose a file. What cannot be read at all is refused here, with nothing changed."""
    user = person_of(request)
    may = may_read(user)
    form = FileForm()
    if request.method == "POST":
        if not may:
            _refuse()
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                source = keeping.keep(SLUG, form.cleaned_data["file"], user)
                return redirect("review_order", source.pk)
            except FileRefused as fault:
                form.add_error("file", fault.message)
    context = {"form": form, "may": may}
    status = 422 if form.is_bound else 200
    return render(request, "decisions/read_order.html", context, status=status)


@require_http_methods(["GET", "POST"])
def review_order(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file says, point by point; nothing is entered until it is said."""
    user = person_of(request)
    rows = Import.objects.visible_to(user).filter(slug=SLUG)
    source = get_object_or_404(rows, pk=pk)
    sheet = str(request.POST.get("sheet", "")) or None
    try:
        order, sheets = read(keeping.path_of(source), sheet=sheet)
    except FileRefused as fault:
        return _unreadable(request, user, fault.message)
    form = PlanForm(order, sheets, user, posted(request))
    plan = None
    if form.is_bound and form.is_valid():
        authority: Unit = form.cleaned_data["authority"]
        verdict = permissions.keep_order(user, authority)
        if not verdict:
            raise Refused(verdict.reason)
        plan = make_plan(order, authority, form.cleaned_data["valid_from"], form.answers())
        if "apply" in request.POST:
            try:
                return _apply(request, source, plan, user)
            except NotPossible as refusal:
                add(form, NotPossible(refusal.reason))
    return _page(request, source, order, form, plan)


def _unreadable(request: HttpRequest, user: User, said: str) -> HttpResponse:
    form = FileForm({})
    form.errors.clear()
    form.add_error("file", said)
    context = {"form": form, "may": may_read(user)}
    return render(request, "decisions/read_order.html", context, status=422)


def _apply(request: HttpRequest, source: Import, plan: Plan, user: User) -> HttpResponse:
    made = apply_plan(plan, by=user, reason=source.file_name)
    keeping.applied(source, made.pk if made else None)
    counts = plan.counts()
    count = counts["created"] + counts["updated"]
    said = ngettext("%(count)s punkt är införd.", "%(count)s punkter är införda.", count)
    if not made:
        said = _("Inget nytt: allt i filen står redan i ordningen.")
    url = reverse("order_of_day", args=[plan.authority.pk])
    return htmx.go_to(request, f"{url}?dag={plan.valid_from.isoformat()}", said % {"count": count})


def _page(
    request: HttpRequest, source: Import, order: ReadOrder, form: PlanForm, plan: Plan | None
) -> HttpResponse:
    # Before anybody has answered, what the file says is shown as a plan of what would be asked.
    likely = form.fields["authority"].initial
    shown = plan
    if shown is None and likely is not None:
        shown = make_plan(order, likely, order.valid_from or timezone.localdate(), {})
    context = {
        "source": source,
        "order": order,
        "form": form,
        "plan": shown,
        "is_planned": plan is not None,
        "counts": shown.counts() if shown else {},
        "lines": [_shown(line) for line in shown.lines] if shown else [],
        "open_asks": len(shown.asks) if shown else len(form.asks),
        "head_fields": [
            form[name] for name in ("sheet", "authority", "valid_from") if name in form.fields
        ],
        "ask_fields": [form[ask.key] for ask in form.asks],
        "may_apply": plan is not None and plan.counts()["created"] + plan.counts()["updated"] > 0,
    }
    status = 422 if form.is_bound and plan is None else 200
    return render(request, "decisions/review_order.html", context, status=status)


def _shown(line: order_importing.Line) -> dict[str, Any]:
    tone, word = OUTCOMES[line.outcome]
    return {
        "line": line,
        "chip": chip(tone, str(word)),
        "limit": limit_of_values(line.values),
        "deputies": ", ".join(line.deputies),
    }
