"""The demo municipality hangs together, and has the gaps that the tool is there to find."""

import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bryggan.contracts.calculation import Notice, NoticeUnit, State, Terms, state

CONTENT = Path(__file__).resolve().parent.parent / "content"
FILES = {
    "units": {"units"},
    "people": {"people"},
    "suppliers": {"suppliers"},
    "systems": {"systems"},
    "contracts": {"contracts", "tenders"},
    "integrations": {"integrations", "external_parties"},
}
TABLES = sorted((file, table) for file, tables in FILES.items() for table in tables)
TODAY = date(2026, 11, 22)

Row = dict[str, Any]

SHAPES: dict[str, tuple[str, str]] = {
    "units": ("key name kind", "parent short synonyms"),
    "people": ("key name email unit title roles", "cast demo external"),
    "suppliers": ("key name", "website"),
    "systems": (
        "key name description unit kind lifecycle hosting category business_areas",
        "aliases using in_use_from planned_end user_count supplier product tags people costs"
        " vulnerability",
    ),
    "contracts": (
        "key name number case_number supplier systems starts_on",
        "ends_on open_ended notice renews_tacitly renewal_months options options_used"
        " value_per_year_sek owner note",
    ),
    "tenders": ("key system estimated_value_sek bidders opens_on note", ""),
    "external_parties": ("key name description", ""),
    "integrations": (
        "key method direction what criticality frequency",
        "from from_external to to_external",
    ),
}
CHOICES = {
    ("units", "kind"): "group municipality authority department workplace company",
    ("systems", "kind"): "business_system platform integration e_service app medical_device ot"
    " automation homemade",
    ("systems", "lifecycle"): "idea procuring implementing in_use phasing_out decommissioned",
    ("systems", "hosting"): "own supplier saas shared_service national_service",
    ("integrations", "method"): "api file database sso rpa manual",
    ("integrations", "direction"): "one_way both_ways",
    (
        "integrations",
        "criticality",
    ): "not_critical mostly_not_critical mostly_critical critical",
    ("integrations", "frequency"): "realtime hourly daily weekly monthly yearly on_demand",
}


@cache
def rows(table: str) -> list[Row]:
    file = next(file for file, tables in FILES.items() if table in tables)
    with (CONTENT / f"{file}.toml").open("rb") as opened:
        found: list[Row] = tomllib.load(opened)[table]
    return found


def keys(table: str) -> set[str]:
    return {row["key"] for row in rows(table)}


def person(system: Row, role: str) -> str | None:
    return next((p["person"] for p in system.get("people", ()) if p["role"] == role), None)


def terms(contract: Row) -> Terms:
    notice = contract.get("notice")
    return Terms(
        starts_on=contract["starts_on"],
        ends_on=contract.get("ends_on"),
        notice=notice and Notice(notice["amount"], NoticeUnit(notice["unit"])),
        renews_tacitly=contract.get("renews_tacitly", False),
        renewal_months=contract.get("renewal_months"),
        options=tuple(contract.get("options", ())),
        options_used=contract.get("options_used", 0),
    )


