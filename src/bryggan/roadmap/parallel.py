"""Initiatives that may do the same: alike in words, or concerning the same system, with the reason shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext as _

from bryggan.initiatives.models import Initiative, State
from bryggan.kit import likeness, remembering
from bryggan.kit.collecting import uncollected
from bryggan.kit.likeness import Fact, Likeness, Reading, Text
from bryggan.methods.models import Phase
from bryggan.people.models import User
from bryggan.registers import queries
from bryggan.roadmap.calculation import overlaps
from bryggan.roadmap.queries import Roadmap
from bryggan.systems.models import System

MOST_PAIRS, MOST_SYSTEMS, MOST_OF_SYSTEM = 40, 20, 12
# The same words in a name are common between places that do the same work: only much likeness is told.
READING = Reading(name_says=0.95, text_says=0.45)


@dataclass(frozen=True)
class Pair:
    """Two initiatives alike in words; `overlaps`: whether they go on at the same time, None when unknown."""

    one: Initiative
    other: Initiative
    likeness: Likeness
    overlaps: bool | None


@dataclass(frozen=True)
class SameSystem:
    """A system that several open initiatives concern; `rest` are not shown."""

    name: str
    initiatives: tuple[Initiative, ...]
    rest: int


def open_initiatives(user: User) -> QuerySet[Initiative]:
    """Everything in the whole organisation that this person sees and that still can move."""
    rows = Initiative.objects.visible_to(user).present().exclude(state=State.REJECTED)
    return rows.exclude(phase=Phase.CLOSED)


def alike_pairs(roadmap: Roadmap) -> tuple[list[Pair], int]:
    """Those of the färdplan with any other open one, the most alike first, and how many there are in all."""
    user = roadmap.scope.user
    within = set(roadmap.open_rows.values_list("pk", flat=True))
    every = open_initiatives(user).order_by("pk")
    compared: tuple[likeness.Pair, ...] = remembering.remembered(
        ("initiatives alike", remembering.asked(every)), lambda: _compared(every)
    )
    found = [pair for pair in compared if pair.one in within or pair.other in within]
    ids = {pk for pair in found[:MOST_PAIRS] for pk in (pair.one, pair.other)}
    there = every.select_related("unit").in_bulk(ids)
    pairs = [
        Pair(one, other, pair.likeness, overlaps(_time(one), _time(other)))
        for pair in found[:MOST_PAIRS]
        if (one := there.get(pair.one)) and (other := there.get(pair.other))
    ]
    return pairs, len(found)


def _time(one: Initiative) -> tuple[Any, Any]:
    return one.started_on or one.starts_on, one.closed_on or one.ends_on


@uncollected
def _compared(rows: QuerySet[Initiative]) -> tuple[likeness.Pair, ...]:
    systems: dict[int, list[tuple[int, str]]] = {}
    through = Initiative.systems.through.objects.filter(initiative__in=rows.order_by().values("pk"))
    for pk, system, name in through.values_list("initiative_id", "system_id", "system__name"):
        systems.setdefault(pk, []).append((system, name))
    told = rows.values_list("pk", "name", "description", "goals")
    texts = [
        Text(
            key=pk,
            names=(name,),
            text=f"{description} {goals}".strip(),
            facts=tuple(_facts(systems.get(pk, ()))),
        )
        for pk, name, description, goals in told
    ]
    said = dict(queries.synonyms().values_list("word", "means"))
    return tuple(likeness.pairs(texts, replace(READING, synonyms=said)))


def _facts(systems: Iterable[tuple[int, str]]) -> Iterable[Fact]:
    for pk, name in systems:
        words = _("båda gäller %(system)s") % {"system": name}
        yield Fact(kind=f"system {pk}", value=str(pk), words=words, weight=0.25)


def same_systems(roadmap: Roadmap) -> tuple[list[SameSystem], int]:
    """Systems that an initiative of the färdplan concerns and some other open one too, most shared first."""
    user = roadmap.scope.user
    seen = open_initiatives(user).order_by()
    links = Initiative.systems.through.objects
    here = links.filter(initiative__in=roadmap.open_rows.values("pk")).values("system")
    visible = System.objects.visible_to(user).present().values("pk")
    # Counted on the links alone: joined with what they lead to it takes a hundred times as long.
    shared: Any = links.filter(initiative__in=seen.values("pk"), system__in=here)
    counted = shared.filter(system__in=visible).values("system").annotate(n=Count("pk"))
    found = list(counted.filter(n__gte=2).order_by("-n", "system").values_list("system", flat=True))
    by_system: dict[int, list[Any]] = {pk: [] for pk in found[:MOST_SYSTEMS]}
    rows = seen.filter(systems__in=list(by_system))
    rows = rows.annotate(of=F("systems"), of_name=F("systems__name")).select_related("unit")
    for one in rows.order_by("started_on", "starts_on", "sort_key"):
        by_system[one.of].append(one)
    told = [
        SameSystem(of_it[0].of_name, tuple(of_it[:MOST_OF_SYSTEM]), len(of_it[MOST_OF_SYSTEM:]))
        for of_it in by_system.values()
    ]
    return told, len(found)
