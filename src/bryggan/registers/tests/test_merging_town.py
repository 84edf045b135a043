"""Any sequence of merges and undos: nothing is lost, nothing is doubled, and all undone is as it began.

`BRYGGAN_EXAMPLES` says how many sequences are tried.
"""

import os
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bryggan.config import search_rows
from bryggan.history.models import Change
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.merged import led_to
from bryggan.kit.register import past
from bryggan.kit.register.register import register_of
from bryggan.registers import parting, queries, source_texts
from bryggan.registers.joining import DROPPED
from bryggan.registers.mergeable import mergeable_of
from bryggan.registers.merging import merge_records
from bryggan.registers.models import SourceText
from bryggan.registers.pointing import pointers_to
from bryggan.registers.tests.making import everything, searchable
from bryggan.registers.tests.town import KINDS, MODELS, Town, facts_of, make_town
from bryggan.registers.undo import undo_batch
from bryggan.systems.models import (
    Cost,
    Integration,
    System,
)
from bryggan.systems.register import SystemRegister

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("BRYGGAN_EXAMPLES", "8"))
STEPS = 6


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def nothing_is_lost_or_doubled(town: Town) -> None:
    """Every fact of the start stands once, on the record that stands for the one it was told of."""
    ends = {model: town.ends(model) for model in MODELS}
    for name, (found, _same) in facts_of(town).items():
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
