"""Who may decide, the order of a day, and what is still to be reported: what the secretary and others look up."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from bryggan.decisions import actions, answers, permissions, queries, report_rows, shipped
from bryggan.decisions.calculation import last_day_of_appeal
from bryggan.decisions.forms import PostedForm, ReportForm, WhoForm
from bryggan.decisions.mandate import Matter
from bryggan.decisions.models import Decision, DelegationRule
from bryggan.decisions.register import DecisionRegister, DelegationRegister
from bryggan.decisions.words import limit_words
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.plain import whole_numbers
from bryggan.kit.single_form import add
from bryggan.people.models import Unit, User
from bryggan.people.signed_in import person_of

MOST_SHOWN = 500
MOST_REPORTED = 300
MOST_POSTED = 20
SUMS = ("together_sek", "whole_term_sek", "year_sek", "agreement_sek", "share_sek")


@require_GET
def who_may_decide(request: HttpRequest) -> HttpResponse:
    """Unit, kind of matter and sums in; out comes who, by which point, and why not by the others."""
    user = person_of(request)
    form = WhoForm(user, request.GET if "kind" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        context |= _answer(form.cleaned_data, user)
    return htmx.page_or_part(request, "decisions/who_may_decide.html", context, part="answer")


def _answer(asked: dict[str, Any], user: User) -> dict[str, Any]:
    unit: Unit = asked["unit"]
    day: date = asked["day"]
    authority = queries.authority_of(unit)
    if authority is None:
        return {"no_authority": _("Enheten lyder inte under någon nämnd eller något bolag.")}
    if user.is_external and authority not in user.granted_units():
        return {"no_authority": _("Du ser inte den nämndens delegationsordning.")}
    matter = Matter(
        kind=asked["kind"],
        authority=authority.pk,
        day=day,
        is_joint=asked["is_joint"],
        is_principle=asked["is_principle"],
        is_within_budget=not asked["is_over_budget"],
        **{name: asked[name] for name in SUMS},
    )
    answer = queries.answer_to(matter, queries.rules_of(authority, day, matter.kind))
    people = queries.those_who_may(answer, unit, day)
    return {
        "answer": answer,
        "authority": authority,
        "people": people,
        "points": answers.points_of(answer, unit, day),
        "said": answers.who_words(answer, people, authority),
        "asks": list(dict.fromkeys(one.refusal for one in answer.tried if one.asks)),
    }


def _authority(request: HttpRequest, pk: int) -> Unit:
    return get_object_or_404(queries.authorities(person_of(request)), pk=pk)


@require_GET
def order_of_day(request: HttpRequest, pk: int) -> HttpResponse:
    """An authority's whole delegation order as it reads on a day."""
    authority, user = _authority(request, pk), person_of(request)
    today = timezone.localdate()
    day = _asked_day(request) or today
    rows = list(queries.rules_on(authority, user, day)[:MOST_SHOWN])
    context = {
        "authority": authority,
        "day": day,
        "is_today": day == today,
        "rows": [_in_order(row) for row in rows],
        "days": queries.days_of_change(authority, user)[:12],
        "authorities": queries.authorities(user),
        "list_url": f"{DelegationRegister.list_url()}?f.unit={authority.pk}",
        "verdict": permissions.keep_order(user, authority),
        "can_start": not rows and not shipped.has_order(authority),
    }
    return render(request, "decisions/order_of_day.html", context)


@require_POST
def start_order(request: HttpRequest, pk: int) -> HttpResponse:
    """An authority without a delegation order begins with the shipped points."""
    authority, user = _authority(request, pk), person_of(request)
    verdict = permissions.keep_order(user, authority)
    if not verdict:
        raise Refused(verdict.reason)
    back = reverse("order_of_day", args=[pk])
    try:
        shipped.start_order(authority, by=user, valid_from=timezone.localdate())
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, back)
    said = _("Ordningen är upplagd. Gå igenom punkterna och rätta dem mot nämndens beslut.")
    return htmx.go_to(request, back, said)


def _asked_day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("dag", ""))
    except ValueError:
        return None


def _in_order(rule: DelegationRule) -> dict[str, Any]:
    return {
        "rule": rule,
        "url": DelegationRegister.url(rule.pk),
        "limit": limit_words(rule),
        "deputies": ", ".join(post.name for post in rule.deputies.all()),
    }


