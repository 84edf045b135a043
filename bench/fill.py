"""Fills an empty database with a municipality larger than any: 20,000 systems and what hangs on them.

`python -m bench.fill`. The rows are laid straight into the tables, since what is measured is how they
are read; sort keys and search rows are made by the functions that the writer uses. The same every time.
"""

import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import batched
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from bench import (
    fill_apps,
    fill_decisions,
    fill_flows,
    fill_history,
    fill_initiatives,
    fill_meetings,
    fill_needs,
    fill_trust,
    words,
)
from bryggan.config import search_rows
from bryggan.contracts.models import Contract, Supplier
from bryggan.people.models import Assignment, Unit, User
from bryggan.people.roles import Role
from bryggan.registers.models import OwnField, SavedView
from bryggan.search.fields import sort_key
from bryggan.systems.models import (
    ContractUse,
    Cost,
    Criticality,
    System,
    SystemRole,
    SystemUse,
    Tag,
    Tender,
    Vulnerability,
)

SEED = 47
SYSTEMS, PEOPLE, CONTRACTS, SUPPLIERS = 20_000, 2_000, 6_000, 800
VULNERABILITIES, TENDERS = 10_000, 300
ADMINISTRATOR, EMPLOYEE = "administrator@exempel.se", "medarbetare@exempel.se"
CHUNK = 2_000


@dataclass
class Place:
    """What has been made so far, to hang the rest on."""

    chance: random.Random
    units: list[Unit] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    suppliers: list[Supplier] = field(default_factory=list)
    systems: list[System] = field(default_factory=list)


def save[M: models.Model](model: type[M], rows: Iterable[M]) -> list[M]:
    made: list[M] = []
    for some in batched(rows, CHUNK, strict=False):
        made += model._default_manager.bulk_create(some, batch_size=CHUNK)
    return made


def keyed[M: models.Model](model: type[M], name: str, **values: Any) -> M:
    """A row with its sort key, as the writer would have made it."""
    return model(name=name, sort_key=sort_key(name), **values)


def some[T](place: Place, rows: Sequence[T], low: int, high: int) -> list[T]:
    return place.chance.sample(rows, place.chance.randint(low, high))


def maybe(place: Place, share: float) -> bool:
    return place.chance.random() < share


def make_units(place: Place) -> None:
    """18 boards with three administrations each, 10 companies, and workplaces under them: about 400."""
    root = Unit.objects.get(parent=None)

    def under(parent: Unit, name: str, kind: Unit.Kind) -> Unit:
        unit = keyed(Unit, name, kind=kind, parent=parent)
        unit.save()
        unit.path = f"{parent.path}{unit.pk:06d}/"
        unit.save(update_fields=["path"])
        place.units.append(unit)
        return unit

    for name in words.BOARDS:
        board = under(root, name, Unit.Kind.AUTHORITY)
        for administration in words.ADMINISTRATIONS[:3]:
            office = under(board, f"{administration} {name[:4]}", Unit.Kind.DEPARTMENT)
            for workplace in words.WORKPLACES:
                under(office, workplace, Unit.Kind.WORKPLACE)
    for name in words.COMPANIES:
        under(root, name, Unit.Kind.COMPANY)


def make_people(place: Place) -> None:
    chance = place.chance

    def person(number: int) -> User:
        name = f"{chance.choice(words.FIRST_NAMES)} {chance.choice(words.LAST_NAMES)}"
        email = f"person{number}@exempel.se"
        return keyed(User, name, email=email, unit=chance.choice(place.units), password="!")

    known = [
        keyed(User, "Alva Ström", email=ADMINISTRATOR, unit=place.units[0], is_active=True),
        keyed(User, "Nils Ek", email=EMPLOYEE, unit=place.units[4], is_active=True),
    ]
    place.people = save(User, [*known, *(person(number) for number in range(PEOPLE - 2))])
    administrator, employee, *others = place.people
    roles = [
        Assignment(user=administrator, role=Role.ADMINISTRATOR, unit=administrator.unit),
        Assignment(user=employee, role=Role.EMPLOYEE, unit=employee.unit),
    ]
    roles += [
        Assignment(user=other, role=Role.MANAGER, unit=unit)
        for other, unit in zip(others, place.units, strict=False)
    ]
    save(Assignment, roles)


