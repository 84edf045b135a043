from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.advice import actions, finding, permissions, queries
from bryggan.advice.forms import DismissForm, RuleForm
from bryggan.advice.mending import SHOWN, Mend, Row
from bryggan.advice.rules import RULES, Rule, all_rules
from bryggan.advice.words import SIGNS
from bryggan.kit import htmx, words
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.register import editing
from bryggan.people.models import User
from bryggan.people.scope import Organisation, Scope, asked_scope, choices


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _rule(key: str) -> Rule:
    if key not in RULES:
        raise Http404
    return RULES[key]


def _scope(request: HttpRequest) -> Scope:
    return asked_scope(request.GET.get("enhet", ""), _user(request), Organisation.read())


@require_GET
def advice_list(request: HttpRequest) -> HttpResponse:
    """Every rule with how many records it finds in a part of the organisation."""
    scope, rules = _scope(request), all_rules()
    in_use = [rule for rule in rules if finding.is_on(rule)]
    told = finding.counts(finding.asked_of(in_use, scope))
    may_tune = bool(permissions.change_rule(scope.user, None))
    rows = [
        {
            "rule": rule,
            "sign": SIGNS[rule.tone],
            "count": words.number(told.get(rule.key, 0)),
            "limit": words.number(finding.limit_of(rule)) if rule.limit else "",
            "url": _page_url(rule, scope),
            "tune_url": reverse("change_rule", args=[rule.key]) if may_tune else "",
            "register": rule.register.title,
        }
        for rule in rules
    ]
    context = {
        "scope": scope,
        "scopes": choices(scope, request.path, with_mine=not scope.user.is_external),
        "amiss": [row for row in rows if told.get(row["rule"].key)],
        "in_order": [row for row in rows if told.get(row["rule"].key) == 0],
        "off": [row for row in rows if row["rule"].key not in told],
    }
    return render(request, "advice/advice_list.html", context)


def _page_url(rule: Rule, scope: Scope) -> str:
    return reverse("advice_page", args=[rule.key]) + f"?enhet={scope.value}"


@require_GET
def advice_page(request: HttpRequest, key: str) -> HttpResponse:
    """The records that the rule finds, each with the form that mends it."""
    rule, scope = _rule(key), _scope(request)
    count = finding.counts(finding.asked_of([rule], scope))[rule.key]
    # The pages are of the numbers alone, counted already; the records of one page are asked for by themselves.
    page = Paginator(range(count), SHOWN).get_page(request.GET.get("page"))
    mend = Mend(rule, scope.user)
    ids = finding.found(rule, scope).order_by("sort_key", "pk").values("pk")[_span(page)]
    records = mend.records(rule.register.rows(scope.user).filter(pk__in=ids)) if count else []
    context = {
        **_rule_context(rule, scope),
        "scope": scope,
        "scopes": choices(scope, request.path, with_mine=not scope.user.is_external),
        "page": page,
        "count": words.number(count),
        "rows": mend.rows(records) if records else [],
        "list_url": scope.url(rule.slug, ("f.advice", rule.key)),
        "dismissed": _dismissed(rule, scope),
    }
    return render(request, "advice/advice_page.html", context)


def _span(page: Page[int]) -> slice:
    """Which rows of the whole a page has."""
    first = (page.number - 1) * SHOWN
    return slice(first, first + SHOWN)


def _rule_context(rule: Rule, scope: Scope) -> dict[str, Any]:
    return {
        "rule": rule,
        "sign": SIGNS[rule.tone],
        "limit": words.number(finding.limit_of(rule)) if rule.limit else "",
        "is_on": finding.is_on(rule),
        "back": reverse("advice_list") + f"?enhet={scope.value}",
        "may_tune": bool(permissions.change_rule(scope.user, None)),
    }


def _dismissed(rule: Rule, scope: Scope) -> list[dict[str, Any]]:
    """Who has said of which record that it is in order; of what is hidden only to those who see it."""
    rows = scope.of(rule.register)
    if rule.is_for_few:
        rows = rows.filter(finding.seems_amiss(rule, scope.user))
    return [
        {
            "record": record,
            "url": rule.register.url(record.pk),
            "dismissal": one,
            "verdict": permissions.dismiss_advice(scope.user, record),
        }
        for record, one in queries.dismissed(rule, rows.select_related(*rule.register.read_with))
    ]


def _row(rule: Rule, user: User, pk: int) -> tuple[Mend, Row]:
    """One record that exists for this person, as a row, whether or not the rule finds it."""
    mend = Mend(rule, user)
    records = mend.records(rule.register.rows(user).filter(pk=pk))
    if not records:
        raise Http404
    return mend, mend.rows(records)[0]


def _is_open(rule: Rule, user: User, pk: int) -> bool:
    return rule.register.rows(user).filter(finding.is_open(rule, user), pk=pk).exists()


