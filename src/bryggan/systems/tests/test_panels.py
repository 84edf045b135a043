"""What stands on a system's page beside its fields, and the small pages behind it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.kit.testing.cast import Cast, make_contract, tool
from bryggan.notices.models import Follow
from bryggan.people.models import User
from bryggan.registers.models import SourceText
from bryggan.rounds.models import Ask, Round
from bryggan.systems import accounting, connecting
from bryggan.systems.models import ContractUse, Cost, Integration, Mention, SystemUse
from bryggan.systems.tests.making import make_flow, make_mention

type SignIn = Callable[[User], Client]


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast, before anything is known to flow between its systems."""
    connecting.withdraw_integration(cast.integration, by=tool())
    return cast


def test_the_page_shows_flows_contracts_and_money(cast: Cast, client_of: SignIn) -> None:
    make_flow(cast.system, cast.other_system, criticality="critical", carries="Elever")
    contract = make_contract(unit=cast.education, ends_on=date(2099, 12, 31), notice_amount=3)
    accounting.tie_contract(cast.system, contract, by=cast.controller)
    accounting.share_system(
        cast.system, by=cast.controller, shares={cast.education: Decimal(3), cast.care: Decimal(1)}
    )
    address = f"/system/{cast.system.pk}/"
    reader = client_of(cast.employee)
    later = [f"{address}visa/{key}/" for key in ("integrations", "money")]
    whole = reader.get(address).content.decode()
    assert all(url in whole for url in later)
    page = whole + "".join(reader.get(url).content.decode() for url in later)
    for words in ("lämnar till", "Elever", "2099-09-30", "1 av 4 slag kända", "187\xa0500"):
        assert words in page
    other = client_of(cast.employee).get(f"/avtal/{contract.pk}/").content.decode()
    assert "Skolplattformen" in other
    person = client_of(cast.employee).get(f"/person/{cast.system_owner.pk}/").content.decode()
    assert "System hen ansvarar för" in person


MOST_SQL = 12


def test_a_page_with_everything_asks_few_questions(
    cast: Cast, client_of: SignIn, settings: Any
) -> None:
    """Opened a second time, as most pages are: what is counted over all systems is remembered."""
    settings.BRYGGAN_REMEMBERS = True
    system = cast.system
    make_flow(system, cast.other_system)
    make_mention(system, "Journalen", nearest=cast.other_system)
    accounting.tie_contract(system, make_contract(unit=cast.education), by=cast.controller)
    SourceText.objects.create(
        noun="systems.system", record_id=system.pk, import_id=1, row=1, cells={"a": "1"}
    )
    for person in (cast.employee, cast.administrator, cast.system_owner):
        client = client_of(person)
        round = Round.objects.create(
            slug="system", name="Hösten", step=Round.Step.OPEN, unit=cast.municipality,
            started_by=cast.strategist, last_on=date(2099, 1, 1), asks=["role.system_owner"],
        )  # fmt: skip
        Ask.objects.create(round=round, record_id=system.pk, person=person, asked_as="")
        Follow.objects.create(user=person, noun="systems.system", record_id=system.pk)
        address = f"/system/{system.pk}/"
        page = client.get(address).text
        for key in ("integrations", "mentions", "money", "source", "assessments", "rounds"):
            assert f"{address}visa/{key}/" in page
        for url in (address, "/system/", "/integration/", "/avtal/"):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            assert len(asked) <= MOST_SQL, (person.name, url)


def test_the_next_step_is_the_first_missing_thing(cast: Cast, client_of: SignIn) -> None:
    address = f"/system/{cast.other_system.pk}/"
    page = client_of(cast.other_manager).get(address).content.decode()
    assert "Fyll i: systemägare" in page
    assert f'href="{address}people/"' in page
    refused = client_of(cast.employee).get(address).content.decode()
    assert "Omsorgsjournalen ändras av den som ansvarar för systemet" in refused


def test_settle_mention_page(cast: Cast, client_of: SignIn) -> None:
    mention = make_mention(cast.system, "Journalen", nearest=cast.other_system)
    page = f"/system/{cast.system.pk}/visa/mentions/"
    assert page in client_of(cast.employee).get(f"/system/{cast.system.pk}/").text
    assert (
        "visa/mentions/"
        not in client_of(cast.employee).get(f"/system/{cast.other_system.pk}/").text
    )
    address = f"/omnamnt/{mention.pk}/"
    assert address not in client_of(cast.employee).get(page).content.decode()
    boss = client_of(cast.strategist)
    assert "Det är Omsorgsjournalen" in boss.get(page).content.decode()
    assert boss.get(address).status_code == 200
    assert client_of(cast.employee).post(address, {"way": "party"}).status_code == 403
    assert boss.post(address, {"way": "other", "system": "Finns inte"}).status_code == 422
    assert boss.post(address, {"way": "nearest"}).status_code == 302
    assert Integration.objects.present().get().target == cast.other_system
    assert boss.post(address, {"way": "party"}).status_code == 403


