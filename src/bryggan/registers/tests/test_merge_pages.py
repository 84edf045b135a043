"""Finding doubles, comparing two, merging them, and what old addresses, search and files lead to afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.history.models import Batch
from bryggan.kit.testing.cast import (
    HIDDEN_HOSTING,
    Cast,
    make_integration,
    make_person,
    make_supplier,
    make_system,
)
from bryggan.kit.testing.effects import nothing_happens
from bryggan.people.models import Unit, User
from bryggan.registers.merging import merge_records
from bryggan.registers.models import ImportRow
from bryggan.systems.models import Cost, System, SystemRole
from bryggan.systems.tests.reading_in import plan_of

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]


@pytest.fixture
def twin(cast: Cast) -> System:
    values: dict[str, Any] = {
        "cost.license": 90_000,
        "vulnerability.continuity": "Hemlig pärm",
        "role.system_owner": [cast.other_manager],
    }
    made = make_system(cast.care, name="Skol-plattformen", description="Läxor", **values)
    make_integration(made, cast.other_system, method="file")
    return made


def fresh(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def page(client: Client, url: str, **asked: Any) -> str:
    response = client.get(url, asked)
    assert response.status_code == 200
    return str(response.text)


def test_pairs_are_proposed_with_the_reason_and_can_be_told_apart(
    cast: Cast, twin: System, client_of: SignIn
) -> None:
    client = client_of(cast.strategist)
    shown = page(client, "/sammanslagning/system/")
    assert "Nästan säkert samma" in shown
    assert "Samma namn" in shown
    compare = f"/sammanslagning/system/{cast.system.pk}/{twin.pk}/"
    assert compare in shown

    answer = client.post(f"{compare}inte-samma/", {"reason": "Två skolor"}, follow=True)
    assert "De föreslås inte igen" in answer.text
    assert compare not in answer.text
    assert compare not in page(client, "/sammanslagning/system/", id=cast.system.pk)


def test_told_apart_holds_for_what_they_have_become(
    cast: Cast, twin: System, client_of: SignIn
) -> None:
    client = client_of(cast.strategist)
    client.post(f"/sammanslagning/system/{cast.system.pk}/{twin.pk}/inte-samma/")
    third = make_system(cast.education, name="Skolplattform")
    merge_records(fresh(third), fresh(cast.system), cast.strategist)
    assert "Jämför" not in page(client, "/sammanslagning/system/")


def test_two_marked_rows_lead_to_the_comparison(
    cast: Cast, twin: System, client_of: SignIn
) -> None:
    client = client_of(cast.strategist)
    assert 'formaction="/sammanslagning/system/"' in page(client, "/system/")
    assert 'formaction="/sammanslagning/' not in page(client_of(cast.manager), "/system/")
    answer = client.get("/sammanslagning/system/", {"id": [cast.system.pk, twin.pk]})
    assert answer.headers["Location"] == f"/sammanslagning/system/{cast.system.pk}/{twin.pk}/"


def test_the_other_one_is_chosen_by_name_or_number(
    cast: Cast, twin: System, client_of: SignIn
) -> None:
    client = client_of(cast.strategist)
    url = "/sammanslagning/system/"
    assert f"?id={twin.pk}" in page(client, f"/system/{twin.pk}/")
    asked = {"id": str(twin.pk), "andra": cast.other_system.number}
    answer = client.get(url, asked)
    assert answer.headers["Location"].endswith(f"/{twin.pk}/{cast.other_system.pk}/")
    wrong = client.get(url, {**asked, "andra": "Finns inte"})
    assert wrong.status_code == 422
    assert "finns inte" in wrong.text
    assert "Omsorgsjournalen" in page(client, f"{url}forslag/", andra="oms")


def test_merging_on_the_page_takes_the_choices_and_can_be_undone_there(
    cast: Cast, twin: System, client_of: SignIn
) -> None:
    client = client_of(cast.strategist)
    url = f"/sammanslagning/system/{cast.system.pk}/{twin.pk}/"
    year = Cost.objects.get(system=twin).year
    shown = " ".join(page(client, url).split())
    for said in (
        "Sida vid sida",
        f"Licens {year}",
        "250 000 kr",
        "1</span> integration",
        "händelse",
    ):
        assert said in shown
    sent = {
        "kvar": cast.system.pk,
        "kept_version": fresh(cast.system).version,
        "gone_version": fresh(twin).version,
        "f.description": "gone",
        f"c.cost.{year}.license": "both",
    }
    answer = client.post(url, sent, follow=True)
    assert "Skol-plattformen är sammanslagen med Skolplattformen." in answer.text
    assert fresh(cast.system).description == "Läxor"
    assert Cost.objects.filter(system=cast.system, withdrawn_at=None).count() == 2

    batch = Batch.objects.get()
    answer = client.post(f"/handelser/{batch.pk}/angra/", follow=True)
    assert "Allt är som det var" in answer.text
    assert page(client, f"/system/{twin.pk}/")


def test_the_other_may_be_the_one_that_stays(cast: Cast, twin: System, client_of: SignIn) -> None:
    client = client_of(cast.strategist)
    url = f"/sammanslagning/system/{cast.system.pk}/{twin.pk}/"
    assert f"?kvar={twin.pk}" in page(client, url)
    assert "Skol-plattformen (blir kvar)" in page(client, url, kvar=twin.pk)
    client.post(url, {"kvar": twin.pk})
    assert fresh(cast.system).merged_into_id == twin.pk


def test_what_has_changed_meanwhile_is_said_and_nothing_is_done(
    cast: Cast, twin: System, client_of: SignIn
) -> None:
    url = f"/sammanslagning/system/{cast.system.pk}/{twin.pk}/"
    client = client_of(cast.strategist)
    with nothing_happens():
        answer = client.post(url, {"kvar": cast.system.pk, "gone_version": 99_999})
    assert answer.status_code == 409
    assert "Någon annan har ändrat" in answer.text


def test_two_organisation_numbers_must_be_answered_for(cast: Cast, client_of: SignIn) -> None:
    one = make_supplier("Alfa AB", org_number="556000-0001")
    two = make_supplier("Alfa Sverige AB", org_number="556000-0002")
    client = client_of(cast.strategist)
    url = f"/sammanslagning/leverantor/{one.pk}/{two.pk}/"
    assert "olika organisationsnummer" in page(client, url)
    with nothing_happens():
        answer = client.post(url, {"kvar": one.pk})
    assert answer.status_code == 422
    client.post(url, {"kvar": one.pk, "is_sure": "1"})
    assert fresh(two).merged_into_id == one.pk


def test_people_have_pairs_of_their_own_and_the_old_page_leads_on(
    cast: Cast, client_of: SignIn
) -> None:
    old = make_person("Stina Säv", cast.education, is_active=False)
    client = client_of(cast.administrator)
    shown = page(client, "/sammanslagning/person/")
    assert old.email in shown
    assert "Båda i Utbildningsförvaltningen" in shown
    url = f"/sammanslagning/person/{old.pk}/{cast.system_steward.pk}/"
    client.post(url, {})
    assert fresh(old).merged_into_id == cast.system_steward.pk
    led = client.get(f"/person/{old.pk}/")
    assert led.headers["Location"] == f"/person/{cast.system_steward.pk}/"
    assert old.email in page(client, f"/person/{cast.system_steward.pk}/")


def test_who_was_merged_away_is_signed_out_at_once(cast: Cast, client_of: SignIn) -> None:
    old = make_person("Stina Säv", cast.education)
    client = client_of(old)
    assert client.get("/").status_code == 200
    merge_records(fresh(cast.system_steward), fresh(old), cast.administrator)
    assert client.get("/").headers["Location"].startswith("/logga-in/")


def test_old_numbers_names_and_links_lead_to_the_one_that_stays(
    cast: Cast, twin: System, client_of: SignIn
) -> None:
    merge_records(fresh(cast.system), fresh(twin), cast.strategist)
    client = client_of(cast.employee)
    for tail in ("", "historik/"):
        led = client.get(f"/system/{twin.pk}/{tail}")
        assert led.headers["Location"] == f"/system/{cast.system.pk}/{tail}"
    for words in (twin.number, "Skol-platt"):
        assert f"/system/{cast.system.pk}/" in page(client, "/sok/", q=words)
    assert client_of(cast.outsider).get(f"/system/{twin.pk}/").status_code == 404
    merge_records(fresh(cast.other_system), fresh(cast.system), cast.strategist)
    led = client.get(f"/system/{twin.pk}/")
    assert led.headers["Location"] == f"/system/{cast.other_system.pk}/"


def test_the_past_of_both_is_told_on_the_one_that_stays(
    cast: Cast, twin: System, client_of: SignIn
) -> None:
    merge_records(fresh(cast.system), fresh(twin), cast.strategist)
    told = page(client_of(cast.strategist), f"/system/{cast.system.pk}/historik/")
    assert "slog samman" in told
    assert "(Skol-plattformen)</span>" in told
    assert "Hemlig pärm" in told


def test_who_may_not_see_a_secret_row_sees_no_trace_of_it_in_a_merge(
    cast: Cast, twin: System, client_of: SignIn
) -> None:
    merge_records(fresh(cast.system), fresh(twin), cast.strategist)
    client = client_of(cast.employee)
    for url in (f"/system/{cast.system.pk}/", f"/system/{cast.system.pk}/historik/"):
        shown = page(client, url)
        assert "Hemlig pärm" not in shown
        assert HIDDEN_HOSTING not in shown
    assert "Vid avbrott" not in page(client, f"/system/{cast.system.pk}/historik/")
    assert client.get(f"/handelser/{Batch.objects.get().pk}/").status_code == 404
    assert client.get("/sammanslagning/system/").status_code == 403


def test_a_file_read_in_again_does_not_bring_back_what_was_merged(cast: Cast, twin: System) -> None:
    old = make_person("Olga Orre", cast.care, is_active=False)
    supplier = make_supplier("Levera Sverige AB")
    merge_records(fresh(cast.system), fresh(twin), cast.administrator)
    merge_records(fresh(cast.supplier), fresh(supplier), cast.administrator)
    merge_records(fresh(cast.system_owner), fresh(old), cast.administrator)
    place = " / ".join(str(Unit.objects.get(pk=pk)) for pk in cast.care.ancestor_ids())
    plan, _importer = plan_of(
        cast.administrator,
        ["Namn", "Organisation", "Leverantör", "Systemägare"],
        ["Skol-plattformen", place, "", ""],
        ["Omsorgsjournalen", place, "Levera Sverige AB", old.email],
    )
    first, second = plan.rows
    assert first.outcome == ImportRow.Outcome.SKIPPED
    assert "Är sammanslagen med Skolplattformen" in first.message
    assert second.outcome == ImportRow.Outcome.UPDATED
    assert second.changes["supplier"][1] == "Levera AB"
    assert second.changes["role.system_owner"][1] == [cast.system_owner.email]


def test_the_page_asks_as_many_questions_of_many_as_of_few(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.strategist)

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as questions:
            assert client.get(url).status_code == 200
        return len(questions)

    for n in range(5):
        make_system(cast.care, name=f"Bokning {'ABCDE'[n]}x")
        make_system(cast.education, name=f"Bokning {'ABCDE'[n]}x")
    few = asked("/sammanslagning/system/")
    for n in range(40):
        make_system(cast.care, name=f"Register {n}y")
        make_system(cast.education, name=f"Register {n}y")
    assert asked("/sammanslagning/system/") == few
    assert few <= 12
    assert SystemRole.objects.exists()
