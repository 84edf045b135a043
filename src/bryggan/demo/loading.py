"""Enters the demo municipality into an empty database: one batch, through the actions people use."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts import actions as contract_actions
from bryggan.contracts.models import Contract
from bryggan.demo import (
    approvals,
    assessments,
    courses,
    decisions,
    duties,
    figures,
    files,
    initiatives,
    meetings,
    methods,
    needs,
    notices,
    roadmaps,
    rounds,
)
from bryggan.demo.municipality import Municipality, Row, content, fills
from bryggan.history.models import Batch, Event
from bryggan.kit.writer import Writer, batch
from bryggan.people import actions as people_actions
from bryggan.people.models import Unit, User, root_unit
from bryggan.people.roles import Role
from bryggan.systems import actions as system_actions
from bryggan.systems.models import (
    ContractUse,
    Cost,
    ExternalParty,
    Integration,
    SystemRole,
    SystemUse,
    Tag,
)

FREQUENCIES = {
    "realtime": gettext_lazy("i realtid"),
    "hourly": gettext_lazy("varje timme"),
    "daily": gettext_lazy("varje dygn"),
    "weekly": gettext_lazy("varje vecka"),
    "monthly": gettext_lazy("varje månad"),
    "yearly": gettext_lazy("varje år"),
    "on_demand": gettext_lazy("vid behov"),
}

CONFIRMED = ("critical", "mostly_critical")


def is_filled() -> bool:
    """A demo once filled stays one: its batch is never deleted."""
    return Batch.objects.filter(kind=Batch.Kind.DEMO).exists()


def is_demo_or_empty() -> bool:
    """Whether the database may be a demo: one already, or nobody has entered anything into it.

    Asked before anything is migrated, so a database without tables is empty.
    """
    if Batch._meta.db_table not in connection.introspection.table_names():
        return True
    return is_filled() or not Event.objects.exists()


def load() -> None:
    """Enter everything as one batch, by the tool itself."""
    by = User.objects.get(is_built_in=True)
    with batch(by=by, kind=Batch.Kind.DEMO, reason=_("Demokommunen Sundvalla")) as write:
        entered = Municipality(write=write, by=by, root=root_unit())
        enter_units(entered, content("units")["units"])
        enter_people(entered, content("people")["people"])
        enter_suppliers(entered, content("suppliers")["suppliers"])
        systems, contracts = content("systems")["systems"], content("contracts")
        enter_tags(entered, systems)
        tenders = {tender["system"]: tender for tender in contracts["tenders"]}
        for row in systems:
            enter_system(entered, row, tenders.get(row["key"]))
        enter_contracts(entered, contracts["contracts"])
        fill_systems.within(write, entered, by=by, rows=systems, contracts=contracts["contracts"])
        flows = content("integrations")
        enter_parties.within(write, entered, by=by, rows=flows["external_parties"])
        write.flush()
        enter_integrations.within(write, entered, by=by, rows=flows["integrations"])
        write.flush()
        courses.enter(entered)
        rounds.enter(entered)
        figures.enter(entered)
        assessments.enter(entered)
        approvals.enter(entered)
        decisions.enter(entered)
        methods.enter(entered)
        duties.enter(entered)
        files.enter(entered)
        notices.enter(entered)
        needs.enter(entered)
        initiatives.enter(entered)
        meetings.enter(entered)
        roadmaps.enter(entered)


def enter_units(entered: Municipality, rows: Iterable[Row]) -> None:
    """The root that every database has becomes the top of the demo; the others are born under it."""
    write, by = entered.write, entered.by
    for row in rows:
        short = row.get("short", "")
        if "parent" in row:
            parent = entered.units[row["parent"]]
            unit = people_actions.create_unit.within(
                write, parent, by=by, name=row["name"], kind=row["kind"], short=short
            )
        else:
            unit = entered.root
            people_actions.change_unit.within(
                write, unit, by=by, name=row["name"], kind=row["kind"], short=short
            )
        entered.units[row["key"]] = unit
        if row.get("synonyms"):
            name_unit_otherwise.within(write, unit, by=by, synonyms=row["synonyms"])


@fills("demo.unit_named_otherwise")
def name_unit_otherwise(write: Writer, unit: Unit, *, by: User, synonyms: list[str]) -> None:
    """What else people call the unit."""
    write.change(unit, synonyms=synonyms)


def enter_people(entered: Municipality, rows: list[Row]) -> None:
    """Everyone gets a name and a place; only those whom one can choose to be may sign in."""
    write, by = entered.write, entered.by
    for row in rows:
        person = people_actions.create_person.within(
            write,
            entered.units[row["unit"]],
            by=by,
            email=row["email"],
            name=row["name"],
            title=row["title"],
            is_external=row.get("external", False),
        )
        entered.people[row["key"]] = person
        if "demo" in row:
            people_actions.invite_person.within(write, person, by=by)
            give_story.within(write, person, by=by, story=row["demo"])
    write.flush()
    for row in rows:
        for role in row["roles"]:
            people_actions.give_role.within(
                write,
                entered.units[role["unit"]],
                by=by,
                user=entered.people[row["key"]],
                role=Role(role["role"]),
                share_percent=role.get("share_percent"),
                starts_on=role.get("from"),
                ends_on=role.get("to"),
                appointed_by=role.get("appointed_by", ""),
            )


@fills("demo.story_given")
def give_story(write: Writer, person: User, *, by: User, story: str) -> None:
    """Whom one is in the demo, in one sentence."""
    write.change(person, demo_story=story)


def enter_suppliers(entered: Municipality, rows: Iterable[Row]) -> None:
    for row in rows:
        values = {"name": row["name"], "website": row.get("website", "")}
        entered.suppliers[row["key"]] = contract_actions.create_supplier.within(
            entered.write, entered.root, by=entered.by, values=values
        )
    entered.write.flush()


def words_of(row: Row) -> dict[str, list[str]]:
    """The words that a system is sorted by, per kind of tag."""
    return {
        Tag.Kind.TAG: row.get("tags", []),
        Tag.Kind.AREA: row["business_areas"],
        Tag.Kind.CATEGORY: [row["category"]],
    }


def enter_tags(entered: Municipality, rows: Iterable[Row]) -> None:
    wanted = {(kind, w) for row in rows for kind, words in words_of(row).items() for w in words}
    for kind, word in sorted(wanted):
        entered.tags[kind, word] = system_actions.create_tag.within(
            entered.write, kind, by=entered.by, name=word
        )
    entered.write.flush()


def enter_system(entered: Municipality, row: Row, tender: Row | None) -> None:
    """The system with its people, its words, and what may be secret beside it."""
    values: Row = {
        **{key: row[key] for key in ("name", "description", "kind", "lifecycle", "hosting")},
        "aliases": row.get("aliases", []),
        "in_use_year": row.get("in_use_from"),
        "planned_end_year": row.get("planned_end"),
        "user_count": row.get("user_count"),
        "product": row.get("product", ""),
        "supplier": entered.suppliers[row["supplier"]] if "supplier" in row else None,
    }
    for answering in row.get("people", ()):
        keys = [answering["person"], answering.get("deputy")]
        values[f"role.{answering['role']}"] = [entered.people[key] for key in keys if key]
    for kind, words in words_of(row).items():
        if words:
            values[f"tag.{kind}"] = [entered.tags[kind, word] for word in words]
    for name, value in row.get("vulnerability", {}).items():
        values[f"vulnerability.{name}"] = value
    if tender:
        for name in ("estimated_value_sek", "opens_on", "note"):
            values[f"tender.{name}"] = tender[name]
        values["tender.bidders"] = ", ".join(tender["bidders"])
    entered.systems[row["key"]] = system_actions.create_system.within(
        entered.write, entered.units[row["unit"]], by=entered.by, values=values
    )


def enter_contracts(entered: Municipality, rows: Iterable[Row]) -> None:
    """A contract belongs where its owner works, else where its first system does."""
    for row in rows:
        owner = entered.people[row["owner"]] if "owner" in row else None
        unit = owner.unit if owner else entered.systems[row["systems"][0]].unit
        entered.contracts[row["key"]] = contract_actions.create_contract.within(
            entered.write,
            unit,
            by=entered.by,
            values={
                **terms_of(row),
                "supplier": entered.suppliers[row["supplier"]],
                "owner": owner,
            },
        )
    entered.write.flush()


def terms_of(row: Row) -> Row:
    notice: Mapping[str, Any] = row.get("notice", {})
    return {
        "name": row["name"],
        "contract_number": row["number"],
        "case_number": row["case_number"],
        "starts_on": row["starts_on"],
        "ends_on": row.get("ends_on"),
        "is_open_ended": row.get("open_ended", False),
        "notice_amount": notice.get("amount"),
        "notice_unit": notice.get("unit", "months"),
        "renews_tacitly": row.get("renews_tacitly", False),
        "renewal_months": row.get("renewal_months"),
        "options": row.get("options", []),
        "options_used": row.get("options_used", 0),
        "yearly_value_sek": row.get("value_per_year_sek"),
        "note": row.get("note", ""),
    }


@fills("demo.systems_filled")
def fill_systems(
    write: Writer, entered: Municipality, *, by: User, rows: list[Row], contracts: list[Row]
) -> None:
    """What a system costs, who shares it by which key, which contracts cover it, and whose time it takes."""
    covering: dict[str, list[Contract]] = {}
    for row in contracts:
        for key in row["systems"]:
            covering.setdefault(key, []).append(entered.contracts[row["key"]])
    shares: dict[tuple[int, str, int], int] = {}
    for row in rows:
        system = entered.systems[row["key"]]
        covered_by = covering.get(row["key"], [])
        for contract in covered_by:
            write.create(ContractUse, system=system, contract=contract)
        for using in row.get("using", ()):
            unit = entered.units[using["unit"]]
            write.create(SystemUse, system=system, unit=unit, weight=using["weight"])
        for cost in row.get("costs", ()):
            is_told = cost["source"] == Cost.Source.CONTRACT and len(covered_by) == 1
            write.create(Cost, system=system, contract=covered_by[0] if is_told else None, **cost)
        for answering in row.get("people", ()):
            if share := answering.get("share_percent"):
                user = entered.people[answering["person"]]
                shares[system.pk, answering["role"], user.pk] = share
    for held in SystemRole.objects.filter(is_deputy=False):
        share = shares.get((held.system_id, held.role, held.user_id))
        write.change(held, share_percent=share)


@fills("demo.parties_entered")
def enter_parties(write: Writer, entered: Municipality, *, by: User, rows: Iterable[Row]) -> None:
    """Those outside who send and receive."""
    for row in rows:
        entered.parties[row["key"]] = write.create(
            ExternalParty, unit=entered.root, name=row["name"]
        )


@fills("demo.integrations_entered")
def enter_integrations(
    write: Writer, entered: Municipality, *, by: User, rows: Iterable[Row]
) -> None:
    """What flows between systems; the sender has told of it, or whoever receives from outside.

    What the work cannot do without has been confirmed from the other side too.
    """
    for row in rows:
        source = entered.systems[row["from"]] if "from" in row else None
        target = entered.systems[row["to"]] if "to" in row else None
        source_party = None if source else entered.parties[row["from_external"]]
        target_party = None if target else entered.parties[row["to_external"]]
        unit = (source or entered.systems[row["to"]]).unit
        write.create(
            Integration,
            unit=unit,
            source=source,
            source_party=source_party,
            target=target,
            target_party=target_party,
            method=row["method"],
            direction=row["direction"],
            carries=row["what"],
            frequency=str(FREQUENCIES[row["frequency"]]),
            criticality=row["criticality"],
            told_by_source=source is not None,
            told_by_target=source is None or row["criticality"] in CONFIRMED,
            title=f"{source or source_party} → {target or target_party}",
        )
