"""The cast of the tests: a small municipality and its people, made through the same actions as all else.

`make_…(**differences)` gives one row with sensible values; `make_cast()` the whole municipality.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, TypedDict

from django.utils import timezone

from bryggan.contracts import actions as contract_actions
from bryggan.contracts.models import Contract, Supplier
from bryggan.people import actions as people_actions
from bryggan.people.models import Unit, User, root_unit
from bryggan.people.roles import Role
from bryggan.systems import actions as system_actions
from bryggan.systems import connecting
from bryggan.systems.models import ExternalParty, Integration, System

type Given = Sequence[tuple[Role, Unit]]


def tool() -> User:
    """The built-in user: the tool itself, who may do everything and can never sign in."""
    return User.objects.get(is_built_in=True)


def make_unit(
    name: str = "Kulturförvaltningen",
    parent: Unit | None = None,
    kind: Unit.Kind = Unit.Kind.DEPARTMENT,
    *,
    short: str = "",
) -> Unit:
    """A unit under `parent`, else under the top of the tree."""
    return people_actions.create_unit(
        parent or root_unit(), by=tool(), name=name, kind=kind, short=short
    )


def make_person(
    name: str = "Petra Person",
    unit: Unit | None = None,
    roles: Given = (),
    *,
    is_active: bool = True,
    is_external: bool = False,
    title: str = "",
    ends_on: date | None = None,
) -> User:
    """A person in `unit` (else at the top) holding each role in its unit, until `ends_on` if given."""
    by = tool()
    person = people_actions.create_person(
        unit or root_unit(),
        by=by,
        email=_free_address(name),
        name=name,
        title=title,
        is_external=is_external,
    )
    if is_active:
        people_actions.invite_person(person, by=by)
    for role, where in roles:
        appointed_by = "Revisorerna 2026-09-01 § 42" if role == Role.AUDITOR else ""
        people_actions.give_role(
            where, by=by, user=person, role=role, ends_on=ends_on, appointed_by=appointed_by
        )
    return person


def make_supplier(
    name: str = "Levera AB", unit: Unit | None = None, by: User | None = None, **values: Any
) -> Supplier:
    return contract_actions.create_supplier(
        unit or root_unit(), by=by or tool(), values={"name": name, **values}
    )


def make_contract(
    name: str = "Avtal om drift", unit: Unit | None = None, by: User | None = None, **values: Any
) -> Contract:
    return contract_actions.create_contract(
        unit or root_unit(), by=by or tool(), values={"name": name, **values}
    )


def make_system(
    unit: Unit | None = None, by: User | None = None, name: str = "Skolplattformen", **values: Any
) -> System:
    """A system. What hangs on it by dotted keys: `**{"role.system_owner": [anna], "tender.note": "…"}`."""
    return system_actions.create_system(
        unit or root_unit(), by=by or tool(), values={"name": name, **values}
    )


class Units(TypedDict):
    group: Unit
    municipality: Unit
    education_authority: Unit
    education: Unit
    care_authority: Unit
    care: Unit
    company: Unit


class People(TypedDict):
    employee: User
    manager: User
    system_owner: User
    system_steward: User
    it_counterpart: User
    strategist: User
    controller: User
    auditor: User
    administrator: User
    other_manager: User
    outsider: User


def make_integration(
    source: System | ExternalParty,
    target: System | ExternalParty,
    by: User | None = None,
    **values: Any,
) -> Integration:
    """Something flows from `source` to `target`; one of them is a system."""
    system = source if isinstance(source, System) else target
    told = {"from": source, "to": target, "method": Integration.Method.API, **values}
    return connecting.create_integration(system.unit, by=by or tool(), values=told)


def make_party(name: str = "Skatteverket", by: User | None = None) -> ExternalParty:
    return connecting.create_party(root_unit(), by=by or tool(), values={"name": name})


@dataclass(frozen=True, kw_only=True)
class Cast:
    """The municipality of the tests. Education holds `system`, care holds `other_system`."""

    group: Unit
    municipality: Unit
    education_authority: Unit
    education: Unit
    care_authority: Unit
    care: Unit
    company: Unit

    employee: User
    manager: User
    system_owner: User
    system_steward: User
    it_counterpart: User
    strategist: User
    controller: User
    auditor: User
    administrator: User
    other_manager: User
    outsider: User

    supplier: Supplier
    contract: Contract
    system: System
    other_system: System
    integration: Integration

    def anew(self) -> "Cast":
        """The same rows as they stand now, for whoever comes after somebody who changed them."""
        rows = {field.name: getattr(self, field.name) for field in fields(self)}
        return Cast(**{name: type(row)._base_manager.get(pk=row.pk) for name, row in rows.items()})

    def people(self) -> dict[str, User]:
        """Everyone who can sign in, by the name of the duty."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: row for name, row in found.items() if isinstance(row, User)}


