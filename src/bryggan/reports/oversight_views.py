"""The page of the oversight: the same figures as on the paper, each with the list behind it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from bryggan.initiatives.watching import Watched
from bryggan.kit import navigation, words
from bryggan.needs.overview import open_scope
from bryggan.people.models import User
from bryggan.people.scope import Organisation, Share, asked_scope, choices
from bryggan.reports.oversight import (
    ALL,
    MONEY,
    STANDING,
    UNDER_WAY,
    Counted,
    Number,
    Oversight,
)
from bryggan.reports.papers.oversight import explanation
from bryggan.reports.pictures import share_name

# Label, words and the list behind.
type Cell = tuple[str, str, str]
type Cells = Callable[[Counted, Share | None], list[Cell]]

navigation.offer(
    navigation.Item(
        key="oversight",
        label=gettext_lazy("Uppsikt"),
        url_name="oversight",
        icon="eye",
        group=gettext_lazy("Uppföljning"),
        place=62,
    )
)


@require_GET
def oversight(request: HttpRequest) -> HttpResponse:
    """How the initiatives stand, per nämnd and company, with the money and what stands out."""
    user = request.user
    assert isinstance(user, User)
    scope = open_scope(asked_scope(request.GET.get("enhet", ""), user, Organisation.read()))
    found = Oversight(scope, timezone.localdate())
    context = {
        "scope": scope,
        "scopes": choices(scope, request.path),
        "cards": list(_cards(found)),
        "tables": [
            _table(found, "standing", _("Var de står"), _counts_of(found, (*STANDING, ALL))),
            _table(
                found, "watched", _("Att se till"), _counts_of(found, (UNDER_WAY, *found.watched))
            ),
            _table(found, "money", _("Pengarna"), _amounts_of(found)),
        ],
        "explanation": explanation(),
        "paper_remark": _("Uppgifter per %(day)s") % {"day": words.date_text(found.today)},
        "paper_query": "" if scope.is_whole else f"?unit={scope.unit.pk}",
    }
    return render(request, "reports/oversight.html", context)


def _cards(found: Oversight) -> Iterable[dict[str, str]]:
    whole = found.whole
    under_way = whole.number(UNDER_WAY.key)
    yield {
        "value": words.number(under_way),
        "label": _("Pågår"),
        "note": _("av %(count)s initiativ") % {"count": words.number(whole.number(ALL.key))},
        "url": found.url(UNDER_WAY.filters),
    }
    for one in found.watched:
        if one.key == Watched.JOINT:
            continue
        count = whole.number(one.key)
        yield {
            "value": words.number(count),
            "label": str(one.label),
            "note": _("%(share)s av det som pågår")
            % {"share": words.share_percent(count, under_way)}
            if under_way
            else "",
            "url": found.url(one.filters),
        }


def _table(found: Oversight, key: str, title: str, cells: Cells) -> dict[str, Any]:
    """One row per part, with each number's list; a nothing leads nowhere."""
    return {
        "key": key,
        "title": title,
        "columns": [label for label, _words, _url in cells(found.whole, None)],
        "rows": [_row(found, counted, cells, part) for part, counted in found.parts],
        "total": _row(found, found.whole, cells),
    }


def _row(
    found: Oversight, counted: Counted, cells: Cells, part: Share | None = None
) -> dict[str, Any]:
    is_wider = part is not None and not part.is_alone
    return {
        "name": share_name(found.scope, part) if part else _("Tillsammans"),
        "url": f"{reverse('oversight')}?enhet={part.place.pk}" if part and is_wider else "",
        "cells": cells(counted, part),
    }


def _counts_of(found: Oversight, numbers: Iterable[Number]) -> Cells:
    kept = tuple(numbers)

    def cells(counted: Counted, part: Share | None) -> list[Cell]:
        return [
            (str(one.label), words.number(count), found.url(one.filters, part) if count else "")
            for one in kept
            for count in (counted.number(one.key),)
        ]

    return cells


def _amounts_of(found: Oversight) -> Cells:
    def cells(counted: Counted, part: Share | None) -> list[Cell]:
        return [
            (str(label), words.money_sek(amount), found.money_url(kind, part) if amount else "")
            for kind, label in MONEY.items()
            for amount in (counted.amount(kind),)
        ]

    return cells
