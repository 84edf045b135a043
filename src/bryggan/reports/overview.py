"""What the register says of a part of the organisation: figures, findings, money, contracts.

Every figure is counted as the list that it links to counts it, so that one can click it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Sum
from django.http import QueryDict

from bryggan.advice import finding
from bryggan.advice.rules import Rule as AdviceRule
from bryggan.advice.rules import all_rules
from bryggan.contracts.calculation import months_after
from bryggan.contracts.deciding import Decided, Decision, decided, newest_course
from bryggan.contracts.models import Contract
from bryggan.contracts.standing import TERMS, Standing, standing
from bryggan.kit import remembering
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.register import REGISTERS
from bryggan.people.scope import Pairs, Scope, Share
from bryggan.systems.calculation import Total, split_by_key
from bryggan.systems.known import KNOWN
from bryggan.systems.models import Cost, System, SystemUse

TIMELINE_MONTHS = 24
MOST_CONTRACTS = 18
MOST_OWN = 8
READ_OWN = 80


@dataclass(frozen=True)
class Counted:
    """Something to count among systems: the filters of the list that shows exactly those."""

    key: str
    filters: Pairs


ALL = Counted("all", ())
WITH_COST = Counted("with_cost", (("f.cost_sum.from", "0"),))
COMPLETE = Counted("complete", (("f.completeness.from", "100"),))
# Systems by where they are in their life; "" is not known.
IN_LIFE = {
    stage: Counted(f"lifecycle.{stage}", (("f.lifecycle", stage or "-"),))
    for stage in (*System.Lifecycle.values, "")
}


type Advice = list[tuple[AdviceRule, int]]


def counts(scope: Scope, wanted: Iterable[Counted]) -> dict[str, int]:
    """How many systems each list has."""
    return finding.counts(_asked_of(scope, wanted))


def counts_and_advice(
    scope: Scope, wanted: Iterable[Counted], beside: Mapping[str, finding.Asked] | None = None
) -> tuple[dict[str, int], Advice]:
    """The same, and what the rules in use find, the most important first; one query for all that is not remembered.

    A rule that finds nothing is left out. `beside`: what else is counted in that query.
    """
    rules = [rule for rule in all_rules() if finding.is_on(rule)]
    asked = {**_asked_of(scope, wanted), **(beside or {}), **finding.asked_of(rules, scope)}
    told = finding.counts(asked)
    return told, [(rule, told[rule.key]) for rule in rules if told[rule.key]]


def _asked_of(scope: Scope, wanted: Iterable[Counted]) -> dict[str, finding.Asked]:
    return {
        one.key: finding.Asked(
            ("systems", one.filters, *finding.whose(scope)), partial(_listed, scope, one)
        )
        for one in wanted
    }


def _listed(scope: Scope, one: Counted) -> models.QuerySet[Any]:
    """The list's own question."""
    register = REGISTERS["system"]
    address = QueryDict(mutable=True)
    for key, value in one.filters:
        address.appendlist(key, value)
    listing = Listing(register, Question.read(address, register), scope.user)
    return scope.rows(listing.found())


@dataclass(frozen=True)
class Bearer:
    """What a part of the organisation bears of the cost, for how many systems."""

    part: Share
    amount: Decimal
    systems: int
    url: str


@dataclass(frozen=True)
class Money:
    """A year's cost of the systems of a scope, split by key on those who use them: the parts add up."""

    year: int
    total: Total
    bearers: tuple[Bearer, ...]


def money(scope: Scope, year: int, *, counted: int, of: int) -> Money:
    """`counted` of the `of` systems have an amount. One query for unshared systems, two for shared."""
    systems = scope.rows(REGISTERS["system"].rows(scope.user)).order_by().values("pk")
    bearers = remembering.remembered(
        ("money", remembering.asked(systems), scope.unit.pk, year), lambda: _borne(scope, year)
    )
    amount = sum((bearer.amount for bearer in bearers), Decimal(0))
    return Money(year, Total(amount if counted else None, counted, of), bearers)


def _borne(scope: Scope, year: int) -> tuple[Bearer, ...]:
    systems = scope.rows(REGISTERS["system"].rows(scope.user)).order_by().values("pk")
    uses = SystemUse.objects.filter(withdrawn_at=None)
    costs = Cost.objects.filter(year=year, withdrawn_at=None, system__in=systems).order_by()
    is_shared = Exists(uses.filter(system=OuterRef("system")))
    part_of = cache(scope.part_of)
    amounts: dict[Share, Decimal] = {}
    numbers: dict[Share, int] = {}

    def bear(part: Share, amount: Decimal, number: int) -> None:
        amounts[part] = amounts.get(part, Decimal(0)) + amount
        numbers[part] = numbers.get(part, 0) + number

    alone = costs.exclude(is_shared).values_list("system__unit_id")
    for unit_id, amount, number in alone.annotate(
        Sum("amount_sek"), Count("system", distinct=True)
    ):
        bear(part_of(unit_id), amount, number)

    shared = costs.filter(is_shared).values_list("system_id").annotate(Sum("amount_sek"))
    whole: dict[int, Decimal] = dict(shared)
    keys: dict[int, dict[int, Decimal | None]] = {}
    if whole:
        rows = uses.filter(system__in=costs.values("system")).order_by("pk")
        for system_id, unit_id, weight in rows.values_list("system_id", "unit_id", "weight"):
            keys.setdefault(system_id, {})[unit_id] = weight
    for system_id, amount in whole.items():
        parts: dict[Share, Decimal] = {}
        for unit_id, part in _split(amount, tuple(keys[system_id].items())):
            bearer = part_of(unit_id)
            parts[bearer] = parts.get(bearer, Decimal(0)) + part
        for bearer, part in parts.items():
            bear(bearer, part, 1)

    bearers = [
        Bearer(part, amount, numbers[part], _borne_url(scope, part))
        for part, amount in amounts.items()
    ]
    bearers.sort(key=lambda bearer: (-bearer.amount, bearer.part.place.path))
    return tuple(bearers)