def test_dismiss_mention_page(cast: Cast, client_of: SignIn) -> None:
    mention = make_mention(cast.system, "m.fl.")
    address = f"/omnamnt/{mention.pk}/avfarda/"
    boss = client_of(cast.strategist)
    assert boss.post(address, {"reason": ""}).status_code == 422
    assert boss.post(address, {"reason": "Inget system"}).status_code == 302
    mention.refresh_from_db()
    assert mention.step == Mention.Step.DISMISSED


def test_mentions_of_a_system_that_is_not_seen_do_not_exist(cast: Cast, client_of: SignIn) -> None:
    mention = make_mention(cast.other_system, "Journalen")
    assert client_of(cast.auditor).get(f"/omnamnt/{mention.pk}/").status_code == 404


def test_cost_pages(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.controller)
    address = f"/system/{cast.other_system.pk}/kostnader/"
    row = {"year": "2026", "kind": "license", "source": "invoice", "amount_sek": "1 200"}
    assert client.get(address).status_code == 200
    assert client.post(address, {**row, "amount_sek": ""}).status_code == 422
    assert client.post(address, row).status_code == 302
    cost = Cost.objects.get(system=cast.other_system)
    assert cost.amount_sek == 1200
    one = f"{address}{cost.pk}/"
    assert client.get(one).status_code == 200
    assert client.post(one, {**row, "amount_sek": "900"}).status_code == 302
    assert client_of(cast.employee).get(one).status_code == 403
    assert client_of(cast.employee).post(address, row).status_code == 403
    assert client.get(f"/system/{cast.system.pk}/kostnader/{cost.pk}/").status_code == 404
    assert client.post(f"{one}ta-bort/").status_code == 302
    assert not Cost.objects.filter(system=cast.other_system, withdrawn_at=None).exists()


def test_share_page(cast: Cast, client_of: SignIn) -> None:
    address = f"/system/{cast.system.pk}/fordelning/"
    rows = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-unit": cast.care.pk,
        "form-0-weight": "2,5",
        "form-1-unit": "",
        "form-1-weight": "",
    }
    client = client_of(cast.controller)
    assert client.get(address).status_code == 200
    assert client_of(cast.employee).get(address).status_code == 403
    assert client.post(address, {**rows, "form-0-weight": "0"}).status_code == 422
    assert client.post(address, rows).status_code == 302
    use = SystemUse.objects.get(system=cast.system, withdrawn_at=None)
    assert (use.unit, use.weight) == (cast.care, Decimal("2.5"))


def test_contract_is_tied_by_name_or_number(cast: Cast, client_of: SignIn) -> None:
    contract = make_contract("Drift 2026", unit=cast.education)
    address = f"/system/{cast.system.pk}/knyt-avtal/"
    client = client_of(cast.controller)
    assert client.get(address).status_code == 200
    assert client.post(address, {"contract": "Något annat"}).status_code == 422
    assert client.post(address, {"contract": contract.number}).status_code == 302
    assert client.post(address, {"contract": "drift 2026"}).status_code == 422
    assert client_of(cast.employee).get(address).status_code == 403
    loose = f"/system/{cast.system.pk}/avtal/{contract.pk}/lossa/"
    assert client_of(cast.employee).post(loose).status_code == 403
    assert client.post(loose).status_code == 302
    assert not ContractUse.objects.filter(withdrawn_at=None).exists()


def test_an_integration_is_entered_by_names(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.system_owner)
    form = client.get(f"/integration/nytt/?system={cast.system.pk}").content.decode()
    assert f"Skolplattformen ({cast.system.number})" in form
    row = {"from": cast.system.number, "to": "omsorgsjournalen", "direction": "one_way"}
    assert client.post("/integration/nytt/", row).status_code == 302
    assert client.post("/integration/nytt/", row).status_code == 422
    assert client.post("/integration/nytt/", {**row, "to": cast.system.number}).status_code == 422
    made = Integration.objects.present().get()
    edit = client.get(f"/integration/{made.pk}/main/").content.decode()
    assert f"Omsorgsjournalen ({cast.other_system.number})" in edit
    assert client.get("/integration/filter/from/").status_code == 200
    only = client.get("/integration/", {"f.from": f"s{cast.system.pk}"}).content.decode()
    assert "1 träff" in only
    assert "0 träffar" in client.get("/integration/", {"f.from": "e1"}).content.decode()
