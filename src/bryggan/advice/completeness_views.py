"""The page of how much is known: the whole, each part, and how it has changed."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bryggan.advice import queries
from bryggan.advice.completeness import MEASURES, Known, Measure, known_by_unit
from bryggan.advice.words import changed
from bryggan.kit import words
from bryggan.kit.charts import BarChart, Series
from bryggan.kit.charts.beside import on_page
from bryggan.people.models import User
from bryggan.people.scope import Organisation, Pairs, Scope, Share, asked_scope, choices

SHOWN = timedelta(days=365)


@require_GET
def completeness(request: HttpRequest) -> HttpResponse:
    """How much is known in a part of the organisation, and in each part of that."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    organisation = Organisation.read()
    scope = asked_scope(request.GET.get("enhet", ""), user, organisation)
    today = timezone.localdate()
    context = {
        "scope": scope,
        "scopes": choices(scope, request.path, with_mine=not user.is_external),
        "above": [(place.name, _url(place.pk)) for place in organisation.above(scope.unit.pk)[:-1]],
        "measures": [_measured(one, scope, today) for one in MEASURES.values()],
    }
    return render(request, "advice/completeness.html", context)


def _url(pk: int) -> str:
    return reverse("completeness") + f"?enhet={pk}"


def _measured(of: Measure, scope: Scope, today: date) -> dict[str, Any]:
    by_unit = known_by_unit(of, scope)
    whole, parts = _empty(of), dict[Share, Known]()
    for unit_id, known in by_unit.items():
        whole.add(known)
        parts.setdefault(scope.part_of(unit_id), _empty(of)).add(known)
    ordered = sorted(parts.items(), key=lambda part: (part[0].place.path, part[0].is_alone))
    earlier = (
        None
        if scope.is_mine
        else queries.figure_before(of.register.noun(), scope.unit.pk, scope.user, today)
    )
    return {
        "title": of.register.title,
        "facts": [fact.label for fact in of.facts],
        "whole": _line(of, scope, whole),
        "cards": _cards(of, scope, whole, earlier),
        "parts": [
            {
                **_line(of, scope, known, part),
                "name": part_name(part),
                "url": "" if part.is_alone else _url(part.place.pk),
            }
            for part, known in ordered
        ],
        "picture": None if scope.is_mine else _picture(of, scope, whole, today),
    }


def part_name(part: Share) -> str:
    return (
        _("%(unit)s, gemensamt") % {"unit": part.place.name} if part.is_alone else part.place.name
    )


def _empty(of: Measure) -> Known:
    return Known(lacking=dict.fromkeys((fact.key for fact in of.facts), 0))


def _line(of: Measure, scope: Scope, known: Known, part: Share | None = None) -> dict[str, Any]:
    """The numbers of a part, each with the list of the rows behind it."""

    def listed(*pairs: tuple[str, str]) -> str:
        within: Pairs = scope.pairs(of.slug) if part is None or scope.is_mine else ()
        if part is not None:
            within += (("f.unit", part.value),)
        asked = urlencode([*pairs, *within])
        return of.register.list_url() + (f"?{asked}" if asked else "")

    return {
        "total": (words.number(known.total), listed()),
        "percent": known.known_percent,
        "percent_words": words.percent(known.known_percent),
        "percent_url": listed(*of.by_least),
        "complete": (words.number(known.complete), listed(*of.complete)),
        "lacking": [
            (
                fact.label,
                known.lacking[fact.key],
                words.number(known.lacking[fact.key]),
                listed(*fact.lacking),
            )
            for fact in of.facts
        ],
    }


def _cards(
    of: Measure, scope: Scope, whole: Known, earlier: queries.Since | None
) -> list[dict[str, str]]:
    line = _line(of, scope, whole)
    share = round(100 * whole.complete / whole.total) if whole.total else 0
    return [
        {
            "value": line["percent_words"],
            "label": _("Känt i genomsnitt"),
            "note": changed(whole.known_percent, earlier.known_percent, earlier.day)
            if earlier
            else _("av det som ska vara känt"),
            "url": line["percent_url"],
        },
        {
            "value": words.share_percent(whole.complete, whole.total),
            "label": _("Kompletta"),
            "note": changed(share, earlier.complete_percent, earlier.day)
            if earlier
            else _("allt som ska vara känt är ifyllt"),
            "url": line["complete"][1],
        },
        {
            "value": line["complete"][0],
            "label": _("Kompletta, antal"),
            "note": _("av %(all)s") % {"all": line["total"][0]},
            "url": line["complete"][1],
        },
    ]


def _picture(of: Measure, scope: Scope, whole: Known, today: date) -> dict[str, Any]:
    """The share that is known, month by month; the last one as it is now."""
    kept = queries.figures_of(of.register.noun(), scope.unit.pk, scope.user, today - SHOWN)
    months = {f"{one.day:%Y-%m}": one.known_percent for one in kept}
    months[f"{today:%Y-%m}"] = whole.known_percent
    first, last = next(iter(months.items())), f"{today:%Y-%m}"
    chart = BarChart(
        title=_("Så mycket är känt, månad för månad"),
        summary=_("%(first)s %% i %(month)s, %(now)s %% nu.")
        % {"first": first[1], "month": first[0], "now": months[last]},
        categories=tuple(months),
        series=(Series(_("Känt i genomsnitt"), tuple(months.values())),),
        unit=_("% känt i genomsnitt"),
        category_word=_("Månad"),
        reach=(0, 100),
    )
    return on_page(chart, caption=_("Den sista stapeln är som det är just nu."))