def make_suppliers(place: Place) -> None:
    root = Unit.objects.get(parent=None)
    names = [
        f"{product} {place.chance.choice(words.LAST_NAMES)} {number} AB"
        for number, product in enumerate(words.PRODUCTS * 40)
    ]
    place.suppliers = save(Supplier, [keyed(Supplier, n, unit=root) for n in names[:SUPPLIERS]])


def make_systems(place: Place) -> None:
    own = {"huvudprocess": "Huvudprocess", "arkiv": "Bevaras", "sla": "Servicenivå"}
    save(OwnField, [OwnField(slug="system", key=k, label=v, sort_key=k) for k, v in own.items()])
    taken: set[tuple[int, str]] = set()
    rows: list[System] = []
    while len(rows) < SYSTEMS:
        row = _system(place, own)
        if (row.unit_id, row.sort_key) not in taken:
            taken.add((row.unit_id, row.sort_key))
            rows.append(row)
    place.systems = save(System, rows)


def _system(place: Place, own: dict[str, str]) -> System:
    chance = place.chance
    name = f"{chance.choice(words.SUBJECTS)}{chance.choice(words.PURPOSES)}"
    if maybe(place, 0.7):
        name = f"{name} {chance.choice(words.PRODUCTS)} {chance.randint(1, 400)}"
    is_known = maybe(place, 0.8)
    return keyed(
        System,
        name,
        unit=chance.choice(place.units),
        aliases=[f"{name[:12]}-{chance.randint(1, 999)}"] if maybe(place, 0.1) else [],
        description=" ".join(some(place, words.SENTENCES, 1, 3)) if is_known else "",
        kind=chance.choice(System.Kind.values) if is_known else "",
        lifecycle=chance.choice([*System.Lifecycle.values, *["in_use"] * 8, ""]),
        hosting=chance.choice(System.Hosting.values) if is_known else "",
        in_use_year=chance.randint(1995, 2026) if is_known else None,
        product=chance.choice(words.PRODUCTS) if maybe(place, 0.5) else "",
        supplier=chance.choice(place.suppliers) if maybe(place, 0.6) else None,
        user_count=chance.randint(1, 4_000) if maybe(place, 0.6) else None,
        own_fields={key: chance.choice(words.SENTENCES) for key in own}
        if maybe(place, 0.4)
        else {},
        version=chance.randint(1, 9),
    )


def make_beside(place: Place) -> None:
    """What hangs on the systems: tags, people who answer for them, units that use them, what may be secret."""
    chance = place.chance
    tags = [
        keyed(Tag, f"{word} {number}".capitalize(), kind=kind)
        for kind in Tag.Kind
        for number, word in enumerate(words.TAGS * 2)
    ]
    tags = save(Tag, tags)
    through = System.tags.through
    save(
        through,
        (through(system=one, tag=tag) for one in place.systems for tag in some(place, tags, 0, 4)),
    )
    save(SystemRole, (role for system in place.systems for role in _roles(place, system)))
    save(
        SystemUse,
        (
            SystemUse(system=system, unit=unit, weight=chance.randint(1, 40))
            for system in place.systems
            if maybe(place, 0.3)
            for unit in some(place, place.units, 1, 6)
        ),
    )
    today = timezone.localdate()
    save(
        Vulnerability,
        (
            Vulnerability(
                system=system,
                unit_id=system.unit_id,
                criticality=chance.choice([*Criticality.values, ""]),
                hosting_details=f"Serverhall {chance.randint(1, 9)}, dubblerad drift",
                end_of_support=today + timedelta(days=chance.randint(-400, 2_000)),
                continuity=chance.choice(words.SENTENCES),
            )
            for system in place.systems[:VULNERABILITIES]
        ),
    )
    save(
        Tender,
        (
            Tender(
                system=one, unit_id=one.unit_id, estimated_value_sek=chance.randint(1, 90) * 10**5
            )
            for one in place.systems[-TENDERS:]
        ),
    )


