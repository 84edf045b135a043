"""The integration map as SVG: coloured by classes, every node a link that can be reached by keyboard."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.kit.charts.measure import cut
from bryggan.systems.mapping import (
    BOX_HEIGHT,
    BOX_WIDTH,
    HUB,
    LABEL,
    Edge,
    Node,
    Placed,
    Spot,
    degrees,
    label_of,
)

# The node that the picture is opened at, where all of it does not fit.
FIRST = mark_safe(" data-first")  # noqa: S308  # a constant

type Address = Callable[[Node], str]

# Arrow heads, one per kind of line, since the colour of a marker does not follow its line everywhere.
DEFS = mark_safe(  # noqa: S308  # a constant
    "<defs>"
    + "".join(
        f'<marker id="arrow-{kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9"'
        f' markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="map-head {kind}" d="M0 1 10 5 0 9z"/></marker>'
        for kind in ("plain", "critical")
    )
    + "</defs>"
)


def draw_net(
    nodes: Sequence[Node], edges: Sequence[Edge], placed: Placed, address: Address, *, title: str
) -> SafeString:
    """The whole: circles for systems, squares for external parties, names underneath."""
    degree = degrees(nodes, edges)
    lines = [_straight(edge, placed.spots) for edge in edges]
    first = max(nodes, key=lambda node: (degree[node.key], node.key)).key
    shapes = [
        _dot(
            node,
            placed.spots[node.key],
            degree[node.key],
            address(node),
            is_first=node.key == first,
        )
        for node in nodes
    ]
    return _drawing(lines, shapes, placed, title)


def draw_columns(
    nodes: Sequence[Node], edges: Sequence[Edge], placed: Placed, address: Address, *, title: str
) -> SafeString:
    """The neighbourhood: boxes in columns, every flow from left to right."""
    lines = [_curve(edge, placed.spots) for edge in edges]
    shapes = [_box(node, placed.spots[node.key], address(node)) for node in nodes]
    return _drawing(lines, shapes, placed, title)


def _drawing(
    lines: Iterable[SafeString], shapes: Iterable[SafeString], placed: Placed, title: str
) -> SafeString:
    width, height = math.ceil(placed.width), math.ceil(placed.height)
    return format_html(
        '<svg class="map" viewBox="0 0 {} {}" width="{}" height="{}" role="group" aria-label="{}">'
        '{}<g class="map-lines" aria-hidden="true">{}</g>{}</svg>',
        width,
        height,
        width,
        height,
        title,
        DEFS,
        format_html_join("", "{}", ((line,) for line in lines)),
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )


def _straight(edge: Edge, spots: Mapping[str, Spot]) -> SafeString:
    """From rim to rim, so that the arrow head is seen."""
    one, other = spots[edge.source], spots[edge.target]
    dx, dy = other.x - one.x, other.y - one.y
    length = math.hypot(dx, dy) or 1.0
    begin, end = (one.radius + 2) / length, (other.radius + 3) / length
    path = (
        f"M{one.x + dx * begin:.1f} {one.y + dy * begin:.1f}"
        f"L{other.x - dx * end:.1f} {other.y - dy * end:.1f}"
    )
    return _line(edge, path)


def _curve(edge: Edge, spots: Mapping[str, Spot]) -> SafeString:
    """Out of the right side and into the left; within a column or backwards around the outside."""
    one, other = spots[edge.source], spots[edge.target]
    x1, x2 = one.x + BOX_WIDTH / 2, other.x - BOX_WIDTH / 2 - 2
    if other.x > one.x:
        bend = max((x2 - x1) / 2, 24)
        path = f"M{x1:.0f} {one.y:.0f}C{x1 + bend:.0f} {one.y:.0f} {x2 - bend:.0f} {other.y:.0f} {x2:.0f} {other.y:.0f}"
    elif other.x == one.x:
        x2 = other.x + BOX_WIDTH / 2 + 2
        path = f"M{x1:.0f} {one.y:.0f}C{x1 + 40:.0f} {one.y:.0f} {x2 + 40:.0f} {other.y:.0f} {x2:.0f} {other.y:.0f}"
    else:
        x1, x2 = one.x - BOX_WIDTH / 2, other.x + BOX_WIDTH / 2 + 2
        bend = max((x1 - x2) / 2, 24)
        path = f"M{x1:.0f} {one.y:.0f}C{x1 - bend:.0f} {one.y:.0f} {x2 + bend:.0f} {other.y:.0f} {x2:.0f} {other.y:.0f}"
    return _line(edge, path)


def _line(edge: Edge, path: str) -> SafeString:
    kind = "critical" if edge.is_critical else "plain"
    start = format_html(' marker-start="url(#arrow-{})"', kind) if edge.is_both else ""
    weight = mark_safe(" thick") if edge.count > 4 else ""  # noqa: PLR2004, S308  # a constant
    return format_html(
        '<path class="map-line {}{}" d="{}" marker-end="url(#arrow-{})"{}/>',
        kind,
        weight,
        path,
        kind,
        start,
    )


def _said(node: Node, degree: int) -> str:
    """What the node is, for whoever points at it or hears it."""
    words = ngettext("%(count)s koppling", "%(count)s kopplingar", degree) % {"count": degree}
    kind = _("extern part") if node.is_party else ""
    return ", ".join(part for part in (node.name, kind, words) if part)


def _dot(node: Node, spot: Spot, degree: int, url: str, *, is_first: bool) -> SafeString:
    r = spot.radius
    if node.is_party:
        side = r * 1.7
        shape = format_html(
            '<rect class="map-node party" x="{}" y="{}" width="{}" height="{}"/>',
            *(f"{value:.1f}" for value in (spot.x - side / 2, spot.y - side / 2, side, side)),
        )
    else:
        shape = format_html(
            '<circle class="map-node" cx="{}" cy="{}" r="{}"/>',
            f"{spot.x:.1f}",
            f"{spot.y:.1f}",
            f"{r:.1f}",
        )
    return format_html(
        '<a href="{}"{}><title>{}</title>{}<text class="map-label{}" x="{}" y="{}">{}</text></a>',
        url,
        FIRST if is_first else "",
        _said(node, degree),
        shape,
        " hub" if degree >= HUB else "",
        f"{spot.x:.1f}",
        f"{spot.y + r + LABEL * 0.95:.1f}",
        label_of(node.name),
    )


def _box(node: Node, spot: Spot, url: str) -> SafeString:
    kinds = "map-box" + (" party" if node.is_party else "") + (" centre" if not node.level else "")
    return format_html(
        '<a href="{}"{}><title>{}</title><rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>'
        '<text class="map-word{}" x="{}" y="{}">{}</text></a>',
        url,
        "" if node.level else mark_safe(f'{FIRST} aria-current="true"'),  # noqa: S308  # a constant
        node.name,
        kinds,
        f"{spot.x - BOX_WIDTH / 2:.0f}",
        f"{spot.y - BOX_HEIGHT / 2:.0f}",
        BOX_WIDTH,
        BOX_HEIGHT,
        0 if node.is_party else 8,
        "" if node.level else " centre",
        f"{spot.x:.0f}",
        f"{spot.y + 4.5:.1f}",
        cut(node.name, BOX_WIDTH - 20, LABEL, bold=not node.level),
    )
