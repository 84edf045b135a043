"""The year of contracts on the page, in the calendar and on paper; and what may be procured together."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.contracts import calendar_file, together
from bryggan.contracts.deadlines import CourseKind, DayKind
from bryggan.contracts.tests.test_choosing import choose, make_optional, make_renewing
from bryggan.contracts.together import Candidate, Relation
from bryggan.contracts.year import ContractYear, Entry, Scope
from bryggan.kit.papers.formats import FORMATS
from bryggan.kit.testing.cast import Cast, make_contract, make_supplier, make_system, tool
from bryggan.people.models import User
from bryggan.systems import accounting
from bryggan.systems import actions as system_actions
from bryggan.systems.models import Tag

type SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("clock")


def days(user: User, year: int, **scope: object) -> list[tuple[str, str, str]]:
    found = ContractYear(Scope(user, **scope), year).entries  # type: ignore[arg-type]
    return [(one.kind.value, one.on.isoformat(), one.name) for one in found]


def test_the_year_holds_every_day_in_order(cast: Cast) -> None:
    make_renewing(cast, name="Plattform")
    make_optional(cast, name="Skjuts")
    assert days(cast.employee, 2026) == [("notice", "2026-11-30", "Plattform")]
    assert days(cast.employee, 2027) == [
        ("option", "2027-01-31", "Skjuts"),
        ("end", "2027-04-30", "Skjuts"),
        ("notice", "2027-11-30", "Plattform"),
    ]
    # Every option counted the contract can last until 2030-04-30.
    assert ("procurement", "2028-10-30", "Skjuts") not in days(cast.employee, 2028)
    assert ("procurement", "2028-10-31", "Skjuts") in days(cast.employee, 2028)


def test_what_was_chosen_stands_in_the_year_and_ends_what_it_ends(cast: Cast) -> None:
    contract = make_renewing(cast, name="Plattform")
    choose(contract, cast.manager, CourseKind.GIVE_NOTICE)
    found = ContractYear(Scope(cast.employee), 2026).entries
    assert [(one.on.isoformat(), one.what) for one in found] == [
        ("2026-11-22", "Vägval gjort: säg upp"),
        ("2026-11-30", "Sista dag för uppsägning: säg upp"),
    ]
    assert days(cast.employee, 2027) == [("end", "2027-02-28", "Plattform")]
    assert days(cast.employee, 2028) == []


def test_the_year_of_a_unit_of_ones_own_and_of_one_from_outside(cast: Cast) -> None:
    make_renewing(cast, name="Skolans", owner=cast.employee)
    make_contract("Omsorgens", cast.care, ends_on=date(2026, 12, 31))
    everything = {name for *_day, name in days(cast.employee, 2026)}
    assert everything == {"Skolans", "Omsorgens"}
    assert {name for *_, name in days(cast.employee, 2026, unit=cast.care)} == {"Omsorgens"}
    assert {name for *_, name in days(cast.employee, 2026, is_own=True)} == {"Skolans"}
    assert {name for *_, name in days(cast.auditor, 2026)} == {"Skolans"}
    assert days(cast.outsider, 2026) == []


def test_the_page_filters_and_leads_on(cast: Cast, client_of: SignIn) -> None:
    make_renewing(cast, name="Skolans")
    make_contract("Omsorgens", cast.care, ends_on=date(2026, 12, 31))
    client = client_of(cast.employee)
    page = client.get("/avtal/ar/", {"ar": 2026}).text
    for words in ("Avtalsåret 2026", "Skolans", "Omsorgens", "?ar=2025", "?ar=2027", "november"):
        assert words in page
    december = client.get("/avtal/ar/", {"ar": 2026, "manad": 12}).text
    assert "Dagarna i december 2026" in december
    education = client.get("/avtal/ar/", {"ar": 2026, "unit": cast.education.pk}).text
    assert "Omsorgens" not in education
    for nonsense in ({"ar": "999999"}, {"ar": "tio"}, {"unit": "x"}, {"manad": "13"}):
        assert client.get("/avtal/ar/", nonsense).status_code == 200
    empty = client.get("/avtal/ar/", {"ar": 2031, "unit": cast.care.pk}).text
    assert "Inga dagar att passa" in empty


def test_as_many_questions_for_ten_contracts_as_for_a_hundred(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.employee)
    addresses = ("/avtal/ar/?ar=2026", "/avtal/tillsammans/", "/avtal/?col=decision")
    counts: dict[str, list[int]] = {address: [] for address in addresses}
    for count in (10, 90):
        for number in range(count):
            contract = make_renewing(cast, name=f"{count} {number}", supplier=cast.supplier)
            if number % 4 == 0:
                choose(contract, tool(), CourseKind.LET_RENEW)
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as context:
                assert client.get(address).status_code == 200
            counts[address].append(len(context))
    for address, (few, many) in counts.items():
        assert few == many <= 12, address


def unfolded(content: bytes) -> list[str]:
    """The lines as a calendar reads them."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def entry(**differences: object) -> Entry:
    values = {
        "kind": DayKind.NOTICE,
        "on": date(2027, 2, 28),
        "ends_on": date(2027, 5, 31),
        "pk": 12,
        "name": "Skolplattformen, drift; support\\jour\nÅterköp av läromedel på två år, så länge det går",
        "unit": "Utbildningsförvaltningen",
        "supplier": "",
        "owner": "Ada Å",
        "yearly_sek": Decimal(1),
    }
    return Entry(**(values | differences))  # type: ignore[arg-type]


