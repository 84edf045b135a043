"""The leadership adopts the färdplan: it is frozen, and what is otherwise since is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bryggan.decisions.models import Decision, Post
from bryggan.decisions.tests.making import make_order, taken
from bryggan.history.models import Event
from bryggan.initiatives import actions as initiating
from bryggan.initiatives.models import Initiative
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.canonical import digest_of
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.kit.testing.effects import nothing_happens
from bryggan.roadmap import actions, adopted
from bryggan.roadmap.models import AdoptedRoadmap
from bryggan.roadmap.tests.making import initiative, paid, today

pytestmark = pytest.mark.django_db


def adopt(cast: Cast, **told: Any) -> AdoptedRoadmap:
    values = {"by": cast.manager, "adopted_on": today(), "where": "Ledningsgruppen, § 12", **told}
    return actions.adopt_roadmap(cast.education, **values)


def test_adopt_roadmap_freezes_what_stands_there(cast: Cast) -> None:
    one = initiative(cast, "Frånvaro i mobilen", starts_on=today())
    paid(one, 2027, "asked", 500_000)
    initiative(cast, "Hemtjänsten", cast.care)
    made = adopt(cast)
    assert [told["name"] for told in made.frozen["initiatives"]] == ["Frånvaro i mobilen"]
    assert made.frozen["initiatives"][0]["money"] == [
        {"year": 2027, "kind": "asked", "sek": "500000"}
    ]
    assert made.digest == digest_of(made.frozen)
    assert (made.place, made.adopted_by, made.where) == (1, cast.manager, "Ledningsgruppen, § 12")
    assert Event.objects.filter(name="roadmap.adopted", actor_id=cast.manager.pk).count() == 1
    assert adopt(cast).place == 2


def test_adopt_roadmap_is_refused_to_whoever_does_not_lead_the_unit(cast: Cast) -> None:
    initiative(cast, "Frånvaro i mobilen")
    count = Event.objects.count()
    for person in (cast.employee, cast.other_manager, cast.auditor, cast.outsider):
        with pytest.raises(Refused, match="chefen i"):
            adopt(cast, by=person)
    assert not AdoptedRoadmap.objects.exists()
    assert Event.objects.count() == count


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"where": " "}, "where"),
        ({"adopted_on": today() + timedelta(days=1)}, "adopted_on"),
    ],
)
def test_adopt_roadmap_is_impossible_without_a_meeting_or_ahead_of_time(
    cast: Cast, told: dict[str, Any], field: str
) -> None:
    initiative(cast, "Frånvaro i mobilen")
    with pytest.raises(NotPossible) as refusal:
        adopt(cast, **told)
    assert refusal.value.field == field
    assert not AdoptedRoadmap.objects.exists()


def test_adopt_roadmap_is_impossible_while_nothing_stands_there(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="inget initiativ"):
        adopt(cast)


def a_yes(cast: Cast, **told: Any) -> Decision:
    """A decision about the färdplan, as education's leadership takes it; `told` is put there afterwards."""
    if not Post.objects.exists():
        make_order(cast)
    made = taken(cast, cast.manager, name="Färdplan 2027-2029")
    Decision.objects.filter(pk=made.pk).update(**told)
    return Decision.objects.get(pk=made.pk)


def test_adopt_roadmap_by_a_yes_of_the_unit_s_own_board(cast: Cast, client: Client) -> None:
    initiative(cast, "Frånvaro i mobilen")
    for told in (
        {},
        {"outcome": "approve_with_conditions"},
        {"step": "reported", "reported_on": today()},
        {"for_unit": cast.education_authority, "kind": "board"},
    ):
        decision = a_yes(cast, **told)
        assert adopt(cast, where="", decision=decision).decision == decision
    client.force_login(cast.manager)
    page = client.get(reverse("adopt_roadmap", args=[cast.education.pk])).text
    assert page.count("Färdplan 2027-2029") == 4