HIDDEN_HOSTING = "Bergrum 7, rad 4"
HIDDEN_BIDDER = "Anbud från Hemliga Hus AB"
HIDDEN_VALUE_SEK = 4_321_987


def make_cast() -> Cast:
    """Everyone in place; `system` has a vulnerability and a tender that most may not see."""
    units = _units()
    people = _people(units)
    supplier = make_supplier()
    hanging: dict[str, Any] = {
        "role.system_owner": [people["system_owner"]],
        "role.system_steward": [people["system_steward"]],
        "role.it_counterpart": [people["it_counterpart"]],
        "cost.license": 250_000,
        "vulnerability.criticality": "critical",
        "vulnerability.hosting_details": HIDDEN_HOSTING,
        "tender.bidders": HIDDEN_BIDDER,
        "tender.estimated_value_sek": HIDDEN_VALUE_SEK,
    }
    system = make_system(
        units["education"],
        supplier=supplier,
        description="Ett ställe för läxor, frånvaro och betyg",
        lifecycle=System.Lifecycle.IN_USE,
        user_count=1200,
        **hanging,
    )
    other_system = make_system(units["care"], name="Omsorgsjournalen")
    return Cast(
        **units,
        **people,
        supplier=supplier,
        contract=make_contract(unit=units["education"], supplier=supplier, is_open_ended=True),
        system=system,
        other_system=other_system,
        integration=make_integration(system, other_system, carries="Elevers adresser"),
    )


def _units() -> Units:
    group = root_unit()
    people_actions.change_unit(
        group, by=tool(), name="Ekviks kommunkoncern", kind=Unit.Kind.GROUP, short=""
    )
    municipality = make_unit("Ekviks kommun", group, Unit.Kind.MUNICIPALITY)
    education_authority = make_unit("Utbildningsnämnden", municipality, Unit.Kind.AUTHORITY)
    care_authority = make_unit("Omsorgsnämnden", municipality, Unit.Kind.AUTHORITY)
    return {
        "group": group,
        "municipality": municipality,
        "education_authority": education_authority,
        "education": make_unit("Utbildningsförvaltningen", education_authority),
        "care_authority": care_authority,
        "care": make_unit("Omsorgsförvaltningen", care_authority),
        "company": make_unit("Ekvikshem AB", group, Unit.Kind.COMPANY),
    }


def _people(units: Units) -> People:
    education, care, top = units["education"], units["care"], units["municipality"]
    return {
        "employee": make_person("Elin Ek", education, [(Role.EMPLOYEE, education)]),
        "manager": make_person("Magnus Mård", education, [(Role.MANAGER, education)]),
        "system_owner": make_person("Olga Orre", education),
        "system_steward": make_person("Stina Säv", education),
        "it_counterpart": make_person("Ivar Ide", top),
        "strategist": make_person("Disa Dahl", top, [(Role.DIGITAL_STRATEGIST, top)]),
        "controller": make_person("Carl Ceder", top, [(Role.CONTROLLER, top)]),
        "auditor": make_person(
            "Rut Revesjö",
            top,
            [(Role.AUDITOR, units["education_authority"])],
            is_external=True,
            ends_on=timezone.localdate() + timedelta(days=90),
        ),
        "administrator": make_person("Ada Alm", top, [(Role.ADMINISTRATOR, top)]),
        "other_manager": make_person("Nils Näs", care, [(Role.MANAGER, care)]),
        "outsider": make_person("Ulla Utby", top, is_external=True),
    }


def _free_address(name: str) -> str:
    local = ".".join(name.casefold().split())
    taken = User.objects.filter(email__startswith=local).count()
    return f"{local}{taken or ''}@ekvik.example"
