"""Points that change from a day, who holds a post, who is away, and the year's prisbasbelopp."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bryggan.decisions import letter, ordering, permissions, queries
from bryggan.decisions.forms import (
    AbsenceForm,
    AmendForm,
    EndForm,
    EndRuleForm,
    HeadingsForm,
    HoldForm,
    PriceBaseForm,
    SubdelegateForm,
)
from bryggan.decisions.models import Absence, DelegationRule, Holding, Post
from bryggan.decisions.register import DelegationRegister, PostRegister
from bryggan.kit import htmx, words
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.single_form import Sheet, add, answered, posted
from bryggan.people.models import User
from bryggan.people.signed_in import person_of


def _rule(request: HttpRequest, pk: int) -> DelegationRule:
    rows = DelegationRegister.rows(request.user).select_related("unit", "post")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


def _of_rule(rule: DelegationRule) -> dict[str, Any]:
    return {
        "lead": f"{rule.unit}: {rule}",
        "back": DelegationRegister.url(rule.pk),
        "crumbs": (
            (DelegationRegister.list_url(), _("Delegationsordning")),
            (DelegationRegister.url(rule.pk), rule),
        ),
    }


@require_http_methods(["GET", "POST"])
def amend_rule(request: HttpRequest, pk: int) -> HttpResponse:
    rule, user = _rule(request, pk), person_of(request)
    form = AmendForm(rule, user, posted(request))
    sheet = Sheet(
        title=_("Ändra från en dag"),
        button=_("Ändra punkten"),
        form=form,
        verdict=permissions.amend_rule(user, rule),
        note=_("Till och med dagen före gäller punkten som den är. Beslut som tagits står fast."),
        **_of_rule(rule),
    )

    def act(told: dict[str, Any]) -> str:
        ordering.amend_rule(
            rule,
            by=user,
            starts_on=told["starts_on"],
            source=told["source"],
            values=form.values(),
        )
        return _("Punkt %(code)s lyder så från och med %(day)s.") % {
            "code": rule.code,
            "day": told["starts_on"].isoformat(),
        }

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def end_rule(request: HttpRequest, pk: int) -> HttpResponse:
    rule, user = _rule(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Låt punkten upphöra"),
        button=_("Avsluta punkten"),
        form=EndRuleForm(posted(request)),
        verdict=permissions.end_rule(user, rule),
        **_of_rule(rule),
    )

    def act(told: dict[str, Any]) -> str:
        ordering.end_rule(rule, by=user, **told)
        day = told["valid_to"].isoformat()
        return _("Punkt %(code)s gäller till och med %(day)s.") % {"code": rule.code, "day": day}

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def subdelegate_rule(request: HttpRequest, pk: int) -> HttpResponse:
    rule, user = _rule(request, pk), person_of(request)
    sheet = Sheet(
        title=_("Vidaredelegera"),
        button=_("Vidaredelegera"),
        form=SubdelegateForm(rule, user, posted(request)),
        verdict=permissions.subdelegate_rule(user, rule),
        note=_(
            "Bara en förvaltningschef får vidaredelegera, och nämnden ska få veta (KL 7:6, 7:8)."
        ),
        **_of_rule(rule),
    )

    def act(told: dict[str, Any]) -> str:
        ordering.subdelegate_rule(rule, by=user, **told)
        said = _("Punkt %(code)s är vidaredelegerad till %(post)s.")
        return said % {"code": rule.code, "post": told["post"].name.lower()}

    return answered(request, sheet, act)


def _of_post(post: Post) -> dict[str, Any]:
    url = PostRegister.url(post.pk)
    return {
        "lead": f"{post.unit}: {post}",
        "back": url,
        "crumbs": ((PostRegister.list_url(), _("Funktioner")), (url, post)),
    }


@require_http_methods(["GET", "POST"])
def hold_post(request: HttpRequest, pk: int) -> HttpResponse:
    rows = PostRegister.rows(request.user).select_related("unit")
    post: Post = get_object_or_404(rows, pk=pk)
    user = person_of(request)
    sheet = Sheet(
        title=_("Ge någon funktionen"),
        button=_("Spara"),
        form=HoldForm(post, user, posted(request)),
        verdict=permissions.hold_post(user, post),
        **_of_post(post),
    )

    def act(told: dict[str, Any]) -> str:
        ordering.hold_post(post, by=user, **told)
        return _("%(name)s har nu funktionen.") % {"name": told["user"]}

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def end_holding(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_of(request)
    rows = Holding.objects.visible_to(user).present().select_related("post__unit", "user")
    holding = get_object_or_404(rows, pk=pk)
    sheet = Sheet(
        title=_("Avsluta innehavet"),
        button=_("Avsluta"),
        form=EndForm(posted(request)),
        verdict=permissions.end_holding(user, holding),
        note=_("Det %(name)s har beslutat innan dess står fast.") % {"name": holding.user},
        **_of_post(holding.post),
    )

    def act(told: dict[str, Any]) -> str:
        ordering.end_holding(holding, by=user, **told)
        return _("Innehavet är avslutat.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def tell_absence(request: HttpRequest) -> HttpResponse:
    """One's own absence and one's people's: while somebody is away her deputy may decide, and only then."""
    user = person_of(request)
    form = AbsenceForm(user, posted(request))
    if request.method == "GET":
        return _absences(request, user, form)
    if form.is_valid():
        told = dict(form.cleaned_data)
        person: User = told.pop("user", None) or User.objects.visible_to(user).get(pk=user.pk)
        try:
            ordering.tell_absence(person, by=user, **told)
            said = _("Frånvaron är anmäld. Ersättaren får besluta under tiden.")
            return htmx.go_to(request, reverse("tell_absence"), said)
        except NotPossible as refusal:
            add(form, refusal)
    return _absences(request, user, form, status=422)