def _answer(request: HttpRequest, rule: Rule, row: Row, *, status: int = 200) -> HttpResponse:
    """The row alone to whoever stands in the list, else a page with only this record."""
    part = htmx.is_part(request, row.mark)
    if row.said and not part:
        return htmx.go_to(request, reverse("advice_page", args=[rule.key]), row.said)
    scope = _scope(request)
    context = {**_rule_context(rule, scope), "row": row, "scope": scope}
    template = "advice/mend_advice.html#row" if part else "advice/mend_advice.html"
    return render(request, template, context, status=status)


@require_http_methods(["GET", "POST"])
def mend_advice(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Fill in what is missing in one record, without leaving the list it stands in."""
    rule, user = _rule(key), _user(request)
    mend, row = _row(rule, user, pk)
    if request.method == "GET":
        row.asks = _is_open(rule, user, pk)
        return _answer(request, rule, row)
    if not row.verdict:
        raise PermissionDenied(row.verdict.reason)
    form = row.form = mend.form(row.record, posted=request.POST)
    if form.is_valid():
        row.record.version = form.cleaned_data["version"] or row.record.version
        try:
            mend.save(row.record, form)
            return _done(request, rule, row, _("Klart: %(name)s är rättat."))
        except NotPossible as refusal:
            form.add_error(editing.error_field(form, refusal.field), refusal.reason)
        except Stale:
            _mend, row = _row(rule, user, pk)
            row.remark = _("Någon annan hann ändra. Så här står det nu.")
    return _answer(request, rule, row, status=422)


def _done(request: HttpRequest, rule: Rule, row: Row, said: str) -> HttpResponse:
    """Mended, or saved and still amiss: then the row says so and asks again."""
    user = _user(request)
    if not _is_open(rule, user, row.record.pk):
        row.said = said % {"name": row.record}
        return _answer(request, rule, row)
    _mend, anew = _row(rule, user, row.record.pk)
    anew.remark = _("Det är sparat, men rådet gäller fortfarande.")
    return _answer(request, rule, anew)


@require_POST
def act_on_advice(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One press that mends: the side that had not told of a flow confirms it."""
    rule, user = _rule(key), _user(request)
    _mend, row = _row(rule, user, pk)
    act = next((one for one in row.acts if one.key == request.POST.get("act")), None)
    if act is None:
        row.asks = _is_open(rule, user, pk)
        return _answer(request, rule, row)
    if not act.verdict:
        raise Refused(act.verdict.reason)
    try:
        act.do()
    except NotPossible as refusal:
        row.remark = refusal.reason
        return _answer(request, rule, row, status=422)
    return _done(request, rule, row, _("Klart: %(name)s är uppklarat."))


@require_POST
def dismiss_advice(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say of one record that it is in order as it is."""
    rule, user = _rule(key), _user(request)
    _mend, row = _row(rule, user, pk)
    if not row.dismiss_verdict:
        raise PermissionDenied(row.dismiss_verdict.reason)
    form = row.dismiss_form = DismissForm(request.POST, prefix=f"d{pk}")
    if form.is_valid():
        try:
            actions.dismiss_advice(row.record, by=user, rule=rule, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
        else:
            row.said = _dismissed_words(row, form.cleaned_data["until_on"])
            return _answer(request, rule, row)
    return _answer(request, rule, row, status=422)


def _dismissed_words(row: Row, until_on: Any) -> str:
    if until_on is None:
        return _("%(name)s är avfärdat tills vidare.") % {"name": row.record}
    day = words.date_text(until_on)
    return _("%(name)s är avfärdat till och med %(day)s.") % {"name": row.record, "day": day}


@require_POST
def reopen_advice(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up a dismissed advice again."""
    user = _user(request)
    dismissal = queries.dismissal_seen(pk, user)
    if dismissal is None:
        raise Http404
    url = reverse("mend_advice", args=[dismissal.rule, dismissal.record_id])
    try:
        actions.reopen_advice(dismissal, by=user)
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, url)
    return htmx.go_to(request, url, _("Rådet gäller igen."))


@require_http_methods(["GET", "POST"])
def change_rule(request: HttpRequest, key: str) -> HttpResponse:
    """Switch a rule on or off, and choose from which limit it counts."""
    rule, user = _rule(key), _user(request)
    verdict = permissions.change_rule(user, rule)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    held = {"is_on": finding.is_on(rule), "limit": finding.limit_of(rule)}
    form = RuleForm(rule, request.POST or None, initial=held)
    if request.method == "POST":
        form = RuleForm(rule, request.POST)
        if form.is_valid():
            try:
                actions.change_rule(rule, by=user, **form.cleaned_data)
                return htmx.go_to(request, reverse("advice_list"), _("Rådet är ändrat för alla."))
            except NotPossible as refusal:
                form.add_error(refusal.field or None, refusal.reason)
    context = {"rule": rule, "form": form, "back": reverse("advice_list")}
    status = 422 if form.is_bound else 200
    return render(request, "advice/change_rule.html", context, status=status)
