"""What each part of the färdplan's page shows, out of its queries."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.initiatives.facts import FACTS
from bryggan.initiatives.models import Initiative, MoneyKind, State
from bryggan.initiatives.next_steps import HEALTH_TONES
from bryggan.kit import words
from bryggan.kit.charts.beside import on_page
from bryggan.methods.models import Phase
from bryggan.needs.models import Score
from bryggan.people.models import User
from bryggan.people.scope import Share as Part
from bryggan.roadmap import links, parallel, pictures, queries
from bryggan.roadmap.calculation import Wait
from bryggan.roadmap.queries import KINDS, SILENT_DAYS, Counted, Roadmap

PER_PAGE, ON_CARD_COLUMN, MOST_BUBBLES, MOST_LISTED = 40, 6, 40, 100

type Cell = tuple[str, str]
type Shown = dict[str, Any]


class Counting(Paginator[Any]):
    """Pages of rows that have been counted already."""

    def __init__(self, rows: Any, per_page: int, counted: int) -> None:
        super().__init__(rows, per_page)
        self.counted = counted

    @cached_property
    def count(self) -> int:
        return self.counted


def cards(roadmap: Roadmap) -> list[dict[str, str]]:
    """The färdplan in five numbers, each with what is behind it."""
    whole = roadmap.whole
    closed = whole.phases[Phase.CLOSED]
    unit = roadmap.scope.unit.pk
    shown = [
        {
            "value": words.number(whole.open),
            "label": _("Öppna initiativ"),
            "note": ngettext(
                "%(parked)s vilar, %(closed)s är avslutat i år",
                "%(parked)s vilar, %(closed)s är avslutade i år",
                closed,
            )
            % {"parked": words.number(whole.parked), "closed": words.number(closed)},
            "url": links.still_open(roadmap),
            "tone": "",
        },
        {
            "value": words.number(whole.silent[SILENT_DAYS[0]]),
            "label": _("Tysta i %(days)s dagar") % {"days": SILENT_DAYS[0]},
            "note": _("%(count)s i %(days)s dagar")
            % {"count": words.number(whole.silent[SILENT_DAYS[1]]), "days": SILENT_DAYS[1]},
            "url": links.silent(roadmap, SILENT_DAYS[0]),
            "tone": "warn" if whole.silent[SILENT_DAYS[1]] else "",
        },
    ]
    for kind in KINDS:
        total = roadmap.totals(kind)
        has = any(one.kind == kind for one in roadmap.money)
        shown.append(
            {
                "value": words.money_sek(total) if has else "–",
                "label": str(MoneyKind(kind).label),
                "note": _("alla år, exkl. moms") if has else _("inget belopp är känt"),
                "url": links.page(unit, "pengar"),
                "tone": "",
            }
        )
    return shown


def timeline_shown(roadmap: Roadmap, user: User, asked: str) -> Shown:
    """The years, a page at a time; what waits for what; and those without a day."""
    whole = roadmap.whole
    page = Counting(roadmap.dated, PER_PAGE, whole.total - whole.undated).get_page(asked)
    shown = list(page.object_list)
    waits = queries.waits_of(shown, user)
    chart = drawn(roadmap, shown, [wait for wait, _before in waits])
    names = {one.pk: one for one in shown}
    return {
        "page": page if page.paginator.num_pages > 1 else None,
        "picture": on_page(chart, width=1000) if shown else None,
        "waits": [_wait(wait, names[wait.pk], before) for wait, before in waits],
        "undated": [
            (one, links.initiative(one.pk), one.time_words)
            for one in (roadmap.undated()[:MOST_LISTED] if whole.undated else ())
        ],
        "undated_count": whole.undated,
        "undated_url": links.undated(roadmap),
    }


def drawn(roadmap: Roadmap, shown: Sequence[Initiative], waits: Iterable[Wait]) -> Any:
    """The timeline of some initiatives, grouped by what lies right under the scope's unit."""
    return pictures.timeline(
        shown,
        today=roadmap.today,
        passages=queries.passages_of(shown),
        waits=waits,
        group=lambda one: roadmap.scope.part_of(one.unit_id).place.name,
        url=links.initiative,
    )


def _wait(wait: Wait, one: Initiative, before: Initiative) -> Shown:
    clash = ""
    if wait.clashes and wait.starts_on and wait.before_ends_on:
        clash = _("Börjar %(start)s, men det som väntas på är klart först %(end)s.") % {
            "start": words.date_text(wait.starts_on),
            "end": words.date_text(wait.before_ends_on),
        }
    return {
        "name": one.name,
        "url": links.initiative(one.pk),
        "before": before.name,
        "before_unit": before.unit.name,
        "before_url": links.initiative(before.pk),
        "what": wait.what,
        "clash": clash,
    }


def _cell(count: int, url: str) -> Cell:
    return words.number(count), url if count else ""