@require_GET
def report_lists(request: HttpRequest) -> HttpResponse:
    """Every board and company with what waits to be reported."""
    user = person_of(request)
    rows = [
        (unit, reverse("report_list", args=[unit.pk]), count, oldest)
        for unit, count, oldest in queries.unreported_by_authority(user)
    ]
    return render(request, "decisions/report_lists.html", {"rows": rows})


@require_GET
def report_list(request: HttpRequest, pk: int) -> HttpResponse:
    return _report_page(request, _authority(request, pk))


def _report_page(
    request: HttpRequest,
    authority: Unit,
    *,
    report_form: ReportForm | None = None,
    posted_form: PostedForm | None = None,
    chosen: set[int] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The unreported, the oldest first; below them what is never reported and has to be posted."""
    user = person_of(request)
    verdict = permissions.report_decisions(user, authority)
    waits = queries.decisions_to_report(authority, user)
    waiting, count = _listed(waits), waits.count()
    unposted = _listed(queries.decisions_to_post(authority, user))
    context = {
        "authority": authority,
        "waiting": report_rows.drawn(waiting, chosen, can_mark=bool(verdict)),
        "count": count,
        "is_cut": count > len(waiting),
        "shown": len(waiting),
        "unposted": report_rows.drawn(unposted, chosen, can_mark=bool(verdict)),
        "posted": [
            (one, DecisionRegister.url(one.pk), last_day_of_appeal(one.posted_on))
            for one in queries.decisions_posted(authority, user)[:MOST_POSTED]
            if one.posted_on
        ],
        "today": timezone.localdate(),
        "report_form": report_form or ReportForm(),
        "posted_form": posted_form or PostedForm(),
        "verdict": verdict,
        "is_only": len(queries.authorities(user)[:2]) < 2,
    }
    return render(request, "decisions/report_list.html", context, status=status)


def _listed(rows: QuerySet[Decision]) -> list[Decision]:
    bare = rows.select_related(None).select_related("decided_by", "rule")
    return list(bare.only(*queries.LISTED)[:MOST_REPORTED])


def _ticked(request: HttpRequest, authority: Unit, user: User) -> tuple[set[int], list[Decision]]:
    chosen = set(whole_numbers(request.POST.getlist("beslut")))
    rows = Decision.objects.visible_to(user).present().filter(unit=authority, pk__in=chosen)
    return chosen, list(rows)


@require_POST
def report_decisions(request: HttpRequest, pk: int) -> HttpResponse:
    authority, user = _authority(request, pk), person_of(request)
    verdict = permissions.report_decisions(user, authority)
    if not verdict:
        raise Refused(verdict.reason)
    form = ReportForm(request.POST)
    chosen, rows = _ticked(request, authority, user)
    if form.is_valid():
        try:
            count = actions.report_decisions(
                authority, by=user, decisions=rows, **form.cleaned_data
            )
            said = ngettext(
                "%(count)s beslut är anmält.", "%(count)s beslut är anmälda.", count
            ) % {"count": count}
            return htmx.go_to(request, reverse("report_list", args=[pk]), said)
        except NotPossible as refusal:
            _tell(request, form, refusal)
    return _report_page(request, authority, report_form=form, chosen=chosen, status=422)


@require_POST
def post_decisions(request: HttpRequest, pk: int) -> HttpResponse:
    authority, user = _authority(request, pk), person_of(request)
    verdict = permissions.post_decisions(user, authority)
    if not verdict:
        raise Refused(verdict.reason)
    form = PostedForm(request.POST)
    chosen, rows = _ticked(request, authority, user)
    if form.is_valid():
        try:
            actions.post_decisions(authority, by=user, decisions=rows, **form.cleaned_data)
            said = _("Anslaget är antecknat. Sista dag att överklaga är %(day)s.")
            day = last_day_of_appeal(form.cleaned_data["posted_on"]).isoformat()
            return htmx.go_to(request, reverse("report_list", args=[pk]), said % {"day": day})
        except NotPossible as refusal:
            _tell(request, form, refusal)
    return _report_page(request, authority, posted_form=form, chosen=chosen, status=422)


def _tell(request: HttpRequest, form: Any, refusal: NotPossible) -> None:
    if refusal.field in form.fields:
        add(form, refusal)
    else:
        messages.error(request, refusal.reason)