def folded(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


@pytest.mark.parametrize("file", FILES)
def test_a_file_has_a_version_and_only_its_tables(file: str) -> None:
    with (CONTENT / f"{file}.toml").open("rb") as opened:
        assert tomllib.load(opened).keys() == {"version"} | FILES[file]


@pytest.mark.parametrize(("_file", "table"), TABLES)
def test_keys_are_unique_and_fields_are_known(_file: str, table: str) -> None:
    assert [k for k, times in Counter(row["key"] for row in rows(table)).items() if times > 1] == []
    required, allowed = (set(words.split()) for words in SHAPES[table])
    for row in rows(table):
        assert required <= row.keys() <= required | allowed, row["key"]
        assert all(value != "" for value in row.values()), row["key"]


@pytest.mark.parametrize(("place", "words"), CHOICES.items())
def test_choices_are_known(place: tuple[str, str], words: str) -> None:
    table, field = place
    assert {row[field] for row in rows(table)} <= set(words.split())


def references() -> dict[str, tuple[set[str], set[str]]]:
    systems, people = rows("systems"), rows("people")
    assigned = [p for system in systems for p in system.get("people", ())]
    return {
        "units": (
            {unit["parent"] for unit in rows("units") if "parent" in unit}
            | {person["unit"] for person in people}
            | {role["unit"] for person in people for role in person["roles"]}
            | {system["unit"] for system in systems}
            | {using["unit"] for system in systems for using in system.get("using", ())},
            keys("units"),
        ),
        "people": (
            {p["person"] for p in assigned}
            | {p["deputy"] for p in assigned if "deputy" in p}
            | {c["owner"] for c in rows("contracts") if "owner" in c},
            keys("people"),
        ),
        "suppliers": (
            {system["supplier"] for system in systems if "supplier" in system}
            | {contract["supplier"] for contract in rows("contracts")},
            keys("suppliers"),
        ),
        "systems": (
            {key for contract in rows("contracts") for key in contract["systems"]}
            | {tender["system"] for tender in rows("tenders")}
            | {i[end] for i in rows("integrations") for end in ("from", "to") if end in i},
            keys("systems"),
        ),
        "external_parties": (
            {
                i[end]
                for i in rows("integrations")
                for end in ("from_external", "to_external")
                if end in i
            },
            keys("external_parties"),
        ),
    }


@pytest.mark.parametrize("table", ["units", "people", "suppliers", "systems", "external_parties"])
def test_every_reference_leads_somewhere(table: str) -> None:
    used, known = references()[table]
    assert used - known == set()
    if table in {"suppliers", "external_parties"}:
        assert known - used == set()


def test_the_unit_tree_has_one_root_and_authorities_with_departments() -> None:
    units = {unit["key"]: unit for unit in rows("units")}
    assert [unit["kind"] for unit in units.values() if "parent" not in unit] == ["group"]
    may_lie_in = {
        "municipality": {"group"},
        "company": {"group"},
        "authority": {"municipality"},
        "department": {"authority"},
        "workplace": {"department", "workplace"},
    }
    for unit in units.values():
        if "parent" in unit:
            assert units[unit["parent"]]["kind"] in may_lie_in[unit["kind"]], unit["key"]
    with_department = {unit["parent"] for unit in units.values() if unit["kind"] == "department"}
    authorities = {key for key, unit in units.items() if unit["kind"] == "authority"}
    # The lay auditors are an authority of their own, without officials.
    assert authorities - with_department == {"rev"}


def test_the_cast_is_complete_and_can_say_who_one_is() -> None:
    cast = {person["cast"]: person["demo"] for person in rows("people") if "cast" in person}
    assert cast.keys() == {
        "medarbetare", "chef", "systemagare", "systemforvaltare", "it_motpart",
        "strateg", "controller", "revisor", "administrator", "verksamhetsutvecklare",
    }  # fmt: skip
    assert all(sentence.startswith("Du är ") for sentence in cast.values())
    auditor = next(person for person in rows("people") if person.get("cast") == "revisor")
    assert auditor["external"]
    assert auditor["roles"][0]["to"] > TODAY


def test_roles_are_known_and_addresses_cannot_be_real() -> None:
    known = [
        "employee", "manager", "business_developer", "digital_strategist", "board_secretary",
        "controller", "auditor", "administrator",
    ]  # fmt: skip
    assert {role["role"] for p in rows("people") for role in p["roles"]} == set(known)
    assert all(person["email"].endswith("@sundvalla.example") for person in rows("people"))
    assert {p["role"] for system in rows("systems") for p in system.get("people", ())} == {
        "system_owner",
        "system_steward",
        "it_counterpart",
    }


def test_nobody_looks_after_systems_more_than_full_time() -> None:
    shares: Counter[str] = Counter()
    for system in rows("systems"):
        for p in system.get("people", ()):
            shares[p["person"]] += p.get("share_percent", 0)
    assert {person: share for person, share in shares.items() if share > 100} == {}
    assert shares["sofia-nyberg"] == 20


GAPS: list[tuple[str, int, int, Callable[[Row], object]]] = [
    ("without owner", 10, 14, lambda s: not person(s, "system_owner")),
    ("without IT counterpart", 13, 17, lambda s: not person(s, "it_counterpart")),
    (
        "same person on both sides",
        8,
        8,
        lambda s: (
            person(s, "it_counterpart")
            and person(s, "it_counterpart")
            in {person(s, "system_owner"), person(s, "system_steward")}
        ),
    ),
    ("without costs", 32, 38, lambda s: "costs" not in s),
    ("homemade", 10, 10, lambda s: s["kind"] == "homemade"),
    (
        "end of support passed",
        3,
        3,
        lambda s: s.get("vulnerability", {}).get("end_of_support", date.max) < TODAY,
    ),
    ("users unknown", 15, 30, lambda s: "user_count" not in s),
    (
        "bought, in use and without supplier",
        1,
        5,
        lambda s: "supplier" not in s and s["lifecycle"] == "in_use" and s["kind"] != "homemade",
    ),
    ("with vulnerability", 75, 95, lambda s: "vulnerability" in s),
    ("someone who has left", 1, 5, lambda s: person(s, "system_steward") == "kerstin-hellman"),
]


@pytest.mark.parametrize(("gap", "least", "most", "has_gap"), GAPS)
def test_the_deliberate_gaps_are_there(
    gap: str, least: int, most: int, has_gap: Callable[[Row], object]
) -> None:
    assert least <= sum(bool(has_gap(system)) for system in rows("systems")) <= most, gap


def test_two_systems_are_probably_told_twice_in_different_units() -> None:
    by_name: dict[str, set[str]] = {}
    for system in rows("systems"):
        by_name.setdefault(folded(system["name"]), set()).add(system["unit"])
    assert {name: units for name, units in by_name.items() if len(units) > 1} == {
        "timecarepool": {"vof", "buf"},
        "surveyreport": {"kommunikation", "buf"},
    }
    assert sum(map(len, by_name.values())) == len(rows("systems"))


def test_the_money_is_that_of_a_municipality_of_this_size() -> None:
    lines = [(s, line) for s in rows("systems") for line in s.get("costs", ())]
    for system, line in lines:
        assert line["kind"] in {"license", "support", "development", "operation"}, system["key"]
        assert line["source"] in {"contract", "invoice", "estimate"}, system["key"]
        assert line["amount_sek"] >= 0
    for year, least, most in ((2025, 40e6, 60e6), (2026, 45e6, 60e6)):
        assert least < sum(line["amount_sek"] for _, line in lines if line["year"] == year) < most


def test_contracts_are_of_every_state() -> None:
    states = Counter(state(terms(contract), TODAY) for contract in rows("contracts"))
    assert states[State.ENDED] == 1
    assert states[State.OPEN_ENDED] >= 5
    assert states[State.NOTICE_PASSED] >= 5
    assert states[State.NOTICE_NEAR] >= 10
    assert states[State.OPTION_NEAR] >= 5
    assert all(contract.get("open_ended", False) != ("ends_on" in contract)
               for contract in rows("contracts"))  # fmt: skip
    assert any(len(contract["systems"]) > 3 for contract in rows("contracts"))


def test_tenders_concern_systems_that_are_being_procured() -> None:
    lifecycle = {system["key"]: system["lifecycle"] for system in rows("systems")}
    assert {lifecycle[tender["system"]] for tender in rows("tenders")} == {"procuring"}


def test_an_integration_has_two_different_ends_and_one_of_them_is_ours() -> None:
    for integration in rows("integrations"):
        ends = {integration.get("from"), integration.get("to")} - {None}
        outside = {"from_external", "to_external"} & integration.keys()
        assert ends, integration["key"]
        assert len(ends) + len(outside) == 2, integration["key"]


def test_the_hubs_are_hubs() -> None:
    touched = Counter(
        integration[end]
        for integration in rows("integrations")
        for end in ("from", "to")
        if end in integration
    )
    for hub in ("entra", "unit4", "edlevo", "personec", "frends", "kir", "public360"):
        assert touched[hub] >= 7, hub
    assert touched["earkiv"] >= 2


def test_there_is_enough_to_try_the_tool_on() -> None:
    assert len(rows("systems")) >= 160
    assert len(rows("contracts")) >= 70
    assert len(rows("integrations")) >= 150
    assert len(rows("people")) >= 45
    assert len(rows("suppliers")) >= 45
