"""One merge at a time: what moves, what is withdrawn, who may, and how it is taken back."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import models

from bryggan.contracts.models import Supplier
from bryggan.history.models import Batch, Event
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.testing.cast import (
    HIDDEN_HOSTING,
    Cast,
    make_contract,
    make_integration,
    make_person,
    make_supplier,
    make_system,
    tool,
)
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.notices.models import Notice
from bryggan.people import actions as people
from bryggan.people.models import Assignment, User
from bryggan.people.roles import Role
from bryggan.registers import actions, queries
from bryggan.registers.merging import merge_records
from bryggan.registers.models import NotSame, Synonym
from bryggan.registers.tests.making import everything, searchable
from bryggan.registers.undo import undo_batch
from bryggan.systems import accounting
from bryggan.systems import actions as systems
from bryggan.systems.models import ContractUse, Cost, Integration, System, SystemRole, Vulnerability

pytestmark = pytest.mark.django_db


def fresh[M: models.Model](row: M) -> M:
    return type(row)._base_manager.get(pk=row.pk)


def merge(kept: Any, gone: Any, by: User, **values: Any) -> Batch:
    return merge_records(fresh(kept), fresh(gone), by, values)


@pytest.fixture
def twin(cast: Cast) -> System:
    """The same system as the cast's, entered once more by another administration."""
    values: dict[str, Any] = {
        "role.system_owner": [cast.other_manager],
        "role.it_counterpart": [cast.it_counterpart],
        "cost.license": 90_000,
        "use.units": [cast.care],
        "vulnerability.continuity": "Papper i pärm",
    }
    made = make_system(
        cast.care, name="Skol-plattformen", product="Edlevo", aliases=["Lärportalen"], **values
    )
    accounting.tie_contract(made, cast.contract, by=tool())
    make_integration(made, cast.other_system, carries="Elevlistor")
    make_integration(made, cast.system)
    return made


def owned_by(person: User) -> dict[str, Any]:
    return {"role.system_owner": [person]}


def roles_of(system: System) -> set[tuple[str, str, bool]]:
    rows = SystemRole.objects.filter(system=system, withdrawn_at=None)
    return set(rows.values_list("role", "user__name", "is_deputy"))


def test_merge_records_moves_all_that_hangs_on_the_one_that_goes(cast: Cast, twin: System) -> None:
    made = merge(cast.system, twin, cast.strategist)

    kept, gone = fresh(cast.system), fresh(twin)
    assert made.kind == Batch.Kind.MERGE
    assert gone.merged_into_id == kept.pk
    assert gone.withdrawn_at is not None
    assert kept.aliases == ["Skol-plattformen", "Lärportalen"]
    assert kept.product == "Edlevo"
    assert roles_of(kept) == {
        ("system_owner", "Olga Orre", False),
        ("system_owner", "Nils Näs", True),
        ("system_steward", "Stina Säv", False),
        ("it_counterpart", "Ivar Ide", False),
    }
    assert ContractUse.objects.get(withdrawn_at=None).system_id == kept.pk
    flow = Integration.objects.get(withdrawn_at=None)
    assert (flow.source_id, flow.target_id) == (kept.pk, cast.other_system.pk)
    assert flow.carries == "Elevers adresser"
    secret = Vulnerability.objects.get(system=kept, withdrawn_at=None)
    assert (secret.hosting_details, secret.continuity) == (HIDDEN_HOSTING, "Papper i pärm")
    event = Event.objects.get(name="records.merged")
    assert event.actor_id == cast.strategist.pk
    assert "Skol-plattformen" in event.reason


def test_merge_records_takes_the_chosen_values(cast: Cast, twin: System) -> None:
    merge(cast.system, twin, cast.strategist, name=twin.name, unit=cast.care)

    kept = fresh(cast.system)
    assert (kept.name, kept.unit) == ("Skol-plattformen", cast.care)
    assert kept.aliases == ["Skolplattformen", "Lärportalen"]
    assert Integration.objects.get(withdrawn_at=None).title == "Skol-plattformen → Omsorgsjournalen"
    assert Vulnerability.objects.get(withdrawn_at=None).unit == cast.care


def test_merge_records_leaves_costs_to_be_chosen(cast: Cast, twin: System) -> None:
    chosen = Cost.objects.get(system=cast.system)
    merge_records(fresh(cast.system), fresh(twin), cast.strategist, dropped=[chosen])

    cost = Cost.objects.get(withdrawn_at=None)
    assert (cost.system_id, cost.amount_sek) == (cast.system.pk, Decimal(90_000))


def test_merge_records_is_refused_to_who_does_not_keep_the_register(
    cast: Cast, twin: System
) -> None:
    for person in (cast.manager, cast.controller, cast.system_owner, cast.auditor):
        with nothing_happens(), pytest.raises(Refused, match="Bara administratören eller"):
            merge(cast.system, twin, person)


