from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bryggan.history.models import Batch, Change, Event
from bryggan.kit.testing.cast import Cast, make_cast, make_contract, make_person, make_system
from bryggan.registers import bulk, queries
from bryggan.registers.tests.making import client_of, everything
from bryggan.registers.undo import undo_batch
from bryggan.systems import actions
from bryggan.systems.models import System, SystemRole
from bryggan.systems.register import SystemRegister

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def edit(values: dict[str, Any], *added: str) -> bulk.Edit:
    return bulk.Edit(SystemRegister, values, frozenset(added))


def owners(system: System) -> list[str]:
    rows = SystemRole.objects.filter(system=system, role="system_owner", withdrawn_at=None)
    return [row.user.name for row in rows.order_by("is_deputy", "pk")]


def test_marked_rows_are_changed_as_one_and_undone_as_one(cast: Cast) -> None:
    third = make_system(cast.care, name="Tredje")
    before = everything()
    client = client_of(cast.administrator)
    marked = f"id={cast.system.pk}&id={cast.other_system.pk}"

    page = client.get(f"/system/andra-flera/?{marked}").content.decode()
    assert "2</span> rader valda" in page
    assert 'value="lifecycle"' in page
    assert 'name="falt" value="name"' not in page

    url = f"/system/andra-flera/?{marked}&falt=lifecycle"
    assert 'name="lifecycle"' in client.get(url).content.decode()
    page = client.post(url, {"step": "preview", "lifecycle": "in_use"}).content.decode()
    assert "Ändra 1 rad" in page
    assert everything() == before
    assert not Batch.objects.exists()

    values = {"step": "do", "lifecycle": "in_use", "reason": "Genomgång i oktober"}
    ids = [cast.system.pk, cast.other_system.pk]
    page = client.post(url, {**values, "id": ids}, follow=True).content.decode()
    assert "1 rad är ändrad." in page
    assert "Genomgång i oktober" in page
    done = Batch.objects.get()
    assert (done.kind, done.actor_id) == ("bulk_edit", cast.administrator.pk)
    assert System.objects.get(pk=cast.other_system.pk).lifecycle == "in_use"
    assert System.objects.get(pk=third.pk).lifecycle == ""

    undo_batch(done, cast.administrator)
    assert everything() == before


def test_all_that_answer_the_question_are_changed(cast: Cast) -> None:
    inside = [make_system(cast.care, name=f"Inne {n}") for n in range(3)]
    url = f"/system/andra-flera/?alla=1&f.unit={cast.care.pk}&falt=hosting"
    client = client_of(cast.strategist)
    assert "4</span> rader valda" in client.get(url).content.decode()
    client.post(url, {"step": "do", "hosting": "saas"})
    changed = set(System.objects.filter(hosting="saas").values_list("pk", flat=True))
    assert changed == {cast.other_system.pk, *(system.pk for system in inside)}


def test_leave_out_lists_the_rows_that_one_may_not_change_with_the_reason(cast: Cast) -> None:
    url = f"/system/andra-flera/?id={cast.system.pk}&id={cast.other_system.pk}&falt=product"
    client = client_of(cast.manager)
    page = client.post(url, {"step": "preview", "product": "Ny"}).content.decode()
    assert "Lämnas som de är" in page
    assert "Omsorgsjournalen ändras av den som ansvarar" in page
    page = client.post(url, {"step": "do", "product": "Ny"}, follow=True).content.decode()
    assert "1 uppgift lämnades som den var" in page
    assert "Omsorgsjournalen ändras av den som ansvarar" in page
    assert System.objects.get(pk=cast.other_system.pk).product == ""
    assert not Change.objects.filter(
        record_id=cast.other_system.pk, event__batch__isnull=False
    ).exists()


def test_leave_out_of_every_row_is_no_batch_and_no_event(cast: Cast) -> None:
    events = Event.objects.count()
    url = f"/system/andra-flera/?id={cast.system.pk}&falt=product"
    page = client_of(cast.employee).post(url, {"step": "do", "product": "X"}, follow=True)
    assert "Ingenting ändrades." in page.content.decode()
    assert not Batch.objects.exists()
    assert Event.objects.count() == events


def test_rows_that_are_hidden_are_never_chosen(cast: Cast) -> None:
    url = f"/system/andra-flera/?id={cast.system.pk}&falt=product"
    assert "Inga rader är valda" in client_of(cast.outsider).get(url).content.decode()


def test_people_are_added_to_those_there_or_put_in_their_place(cast: Cast) -> None:
    person = make_person("Ny Person", cast.education)
    ids = [cast.system.pk, cast.other_system.pk]
    by = cast.administrator
    outcome = bulk.carry_out(edit({"role.system_owner": [person]}, "role.system_owner"), ids, by=by)
    assert (outcome.changed, outcome.unchanged, outcome.refused) == (2, 0, {})
    assert owners(cast.system) == ["Olga Orre", "Ny Person"]
    assert owners(cast.other_system) == ["Ny Person"]
    bulk.carry_out(edit({"role.system_owner": [person]}), ids, by=by)
    assert owners(cast.system) == ["Ny Person"]


def test_the_form_says_how_people_are_added(cast: Cast) -> None:
    key = "role__system_owner"
    url = f"/system/andra-flera/?id={cast.system.pk}&falt=role.system_owner"
    values = {"step": "preview", key: [cast.manager.email], f"how__{key}": "add"}
    page = client_of(cast.administrator).post(url, values).content.decode()
    assert "lägg till Magnus Mård" in page
    nothing = {**values, key: []}
    page = client_of(cast.administrator).post(url, nothing).content.decode()
    assert "inget läggs till" in page
    client_of(cast.administrator).post(url, {**values, "step": "do"})
    assert owners(cast.system) == ["Olga Orre", "Magnus Mård"]


