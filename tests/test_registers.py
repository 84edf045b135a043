"""What every Register promises, asked of all of them: hidden stays hidden, lists stay quick, no address is a fault."""

import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.approvals.tests.making import make_app
from bryggan.decisions.tests.making import drafted, grow_rules, make_order
from bryggan.dossiers.tests.making import drawn_sample, grow_samples
from bryggan.duties.tests.making import given
from bryggan.history.models import Batch
from bryggan.initiatives.tests.making import started
from bryggan.kit.register.fields import Field
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.kit.register.showing import panels
from bryggan.kit.testing.cast import (
    HIDDEN_BIDDER,
    HIDDEN_HOSTING,
    HIDDEN_VALUE_SEK,
    Cast,
    make_party,
    make_system,
    tool,
)
from bryggan.kit.writer import batch
from bryggan.meetings.tests.making import grow_meetings, make_body, make_council, planned
from bryggan.methods.shipped import load_methods
from bryggan.methods.tests.making import grow_methods, make_method
from bryggan.needs.tests.making import grow_needs, sorted_as, voiced
from bryggan.people.models import User
from bryggan.systems.models import System

type ClientOf = Callable[[User], Client]

SLUGS = sorted(REGISTERS)
HIDDEN = (HIDDEN_HOSTING, HIDDEN_BIDDER, str(HIDDEN_VALUE_SEK), "4 321 987", "4\u00a0321\u00a0987")
# Who may read what may be secret of the cast's system, and who may not.
INITIATED = ("manager", "system_owner", "system_steward", "it_counterpart", "strategist")
UNINITIATED = ("employee", "controller", "other_manager")


def every_column(register: type[Register]) -> str:
    return "&".join(f"col={field.key}" for field in register.every_field() if field.is_column)


def exported(client: Client, slug: str, form: str, asked: str = "") -> str:
    """The file as text, whatever its format."""
    response: Any = client.get(f"/{slug}/fil.{form}{asked}")
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
        return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
    return content.decode("utf-8-sig")


@pytest.fixture
def full(cast: Cast) -> Cast:
    """Something in every register."""
    make_party("Vattenverket Väst")
    make_app(cast.education, "Glosappen")
    sorted_as(voiced(cast), tool())
    make_order(cast)
    drafted(cast)
    given(cast)
    planned(make_council(cast))
    make_body(cast, "Arbetsgruppen för e-tjänster")
    load_methods(by=tool())
    started(cast)
    drawn_sample(cast)
    make_method(cast.education)
    empty = [slug for slug in SLUGS if not REGISTERS[slug].rows(tool()).exists()]
    assert empty == [], "Give the cast a row of these, else nothing is proven of them."
    return cast


# The same door everywhere


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_not_visible_is_in_no_list_page_file_or_search(
    slug: str, full: Cast, client_of: ClientOf
) -> None:
    register = REGISTERS[slug]
    client = client_of(full.outsider)
    names = [str(row) for row in register.rows(tool())]
    pages = [client.get(f"/{slug}/?{every_column(register)}").text]
    pages += [exported(client, slug, form) for form in ("csv", "json", "xlsx")]
    # Not the whole name, since the page says what was searched for.
    pages += [client.get("/sok/", {"q": name[:-1]}).text for name in names[:3]]
    assert [name for name in names for page in pages if name in page] == []
    for row in register.rows(tool()):
        for address in ("", "historik/"):
            assert client.get(f"/{slug}/{row.pk}/{address}").status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_visible_is_in_list_page_and_file(
    slug: str, full: Cast, client_of: ClientOf
) -> None:
    client = client_of(full.administrator)
    for row in REGISTERS[slug].rows(tool()):
        # A point is called by its code and its name, which are two columns.
        name = getattr(row, "name", "") or str(row)
        assert name in client.get(f"/{slug}/").text
        assert client.get(f"/{slug}/{row.pk}/").status_code == 200
        for form in ("csv", "json", "xlsx"):
            assert name in exported(client, slug, form)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_withdrawn_record_is_gone_from_list_page_and_file(
    slug: str, full: Cast, client_of: ClientOf
) -> None:
    register = REGISTERS[slug]
    if register.withdraw_with is None:
        pytest.skip("Nothing is withdrawn from this register.")
    row = register.rows(tool()).order_by("-pk")[0]
    if slug == "extern-part":
        row = make_party("Försäkringskassan")
    register.withdraw_with(row, by=tool(), reason="Prov")
    client = client_of(full.administrator)
    assert client.get(f"/{slug}/{row.pk}/").status_code == 404
    rows = json.loads(exported(client, slug, "json"))["rows"]
    assert row.number not in {shown["number"] for shown in rows}


# What may be secret beside a system


def beside_fields() -> list[Field]:
    return [field for field in REGISTERS["system"].fields if field.beside is not None]