def test_merge_records_is_impossible_with_itself_with_what_is_gone_and_with_another_noun(
    cast: Cast, twin: System
) -> None:
    with nothing_happens(), pytest.raises(NotPossible, match="samma post"):
        merge(cast.system, cast.system, cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible, match="går inte att slå samman"):
        merge(cast.system, cast.supplier, cast.strategist)
    merge(cast.system, twin, cast.strategist)
    for kept, gone in ((twin, cast.system), (cast.other_system, twin)):
        with nothing_happens(), pytest.raises(NotPossible, match="finns inte längre"):
            merge(kept, gone, cast.strategist)


def test_merge_records_is_stopped_when_somebody_has_changed_one_of_them(
    cast: Cast, twin: System
) -> None:
    seen = fresh(twin)
    systems.change_system(fresh(twin), by=cast.strategist, values={"description": "Nytt"})
    with nothing_happens(), pytest.raises(Stale):
        merge_records(fresh(cast.system), seen, cast.strategist)


def test_merge_records_says_when_the_name_is_taken(cast: Cast, twin: System) -> None:
    make_system(cast.education, name="Skol-plattformen")
    with nothing_happens(), pytest.raises(NotPossible, match="redan ett system med det namnet"):
        merge(cast.system, twin, cast.strategist, name=twin.name)


def test_undo_batch_of_a_merge_gives_everything_back_and_merges_again(
    cast: Cast, twin: System
) -> None:
    before, known = everything(), searchable()
    made = merge(cast.system, twin, cast.strategist, name=twin.name, unit=cast.care)
    after = everything()

    undone = undo_batch(made, cast.strategist)
    assert queries.left_in(undone) == []
    assert everything() == before
    assert searchable() == known

    undo_batch(undone, cast.strategist)
    assert everything() == after


def test_undo_batch_of_a_merge_leaves_what_has_been_changed_since(cast: Cast, twin: System) -> None:
    made = merge(cast.system, twin, cast.strategist)
    systems.change_system(fresh(cast.system), by=cast.strategist, values={"product": "Vklass"})
    undone = undo_batch(made, cast.strategist)

    assert [(one.field, one.why) for one in queries.left_in(undone)] == [
        ("product", queries.Why.CHANGED_SINCE)
    ]
    assert fresh(cast.system).product == "Vklass"
    assert fresh(twin).withdrawn_at is None
    assert roles_of(twin) == {
        ("system_owner", "Nils Näs", False),
        ("it_counterpart", "Ivar Ide", False),
    }


def test_undo_batch_of_a_merge_waits_for_the_ones_after_it(cast: Cast, twin: System) -> None:
    first = merge(cast.system, twin, cast.strategist)
    third = make_system(cast.education, name="Skolplattformen 2")
    merge(cast.system, third, cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible, match="också Skolplattformen 2"):
        undo_batch(first, cast.strategist)
    merge(cast.other_system, cast.system, cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible, match="i sin tur sammanslagen"):
        undo_batch(first, cast.strategist)


def test_undo_batch_of_a_merge_says_when_the_name_has_been_taken(cast: Cast, twin: System) -> None:
    made = merge(cast.system, twin, cast.strategist)
    make_system(cast.care, name="Skol-plattformen")
    with nothing_happens(), pytest.raises(NotPossible, match="har tagits av en annan"):
        undo_batch(made, cast.strategist)


def test_a_double_comes_back_when_what_stood_for_it_moves_away(cast: Cast) -> None:
    """Two merges of two kinds meet in one row; the first is taken back while the other stands."""
    old, new = make_person("Olle Ny", cast.care), make_person("Olle Ny", cast.care)
    one = make_system(cast.care, name="Ett", **owned_by(old))
    two = make_system(cast.care, name="Två", **owned_by(new))
    first = merge(one, two, cast.administrator)
    merge(old, new, cast.administrator)
    assert {name for _role, name, _deputy in roles_of(one)} == {"Olle Ny"}

    undo_batch(first, cast.administrator)
    for system in (one, two):
        assert SystemRole.objects.get(system=system, withdrawn_at=None).user_id == old.pk


def test_suppliers_are_merged_with_their_contracts_and_systems(cast: Cast) -> None:
    other = make_supplier("Levera Sverige AB", org_number="556000-0000")
    contract = make_contract("Licenser", supplier=other)
    make_system(cast.care, name="Lånat", supplier=other)
    made = merge(cast.supplier, other, cast.strategist)

    assert fresh(contract).supplier_id == cast.supplier.pk
    assert not System.objects.filter(supplier=other).exists()
    assert fresh(cast.supplier).org_number == "556000-0000"
    assert not Supplier.objects.present().filter(pk=other.pk).exists()
    undo_batch(made, cast.strategist)
    assert fresh(contract).supplier_id == other.pk


