"""What seems amiss with initiatives, found and mended where advice is."""

from collections.abc import Callable

import pytest
from django.test import Client

from bryggan.initiatives.models import Initiative
from bryggan.initiatives.tests.making import ago, anew, closed, make_method, started
from bryggan.kit.testing.cast import Cast
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]


def found(client: Client, key: str) -> list[str]:
    page = client.get(f"/rad/{key}/")
    assert page.status_code == 200
    return [str(row.record) for row in page.context["rows"]]


@pytest.fixture
def three(cast: Cast) -> Initiative:
    """One in order, one that is over, and the one that is returned, in nobody's order."""
    make_method()
    started(cast, name="I ordning")
    over = closed(started(cast, name="Avslutat"), cast.manager)
    Initiative.objects.filter(pk=over.pk).update(touched_on=ago(400), ends_on=ago(400))
    return started(cast, name="Glömt", **{"role.lead": []})


def test_what_nobody_touches_is_told_after_ninety_days(
    cast: Cast, client_of: ClientOf, three: Initiative
) -> None:
    client = client_of(cast.manager)
    Initiative.objects.filter(pk=three.pk).update(touched_on=ago(90))
    assert found(client, "initiative_silent") == []
    Initiative.objects.filter(pk=three.pk).update(touched_on=ago(91))
    assert found(client, "initiative_silent") == ["Glömt"]
    assert f"/initiativ/{three.pk}/status/" in client.get("/rad/initiative_silent/").text
    assert "Tysta initiativ" in client.get(f"/initiativ/{three.pk}/").text


def test_what_should_have_ended_is_told(cast: Cast, client_of: ClientOf, three: Initiative) -> None:
    Initiative.objects.filter(pk=three.pk).update(ends_on=ago(1))
    assert found(client_of(cast.manager), "initiative_overdue") == ["Glömt"]


def test_what_nobody_leads_is_told(cast: Cast, client_of: ClientOf, three: Initiative) -> None:
    assert found(client_of(cast.manager), "initiative_without_lead") == ["Glömt"]
    assert anew(three).is_open
