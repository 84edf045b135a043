"""APT-bladet: what it holds and what it never holds, on the page, in Word and as one page of PDF."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bryggan.kit.papers.declared import NoSuchPaper, make_file, read_options
from bryggan.kit.testing.cast import Cast, make_person, make_unit
from bryggan.needs import actions
from bryggan.needs.models import Need, Origin, Sorting
from bryggan.needs.papers import WorkplaceSheet
from bryggan.needs.tests.making import make_developer, parked, sorted_as, voiced
from bryggan.needs.workplace_sheet import MOST_OWN, Sheet, sheet_of, short
from bryggan.needs.workplaces import Said, plan_workplace_meeting, voice_for_workplace
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role

type SignIn = Callable[[User], Client]
LONG = "Vi skriver av samma uppgifter tre gånger varje kväll, först på papper och sedan i datorn"


@pytest.fixture
def school(cast: Cast) -> Unit:
    return make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)


@pytest.fixture
def principal(school: Unit) -> User:
    return make_person("Petra Rektor", school, [(Role.MANAGER, school)])


@pytest.fixture
def developer(cast: Cast) -> User:
    return make_developer(cast.group)


def met(need: Need, by: User) -> Need:
    sorted_as(need, by)
    actions.meet_need(need, by=by, text="Det nya skåpet står i hallen.", reason="done")
    return need


@pytest.fixture
def lived(cast: Cast, school: Unit, principal: User, developer: User) -> dict[str, Need]:
    """A workplace with some of everything, and others around it."""
    named = {
        "met": met(voiced(cast, "Nycklarna i en pärm", unit=school), developer),
        "sorted": sorted_as(voiced(cast, "Schemat syns inte", unit=school), developer),
        "parked": parked(voiced(cast, "Läsplattorna laddas i källaren", unit=school), developer),
        "own": voiced(cast, "Chefen hör aldrig av sig", unit=school),
        "near": sorted_as(voiced(cast, "Frånvaron ringas in", unit=cast.education), developer),
        "far": sorted_as(voiced(cast, "Larmet hörs inte", unit=cast.care), developer),
        "declined": sorted_as(
            voiced(cast, "Egen robot", unit=cast.care), developer, Sorting.DECLINED
        ),
        "hidden": sorted_as(voiced(cast, "En enda i köket", unit=school), developer),
        "joined": sorted_as(voiced(cast, "Fakturan kommer på papper", unit=cast.care), developer),
    }
    actions.support_need(named["far"], by=cast.manager, unit=cast.education)
    actions.support_need(named["joined"], by=principal, unit=school)
    actions.protect_need(named["hidden"], by=developer, is_protected=True, reason="En enda")
    [named["apt"]] = voice_for_workplace(
        school, by=principal, rows=[Said("Kopiatorn står i källaren", count=7)], sent="a"
    )
    return named


def names(lines: Any) -> list[str]:
    return [line.name for line in lines]


def sheet(unit: Unit, user: User) -> Sheet:
    return sheet_of(unit, user, timezone.localdate())


def test_the_sheet_tells_what_became_of_what_and_what_others_ask_for(
    cast: Cast, school: Unit, principal: User, lived: dict[str, Need]
) -> None:
    found = sheet(school, principal)
    assert names(found.met.lines) == ["Nycklarna i en pärm"]
    assert found.met.lines[0].said == "Det nya skåpet står i hallen."
    assert names(found.own.lines) == [
        "Fakturan kommer på papper",
        "Läsplattorna laddas i källaren",
        "Schemat syns inte",
        "Kopiatorn står i källaren",
    ]
    assert found.own.lines[1].state.startswith("Vilar till ")
    assert found.own.lines[2].who == "Vera Verk"
    assert found.own.lines[3].state == "Väntar på svar"
    # Her own administration first, though more stand behind the other.
    assert names(found.others.lines) == ["Frånvaron ringas in", "Larmet hörs inte"]
    assert [line.people for line in found.others.lines] == [1, 2]
    assert re.fullmatch(r"[\w.:]+/behov/\d+/", found.others.lines[0].address)


def test_the_sheet_holds_nothing_hidden_and_nobodys_name(
    cast: Cast, school: Unit, principal: User, lived: dict[str, Need], client_of: SignIn
) -> None:
    """What somebody has left by herself is not read out at a meeting before it is sorted."""
    for person in (principal, cast.employee, cast.manager):
        text = client_of(person).get(f"/behov/apt/{school.pk}/").text
        paper = in_word(school, person)
        for said in (text.partition("<main")[2], paper):
            assert lived["own"].name not in said
            assert lived["hidden"].name not in said
            assert lived["declined"].name not in said
        for name in ("Elin Ek", "Magnus Mård"):
            assert name not in paper.replace(f"Framtagen av\n{person}", "")
    # What was said at the meeting only those read who may read it.
    assert lived["apt"].name in in_word(school, principal)
    assert lived["apt"].name not in in_word(school, cast.controller)


def made(unit: Unit, user: User, form: str) -> bytes:
    address = QueryDict(f"unit={unit.pk}")
    return make_file(
        WorkplaceSheet, user, read_options(WorkplaceSheet, user, address, form)
    ).content


def in_word(unit: Unit, user: User) -> str:
    document = docx.Document(io.BytesIO(made(unit, user, "docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(part.text for part in document.paragraphs), *cells])


def test_the_sheet_in_word_says_it_in_order(
    school: Unit, principal: User, lived: dict[str, Need]
) -> None:
    plan_workplace_meeting(school, by=principal, held_on=timezone.localdate() + timedelta(days=3))
    text = in_word(school, principal)
    heads = ["Detta fick ni", "Det ni bad om", "Har ni det också?", "Nytt från det här mötet"]
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)
    assert "APT-bladet till mötet" in text
    assert f"Schemat syns inte ({lived['sorted'].number})" in text
    assert "/behov/lamna/" in text


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_the_sheet_of_an_ordinary_workplace_is_one_page_of_pdf(
    cast: Cast, school: Unit, principal: User, developer: User, lived: dict[str, Need]
) -> None:
    for number in range(8):
        met(voiced(cast, f"{LONG} {number}", unit=school), developer)
        sorted_as(voiced(cast, f"{LONG} {number}", unit=school), developer, text=f"{LONG}. " * 3)
        sorted_as(voiced(cast, f"{LONG} {number}", unit=cast.education), developer)
    pdf = made(school, principal, "pdf")
    assert page_count(pdf) == 1
    found = sheet(school, principal)
    assert len(found.own.lines) == MOST_OWN
    assert found.own.rest == 3 + 8 + 1 - MOST_OWN
    assert (found.met.rest, found.others.rest) == (6, 7)


def test_the_sheet_of_a_workplace_that_has_asked_for_nothing(
    cast: Cast, school: Unit, client_of: SignIn
) -> None:
    assert page_count(made(school, cast.employee, "pdf")) == 1
    page = client_of(cast.employee).get(f"/behov/apt/{school.pk}/").text
    assert "Ni har inte bett om något än." in page


def test_the_sheet_is_made_by_the_command_for_a_unit(
    cast: Cast, school: Unit, lived: dict[str, Need], tmp_path: Path
) -> None:
    out = tmp_path / "blad.pdf"
    call_command(
        "report", "apt-blad", form="pdf", out=out, unit="Ekviksskolan", by=cast.manager.email
    )
    assert page_count(out.read_bytes()) == 1


def test_there_is_no_sheet_of_a_unit_that_is_gone(cast: Cast) -> None:
    with pytest.raises(NoSuchPaper):
        made(Unit(pk=999_999), cast.manager, "pdf")


def test_as_many_questions_however_many_needs(
    cast: Cast, school: Unit, principal: User, developer: User, lived: dict[str, Need]
) -> None:
    with CaptureQueriesContext(connection) as few:
        sheet(school, principal)
    for number in range(12):
        sorted_as(voiced(cast, f"Ännu ett {number}", unit=school), developer)
        voiced(cast, f"Sagt {number}", unit=school, by=principal, origin=Origin.APT)
    with CaptureQueriesContext(connection) as many:
        sheet(school, principal)
    assert len(many) <= len(few) + 4 <= 20  # so many are counted as have no room


@pytest.mark.parametrize(
    ("text", "shown"),
    [("kort", "kort"), ("en\nrad till", "en rad till"), ("ord " * 40, "ord ord ord …")],
)
def test_what_has_no_room_is_cut_at_a_word(text: str, shown: str) -> None:
    assert short(text, 14) == shown
