"""Systems: what happens, what is refused and what is impossible."""

from typing import Any

import pytest

from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.testing.cast import Cast, make_system
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.models import User
from bryggan.search.queries import candidates
from bryggan.systems import actions
from bryggan.systems.models import System, Tag, Tender, Vulnerability

NOTHING: dict[str, Any] = {}


def held_by(steward: User) -> dict[str, Any]:
    return {"role.system_steward": [steward]}


def test_create_system_with_what_hangs_on_it_is_one_event(cast: Cast) -> None:
    system = actions.create_system(
        cast.care,
        by=cast.strategist,
        values={
            "name": "Viva",
            "role.system_owner": [cast.manager, cast.employee],
            "cost.license": 12_000,
            "vulnerability.criticality": "critical",
        },
    )

    event = newest_event()
    assert event.name == "system.created"
    nouns = sorted(event.changes.values_list("noun", flat=True))
    assert nouns == [
        "systems.cost",
        "systems.system",
        "systems.systemrole",
        "systems.systemrole",
        "systems.vulnerability",
    ]
    assert list(system.roles.order_by("pk").values_list("user", "is_deputy")) == [
        (cast.manager.pk, False),
        (cast.employee.pk, True),
    ]
    assert candidates("viva", nouns=["systems.system"])[0].record_id == system.pk


def test_create_system_is_refused_to_an_employee(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.create_system(cast.care, by=cast.employee, values={"name": "Viva"})

    assert refusal.value.reason.startswith("System läggs upp av")


def test_create_system_with_the_name_of_another_in_the_unit_is_impossible(cast: Cast) -> None:
    make_system(unit=cast.care, name="Viva")

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.create_system(cast.care, by=cast.strategist, values={"name": "  VIVA "})

    assert refusal.value.field == "name"
    assert actions.create_system(cast.education, by=cast.strategist, values={"name": "Viva"})


def test_change_system_tells_before_and_after_and_is_found_anew(cast: Cast) -> None:
    system = make_system(unit=cast.care, name="Viva", user_count=5)
    actions.change_system(system, by=cast.strategist, values={"name": "Åby", "user_count": 6})

    change = newest_event().changes.get()
    assert (change.before, change.after) == (
        {"name": "Viva", "user_count": 5},
        {"name": "Åby", "user_count": 6},
    )
    assert candidates("åby")[0].record_id == system.pk
    assert candidates("viva") == []


def test_change_system_by_whoever_answers_for_it_and_no_other(cast: Cast) -> None:
    system = make_system(unit=cast.care, name="Viva", **held_by(cast.employee))
    actions.change_system(system, by=cast.employee, values={"user_count": 9})
    assert newest_event().actor_id == cast.employee.pk

    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.change_system(system, by=cast.controller, values={"user_count": 10})
    assert "Viva ändras av" in refusal.value.reason


def test_change_system_to_a_name_taken_is_impossible(cast: Cast) -> None:
    make_system(unit=cast.care, name="Viva")
    other = make_system(unit=cast.care, name="Annan")

    with nothing_happens(), pytest.raises(NotPossible):
        actions.change_system(other, by=cast.strategist, values={"name": "Viva"})


def test_change_system_that_somebody_else_has_changed_shows_theirs(cast: Cast) -> None:
    system = make_system(unit=cast.care, name="Viva")
    seen = System.objects.get(pk=system.pk)
    actions.change_system(system, by=cast.strategist, values={"user_count": 1})

    with nothing_happens(), pytest.raises(Stale) as stale:
        actions.change_system(seen, by=cast.strategist, values={"user_count": 2})
    assert stale.value.record.user_count == 1  # type: ignore[attr-defined]


def test_change_system_without_a_difference_is_no_event(cast: Cast) -> None:
    system = make_system(unit=cast.care, name="Viva", user_count=5)

    with nothing_happens():
        actions.change_system(system, by=cast.strategist, values={"user_count": 5})


def test_change_system_leaves_out_who_has_left_a_role(cast: Cast) -> None:
    system = make_system(
        unit=cast.care, name="Viva", **{**NOTHING, "role.system_owner": [cast.employee]}
    )
    values = {"role.system_owner": [cast.manager]}
    actions.change_system(system, by=cast.strategist, values=values)

    held = system.roles.filter(withdrawn_at=None).values_list("user", flat=True)
    assert list(held) == [cast.manager.pk]


def test_withdraw_system_takes_it_out_of_lists_and_search_and_frees_its_name(cast: Cast) -> None:
    system = make_system(
        unit=cast.care,
        name="Viva",
        **{**NOTHING, "vulnerability.criticality": "critical", "tender.note": "x"},
    )
    actions.withdraw_system(system, by=cast.strategist, reason="Ersatt av Åby")

    assert newest_event().reason == "Ersatt av Åby"
    assert not System.objects.present().filter(pk=system.pk).exists()
    assert not Vulnerability.objects.present().filter(system=system).exists()
    assert not Tender.objects.present().filter(system=system).exists()
    assert candidates("viva") == []
    make_system(unit=cast.care, name="Viva")


def test_withdraw_system_is_refused_to_its_steward(cast: Cast) -> None:
    system = make_system(unit=cast.care, name="Viva", **held_by(cast.employee))

    with nothing_happens(), pytest.raises(Refused):
        actions.withdraw_system(system, by=cast.employee)


def test_withdraw_system_twice_is_impossible(cast: Cast) -> None:
    system = make_system(unit=cast.care, name="Viva")
    actions.withdraw_system(system, by=cast.strategist)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.withdraw_system(system, by=cast.strategist)


def test_create_tag_makes_the_word(cast: Cast) -> None:
    tag = actions.create_tag(Tag.Kind.TAG, by=cast.strategist, name="Vård")

    assert Tag.objects.get(name="Vård") == tag
    assert newest_event().name == "tag.created"


def test_create_tag_is_refused_to_an_employee(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        actions.create_tag(Tag.Kind.TAG, by=cast.employee, name="Vård")


def test_create_tag_twice_is_the_same_word(cast: Cast) -> None:
    tag = actions.create_tag(Tag.Kind.TAG, by=cast.strategist, name="Vård")

    with nothing_happens():
        assert actions.create_tag(Tag.Kind.TAG, by=cast.strategist, name="vård ") == tag
