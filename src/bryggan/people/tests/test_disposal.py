"""What is no longer needed is taken away, by dated rules; that and how much is told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from bryggan.history.models import Change, Clearance, Event
from bryggan.kit.action import Refused
from bryggan.kit.disposal import RULES, Rule, disposes
from bryggan.kit.testing.cast import Cast, make_cast
from bryggan.people import actions, disposal
from bryggan.people.models import SignInFailure

TODAY = date(2027, 11, 23)


@pytest.fixture
def last_year(db: None) -> Cast:
    """A municipality of a year ago, with sign-ins before and after the line."""
    with freeze_time("2026-11-21 09:00"):
        cast = make_cast()
        actions.sign_in(cast.employee, by=cast.employee)
        SignInFailure.objects.create(account_key="a", address_key="b")
    with freeze_time("2026-11-24 09:00"):
        actions.sign_in(cast.employee, by=cast.employee)
    return cast


def sign_ins() -> int:
    return Event.objects.filter(name="person.signed_in").count()


def test_dispose_records_takes_what_is_due_and_nothing_else(last_year: Cast) -> None:
    changes, others = Change.objects.count(), Event.objects.exclude(name="person.signed_in").count()
    assert disposal.run(TODAY) == 2
    assert sign_ins() == 1
    assert not SignInFailure.objects.exists()
    assert Change.objects.count() == changes
    assert Event.objects.exclude(name="person.signed_in").count() == others + 1


def test_dispose_records_is_told_with_counts_and_rule(last_year: Cast) -> None:
    disposal.run(TODAY)
    told = Event.objects.get(name="records.disposed")
    assert told.reason == "person.signed_in: 1, people.signinfailure: 1"
    kept = Clearance.objects.get()
    assert kept.touched == {"person.signed_in": 1, "people.signinfailure": 1}
    assert "Arkivlagen" in kept.decision
    assert not kept.is_open


def test_dispose_records_twice_tells_nothing_the_second_time(last_year: Cast) -> None:
    disposal.run(TODAY)
    assert disposal.run(TODAY) == 0
    assert Event.objects.filter(name="records.disposed").count() == 1


def test_dispose_records_is_refused_an_employee(last_year: Cast) -> None:
    before = Event.objects.count()
    with pytest.raises(Refused, match="Bara en administratör"):
        disposal.dispose_records(by=last_year.employee, today=TODAY)
    assert Event.objects.count() == before
    assert sign_ins() == 2


def test_dispose_records_is_impossible_before_the_rule_holds(last_year: Cast) -> None:
    rule = Rule(
        key="prov",
        words="Prov",
        rows=Event.objects.all,
        counted_from="at",
        keeps_for=timedelta(0),
        since=TODAY + timedelta(days=1),
        legal_ref="KS 2027/1",
    )
    assert not rule.due(TODAY).exists()
    assert rule.due(TODAY + timedelta(days=1)).exists()


def test_history_of_records_is_never_disposed_of(last_year: Cast) -> None:
    assert RULES["history.change"].keeps_for is None
    assert not RULES["history.change"].due(date(2099, 1, 1)).exists()


def test_every_rule_says_by_what_right_and_since_when() -> None:
    for rule in RULES.values():
        assert rule.legal_ref
        assert str(rule.words)
        assert rule.since <= timezone.localdate() + timedelta(days=365)


def test_one_kind_has_one_rule() -> None:
    with pytest.raises(ValueError, match="person.signed_in"):
        disposes(RULES["person.signed_in"])
