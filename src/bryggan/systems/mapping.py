"""Where everything stands on the integration map. Pure functions: the same input gives the same picture.

Two ways of placing. `spread`: the whole, as a net in which what hangs together lies together.
`in_columns`: the neighbourhood of one system, with what it needs to the left and what needs it to
the right, so that every flow runs from left to right. Lengths are in pixels at natural size.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, product

import rustworkx as rx

from bryggan.kit.charts.measure import cut, text_width

SEED = 47
ROUNDS = 400
LABEL = 13
LABEL_ROOM = 150
GAP = 10
PUSHES = 80
SHIFT = (20, 10)
HUB = 6
BOX_WIDTH = 196
BOX_HEIGHT = 30
COLUMN_STEP = 286
ROW_STEP = 40
MARGIN = 24


@dataclass(frozen=True)
class Node:
    """A system, an external party or a unit. `level`: steps from the centre, below zero up the flow."""

    key: str
    name: str
    is_party: bool = False
    level: int = 0


@dataclass(frozen=True)
class Edge:
    """One or more flows between two nodes, in the direction of the flow."""

    source: str
    target: str
    is_critical: bool = False
    is_both: bool = False
    count: int = 1


@dataclass(frozen=True)
class Spot:
    """The middle of a node, and half its width and height with its label and some air."""

    x: float
    y: float
    half_width: float
    half_height: float
    radius: float = 0.0

    def moved(self, dx: float, dy: float) -> "Spot":
        return Spot(self.x + dx, self.y + dy, self.half_width, self.half_height, self.radius)


@dataclass(frozen=True)
class Placed:
    """Every node's spot, and the size of the whole."""

    spots: Mapping[str, Spot]
    width: float
    height: float


def degrees(nodes: Iterable[Node], edges: Iterable[Edge]) -> dict[str, int]:
    """How many others each node is connected to."""
    others: dict[str, set[str]] = {node.key: set() for node in nodes}
    for edge in edges:
        others[edge.source].add(edge.target)
        others[edge.target].add(edge.source)
    return {key: len(found) for key, found in others.items()}


def radius_of(degree: int) -> float:
    """Hubs are bigger: the area follows the number of connections."""
    return min(5 + 2.6 * math.sqrt(degree), 22)


def label_of(name: str) -> str:
    return cut(name, LABEL_ROOM, LABEL)


def spread(nodes: Sequence[Node], edges: Sequence[Edge]) -> Placed:
    """The whole map: each connected part by itself, the parts side by side, no label over another."""
    if not nodes:
        return Placed({}, 0, 0)
    ordered = sorted(nodes, key=lambda node: node.key)
    degree = degrees(ordered, edges)
    parts = [_place_part(part, edges, degree) for part in _parts(ordered, edges)]
    return _packed(parts)