@lru_cache(maxsize=10_000)
def _split(
    amount: Decimal, key: tuple[tuple[int, Decimal | None], ...]
) -> tuple[tuple[int, Decimal], ...]:
    """Remembered, since the same amounts are shared by the same keys at every visit."""
    return tuple(split_by_key(amount, dict(key)).items())


def _borne_url(scope: Scope, part: Share) -> str:
    columns = (("col", key) for key in ("name", "unit", "use.units", "cost_sum"))
    filters = (("f.borne_by", part.value), ("f.cost_sum.from", "0"))
    return scope.url("system", *filters, *columns, ("sort", "-cost_sum"))


@dataclass(frozen=True)
class Deadline:
    """A contract with its days, and what there is to decide of it."""

    pk: int
    name: str
    supplier: str
    unit_id: int
    standing: Standing
    decided: Decided | None

    def next_day(self, today: date) -> date | None:
        days = (self.standing.notice_on, self.standing.ends_on)
        return min((day for day in days if day is not None and day >= today), default=None)


def contracts(scope: Scope, today: date) -> list[Deadline]:
    """The contracts of the scope whose terms are known well enough to say where they stand."""
    found = scope.rows(Contract.objects.visible_to(scope.user).present()).order_by()
    rows = found.values("pk", "name", "supplier__name", "unit_id", *TERMS, course=newest_course())
    question = (remembering.asked(rows), today)
    return list(remembering.remembered(question, lambda: _deadlines(rows, today)))


def _deadlines(rows: Iterable[Mapping[str, Any]], today: date) -> tuple[Deadline, ...]:
    deadlines = []
    for row in rows:
        stands = standing(row, today)
        if stands is not None:
            supplier = row["supplier__name"] or ""
            decision = decided(row, row["course"], today)
            deadlines.append(
                Deadline(row["pk"], row["name"], supplier, row["unit_id"], stands, decision)
            )
    return tuple(deadlines)


def nearest(deadlines: Iterable[Deadline], today: date) -> list[Deadline]:
    """Those on which something happens within two years, the nearest first."""
    horizon = months_after(today, TIMELINE_MONTHS)
    dated = [(one.next_day(today), one.name, one.pk, one) for one in deadlines]
    near = [row for row in dated if row[0] is not None and row[0] <= horizon]
    return [row[-1] for row in sorted(near, key=lambda row: row[:3])][:MOST_CONTRACTS]


def to_decide(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """Those that somebody must make up her mind about and nobody has, the nearest first."""
    dated = [
        (one.decided.on, one.name, one.pk, one)
        for one in deadlines
        if one.decided is not None and one.decided.is_to_decide
    ]
    return [row[-1] for row in sorted(dated, key=lambda row: row[:3])]


def to_decide_url(scope: Scope) -> str:
    """The list of exactly those."""
    return scope.url("avtal", ("f.decision", Decision.WAITS.value))


@dataclass(frozen=True)
class Own:
    """A system that a person answers for, and what is not known of it."""

    name: str
    url: str
    missing: tuple[str, ...]


def own_systems(user: Any) -> tuple[list[Own], int, str]:
    """What this person answers for, the least known first: (the first few, how many, their list)."""
    register = REGISTERS["system"]
    address = QueryDict(mutable=True)
    address["f.role.any"] = str(user.pk)
    listing = Listing(register, Question.read(address, register), user)
    shown = [register.field(key) for key in ("name", "unit", *KNOWN)]
    rows = list(listing.values(listing.sorted(listing.found()), shown)[:READ_OWN])
    told = [
        Own(
            name=row["c_name"],
            url=register.url(row["pk"]),
            missing=tuple(str(field.label) for field in shown[2:] if field.is_empty(row)),
        )
        for row in rows
    ]
    told.sort(key=lambda own: -len(own.missing))
    count = len(rows) if len(rows) < READ_OWN else listing.found().count()
    return told[:MOST_OWN], count, register.list_url() + listing.question.address()


def has_systems(user: Any) -> bool:
    """Whether there is anything at all to tell about."""
    rows: models.QuerySet[System] = REGISTERS["system"].rows(user)
    return rows.exists()
