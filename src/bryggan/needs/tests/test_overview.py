"""How the needs stand: every number equals the list behind it, and no number points at a person."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.needs import actions
from bryggan.needs.calculation import median_days, share
from bryggan.needs.models import Need, Origin, Sorting
from bryggan.needs.overview import Overview, open_scope
from bryggan.needs.register import NeedRegister
from bryggan.needs.tests.making import (
    asked,
    make_developer,
    parked,
    sorted_as,
    voiced,
    without_name,
)
from bryggan.people.models import Unit, User
from bryggan.people.scope import Organisation, Scope

type SignIn = Callable[[User], Client]
URL = "/behov/laget/"
TO_A_LIST = re.compile(r'href="(/behov/(?:\?[^"]*)?)">(?:<span[^>]*>)?([\d\xa0]+)<')


@pytest.mark.parametrize(
    ("counts", "days"),
    [
        ({}, None),
        ({3: 1}, 3),
        ({3: 1, 4: 1}, 3.5),
        ({0: 2, 10: 1}, 0),
        ({5: 2, 9: 2}, 7),
        ({1: 3, 2: 1, 100: 1}, 1),
        ({1: 1, 2: 1, 100: 1}, 2),
        ({7: 1_000, 8: 999}, 7),
        ({7: 1_000, 8: 1_000}, 7.5),
        ({7: 0, 9: 1}, 9),
    ],
)
def test_the_median_is_worked_out_from_counts(counts: dict[int, int], days: float | None) -> None:
    assert median_days(counts) == days


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 0, None), (0, 3, 0), (1, 3, 33), (2, 2, 100)]
)
def test_of_nothing_there_is_no_share(part: int, whole: int, percent: int | None) -> None:
    assert share(part, whole) == percent


def at(need: Need, **days_ago: int) -> None:
    """Move what happened to so many days ago."""
    today = timezone.localdate()
    changed = {name: today - timedelta(days=ago) for name, ago in days_ago.items()}
    Need.objects.filter(pk=need.pk).update(**changed)


@pytest.fixture
def sees_all(cast: Cast) -> User:
    """She prepares for the whole municipality."""
    return make_developer(cast.group)


@pytest.fixture
def needs(cast: Cast, sees_all: User) -> list[Need]:
    """Some of everything in two administrations."""
    by = sees_all
    made = [
        voiced(cast, "Färskt"),
        voiced(cast, "Gammalt"),
        asked(voiced(cast, "Oklart"), by),
        parked(voiced(cast, "Vilande"), by),
        sorted_as(voiced(cast, "På väg"), by),
        sorted_as(voiced(cast, "Glömt"), by),
        sorted_as(voiced(cast, "Fel på skrivaren", unit=cast.care), by, Sorting.SUPPORT),
        sorted_as(voiced(cast, "En egen robot", unit=cast.care), by, Sorting.DECLINED),
        sorted_as(voiced(cast, "Nytt schema", unit=cast.care, origin=Origin.APT), by),
    ]
    actions.meet_need(made[-1], by=by, text="Klart", reason="done")
    at(made[1], voiced_on=40, step_on=40)
    at(made[4], voiced_on=30, first_answered_on=20, opened_on=20, step_on=20)
    at(made[5], voiced_on=300, first_answered_on=295, opened_on=200, step_on=200)
    at(made[6], voiced_on=20, first_answered_on=19, opened_on=19, step_on=19)
    at(made[8], voiced_on=100, first_answered_on=60, opened_on=60, step_on=10, met_on=10)
    return made


def rows_at(url: str, user: User) -> int:
    question = Question.read(QueryDict(unescape(url).partition("?")[2]), NeedRegister)
    return Listing(NeedRegister, question, user).found().count()


@pytest.mark.parametrize("who", ["", "education", "care"])
def test_every_number_equals_the_list_behind_it_for_who_sees_all(
    cast: Cast, needs: list[Need], sees_all: User, client_of: SignIn, who: str
) -> None:
    at_unit = f"?enhet={getattr(cast, who).pk if who else cast.group.pk}"
    page = client_of(sees_all).get(URL + at_unit).text
    found = TO_A_LIST.findall(page)
    # Medians lead to what they are the middle of, and are no counts.
    counts = [(url, number) for url, number in found if "_days&amp;sort" not in url]
    assert len(counts) >= 5
    for url, number in counts:
        assert rows_at(url, sees_all) == int(number.replace("\xa0", "")), url


def test_the_figures_of_an_administration(cast: Cast, needs: list[Need], sees_all: User) -> None:
    found = overview(cast.education, sees_all)
    whole = found.whole
    assert whole.steps == {"voiced": 2, "asked": 1, "parked": 1, "sorted": 2}
    assert (whole.still_waiting, whole.still_sorted) == (1, 1)
    assert (whole.prompt, whole.due) == (2, 3)
    assert median_days(whole.days["answer"]) == 2.5
    assert overview(cast.care, sees_all).reasons() == [
        ("benefit_too_small", 1),
        ("fault_report", 1),
    ]


def overview(unit: Unit, user: User) -> Overview:
    organisation = Organisation.read()
    return Overview(Scope(user, organisation, organisation.places[unit.pk]), timezone.localdate())


def test_the_numbers_count_what_one_may_not_read_and_the_list_says_so(
    cast: Cast, needs: list[Need], sees_all: User, client_of: SignIn
) -> None:
    outside = cast.controller
    assert overview(cast.group, outside).whole.steps == overview(cast.group, sees_all).whole.steps
    client = client_of(outside)
    assert "Färre än 5 behov till är inte med." in client.get("/behov/").text
    for number in range(3):
        voiced(cast, f"Ett till {number}")
    assert "6 behov till är inte med." in client.get("/behov/").text
    assert "till är inte med" not in client_of(sees_all).get("/behov/").text
    assert "Gammalt" not in client.get("/behov/?f.step=voiced").text


@pytest.mark.parametrize(
    "question", ["q=gammalt", "f.name=Gammalt", "f.obstacle=G", "f.origin=letterbox", "f.system=-"]
)
def test_a_list_asked_for_a_word_tells_no_number_of_what_it_leaves_out(
    cast: Cast, needs: list[Need], client_of: SignIn, question: str
) -> None:
    page = client_of(cast.controller).get(f"/behov/?{question}").text
    assert "till är inte med" not in page
    assert "syns bara för närmast berörda" in page


def test_a_workplace_is_never_counted_by_itself(
    cast: Cast, needs: list[Need], client_of: SignIn
) -> None:
    school = make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    voiced(cast, "Skolans", unit=school)
    client = client_of(cast.controller)
    page = client.get(f"{URL}?enhet={school.pk}").text
    assert "Utbildningsnämnden" in page
    assert "Ekviksskolan" not in page
    assert "till är inte med" not in client.get(f"/behov/?f.unit={school.pk}").text
    organisation = Organisation.read()
    asked_for = Scope(cast.controller, organisation, organisation.places[school.pk])
    assert open_scope(asked_for).unit.name == "Utbildningsnämnden"


def test_few_without_a_name_never_stand_alone(cast: Cast) -> None:
    voiced(cast)
    for number in range(4):
        without_name(cast.education, f"Hinder {number}", code_digest=str(number) * 64)
    found = overview(cast.group, cast.strategist)
    assert found.origins() == [(("form", "letterbox"), 5)]

    without_name(cast.education, "Hinder 5", code_digest="5" * 64)
    anew = overview(cast.group, cast.strategist)
    assert anew.origins() == [(("letterbox",), 5), (("form",), 1)]


def test_somebody_external_counts_only_where_she_is_let_in(
    cast: Cast, needs: list[Need], client_of: SignIn
) -> None:
    assert {p.name for p, _ in overview(cast.group, cast.auditor).parts} == {"Utbildningsnämnden"}
    assert overview(cast.group, cast.outsider).parts == []
    assert "Inga behov att räkna än" in client_of(cast.outsider).get(URL).text


def test_as_many_questions_however_many_needs(
    cast: Cast, needs: list[Need], sees_all: User, client_of: SignIn
) -> None:
    client = client_of(sees_all)
    client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(f"{URL}?enhet={cast.group.pk}")
    for number in range(12):
        sorted_as(voiced(cast, f"Ännu ett {number}", unit=cast.care), sees_all)
    with CaptureQueriesContext(connection) as many:
        client.get(f"{URL}?enhet={cast.group.pk}")
    assert len(many) <= len(few) + 7  # what was remembered is asked anew
    assert len(many) <= 20
