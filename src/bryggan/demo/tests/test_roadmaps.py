"""No view of the demo's färdplan is empty, and what is decided about initiatives has its decisions."""

import pytest
from django.utils import timezone

from bryggan.demo.tests.making import the_demo
from bryggan.dossiers.models import Sample
from bryggan.initiatives.models import Initiative, Passage, Share
from bryggan.people.models import Unit, User
from bryggan.people.scope import Organisation, Scope
from bryggan.roadmap import adopted
from bryggan.roadmap.horizons import horizons
from bryggan.roadmap.models import AdoptedRoadmap
from bryggan.roadmap.queries import Roadmap, is_unplaced

pytestmark = pytest.mark.django_db


def test_the_roadmap_of_the_demo_is_adopted_planned_shared_and_drawn_from() -> None:
    the_demo()

    today, fatima = timezone.localdate(), User.objects.get(name="Fatima Haddad")
    of_care, of_social = AdoptedRoadmap.objects.order_by("-unit__name")
    assert (of_care.unit.short, of_social.unit.short) == ("VON", "SN")
    assert of_care.decision and of_care.decision.reported_paragraph == "§ 104"
    for version in (of_care, of_social):
        since = adopted.since(version, fatima, today)
        assert since.moved, version
        assert since.paid, version
    for horizon in horizons(roadmap_of(fatima)):
        assert len(horizon.meant) >= 6
    placed = roadmap_of(fatima).open_rows.exclude(is_unplaced())
    assert placed.values("benefit", "complexity").distinct().count() >= 10
    shared = roadmap_of(fatima, of_care.unit)
    assert any(not shared.holds(one.leader) for one in shared.money)
    assert roadmap_of(fatima, of_social.unit).money_of_others

    [passage] = Passage.objects.filter(exception_count__gt=0)
    assert passage.decision and passage.decision.decided_by
    assert passage.decision.decided_by.name == "Henrik Dahlberg"
    joint = Initiative.objects.get(name="Ny verksamhetslösning för socialtjänsten")
    assert joint.decision and joint.decision.outcome == "approve"
    [other] = Share.objects.present().filter(initiative=joint).exclude(decision=None)
    assert other.decision and other.decision.outcome == "approve"
    sample = Sample.objects.get()
    assert (sample.drawn_by.name, sample.rows.count()) == ("Per Sandahl", 2)


def roadmap_of(user: User, unit: Unit | None = None) -> Roadmap:
    organisation = Organisation.read()
    place = organisation.places[unit.pk] if unit else organisation.root
    return Roadmap(Scope(user, organisation, place), timezone.localdate())
