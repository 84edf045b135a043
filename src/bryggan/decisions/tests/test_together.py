"""Purchases that may belong together: which are found, what is asked of them, and what the answer does."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bryggan.decisions import actions, kin
from bryggan.decisions.belonging import Other, Purchase
from bryggan.decisions.choices import MatterKind
from bryggan.decisions.models import Belonging, Decision
from bryggan.decisions.tests.making import Order, ago, drafted, make_order, taken, today
from bryggan.decisions.tests.test_pages import ClientOf
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.canonical import digest_of
from bryggan.kit.testing.cast import Cast, make_contract, make_person, make_supplier, make_system
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.models import User
from bryggan.people.roles import Role


@pytest.fixture
def order(cast: Cast) -> Order:
    return make_order(cast)


def others(decision: Decision, user: User) -> list[Other]:
    return kin.others_of(decision, user, today())


def beside(decision: Decision, user: User) -> Purchase:
    (one,) = others(decision, user)
    return one.purchase


def answer(decision: Decision, by: User, other: Purchase, **given: Any) -> None:
    actions.answer_belonging(decision, by=by, other=other, **{"belongs": True, **given})
    decision.refresh_from_db()


def test_a_like_purchase_is_found_whichever_the_board(cast: Cast, order: Order) -> None:
    other = actions.draft_decision(
        cast.care,
        by=cast.administrator,
        values={
            "name": "Nyckelskåp till särskilt boende",
            "matter": MatterKind.CALL_OFF,
            "together_sek": Decimal(90_000),
        },
    )
    drafted(cast, name="Projektor till aulan")
    decision = drafted(cast)

    found = beside(decision, cast.employee)
    assert (found.pk, found.unit, found.sek) == (other.pk, other.unit.name, Decimal(90_000))
    assert "nyckelskåp" in found.why[0].lower()


def test_what_is_no_purchase_too_old_withdrawn_or_replaced_is_not_asked_of(
    cast: Cast, order: Order
) -> None:
    drafted(cast, matter=MatterKind.PROCESSING)
    old = taken(cast, order.division_head)
    Decision.objects.filter(pk=old.pk).update(decided_on=ago(400))
    actions.withdraw_decision(drafted(cast), by=cast.employee, reason="Behövs inte")
    wrong = taken(cast, order.division_head)
    anew = actions.replace_decision(wrong, by=cast.employee, reason="Fel summa")

    assert others(anew, cast.employee) == []


def test_the_same_supplier_is_found_by_the_system_and_by_its_contracts(
    cast: Cast, order: Order
) -> None:
    contract = make_contract(
        "Ramavtal skola",
        cast.education,
        supplier=make_supplier("Skolmat AB"),
        starts_on=ago(30),
        ends_on=ago(-700),
        yearly_value_sek=120_000,
    )
    system = make_system(cast.education, name="Matsedeln", supplier=contract.supplier)
    about: dict[str, Any] = {"about_noun": "systems.system", "about_id": system.pk}
    one = drafted(cast, name="Modul för allergier", **about)
    other = drafted(cast, name="Utbildning", about_noun="contracts.contract", about_id=contract.pk)
    drafted(cast, name="Tjänst utan samband")

    found = {each.purchase.noun: each.purchase for each in others(one, cast.employee)}
    assert found["decisions.decision"].pk == other.pk
    assert found["decisions.decision"].why == ("samma leverantör",)
    assert found["contracts.contract"].pk == contract.pk
    assert found["contracts.contract"].sek in (240_000, 250_000)
    again = drafted(cast, name="Ännu en modul", **about)
    assert "gäller samma sak" in next(
        each.purchase.why for each in others(one, cast.employee) if each.purchase.pk == again.pk
    )


def test_what_one_may_not_see_is_not_told(cast: Cast, order: Order) -> None:
    drafted(cast)
    assert others(drafted(cast), cast.outsider) == []


def test_answer_belonging_counts_the_sum_and_is_frozen_with_the_decision(
    cast: Cast, order: Order
) -> None:
    other = drafted(cast, 90_000, name="Nyckelskåp till förskolan")
    third = drafted(cast, 50_000, name="Nyckelskåp till skolan")
    decision = drafted(cast)
    found = {one.purchase.pk: one.purchase for one in others(decision, cast.employee)}

    answer(decision, cast.employee, found[other.pk])
    assert decision.together_sek == 190_000
    assert newest_event().name == "decision.belonging_answered"
    answer(
        decision, cast.employee, found[third.pk], belongs=False, reason="Annan leverantör och tid"
    )
    assert decision.together_sek == 190_000

    actions.take_decision(decision, by=order.division_head, wording="Köp.")
    told = decision.frozen["together"]
    assert [(one["other_id"], one["belongs"], one["reason"]) for one in told] == [
        (other.pk, True, ""),
        (third.pk, False, "Annan leverantör och tid"),
    ]
    assert decision.digest == digest_of(decision.frozen)


def test_the_name_of_another_purchase_is_told_only_to_who_may_read_that(
    cast: Cast, order: Order, client_of: ClientOf
) -> None:
    """On the page, in its history and in the frozen file: the auditor of education reads nothing of care's."""
    reviewer = make_person(
        "Rut Rev",
        cast.education,
        [(Role.AUDITOR, cast.education_authority)],
        is_external=True,
        ends_on=today() + timedelta(days=90),
    )
    hidden, told = "Nyckelskåp till särskilt boende", "Nyckelskåp till förskolan"
    values = {"name": hidden, "matter": MatterKind.CALL_OFF, "together_sek": Decimal(90_000)}
    actions.draft_decision(cast.care, by=cast.administrator, values=values)
    drafted(cast, 50_000, name=told)
    decision = drafted(cast)
    for one in others(decision, cast.employee):
        answer(decision, cast.employee, one.purchase, belongs=False, reason="Annan tid")
    actions.take_decision(decision, by=order.division_head, wording="Köp.")

    url, file = f"/beslut/{decision.pk}/", reverse("frozen_decision", args=[decision.pk])
    pages = (f"{url}visa/together/", f"{url}historik/")
    for page in pages:
        seen = client_of(cast.employee).get(page).text
        assert hidden in seen
        assert told in seen
        seen = client_of(reviewer).get(page).text
        assert hidden not in seen
        assert told in seen
    assert "ett inköp du inte får läsa" in client_of(reviewer).get(pages[0]).text
    assert client_of(cast.employee).get(file).json()["kontrollsumma"] == decision.digest
    answered = client_of(reviewer).get(file, follow=True)
    assert hidden not in answered.text
    assert "får läsa, så filen lämnas inte ut" in answered.text


