import re
from collections.abc import Mapping
from itertools import zip_longest
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bryggan.assessments import portfolio, showing, statements
from bryggan.assessments.calculation import DISAGREEMENT, MIDDLE
from bryggan.assessments.papers import GOING
from bryggan.assessments.queries import disagreement_limit
from bryggan.assessments.replacing import Row, Year
from bryggan.assessments.words import TONES, kind_words
from bryggan.kit import words
from bryggan.kit.charts.beside import on_page
from bryggan.kit.plain import whole_number
from bryggan.kit.register.fields import chip
from bryggan.kit.register.on_paper import FORMAT_WORDS, entry
from bryggan.people.models import Unit, User

MOST_IN_YEAR = 25
MOST_APART = 8
NOTHING: Mapping[str, str] = MappingProxyType({})


def _scope(request: HttpRequest) -> tuple[User, Unit | None, dict[str, Any]]:
    """Who asks, of which unit, and what the filter form needs."""
    user = request.user
    assert isinstance(user, User)
    seen = Unit.objects.visible_to(user).filter(withdrawn_at=None)
    asked = request.GET.get("enhet", "")
    chosen = seen.filter(pk=whole_number(asked) or 0).first() if asked else None
    if asked and chosen is None:
        raise Http404
    offered = ~Q(kind=Unit.Kind.WORKPLACE)
    if chosen is not None:
        offered |= Q(pk=chosen.pk)
    rows = [
        (pk, "\u2003" * max(path.count("/") - 2, 0) + name, chosen is not None and pk == chosen.pk)
        for pk, path, name in seen.filter(offered)
        .order_by("path")
        .values_list("pk", "path", "name")
    ]
    return user, chosen, {"units": rows, "unit": chosen}


def _papers(
    name: str, unit: Unit | None, forms: tuple[str, ...], chosen: Mapping[str, str] = NOTHING
) -> list[dict[str, str]]:
    asked = dict(chosen)
    if unit and unit.parent_id:
        asked["unit"] = str(unit.pk)
    query = f"?{urlencode(asked)}" if asked else ""
    return [
        entry(reverse("paper_file", args=[name, form]) + query, FORMAT_WORDS[form][0], form)
        for form in forms
    ]


@require_GET
def assessment_map(request: HttpRequest) -> HttpResponse:
    """The whole portfolio on two axes."""
    user, unit, scope = _scope(request)
    found = portfolio.picture(user, unit.path if unit else "", most_apart=MOST_APART)
    context = {
        **scope,
        "found": found,
        "drawn": on_page(found.chart()) if found.count else None,
        "shown": found.count,
        "too_few": [
            (one.name, reverse("assessment_page", args=[one.assessment.pk]))
            for one in found.too_few
            if one.assessment
        ],
        "disagreeing": [
            (one, reverse("assessment_page", args=[one.assessment.pk]), one.assessment.spread)
            for one in found.disagreeing
            if one.assessment
        ],
        "limit": found.limit,
        "is_cut": found.is_cut,
        "papers": _papers("systemens-lage", unit, ("pptx", "docx", "pdf", "xlsx")),
    }
    return render(request, "assessments/assessment_map.html", context)


def _tabs(unit: Unit | None, *, only_going: bool) -> list[dict[str, Any]]:
    """Everything that ends, or only what somebody means to be rid of."""
    shown = []
    for label, value in ((_("Allt"), ""), (_("Det som ska bort"), GOING)):
        asked = {
            name: said for name, said in (("visa", value), ("enhet", unit and unit.pk)) if said
        }
        url = reverse("replacement_list") + (f"?{urlencode(asked)}" if asked else "")
        is_current = bool(value) == only_going
        shown.append({"url": url, "label": label, "is_current": is_current, "count": 0})
    return shown


@require_GET
def replacement_list(request: HttpRequest) -> HttpResponse:
    """When what is to be replaced, and why it stands there."""
    user, unit, scope = _scope(request)
    today = timezone.localdate()
    only_going = request.GET.get("visa") == GOING
    # One more takes no more room than to say that there is one more.
    path, most = unit.path if unit else "", MOST_IN_YEAR + 1
    found = portfolio.replacements(user, today, path, only_going=only_going, most=most)
    named = kind_words()
    context = {
        **scope,
        "years": [_year(one, named, today) for one in found.years],
        "count": found.count,
        "omitted": found.omitted,
        "only_going": only_going,
        "tabs": _tabs(unit, only_going=only_going),
        "papers": _papers(
            "utbyteslista",
            unit,
            ("xlsx", "docx", "pptx", "pdf"),
            {"show": GOING} if only_going else {},
        ),
    }
    return render(request, "assessments/replacement_list.html", context)


def _year(year: Year, named: dict[str, str], today: Any) -> dict[str, Any]:
    total = year.total
    is_cut = year.count > len(year.rows)
    shown = year.rows[:MOST_IN_YEAR] if is_cut else year.rows
    return {
        "title": portfolio.year_words(year, today),
        "key": year.year or "utan",
        "shown": words.number(len(shown)) if is_cut else "",
        "count": words.number(year.count),
        "is_past": year.year is not None and year.year < today.year,
        "rows": [
            {
                "name": row.facts.name,
                "url": reverse("register_page", args=["system", row.facts.pk]),
                "unit": row.facts.unit,
                "kind": _kind(row, named),
                "is_decided": row.is_decided,
                "is_late": row.is_late,
                "reasons": [_unbroken(one) for one in portfolio.reason_words(row, today)],
                "cost": "" if row.facts.cost is None else words.number(row.facts.cost),
            }
            for row in shown
        ],
        "sum": "" if total.amount is None else words.exact_sek(total.amount),
        "known": total.words,
    }


def _unbroken(text: str) -> SafeString:
    """A sentence whose dates are not broken over two lines."""
    parts = re.split(r"(\d{4}-\d{2}-\d{2})", text)
    pairs = zip_longest(parts[::2], parts[1::2], fillvalue="")
    return format_html_join("", '{}<span class="figure">{}</span>', pairs)


def _kind(row: Row, named: dict[str, str]) -> Any:
    said = portfolio.kind_said(row, named)
    return chip(TONES[row.kind], said) if row.is_decided else chip("", said)


@require_GET
def assessment_method(request: HttpRequest) -> HttpResponse:
    """The statements, the scale and the arithmetic: what comes from the guide, and what is Bryggan's own."""
    method = statements.newest()
    named = kind_words()
    context = {
        "method": method,
        "scale": showing.SCALE,
        "named": named,
        "middle": MIDDLE,
        "limit": disagreement_limit(),
        "default_limit": DISAGREEMENT,
    }
    return render(request, "assessments/assessment_method.html", context)
