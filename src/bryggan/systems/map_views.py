"""The integration map: the whole, a unit's part of it, or the neighbourhood of one system."""

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from bryggan.kit import words
from bryggan.kit.plain import whole_number
from bryggan.kit.register import choosing
from bryggan.kit.register.export import omitted_words
from bryggan.kit.register.listing import with_urls
from bryggan.people.models import Unit, User
from bryggan.systems import map_drawing, mapping, walking
from bryggan.systems.mapping import Node
from bryggan.systems.models import Criticality, ExternalParty, Integration, System
from bryggan.systems.panels import criticality_chip
from bryggan.systems.register import SystemRegister
from bryggan.systems.register_integrations import IntegrationRegister
from bryggan.systems.walking import Flow, Walk

MOST_TABLE_ROWS = 500
DEPTHS = (1, 2, 3, 4)
WAYS = ("ned", "upp", "bada")


@dataclass(frozen=True)
class MapQuestion:
    """What was asked of the map; nonsense is passed over. `system`: its id, number or name."""

    system: str = ""
    party: int = 0
    unit: int = 0
    depth: int = 2
    way: str = "bada"

    @classmethod
    def read(cls, address: QueryDict) -> Self:
        depth = address.get("djup", "")
        way = address.get("hall", "")
        return cls(
            system=address.get("system", "").replace("\0", "").strip()[:300],
            party=_whole(address.get("part", "")),
            unit=_whole(address.get("enhet", "")),
            depth=int(depth) if depth in {str(one) for one in DEPTHS} else 2,
            way=way if way in WAYS else "bada",
        )

    def address(self, **changed: Any) -> str:
        asked = replace(self, **changed)
        pairs: dict[str, object] = {}
        if asked.system:
            pairs["system"] = asked.system
        if asked.party:
            pairs["part"] = asked.party
        if asked.unit:
            pairs["enhet"] = asked.unit
        if asked.system or asked.party:
            pairs |= {"djup": asked.depth, "hall": asked.way}
        return f"{reverse('integration_map')}?{urlencode(pairs)}"

    def of_node(self, node: Node) -> str:
        """Where a node on the map leads: to its own neighbourhood, or into the unit."""
        pk = int(node.key[1:])
        if node.key.startswith("u"):
            return self.address(system="", party=0, unit=pk)
        if node.is_party:
            return self.address(system="", party=pk, unit=0)
        return self.address(system=str(pk), party=0, unit=0)


def _whole(text: str) -> int:
    return whole_number(text) or 0