def test_people_are_merged_and_known_by_both_addresses(cast: Cast) -> None:
    old = make_person("Stina Säv", cast.care, [(Role.MANAGER, cast.care)])
    system = make_system(cast.care, name="Tillsyn", **owned_by(old))
    notice = Notice.objects.create(user=old, kind="x", key="1", told_at=newest_event().at)
    made = merge(cast.system_steward, old, cast.administrator)

    kept, gone = fresh(cast.system_steward), fresh(old)
    assert kept.other_addresses == [old.email]
    assert gone.withdrawn_at is not None
    assert SystemRole.objects.get(system=system).user == kept
    assert Assignment.objects.get(role=Role.MANAGER, unit=cast.care, user=kept)
    assert fresh(notice).user == kept
    with nothing_happens(), pytest.raises(NotPossible, match="redan en person med den adressen"):
        people.create_person(cast.care, by=cast.administrator, email=old.email, name="Stina")
    with nothing_happens(), pytest.raises(NotPossible, match="är sammanslagen med"):
        people.restore_person(gone, by=cast.administrator)
    undo_batch(made, cast.administrator)
    assert fresh(cast.system_steward).other_addresses == []
    assert SystemRole.objects.get(system=system).user == old


def test_nobody_gets_roles_or_a_sign_in_by_merging_people(cast: Cast) -> None:
    """The strategist merges names; where roles or sign-in follow an administrator does it."""
    name = make_person("Elin Ek", cast.care, is_active=False)
    with nothing_happens(), pytest.raises(Refused, match="Bara en administratör"):
        merge(cast.employee, name, cast.strategist)
    with nothing_happens(), pytest.raises(Refused, match="slå samman dig själv"):
        merge(cast.administrator, name, cast.administrator)
    with nothing_happens(), pytest.raises(Refused, match="Bryggans egen användare"):
        merge(name, tool(), cast.administrator)
    other = make_person("Elin Ek", cast.education, is_active=False)
    merge(other, name, cast.strategist)
    assert fresh(name).merged_into_id == other.pk


def test_tell_apart_is_remembered_in_any_order(cast: Cast, twin: System) -> None:
    actions.tell_apart(twin, cast.system, by=cast.strategist, reason="Olika skolor")
    said = NotSame.objects.get()
    assert (said.noun, said.one, said.other) == ("systems.system", cast.system.pk, twin.pk)
    assert (newest_event().name, newest_event().reason) == ("records.told_apart", "Olika skolor")


def test_tell_apart_is_refused_to_who_may_not_merge(cast: Cast, twin: System) -> None:
    with nothing_happens(), pytest.raises(Refused, match="Bara administratören eller"):
        actions.tell_apart(cast.system, twin, by=cast.manager)


def test_tell_apart_is_impossible_twice_and_with_itself(cast: Cast, twin: System) -> None:
    actions.tell_apart(cast.system, twin, by=cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible, match="redan sagt"):
        actions.tell_apart(twin, cast.system, by=cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible, match="samma post"):
        actions.tell_apart(twin, twin, by=cast.strategist)


def test_add_synonym_keeps_the_word(cast: Cast) -> None:
    actions.add_synonym(" HVB ", by=cast.strategist, means="hem för vård")
    assert [(one.word, one.means) for one in queries.synonyms()] == [("HVB", "hem för vård")]
    assert newest_event().name == "synonym.added"


def test_add_synonym_is_refused_to_others(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused, match="Bara administratören eller"):
        actions.add_synonym("HVB", by=cast.manager, means="hem för vård")


def test_add_synonym_is_impossible_without_words_with_the_same_and_twice(cast: Cast) -> None:
    actions.add_synonym("HVB", by=cast.strategist, means="hem för vård")
    for word, means, said in (
        ("", "x", "Skriv både"),
        ("A", "a", "samma ord"),
        ("hvb", "x", "redan"),
    ):
        with nothing_happens(), pytest.raises(NotPossible, match=said):
            actions.add_synonym(word, by=cast.strategist, means=means)


def test_remove_synonym_takes_it_off_the_list(cast: Cast) -> None:
    made = actions.add_synonym("HVB", by=cast.strategist, means="hem för vård")
    actions.remove_synonym(made, by=cast.strategist)
    assert not queries.synonyms().exists()
    assert actions.add_synonym("HVB", by=cast.strategist, means="boende").pk != made.pk


def test_remove_synonym_is_refused_to_others(cast: Cast) -> None:
    made = actions.add_synonym("HVB", by=cast.strategist, means="hem för vård")
    with nothing_happens(), pytest.raises(Refused, match="Bara administratören eller"):
        actions.remove_synonym(made, by=cast.employee)


def test_remove_synonym_is_impossible_twice(cast: Cast) -> None:
    made = actions.add_synonym("HVB", by=cast.strategist, means="hem för vård")
    actions.remove_synonym(made, by=cast.strategist)
    with nothing_happens(), pytest.raises(NotPossible, match="redan borttaget"):
        actions.remove_synonym(Synonym.objects.get(pk=made.pk), by=cast.strategist)
