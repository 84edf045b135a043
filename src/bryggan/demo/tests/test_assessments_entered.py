"""The demo's assessments are entered through the actions, and are worth showing."""

import pytest
from conftest import Clock

from bryggan.assessments.models import Assessment, Disposition
from bryggan.assessments.portfolio import picture, replacements
from bryggan.demo.tests.making import the_demo
from bryggan.people.models import User

pytestmark = pytest.mark.django_db


def test_the_picture_and_the_list_have_something_to_show(clock: Clock) -> None:
    the_demo()
    strategist = User.objects.get(email__startswith="fatima.haddad")
    found = picture(strategist)
    assert found.count >= 20
    assert {one.name for one in found.disagreeing} == {"Unikum", "Lifecare Planering"}
    assert [one.name for one in found.too_few] == ["Mashie"]
    assert all(one.assessment and one.assessment.business_voices >= 2 for one in found.shown)
    assert Assessment.objects.open().count() == 3
    assert Disposition.objects.in_force().count() == 9
    listed = replacements(strategist, clock().date())
    decided = [row for year in listed.years for row in year.rows if row.is_decided]
    assert len([row for row in decided if row.kind in {"replace", "consolidate", "phase_out"}]) == 7
