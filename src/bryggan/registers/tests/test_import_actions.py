"""What an import keeps beside its rows: own fields and mappings."""

import pytest

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.registers.importing import actions
from bryggan.registers.models import Mapping, OwnField


def test_add_own_field_gives_all_a_new_field(cast: Cast) -> None:
    actions.add_own_field("system", by=cast.strategist, key="ai_risk", label="AI risk")

    assert OwnField.objects.get().label == "AI risk"
    assert newest_event().name == "own_field.added"


def test_add_own_field_is_refused_to_a_manager(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        actions.add_own_field("system", by=cast.manager, key="ai_risk", label="AI risk")


def test_add_own_field_twice_is_the_same_field(cast: Cast) -> None:
    first = actions.add_own_field("system", by=cast.strategist, key="ai_risk", label="AI risk")

    with nothing_happens():
        again = actions.add_own_field("system", by=cast.strategist, key="ai_risk", label="Annat")
    assert again == first


def test_save_mapping_is_kept_for_all_who_import(cast: Cast) -> None:
    actions.save_mapping("system", by=cast.manager, name="Listan", columns={"A": "name"})

    assert Mapping.objects.get().columns == {"A": "name"}
    assert newest_event().name == "mapping.saved"


def test_save_mapping_by_the_same_name_changes_it(cast: Cast) -> None:
    actions.save_mapping("system", by=cast.manager, name="Listan", columns={"A": "name"})
    actions.save_mapping("system", by=cast.strategist, name="Listan", columns={"B": "name"})

    assert Mapping.objects.get().columns == {"B": "name"}


def test_save_mapping_is_refused_to_an_employee(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        actions.save_mapping("system", by=cast.employee, name="Listan", columns={})


def test_save_mapping_without_a_name_is_impossible(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        actions.save_mapping("system", by=cast.manager, name="  ", columns={})
