"""The needs of the demo enter through the actions, on their days, with every course a need can take."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from bryggan.demo.municipality import content
from bryggan.demo.tests.making import the_demo
from bryggan.needs import queries
from bryggan.needs.models import Answer, Need, Origin, Sorting, Step, Supporter, WorkplaceMeeting
from bryggan.needs.reasons import all_reasons
from bryggan.needs.workplace_sheet import sheet_of
from bryggan.notices.models import Notice
from bryggan.people.models import Unit, User

pytestmark = pytest.mark.django_db


def test_the_needs_of_the_demo_have_something_of_everything() -> None:
    the_demo()

    told = content("needs")["needs"]
    assert Need.objects.count() == len(told) >= 60
    assert {need.step for need in Need.objects.all()} == set(Step.values)
    assert set(Need.objects.exclude(sorting="").values_list("sorting", flat=True)) == set(Sorting)
    counted = Counter(Need.objects.values_list("origin", flat=True))
    assert counted[Origin.APT] >= 8
    assert counted[Origin.LETTERBOX] >= 3
    [double] = Need.objects.exclude(merged_into=None)
    kept = Supporter.objects.present().filter(need=double.merged_into_id)
    assert kept.filter(words=double.obstacle).exists()
    assert set(Answer.objects.values_list("reason", flat=True)) <= {"", *all_reasons()}
    today = timezone.localdate()
    for need in Need.objects.all():
        assert need.voiced_on <= need.step_on <= today, need
        assert not need.wake_on or need.wake_on > today


def test_they_are_prepared_answered_and_joined_across_administrations() -> None:
    the_demo()

    developers = {"Agneta Frisk", "Rikard Tunander", "Malte Sjögren", "Fatima Haddad"}
    prepared = Answer.objects.exclude(reason="")  # what is heard of a need has no reason code
    assert set(prepared.values_list("by__name", flat=True)) == developers
    joined = [
        row
        for row in Supporter.objects.select_related("unit", "need__unit")
        if queries.administration_of(row.unit) != queries.administration_of(row.need.unit)
    ]
    assert len(joined) >= 20
    agneta = User.objects.get(name="Agneta Frisk")
    assert queries.needs_to_prepare(agneta).count() >= 5
    weeks = timezone.now() - timedelta(days=20)
    old = Notice.objects.filter(kind__startswith="need.", told_at__lt=weeks)
    assert old.exists()
    assert not old.filter(read_at=None).exists()


def test_the_manager_of_the_demo_has_a_sheet_to_take_along() -> None:
    the_demo()

    unit, today = Unit.objects.get(name="Hemtjänsten Centrum"), timezone.localdate()
    marie = User.objects.get(name="Marie Söderholm")
    assert WorkplaceMeeting.objects.get(unit=unit).held_on == today + timedelta(days=2)
    sheet = sheet_of(unit, marie, today)
    assert "Veta vem som har vilken nyckel" in [line.name for line in sheet.met.lines]
    assert len(sheet.own.lines) == 5
    assert len(sheet.others.lines) == 3
