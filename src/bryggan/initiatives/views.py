"""An initiative started, taken through its gate, rested, handed over and closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.decisions.register import DecisionRegister
from bryggan.initiatives import actions, course, gate_page, permissions, placing, queries
from bryggan.initiatives.facts import TAKEN
from bryggan.initiatives.forms import (
    CloseForm,
    GateForm,
    ParkForm,
    ReasonForm,
    TakeOverForm,
    VersionForm,
)
from bryggan.initiatives.gates import Gate, gate_of
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.plain import whole_numbers
from bryggan.kit.register import editing
from bryggan.kit.single_form import Sheet, add, answered, posted
from bryggan.methods.models import Phase
from bryggan.needs.models import Need
from bryggan.people.signed_in import person_of

STARTED_WITH = ("name", "unit", "description", "purpose", "goals", "role.lead", "reach", "one_off_cost_sek")  # fmt: skip
FIELDS = [field for field in InitiativeRegister.declared() if field.key in STARTED_WITH]


def initiative_or_404(request: HttpRequest, pk: int) -> Initiative:
    return get_object_or_404(queries.initiatives_seen(person_of(request)), pk=pk)


def around(initiative: Initiative) -> dict[str, Any]:
    """The way there and back, for a page about an initiative."""
    page = InitiativeRegister.url(initiative.pk)
    return {
        "back": page,
        "crumbs": ((InitiativeRegister.list_url(), _("Initiativ")), (page, initiative)),
    }


@require_http_methods(["GET", "POST"])
def start_initiative(request: HttpRequest) -> HttpResponse:
    """With few fields, out of the needs that stand in the address."""
    user = person_of(request)
    verdict = permissions.start_any(user)
    if not verdict:
        raise Refused(verdict.reason)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = whole_numbers(asked.getlist("behov"))
    waiting = queries.needs_waiting(user)
    needs = list(waiting.filter(pk__in=chosen))
    if request.method == "GET":
        initial = gate_page.start_from(needs, user)
        return _start(request, editing.form_for(FIELDS, user, initial=initial), needs)
    form = editing.form_for(FIELDS, user, posted=request.POST)
    if form.is_valid():
        values = editing.values_of(form, FIELDS)
        try:
            made = actions.start_initiative(values["unit"], by=user, values=values, needs=needs)
            said = _("Initiativet är startat. De som står bakom behoven får veta det.")
            return htmx.go_to(
                request,
                InitiativeRegister.url(made.pk),
                said if needs else _("Initiativet är startat."),
            )
        except (NotPossible, Refused) as refusal:
            field = editing.error_field(form, getattr(refusal, "field", ""))
            form.add_error(field, refusal.reason)
    return _start(request, form, needs, status=422)


def _start(
    request: HttpRequest, form: editing.RecordForm, needs: list[Need], *, status: int = 200
) -> HttpResponse:
    waiting = queries.needs_waiting(person_of(request))
    others = waiting.exclude(pk__in=[need.pk for need in needs])[: gate_page.MOST_NEEDS]
    context = {"form": form, "needs": needs, "others": list(others)}
    return render(request, "initiatives/start_initiative.html", context, status=status)


@require_GET
def show_gate(request: HttpRequest, pk: int) -> HttpResponse:
    """What the gate asks for, where it is met and by whom, and what is missing."""
    initiative = initiative_or_404(request, pk)
    gate = gate_of(initiative)
    return _gate(request, initiative, gate, _gate_form(request, initiative, gate))


def _gate_form(
    request: HttpRequest, initiative: Initiative, gate: Gate, kind: type[GateForm] = GateForm
) -> Any:
    decisions = queries.decisions_to_go_on_by(initiative, person_of(request))
    return kind(gate, decisions, posted(request), initial={"version": initiative.version})


def _gate(
    request: HttpRequest, initiative: Initiative, gate: Gate, form: GateForm, *, status: int = 200
) -> HttpResponse:
    user = person_of(request)
    context = {
        "initiative": initiative,
        "gate": gate,
        "form": form,
        "rows": gate_page.rows_of(initiative, gate, user),
        "drafts": list(queries.decisions_about(initiative, user).exclude(step__in=TAKEN)),
        "decision_slug": DecisionRegister.slug,
        **gate_page.what_may_be_done(initiative, gate, user),
        **around(initiative),
    }
    return render(request, "initiatives/gate.html", context, status=status)


@require_POST
def pass_gate(request: HttpRequest, pk: int) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    gate = gate_of(initiative)
    form = _gate_form(request, initiative, gate)
    if not form.is_valid():
        return _gate(request, initiative, gate, form, status=422)
    told = form.cleaned_data
    initiative.version = told["version"] or initiative.version
    try:
        course.pass_gate(
            initiative,
            by=user,
            decision=told.get("decision"),
            exceptions=form.reasons(),
            note=told["note"],
        )
    except NotPossible as refusal:
        add(form, refusal)
        return _gate(request, initiative_or_404(request, pk), gate, form, status=422)
    except Stale as stale:
        messages.error(request, str(stale))
        return htmx.go_to(request, reverse("show_gate", args=[pk]))
    name = gate.following.name if gate.following else ""
    said = _("Initiativet har gått vidare till %(step)s.") % {"step": name}
    return htmx.go_to(request, InitiativeRegister.url(pk), said)


@require_http_methods(["GET", "POST"])
def close_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """What it became, how it went and what the next one should know, with what is still missing beside."""
    initiative, user = initiative_or_404(request, pk), person_of(request)
    if initiative.phase == Phase.CLOSED:
        messages.error(request, _("Initiativet är avslutat."))
        return htmx.go_to(request, InitiativeRegister.url(pk))
    gate = gate_of(initiative)
    form = _gate_form(request, initiative, gate, CloseForm)
    if request.method == "POST":
        verdict = permissions.close_initiative(user, initiative)
        if not verdict:
            raise Refused(verdict.reason)
        if form.is_valid():
            told = dict(form.cleaned_data)
            asked = ("result", "evaluation", "lesson", "follow_up_on", "meets_needs")
            values = {name: told[name] for name in asked}
            try:
                course.close_initiative(
                    initiative,
                    by=user,
                    decision=told.get("decision"),
                    exceptions=form.reasons(),
                    **values,
                )
                return htmx.go_to(
                    request, InitiativeRegister.url(pk), _("Initiativet är avslutat.")
                )
            except NotPossible as refusal:
                add(form, refusal)
    context = {
        "initiative": initiative,
        "gate": gate,
        "form": form,
        "rows": gate_page.rows_of(initiative, gate, user),
        "verdict": permissions.close_initiative(user, initiative),
        **around(initiative),
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiatives/close_initiative.html", context, status=status)


def _done(request: HttpRequest, initiative: Initiative, act: Any, said: str) -> HttpResponse:
    """Back to the initiative, with what was done or why it was not possible."""
    try:
        act(initiative, by=person_of(request))
    except (NotPossible, Stale) as refusal:
        messages.error(request, str(refusal))
        return htmx.go_to(request, InitiativeRegister.url(initiative.pk))
    return htmx.go_to(request, InitiativeRegister.url(initiative.pk), said)


@require_POST
def wake_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Initiativet är igång igen.")
    return _done(request, initiative_or_404(request, pk), course.wake_initiative, said)


@require_POST
def hand_over_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Lämnat. Den som tar emot får veta det och svarar.")
    return _done(request, initiative_or_404(request, pk), course.hand_over_initiative, said)


@require_POST
def receive_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Överlämningen är godtagen av båda sidor.")
    return _done(request, initiative_or_404(request, pk), course.receive_initiative, said)


@require_POST
def prepare_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """A drafted matter about the initiative, one for each board that shares it, and on to the own one."""
    initiative = initiative_or_404(request, pk)
    try:
        made = course.prepare_decision(initiative, by=person_of(request))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, reverse("show_gate", args=[pk]))
    said = _("Ärendet är förberett. Komplettera det och låt den som har mandat besluta.")
    if made.is_joint:
        said = _("Varje nämnd som delar på det har ett eget ärende om sin andel. Komplettera dem.")
    return htmx.go_to(request, DecisionRegister.url(made.pk), said)


@require_http_methods(["GET", "POST"])
def park_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Låt initiativet vila"),
        lead=initiative.name,
        button=_("Låt vila"),
        form=ParkForm(posted(request)),
        verdict=permissions.park_initiative(user, initiative),
        note=_("På dagen tas det upp igen av sig självt."),
        **around(initiative),
    )

    def act(told: dict[str, Any]) -> str:
        course.park_initiative(initiative, by=user, **told)
        return _("Initiativet vilar. De som står bakom behoven får veta det.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def reject_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Det blir inte av"),
        lead=initiative.name,
        button=_("Det blir inte av"),
        form=ReasonForm(_("Varför?"), posted(request)),
        verdict=permissions.reject_initiative(user, initiative),
        note=_("De som står bakom behoven får läsa skälet, och behoven bereds på nytt."),
        **around(initiative),
    )

    def act(told: dict[str, Any]) -> str:
        course.reject_initiative(initiative, by=user, **told)
        return _("Initiativet blev inte av. Behoven bereds på nytt.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def refer_back_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Återremittera"),
        lead=initiative.name,
        button=_("Skicka tillbaka"),
        form=ReasonForm(_("Vad behöver göras?"), posted(request)),
        verdict=permissions.refer_back_initiative(user, initiative),
        note=_("Initiativet står kvar i sitt steg. Den som leder det får veta vad som behövs."),
        **around(initiative),
    )

    def act(told: dict[str, Any]) -> str:
        course.refer_back_initiative(initiative, by=user, **told)
        return _("Initiativet är återremitterat.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def move_to_version(request: HttpRequest, pk: int) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Byt version av metoden"),
        lead=_("%(name)s följer %(version)s.")
        % {"name": initiative.name, "version": initiative.method_version},
        button=_("Flytta initiativet"),
        form=VersionForm(queries.versions_to_move_to(initiative), posted(request)),
        verdict=permissions.move_to_version(user, initiative),
        note=_(
            "Det hamnar i samma steg. Finns det inte i den andra, eller ligger det längre fram där, "
            "hamnar det där fasen börjar eller före den."
        ),
        **around(initiative),
    )

    def act(told: dict[str, Any]) -> str:
        placing.move_to_version(initiative, by=user, **told)
        return _("Initiativet följer nu %(version)s.") % {"version": told["version"]}

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def take_over_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Det pågick redan"),
        lead=initiative.name,
        button=_("Ställ det där det står"),
        form=TakeOverForm(queries.steps_in(initiative), posted(request)),
        verdict=permissions.take_over_initiative(user, initiative),
        note=_(
            "För det som pågick innan det lades in här. Tidigare grindar visas som före Bryggan, "
            "och initiativet som övertaget."
        ),
        **around(initiative),
    )

    def act(told: dict[str, Any]) -> str:
        placing.take_over_initiative(initiative, by=user, **told)
        return _("Initiativet står i %(step)s.") % {"step": told["step"].name}

    return answered(request, sheet, act)