@pytest.mark.parametrize(
    "of",
    [
        lambda cast: {"outcome": "reject"},
        lambda cast: {"outcome": "refer_back"},
        lambda cast: {"step": "replaced"},
        lambda cast: {"step": "drafted"},
        lambda cast: {"withdrawn_at": timezone.now()},
        lambda cast: {"kind": "preparation"},
        lambda cast: {"kind": "enforcement"},
        lambda cast: {"unit": cast.care_authority},
        lambda cast: {"for_unit": make_unit("En skola", cast.education)},
        lambda cast: {"for_unit": cast.care},
    ],
)
def test_adopt_roadmap_is_impossible_by_what_is_no_yes_of_its_own(
    cast: Cast, client: Client, of: Callable[[Cast], dict[str, Any]]
) -> None:
    initiative(cast, "Frånvaro i mobilen")
    decision = a_yes(cast, **of(cast))
    with nothing_happens(), pytest.raises(NotPossible, match="bifall") as refusal:
        adopt(cast, where="", decision=decision)
    assert refusal.value.field == "decision"
    assert not AdoptedRoadmap.objects.exists()
    client.force_login(cast.manager)
    url = reverse("adopt_roadmap", args=[cast.education.pk])
    assert "Färdplan 2027-2029" not in client.get(url).text
    sent = {"adopted_on": today(), "where": "", "decision": decision.pk}
    assert client.post(url, sent).status_code == 422


def test_adopt_roadmap_of_the_whole_by_a_decision_for_the_whole(cast: Cast) -> None:
    initiative(cast, "Frånvaro i mobilen")
    told: dict[str, Any] = {"by": cast.strategist, "adopted_on": today()}
    with pytest.raises(NotPossible, match="bifall"):
        actions.adopt_roadmap(cast.municipality, decision=a_yes(cast), **told)
    whole = a_yes(cast, for_unit=cast.municipality, kind="board")
    assert actions.adopt_roadmap(cast.municipality, decision=whole, **told).decision == whole


def test_the_database_asks_where_it_was_adopted(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AdoptedRoadmap.objects.create(
            unit=cast.education, adopted_on=today(), adopted_by=cast.manager, digest=""
        )


def test_a_version_stands_as_it_was_and_tells_what_is_otherwise(cast: Cast, client: Client) -> None:
    stays = initiative(cast, "Står kvar", starts_on=today())
    moves = initiative(cast, "Flyttas", starts_on=today())
    gone = initiative(cast, "Blir inte av", state_reason="")
    version = adopt(cast)
    frozen = version.frozen
    values = {"starts_on": today() + timedelta(days=90), "ends_on": today() + timedelta(days=120)}
    initiating.change_initiative(moves, by=cast.manager, values=values)
    Initiative.objects.filter(pk=gone.pk).update(state="rejected", state_reason="För dyrt")
    paid(stays, 2028, "budget", 1_000)
    initiative(cast, "Tillkommer")
    found = adopted.since(version, cast.manager, today())
    assert [one.name for one in found.added] == ["Tillkommer"]
    assert [one.name for one in found.gone] == ["Blir inte av"]
    assert [after.name for _before, after in found.moved] == ["Flyttas"]
    assert [after.name for _before, after in found.paid] == ["Står kvar"]
    assert AdoptedRoadmap.objects.get().frozen == frozen
    client.force_login(cast.employee)
    answer = client.get(reverse("adopted_roadmap", args=[version.pk])).content.decode()
    for said in ("Oförändrad", "blev inte av: För dyrt", "I budget 2028: inget →", "Tillkommer"):
        assert said in answer


def test_a_version_that_somebody_has_tampered_with_says_so(cast: Cast, client: Client) -> None:
    initiative(cast, "Frånvaro i mobilen")
    version = adopt(cast)
    AdoptedRoadmap.objects.update(frozen={**version.frozen, "unit": "En annan"})
    client.force_login(cast.employee)
    answer = client.get(reverse("adopted_roadmap", args=[version.pk])).content.decode()
    assert "Stämmer inte" in answer
    assert "Oförändrad" not in answer


def test_it_is_adopted_in_the_browser(cast: Cast, client: Client) -> None:
    initiative(cast, "Frånvaro i mobilen")
    client.force_login(cast.manager)
    url = reverse("adopt_roadmap", args=[cast.education.pk])
    assert client.post(url, {"adopted_on": today(), "where": ""}).status_code == 422
    answer = client.post(url, {"adopted_on": today(), "where": "Ledningsgruppen"})
    version = AdoptedRoadmap.objects.get()
    assert answer.headers["Location"] == reverse("adopted_roadmap", args=[version.pk])
    told = client.get(reverse("roadmap_of", args=[cast.education.pk]) + "?vy=versioner")
    assert "Ledningsgruppen" in told.content.decode()
