"""Systems beside each other: which do the same work, and whose figures are far from those of their kind.

Each comparison reads what it needs of all systems once per request, as the person sees them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from statistics import quantiles
from typing import Any

from django.db.models import Case, F, FloatField, Q, Sum, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan, LessThan
from django.utils import timezone

from bryggan.kit import remembering, trace
from bryggan.people.scope import Organisation
from bryggan.search.fields import sort_key
from bryggan.systems import known
from bryggan.systems.models import Cost, System, Tag

# Of fewer systems than these nothing is usual.
FEWEST = 5


type Key = tuple[int, str, int]  # a category, a kind, an administration


@dataclass(frozen=True)
class Alike:
    """The systems in use by what they do and where; two records of one product are no overlap.

    One product twice is the same thing bought twice, or entered twice.
    """

    groups: Mapping[Key, Mapping[int, str]]  # in each the systems with their products
    keys: Mapping[int, Sequence[Key]]
    _found: dict[int, list[int]] = field(default_factory=dict)

    def others(self, pk: int) -> set[int]:
        """The others of the same category and kind in the same administration."""
        found = set()
        for key in self.keys.get(pk, ()):
            group = self.groups[key]
            found |= {other for other, product in group.items() if product != group[pk]}
        return found

    def overlapping(self, least: int) -> list[int]:
        """Those that in one of their groups have at least so many others; worked out once."""
        if least not in self._found:
            self._found[least] = self._overlapping(least)
        return self._found[least]

    def _overlapping(self, least: int) -> list[int]:
        found = set()
        for group in self.groups.values():
            same = Counter(group.values())
            found |= {pk for pk, product in group.items() if len(group) - same[product] >= least}
        return sorted(found)


def alike(user: Any) -> Alike:
    """As this person sees them; read once per request."""
    return trace.once(f"systems.alike.{user.pk}", lambda: _alike(user))


def _alike(user: Any) -> Alike:
    rows = (
        System.objects.visible_to(user)
        .present()
        .filter(
            lifecycle=System.Lifecycle.IN_USE,
            tags__kind=Tag.Kind.CATEGORY,
            tags__withdrawn_at=None,
        )
    )
    told = rows.order_by().values_list("pk", "tags", "kind", "unit_id", "product")
    question = ("alike", remembering.asked(told))
    return remembering.remembered(question, lambda: _grouped(told))


def _grouped(told: Iterable[tuple[Any, ...]]) -> Alike:
    organisation = Organisation.read()
    administration = cache(lambda unit_id: organisation.administration(unit_id).place.pk)
    groups: dict[Key, dict[int, str]] = defaultdict(dict)
    keys: dict[int, list[Key]] = defaultdict(list)
    for pk, tag, kind, unit_id, product in told:
        key = (tag, kind, administration(unit_id))
        groups[key][pk] = sort_key(product) if product else f"nr {pk}"
        keys[pk].append(key)
    return Alike(groups, keys)


def overlapping(user: Any, limit: int) -> Q:
    """At least so many others do the same work in the same administration."""
    return Q(pk__in=alike(user).overlapping(max(limit, 1)))


# What is usual of a kind: the middle half of its systems lies between these two.
type Usual = Mapping[str, tuple[float, float]]


def users_out_of_line(user: Any, limit: int) -> Q:
    """So many times more users, or fewer, than is usual for the kind."""
    usual = trace.once(f"systems.users.{user.pk}", lambda: _usual_users(user))
    return _far_from(usual, F("user_count"), limit) & Q(user_count__gt=0)


def _usual_users(user: Any) -> Usual:
    rows = System.objects.visible_to(user).present().filter(user_count__gt=0)
    told = rows.order_by().values_list("kind", "user_count")
    return remembering.remembered(("usual", remembering.asked(told)), lambda: usual_of(told))


def cost_out_of_line(user: Any, limit: int) -> Q:
    """Costs so many times more this year, or less, than is usual for the kind."""
    usual = trace.once(f"systems.costs.{user.pk}", lambda: _usual_costs(user))
    return _far_from(usual, known.this_years_cost(user), limit)


def _usual_costs(user: Any) -> Usual:
    seen = System.objects.visible_to(user).present()
    rows = Cost.objects.filter(
        system__in=seen.order_by().values("pk"), year=timezone.localdate().year, withdrawn_at=None
    )
    summed = rows.order_by().values("system").annotate(n=Sum("amount_sek"))
    told = summed.values_list("system__kind", "n")
    return remembering.remembered(("usual", remembering.asked(told)), lambda: usual_of(told))


def usual_of(told: Iterable[tuple[str, Any]]) -> dict[str, tuple[float, float]]:
    """The quartiles by kind; of a kind with few systems, or of none, nothing is usual.

    The middle half and not the median alone: figures of systems are skewed, and the large are not wrong.
    """
    values: dict[str, list[float]] = defaultdict(list)
    for kind, value in told:
        if kind and value:
            values[kind].append(float(value))
    found = {}
    for kind, some in values.items():
        if len(some) >= FEWEST:
            low, _middle, high = quantiles(some, n=4, method="inclusive")
            found[kind] = (low, high)
    return found


def _far_from(usual: Usual, value: Any, limit: int) -> Q:
    """Above `limit` times what is usual for the system's kind, or below its `limit`th part."""
    if not usual:
        return Q(pk__in=[])
    times = max(limit, 2)
    number = Cast(value, FloatField())
    high = _by_kind({kind: upper * times for kind, (_lower, upper) in usual.items()})
    low = _by_kind({kind: lower / times for kind, (lower, _upper) in usual.items()})
    return Q(GreaterThan(number, high)) | Q(LessThan(number, low))


def _by_kind(numbers: Mapping[str, float]) -> Case:
    return Case(
        *(When(kind=kind, then=Value(number)) for kind, number in numbers.items()),
        default=Value(None),
        output_field=FloatField(),
    )
