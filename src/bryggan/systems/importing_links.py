"""Integrations out of sentences, and contracts out of end dates: what follows when the rows are in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bryggan.contracts import actions as contract_actions
from bryggan.contracts.calculation import NoticeUnit
from bryggan.kit.action import NotPossible, Refused, action
from bryggan.kit.writer import Writer
from bryggan.people.models import User
from bryggan.registers.importing.importer import Found, PlannedRow
from bryggan.systems import permissions, reading, tying
from bryggan.systems.models import ContractUse, Criticality, Integration, Mention, System

KEYS = {"mention.to": Mention.Way.TO, "mention.from": Mention.Way.FROM}
METHODS = {str(label).casefold(): str(value) for value, label in Integration.Method.choices}
CRITICALITIES = {str(label): str(value) for value, label in Criticality.choices}

# A system is known by its id, or, before it is made, by the number of its row.
type Node = tuple[str, int]


@dataclass
class Edge:
    """Something flows from one system to another, as told by one of them or both."""

    source: Node
    target: Node
    method: str = ""
    criticality: str = ""
    by_source: bool = False
    by_target: bool = False
    existing: int | None = None
    is_changed: bool = False


@dataclass
class Missing:
    """A system that is named and not in the register."""

    teller: Node
    way: str
    name: str
    criticality: str
    method: str
    nearest: Node | None = None
    reason: str = ""
    is_known: bool = False


@dataclass
class Links:
    edges: dict[tuple[Node, Node], Edge] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)
    mentions: int = 0
    contracts: list[PlannedRow] = field(default_factory=list)


def node_of(row: PlannedRow) -> Node:
    return ("id", row.record_id) if row.record_id is not None else ("row", row.number)


def discover(rows: Sequence[PlannedRow], by: User, found: Found) -> None:
    """Read every sentence on dependencies; names are matched when all rows are known."""
    names = _names(rows, by)
    links = Links(contracts=[row for row in rows if row.values.get("contract.end")])
    nearest: dict[str, reading.Nearest | None] = {}
    for row in rows:
        for key, way in KEYS.items():
            text = row.values.pop(key, None)
            if not text:
                continue
            read = reading.mentions(text, names.keys())
            for rest in read.remainders:
                row.remark(
                    str(Mention.Way(way).label), rest, _("förstod inte vad som beror på vad")
                )
            for mention in read.found:
                links.mentions += 1
                _place(row, way, mention, names, links, nearest)
    _compare_edges(links)
    _compare_missing(links)
    found.extra["links"] = links


def _names(rows: Sequence[PlannedRow], by: User) -> dict[str, list[Node]]:
    """Every name a system goes by, with the systems that have it."""
    names: dict[str, list[Node]] = {}
    in_file = {row.record_id for row in rows if row.record_id is not None}
    registered = System.objects.visible_to(by).present().exclude(pk__in=in_file)
    for pk, name, aliases in registered.values_list("pk", "name", "aliases"):
        for said in (name, *aliases):
            names.setdefault(reading.match_name(said), []).append(("id", pk))
    for row in rows:
        for said in {row.name, *(row.values.get("aliases") or [])}:
            names.setdefault(reading.match_name(said), []).append(node_of(row))
    return names


def _place(
    row: PlannedRow,
    way: Mention.Way,
    mention: reading.Mention,
    names: dict[str, list[Node]],
    links: Links,
    nearest: dict[str, reading.Nearest | None],
) -> None:
    here = node_of(row)
    hits = names.get(reading.match_name(mention.name), [])
    method = METHODS.get((mention.method or "").casefold(), "")
    criticality = CRITICALITIES.get(mention.criticality, "")
    label = str(way.label)
    if hits == [here]:
        row.remark(label, mention.name, _("systemet nämner sig självt"))
        return
    if len(hits) > 1:
        row.remark(label, mention.name, _("flera system heter så; välj vilket"))
    if len(hits) != 1:
        if mention.name not in nearest:
            nearest[mention.name] = reading.nearest(mention.name, names.keys())
        near = nearest[mention.name]
        at = names[near.candidate][0] if near and near.candidate in names else None
        links.missing.append(
            Missing(here, way, mention.name, criticality, method, at, near.reason if near else "")
        )
        return
    there = hits[0]
    ends = (here, there) if way == Mention.Way.TO else (there, here)
    edge = links.edges.setdefault(ends, Edge(*ends))
    edge.method = edge.method or method
    edge.criticality = edge.criticality or criticality
    edge.by_source |= way == Mention.Way.TO
    edge.by_target |= way == Mention.Way.FROM


def _compare_edges(links: Links) -> None:
    """Which of the integrations the register has already."""
    ids = {node[1] for pair in links.edges for node in pair if node[0] == "id"}
    known: dict[tuple[Node, Node], Integration] = {}
    for part in _parts(sorted(ids)):
        for row in Integration.objects.present().filter(source__in=part, target__isnull=False):
            known[("id", row.source_id or 0), ("id", row.target_id or 0)] = row
    for ends, edge in links.edges.items():
        if ends in known:
            row = known[ends]
            edge.existing = row.pk
            told = (row.told_by_source or edge.by_source, row.told_by_target or edge.by_target)
            edge.is_changed = told != (row.told_by_source, row.told_by_target)


def _compare_missing(links: Links) -> None:
    ids = {missing.teller[1] for missing in links.missing if missing.teller[0] == "id"}
    known = set()
    for part in _parts(sorted(ids)):
        mentions = Mention.objects.present().filter(system__in=part)
        for system_id, way, name in mentions.values_list("system_id", "way", "name"):
            known.add((("id", system_id), way, reading.match_name(name)))
    for missing in links.missing:
        key = (missing.teller, str(missing.way), reading.match_name(missing.name))
        missing.is_known = key in known


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def has_more(found: Found) -> bool:
    """Whether something new is told besides the rows' own fields."""
    links: Links = found.extra["links"]
    new_edges = any(edge.existing is None or edge.is_changed for edge in links.edges.values())
    return new_edges or any(not missing.is_known for missing in links.missing)


