"""The green list of the demo enters through the actions, with its verdicts, its gaps and its neighbour."""

import pytest
from django.test import Client

from bryggan.approvals.models import App, AppRequest, Outcome, Step, Suggestion
from bryggan.demo.municipality import content
from bryggan.demo.tests.making import the_demo
from bryggan.people.models import User

pytestmark = pytest.mark.django_db


def test_the_green_list_of_the_demo_has_something_of_everything() -> None:
    the_demo()

    told = content("approvals")
    assert App.objects.count() == len(told["apps"])
    assert {app.step for app in App.objects.all()} == set(Step.values)
    waiting = App.objects.filter(step__in=[Step.REQUESTED, Step.SCREENED])
    assert waiting.count() == 6
    assert set(AppRequest.objects.values_list("app", flat=True)) == {app.pk for app in waiting}
    assert {app.outcome for app in App.objects.listed()} == set(Outcome.values)
    assert Suggestion.objects.count() == len(told["neighbour"]["apps"])
    page = Client().get("/grona-listan/").text
    assert [name for name in User.objects.values_list("name", flat=True) if name in page] == [
        "Bryggan"
    ]