def test_the_calendar_file_is_what_the_standard_asks_for() -> None:
    made = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    content = calendar_file.calendar(
        [entry(), entry(kind=DayKind.CHOSEN)], title="Året", site="https://b.example", made_at=made
    )
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    for line in content.split(b"\r\n"):
        line.decode()  # no letter is split between two lines
    lines = unfolded(content)
    assert lines.count("BEGIN:VEVENT") == 1
    assert "UID:avtal-12-notice-20270228@b.example" in lines
    assert "DTSTAMP:20261122T090000Z" in lines
    assert "DTSTART;VALUE=DATE:20270228" in lines
    assert "DTEND;VALUE=DATE:20270301" in lines
    [summary] = [line for line in lines if line.startswith("SUMMARY:")]
    assert summary == (
        "SUMMARY:Skolplattformen\\, drift\\; support\\\\jour\\nÅterköp av läromedel på två år\\, "
        "så länge det går: sista dag för uppsägning"
    )
    assert "URL:https://b.example/avtal/12/" in lines


def test_the_calendar_of_a_unit_is_a_file_behind_sign_in(cast: Cast, client_of: SignIn) -> None:
    make_renewing(cast, name="Skolans")
    make_contract("Omsorgens", cast.care, ends_on=date(2026, 12, 31))
    address = f"/avtal/ar/avtal.ics?ar=2026&unit={cast.education.pk}"
    assert Client().get(address).status_code == 302
    first = client_of(cast.employee).get(address)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "avtalsaret-2026.ics" in first.headers["Content-Disposition"]
    lines = unfolded(first.content)
    assert "SUMMARY:Skolans: sista dag för uppsägning" in lines
    assert not any("Omsorgens" in line for line in lines)
    again = unfolded(client_of(cast.manager).get(address).content)
    ids = [line for line in lines if line.startswith("UID:")]
    assert ids
    assert ids == [line for line in again if line.startswith("UID:")]
    assert "BEGIN:VEVENT" not in client_of(cast.outsider).get(address).text


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_the_year_as_a_paper_opens(cast: Cast, client_of: SignIn, form: str) -> None:
    make_renewing(cast, name="Skolans", supplier=cast.supplier)
    choose(make_optional(cast), tool(), CourseKind.USE_OPTION, deadline_on=date(2027, 1, 31))
    answer = client_of(cast.employee).get(f"/papper/avtalsaret.{form}?ar=2026")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert content[:2] == (b"%P" if form == "pdf" else b"PK")
    assert FORMATS[form].content_type in answer.headers["Content-Type"]
    empty = client_of(cast.outsider).get(f"/papper/avtalsaret.{form}?ar=2028")
    assert empty.status_code == 200
    assert client_of(cast.employee).get(f"/papper/avtalsaret.{form}?unit=9999").status_code == 404


def test_the_list_shows_and_filters_what_is_to_be_decided(cast: Cast, client_of: SignIn) -> None:
    make_renewing(cast, name="Nu")
    choose(make_renewing(cast, name="Gjort"), cast.manager, CourseKind.LET_RENEW)
    make_contract("Sedan", cast.care, ends_on=date(2029, 12, 31))
    client = client_of(cast.employee)
    columns = "?col=name&col=decision"
    page = client.get(f"/avtal/{columns}").text
    for words in ("2026-11-30", "Att välja nu", "Låt förlängas", "2029-12-31"):
        assert words in page
    found = {
        asked: [
            name
            for name in ("Nu", "Gjort", "Sedan", "Avtal om drift")
            if f">{name}</a>" in client.get(f"/avtal/{columns}&f.decision={asked}").text
        ]
        for asked in ("waits", "chosen", "later", "-")
    }
    assert found == {
        "waits": ["Nu"],
        "chosen": ["Gjort"],
        "later": ["Sedan"],
        "-": ["Avtal om drift"],
    }
    facet = client.get("/avtal/filter/decision/").text
    assert "Att välja nu" in facet
    as_file = client.get(f"/avtal/fil.csv{columns}&f.decision=chosen")
    content = b"".join(as_file.streaming_content) if as_file.streaming else as_file.content  # type: ignore[attr-defined]
    assert "2026-11-30, låt förlängas" in content.decode("utf-8-sig")


