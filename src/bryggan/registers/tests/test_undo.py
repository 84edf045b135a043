import random
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from bryggan.history.models import Batch, Change, Event
from bryggan.kit.action import Refused
from bryggan.kit.testing.cast import Cast, make_cast, make_person, make_system
from bryggan.kit.writer import batch
from bryggan.people import actions as people
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from bryggan.registers import queries
from bryggan.registers.queries import Why
from bryggan.registers.tests.making import client_of, everything, searchable
from bryggan.registers.undo import undo_batch
from bryggan.search.queries import candidates
from bryggan.systems import actions
from bryggan.systems.models import System, SystemRole, Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def found(words: str) -> list[str]:
    return [hit.title for hit in candidates(words, nouns=["systems.system"])]


def changed_in_batch(by: User, *changes: tuple[System, dict[str, Any]]) -> Batch:
    with batch(by=by, kind=Batch.Kind.BULK_EDIT) as write:
        for system, values in changes:
            actions.change_system.within(
                write, System.objects.get(pk=system.pk), by=by, values=values
            )
        made = write.batch
    assert made is not None
    return made


def hanging_on(cast: Cast, n: int, tags: list[Tag]) -> dict[str, Any]:
    return {
        "role.system_owner": [cast.system_owner],
        "cost.license": 1000 * n,
        "tag.area": tags[: n % 3],
        "use.units": [cast.care],
        "vulnerability.continuity": f"Papper i pärm {n}",
    }


def filled_municipality(cast: Cast) -> list[System]:
    tags = [
        actions.create_tag(Tag.Kind.AREA, by=cast.administrator, name=name)
        for name in ("Skola", "Vård", "Teknik")
    ]
    return [
        make_system(
            cast.education if n % 2 else cast.care,
            name=f"System Åskan {n}",
            description=f"Beskrivning {n}",
            own_fields={"diarie": f"KS {n}", "zon": "inre"},
            **hanging_on(cast, n, tags),
        )
        for n in range(1, 13)
    ]


def some_values(dice: random.Random) -> dict[str, Any]:
    """Values of every kind: own columns, own fields, money, and what may be secret."""
    return {
        "description": f"Ny text {dice.random()}",
        "user_count": dice.randrange(1, 900),
        "lifecycle": dice.choice(System.Lifecycle.values),
        "own.diarie": dice.choice(["", "KS 77"]),
        "cost.license": dice.choice([None, Decimal(5000), Decimal(1000)]),
        "vulnerability.continuity": dice.choice(["", "Reservrutin"]),
        "aliases": ["Gamla namnet"],
    }


def like_an_import(cast: Cast, systems: list[System], dice: random.Random) -> Batch:
    """New units, people and systems, and changes of every kind, in no particular order."""
    by = cast.administrator
    with batch(by=by, kind=Batch.Kind.IMPORT, reason="Höstens lista") as write:
        unit = people.create_unit.within(
            write, cast.care, by=by, name="Hemtjänsten", kind=Unit.Kind.WORKPLACE
        )
        person = people.create_person.within(
            write, unit, by=by, email="ny@ekvik.example", name="Nora Ny"
        )
        write.flush()
        tag = actions.create_tag.within(write, Tag.Kind.AREA, by=by, name="Trygghet")
        write.flush()
        rows = [System.objects.get(pk=system.pk) for system in systems]
        dice.shuffle(rows)
        for place, system in enumerate(rows):
            owners = dice.choice([[], [person], [cast.system_owner, person]])
            values = some_values(dice) | {"role.system_owner": owners}
            values |= {"role.it_counterpart": [person], "tag.area": dice.choice([[], [tag]])}
            if place % 3 == 0:
                values |= {"name": f"Omdöpt {place}", "unit": unit}
            if place % 3 == 1:
                values["use.units"] = dice.choice([[], [unit, cast.care]])
            actions.change_system.within(write, system, by=by, values=values)
        actions.withdraw_system.within(write, rows[1], by=by, reason="Avvecklat")
        write.flush()
        for n in range(5):
            actions.create_system.within(
                write,
                unit,
                by=by,
                values={"name": f"Nytt {n}", "role.system_owner": [person], "tag.area": [tag]},
            )
        # The name that another system had until this batch.
        freed = systems[0].name
        actions.change_system.within(
            write, System.objects.get(pk=cast.other_system.pk), by=by, values={"name": "Ledigt"}
        )
        write.flush()
        actions.create_system.within(write, cast.care, by=by, values={"name": "Omsorgsjournalen"})
        made = write.batch
    assert made is not None
    assert freed
    return made


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_undo_batch_gives_everything_back_and_undo_of_the_undo_too(cast: Cast, seed: int) -> None:
    systems = filled_municipality(cast)
    before, known = everything(), searchable()
    done = like_an_import(cast, systems, random.Random(seed))  # noqa: S311  # guards nothing
    after, known_after = everything(), searchable()
    assert after != before

    undo = undo_batch(done, cast.administrator)
    assert queries.left_in(undo) == []
    assert everything() == before
    assert searchable() == known
    assert found("nytt") == []
    assert found("Omsorgsjournalen") == ["Omsorgsjournalen"]
    assert queries.is_undone(done)

    again = undo_batch(undo, cast.administrator)
    assert queries.left_in(again) == []
    assert everything() == after
    assert searchable() == known_after
    assert not queries.is_undone(done)

    undo_batch(done, cast.administrator)
    assert everything() == before


