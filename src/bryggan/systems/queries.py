"""Questions about what hangs on a system: flows, mentions, contracts, money, the people who answer for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from bryggan.contracts.models import Contract
from bryggan.people.models import Unit, User
from bryggan.systems.calculation import Total, has_key, split_by_key
from bryggan.systems.models import Cost, Integration, Mention, System, SystemRole, SystemUse

HIDDEN_INTEGRATIONS = "hidden_integration"
ENDS = ("source", "source_party", "target", "target_party")


def integrations_of(system: System, user: User) -> QuerySet[Integration]:
    """What flows to and from the system, as far as this person sees it."""
    rows = Integration.objects.visible_to(user).present().touching(system.pk)
    return rows.select_related(*ENDS).order_by("sort_key", "pk")


def omitted_integrations(system: System, user: User) -> int:
    """How many secret ones there are besides; the query that fetched the system for its page has counted."""
    known = system.__dict__.get(HIDDEN_INTEGRATIONS)
    if known is not None:
        return int(known)
    return Integration.objects.omitted_for(user).touching(system.pk).count()


def hidden_integrations(user: User) -> dict[str, Subquery]:
    """The same count as a column of systems."""
    at_an_end = Q(source=OuterRef("pk")) | Q(target=OuterRef("pk"))
    hidden = Integration.objects.omitted_for(user).filter(at_an_end).order_by()
    # Not grouped, so that of none the count is 0.
    counted = hidden.annotate(n=Func(F("pk"), function="COUNT")).values("n")
    return {HIDDEN_INTEGRATIONS: Subquery(counted, output_field=IntegerField())}


def open_mentions_of(system: System) -> QuerySet[Mention]:
    """What the system's record names and the register lacks, with the nearest match."""
    rows = Mention.objects.present().open().filter(system=system)
    return rows.select_related("system", "system__unit", "nearest").order_by(
        "way", "sort_key", "pk"
    )


def has_open_mentions(user: User) -> Exists:
    """The condition that a system has any, beside the system itself."""
    return Exists(Mention.objects.present().open().filter(system=OuterRef("pk")))


def contracts_of(system: System, user: User) -> list[Contract]:
    """The contracts that cover the system; read once for one row of it, since a page asks twice."""
    kept: dict[int, list[Contract]] = system.__dict__.setdefault("_covering_contracts", {})
    if user.pk not in kept:
        rows = Contract.objects.visible_to(user).present()
        covering = rows.filter(system_uses__system=system, system_uses__withdrawn_at=None)
        kept[user.pk] = list(covering.select_related("supplier").order_by("sort_key", "pk"))
    return kept[user.pk]


def systems_of(contract: Contract, user: User) -> QuerySet[System]:
    """The systems that a contract covers."""
    rows = System.objects.visible_to(user).present()
    covered = rows.filter(contract_uses__contract=contract, contract_uses__withdrawn_at=None)
    return covered.select_related("unit").order_by("sort_key", "pk")


def costs_of(system: System) -> QuerySet[Cost]:
    """Every known cost, the newest year first."""
    return Cost.objects.filter(system=system, withdrawn_at=None).order_by("-year", "kind", "pk")


def uses_of(system: System) -> QuerySet[SystemUse]:
    """The units that use the system, with their weights in the key."""
    rows = SystemUse.objects.filter(system=system, withdrawn_at=None)
    return rows.select_related("unit").order_by("unit__path")


def roles_of(person: User, user: User) -> QuerySet[SystemRole]:
    """The systems that a person answers for today, of those that this person sees."""
    seen = System.objects.visible_to(user).present()
    running = SystemRole.objects.running(timezone.localdate()).filter(user=person, system__in=seen)
    return running.select_related("system").order_by("system__sort_key", "role", "pk")


@dataclass(frozen=True)
class YearOfCost:
    """What is known of one year: the rows, and a sum that says how many of the four kinds it rests on."""

    year: int
    costs: tuple[Cost, ...]
    total: Total


def years_of(costs: Iterable[Cost]) -> list[YearOfCost]:
    """The costs by year, in the order given."""
    years: dict[int, list[Cost]] = {}
    for cost in costs:
        years.setdefault(cost.year, []).append(cost)
    return [YearOfCost(year, tuple(rows), _total(rows)) for year, rows in years.items()]


def _total(costs: Sequence[Cost]) -> Total:
    known: dict[str, Decimal | None] = dict.fromkeys(Cost.Kind.values)
    for cost in costs:
        known[cost.kind] = (known[cost.kind] or Decimal(0)) + cost.amount_sek
    return Total.over(known.values())


@dataclass(frozen=True)
class Share:
    unit: Unit
    weight: Decimal
    amount: Decimal | None


@dataclass(frozen=True)
class Split:
    """A year's cost on the units that use the system. Without a key they pay alike, and it is said."""

    shares: tuple[Share, ...]
    is_keyed: bool


def split_of(uses: Sequence[SystemUse], amount: Decimal | None) -> Split:
    """The parts add up to the amount; of an unknown amount every part is unknown."""
    weights: dict[int, Decimal | None] = {use.unit_id: use.weight for use in uses}
    parts = split_by_key(amount, weights) if uses and amount is not None else {}
    shares = tuple(Share(use.unit, use.weight, parts.get(use.unit_id)) for use in uses)
    is_keyed = has_key(weights) and len(set(weights.values())) > 1
    return Split(shares, is_keyed)