def summary(found: Found) -> dict[str, Any]:
    links: Links = found.extra["links"]
    edges = links.edges.values()
    return {
        "mentions": links.mentions,
        "integrations": {
            "total": len(edges),
            "told_by_both": sum(edge.by_source and edge.by_target for edge in edges),
            "new": sum(edge.existing is None for edge in edges),
        },
        "missing": {
            "mentions": len(links.missing),
            "names": sorted({missing.name for missing in links.missing}),
            "new": sum(not missing.is_known for missing in links.missing),
        },
    }


@action("integrations.told", allow=permissions.tell_integrations)
def tell_integrations(write: Writer, rows: Sequence[PlannedRow], found: Found, *, by: User) -> None:
    """What the file tells of integrations, of systems the register lacks and of contracts is written."""
    links: Links = found.extra["links"]
    systems = _systems(rows, links)
    news = [edge for edge in links.edges.values() if edge.existing is None or edge.is_changed]
    told = [_told(edge, systems) for edge in news]
    tying.connect(write, [word for word in told if word is not None])
    for missing in links.missing:
        _write_missing(write, missing, systems)
    by_row = {row.number: row for row in rows}
    for row in links.contracts:
        if row.number in by_row and row.record_id is not None:
            _write_contract(write, row, systems[node_of(row)], by=by)
    write.flush()
    tying.tie_known(write)


def _systems(rows: Sequence[PlannedRow], links: Links) -> dict[Node, System]:
    """Every system that the links touch, by id and by row."""
    wanted = {row.record_id for row in rows if row.record_id is not None}
    nodes = {node for pair in links.edges for node in pair}
    nodes |= {missing.nearest for missing in links.missing if missing.nearest}
    wanted |= {node[1] for node in nodes if node[0] == "id"}
    found: dict[int, System] = {}
    for part in _parts(sorted(wanted)):
        found.update(System.objects.select_related("unit").in_bulk(part))
    systems: dict[Node, System] = {("id", pk): system for pk, system in found.items()}
    for row in rows:
        if row.record_id in found:
            systems["row", row.number] = found[row.record_id]
    return systems


def _told(edge: Edge, systems: dict[Node, System]) -> tying.Told | None:
    source, target = systems.get(edge.source), systems.get(edge.target)
    if source is None or target is None:
        return None
    return tying.Told(
        source=source,
        target=target,
        by_source=edge.by_source,
        by_target=edge.by_target,
        method=edge.method,
        criticality=edge.criticality,
    )


def _write_missing(write: Writer, missing: Missing, systems: dict[Node, System]) -> None:
    system = systems.get(missing.teller)
    if missing.is_known or system is None:
        return
    write.create(
        Mention,
        system=system,
        way=missing.way,
        name=missing.name,
        criticality=missing.criticality,
        method=missing.method,
        nearest=systems.get(missing.nearest) if missing.nearest else None,
        nearest_reason=missing.reason[:200],
    )


def _write_contract(write: Writer, row: PlannedRow, system: System, *, by: User) -> None:
    """A system list tells one contract end per system: a contract of the system's name, supplier unknown."""
    is_new = row.outcome == "created"
    if not is_new and "contract.end" not in row.changes:
        return
    kind, ends_on, low, high = row.values["contract.end"]
    terms = {
        "is_open_ended": kind == "open_ended",
        "ends_on": date.fromisoformat(ends_on) if ends_on else None,
        "notice_amount": high,
        "notice_unit": NoticeUnit.MONTHS,
        "is_assumed": high is not None and low != high,
        "own_fields": {"notice_low": low} if low is not None else {},
    }
    uses = ContractUse.objects.filter(system=system, withdrawn_at=None).select_related("contract")
    same = (
        [] if is_new else [use.contract for use in uses if use.contract.sort_key == system.sort_key]
    )
    try:
        if same:
            contract_actions.change_contract.within(write, same[0], by=by, values=terms)
        else:
            values = {"name": system.name, **terms}
            contract = contract_actions.create_contract.within(
                write, system.unit, by=by, values=values
            )
            write.create(ContractUse, system=system, contract=contract)
    except (Refused, NotPossible) as refusal:
        row.remark(_("Avtalet gäller till"), ends_on or "", refusal.reason)