def test_undo_batch_lets_stand_what_has_been_changed_since(cast: Cast) -> None:
    one, two = cast.system, cast.other_system
    done = changed_in_batch(
        cast.administrator,
        (one, {"lifecycle": "phasing_out", "user_count": 5}),
        (two, {"lifecycle": "phasing_out"}),
    )
    fresh = System.objects.get(pk=one.pk)
    actions.change_system(fresh, by=cast.administrator, values={"user_count": 6})
    undo = undo_batch(done, cast.administrator)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.lifecycle, one.user_count, two.lifecycle) == ("in_use", 6, "")
    assert [(left.record_id, left.field, left.why) for left in queries.left_in(undo)] == [
        (one.pk, "user_count", Why.CHANGED_SINCE)
    ]


def test_undo_compares_own_fields_one_by_one(cast: Cast) -> None:
    system = make_system(cast.care, name="Med egna", own_fields={"a": "1", "b": "1"})
    by = cast.administrator
    done = changed_in_batch(by, (system, {"own.a": "2", "own.b": "2", "own.c": "2"}))
    fresh = System.objects.get(pk=system.pk)
    actions.change_system(fresh, by=by, values={"own.b": "3", "own.d": "3"})
    undo = undo_batch(done, by)
    system.refresh_from_db()
    assert system.own_fields == {"a": "1", "b": "3", "d": "3"}
    assert [left.field for left in queries.left_in(undo)] == ["own.b"]


def test_a_name_taken_since_is_not_taken_back(cast: Cast) -> None:
    system = make_system(cast.care, name="Lapscare", user_count=1)
    by = cast.administrator
    done = changed_in_batch(by, (system, {"name": "Intraphone", "user_count": 2}))
    make_system(cast.care, name="lapscare")
    undo = undo_batch(done, by)
    system.refresh_from_db()
    assert (system.name, system.user_count) == ("Intraphone", 1)
    assert [(left.field, left.why) for left in queries.left_in(undo)] == [("name", Why.TAKEN)]


def test_names_that_were_swapped_are_swapped_back(cast: Cast) -> None:
    one, two = make_system(cast.care, name="Ett"), make_system(cast.care, name="Två")
    by = cast.administrator
    with batch(by=by, kind=Batch.Kind.BULK_EDIT) as write:
        for system, name in ((one, "Tre"), (two, "Ett")):
            fresh = System.objects.get(pk=system.pk)
            actions.change_system.within(write, fresh, by=by, values={"name": name})
            write.flush()
        done = write.batch
    assert done is not None
    undo_batch(done, by)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.name, one.sort_key, two.name) == ("Ett", "ett", "Två")


def test_a_withdrawn_system_whose_name_is_taken_stays_away_with_what_hangs_on_it(
    cast: Cast,
) -> None:
    by = cast.administrator
    hanging: dict[str, Any] = {"vulnerability.continuity": "Pärm"}
    system = make_system(cast.care, name="Tes", **hanging)
    with batch(by=by, kind=Batch.Kind.BULK_EDIT) as write:
        actions.withdraw_system.within(write, system, by=by)
        done = write.batch
    assert done is not None
    make_system(cast.care, name="TES")
    undo = undo_batch(done, by)
    assert {left.why for left in queries.left_in(undo)} == {Why.TAKEN, Why.HANGS}
    assert System.objects.present().filter(sort_key="tes").count() == 1
    system.refresh_from_db()
    assert system.withdrawn_at is not None


def test_what_others_have_begun_to_use_is_not_withdrawn(cast: Cast) -> None:
    by = cast.administrator
    with batch(by=by, kind=Batch.Kind.IMPORT) as write:
        person = people.create_person.within(
            write, cast.care, by=by, email="p@ekvik.example", name="Per Ny"
        )
        system = actions.create_system.within(write, cast.care, by=by, values={"name": "Nyss"})
        done = write.batch
    assert done is not None
    actions.change_system(
        System.objects.get(pk=cast.system.pk), by=by, values={"role.it_counterpart": [person]}
    )
    actions.change_system(
        System.objects.get(pk=system.pk), by=by, values={"vulnerability.continuity": "Nytt"}
    )
    undo = undo_batch(done, by)
    assert [(left.noun, left.why) for left in queries.left_in(undo)] == [
        ("people.user", Why.IN_USE)
    ]
    assert User.objects.present().filter(pk=person.pk).exists()
    system.refresh_from_db()
    assert system.withdrawn_at is not None
    assert not system.vulnerabilities.filter(withdrawn_at=None).exists()


