"""A matter decided by whoever may, or passed on; jäv, the board's own decisions, and what replaces a decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.decisions import actions, answers, conflicts, kin, permissions, together
from bryggan.decisions.belonging import Other
from bryggan.decisions.choices import DecisionKind, Step
from bryggan.decisions.forms import (
    BelongingForm,
    BoardForm,
    ConflictForm,
    LiftConflictForm,
    ReasonForm,
    ReplaceForm,
    TakeForm,
)
from bryggan.decisions.models import Decision
from bryggan.decisions.panels import UNDECIDED
from bryggan.decisions.register import DecisionRegister
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.register.register import REGISTERS
from bryggan.kit.single_form import Sheet, add, answered, posted
from bryggan.kit.verdict import Verdict
from bryggan.people.signed_in import person_of


def _decision(request: HttpRequest, pk: int) -> Decision:
    rows = DecisionRegister.rows(request.user)
    rows = rows.select_related("unit", "for_unit", "drafted_by", "rule")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


def _refused(verdict: Verdict) -> None:
    if not verdict:
        raise Refused(verdict.reason)


def _crumbs(decision: Decision) -> tuple[tuple[str, Any], ...]:
    return (
        (DecisionRegister.list_url(), _("Beslut")),
        (DecisionRegister.url(decision.pk), decision),
    )


def _not_now(request: HttpRequest, decision: Decision, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return htmx.go_to(request, DecisionRegister.url(decision.pk))


@require_http_methods(["GET", "POST"])
def take_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The matter, who may and by which point; the decision, or the sentence why not and the way on."""
    decision, user = _decision(request, pk), person_of(request)
    if request.method == "GET":
        if decision.step not in UNDECIDED:
            return _not_now(request, decision, _("Beslutet är redan taget."))
        return _take_page(request, decision, TakeForm.of(decision))
    if decision.step not in UNDECIDED:
        return _not_now(request, decision, _("Beslutet är redan taget."))
    _refused(permissions.take_decision(user, decision))
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _take_page(request, decision, form, status=422)
    told = dict(form.cleaned_data)
    # What she read is what she decides upon: another version is shown to her first.
    decision.version = told.pop("version")
    try:
        actions.take_decision(decision, by=user, **told)
    except NotPossible as refusal:
        add(form, refusal)
        return _take_page(request, _decision(request, pk), form, status=422)
    except Stale:
        form = TakeForm.of(_decision(request, pk))
        messages.error(
            request, _("Ärendet har ändrats sedan du läste det. Läs igenom det på nytt.")
        )
        return _take_page(request, _decision(request, pk), form, status=409)
    said = _("Beslutet är taget och fryst. Handläggaren får veta det.")
    return htmx.go_to(request, DecisionRegister.url(pk), said)


def _take_page(
    request: HttpRequest, decision: Decision, form: TakeForm, *, status: int = 200
) -> HttpResponse:
    user = person_of(request)
    verdict = permissions.take_decision(user, decision)
    may_record = permissions.record_board_decision(user, decision)
    today = timezone.localdate()
    ground = answers.ground_of(decision, user, today)
    context = {
        "decision": decision,
        "form": form,
        "verdict": verdict,
        "may_record": may_record,
        "is_passed_on": decision.step == Step.PASSED_ON,
        "is_for_the_board": decision.kind == DecisionKind.BOARD,
        "pass_on": permissions.pass_on_decision(user, decision),
        "refer_back": permissions.refer_back_decision(user, decision),
        "sums": answers.sums_of(decision),
        "back": DecisionRegister.url(decision.pk),
        "together": together.together_of(decision, user, today, ground["answer"]),
        **ground,
    }
    return render(request, "decisions/take_decision.html", context, status=status)


@require_POST
def pass_on_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision = _decision(request, pk)
    try:
        actions.pass_on_decision(decision, by=person_of(request))
    except NotPossible as refusal:
        return _not_now(request, decision, refusal.reason)
    said = _("Ärendet är lämnat till %(who)s.") % {"who": decision.passed_to}
    return htmx.go_to(request, DecisionRegister.url(pk), said)


