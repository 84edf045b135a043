"""A small town in which records hang together in every way there is, for merges to try."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from bryggan.advice.models import Dismissal
from bryggan.approvals.models import App
from bryggan.assessments.models import Answer, Assessment, Disposition
from bryggan.contracts.models import Contract, Course, Supplier
from bryggan.history.models import Batch
from bryggan.kit.merged import led_to
from bryggan.kit.testing.cast import (
    make_contract,
    make_integration,
    make_party,
    make_person,
    make_supplier,
    make_system,
    make_unit,
    tool,
)
from bryggan.kit.writer import batch as one_batch
from bryggan.notices.models import Comment, Follow, Notice
from bryggan.people import actions as people
from bryggan.people.models import Assignment, User
from bryggan.people.roles import Role
from bryggan.registers.joining import told_apart
from bryggan.registers.models import SourceText
from bryggan.rounds.models import Ask, Confirmation, Round
from bryggan.systems import accounting
from bryggan.systems import actions as systems
from bryggan.systems.models import (
    ContractUse,
    Cost,
    Integration,
    System,
    SystemRole,
    SystemUse,
    Tag,
    Vulnerability,
)

MODELS: tuple[type[models.Model], ...] = (System, Supplier, User)


@dataclass
class Town:
    """A small town, and what was told of it at the start: rows by the ids they had then."""

    by: User
    records: dict[type[Any], list[Any]]
    batches: list[Batch] = field(default_factory=list)
    told: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    tags: dict[int, set[int]] = field(default_factory=dict)
    costs: Decimal = Decimal(0)

    def ends(self, model: type[Any]) -> dict[int, int]:
        ids = [record.pk for record in self.records[model]]
        return {pk: pk for pk in ids} | led_to(model, ids)


def make_town() -> Town:
    unit, other = make_unit("Kulturen"), make_unit("Tekniken")
    people_ = [make_person(f"Pia {n}", unit, is_active=False) for n in "ABC"]
    for person in people_[:2]:
        people.give_role(unit, by=tool(), user=person, role=Role.MANAGER)
    suppliers = [make_supplier(f"Levera {n}") for n in "ABC"]
    tags = [systems.create_tag(Tag.Kind.TAG, by=tool(), name=name) for name in ("moln", "viktigt")]
    rows = []
    for n in range(5):
        hanging: dict[str, Any] = {
            "role.system_owner": [people_[n % 3]],
            "role.it_counterpart": [people_[n % 2], people_[2]],
            "cost.license": 1000 * (n + 1),
            "use.units": [unit, other][: 1 + n % 2],
            "tag.tag": tags[: n % 3],
            "vulnerability.continuity": f"Pärm {n}" if n % 2 else "",
        }
        supplier = suppliers[n % 3] if n else None
        name = f"System {'AB'[n % 2]}" if n < 4 else "Ensam"
        rows.append(
            make_system(
                [unit, other, other, unit, unit][n], name=name, supplier=supplier, **hanging
            )
        )
    _tie(rows, suppliers, people_)
    _tell(rows, suppliers, people_)
    town = Town(make_person("Ada", unit, [(Role.ADMINISTRATOR, unit)]), {})
    town.records = {System: rows, Supplier: suppliers, User: people_}
    return _told(town)


def _tie(rows: list[Any], suppliers: list[Any], people_: list[Any]) -> None:
    for n in range(3):
        contract = make_contract(f"Avtal {n}", supplier=suppliers[n], owner=people_[n])
        for system in (rows[n], rows[(n + 1) % 5]):
            accounting.tie_contract(system, contract, by=tool())
    party = make_party()
    flows = [(0, 1), (1, 0), (0, 4), (1, 4), (2, 3), (3, 2), (2, 4), (0, 2)]
    for source, target in flows:
        make_integration(rows[source], rows[target])
    for n in (0, 1):
        make_integration(rows[n], party, carries="Avier")
    make_integration(rows[0], rows[4], method="file")
    for n in range(4):
        SourceText.objects.create(
            noun="systems.system", record_id=rows[n].pk, import_id=1, row=n, cells={"a": str(n)}
        )
    values = {"year": 2025, "kind": "license", "source": "invoice"}
    for n in range(3):
        accounting.create_cost(rows[n], by=tool(), values={**values, "amount_sek": Decimal(n + 7)})


def _tell(rows: list[Any], suppliers: list[Any], people_: list[Any]) -> None:
    """What people have said and asked of systems: also what there may be only one of for each."""
    unit, noun = rows[0].unit, "systems.system"
    at = timezone.now()
    rounds = [
        Round.objects.create(
            slug=slug, name=slug, step="open", unit=unit, started_by=people_[0], last_on=at
        )
        for slug in ("system", "avtal")
    ]
    # Of a contract with a system's number: it is about no system, and stays.
    Ask.objects.create(round=rounds[1], record_id=rows[0].pk, person=people_[0])
    for n, system in enumerate(rows[:4]):
        person, other = people_[n % 3], people_[(n + 1) % 3]
        held: dict[str, Any] = {"system": system, "unit": system.unit, "last_day": at}
        opened = {**held, "content_version": 1, "opened_by": person, "opened_on": at}
        for step in ("closed", "open")[: 1 + n % 3]:
            assessment = Assessment.objects.create(step=step, **opened)
            for one in (person, other):
                Answer.objects.create(assessment=assessment, respondent=one, side="it")
        decided: dict[str, Any] = {"kind": "keep", "reason": "", "decided_on": at}
        for until in (at, None)[: 1 + n % 2]:
            Disposition.objects.create(
                system=system, unit=system.unit, decided_by=other, superseded_at=until, **decided
            )
        about: dict[str, Any] = {"noun": noun, "record_id": system.pk}
        for one in (person, other)[: 1 + n % 2]:
            Follow.objects.create(user=one, **about)
            Comment.objects.create(author=one, text="Hej", written_at=at, **about).mentioned.add(
                other
            )
            Notice.objects.create(user=one, kind="x", key=f"{n}", told_at=at, **about)
        for rule in ("no_cost", "no_users")[: 1 + n % 2]:
            Dismissal.objects.create(
                rule=rule, reason="Ja", dismissed_by=person, dismissed_at=at, **about
            )
        for column in ("product", "hosting")[: 1 + n % 2]:
            Confirmation.objects.create(field=column, by=person, at=at, way="page", **about)
        Ask.objects.create(round=rounds[0], record_id=system.pk, person=person)
        with (
            one_batch(by=tool(), kind=Batch.Kind.BULK_EDIT) as write,
            told_apart(write, "app.created"),
        ):
            app = {"name": f"App {n}", "unit": unit, "system": system, "decided_by": other}
            write.create(App, supplier=suppliers[n % 3], **app)
    course: dict[str, Any] = {"deadline_on": at, "ends_on": at, "kind": "let_end", "chosen_at": at}
    for contract, person in zip(Contract.objects.order_by("pk"), people_, strict=True):
        Course.objects.create(contract=contract, reason="Ja", chosen_by=person, **course)


def _told(town: Town) -> Town:
    town.told = {name: found for name, (found, _now) in facts_of(town).items()}
    town.tags = {row.pk: set(row.tags.values_list("pk", flat=True)) for row in town.records[System]}
    town.costs = sum((cost.amount_sek for cost in Cost.objects.all()), Decimal(0))
    return town


def facts_of(town: Town) -> dict[str, tuple[list[Any], list[Any]]]:
    """What stands of each kind: rows of ids, with which of them are records that may be merged."""

    def rows(model: type[Any], *names: str, **where: Any) -> tuple[list[Any], list[Any]]:
        present = model._base_manager.filter(withdrawn_at=None, **where)
        found = list(present.values_list(*names))
        return found, found

    return {
        "roles": rows(SystemRole, "system", "user", "role"),
        "uses": rows(SystemUse, "system", "unit"),
        "contract uses": rows(ContractUse, "system", "contract"),
        "integrations": rows(Integration, "source", "target", "target_party", "method"),
        "vulnerabilities": rows(Vulnerability, "system"),
        "assignments": rows(Assignment, "user", "unit", "role"),
        "contracts": rows(Contract, "supplier", "owner", "name"),
        "courses": rows(Course, "contract", "chosen_by"),
        "closed assessments": rows(Assessment, "system", "pk", step="closed"),
        "open assessments": rows(Assessment, "system", step="open"),
        "closed answers": rows(
            Answer, "assessment__system", "respondent", "assessment", assessment__step="closed"
        ),
        "answers": rows(
            Answer, "assessment__system", "respondent", "side", assessment__step="open"
        ),
        "former decisions": rows(
            Disposition, "system", "decided_by", "pk", superseded_at__isnull=False
        ),
        "dispositions": rows(Disposition, "system", superseded_at=None),
        "comments": rows(Comment, "record_id", "author", "pk"),
        "notices": rows(Notice, "record_id", "user", "key"),
        "follows": rows(Follow, "record_id", "user"),
        "dismissals": rows(Dismissal, "record_id", "rule"),
        "confirmations": rows(Confirmation, "record_id", "field"),
        "asks": rows(Ask, "record_id", "round", round__slug="system"),
        "asks of contracts": rows(Ask, "record_id", "round", round__slug="avtal"),
        "apps": rows(App, "system", "supplier", "decided_by", "name"),
    }


KINDS: dict[str, tuple[type[Any] | None, ...]] = {
    "roles": (System, User, None),
    "uses": (System, None),
    "contract uses": (System, None),
    "integrations": (System, System, None, None),
    "vulnerabilities": (System,),
    "assignments": (User, None, None),
    "contracts": (Supplier, User, None),
    "courses": (None, User),
    "closed assessments": (System, None),
    "open assessments": (System,),
    "closed answers": (System, User, None),
    "answers": (System, User, None),
    "former decisions": (System, User, None),
    "dispositions": (System,),
    "comments": (System, User, None),
    "notices": (System, User, None),
    "follows": (System, User),
    "dismissals": (System, None),
    "confirmations": (System, None),
    "asks": (System, None),
    "asks of contracts": (None, None),
    "apps": (System, Supplier, User, None),
}