def test_undo_batch_is_refused_to_all_but_who_did_it_and_the_central_roles(cast: Cast) -> None:
    manager = cast.manager
    done = changed_in_batch(manager, (cast.system, {"user_count": 9}))
    events = Event.objects.count()
    with pytest.raises(Refused, match="Bara den som gjorde det"):
        undo_batch(done, cast.other_manager)
    assert (Event.objects.count(), Batch.objects.filter(kind=Batch.Kind.UNDO).count()) == (
        events,
        0,
    )
    undo = undo_batch(done, manager)
    assert undo.undoes_id == done.pk
    with pytest.raises(Refused, match="redan ångrat"):
        undo_batch(done, cast.administrator)
    assert undo_batch(undo, cast.strategist)


def test_undo_batch_of_demo_data_is_impossible(cast: Cast) -> None:
    with batch(by=cast.administrator, kind=Batch.Kind.DEMO) as write:
        done = write.batch
    assert done is not None
    with pytest.raises(Refused, match="Demodata"):
        undo_batch(done, cast.administrator)


def test_undo_is_told_on_each_row_with_its_batch(cast: Cast) -> None:
    done = changed_in_batch(cast.administrator, (cast.system, {"user_count": 9}))
    undo = undo_batch(done, cast.administrator)
    told = Change.objects.filter(noun="systems.system", record_id=cast.system.pk).latest("pk")
    assert (told.event.name, told.event.batch_id) == ("batch.undone", undo.pk)
    assert (told.before, told.after) == ({"user_count": 9}, {"user_count": 1200})


def test_roles_given_by_the_batch_are_ended_and_those_it_ended_come_back(cast: Cast) -> None:
    person = make_person("Ny Ägare", cast.education)
    done = changed_in_batch(cast.administrator, (cast.system, {"role.system_owner": [person]}))
    undo_batch(done, cast.administrator)
    held = SystemRole.objects.filter(system=cast.system, role=Role.SYSTEM_OWNER, withdrawn_at=None)
    assert [row.user for row in held] == [cast.system_owner]


def test_the_page_of_a_batch_shows_what_it_did_and_undoes_it(cast: Cast) -> None:
    done = changed_in_batch(cast.manager, (cast.system, {"user_count": 9}))
    url = reverse("batch_page", args=[done.pk])
    for stranger in (cast.other_manager, cast.employee, cast.outsider):
        assert client_of(stranger).get(url).status_code == 404
        assert client_of(stranger).post(reverse("undo_batch", args=[done.pk])).status_code == 404
    page = client_of(cast.manager).get(url).content.decode()
    assert "Massändring" in page
    assert "Magnus Mård" in page
    assert f'href="/system/{cast.system.pk}/"' in page

    answer = client_of(cast.administrator).post(reverse("undo_batch", args=[done.pk]), follow=True)
    assert "Allt är som det var." in answer.content.decode()
    page = client_of(cast.manager).get(url).content.decode()
    assert "Det här är redan ångrat." in page
    assert reverse("batch_page", args=[Batch.objects.latest("pk").pk]) in page
    assert System.objects.get(pk=cast.system.pk).user_count == 1200


def test_the_page_of_an_undo_lists_what_it_left(cast: Cast) -> None:
    done = changed_in_batch(cast.administrator, (cast.system, {"user_count": 9, "product": "X"}))
    actions.change_system(
        System.objects.get(pk=cast.system.pk), by=cast.administrator, values={"user_count": 10}
    )
    client = client_of(cast.administrator)
    page = client.post(reverse("undo_batch", args=[done.pk]), follow=True).content.decode()
    assert "1 uppgift lämnades som den var" in page
    assert "Aktiva användare" in page
    assert "har ändrats sedan dess" in page


def test_the_list_of_batches_is_everybodys_for_central_roles_only(cast: Cast) -> None:
    done = changed_in_batch(cast.manager, (cast.system, {"user_count": 9}))
    url = reverse("batch_page", args=[done.pk])
    for person, sees in (
        (cast.administrator, True),
        (cast.strategist, True),
        (cast.manager, True),
        (cast.other_manager, False),
    ):
        page = client_of(person).get(reverse("batch_list")).content.decode()
        assert (url in page) is sees


def test_a_batch_page_does_not_name_what_may_be_secret(cast: Cast) -> None:
    """Whoever made the batch and has left her duty sees that something was changed, not what."""
    by = cast.system_owner
    done = changed_in_batch(by, (cast.system, {"vulnerability.hosting_details": "Bergrum 9"}))
    role = SystemRole.objects.get(user=by, system=cast.system)
    actions.change_system(
        System.objects.get(pk=cast.system.pk),
        by=cast.administrator,
        values={"role.system_owner": []},
    )
    role.refresh_from_db()
    page = client_of(by).get(reverse("batch_page", args=[done.pk])).content.decode()
    assert "Bergrum" not in page
    assert "Skolplattformen" in page
