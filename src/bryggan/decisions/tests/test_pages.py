"""The pages: a decision taken or passed on, the list reported, who may decide, the order of a day."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bryggan.decisions import actions, looking_views, ordering, queries
from bryggan.decisions.choices import Step
from bryggan.decisions.models import Decision, DelegationRule, Holding
from bryggan.decisions.tests.making import (
    WORDING,
    Order,
    ago,
    drafted,
    make_order,
    taken,
    today,
)
from bryggan.kit.canonical import digest_of
from bryggan.kit.testing.cast import Cast
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]


@pytest.fixture
def order(cast: Cast) -> Order:
    return make_order(cast)


def test_take_decision_on_its_page(cast: Cast, order: Order, client_of: ClientOf) -> None:
    decision = drafted(cast, wording=WORDING)
    url = reverse("take_decision", args=[decision.pk])
    client = client_of(order.division_head)

    page = client.get(url).text
    assert "Du beslutar enligt delegationsordningen punkt 4.1." in page
    sent = {"version": decision.version, "wording": WORDING, "outcome": "approve"}
    assert client.post(url, sent).status_code == 302
    decision.refresh_from_db()
    assert decision.step == Step.TAKEN
    told = client.get(reverse("frozen_decision", args=[decision.pk])).json()
    assert digest_of(told["beslut"]) == told["kontrollsumma"] == decision.digest


def test_a_matter_that_has_changed_is_read_again_first(
    cast: Cast, order: Order, client_of: ClientOf
) -> None:
    decision = drafted(cast)
    sent = {"version": decision.version, "wording": WORDING, "outcome": "approve"}
    actions.change_decision(decision, by=cast.employee, values={"background": "Nytt underlag"})

    url = reverse("take_decision", args=[decision.pk])
    answer = client_of(order.division_head).post(url, sent)
    assert answer.status_code == 409
    assert "Läs igenom det på nytt" in answer.text
    assert Decision.objects.get().step == Step.DRAFTED


def test_whoever_may_not_is_told_who_may_and_passes_it_on(
    cast: Cast, order: Order, client_of: ClientOf
) -> None:
    decision = drafted(cast, 900_000)
    client = client_of(cast.employee)

    page = client.get(reverse("take_decision", args=[decision.pk])).text
    assert "Kräver förvaltningschef, delegationsordningen punkt 4.2." in page
    assert "är över gränsen" in page
    client.post(reverse("pass_on_decision", args=[decision.pk]))
    decision.refresh_from_db()
    assert (decision.step, decision.passed_to) == (Step.PASSED_ON, order.leader.name)


def test_the_list_is_reported_in_one_press(cast: Cast, order: Order, client_of: ClientOf) -> None:
    first, second = taken(cast, order.division_head), taken(cast, order.leader, 900_000)
    client = client_of(order.secretary)
    page = client.get(reverse("report_list", args=[order.authority.pk])).text
    assert page.count('name="beslut"') == 2

    sent = {"beslut": [first.pk], "reported_on": today().isoformat(), "paragraph": "§ 7"}
    url = reverse("report_decisions", args=[order.authority.pk])
    assert client.post(url, sent).status_code == 302
    waiting = queries.decisions_to_report(order.authority, order.secretary)
    assert [one.pk for one in waiting] == [second.pk]
    assert client.post(url, sent).status_code == 422


def test_a_long_list_shows_the_oldest_and_says_how_many_wait(
    cast: Cast, order: Order, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_views, "MOST_REPORTED", 1)
    first, second = taken(cast, order.division_head), taken(cast, order.division_head)
    page = client_of(order.secretary).get(reverse("report_list", args=[order.authority.pk])).text
    assert "2 beslut att anmäla" in page
    assert "Här visas de 1 äldsta" in page
    assert first.number in page
    assert second.number not in page


def test_who_may_decide_by_name_point_and_why(
    cast: Cast, order: Order, client_of: ClientOf
) -> None:
    sent = {"unit": str(cast.education.pk), "kind": "purchase", "day": today().isoformat()}
    sums = {"together_sek": "900 000", "whole_term_sek": "900 000"}
    client = client_of(cast.employee)

    page = client.get(reverse("who_may_decide"), sent | sums).text
    assert f"Förvaltningschef beslutar, punkt 4.2: {order.leader.name}." in page
    assert "är över gränsen" in page
    assert "ett belopp saknas" in client.get(reverse("who_may_decide"), sent).text


def test_the_order_of_a_day(cast: Cast, order: Order, client_of: ClientOf) -> None:
    told = {"starts_on": today(), "source": "SN § 1", "values": {"limit_sek": 1_000_000}}
    ordering.amend_rule(order.large, by=order.secretary, **told)  # type: ignore[arg-type]
    url = reverse("order_of_day", args=[order.authority.pk])
    client = client_of(cast.employee)

    assert "1\u00a0000\u00a0000" in client.get(url).text
    before = client.get(url, {"dag": ago(1).isoformat()}).text
    assert "1\u00a0500\u00a0000" in before
    assert "1\u00a0000\u00a0000" not in before


def test_a_point_and_a_post_are_kept_on_their_pages(
    cast: Cast, order: Order, client_of: ClientOf
) -> None:
    client = client_of(order.secretary)
    sent = {"starts_on": today().isoformat(), "source": "SN § 1", "meaning": "whole_term"}
    sent |= {"limit_sek": "1 200 000", "reporting": "reported", "post": str(order.head.pk)}
    url = reverse("amend_rule", args=[order.large.pk])
    assert client.post(url, sent).status_code == 302
    assert DelegationRule.objects.get(code="4.2", valid_to=None).limit_sek == 1_200_000

    sent = {"user": str(cast.employee.pk), "unit": str(order.authority.pk)}
    assert client.post(reverse("hold_post", args=[order.division.pk]), sent).status_code == 302
    assert Holding.objects.filter(post=order.division, user=cast.employee).exists()
    assert cast.employee.name in client.get(f"/funktion/{order.division.pk}/").text
