"""The demo enters through the actions, whole and with its history."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from bryggan.contracts.models import Contract, Supplier
from bryggan.demo import loading
from bryggan.demo.municipality import content
from bryggan.demo.tests.making import the_demo
from bryggan.history.models import Batch, Change, Event
from bryggan.kit.words import plain
from bryggan.kit.writer import noun_of
from bryggan.people import actions as people_actions
from bryggan.people.models import Assignment, Unit, User, root_unit
from bryggan.systems import reading
from bryggan.systems.models import (
    ContractUse,
    Cost,
    ExternalParty,
    Integration,
    System,
    SystemRole,
    SystemUse,
    Tender,
    Vulnerability,
)

pytestmark = pytest.mark.django_db

REPOSITORY = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("BRYGGAN_SHARED") or REPOSITORY.parent / "shared")
NORDVIK = SHARED / "data" / "systemlista-nordvik.xlsx"


def test_everything_in_the_content_is_entered_in_one_batch_with_its_history() -> None:
    loading.load()

    systems = content("systems")["systems"]
    integrations = content("integrations")
    contracts = content("contracts")
    entered: dict[type[Model], list[Any]] = {
        Unit: content("units")["units"],
        Supplier: content("suppliers")["suppliers"],
        System: systems,
        Contract: contracts["contracts"],
        Tender: contracts["tenders"],
        ExternalParty: integrations["external_parties"],
        Integration: integrations["integrations"],
        Cost: [cost for system in systems for cost in system.get("costs", ())],
        SystemUse: [unit for system in systems for unit in system.get("using", ())],
        ContractUse: [key for contract in contracts["contracts"] for key in contract["systems"]],
        Vulnerability: [system for system in systems if "vulnerability" in system],
    }
    for model, rows in entered.items():
        assert model._base_manager.count() == len(rows), model.__name__
    assert User.objects.present().count() == len(content("people")["people"])
    batch = Batch.objects.get()
    assert batch.kind == Batch.Kind.DEMO
    assert set(Event.objects.values_list("batch", flat=True)) == {batch.pk}
    created = Change.objects.filter(kind=Change.Kind.CREATED, noun=noun_of(System))
    assert created.count() == len(systems)
    assert not Change.objects.filter(record_id__isnull=True).exists()


def test_the_first_unit_becomes_the_top_of_the_group() -> None:
    before = root_unit()

    the_demo()

    root = root_unit()
    assert (root.pk, root.name, root.kind) == (before.pk, "Sundvalla kommunkoncern", "group")
    for unit in Unit.objects.exclude(pk=root.pk).select_related("parent"):
        assert unit.parent is not None
        assert unit.parent.holds(unit)
    assert "Kommunen" in Unit.objects.get(name="Sundvalla kommun").synonyms


def test_only_those_whom_one_can_choose_to_be_may_sign_in() -> None:
    the_demo()

    people = User.objects.present()
    assert people.filter(is_active=True).count() == people.exclude(demo_story="").count() == 11
    assert not people.filter(is_active=True, demo_story="").exists()
    assert not any(person.has_usable_password() for person in people)
    auditor = User.objects.get(is_external=True)
    grant = Assignment.objects.get(user=auditor)
    assert (grant.role, grant.ends_on) == ("auditor", date(2027, 4, 30))


def test_a_system_has_its_people_words_secrets_and_money() -> None:
    the_demo()

    system = System.objects.get(name="Lifecare Omsorg")
    roles = SystemRole.objects.filter(system=system, role="system_owner").order_by("pk")
    assert [(held.user.name, held.is_deputy) for held in roles] == [
        ("Lena Bergqvist", False),
        ("Marie Söderholm", True),
    ]
    steward = SystemRole.objects.get(system=system, role="system_steward", is_deputy=False)
    assert (steward.user.name, steward.share_percent) == ("Sofia Nyberg", 10)
    words = {(tag.kind, tag.name) for tag in system.tags.all()}
    assert {
        ("tag", "sekretess"),
        ("area", "Vård och omsorg"),
        ("category", "Vård och omsorg"),
    } <= words
    assert Vulnerability.objects.get(system=system).criticality == "critical"
    cost = Cost.objects.get(system=system, year=2026, kind="license")
    assert (cost.amount_sek, cost.source, cost.cost_center) == (
        Decimal(2158500),
        "contract",
        "40000",
    )
    assert cost.contract == Contract.objects.get(name="Lifecare, licens och drift")
    tender = Tender.objects.get(system__name__contains="socialtjänst")
    assert "Pulsen Omsorg" in tender.bidders


def test_an_integration_says_from_where_to_where() -> None:
    the_demo()

    outgoing = Integration.objects.get(source__name="Hansen CIS", target_party__isnull=False)
    assert outgoing.title == f"Hansen CIS → {outgoing.target_party}"
    assert outgoing.unit == System.objects.get(name="Hansen CIS").unit
    assert (outgoing.frequency, outgoing.told_by_source) == ("varje månad", True)


def test_a_database_that_somebody_has_used_is_no_demo() -> None:
    assert loading.is_demo_or_empty()

    people_actions.create_unit(
        root_unit(), by=User.objects.get(is_built_in=True), name="Kommunstyrelsen", kind="authority"
    )

    assert not loading.is_demo_or_empty()


def test_a_demo_stays_one_whatever_is_entered_into_it() -> None:
    the_demo()
    people_actions.create_unit(
        root_unit(), by=User.objects.get(is_built_in=True), name="Ny enhet", kind="workplace"
    )

    assert loading.is_filled()
    assert loading.is_demo_or_empty()


def test_nobody_but_the_tool_fills_a_demo() -> None:
    the_demo()
    person = User.objects.get(email="sofia.nyberg@sundvalla.example")

    with pytest.raises(PermissionDenied, match="fylls av Bryggan"):
        loading.give_story(person, by=person, story="Du är någon annan.")

    assert User.objects.get(pk=person.pk).demo_story == person.demo_story


def names_in_shared_file() -> set[str]:
    """Every name and every name mentioned in a dependency, as names are matched."""
    book = openpyxl.load_workbook(NORDVIK, read_only=True, data_only=True)
    heads, *rows = book.worksheets[0].iter_rows(values_only=True)
    columns = {str(head): place for place, head in enumerate(heads)}
    cells: list[tuple[Any, ...]] = [row for row in rows if row[columns["Namn"]]]
    names = {reading.match_name(plain(str(row[columns["Namn"]]))) for row in cells}
    for row in cells:
        for column in ("Beroende till", "Beroende från"):
            found = reading.mentions(str(row[columns[column]] or ""), names).found
            names |= {reading.match_name(mention.name) for mention in found}
    book.close()
    return names


@pytest.mark.skipif(not NORDVIK.exists(), reason="systemlista-nordvik.xlsx finns inte här")
def test_a_real_list_can_be_read_into_the_demo_without_touching_its_systems() -> None:
    taken = names_in_shared_file()
    assert len(taken) > 300
    for system in content("systems")["systems"]:
        for name in [system["name"], *system.get("aliases", ())]:
            assert reading.match_name(name) not in taken, name
