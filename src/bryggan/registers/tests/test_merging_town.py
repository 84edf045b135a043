"""Any sequence of merges and undos: nothing is lost, nothing is doubled, and all undone is as it began.

`BRYGGAN_EXAMPLES` says how many sequences are tried.
"""

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bryggan.advice.models import Dismissal
from bryggan.approvals.models import App
from bryggan.assessments.models import Answer, Assessment, Disposition
from bryggan.config import search_rows
from bryggan.contracts.models import Contract, Course, Supplier
from bryggan.history.models import Batch, Change
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.merged import led_to
from bryggan.kit.register import past
from bryggan.kit.register.register import register_of
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
from bryggan.registers import parting, queries, source_texts
from bryggan.registers.joining import DROPPED, told_apart
from bryggan.registers.mergeable import mergeable_of
from bryggan.registers.merging import merge_records
from bryggan.registers.models import SourceText
from bryggan.registers.pointing import pointers_to
from bryggan.registers.tests.making import everything, searchable
from bryggan.registers.undo import undo_batch
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
from bryggan.systems.register import SystemRegister

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("BRYGGAN_EXAMPLES", "8"))
STEPS = 6
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


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


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
    town.told = {name: found for name, (found, _now) in _facts(town).items()}
    town.tags = {row.pk: set(row.tags.values_list("pk", flat=True)) for row in town.records[System]}
    town.costs = sum((cost.amount_sek for cost in Cost.objects.all()), Decimal(0))
    return town


def _facts(town: Town) -> dict[str, tuple[list[Any], list[Any]]]:
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


def nothing_is_lost_or_doubled(town: Town) -> None:
    """Every fact of the start stands once, on the record that stands for the one it was told of."""
    ends = {model: town.ends(model) for model in MODELS}
    for name, (found, _same) in _facts(town).items():
        kinds = KINDS[name]
        expected = {
            tuple(
                ends[kind].get(value, value) if kind and value else value
                for kind, value in zip(kinds, row, strict=True)
            )
            for row in town.told[name]
        }
        if name == "integrations":
            expected = {row for row in expected if row[0] != row[1]}
        assert Counter(found) == Counter(expected), name


def nothing_hangs_loose(town: Town) -> None:
    """Whatever stands points at records that stand, in every model there is."""
    for model in MODELS:
        gone = set(model._base_manager.exclude(withdrawn_at=None).values_list("pk", flat=True))
        for pointer in pointers_to(model):
            columns = {one.name for one in pointer.model._meta.concrete_fields}
            rows = pointer.model._base_manager.filter(**{f"{pointer.field}__in": gone})
            rows = rows.filter(pointer.of_noun())
            if "withdrawn_at" in columns:
                assert not rows.filter(withdrawn_at=None).exists(), pointer
    for record in System.objects.filter(withdrawn_at=None):
        assert record.merged_into_id is None
    assert not Integration.objects.filter(withdrawn_at=None).exclude(merged_into=None).exists()


def money_and_words_stand(town: Town) -> None:
    costs = Cost.objects.all()
    assert sum((cost.amount_sek for cost in costs), Decimal(0)) == town.costs
    for cost in costs.exclude(withdrawn_at=None):
        newest = Change.objects.filter(noun="systems.cost", record_id=cost.pk, kind="withdrawn")
        assert newest.latest("pk").event.name == DROPPED
    ends = town.ends(System)
    texts: Counter[int] = Counter()
    for system in System.objects.filter(withdrawn_at=None):
        mine = [pk for pk, end in ends.items() if end == system.pk]
        wanted = {tag for pk in mine for tag in town.tags[pk]}
        assert set(system.tags.values_list("pk", flat=True)) == wanted
        texts.update(text.pk for text in source_texts.texts_of(SystemRegister, system, town.by))
    assert texts == Counter(SourceText.objects.values_list("pk", flat=True))