def test_answer_belonging_anew_takes_back_what_was_added(cast: Cast, order: Order) -> None:
    drafted(cast, 90_000)
    decision = drafted(cast)
    found = beside(decision, cast.employee)

    answer(decision, cast.employee, found)
    answer(decision, cast.employee, found, belongs=False, reason="Nej")
    assert decision.together_sek == 100_000
    answer(decision, cast.employee, found, is_counted=True)
    assert decision.together_sek == 100_000
    assert Belonging.objects.get().belongs
    (one,) = others(decision, cast.employee)
    assert one.belongs


def test_answer_belonging_moves_the_mandate(cast: Cast, order: Order) -> None:
    drafted(cast, 200_000, whole_term_sek=None)
    decision = drafted(cast)
    answer(decision, cast.employee, beside(decision, cast.employee))

    with pytest.raises(Refused, match="Kräver förvaltningschef"):
        actions.take_decision(decision, by=order.division_head, wording="Köp.")


def test_answer_belonging_is_refused_to_others_and_once_it_is_taken(
    cast: Cast, order: Order
) -> None:
    drafted(cast)
    decision = drafted(cast)
    found = beside(decision, cast.employee)
    with nothing_happens(), pytest.raises(Refused):
        actions.answer_belonging(decision, by=cast.controller, other=found, belongs=True)

    actions.take_decision(decision, by=order.division_head, wording="Köp.")
    with nothing_happens(), pytest.raises(Refused, match="ändras inte"):
        actions.answer_belonging(decision, by=cast.employee, other=found, belongs=True)


def test_answer_belonging_by_whoever_is_to_decide(cast: Cast, order: Order) -> None:
    drafted(cast)
    decision = drafted(cast)
    answer(decision, order.division_head, beside(decision, order.division_head))
    assert Belonging.objects.get().answered_by == order.division_head


def test_answer_belonging_without_why_or_of_no_purchase_is_impossible(
    cast: Cast, order: Order
) -> None:
    drafted(cast)
    decision = drafted(cast)
    found = beside(decision, cast.employee)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.answer_belonging(decision, by=cast.employee, other=found, belongs=False, reason=" ")
    assert refusal.value.field == "reason"

    notice = drafted(cast, matter=MatterKind.NOTICE)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.answer_belonging(notice, by=cast.employee, other=found, belongs=True)


def test_where_one_decides_it_is_asked_against_both_limits(
    cast: Cast, order: Order, client_of: ClientOf
) -> None:
    drafted(cast, 650_000, name="Nyckelskåp till förskolan", wording="Köp.")
    decision = drafted(cast)
    client = client_of(order.division_head)
    page = client.get(reverse("take_decision", args=[decision.pk])).text
    assert "Hör allt ihop blir det 750\u00a0000 kr." in page
    assert "Då krävs förvaltningschef, punkt 4.2." in page
    assert "gränsen för direktupphandling, 700\u00a0000 kr exkl. moms (LOU 19 a kap. 2 §)" in page
    assert "Är det ett och samma inköp?" in page
    assert "Inköp som kan höra ihop" in client.get(f"/beslut/{decision.pk}/").text
    panel = client.get(reverse("register_panel", args=["beslut", decision.pk, "together"])).text
    assert "Nyckelskåp till förskolan" in panel


def test_answer_belonging_on_its_page(cast: Cast, order: Order, client_of: ClientOf) -> None:
    other = drafted(cast, 90_000)
    decision = drafted(cast)
    client = client_of(cast.employee)
    url = reverse("answer_belonging", args=[decision.pk, "beslut", other.pk])
    assert "Hör inköpen ihop?" in client.get(url).text
    assert client.post(url, {"belongs": "no", "reason": " "}).status_code == 422
    assert client.post(url, {"belongs": "no", "reason": "Olika tider"}).status_code == 302
    assert "Olika tider" in client.get(reverse("take_decision", args=[decision.pk])).text
    assert (
        client.get(reverse("answer_belonging", args=[decision.pk, "beslut", 99])).status_code == 404
    )


def test_a_thousand_purchases_cost_no_more_questions(cast: Cast, order: Order) -> None:
    decision = drafted(cast)
    counts = []
    for number in range(2):
        for _time in range(1 if not number else 20):
            drafted(cast, 20_000)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            others(decision, cast.employee)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[1] <= 8
