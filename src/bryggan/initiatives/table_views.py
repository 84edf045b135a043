"""The tables of an initiative, each on a page of its own and saved as a whole; and which needs it is to meet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bryggan.initiatives import actions, permissions, planning, queries, tables
from bryggan.initiatives.forms import NeedsForm
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.register import InitiativeRegister
from bryggan.initiatives.tables import Part
from bryggan.initiatives.views import around, initiative_or_404
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.plain import whole_number
from bryggan.kit.single_form import Sheet, answered, posted
from bryggan.kit.verdict import Verdict
from bryggan.people.models import User
from bryggan.people.signed_in import person_of

type Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page with one table or two: what it says above, and the action that saves all of it."""

    title: Any
    lead: Any
    parts: tuple[Part, ...]
    verdict: Callable[[User, Initiative], Verdict]
    act: Callable[..., Any]


SHARES = Part(
    key="shares", title=gettext_lazy("Andelar"), form=tables.ShareRow, rows=queries.shares_of
)
MILESTONES = Part(
    key="milestones",
    title=gettext_lazy("Milstolpar"),
    form=tables.MilestoneRow,
    rows=queries.milestones_of,
)
MONEY = Part(
    key="rows", title=gettext_lazy("Belopp per år"), form=tables.MoneyForm, rows=queries.money_of
)
GRANTS = Part(
    key="grants", title=gettext_lazy("Bidrag"), form=tables.GrantRow, rows=queries.grants_of
)
RISKS = Part(key="risks", title=gettext_lazy("Risker"), form=tables.RiskForm, rows=queries.risks_of)
DEPENDENCIES = Part(
    key="dependencies",
    title=gettext_lazy("Väntar på"),
    form=tables.DependencyRow,
    rows=queries.dependencies_of,
)
CRITERIA = Part(
    key="criteria",
    title=gettext_lazy("Kriterier"),
    form=tables.CriterionRow,
    rows=queries.criteria_of,
)


def _page(request: HttpRequest, pk: int, page: Page) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    verdict = page.verdict(user, initiative)
    if not verdict:
        raise Refused(verdict.reason)
    sent = posted(request)
    sets = {part.key: part.formset(initiative, user, sent) for part in page.parts}
    refused, status = "", 200
    if sent is not None:
        status = 422
        is_readable = [formset.is_valid() for formset in sets.values()]
        if all(is_readable):
            rows = {key: _rows(formset) for key, formset in sets.items()}
            initiative.version = whole_number(sent.get("version", "")) or initiative.version
            try:
                page.act(initiative, user, rows)
                return htmx.go_to(request, InitiativeRegister.url(pk), _("Sparat."))
            except (NotPossible, Stale) as refusal:
                refused = str(refusal)
    context = {
        "initiative": initiative,
        "page": page,
        "sets": [(part, sets[part.key]) for part in page.parts],
        "refused": refused,
        **around(initiative),
    }
    return render(request, "initiatives/table.html", context, status=status)


def _rows(formset: Any) -> list[dict[str, Any]]:
    return [row for form in formset.forms if (row := form.row()) is not None]


@require_http_methods(["GET", "POST"])
def set_shares(request: HttpRequest, pk: int) -> HttpResponse:
    def act(initiative: Initiative, by: User, rows: Rows) -> None:
        planning.set_shares(initiative, by=by, rows=rows["shares"])

    page = Page(
        title=_("Vilka som delar på det"),
        lead=_("Den som leder har också en andel. Tillsammans är de 100 % innan det startar."),
        parts=(SHARES,),
        verdict=permissions.set_shares,
        act=act,
    )
    return _page(request, pk, page)


@require_http_methods(["GET", "POST"])
def plan_milestones(request: HttpRequest, pk: int) -> HttpResponse:
    def act(initiative: Initiative, by: User, rows: Rows) -> None:
        planning.plan_milestones(initiative, by=by, rows=rows["milestones"])

    page = Page(
        title=_("Plan"),
        lead=_("Det som ska vara klart, och senast när. Några rader räcker."),
        parts=(MILESTONES,),
        verdict=permissions.plan_milestones,
        act=act,
    )
    return _page(request, pk, page)


@require_http_methods(["GET", "POST"])
def set_money(request: HttpRequest, pk: int) -> HttpResponse:
    def act(initiative: Initiative, by: User, rows: Rows) -> None:
        planning.set_money(initiative, by=by, rows=rows["rows"], grants=rows["grants"])

    page = Page(
        title=_("Pengar"),
        lead=_(
            "En rad per år och slag. ”Varje år” är det som återkommer efter överlämningen: säg vem som bär det och på vilken budgetrad."
        ),
        parts=(MONEY, GRANTS),
        verdict=permissions.set_money,
        act=act,
    )
    return _page(request, pk, page)


@require_http_methods(["GET", "POST"])
def assess_risks(request: HttpRequest, pk: int) -> HttpResponse:
    def act(initiative: Initiative, by: User, rows: Rows) -> None:
        planning.assess_risks(initiative, by=by, rows=rows["risks"])

    page = Page(
        title=_("Risker"),
        lead=_("Vad som kan gå fel, hur troligt och hur illa det är, och vad ni gör åt det."),
        parts=(RISKS,),
        verdict=permissions.assess_risks,
        act=act,
    )
    return _page(request, pk, page)


@require_http_methods(["GET", "POST"])
def tie_dependencies(request: HttpRequest, pk: int) -> HttpResponse:
    def act(initiative: Initiative, by: User, rows: Rows) -> None:
        planning.tie_dependencies(initiative, by=by, rows=rows["dependencies"])

    page = Page(
        title=_("Vad det väntar på"),
        lead=_("Andra initiativ som måste bli klara först."),
        parts=(DEPENDENCIES,),
        verdict=permissions.tie_dependencies,
        act=act,
    )
    return _page(request, pk, page)


@require_http_methods(["GET", "POST"])
def set_pilot(request: HttpRequest, pk: int) -> HttpResponse:
    def act(initiative: Initiative, by: User, rows: Rows) -> None:
        planning.set_pilot(initiative, by=by, rows=rows["criteria"])

    page = Page(
        title=_("Pilot"),
        lead=_("Vad piloten ska visa för att ni ska gå vidare, bestämt innan den börjar."),
        parts=(CRITERIA,),
        verdict=permissions.set_pilot,
        act=act,
    )
    return _page(request, pk, page)


@require_http_methods(["GET", "POST"])
def set_needs(request: HttpRequest, pk: int) -> HttpResponse:
    initiative, user = initiative_or_404(request, pk), person_of(request)
    held = list(queries.needs_of(initiative, user).values_list("pk", flat=True))
    sheet = Sheet(
        title=_("Behov som initiativet ska möta"),
        lead=_("Behov som är sorterade som underlag till ett initiativ."),
        button=_("Spara"),
        form=NeedsForm(
            initiative, queries.needs_to_choose(initiative, user), held, posted(request)
        ),
        verdict=permissions.set_needs(user, initiative),
        note=_("De som står bakom ett behov får veta att det kommer med eller tas bort."),
        **around(initiative),
    )

    def act(told: dict[str, Any]) -> str:
        actions.set_needs(initiative, by=user, needs=list(told["needs"]))
        return _("Behoven är sparade.")

    return answered(request, sheet, act)