def every_event_is_told_once(town: Town) -> None:
    """Each change of a system, a supplier, an integration and what hangs on them is told on one page."""
    nouns = ["systems.system", "contracts.supplier", "contracts.contract", "systems.integration"]
    told: Counter[int] = Counter()
    followed = set(nouns)
    for noun in nouns:
        register = register_of(noun)
        assert register is not None
        followed |= {model._meta.label_lower for model, _fk in register.hanging}
        for record in register.rows(town.by):
            told.update(past.changes_of(register, record, town.by).values_list("pk", flat=True))
    changes = Change.objects.filter(noun__in=followed)
    # What flowed between two that became one has no page any more; the batch tells of it.
    ended = Integration.objects.exclude(withdrawn_at=None).values_list("pk", flat=True)
    ends = {pk: pk for pk in ended} | led_to(Integration, list(ended))
    without_page = [pk for pk, end in ends.items() if end in ends]
    every = changes.exclude(noun="systems.integration", record_id__in=without_page)
    wanted = set(every.values_list("pk", flat=True))
    # What other apps tell on the page besides (answers, comments) is told there once too.
    assert set(told.values()) <= {1}
    assert wanted <= told.keys()
    others = told.keys() - wanted
    assert not Change.objects.filter(pk__in=others, noun__in=followed).exists()


def search_is_in_step() -> None:
    for model in search_rows.searched_models():
        assert not search_rows.difference(model), model


def holds(town: Town) -> None:
    nothing_is_lost_or_doubled(town)
    nothing_hangs_loose(town)
    money_and_words_stand(town)
    every_event_is_told_once(town)
    search_is_in_step()


def attempt(town: Town, step: tuple[Any, ...]) -> None:
    """One step; what is refused changes nothing."""
    before = everything()
    try:
        with transaction.atomic():
            if step[0] == "merge":
                _what, model, one, other, choice = step
                rows = [type(row).objects.get(pk=row.pk) for row in town.records[model]]
                kept, gone = rows[one % len(rows)], rows[(one + 1 + other) % len(rows)]
                kind = mergeable_of(model._meta.label_lower)
                assert kind is not None
                dropped = [
                    row
                    for clash in kind.clashes(kept, gone)
                    for row, _words in {"kept": clash.gone, "gone": clash.kept}.get(choice, ())
                ]
                values = {"name": gone.name} if choice == "gone" else {}
                made = merge_records(kept, gone, town.by, values, dropped=dropped)
            elif town.batches:
                made = undo_batch(town.batches[-1 - step[1] % len(town.batches)], town.by)
                assert queries.left_in(made) == []
            else:
                return
    except (NotPossible, Refused):
        assert everything() == before
        return
    town.batches.append(made)


def undo_all(town: Town) -> None:
    """Take back every merge that stands, the newest first."""
    for batch in reversed(town.batches):
        merge = parting.merge_of(batch)
        if merge is None:
            continue
        gone: Any = merge.kind.model._base_manager.get(pk=merge.gone_id)
        newest = Change.objects.filter(
            event__name=parting.MERGED, noun=merge.kind.noun, record_id=merge.gone_id
        ).latest("pk")
        if gone.merged_into_id is not None and newest.event.batch_id == batch.pk:
            undo_batch(batch, town.by)


MERGES = st.tuples(
    st.just("merge"),
    st.sampled_from(MODELS),
    st.integers(0, 4),
    st.integers(0, 3),
    st.sampled_from(["kept", "gone", "both"]),
)
UNDOS = st.tuples(st.just("undo"), st.integers(0, 3))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    # To shrink a sequence that fails takes minutes, and it is short already.
    phases=[Phase.generate],
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(st.one_of(MERGES, UNDOS), min_size=2, max_size=STEPS))
def test_merge_records_and_undo_lose_nothing_and_double_nothing(
    town: Town, steps: list[tuple[Any, ...]]
) -> None:
    town = replace(town, batches=[])
    with transaction.atomic():
        before, known = everything(), searchable()
        for step in steps:
            attempt(town, step)
            holds(town)
        undo_all(town)
        holds(town)
        assert everything() == before
        assert searchable() == known
        transaction.set_rollback(True)


def test_every_row_that_points_at_a_record_can_be_moved() -> None:
    """The writer guards each row by its version: a model without one could not follow a merge."""
    lacking = {
        pointer.model._meta.label
        for model in MODELS
        for pointer in pointers_to(model)
        if "version" not in {one.name for one in pointer.model._meta.concrete_fields}
    }
    assert lacking == set()
