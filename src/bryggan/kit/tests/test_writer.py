"""The writer keeps history, search rows, sort keys and versions, alone as in a batch."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bryggan.history.models import Batch, Change, Event
from bryggan.kit.action import ACTIONS
from bryggan.kit.testing.cast import Cast, make_person, make_system, make_unit, tool
from bryggan.kit.writer import Writer, batch
from bryggan.people.models import User
from bryggan.search.fields import sort_key
from bryggan.search.models import SearchRow
from bryggan.search.queries import candidates
from bryggan.systems.models import System, Tag, Vulnerability

SYSTEM = "systems.system"


def change(system: System, values: Mapping[str, Any], by: User | None = None) -> None:
    ACTIONS["system.changed"](system, by=by or tool(), values=values)


def told(record: System | Vulnerability) -> list[Change]:
    noun = record._meta.label_lower
    return list(Change.objects.filter(noun=noun, record_id=record.pk).order_by("pk"))


def test_a_created_row_is_told_with_what_it_was_given(cast: Cast) -> None:
    [made] = told(cast.other_system)
    assert made.kind == Change.Kind.CREATED
    assert made.after["name"] == "Omsorgsjournalen"
    assert made.unit_id == cast.care.pk
    assert made.before == {}
    assert "description" not in made.after


def test_a_change_is_told_with_before_and_after_of_what_differs(cast: Cast) -> None:
    change(cast.other_system, {"product": "Vård 3", "name": "Omsorgsjournalen"})
    last = told(cast.other_system)[-1]
    assert (last.before, last.after) == ({"product": ""}, {"product": "Vård 3"})


def test_an_action_on_several_rows_is_one_event(cast: Cast) -> None:
    events = Event.objects.count()
    change(cast.system, {"product": "Ny", "vulnerability.continuity": "Papper och penna"})
    assert Event.objects.count() == events + 1
    nouns = Event.objects.order_by("-pk")[0].changes.values_list("noun", flat=True)
    assert set(nouns) == {SYSTEM, "systems.vulnerability"}


def test_links_are_told_as_ids(cast: Cast) -> None:
    tag = ACTIONS["tag.created"](Tag.Kind.TAG, by=tool(), name="skola")
    change(cast.system, {"tag.tag": [tag]})
    last = told(cast.system)[-1]
    assert (last.before, last.after) == ({"tags": []}, {"tags": [tag.pk]})
    events = Event.objects.count()
    change(cast.system, {"tag.tag": [tag]})
    assert Event.objects.count() == events


def test_the_version_rises_with_every_change_and_only_then(cast: Cast) -> None:
    version = cast.system.version
    change(cast.system, {"product": "Ny"})
    change(cast.system, {"product": "Ny"})
    cast.system.refresh_from_db()
    assert cast.system.version == version + 1


def test_the_password_is_never_told(cast: Cast) -> None:
    for after in Change.objects.filter(noun="people.user").values_list("after", flat=True):
        assert not {"password", "last_login", "sort_key", "version"} & after.keys()


def test_the_unit_of_a_child_follows_its_parent(cast: Cast) -> None:
    change(cast.system, {"unit": cast.care})
    beside = Vulnerability.objects.get(system=cast.system)
    assert beside.unit == cast.care
    assert told(beside)[-1].after == {"unit": cast.care.pk}


def test_a_withdrawn_row_leaves_search_and_frees_its_name(cast: Cast) -> None:
    ACTIONS["system.withdrawn"](cast.other_system, by=tool())
    assert candidates("Omsorgsjournalen", nouns=[SYSTEM]) == []
    assert told(cast.other_system)[-1].kind == Change.Kind.WITHDRAWN
    again = make_system(cast.care, name="Omsorgsjournalen")
    assert again.pk != cast.other_system.pk


def test_search_finds_what_the_row_says_now(cast: Cast) -> None:
    change(cast.other_system, {"name": "Journalen"})
    assert candidates("Omsorgsjournalen", nouns=[SYSTEM]) == []
    [hit] = candidates("journalen", nouns=[SYSTEM])
    assert hit.record_id == cast.other_system.pk
    assert SearchRow.objects.filter(noun=SYSTEM, record_id=hit.record_id).count() == 1


# Batches


def test_a_batch_writes_the_same_as_one_by_one(cast: Cast) -> None:
    with batch(by=cast.strategist, kind=Batch.Kind.IMPORT, reason="lista.xlsx") as write:
        create, alter = ACTIONS["system.created"], ACTIONS["system.changed"]
        made = [
            create.within(write, cast.care, by=cast.strategist, values={"name": f"System {number}"})
            for number in range(5)
        ]
        alter.within(write, cast.other_system, by=cast.strategist, values={"product": "Ny"})
    for number, system in enumerate(made):
        system = System.objects.get(name=f"System {number}")
        assert system.sort_key == f"system {number}"
        assert [c.kind for c in told(system)] == [Change.Kind.CREATED]
        assert candidates(f"System {number}", nouns=[SYSTEM])
    row = Batch.objects.get()
    assert (row.reason, row.actor_id) == ("lista.xlsx", cast.strategist.pk)
    assert row.event_set.count() == 6
    cast.other_system.refresh_from_db()
    assert (cast.other_system.product, cast.other_system.version) == ("Ny", 2)


def test_a_batch_is_buffered(cast: Cast) -> None:
    """The number of statements does not grow with the number of rows."""

    def statements(count: int, name: str) -> int:
        by, create = tool(), ACTIONS["system.created"]
        with (
            CaptureQueriesContext(connection) as asked,
            batch(by=by, kind=Batch.Kind.IMPORT) as write,
        ):
            for number in range(count):
                create.within(write, cast.care, by=by, values={"name": f"{name} {number}"})
        return len(asked)

    assert statements(200, "Många") <= statements(10, "Få") + 2


def test_a_batch_that_fails_leaves_nothing_behind(cast: Cast) -> None:
    with (
        pytest.raises(RuntimeError, match="avbrott"),
        batch(by=tool(), kind=Batch.Kind.IMPORT) as write,
    ):
        ACTIONS["system.created"].within(write, cast.care, by=tool(), values={"name": "Ny"})
        write.flush()
        raise RuntimeError("avbrott")
    assert not System.objects.filter(name="Ny").exists()
    assert not Batch.objects.exists()


def test_two_changes_of_one_row_in_a_batch_are_both_told(cast: Cast) -> None:
    alter = ACTIONS["system.changed"]
    with batch(by=tool(), kind=Batch.Kind.BULK_EDIT) as write:
        alter.within(write, cast.other_system, by=tool(), values={"product": "Ett"})
        alter.within(write, cast.other_system, by=tool(), values={"product": "Två"})
    cast.other_system.refresh_from_db()
    assert (cast.other_system.product, cast.other_system.version) == ("Två", 3)
    assert [c.after.get("product") for c in told(cast.other_system)[1:]] == ["Ett", "Två"]


def test_many_rows_are_written_by_as_many_questions_as_a_few(cast: Cast) -> None:
    """Created and changed with what each of them holds, told one by one, those that do not differ left out."""

    def questions(count: int) -> int:
        write = Writer(by=tool())
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            outer = write.begin("tags.sorted")
            names = [f"{count} {number}" for number in range(count)]
            tags = write.create_all(Tag, [{"name": name} for name in names])
            write.change_all(Tag, [(tag, {"name": f"Ö{tag.name}"}) for tag in tags[1:]])
            write.change_all(Tag, [(tags[0], {"name": names[0]})])
            write.end(outer)
        kept = {tag.name: tag for tag in Tag.objects.filter(pk__in=[tag.pk for tag in tags])}
        assert kept.keys() == {names[0], *(f"Ö{name}" for name in names[1:])}
        assert {tag.version for tag in kept.values()} == {1, 2}
        assert all(tag.sort_key == sort_key(tag.name) for tag in kept.values())
        changes = Change.objects.filter(noun="systems.tag", record_id=tags[1].pk).order_by("pk")
        assert [(one.kind, one.before.get("name")) for one in changes] == [
            ("created", None),
            ("changed", names[1]),
        ]
        return len(asked)

    assert questions(3) == questions(300) <= 8


def test_names_sort_as_in_swedish(db: None) -> None:
    for name in ("Öland", "Zetterberg", "Ärla", "Åsa", "adam", "Édouard", "Östen"):
        make_person(name)
        make_unit(name)
    found = list(User.objects.present().order_by("sort_key").values_list("name", flat=True))
    assert found == ["adam", "Édouard", "Zetterberg", "Åsa", "Ärla", "Öland", "Östen"]
