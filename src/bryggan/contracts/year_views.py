from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from bryggan.contracts import calendar_file, together, year
from bryggan.contracts.deadlines import DayKind
from bryggan.contracts.register import ContractRegister
from bryggan.contracts.year import ContractDay, ContractYear, Month, Scope
from bryggan.kit import navigation, words
from bryggan.kit.plain import whole_number
from bryggan.people.models import Unit, User

MOST_IN_MONTH = 6
MOST_LISTED = 200
MOST_GROUPS = 20
MOST_IN_GROUP = 8
YEARS = range(2000, 2100)

navigation.offer(
    navigation.Item(
        key="contract_year",
        label=gettext_lazy("Avtalsåret"),
        url_name="contract_year",
        icon="calendar",
        group=gettext_lazy("Planering"),
        place=50,
    )
)


@dataclass(frozen=True)
class Asked:
    """Which year, whose contracts, and of the year perhaps one month."""

    scope: Scope
    year: int
    month: int = 0

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        """What is mistyped is passed over: the present year, the whole organisation."""
        user = request.user
        assert isinstance(user, User)
        this_year = timezone.localdate().year
        asked_year = whole_number(request.GET.get("ar", "")) or this_year
        month = whole_number(request.GET.get("manad", "")) or 0
        pk = whole_number(request.GET.get("unit", ""))
        unit = Unit.objects.visible_to(user).present().filter(pk=pk).first() if pk else None
        return cls(
            Scope(user, unit, is_own=request.GET.get("egna") == "ja"),
            asked_year if asked_year in YEARS else this_year,
            month if month in range(1, 13) else 0,
        )

    def query(self, **changed: Any) -> str:
        """The address of the same with some things changed."""
        pairs: dict[str, Any] = {"ar": self.year}
        if self.scope.unit is not None:
            pairs["unit"] = self.scope.unit.pk
        if self.scope.is_own:
            pairs["egna"] = "ja"
        pairs |= changed
        return "?" + urlencode({key: value for key, value in pairs.items() if value})


@require_GET
def contract_year(request: HttpRequest) -> HttpResponse:
    """The twelve months of the contracts, and below them every day as a list."""
    asked = Asked.read(request)
    found = ContractYear(asked.scope, asked.year)
    days = [one for one in found.days if asked.month in (0, one.on.month)]
    listed, months = days[:MOST_LISTED], found.months()
    shown = {month.number: _shown(month) for month in months}
    named = found.named([*listed, *chain.from_iterable(shown.values())])
    today = timezone.localdate()
    now = today.month if today.year == asked.year else 0
    context = {
        "asked": asked,
        "own_url": asked.query(egna="" if asked.scope.is_own else "ja", unit=""),
        "all_url": asked.query(egna="", unit=""),
        "whole_year_url": asked.query(),
        "previous_url": asked.query(ar=asked.year - 1) if asked.year - 1 in YEARS else "",
        "next_url": asked.query(ar=asked.year + 1) if asked.year + 1 in YEARS else "",
        "calendar_url": reverse("contract_calendar") + asked.query(),
        "paper_query": asked.query(),
        "paper_remark": asked.scope.words,
        "months": [
            {
                "name": month.name,
                "url": asked.query(manad=month.number) + "#dagar",
                "entries": [named[day] for day in shown[month.number] if day in named],
                "rest": len(month.days) - len(shown[month.number]),
                "is_now": month.number == now,
                "is_chosen": month.number == asked.month,
            }
            for month in months
        ],
        "month_name": Month(asked.year, asked.month, ()).name if asked.month else "",
        "counts": [
            (kind.label, *year.MARKS[kind], words.number(count))
            for kind, count in found.counts().items()
            if count
        ],
        "entries": [named[day] for day in listed if day in named],
        "shown": words.number(len(listed)),
        "total": words.number(len(days)),
        "is_cut": len(days) > len(listed),
        "units": _units(asked.scope),
    }
    return render(request, "contracts/contract_year.html", context)


def _shown(month: Month) -> Sequence[ContractDay]:
    """The days that have room in the month's square, in order."""
    # One more takes no more room than to say that there is one more.
    if len(month.days) <= MOST_IN_MONTH + 1:
        return month.days
    # What remains to be decided is not hidden behind what is done.
    ranked = sorted(month.days, key=lambda one: one.kind == DayKind.CHOSEN)
    return sorted(ranked[:MOST_IN_MONTH], key=lambda one: one.on)


def _units(scope: Scope) -> list[tuple[str, str, bool]]:
    chosen = str(scope.unit.pk) if scope.unit else ""
    return [(value, name, value == chosen) for value, name in year.unit_choices()]


@require_GET
def contract_calendar(request: HttpRequest) -> HttpResponse:
    """The year's days as a file for one's own calendar."""
    asked = Asked.read(request)
    title = _("Avtalsåret %(year)s") % {"year": asked.year}
    content = calendar_file.calendar(
        ContractYear(asked.scope, asked.year).entries,
        title=f"{title}, {asked.scope.words}",
        site=request.build_absolute_uri("/").rstrip("/"),
        made_at=timezone.now(),
    )
    name = f"avtalsaret-{asked.year}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@require_GET
def contracts_together(request: HttpRequest) -> HttpResponse:
    """Groups of contracts that could be procured together, the nearest first."""
    asked = Asked.read(request)
    wanted = whole_number(request.GET.get("manader", ""))
    months = wanted if wanted in together.APART_CHOICES else together.APART_MONTHS
    user, today = asked.scope.user, timezone.localdate()
    found = together.sketches(user, today, months)
    if asked.scope.unit is not None:
        within = set(asked.scope.contracts().values_list("pk", flat=True))
        found = tuple(one for one in found if within.intersection(one.contracts))
    shown = together.drawn(found[:MOST_GROUPS], user, today)
    context = {
        "months": months,
        "choices": [(choice, choice == months) for choice in together.APART_CHOICES],
        "units": _units(asked.scope),
        "groups": [_group(one, number) for number, one in enumerate(shown, 1)],
        "total": words.number(len(found)),
        "is_cut": len(found) > MOST_GROUPS,
        "list_url": ContractRegister.list_url(),
    }
    return render(request, "contracts/contracts_together.html", context)


def _group(group: together.Group, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "group": group,
        "url": group.url,
        "title": group.reasons[0],
        "more": group.reasons[1:],
        "candidates": group.candidates[:MOST_IN_GROUP],
        "rest": max(0, len(group.candidates) - MOST_IN_GROUP),
        "count": words.number(len(group.candidates)),
        "is_one_day": group.begins_on == group.last_begins_on,
    }