def _roles(place: Place, system: System) -> list[SystemRole]:
    shares = ((Role.SYSTEM_OWNER, 0.85), (Role.SYSTEM_STEWARD, 0.6), (Role.IT_COUNTERPART, 0.75))
    made = []
    for role, share in shares:
        if maybe(place, share):
            holders = some(place, place.people, 1, 2)
            made += [
                SystemRole(system=system, user=user, role=role, is_deputy=number > 0)
                for number, user in enumerate(holders)
            ]
    return made


def make_money(place: Place) -> None:
    """What the systems cost in three years, and the contracts that cover them."""
    chance, year = place.chance, timezone.localdate().year
    save(
        Cost,
        (
            Cost(
                system=system,
                year=at,
                kind=kind,
                source=chance.choice(Cost.Source.values),
                amount_sek=chance.randint(1, 2_000) * 1_000,
            )
            for system in place.systems
            if maybe(place, 0.6)
            for kind in some(place, Cost.Kind.values, 1, 3)
            for at in (year, year - 1)
        ),
    )
    contracts = save(Contract, (_contract(place, number) for number in range(CONTRACTS)))
    save(
        ContractUse,
        (
            ContractUse(system=system, contract=contract)
            for contract in contracts
            for system in some(place, place.systems, 1, 3)
        ),
    )


def _contract(place: Place, number: int) -> Contract:
    chance = place.chance
    starts_on = date(2017, 1, 1) + timedelta(days=chance.randint(0, 3_000))
    is_open_ended = maybe(place, 0.2)
    renews = not is_open_ended and maybe(place, 0.5)
    return keyed(
        Contract,
        f"Avtal om {chance.choice(words.SUBJECTS).lower()}{chance.choice(words.PURPOSES)} {number}",
        unit=chance.choice(place.units),
        supplier=chance.choice(place.suppliers),
        owner=chance.choice(place.people),
        starts_on=starts_on,
        ends_on=None if is_open_ended else starts_on + timedelta(days=chance.randint(700, 3_600)),
        is_open_ended=is_open_ended,
        notice_amount=chance.choice([3, 6, 9, 12, None]),
        renews_tacitly=renews,
        renewal_months=12 if renews else None,
        options=[12, 12] if not is_open_ended and maybe(place, 0.3) else [],
        yearly_value_sek=chance.randint(1, 900) * 1_000,
    )


def make_views(place: Place) -> None:
    """Saved views: as many as a large municipality shares with all, and the administrator's own."""
    shared = [
        SavedView(
            slug="system",
            name=f"Vy {number}",
            address=f"?f.kind=app&q=ord{number}",
            owner=place.people[number % 2],
            shared_with=who,
        )
        for number, who in enumerate(["all"] * 6 + ["mine"] * 4)
    ]
    save(SavedView, shared)


def index() -> None:
    for model in search_rows.searched_models():
        search_rows.rebuild(model)
    with connection.cursor() as cursor:
        # What autovacuum would have done by the first morning.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def main() -> None:
    call_command("migrate", verbosity=0)
    if System.objects.exists():
        sys.exit("Databasen är inte tom; mätningarna fyller bara en egen.")
    place = Place(random.Random(SEED))
    steps = (
        make_units,
        make_people,
        make_suppliers,
        make_systems,
        make_beside,
        make_money,
        make_views,
        fill_flows.make_flows,
        fill_history.make_history,
        fill_trust.make_doubles,
        fill_trust.make_rounds,
        fill_trust.make_advice,
        fill_trust.make_assessments,
        fill_trust.make_talk,
        fill_trust.make_courses,
        fill_apps.make_apps,
        fill_needs.make_needs,
        fill_meetings.make_meetings,
        fill_decisions.make_decisions,
        fill_initiatives.make_initiatives,
    )
    began = time.monotonic()
    with transaction.atomic():
        for step in steps:
            step(place)
            print(f"{step.__name__} {time.monotonic() - began:.0f} s", flush=True)
    index()
    print(f"index {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