def _parts(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[list[Node]]:
    """The connected parts, the largest first."""
    graph, index = _graph(nodes, edges)
    found = [sorted(part) for part in rx.connected_components(graph)]
    found.sort(key=lambda part: (-len(part), part[0]))
    return [[nodes[place] for place in part] for part in found]


def _graph(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[rx.PyGraph, dict[str, int]]:
    index = {node.key: place for place, node in enumerate(nodes)}
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(range(len(nodes))))
    pairs = sorted(
        {
            (index[e.source], index[e.target])
            for e in edges
            if e.source in index and e.target in index
        }
    )
    graph.add_edges_from([(one, other, 1.0) for one, other in pairs])
    return graph, index


def _place_part(
    nodes: Sequence[Node], edges: Sequence[Edge], degree: Mapping[str, int]
) -> dict[str, Spot]:
    spots = {node.key: _spot(node, degree[node.key]) for node in nodes}
    if len(nodes) > 1:
        graph, _index = _graph(nodes, edges)
        drawn = rx.spring_layout(graph, seed=SEED, num_iter=ROUNDS, k=1.6 / math.sqrt(len(nodes)))
        room = sum(4 * spot.half_width * spot.half_height for spot in spots.values())
        side = math.sqrt(room * 2.2)
        for place, node in enumerate(nodes):
            x, y = drawn[place]
            spots[node.key] = spots[node.key].moved(x * side * 0.78, y * side * 0.4)
        spots = pushed_apart(spots)
    return spots


def _spot(node: Node, degree: int) -> Spot:
    radius = radius_of(degree)
    width = text_width(label_of(node.name), LABEL, bold=degree >= HUB)
    return Spot(0, 0, max(width / 2, radius) + GAP / 2, radius + LABEL * 0.75 + GAP / 2, radius)


def pushed_apart(spots: Mapping[str, Spot]) -> dict[str, Spot]:
    """Move what overlaps, as little as it takes, until no label lies over another node or label.

    First all give way a little, round by round, which keeps the shape of the net; then the few that
    still overlap are moved to the nearest free place, the largest having chosen first.
    """
    keys = sorted(spots)
    here = [[spots[key].x, spots[key].y] for key in keys]
    half = [(spots[key].half_width, spots[key].half_height) for key in keys]
    wide = 2 * max(width for width, _height in half)
    high = 2 * max(height for _width, height in half)
    for _round in range(PUSHES):
        if not _push_once(here, half, wide, high):
            break
    pushed = {
        key: Spot(round(x, 1), round(y, 1), *half[place], spots[key].radius)
        for place, (key, (x, y)) in enumerate(zip(keys, here, strict=True))
    }
    return _settled(pushed, wide, high)


def _settled(spots: Mapping[str, Spot], wide: float, high: float) -> dict[str, Spot]:
    taken: dict[tuple[int, int], list[Spot]] = defaultdict(list)
    settled: dict[str, Spot] = {}
    for key in sorted(spots, key=lambda key: (-spots[key].radius, key)):
        spot = spots[key]
        # Rings go ever further out: among finitely many spots a free one is always found.
        dx, dy = next(
            (dx, dy)
            for ring in count()
            for dx, dy in _ring(ring)
            if _is_free(spot, spot.x + dx, spot.y + dy, taken, wide, high)
        )
        settled[key] = spot.moved(dx, dy)
        taken[int((spot.x + dx) // wide), int((spot.y + dy) // high)].append(settled[key])
    return settled


@cache
def _ring(ring: int) -> list[tuple[float, float]]:
    """The shifts of one ring around a spot, the shortest first."""
    side = range(-ring, ring + 1)
    found = {(one, edge) for one in side for edge in (-ring, ring)}
    found |= {(edge, one) for one in side for edge in (-ring, ring)}
    shifts = [(dx * SHIFT[0], dy * SHIFT[1]) for dx, dy in found]
    return sorted(shifts, key=lambda shift: (abs(shift[0]) + abs(shift[1]), shift))


def _is_free(
    spot: Spot,
    x: float,
    y: float,
    taken: Mapping[tuple[int, int], Sequence[Spot]],
    wide: float,
    high: float,
) -> bool:
    column, row = int(x // wide), int(y // high)
    for cell in product((column, column - 1, column + 1), (row, row - 1, row + 1)):
        for other in taken.get(cell, ()):
            if (
                abs(other.x - x) < other.half_width + spot.half_width
                and abs(other.y - y) < other.half_height + spot.half_height
            ):
                return False
    return True


def _push_once(
    here: list[list[float]], half: list[tuple[float, float]], wide: float, high: float
) -> bool:
    """One round over every pair that may overlap. Whether any did."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, (x, y) in enumerate(here):
        cells[int(x // wide), int(y // high)].append(place)
    moved = False
    for column, row in sorted(cells):
        near = [
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in cells.get((column + dx, row + dy), ())
        ]
        for one in cells[column, row]:
            for other in near:
                if other > one:
                    moved |= _part_pair(here[one], here[other], half[one], half[other])
    return moved


def _part_pair(
    one: list[float], other: list[float], half: tuple[float, float], other_half: tuple[float, float]
) -> bool:
    dx, dy = other[0] - one[0], other[1] - one[1]
    over_x = half[0] + other_half[0] - abs(dx)
    over_y = half[1] + other_half[1] - abs(dy)
    if over_x <= 0.05 or over_y <= 0.05:
        return False
    # Labels are wide and low: up or down is nearly always the shorter way.
    axis, over, sign = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
    shift = (over / 2 + 0.1) * (1 if sign >= 0 else -1)
    one[axis] -= shift
    other[axis] += shift
    return True


def _packed(parts: Sequence[dict[str, Spot]]) -> Placed:
    """The parts on shelves, the largest first, in about the shape of a screen."""
    boxes = [_bounds(part) for part in parts]
    area = sum((right - left + GAP) * (bottom - top + GAP) for left, top, right, bottom in boxes)
    shelf = max(math.sqrt(area) * 1.35, boxes[0][2] - boxes[0][0])
    spots: dict[str, Spot] = {}
    x = y = tallest = width = 0.0
    for part, (left, top, right, bottom) in zip(parts, boxes, strict=True):
        if x and x + right - left > shelf:
            x, y, tallest = 0.0, y + tallest + 2 * GAP, 0.0
        for key, spot in part.items():
            spots[key] = spot.moved(MARGIN + x - left, MARGIN + y - top)
        x += right - left + 2 * GAP
        tallest = max(tallest, bottom - top)
        width = max(width, x)
    return Placed(spots, width + 2 * MARGIN, y + tallest + 2 * MARGIN)


def _bounds(spots: Mapping[str, Spot]) -> tuple[float, float, float, float]:
    every = spots.values()
    return (
        min(spot.x - spot.half_width for spot in every),
        min(spot.y - spot.half_height for spot in every),
        max(spot.x + spot.half_width for spot in every),
        max(spot.y + spot.half_height for spot in every),
    )


def in_columns(nodes: Sequence[Node], edges: Sequence[Edge]) -> Placed:
    """The neighbourhood of one system, a column per step, ordered so that few flows cross."""
    columns: dict[int, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: (node.name.casefold(), node.key)):
        columns[node.level].append(node)
    if not columns:
        return Placed({}, 0, 0)
    order = _ordered(columns, edges)
    tallest = max(len(column) for column in order.values())
    height = tallest * ROW_STEP + 2 * MARGIN
    spots = {}
    for place, level in enumerate(sorted(order)):
        first = (height - (len(order[level]) - 1) * ROW_STEP) / 2
        x = MARGIN + BOX_WIDTH / 2 + place * COLUMN_STEP
        for row, key in enumerate(order[level]):
            spots[key] = Spot(x, first + row * ROW_STEP, BOX_WIDTH / 2, BOX_HEIGHT / 2)
    width = 2 * MARGIN + BOX_WIDTH + (len(order) - 1) * COLUMN_STEP
    return Placed(spots, width, height)


def _ordered(columns: Mapping[int, Sequence[Node]], edges: Sequence[Edge]) -> dict[int, list[str]]:
    """Each column by the middle of what it is connected to one step nearer the centre."""
    near: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    order = {level: [node.key for node in column] for level, column in columns.items()}
    levels = sorted(order, key=lambda level: (abs(level), level))
    inner = {level: _step_inwards(level) for level in levels}
    for level in levels:
        row = {key: place for place, key in enumerate(order.get(inner[level], []))}
        order[level].sort(key=lambda key: _middle(near[key], row))  # noqa: B023  # used at once
    return order


def _step_inwards(level: int) -> int:
    return level - 1 if level > 0 else level + 1


def _middle(near: set[str], row: Mapping[str, int]) -> float:
    rows = [row[key] for key in near if key in row]
    return sum(rows) / len(rows) if rows else math.inf


def overlapping(spots: Mapping[str, Spot]) -> list[tuple[str, str]]:
    """The pairs whose labels or shapes lie over each other: none, on a map that can be read."""
    found = []
    ordered = sorted(spots.items(), key=lambda pair: pair[1].x - pair[1].half_width)
    for place, (key, spot) in enumerate(ordered):
        for other_key, other in ordered[place + 1 :]:
            if other.x - other.half_width >= spot.x + spot.half_width:
                break
            if abs(other.y - spot.y) < spot.half_height + other.half_height - 0.5:
                found.append((key, other_key))
    return found