@require_GET
def integration_map(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    asked = MapQuestion.read(request.GET)
    centre, not_found = _centre(asked, user)
    context: dict[str, Any] = {"asked": asked, "not_found": not_found, "sought": asked.system}
    if centre is not None:
        asked = replace(asked, system="" if asked.party else str(centre.pk))
        context |= {"asked": asked, "sought": choosing.words_of(centre)}
        context |= _around(asked, centre, user)
    else:
        context |= _whole_map(asked, user)
    context |= {
        "depths": DEPTHS,
        "ways": (
            ("upp", _("vad det behöver")),
            ("ned", _("vad som behöver det")),
            ("bada", _("båda")),
        ),
        "suggest_url": reverse("register_suggest_records", args=[SystemRegister.slug]),
    }
    return render(request, "systems/map.html", context)


def _centre(asked: MapQuestion, user: User) -> tuple[System | ExternalParty | None, str]:
    """The system or party in the middle, or in words why none is."""
    if asked.party:
        party = ExternalParty.objects.visible_to(user).present().filter(pk=asked.party).first()
        if party is None:
            raise Http404
        return party, ""
    if not asked.system:
        return None, ""
    rows = System.objects.visible_to(user).present()
    if whole_number(asked.system) is not None:
        system = rows.filter(pk=_whole(asked.system)).first()
        if system is None:
            raise Http404
        return system, ""
    try:
        found: System = choosing.find((rows.order_by("sort_key", "pk"),), asked.system)
    except forms.ValidationError as refusal:
        return None, str(refusal.message)
    return found, ""


def _around(asked: MapQuestion, centre: System | ExternalParty, user: User) -> dict[str, Any]:
    """The neighbourhood of one, and everything that stops if it stops."""
    start = f"{'s' if isinstance(centre, System) else 'e'}{centre.pk}"
    down = walking.walk_down(start, user, walking.LONGEST_WALK)
    up = walking.walk_up(start, user, asked.depth) if asked.way != "ned" else None
    shown_down = down if asked.way != "upp" else None
    nodes, flows, is_cut = walking.neighbourhood(start, str(centre), shown_down, up, asked.depth)
    edges = walking.edges_of(flows)
    placed = mapping.in_columns(nodes, edges)
    title = _("Karta över vad %(name)s hänger ihop med") % {"name": centre}
    return {
        "centre": centre,
        "centre_url": reverse(
            "register_page", args=["system" if start[0] == "s" else "extern-part", centre.pk]
        ),
        "drawing": map_drawing.draw_columns(nodes, edges, placed, asked.of_node, title=title),
        "lead": _lead(nodes, flows),
        "flows": _table(flows),
        "flow_count": words.number(len(flows)),
        "is_cut": is_cut or bool(up and up.is_cut),
        "stops": _stops(asked, down),
        "stops_is_cut": down.is_cut,
        "omitted": _omitted(walking.omitted(user, nodes, None)),
    }


def _whole_map(asked: MapQuestion, user: User) -> dict[str, Any]:
    """Everything that hangs together; of too much only how the administrations do."""
    unit = (
        Unit.objects.visible_to(user).present().filter(pk=asked.unit).first()
        if asked.unit
        else None
    )
    rows = walking.within(walking.seen_by(user), unit)
    flows = walking.flows_of(rows, walking.MOST_FLOWS + 1)
    nodes = walking.nodes_of(flows)
    is_large = len(flows) > walking.MOST_FLOWS or len(nodes) > walking.MOST_DRAWN
    is_thinned = False
    if is_large:
        nodes, every = walking.between_units(rows)
        edges = sorted(every, key=lambda edge: -edge.count)[:MOST_TABLE_ROWS]
        is_thinned = len(every) > len(edges)
    else:
        edges = walking.edges_of(flows)
    placed = mapping.spread(nodes, edges)
    title = _("Karta över integrationerna")
    names = {node.key: node.name for node in nodes}
    return {
        "centre": None,
        "unit": unit,
        "is_large": is_large,
        "is_thinned": is_thinned,
        "drawing": map_drawing.draw_net(nodes, edges, placed, asked.of_node, title=title)
        if nodes
        else "",
        "lead": "" if is_large else _lead(nodes, flows),
        "flows": [] if is_large else _table(flows),
        "flow_count": words.number(len(flows)),
        "pairs": [
            (names[edge.source], names[edge.target], words.number(edge.count)) for edge in edges
        ]
        if is_large
        else [],
        "isolated": words.number(walking.isolated(user, unit)),
        "omitted": _omitted(walking.omitted(user, (), unit)),
    }


def _lead(nodes: list[Node], flows: list[Flow]) -> str:
    parties = sum(node.is_party for node in nodes)
    outside = ngettext("%(count)s extern part", "%(count)s externa parter", parties)
    inside = ngettext("%(count)s integration", "%(count)s integrationer", len(flows))
    values = {
        "systems": words.number(len(nodes) - parties),
        "parties": outside % {"count": words.number(parties)},
        "flows": inside % {"count": words.number(len(flows))},
    }
    return _("%(systems)s system och %(parties)s, %(flows)s.") % values


def _omitted(count: int) -> str:
    return omitted_words(count) if count else ""


def _table(flows: list[Flow]) -> list[dict[str, Any]]:
    """The same flows as rows, by name."""
    methods, chips = dict(Integration.Method.choices), _chips()
    rows = sorted(
        flows, key=lambda flow: (flow.source_name.casefold(), flow.target_name.casefold(), flow.pk)
    )
    shown = with_urls(IntegrationRegister, ({"pk": flow.pk} for flow in rows[:MOST_TABLE_ROWS]))
    return [
        {
            "url": row["url"],
            "source": flow.source_name,
            "target": flow.target_name,
            "is_both": flow.is_both,
            "method": str(methods.get(flow.method, "")),
            "carries": flow.carries,
            "chip": chips[flow.criticality],
        }
        for flow, row in zip(rows, shown, strict=False)
    ]


def _chips() -> dict[str, Any]:
    """How critical as shown, made once for all rows."""
    return {value: criticality_chip(value) for value in ("", *Criticality.values)}


def _stops(asked: MapQuestion, down: Walk) -> list[dict[str, Any]]:
    """Everything downstream, the nearest first and of them the most critical."""
    chips = _chips()
    return [
        {
            "name": one.name,
            "url": asked.of_node(walking.node_of(one.key, one.name)),
            "distance": one.distance,
            "chip": chips[one.criticality],
            "over": one.over.source_name if one.over.target == one.key else one.over.target_name,
        }
        for one in down.reached.values()
    ]
