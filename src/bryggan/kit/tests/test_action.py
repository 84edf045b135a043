"""One transaction, the verdict, the row read anew, one event: what every action gets without asking."""

from typing import Any

import pytest
from django.db import connection, transaction

from bryggan.history.models import Batch, Change, Event
from bryggan.kit import trace
from bryggan.kit.action import ACTIONS, NotPossible, Refused, Stale, action
from bryggan.kit.testing.cast import Cast, make_unit, tool
from bryggan.kit.verdict import ALLOWED, Verdict, denied, first_denial
from bryggan.kit.writer import Writer, batch
from bryggan.people import actions
from bryggan.people.models import Unit, root_unit

SAVED = {"kind": "department", "short": ""}


def test_a_failing_action_leaves_nothing_behind(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(write: Writer, unit: Unit, *, by: Any) -> None:
        write.change(unit, name="Halvvägs")
        raise NotPossible("Det gick inte.")

    monkeypatch.setitem(ACTIONS, "unit.changed", ACTIONS["unit.changed"])
    try:
        declared = action("prov.failed", allow=lambda user, unit: ALLOWED)(fail)
        unit = root_unit()
        events = Event.objects.count()
        with pytest.raises(NotPossible), transaction.atomic():
            declared(unit, by=tool())
        assert root_unit().name != "Halvvägs"
        assert Event.objects.count() == events
    finally:
        ACTIONS.pop("prov.failed", None)


def test_the_verdict_is_asked_of_the_row_as_it_is_now(db: None) -> None:
    seen: list[str] = []

    def look(user: Any, unit: Unit) -> Verdict:
        seen.append(unit.name)
        return denied("Nej.")

    try:
        declared = action("prov.looked", allow=look)(lambda write, unit, *, by: None)
        shown = root_unit()
        Unit.objects.filter(pk=shown.pk).update(name="Nytt namn")
        with pytest.raises(Refused) as refusal:
            declared(shown, by=tool())
        assert seen == ["Nytt namn"]
        assert refusal.value.reason == "Nej."
    finally:
        ACTIONS.pop("prov.looked", None)


def test_a_row_changed_meanwhile_is_not_written_over(db: None) -> None:
    shown, other = root_unit(), root_unit()
    actions.change_unit(other, by=tool(), name="Först", **SAVED)
    with pytest.raises(Stale) as stale:
        actions.change_unit(shown, by=tool(), name="Sedan", **SAVED)
    assert str(stale.value.record) == "Först"
    assert root_unit().name == "Först"


def test_an_action_that_changes_nothing_is_not_told(db: None) -> None:
    unit = make_unit("Fritid")
    events = Event.objects.count()
    actions.change_unit(unit, by=tool(), name="Fritid", **SAVED)
    assert Event.objects.count() == events
    assert Unit.objects.get(pk=unit.pk).version == unit.version


def test_an_event_carries_the_requests_id(db: None) -> None:
    mark = trace.request_id.set("prov-1")
    try:
        make_unit("Fritid")
    finally:
        trace.request_id.reset(mark)
    assert set(Event.objects.values_list("request_id", flat=True)) == {"prov-1"}


def test_two_actions_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="unit.created"):
        action("unit.created", allow=lambda user, subject: ALLOWED)(lambda write, *, by: None)


def test_an_action_refused_within_a_batch_leaves_the_rest(cast: Cast) -> None:
    with batch(by=cast.strategist, kind=Batch.Kind.BULK_EDIT) as write:
        with pytest.raises(Refused):
            actions.change_unit.within(write, cast.care, by=cast.strategist, name="Nej", **SAVED)
        made = actions.create_unit.within(
            write, cast.care, by=cast.strategist, name="Ja", kind="workplace"
        )
    cast.care.refresh_from_db()
    assert cast.care.name == "Omsorgsförvaltningen"
    assert Unit.objects.get(pk=made.pk).name == "Ja"
    assert Event.objects.filter(batch__isnull=False).count() == 1


def test_an_action_that_fails_halfway_in_a_batch_tells_nothing_of_it(cast: Cast) -> None:
    changes = Change.objects.count()
    with batch(by=tool(), kind=Batch.Kind.BULK_EDIT) as write, pytest.raises(NotPossible):
        actions.create_unit.within(
            write, cast.care_authority, by=tool(), name=cast.care.name, kind="department"
        )
    assert Change.objects.count() == changes


def test_the_first_denial_is_the_answer() -> None:
    assert first_denial(ALLOWED, denied("Ett"), denied("Två")).reason == "Ett"
    assert first_denial(ALLOWED, ALLOWED)


def test_writing_outside_an_action_is_an_error(db: None) -> None:
    with pytest.raises(RuntimeError, match="inside an action"):
        Writer(by=tool()).change(root_unit(), name="Utanför")
    assert connection.in_atomic_block