@require_http_methods(["GET", "POST"])
def refer_back_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision, user = _decision(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Återremittera"),
        lead=decision.name,
        button=_("Skicka tillbaka"),
        form=ReasonForm(_("Vad behöver göras?"), posted(request)),
        verdict=permissions.refer_back_decision(user, decision),
        back=DecisionRegister.url(pk),
        crumbs=_crumbs(decision),
        note=_("Återremiss är inget avslag: ärendet går tillbaka till handläggaren."),
    )

    def act(told: dict[str, Any]) -> str:
        actions.refer_back_decision(decision, by=user, **told)
        return _("Ärendet är återremitterat till %(name)s.") % {"name": decision.drafted_by}

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def state_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    decision, user = _decision(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Anmäl jäv"),
        lead=decision.name,
        button=_("Anteckna jäv"),
        form=ConflictForm(user, posted(request)),
        verdict=permissions.state_conflict(user, decision),
        back=DecisionRegister.url(pk),
        crumbs=_crumbs(decision),
        note=_("Den som är jävig deltar inte i ärendet (KL 6 kap. 28–32 §§ och 7 kap. 4 §)."),
    )

    def act(told: dict[str, Any]) -> str:
        conflicts.state_conflict(decision, by=user, people=[told["person"]], reason=told["reason"])
        return _("Jävet är antecknat.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def lift_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    decision, user = _decision(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Ta tillbaka jäv"),
        lead=decision.name,
        button=_("Ta tillbaka"),
        form=LiftConflictForm(decision.conflicted.order_by("sort_key"), posted(request)),
        verdict=permissions.lift_conflict(user, decision),
        back=DecisionRegister.url(pk),
        crumbs=_crumbs(decision),
        note=_("Bara jäv som antecknats av misstag tas tillbaka. Båda står kvar i historiken."),
    )

    def act(told: dict[str, Any]) -> str:
        conflicts.lift_conflict(decision, by=user, **told)
        return _("Jävet är tillbakataget.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def answer_belonging(request: HttpRequest, pk: int, slug: str, other: int) -> HttpResponse:
    """One other purchase beside this one, and the answer whether they belong together."""
    decision, user = _decision(request, pk), person_of(request)
    found = kin.others_of(decision, user, timezone.localdate())
    noun = next((one.noun() for one in REGISTERS.values() if one.slug == slug), "")
    beside = next(
        (one for one in found if (one.purchase.noun, one.purchase.pk) == (noun, other)), None
    )
    if beside is None:
        raise Http404
    form = BelongingForm(posted(request), initial=_said(beside))
    sheet = Sheet(
        title=_("Hör inköpen ihop?"),
        lead=together.beside_words(decision, beside.purchase),
        button=_("Spara svaret"),
        form=form,
        verdict=permissions.answer_belonging(user, decision),
        back=reverse("take_decision", args=[pk]),
        crumbs=_crumbs(decision),
        note=_(
            "Det är en fråga, inget påstående. Det som hör ihop räknas in i summan som gränserna gäller."
        ),
    )

    def act(told: dict[str, Any]) -> str:
        actions.answer_belonging(decision, by=user, other=beside.purchase, **form.answer)
        return _("Svaret är sparat.")

    return answered(request, sheet, act)


def _said(other: Other) -> dict[str, str]:
    if other.belongs is None:
        return {}
    return {"belongs": "yes" if other.belongs else "no", "reason": other.reason}


@require_http_methods(["GET", "POST"])
def record_board_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision, user = _decision(request, pk), person_of(request)
    sheet = Sheet(
        title=_("För in nämndens beslut"),
        lead=f"{decision.unit}: {decision.name}",
        button=_("För in beslutet"),
        form=BoardForm(posted(request), initial={"wording": decision.wording}),
        verdict=permissions.record_board_decision(user, decision),
        back=DecisionRegister.url(pk),
        crumbs=_crumbs(decision),
        note=_("Protokollet är nämndens. Här står vad det säger, så att beslutet går att hitta."),
    )

    def act(told: dict[str, Any]) -> str:
        actions.record_board_decision(decision, by=user, **told)
        return _("Nämndens beslut är infört.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def replace_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision, user = _decision(request, pk), person_of(request)
    made: list[Decision] = []
    sheet = Sheet(
        title=_("Ersätt beslutet"),
        lead=decision.name,
        button=_("Förbered ett nytt beslut"),
        form=ReplaceForm(posted(request)),
        verdict=permissions.replace_decision(user, decision),
        back=DecisionRegister.url(pk),
        crumbs=_crumbs(decision),
        note=_("Det gamla beslutet står kvar som det togs, och det nya säger vad det ersätter."),
    )

    def act(told: dict[str, Any]) -> str:
        made.append(actions.replace_decision(decision, by=user, **told))
        return _("Ett nytt ärende är förberett: %(number)s.") % {"number": made[0].number}

    return answered(request, sheet, act)


@require_GET
def frozen_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """What the decision rested on, as a file that `verifiera_beslut.py` checks without the tool."""
    decision = _decision(request, pk)
    if not decision.digest:
        return _not_now(request, decision, _("Beslutet är inte taget än."))
    if not together.is_whole_to(decision, person_of(request)):
        # With a name left out the checksum would not hold.
        said = _("Underlaget nämner ett inköp som du inte får läsa, så filen lämnas inte ut här.")
        return _not_now(request, decision, said)
    told = {"kontrollsumma": decision.digest, "beslut": decision.frozen}
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{decision.number}.json"'
    return response