@pytest.mark.parametrize("who", UNINITIATED)
def test_rows_beside_are_hidden_in_list_page_history_and_file(
    who: str, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(getattr(cast, who))
    asked = "?" + "&".join(f"col={field.key}" for field in beside_fields())
    seen = [
        client.get(f"/system/{asked}").text,
        client.get(f"/system/{cast.system.pk}/").text,
        client.get(f"/system/{cast.system.pk}/historik/").text,
        *(
            client.get(f"/system/{cast.system.pk}/visa/{panel.key}/").text
            for panel in panels(REGISTERS["system"])
            if panel.comes_later
        ),
        *(client.get(url).text for url in ("/rad/", "/rad/end_of_support/", "/utbyteslista/")),
        client.get(f"/sok/?q={quote('Bergrum')}").text,
        client.get(f"/sok/?q={quote('Hemliga Hus')}").text,
        client.get("/karta/").text,
        *(exported(client, "system", form, asked) for form in ("csv", "json", "xlsx")),
        *(exported(client, "system", form) for form in ("csv", "json", "xlsx")),
        *(client.get(f"/system/filter/{field.key}/").text for field in beside_fields()),
    ]
    for page in seen:
        for hidden in HIDDEN:
            assert hidden not in page
    assert "utelämnade" in seen[0]


@pytest.mark.parametrize("who", INITIATED)
def test_rows_beside_are_there_for_those_who_answer_for_the_system(
    who: str, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(getattr(cast, who))
    asked = "?" + "&".join(f"col={field.key}" for field in beside_fields())
    assert HIDDEN_HOSTING in client.get(f"/system/{cast.system.pk}/").text
    assert HIDDEN_BIDDER in exported(client, "system", "json", asked)


def listed(client: Client, asked: str) -> list[str]:
    rows = json.loads(exported(client, "system", "json", f"?{asked}"))["rows"]
    return [row["number"] for row in rows]


@pytest.mark.parametrize(
    "asked",
    [
        f"f.vulnerability.hosting_details={quote('Bergrum')}",
        "f.vulnerability.criticality=critical",
        "f.tender.estimated_value_sek.from=4000000",
        "f.tender.estimated_value_sek.to=5000000",
        f"f.tender.bidders={quote('Hemliga')}",
        f"q={quote('Bergrum')}",
        f"q={quote('Hemliga')}",
    ],
)
def test_a_filter_on_what_is_hidden_reveals_nothing(
    asked: str, cast: Cast, client_of: ClientOf
) -> None:
    assert listed(client_of(cast.employee), asked) == []
    if not asked.startswith("q="):
        assert listed(client_of(cast.system_owner), asked) == [cast.system.number]


@pytest.mark.parametrize("field", beside_fields(), ids=lambda field: field.key)
def test_tom_and_order_treat_what_is_hidden_as_absent(
    field: Field, cast: Cast, client_of: ClientOf
) -> None:
    """With "tom" and in order of a hidden column the system stands as if it had nothing there."""
    bare = make_system(cast.education, name="Utan hemligheter")
    client = client_of(cast.employee)
    everyone = {cast.system.number, cast.other_system.number, bare.number}
    assert set(listed(client, f"f.{field.key}=-")) == everyone
    assert listed(client, f"sort={field.key}") == listed(client, "sort=name")
    assert listed(client, f"sort=-{field.key}") == listed(client, "sort=name")


def test_a_facet_counts_only_what_is_seen(cast: Cast, client_of: ClientOf) -> None:
    url = "/system/filter/vulnerability.criticality/"
    assert 'value="critical"' not in client_of(cast.employee).get(url).text
    assert 'value="critical"' in client_of(cast.system_owner).get(url).text


@pytest.mark.parametrize("who", ["employee", "controller", "auditor", "other_manager"])
def test_what_is_hidden_cannot_be_written_blind(who: str, cast: Cast, client_of: ClientOf) -> None:
    url = f"/system/{cast.system.pk}/vulnerability/"
    sent = {"vulnerability__hosting_details": "Överskrivet"}
    assert client_of(getattr(cast, who)).post(url, sent).status_code == 403
    assert cast.system.vulnerabilities.get().hosting_details == HIDDEN_HOSTING


# The same number of questions to the database


@pytest.fixture
def ask_often(cast: Cast, client_of: ClientOf) -> Callable[[str], int]:
    client = client_of(cast.administrator)

    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            response: Any = client.get(url)
            assert response.status_code == 200
            if response.streaming:
                list(response.streaming_content)
        return len(asked)

    return count


def grow(slug: str, cast: Cast, to: int) -> None:
    """As many rows in the register as said, made by its own action in a batch."""
    register, by = REGISTERS[slug], tool()
    create = register.create_with
    numbers = range(register.rows(by).count(), to)
    with batch(by=by, kind=Batch.Kind.DEMO) as write:
        if create is None:
            NOT_CREATED[slug](write, cast, numbers)
            return
        many: list[dict[str, Any]] = [{"name": f"Rad {number}"} for number in numbers]
        if slug == "delegation":
            grow_rules(write, cast, numbers)
            return
        if slug == "integration":
            enter = REGISTERS["system"].create_with
            assert enter is not None
            ends = [enter.within(write, cast.education, by=by, values=one) for one in many]
            write.flush()
            many = [{"from": cast.system, "to": end, "carries": "Namn"} for end in ends]
        for values in many:
            unit = cast.education_authority if slug == "funktion" else cast.education
            create.within(write, unit, by=by, values=values)


# What is not entered in its register, and how it is made instead.
NOT_CREATED = {
    "metod": grow_methods,
    "behov": grow_needs,
    "mote": grow_meetings,
    "slumpurval": grow_samples,
}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_list_asks_as_often_at_1000_rows_as_at_10(
    slug: str, full: Cast, ask_often: Callable[[str], int]
) -> None:
    urls = [f"/{slug}/", f"/{slug}/?{every_column(REGISTERS[slug])}", f"/{slug}/fil.csv"]
    grow(slug, full, 10)
    few = [ask_often(url) for url in urls]
    grow(slug, full, 1_000)
    many = [ask_often(url) for url in urls]
    assert many == few
    assert few[0] <= 20


# No address is a fault


NONSENSE = [
    "okand=1&f.finnsinte=2&sort=finnsinte&col=finnsinte&page=noll",
    "page=-1",
    "page=0",
    "page=99999999999999999999999999",
    "page=²",
    "id=99999999999999999999&id=x&id=²",
    "q=%00",
    "q=" + "x" * 5_000,
    "q=%F0%9F%98%80%20%22%27%25_%5C",
    "sort=--name",
    "sort=-",
    "f.unit=99999999999999999999999",
    "f.unit=²",
    "f.unit=x&f.unit=-",
    "f.supplier=99999999999999999999999",
    "f.user_count.from=99999999999&f.user_count.to=-99999999999",
    "f.user_count.from=--5",
    "f.user_count.from=²",
    "f.in_use_year.from=99999999999",
    "f.ends_on.from=0000-00-00&f.ends_on.to=9999-12-31",
    "f.name=%00",
    "f.kind=%00",
    "f.vulnerability.end_of_support.from=%00",
    "f.cost_sum=1&f.contract_end=1",
    "f.aliases=x&f.tag.tag=²&f.role.system_owner=99999999999999999999999",
    "from=list",
    "system=²&enhet=²&djup=²&hall=²",
    "system=99999999999999999999999&enhet=99999999999999999999999&djup=99999999999999999999",
    "falt=name&falt=finnsinte&alla=1&id=²",
]


def faults(client: Client, urls: list[str]) -> list[str]:
    """Those of the addresses that are answered by a fault."""
    client.raise_request_exception = False
    found = []
    for url in urls:
        for asked in NONSENSE:
            with transaction.atomic():
                response: Any = client.get(f"{url}?{asked}")
                if response.status_code not in {200, 404}:
                    found.append(f"{response.status_code} {url}?{asked[:60]}")
                elif response.streaming:
                    list(response.streaming_content)
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_a_nonsense_address_still_gives_a_list(slug: str, full: Cast, client_of: ClientOf) -> None:
    pk = REGISTERS[slug].rows(tool())[0].pk
    urls = [f"/{slug}/", f"/{slug}/{pk}/", f"/{slug}/filter/name/"]
    assert faults(client_of(full.employee), urls) == []


def test_a_nonsense_address_still_gives_a_page(full: Cast, client_of: ClientOf) -> None:
    urls = ["/", "/karta/", "/sok/", "/system/andra-flera/", "/system/vyer/ny/", "/handelser/"]
    assert faults(client_of(full.administrator), urls) == []


@pytest.mark.parametrize(
    "url",
    [
        "/finnsinte/",
        "/system/filter/finnsinte/",
        "/system/99999999999999999999999999/",
        "/system/0/",
        "/system/fil.exe",
        "/finnsinte/fil.csv",
        "/system/1/finnsinte/",
        "/person/99999999999999999999999999/",
        "/organisation/99999999999999999999999999/",
        "/system/%00/",
    ],
)
def test_an_address_of_nothing_is_not_found(url: str, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.administrator).get(url).status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_a_field_filters_by_every_value_its_facet_offers(
    slug: str, full: Cast, client_of: ClientOf
) -> None:
    """Every facet can be opened, and what it counts is what the filter then shows."""
    client = client_of(full.administrator)
    register = REGISTERS[slug]
    for field in register.every_field():
        page = client.get(f"/{slug}/filter/{field.key}/")
        assert page.status_code == 200
        for value in page.context["values"][:4]:
            asked = f"f.{field.key}={quote(value.value)}"
            rows = json.loads(exported(client, slug, "json", f"?{asked}"))["rows"]
            assert len(rows) == value.count, f"{field.key}={value.value}"


def test_every_register_is_asked_about() -> None:
    assert {"system", "avtal", "leverantor"} <= set(SLUGS)
    assert REGISTERS["system"].model is System
