"""History only grows, and the database sees to it itself."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from bryggan.history.models import Change, Clearance, Event
from bryggan.kit.testing.cast import make_unit, tool

REFUSED = "append-only"


@pytest.fixture
def told(db: None) -> Event:
    """An event with a change."""
    make_unit("Fritidsförvaltningen")
    return Event.objects.get(name="unit.created")


def refuse(attempt: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        attempt()


def everything() -> list[object]:
    return [*Event.objects.order_by("pk").values(), *Change.objects.order_by("pk").values()]


def test_an_event_cannot_be_changed(told: Event) -> None:
    before = everything()
    refuse(lambda: Event.objects.filter(pk=told.pk).update(actor_id=0))
    assert everything() == before


def test_a_change_cannot_be_changed(told: Event) -> None:
    before = everything()
    refuse(lambda: Change.objects.filter(event=told).update(after={}))
    assert everything() == before


def test_an_event_cannot_be_deleted(told: Event) -> None:
    before = everything()
    refuse(lambda: Event.objects.filter(pk=told.pk)._raw_delete("default"))
    assert everything() == before


def test_a_change_cannot_be_deleted(told: Event) -> None:
    before = everything()
    refuse(lambda: Change.objects.filter(event=told).delete())
    assert everything() == before


@pytest.mark.parametrize("table", ["history_event", "history_change"])
def test_a_table_of_history_cannot_be_emptied(told: Event, table: str) -> None:
    before = everything()
    verb = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"

    def empty() -> None:
        with connection.cursor() as cursor:
            if verb == "TRUNCATE":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"{verb} {table}" + (" CASCADE" if verb == "TRUNCATE" else ""))

    refuse(empty)
    assert everything() == before


def test_an_open_masking_lets_changes_through_but_no_deletion(told: Event) -> None:
    open_clearance(Clearance.Kind.MASK)
    Event.objects.filter(pk=told.pk).update(reason="uppgift borttagen")
    refuse(lambda: Change.objects.filter(event=told).delete())


def test_an_open_disposal_lets_deletions_through_but_no_change(told: Event) -> None:
    open_clearance(Clearance.Kind.DISPOSAL)
    refuse(lambda: Event.objects.filter(pk=told.pk).update(reason="något annat"))
    Change.objects.filter(event=told).delete()
    Event.objects.filter(pk=told.pk).delete()
    assert not Event.objects.filter(pk=told.pk).exists()


def test_a_closed_clearance_lets_nothing_through(told: Event) -> None:
    for kind in Clearance.Kind:
        open_clearance(kind)
    Clearance.objects.update(is_open=False)
    refuse(lambda: Event.objects.filter(pk=told.pk).update(reason="något annat"))
    refuse(lambda: Change.objects.filter(event=told).delete())


def test_history_is_append_only_before_and_after_the_flush_of_a_live_test(
    live_history: None,
) -> None:
    for _round in range(2):
        unit = make_unit("Fritidsförvaltningen")
        refuse(lambda: Event.objects.update(actor_id=0))
        refuse(lambda: Change.objects.all().delete())
        assert Event.objects.filter(name="unit.created").exists()
        call_command("flush", interactive=False, verbosity=0)
        assert everything() == []
        assert tool().unit.pk != unit.pk


def open_clearance(kind: str) -> None:
    Clearance.objects.create(
        kind=kind, actor_id=1, at=timezone.now(), reason="prov", decision="KS 2026/1"
    )