def _absences(
    request: HttpRequest, user: User, form: AbsenceForm, *, status: int = 200
) -> HttpResponse:
    rows = queries.absences_told_by(user, timezone.localdate())
    context = {"form": form, "rows": rows[:200], "is_for_others": "user" in form.fields}
    return render(request, "decisions/tell_absence.html", context, status=status)


@require_http_methods(["GET", "POST"])
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_of(request)
    absence: Absence = get_object_or_404(queries.absences_of_those_seen(user), pk=pk)
    verdict = permissions.end_absence(user, absence)
    if not verdict:
        # When somebody is away is hers and her manager's: it is not shown together with the no.
        raise Refused(verdict.reason)
    back = reverse("tell_absence")
    sheet = Sheet(
        title=_("Tillbaka tidigare"),
        lead=f"{absence.user}, {absence.starts_on:%Y-%m-%d} – {absence.ends_on:%Y-%m-%d}",
        button=_("Spara"),
        form=EndForm(posted(request)),
        verdict=verdict,
        back=back,
        crumbs=((back, _("Frånvaro")),),
        note=_("Välj frånvarons sista dag."),
    )

    def act(told: dict[str, Any]) -> str:
        ordering.end_absence(absence, by=user, **told)
        return _("Frånvaron är ändrad.")

    return answered(request, sheet, act)


@require_http_methods(["GET", "POST"])
def set_price_base(request: HttpRequest) -> HttpResponse:
    """The years that are known, with where each was read and when somebody last checked it."""
    user = person_of(request)
    verdict = permissions.set_price_base(user, 0)
    form = PriceBaseForm(user, posted(request))
    if request.method == "POST":
        if not verdict:
            raise Refused(verdict.reason)
        if form.is_valid():
            told = dict(form.cleaned_data)
            try:
                made = ordering.set_price_base(told.pop("year"), by=user, **told)
                said = _("Prisbasbeloppet för %(year)s är inlagt.") % {"year": made.year}
                return htmx.go_to(request, reverse("set_price_base"), said)
            except NotPossible as refusal:
                add(form, refusal)
    rows = list(queries.known_price_bases())
    years = {row.year for row in rows}
    today = timezone.localdate()
    context = {
        "form": form,
        "verdict": verdict,
        "rows": [(row, words.number(row.amount_sek)) for row in rows],
        "missing": [year for year in (today.year, today.year + 1) if year not in years],
    }
    status = 422 if form.is_bound else 200
    return render(request, "decisions/set_price_base.html", context, status=status)


@require_http_methods(["GET", "POST"])
def set_letter_headings(request: HttpRequest, pk: int) -> HttpResponse:
    """The headings of an authority's tjänsteskrivelser, one a line."""
    user = person_of(request)
    authority = get_object_or_404(queries.authorities(user), pk=pk)
    held = letter.form_of(authority)
    sheet = Sheet(
        title=_("Skrivelsens rubriker"),
        lead=authority.name,
        button=_("Spara"),
        form=HeadingsForm(posted(request), initial={"headings": "\n".join(held)}),
        verdict=permissions.set_letter_headings(user, authority),
        back=reverse("order_of_day", args=[pk]),
        crumbs=((reverse("order_of_day", args=[pk]), _("Delegationsordning")),),
        note=_(
            "Den som skriver underlaget sätter rubriken på en egen rad, så hamnar texten under den. "
            "En rubrik som ingen har skrivit något under står som saknad på skrivelsen."
        ),
    )

    def act(told: dict[str, Any]) -> str:
        ordering.set_letter_headings(authority, by=user, headings=letter.readable(told["headings"]))
        return _("Rubrikerna är sparade.")

    return answered(request, sheet, act)
