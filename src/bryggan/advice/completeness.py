"""How much is known of a register's records: a few basic facts, counted per record, unit and whole.

An app declares its measure in `advice.py`. All of it is one question to the database, whatever the scope.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Sum, Value

from bryggan.advice import finding
from bryggan.advice.rules import rules_of
from bryggan.kit import remembering
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.people.models import Unit
from bryggan.people.scope import Organisation, Pairs, Place, Scope


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that should be known of each record. `lacking`: the list's filter on those that lack it."""

    key: str
    label: Any
    is_known: Callable[[], Q]
    lacking: Pairs


@dataclass(frozen=True, kw_only=True)
class Measure:
    """The basic facts of a register's records. `complete`: the list's filter on those of which all are known.

    `by_least`: the columns and the order of the list in which the least known comes first.
    """

    slug: str
    facts: tuple[Fact, ...]
    complete: Pairs
    by_least: Pairs

    @property
    def register(self) -> type[Register]:
        return REGISTERS[self.slug]


MEASURES: dict[str, Measure] = {}


def measure(declared: Measure) -> Measure:
    """Declare how the completeness of a register is measured; one per register."""
    if declared.slug in MEASURES:
        raise ValueError(f"The completeness of {declared.slug} is measured already.")
    MEASURES[declared.slug] = declared
    return declared


@dataclass
class Known:
    """How many records, how many of which all is known, and how many lack each fact."""

    total: int = 0
    complete: int = 0
    lacking: dict[str, int] = field(default_factory=dict)

    def add(self, other: "Known") -> None:
        self.total += other.total
        self.complete += other.complete
        for key, count in other.lacking.items():
            self.lacking[key] = self.lacking.get(key, 0) + count

    @property
    def known_percent(self) -> int:
        """How much of all facts is known, as the average of the records; 0 of nothing."""
        of = self.total * len(self.lacking)
        return round(100 * (of - sum(self.lacking.values())) / of) if of else 0


def known_by_unit(of: Measure, scope: Scope) -> dict[int, Known]:
    """What is known of the records of each unit by itself; one question, remembered until something is written."""
    rows = _with_lacks(of, scope.of(of.register).order_by())
    counted = rows.values("unit_id").annotate(
        n=Count("pk"),
        whole=Sum(finding.flag(Q(lacks=0))),
        **{f"n_{place}": Sum(f"lacks_{place}") for place in range(len(of.facts))},
    )
    keys = [fact.key for fact in of.facts]
    found = remembering.remembered(remembering.asked(counted), lambda: tuple(counted))
    return {
        row["unit_id"]: Known(
            total=row["n"],
            complete=row["whole"],
            lacking={key: row[f"n_{place}"] for place, key in enumerate(keys)},
        )
        for row in found
    }


def _with_lacks(of: Measure, rows: QuerySet[Any]) -> QuerySet[Any]:
    """With a column per fact that is 1 where it is lacking, and their sum."""
    each = {f"lacks_{place}": finding.flag(~fact.is_known()) for place, fact in enumerate(of.facts)}
    total: Any = Value(0)
    for name in each:
        total = total + F(name)
    found: QuerySet[Any] = rows.annotate(**each).annotate(lacks=total)
    return found


def with_all_under(
    by_unit: dict[int, Known], organisation: Organisation, of: Measure
) -> dict[int, Known]:
    """Of each unit the sum of itself and everything under it."""
    summed: dict[int, Known] = {}
    for unit_id, known in by_unit.items():
        for above in organisation.above(unit_id):
            kept = summed.setdefault(
                above.pk, Known(lacking=dict.fromkeys((fact.key for fact in of.facts), 0))
            )
            kept.add(known)
    return summed


def kept_places(organisation: Organisation) -> list[Place]:
    """The units whose figures are kept day by day: all but the workplaces, which are many and small."""
    return [
        place for place in organisation.places.values() if place.kind != Unit.Kind.WORKPLACE.value
    ]


def figures(of: Measure, scope: Scope) -> list[dict[str, Any]]:
    """What is kept of a day: a row per unit that has any records, with the counts of the register's rules."""
    organisation = scope.organisation
    known = with_all_under(known_by_unit(of, scope), organisation, of)
    advice = _advice_by_unit(of, scope)
    return [
        {
            "unit_id": place.pk,
            "total": known[place.pk].total,
            "complete": known[place.pk].complete,
            "known_percent": known[place.pk].known_percent,
            "advice": advice.get(place.pk, {}),
        }
        for place in kept_places(organisation)
        if place.pk in known
    ]


def _advice_by_unit(of: Measure, scope: Scope) -> dict[int, dict[str, int]]:
    """How many records each rule finds in each unit with all under it; one question."""
    asked = [
        finding.found(rule, scope)
        .order_by()
        .values("unit_id", rule=Value(rule.key, output_field=CharField()))
        .annotate(n=Count("pk"))
        .values_list("unit_id", "rule", "n")
        for rule in rules_of(of.slug)
        if finding.is_on(rule) and not rule.is_for_few
    ]
    told: dict[int, dict[str, int]] = {}
    if asked:
        first, *others = asked
        for unit_id, key, count in first.union(*others, all=True):
            for above in scope.organisation.above(unit_id):
                kept = told.setdefault(above.pk, {})
                kept[key] = kept.get(key, 0) + count
    return told
