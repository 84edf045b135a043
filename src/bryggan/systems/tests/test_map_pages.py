"""The map as people meet it: neighbourhoods, what stops, what is left out, and how many questions it asks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bryggan.kit.testing.cast import Cast, make_system, tool
from bryggan.people.models import User
from bryggan.systems import connecting, walking
from bryggan.systems.models import System
from bryggan.systems.tests.making import make_flow

type SignIn = Callable[[User], Client]


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast, before anything is known to flow between its systems."""
    connecting.withdraw_integration(cast.integration, by=tool())
    return cast


def chain(cast: Cast, *names: str) -> list[System]:
    """Each lets something flow to the next: the last needs all that come before."""
    systems = [make_system(cast.care, name=name) for name in names]
    for source, target in zip(systems, systems[1:], strict=False):
        make_flow(source, target, criticality="critical")
    return systems


def test_down_is_what_needs_it_and_up_what_it_needs(cast: Cast) -> None:
    first, second, third = chain(cast, "Folkbokföring", "Register", "Journal")
    down = walking.walk_down(f"s{second.pk}", cast.employee, 4)
    up = walking.walk_up(f"s{second.pk}", cast.employee, 4)
    assert [one.name for one in down.reached.values()] == ["Journal"]
    assert [one.name for one in up.reached.values()] == ["Folkbokföring"]
    every = walking.walk_down(f"s{first.pk}", cast.employee, 4).reached
    assert [(one.name, one.distance) for one in every.values()] == [("Register", 1), ("Journal", 2)]
    assert third.pk


def test_a_flow_both_ways_counts_both_ways(cast: Cast) -> None:
    make_flow(cast.system, cast.other_system, direction="both_ways")
    for start, other in ((cast.system, cast.other_system), (cast.other_system, cast.system)):
        for walk in (walking.walk_down, walking.walk_up):
            assert list(walk(f"s{start.pk}", cast.employee, 2).reached) == [f"s{other.pk}"]


def test_nothing_is_followed_through_an_external_party(cast: Cast) -> None:
    party = connecting.create_party(cast.group, by=cast.strategist, values={"name": "Skatteverket"})
    make_flow(cast.system, party)
    make_flow(party, cast.other_system)
    reached = walking.walk_down(f"s{cast.system.pk}", cast.employee, 4).reached
    assert list(reached) == [f"e{party.pk}"]


def test_a_circle_ends(cast: Cast) -> None:
    first, second = chain(cast, "A", "B")
    make_flow(second, first)
    walk = walking.walk_down(f"s{first.pk}", cast.employee, 10)
    assert list(walk.reached) == [f"s{second.pk}"]
    assert not walk.is_cut


def test_it_says_when_not_all_is_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_WALKED", 2)
    hub = make_system(cast.care, name="Nav")
    for number in range(4):
        make_flow(hub, make_system(cast.care, name=f"Löv {number}"))
    walk = walking.walk_down(f"s{hub.pk}", cast.employee, 2)
    assert walk.is_cut
    assert len(walk.reached) == 2


def test_integration_map_whole(cast: Cast, client_of: SignIn) -> None:
    make_flow(cast.system, cast.other_system, carries="Elevuppgifter")
    page = client_of(cast.employee).get("/karta/").content.decode()
    assert f'href="/karta/?system={cast.system.pk}&amp;djup=2&amp;hall=bada"' in page
    assert "2 system och 0 externa parter, 1 integration" in page
    assert "0 system har ingen känd integration" in page
    assert "Elevuppgifter" in page


def test_integration_map_of_one_system(cast: Cast, client_of: SignIn) -> None:
    first, second, third = chain(cast, "Källan", "Mitten", "Slutet")
    client = client_of(cast.employee)
    page = client.get(f"/karta/?system={first.pk}&djup=1&hall=ned").content.decode()
    assert "Om Källan stannar, vad stannar?" in page
    stops = page.partition("stops-title")[2].partition("flows-title")[0]
    assert stops.index("Mitten") < stops.index("Slutet")
    drawing = page.partition('<svg class="map"')[2].partition("</svg>")[0]
    assert "Mitten" in drawing
    assert "Slutet" not in drawing
    assert second.pk and third.pk


@pytest.mark.parametrize("asked", ["number", "name"])
def test_integration_map_is_searched_by_name_or_number(
    cast: Cast, client_of: SignIn, asked: str
) -> None:
    make_flow(cast.system, cast.other_system)
    words = {"number": cast.system.number, "name": "skolplattformen"}[asked]
    page = client_of(cast.employee).get("/karta/", {"system": words}).content.decode()
    assert "Om Skolplattformen stannar" in page


def test_integration_map_of_nothing_known(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    assert "Inga integrationer är kända än" in client.get("/karta/").content.decode()
    missing = client.get("/karta/", {"system": "Finns <b>inte</b>"})
    assert missing.status_code == 200
    assert "Finns &lt;b&gt;inte&lt;/b&gt;" in missing.content.decode()
    for address in ("system=999999", "part=999999"):
        assert client.get(f"/karta/?{address}").status_code == 404
    nonsense = {"djup": "99", "hall": "x", "enhet": "x", "part": "9" * 40}
    assert client.get("/karta/", nonsense).status_code == 200


def test_a_secret_integration_is_nowhere_but_counted(cast: Cast, client_of: SignIn) -> None:
    secret = make_flow(cast.system, cast.other_system, is_secret=True, carries="Hemliga nycklar")
    addresses = (
        "/karta/",
        f"/karta/?system={cast.other_system.pk}",
        f"/system/{cast.other_system.pk}/visa/integrations/",
        "/integration/",
    )
    for address in addresses:
        hidden = client_of(cast.employee).get(address).content.decode()
        assert "Hemliga nycklar" not in hidden
        assert "1 uppgift utelämnad" in hidden
        shown = client_of(cast.strategist).get(address).content.decode()
        assert "utelämnad" not in shown
    assert client_of(cast.employee).get(f"/integration/{secret.pk}/").status_code == 404
    assert client_of(cast.system_owner).get(f"/integration/{secret.pk}/").status_code == 200
    reached = walking.walk_down(f"s{cast.system.pk}", cast.employee, 4).reached
    assert reached == {}


def test_an_external_person_sees_no_flow_to_what_is_not_granted(
    cast: Cast, client_of: SignIn
) -> None:
    make_flow(cast.system, cast.other_system)
    page = client_of(cast.auditor).get("/karta/").content.decode()
    assert "Omsorgsjournalen" not in page
    assert client_of(cast.auditor).get(f"/karta/?system={cast.other_system.pk}").status_code == 404


def test_too_many_systems_are_shown_by_unit(
    cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "MOST_DRAWN", 1)
    make_flow(cast.system, cast.other_system)
    page = client_of(cast.employee).get("/karta/").content.decode()
    assert "för många system" in page
    assert f'href="/karta/?enhet={cast.education.pk}"' in page
    assert "Utbildningsförvaltningen" in page


def test_the_map_asks_few_questions(
    cast: Cast, client_of: SignIn, django_assert_max_num_queries: Any
) -> None:
    systems = chain(cast, *(f"Led {number:02}" for number in range(16)))
    client = client_of(cast.employee)
    for address in ("/karta/", f"/karta/?system={systems[0].pk}&djup=4"):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200
    assert "Fler berörs" in client.get(f"/karta/?system={systems[0].pk}").content.decode()
