"""The oversight: every number equals the list behind it, and page and paper say the same."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from bryggan.initiatives.models import Initiative, Milestone, MoneyRow, Share
from bryggan.initiatives.register import InitiativeRegister
from bryggan.initiatives.tests.making import ago, ahead, make_method, started
from bryggan.initiatives.watching import SILENT_DAYS, Watched
from bryggan.kit import words
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.methods.models import Method, MethodChoice, MethodStep, Phase
from bryggan.people.models import Unit, User
from bryggan.people.scope import Organisation, Scope
from bryggan.reports.oversight import ALL, MONEY, STANDING, UNDER_WAY, Counted, Oversight
from bryggan.reports.papers.oversight import MOST_LINES

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]
URL = "/uppsikt/"
CELL = re.compile(r'<a href="(/(?:initiativ|fardplan)/[^"]*)">([^<]+)</a></span></td>')


def moved(one: Initiative, **columns: Any) -> Initiative:
    Initiative.objects.filter(pk=one.pk).update(**columns)
    return one


def make_some(cast: Cast) -> dict[str, Initiative]:
    """Some of everything, in two nämnder."""
    version = make_method()
    MethodChoice.objects.create(unit=cast.education, method=version.method, starts_on=ago(90))
    made = {
        name: started(cast, name=name, version=version)
        for name in (
            "ny",
            "sen",
            "tyst",
            "milstolpe",
            "vilar",
            "klar",
            "inte av",
            "i vården",
            "fel",
        )
    }
    moved(made["sen"], ends_on=ago(1))
    moved(made["tyst"], touched_on=ago(SILENT_DAYS), phase=Phase.PILOT, purpose="quality")
    Milestone.objects.create(initiative=made["milstolpe"], name="Plan", due_on=ago(2))
    Milestone.objects.create(initiative=made["ny"], name="Gjort", due_on=ago(2), done_on=ago(2))
    moved(made["vilar"], state="parked", wakes_on=ahead(9), ends_on=ago(5), touched_on=ago(400))
    moved(made["klar"], phase=Phase.CLOSED, ends_on=ago(5), touched_on=ago(400))
    moved(made["inte av"], state="rejected", ends_on=ago(5))
    moved(made["i vården"], unit=cast.care, phase=Phase.FOLLOW_UP)
    other = make_method("En annan")
    moved(made["fel"], method_step=MethodStep.objects.filter(method_version=other).first())
    Share.objects.create(initiative=made["ny"], unit=cast.education, percent=60)
    Share.objects.create(initiative=made["ny"], unit=cast.care, percent=40)
    Share.objects.create(initiative=made["sen"], unit=cast.education, percent=100)
    for name, kind, kronor in (
        ("ny", "budget", 100_000), ("ny", "asked", 40_000), ("vilar", "unfunded", 7_000),
        ("i vården", "outcome", 9_000), ("klar", "budget", 5), ("inte av", "budget", 5),
    ):  # fmt: skip
        MoneyRow.objects.create(
            initiative=made[name], year=2027, kind=kind, amount_sek=Decimal(kronor)
        )
    return made


def oversight(cast: Cast, user: User | None = None) -> Oversight:
    organisation = Organisation.read()
    scope = Scope(user or cast.administrator, organisation, organisation.root)
    return Oversight(scope, timezone.localdate())


def listed(url: str, user: User) -> list[dict[str, Any]]:
    question = Question.read(QueryDict(unescape(url).partition("?")[2]), InitiativeRegister)
    listing = Listing(InitiativeRegister, question, user)
    return list(listing.values(listing.found(), listing.columns()))


def names(found: Oversight, key: str, cast: Cast) -> set[str]:
    one = next(one for one in (*found.watched, *STANDING, UNDER_WAY) if one.key == key)
    return {row["c_name"] for row in listed(found.url(one.filters), cast.administrator)}


def test_what_stands_out(cast: Cast) -> None:
    make_some(cast)
    found = oversight(cast)
    assert names(found, Watched.LATE, cast) == {"sen", "milstolpe"}
    assert names(found, Watched.SILENT, cast) == {"tyst"}
    assert names(found, Watched.OUTSIDE, cast) == {"i vården", "fel"}
    assert names(found, Watched.JOINT, cast) == {"ny"}
    assert names(found, Watched.UNTOLD, cast) == {"ny", "sen", "milstolpe", "i vården", "fel"}
    assert names(found, "resting", cast) == {"vilar"}
    assert names(found, "closed", cast) == {"klar"}
    assert names(found, "rejected", cast) == {"inte av"}


def test_a_method_that_is_gone_or_not_begun_is_not_chosen(cast: Cast) -> None:
    make_some(cast)
    MethodChoice.objects.update(starts_on=ahead(1))
    assert "ny" in names(oversight(cast), Watched.OUTSIDE, cast)
    MethodChoice.objects.update(starts_on=ago(1), unit=cast.education_authority)
    assert "ny" not in names(oversight(cast), Watched.OUTSIDE, cast)
    Method.objects.update(withdrawn_at=timezone.now())
    assert "ny" in names(oversight(cast), Watched.OUTSIDE, cast)


@pytest.mark.parametrize("who", ["", "education_authority", "care"])
@pytest.mark.parametrize("reader", ["administrator", "employee", "auditor"])
def test_every_number_equals_the_list_behind_it(
    cast: Cast, client_of: SignIn, who: str, reader: str
) -> None:
    make_some(cast)
    user = getattr(cast, reader)
    at = f"?enhet={getattr(cast, who).pk if who else cast.group.pk}"
    cells = CELL.findall(client_of(user).get(URL + at).text)
    # The auditor is let into education alone.
    assert cells or (reader, who) == ("auditor", "care")
    for url, shown in cells:
        if url.startswith("/fardplan/"):
            behind = client_of(user).get(unescape(url)).context["rows"]
            total = sum(one.amount for one, _unit, _url in behind)
            assert shown == words.money_sek(total), url
        else:
            assert len(listed(url, user)) == int(shown), url


def test_the_parts_add_up_to_the_register(cast: Cast) -> None:
    made = make_some(cast)
    found = oversight(cast)
    everything = InitiativeRegister.rows(cast.administrator)
    assert found.whole.number(ALL.key) == everything.count() == len(made)
    assert sum(found.whole.number(one.key) for one in STANDING) == len(made)
    assert found.whole.amount("budget") == 100_000
    assert found.whole.amount("unfunded") == 7_000


def test_a_joint_one_stands_where_it_is_led_alone(cast: Cast) -> None:
    make_some(cast)
    by_name = {part.place.name: counted for part, counted in oversight(cast).parts}
    assert by_name[cast.education_authority.name].number(Watched.JOINT) == 1
    care = next(counted for name, counted in by_name.items() if name != "Utbildningsnämnden")
    assert care.number(Watched.JOINT) == 0
    assert care.number(ALL.key) == 1
    # Its money stands where it is borne: 40 % of 100 000 with care.
    assert care.amount("budget") == 40_000


def test_who_sees_a_part_counts_that_part(cast: Cast, client_of: SignIn) -> None:
    make_some(cast)
    Initiative.objects.filter(name="i vården").update(withdrawn_at=timezone.now())
    assert oversight(cast).whole.number(ALL.key) == 8
    assert oversight(cast, cast.outsider).whole.number(ALL.key) == len(
        InitiativeRegister.rows(cast.outsider)
    )


def test_without_initiatives_the_page_and_the_paper_say_so(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.administrator)
    assert "Inga initiativ att se till än" in client.get(URL).text
    assert client.get("/papper/uppsikt.pdf").content.startswith(b"%PDF-")


@pytest.mark.usefixtures("remembers")
def test_it_is_counted_anew_when_something_has_happened(cast: Cast) -> None:
    make_some(cast)
    first = oversight(cast)
    assert first.whole.number(ALL.key) == 9
    with CaptureQueriesContext(connection) as asked:
        assert oversight(cast).whole.number(ALL.key) == 9
    assert not [one for one in asked if "initiatives_initiative" in one["sql"]]
    started(cast, name="Ett till")
    assert oversight(cast).whole.number(ALL.key) == 10


def test_it_asks_as_much_of_few_as_of_many(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.administrator)
    version = make_method()
    started(cast, name="Första", version=version)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{URL}?enhet={cast.group.pk}")
        return len(queries)

    asked()
    few = asked()
    units = [make_unit(f"Nämnd {n}", cast.municipality, Unit.Kind.AUTHORITY) for n in range(12)]
    one = Initiative.objects.get()
    for number, unit in enumerate(units * 3):
        one.pk, one.unit, one.name = None, unit, f"Nummer {number}"
        one.save(force_insert=True)
    assert asked() == few


def test_the_paper_says_what_the_page_says(cast: Cast, client_of: SignIn) -> None:
    make_some(cast)
    content = client_of(cast.administrator).get("/papper/uppsikt.xlsx").content
    book = load_workbook(io.BytesIO(content))
    totals = {
        row[0].value: [cell.value for cell in row[1:]]
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        if row[0].value == "Tillsammans"
    }
    whole = oversight(cast).whole
    assert totals
    last = [round(whole.amount(kind) / 1_000) for kind in MONEY]
    assert totals["Tillsammans"][: len(last)] == last


def test_the_paper_has_two_pages_however_many_the_parts_are(
    cast: Cast, client_of: SignIn, tmp_path: Path
) -> None:
    make_some(cast)
    one = Initiative.objects.get(name="ny")
    for number in range(MOST_LINES["pdf"] + 5):
        name = f"Nämnden för det som heter {number}"
        one.unit = make_unit(name, cast.municipality, Unit.Kind.AUTHORITY)
        one.pk, one.name = None, f"Nummer {number}"
        one.save(force_insert=True)
    path = tmp_path / "uppsikt.pdf"
    call_command(
        "report", "uppsikt", "--format", "pdf", "--out", str(path), "--as", cast.administrator.email
    )
    assert re.search(r"Pages:\s+2\n", told_by("pdfinfo", path))
    assert "8 andra" in told_by("pdftotext", path, "-layout")


def told_by(tool: str, path: Path, *options: str) -> str:
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed (poppler-utils)")
    target = ["-"] if tool == "pdftotext" else []
    command = [found, *options, str(path), *target]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()  # noqa: S603


def test_numbers_are_added() -> None:
    counted = Counted()
    counted.add({"a": 1}, {"budget": Decimal(2)})
    counted.add({"a": 2, "b": 1}, {"budget": Decimal(3)})
    assert counted.number("a") == 3
    assert counted.number("c") == 0
    assert counted.amount("budget") == 5
    assert counted.amount("asked") == 0
