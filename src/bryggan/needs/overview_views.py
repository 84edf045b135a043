"""The page of how the needs stand: openly, for everyone employed, each number with the list behind it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from bryggan.kit import navigation, words
from bryggan.kit.charts import BarChart, Series
from bryggan.kit.charts.beside import on_page
from bryggan.needs.calculation import median_days, share
from bryggan.needs.models import TO_PREPARE, Origin, Step
from bryggan.needs.next_steps import ANSWERED_WITHIN_DAYS
from bryggan.needs.overview import LEAD_TIMES, SORTED_STILL_DAYS, Counted, Overview, open_scope
from bryggan.needs.queries import STILL_DAYS
from bryggan.needs.reasons import label_of
from bryggan.needs.register import NeedRegister
from bryggan.needs.views import user_of
from bryggan.people.scope import Organisation, Pairs, Place, Scope, asked_scope, choices

type Number = tuple[str, str]
SLUG = NeedRegister.slug
LEAD_WORDS = {
    "answer": gettext_lazy("Första svar"),
    "sorted": gettext_lazy("Sorterat"),
    "met": gettext_lazy("Infört"),
}
MOST_REASONS = 8

navigation.offer(
    navigation.Item(
        key="need_overview",
        label=gettext_lazy("Läget för behoven"),
        url_name="need_overview",
        icon="chart-column",
        group=gettext_lazy("Behov"),
        place=12,
    )
)


@require_GET
def need_overview(request: HttpRequest) -> HttpResponse:
    """How many needs there are in each administration, where they stand, how long they take, what lies still."""
    user = user_of(request)
    asked = asked_scope(request.GET.get("enhet", ""), user, Organisation.read())
    scope = open_scope(asked)
    found = Overview(scope, timezone.localdate())
    context = {
        "scope": scope,
        "scopes": choices(scope, request.path),
        "cards": _cards(found),
        "steps": [Step(step).label for step in Step.values],
        "leads": list(LEAD_WORDS.values()),
        "parts": [_part(found, counted, place) for place, counted in found.parts],
        "whole": _part(found, found.whole),
        "origins": _origins(found),
        "reasons": [
            (
                label_of(code),
                words.number(count),
                _list(
                    found, ("step", Step.ANSWERED), ("step_on.from", found.since), ("reason", code)
                ),
            )
            for code, count in found.reasons()[:MOST_REASONS]
        ],
        "picture": _picture(found),
        "promised": ANSWERED_WITHIN_DAYS,
        "still_days": (STILL_DAYS, SORTED_STILL_DAYS),
        "since": found.since,
    }
    return render(request, "needs/need_overview.html", context)


def _list(
    found: Overview, *asked: tuple[str, Any], place: Place | None = None, more: Pairs = ()
) -> str:
    """The list behind a number: the filters, those of the scope or of one administration, and the columns."""
    pairs = tuple((f"f.{key}", str(value)) for key, value in asked)
    if place is None:
        return found.scope.url(SLUG, *pairs, *more)
    is_roof = found.scope.organisation.administration(place.pk).is_alone
    unit = ("f.unit", f"={place.pk}" if is_roof else str(place.pk))
    everywhere = Scope(found.scope.user, found.scope.organisation, found.scope.organisation.root)
    return everywhere.url(SLUG, *pairs, *more, unit)


def _part(found: Overview, counted: Counted, place: Place | None = None) -> dict[str, Any]:
    """One row of both tables: every number with its list."""

    def listed(*asked: tuple[str, Any]) -> str:
        return _list(found, *asked, place=place)

    return {
        "name": place.name if place else "",
        "url": f"{reverse('need_overview')}?enhet={place.pk}" if place else "",
        "total": (words.number(counted.total), listed()),
        "steps": [
            (
                str(Step(step).label),
                words.number(counted.steps[step]),
                listed(("step", step)) if counted.steps[step] else "",
            )
            for step in Step.values
        ],
        "leads": [
            (str(LEAD_WORDS[key]), *_median(found, counted, key, place)) for key in LEAD_TIMES
        ],
        "prompt": _prompt(found, counted, place),
        "still": [
            (words.number(count), url if count else "")
            for count, url in _still(found, counted, place)
        ],
    }


def _median(found: Overview, counted: Counted, key: str, place: Place | None) -> Number:
    days = median_days(counted.days[key])
    if days is None:
        return "", ""
    more: Pairs = (
        *(("col", column) for column in ("name", "step", "unit", f"{key}_days")),
        ("sort", f"-{key}_days"),
    )
    asked = (f"{LEAD_TIMES[key]}.from", found.since)
    return words.number(days, 1 if days % 1 else 0), _list(found, asked, place=place, more=more)


def _prompt(found: Overview, counted: Counted, place: Place | None) -> Number:
    """How many of those that should have an answer by now had it in time."""
    percent = share(counted.prompt, counted.due)
    if percent is None:
        return "", ""
    asked = (
        ("voiced_on.from", found.since),
        ("voiced_on.to", found.answerable),
        ("answer_days.to", ANSWERED_WITHIN_DAYS),
    )
    return words.percent(percent), _list(found, *asked, place=place)


def _still(found: Overview, counted: Counted, place: Place | None) -> Iterable[tuple[int, str]]:
    waiting = (
        *(("step", step) for step in TO_PREPARE),
        ("step_on.to", found.still_waiting_since),
    )
    lies = (("step", Step.SORTED), ("step_on.to", found.still_sorted_since))
    yield counted.still_waiting, _list(found, *waiting, place=place)
    yield counted.still_sorted, _list(found, *lies, place=place)


def _cards(found: Overview) -> list[dict[str, str]]:
    whole = found.whole
    answer, answer_url = _median(found, whole, "answer", None)
    prompt, prompt_url = _prompt(found, whole, None)
    to_prepare = sum(whole.steps[step] for step in TO_PREPARE)
    met_lately = whole.days["met"].total()
    return [
        {
            "value": words.number(to_prepare),
            "label": _("Att bereda"),
            "note": _("%(count)s har legat still i %(days)s dagar")
            % {"count": words.number(whole.still_waiting), "days": STILL_DAYS},
            "url": _list(found, *(("step", one) for one in TO_PREPARE)),
        },
        {
            "value": answer or "–",
            "label": _("Dagar till första svar"),
            "note": _("det mittersta behovet, senaste tolv månaderna"),
            "url": answer_url,
        },
        {
            "value": prompt or "–",
            "label": _("Svar inom %(days)s dagar") % {"days": ANSWERED_WITHIN_DAYS},
            "note": _("%(part)s av %(all)s")
            % {"part": words.number(whole.prompt), "all": words.number(whole.due)},
            "url": prompt_url,
        },
        {
            "value": words.number(met_lately),
            "label": _("Infört"),
            "note": _("senaste tolv månaderna"),
            "url": _list(found, ("met_on.from", found.since)),
        },
    ]


def _origins(found: Overview) -> list[dict[str, Any]]:
    """How they came in; a share of all that came in the last twelve months."""
    rows = found.origins()
    total = sum(count for _keys, count in rows)
    return [
        {
            "name": _origin_name(keys),
            "count": count,
            "number": words.number(count),
            "total": total,
            "percent": words.share_percent(count, total),
            "url": _list(
                found, *(("origin", key) for key in keys), ("voiced_on.from", found.since)
            ),
        }
        for keys, count in rows
    ]


def _origin_name(keys: tuple[str, ...]) -> str:
    if len(keys) > 1:
        return _("Formuläret eller anonymt")
    return str(Origin(keys[0]).label)


def _picture(found: Overview) -> dict[str, Any] | None:
    """What came in and what was introduced, month by month."""
    months = found.months()
    voiced = sum(count for _month, count, _met in months)
    met = sum(count for *_rest, count in months)
    if not voiced and not met:
        return None
    chart = BarChart(
        title=_("Lämnat och infört, månad för månad"),
        summary=_("%(voiced)s behov har lämnats och %(met)s har införts.")
        % {"voiced": words.number(voiced), "met": words.number(met)},
        categories=tuple(f"{MONTHS[month.month]} {month.year}" for month, *_rest in months),
        series=(
            Series(_("Lämnade"), tuple(one for _month, one, _met in months), tone="soft"),
            Series(_("Införda"), tuple(one for *_rest, one in months), tone="ok"),
        ),
        unit=_("behov"),
        category_word=_("Månad"),
    )
    return on_page(chart, caption=_("Den sista månaden är till och med i dag."))
