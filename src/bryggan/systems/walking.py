"""Who hangs on whom: what flows, asked level by level, as far as the person asking may see it.

The target of a flow needs its source: if the source stops, so does the target. *Down* follows the
flow (what needs this), *up* goes against it (what this needs). A flow both ways counts as both. An
external party is an end: nothing is followed through it, or every system that reports to the tax
agency would hang on every other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from bryggan.people.models import Unit, User
from bryggan.systems.mapping import Edge, Node
from bryggan.systems.models import Criticality, Integration, System

MOST_DRAWN = 400
MOST_WALKED = 300
MOST_FLOWS = 3_000
LONGEST_WALK = 10

IS_CRITICAL = (Criticality.CRITICAL, Criticality.MOSTLY)
_RANK = {"": 0} | {value: rank for rank, value in enumerate(Criticality.values, start=1)}
_COLUMNS = (
    "pk",
    "source_id",
    "source__name",
    "source_party_id",
    "source_party__name",
    "target_id",
    "target__name",
    "target_party_id",
    "target_party__name",
    "method",
    "direction",
    "carries",
    "criticality",
)


@dataclass(frozen=True)
class Flow:
    """One integration, with its ends as keys: s47 is system 47, e3 is external party 3."""

    pk: int
    source: str
    source_name: str
    target: str
    target_name: str
    method: str
    direction: str
    carries: str
    criticality: str

    @property
    def is_both(self) -> bool:
        return self.direction == Integration.Direction.BOTH_WAYS


@dataclass(frozen=True)
class Reached:
    """Somebody on the way: how many steps away, over which flow, how critical at the most."""

    key: str
    name: str
    distance: int
    over: Flow
    criticality: str


@dataclass
class Walk:
    """What was met, in the order of distance. `is_cut`: there was more than is shown."""

    reached: dict[str, Reached] = field(default_factory=dict)
    flows: dict[int, Flow] = field(default_factory=dict)
    is_cut: bool = False


def flows_of(rows: QuerySet[Integration], most: int = MOST_FLOWS) -> list[Flow]:
    return [_flow(row) for row in rows.order_by("pk").values(*_COLUMNS)[:most]]


def _flow(row: Mapping[str, Any]) -> Flow:
    return Flow(
        row["pk"],
        *_end(row, "source"),
        *_end(row, "target"),
        row["method"],
        row["direction"],
        row["carries"],
        row["criticality"],
    )


def _end(row: Mapping[str, Any], side: str) -> tuple[str, str]:
    if row[f"{side}_id"] is not None:
        return f"s{row[f'{side}_id']}", str(row[f"{side}__name"])
    return f"e{row[f'{side}_party_id']}", str(row[f"{side}_party__name"])


def seen_by(user: User) -> QuerySet[Integration]:
    """Where every map starts."""
    return Integration.objects.visible_to(user).present()


def within(rows: QuerySet[Integration], unit: Unit | None) -> QuerySet[Integration]:
    """Of the flows those that touch a system of the unit."""
    if unit is None:
        return rows
    path = unit.path
    return rows.filter(
        Q(source__unit__path__startswith=path) | Q(target__unit__path__startswith=path)
    )


def walk_down(start: str, user: User, steps: int) -> Walk:
    """Everything that needs the start, directly or through others: what stops if it stops."""
    return _walk(start, user, steps, ahead="target", behind="source")


def walk_up(start: str, user: User, steps: int) -> Walk:
    """Everything that the start needs, directly or through others."""
    return _walk(start, user, steps, ahead="source", behind="target")


def _walk(start: str, user: User, steps: int, *, ahead: str, behind: str) -> Walk:
    walk = Walk()
    frontier = {start}
    for distance in range(1, steps + 1):
        rows = seen_by(user).filter(_leaving(frontier, ahead, behind))
        found = flows_of(rows, MOST_FLOWS + 1)
        walk.is_cut |= len(found) > MOST_FLOWS
        fresh: dict[str, Reached] = {}
        for flow in found[:MOST_FLOWS]:
            walk.flows[flow.pk] = flow
            for reached in _met(flow, frontier, distance, ahead, behind):
                if reached.key != start and reached.key not in walk.reached:
                    fresh[reached.key] = _worst(fresh.get(reached.key), reached)
        room = MOST_WALKED - len(walk.reached)
        walk.is_cut |= len(fresh) > room
        kept = sorted(
            fresh.values(), key=lambda one: (-_RANK[one.criticality], one.name.casefold(), one.key)
        )[:room]
        walk.reached |= {one.key: one for one in kept}
        frontier = {one.key for one in kept if one.key.startswith("s")}
        if not frontier:
            return walk
    walk.is_cut |= (
        steps >= LONGEST_WALK and seen_by(user).filter(_leaving(frontier, ahead, behind)).exists()
    )
    return walk


def _leaving(frontier: Iterable[str], ahead: str, behind: str) -> Q:
    systems = [int(key[1:]) for key in frontier if key.startswith("s")]
    parties = [int(key[1:]) for key in frontier if key.startswith("e")]
    both = Q(direction=Integration.Direction.BOTH_WAYS)
    condition = Q(**{f"{behind}__in": systems}) | both & Q(**{f"{ahead}__in": systems})
    if parties:
        condition |= Q(**{f"{behind}_party__in": parties})
        condition |= both & Q(**{f"{ahead}_party__in": parties})
    return condition


def _met(
    flow: Flow, frontier: set[str], distance: int, ahead: str, behind: str
) -> Iterable[Reached]:
    ends = {"source": (flow.source, flow.source_name), "target": (flow.target, flow.target_name)}
    if ends[behind][0] in frontier:
        yield Reached(*ends[ahead], distance, flow, flow.criticality)
    if flow.is_both and ends[ahead][0] in frontier:
        yield Reached(*ends[behind], distance, flow, flow.criticality)


def _worst(known: Reached | None, new: Reached) -> Reached:
    if known is None or _RANK[new.criticality] > _RANK[known.criticality]:
        return new
    return known


def neighbourhood(
    start: str, name: str, down: Walk | None, up: Walk | None, depth: int
) -> tuple[list[Node], list[Flow], bool]:
    """Nodes by level, the flows between them, and whether something had to be left out of the picture."""
    levels = {start: (0, name)}
    found = [(one, 1) for one in (down.reached.values() if down else ())]
    found += [(one, -1) for one in (up.reached.values() if up else ())]
    found = [(one, sign) for one, sign in found if one.distance <= depth]
    found.sort(key=lambda pair: pair[0].distance)
    for one, sign in found:
        if len(levels) < MOST_WALKED:
            levels.setdefault(one.key, (one.distance * sign, one.name))
    flows = {**(down.flows if down else {}), **(up.flows if up else {})}
    between = [flow for flow in flows.values() if flow.source in levels and flow.target in levels]
    nodes = [node_of(key, said, level) for key, (level, said) in levels.items()]
    is_cut = len({one.key for one, _sign in found} | {start}) > len(levels)
    return nodes, sorted(between, key=lambda flow: flow.pk), is_cut


def node_of(key: str, name: str, level: int = 0) -> Node:
    return Node(key, name, is_party=key.startswith("e"), level=level)


def nodes_of(flows: Iterable[Flow]) -> list[Node]:
    names = {}
    for flow in flows:
        names[flow.source] = flow.source_name
        names[flow.target] = flow.target_name
    return [node_of(key, name) for key, name in names.items()]


def edges_of(flows: Iterable[Flow]) -> list[Edge]:
    """One line per pair and direction, as thick as its most critical flow deserves."""
    lines: dict[tuple[str, str], Edge] = {}
    for flow in flows:
        known = lines.get((flow.source, flow.target))
        lines[flow.source, flow.target] = Edge(
            flow.source,
            flow.target,
            is_critical=flow.criticality in IS_CRITICAL or bool(known and known.is_critical),
            is_both=flow.is_both or bool(known and known.is_both),
            count=known.count + 1 if known else 1,
        )
    return list(lines.values())


def between_units(rows: QuerySet[Integration]) -> tuple[list[Node], list[Edge]]:
    """The map of a large organisation: its administrations and companies, with how much flows between them."""
    units = list(Unit.objects.present().order_by("path").values_list("pk", "path", "kind", "name"))
    home = _homes(units)
    names = {pk: str(name) for pk, _path, _kind, name in units}
    pairs: Counter[tuple[int, int]] = Counter()
    for source, target, count in (
        rows.exclude(source=None)
        .exclude(target=None)
        .order_by()
        .values_list("source__unit", "target__unit")
        .annotate(n=Count("pk"))
    ):
        ends = home.get(source, source), home.get(target, target)
        if ends[0] != ends[1]:
            pairs[ends] += count
    keys = {pk for pair in pairs for pk in pair}
    nodes = [Node(f"u{pk}", names.get(pk, "?")) for pk in sorted(keys)]
    edges = [Edge(f"u{a}", f"u{b}", count=count) for (a, b), count in sorted(pairs.items())]
    return nodes, edges


def _homes(units: Iterable[tuple[int, str, str, str]]) -> dict[int, int]:
    """Each unit's administration or company: the topmost of that kind above it, else itself."""
    kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY)
    known = {pk: kind for pk, _path, kind, _name in units}
    homes = {}
    for pk, path, _kind, _name in units:
        above = [int(part) for part in path.split("/") if part]
        homes[pk] = next((one for one in above if known.get(one) in kinds), pk)
    return homes


def isolated(user: User, unit: Unit | None) -> int:
    """How many systems nothing is known to flow to or from, of those that this person sees."""
    systems = System.objects.visible_to(user).present()
    if unit is not None:
        systems = systems.in_unit(unit)
    seen = seen_by(user)
    return (
        systems.exclude(pk__in=seen.exclude(source=None).order_by().values("source"))
        .exclude(pk__in=seen.exclude(target=None).order_by().values("target"))
        .count()
    )


def omitted(user: User, nodes: Iterable[Node], unit: Unit | None) -> int:
    """How many secret flows touch what is drawn; without nodes: of everything."""
    rows = within(Integration.objects.omitted_for(user), unit)
    ids = [int(node.key[1:]) for node in nodes if node.key.startswith("s")]
    if ids:
        rows = rows.filter(Q(source__in=ids) | Q(target__in=ids))
    return rows.count()