def board_shown(roadmap: Roadmap) -> Shown:
    """How many in each phase, part by part, and the first of each phase as cards."""
    rows = roadmap.rows.filter(state=State.ACTIVE)
    nth = Window(RowNumber(), partition_by="phase", order_by=[F("touched_on").desc(), F("pk")])
    # Numbered by their ids alone, so that only those shown are read whole.
    shown = rows.annotate(nth=nth).filter(nth__lte=ON_CARD_COLUMN).values("pk")
    first = Initiative.objects.filter(pk__in=shown).select_related("unit")
    first = first.order_by("-touched_on", "pk")
    by_phase: dict[str, list[Shown]] = {phase: [] for phase in Phase.values}
    for one in first:
        by_phase[one.phase].append(
            {
                "one": one,
                "url": links.initiative(one.pk),
                "tone": HEALTH_TONES.get(one.health, "none"),
                "said": _said(one),
            }
        )
    whole = roadmap.whole
    return {
        "heads": [str(Phase(phase).label) for phase in Phase.values],
        "parts": [_board_row(roadmap, counted, part) for part, counted in roadmap.parts],
        "whole": _board_row(roadmap, whole, None),
        "columns": [
            {
                "label": str(Phase(phase).label),
                "count": words.number(whole.phases[phase]),
                "url": links.in_phase(roadmap, phase),
                "cards": by_phase[phase],
                "rest": max(0, whole.phases[phase] - len(by_phase[phase])),
            }
            for phase in Phase.values
            if whole.phases[phase]
        ],
    }


def _said(one: Initiative) -> str:
    return str(one.get_health_display()) if one.health else _("Ingen status")


def _board_row(roadmap: Roadmap, counted: Counted, part: Part | None) -> Shown:
    return {
        "name": words.soft_hyphens(part.place.name) if part else "",
        "url": links.page(part.place.pk, "tavla") if part and not part.is_alone else "",
        "cells": [
            (
                str(Phase(phase).label),
                *_cell(counted.phases[phase], links.in_phase(roadmap, phase, part)),
            )
            for phase in Phase.values
        ],
        "parked": _cell(counted.parked, links.parked(roadmap, part)),
        "open": _cell(counted.open, links.still_open(roadmap, part=part)),
    }


def matrix_shown(roadmap: Roadmap) -> Shown:
    """How many at each place, and the most useful ones as bubbles."""
    placed = roadmap.open_rows.exclude(queries.is_unplaced())
    pairs = placed.order_by().values("benefit", "complexity").annotate(n=Count("pk"))
    counts = {(row["benefit"], row["complexity"]): row["n"] for row in pairs}
    order = (F("benefit").desc(), F("complexity").asc(), "sort_key", "pk")
    first = list(placed.order_by(*order)[:MOST_BUBBLES])
    total = sum(counts.values())
    scores = list(Score)
    return {
        "picture": on_page(pictures.matrix(first, url=links.initiative)) if first else None,
        "heads": [str(score.label) for score in scores],
        "lines": [
            (
                str(benefit.label),
                [
                    (
                        str(complexity.label),
                        *_cell(
                            counts.get((benefit, complexity), 0),
                            links.still_open(
                                roadmap,
                                ("benefit", benefit.value),
                                ("complexity", complexity.value),
                            ),
                        ),
                    )
                    for complexity in scores
                ],
            )
            for benefit in reversed(scores)
        ],
        "total": total,
        "is_cut": total > len(first),
        "most": MOST_BUBBLES,
        "no_benefit_url": links.unplaced(roadmap, "benefit"),
        "no_complexity_url": links.unplaced(roadmap, "complexity"),
        "unplaced": roadmap.whole.open - total,
    }


def silent_shown(roadmap: Roadmap) -> Shown:
    """What nobody has touched, the longest silence first."""
    since = roadmap.silent_since(SILENT_DAYS[0])
    rows = roadmap.open_rows.filter(state=State.ACTIVE, touched_on__lte=since)
    rows = rows.select_related("unit").annotate(lead=FACTS["lead"]())
    first = rows.order_by("touched_on", "sort_key", "pk")[:MOST_LISTED]
    return {
        "lines": [
            {
                "one": one,
                "url": links.initiative(one.pk),
                "days": one.days_silent(roadmap.today),
                "is_long": one.days_silent(roadmap.today) >= SILENT_DAYS[1],
            }
            for one in first
        ],
        "counts": [
            (days, *_cell(roadmap.whole.silent[days], links.silent(roadmap, days)))
            for days in SILENT_DAYS
        ],
    }


def parallel_shown(roadmap: Roadmap) -> Shown:
    """What may be the same somewhere else, and why."""
    pairs, count = parallel.alike_pairs(roadmap)
    systems, system_count = parallel.same_systems(roadmap)
    return {
        "pairs": [
            {
                "one": (pair.one, links.initiative(pair.one.pk)),
                "other": (pair.other, links.initiative(pair.other.pk)),
                "reasons": pair.likeness.reasons,
                "overlaps": pair.overlaps,
            }
            for pair in pairs
        ],
        "pair_count": count,
        "systems": [
            (same.name, [(one, links.initiative(one.pk)) for one in same.initiatives], same.rest)
            for same in systems
        ],
        "pairs_rest": count - len(pairs),
        "systems_rest": system_count - len(systems),
        "joint": [
            (share.initiative, links.initiative(share.initiative.pk), share)
            for share in (() if roadmap.scope.is_whole else roadmap.joint()[:MOST_LISTED])
        ],
    }