def test_the_list_tells_until_when_a_prolonged_contract_runs(cast: Cast, client_of: SignIn) -> None:
    make_renewing(cast, name="Förlängt", ends_on=date(2021, 2, 28))
    make_contract("Slut", cast.care, ends_on=date(2020, 12, 31), options=[12], options_used=1)
    page = client_of(cast.employee).get("/avtal/?f.ends_on.to=2021-12-31").text
    for words in ("Förlängt", "2021-02-28", "nu 2027-02-28", ">till 2021-12-31"):
        assert words in page
    assert "Förlängt" not in client_of(cast.employee).get("/avtal/?f.ends_on.from=2022-01-01").text


def candidate(pk: int, begins_on: str, yearly: int | None = 100_000) -> Candidate:
    return Candidate(
        pk=pk,
        name=f"Avtal {pk}",
        unit=f"Enhet {pk % 2}",
        supplier_id=1,
        supplier="Levera AB",
        owner="",
        yearly_sek=None if yearly is None else Decimal(yearly),
        begins_on=date.fromisoformat(begins_on),
        leaves_on=None,
        note="",
    )


def test_groups_begin_within_the_window_from_the_first() -> None:
    found = [
        candidate(1, "2027-01-31"),
        candidate(2, "2028-01-31", None),
        candidate(3, "2028-02-01"),
        candidate(4, "2029-02-01"),
        candidate(5, "2030-06-01"),
    ]
    related = [
        Relation("Samma leverantör: Levera AB", frozenset({1, 2, 3, 4, 5, 99})),
        Relation("Samma slags system: Lärplattform", frozenset({2, 1})),
        Relation("Samma slags system: Ensamt", frozenset({5})),
    ]
    made = together.groups(found, related, 12)
    assert [[one.pk for one in group.candidates] for group in made] == [[1, 2], [3, 4]]
    assert made[0].reasons == ("Samma leverantör: Levera AB", "Samma slags system: Lärplattform")
    assert made[0].sum_words == "100\xa0tkr, 1 av 2 har belopp"
    assert made[0].units == ["Enhet 0", "Enhet 1"]
    assert made[0].url == "/avtal/?id=1&id=2"
    assert [
        [one.pk for one in group.candidates] for group in together.groups(found, related, 3)
    ] == [[2, 3]]


def test_contracts_of_one_supplier_and_of_one_kind_of_system_meet(
    cast: Cast, client_of: SignIn
) -> None:
    platform = system_actions.create_tag(Tag.Kind.CATEGORY, by=tool(), name="Lärplattform")
    other = make_supplier("Annan AB")
    ours = make_contract("Skolans", cast.education, ends_on=date(2028, 12, 31), supplier=other)
    theirs = make_contract(
        "Omsorgens",
        cast.care,
        ends_on=date(2029, 6, 30),
        supplier=cast.supplier,
        owner=cast.other_manager,
        yearly_value_sek=90_000,
    )
    kind: dict[str, Any] = {"tag.category": [platform]}
    for unit, contract in ((cast.education, ours), (cast.care, theirs)):
        system = make_system(unit, name=f"System {unit}", **kind)
        accounting.tie_contract(system, contract, by=tool())
    page = client_of(cast.employee).get("/avtal/tillsammans/").text
    for words in (
        "Samma slags system: Lärplattform",
        "Nils Näs",
        "90\xa0tkr, 1 av 2 har belopp",
        f"/avtal/?id={ours.pk}&amp;id={theirs.pk}",
        "2027-06-30",
        "2027-12-31",
        "19 a kap.",
    ):
        assert words in page, words
    listed = client_of(cast.employee).get(f"/avtal/?id={ours.pk}&id={theirs.pk}").text
    assert "2 träffar" in listed
    # Who sees only one of them is told of no group, and of nothing else that the other has.
    hidden = client_of(cast.auditor).get("/avtal/tillsammans/").text
    assert "Lärplattform" not in hidden
    assert "Nils Näs" not in hidden
    near = client_of(cast.employee).get("/avtal/tillsammans/", {"manader": 3}).text
    assert "Lärplattform" not in near
    only = client_of(cast.employee).get("/avtal/tillsammans/", {"unit": cast.company.pk}).text
    assert "Lärplattform" not in only
