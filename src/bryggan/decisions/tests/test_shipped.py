"""The points to begin with: all of them can be entered, for a board and for a company, and once."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from bryggan.decisions import queries, shipped
from bryggan.decisions.models import Post
from bryggan.decisions.tests.making import make_secretary, today
from bryggan.kit.testing.cast import Cast, tool
from bryggan.people.models import User


def test_a_board_begins_with_the_shipped_points_once(
    cast: Cast, client_of: Callable[[User], Client]
) -> None:
    client = client_of(make_secretary(cast.care_authority))
    url = reverse("start_order", args=[cast.care_authority.pk])
    assert (
        "Börja med Bryggans punkter"
        in client.get(reverse("order_of_day", args=[cast.care_authority.pk])).text
    )

    for _time in (1, 2):
        assert client.post(url).status_code == 302
    assert len(queries.rules_of(cast.care_authority, today())) == 15


def test_a_company_has_its_own_words(cast: Cast) -> None:
    shipped.start_order(cast.company, by=tool(), valid_from=today())

    head = Post.objects.get(unit=cast.company, is_head=True)
    assert head.name == "VD"
    assert {rule.authority for rule in queries.rules_of(cast.company, today())} == {cast.company.pk}