def test_leave_out_of_a_row_refused_halfway_leaves_no_trace(cast: Cast) -> None:
    """A rule of the action stops one row after the batch has begun: only the other is changed and told."""
    one = make_contract("Ett", cast.care, is_open_ended=True)
    two = make_contract("Två", cast.care)
    url = f"/avtal/andra-flera/?id={one.pk}&id={two.pk}&falt=ends_on&falt=note"
    values = {"step": "do", "ends_on": "2027-12-31", "note": "Ses över"}
    page = client_of(cast.controller).post(url, values, follow=True).content.decode()
    assert "Ett avtal tills vidare har inget slutdatum." in page
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.note, one.version, two.note) == ("", 1, "Ses över")
    assert {change.record_id for change in Change.objects.filter(event__batch__isnull=False)} == {
        two.pk
    }


def test_moving_rows_whose_names_meet_refuses_the_second(cast: Cast) -> None:
    one = make_system(cast.care, name="Samma")
    two = make_system(cast.education, name="Samma")
    outcome = bulk.carry_out(edit({"unit": cast.company}), [one.pk, two.pk], by=cast.administrator)
    assert outcome.changed == 1
    ((name, reason),) = outcome.refused.values()
    assert (name, reason) == ("Samma", "Enheten har redan ett system med det namnet.")
    undo_batch(outcome.batch, cast.administrator)  # type: ignore[arg-type]
    one.refresh_from_db()
    assert one.unit == cast.care


def test_a_refused_row_gets_none_of_several_kinds_of_fields(cast: Cast) -> None:
    values = {"product": "Ny", "role.system_owner": [cast.employee], "tender.note": "Fel"}
    by = cast.manager
    hidden = make_system(cast.education, name="Dold", **{"tender.note": "Hemligt"})  # type: ignore[arg-type]
    seen = cast.other_system.pk
    outcome = bulk.carry_out(edit(values), [hidden.pk, seen], by=by)
    assert (outcome.changed, list(outcome.refused)) == (1, [seen])
    assert System.objects.get(pk=seen).product == ""
    assert owners(cast.other_system) == []


def test_what_is_secret_follows_when_the_system_moves(cast: Cast) -> None:
    outcome = bulk.carry_out(edit({"unit": cast.care}), [cast.system.pk], by=cast.administrator)
    assert cast.system.vulnerabilities.get().unit == cast.care
    assert outcome.batch is not None
    undo_batch(outcome.batch, cast.administrator)
    assert cast.system.vulnerabilities.get().unit == cast.education
    assert queries.left_in(Batch.objects.latest("pk")) == []


def test_too_many_rows_are_refused_with_the_limit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_ROWS", 1)
    client = client_of(cast.administrator)
    page = client.get("/system/andra-flera/?alla=1").content.decode()
    assert "fler än 1 rader" in page
    client.post("/system/andra-flera/?alla=1&falt=product", {"step": "do", "product": "X"})
    assert not System.objects.filter(product="X").exists()


def test_what_cannot_be_read_is_said_at_its_field(cast: Cast) -> None:
    url = f"/system/andra-flera/?id={cast.system.pk}&falt=user_count"
    answer = client_of(cast.administrator).post(url, {"step": "do", "user_count": "många"})
    assert answer.status_code == 422
    assert System.objects.get(pk=cast.system.pk).user_count == 1200


def test_empty_empties(cast: Cast) -> None:
    url = f"/system/andra-flera/?id={cast.system.pk}&falt=user_count&falt=cost.license"
    client = client_of(cast.administrator)
    page = client.post(url, {"step": "preview"}).content.decode()
    assert page.count("<dd>töms</dd>") == 2
    client.post(url, {"step": "do"})
    assert System.objects.get(pk=cast.system.pk).user_count is None
    assert not cast.system.costs.filter(withdrawn_at=None).exists()


def test_a_cost_is_undone_whatever_kind_of_number_it_was(cast: Cast) -> None:
    outcome = bulk.carry_out(edit({"cost.license": 500}), [cast.system.pk], by=cast.administrator)
    assert outcome.batch is not None
    undo = undo_batch(outcome.batch, cast.administrator)
    assert queries.left_in(undo) == []
    assert cast.system.costs.get(withdrawn_at=None).amount_sek == Decimal(250_000)


def test_a_field_of_the_record_itself_costs_no_query_per_row(cast: Cast) -> None:
    ids = [make_system(cast.care, name=f"Rad {n}").pk for n in range(40)]
    counts = []
    bulk.preview(edit({"product": "P"}), ids[:1], by=cast.administrator)
    for few in (ids[:5], ids):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            bulk.preview(edit({"product": "P"}), few, by=cast.administrator)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_the_action_asks_its_verdict_for_secrets_too(cast: Cast) -> None:
    values = {"vulnerability.continuity": "Pärm"}
    outcome = bulk.carry_out(edit(values), [cast.system.pk], by=cast.other_manager)
    assert list(outcome.refused) == [cast.system.pk]
    assert outcome.batch is None
    system = System.objects.get(pk=cast.system.pk)
    assert system.vulnerabilities.get().continuity == ""
    actions.change_system(system, by=cast.manager, values=values)
