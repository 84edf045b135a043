"""The pages of assessments, as those who open them see them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.assessments import actions
from bryggan.assessments.models import Answer, Assessment, Disposition
from bryggan.assessments.tests.making import (
    BUSINESS,
    IT,
    answer_of,
    make_answered,
    make_assessment,
    make_disposition,
    of_four,
    soon,
    stands,
)
from bryggan.kit.testing.cast import Cast, make_system
from bryggan.people.models import User
from bryggan.systems import actions as systems

type ClientOf = Callable[[User], Client]


def text_of(page: str) -> str:
    """What is read on a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# Opening


def test_marked_rows_are_asked_about_with_those_responsible(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.strategist)
    listed = client.get("/system/").text
    assert 'formaction="/bedomning/starta/"' in listed
    marked = {"id": [cast.system.pk, cast.other_system.pk]}
    page = text_of(client.get("/bedomning/starta/", marked).text)
    assert "Olga Orre, Stina Säv" in page
    assert "ingen ansvarig" in page
    posted = {
        **marked,
        "last_day": soon().isoformat(),
        "roles": "on",
        "more_business": [cast.employee.email],
        "more_it": [],
    }
    assert client.post("/bedomning/starta/", posted).status_code == 302
    assert Assessment.objects.open().count() == 2
    asked = Answer.objects.filter(assessment__system=cast.system).values_list(
        "respondent__name", "side"
    )
    assert set(asked) == {
        ("Olga Orre", "business"),
        ("Stina Säv", "business"),
        ("Ivar Ide", "it"),
        ("Elin Ek", "business"),
    }
    alone = Answer.objects.get(assessment__system=cast.other_system)
    assert alone.respondent == cast.employee


def test_a_filter_of_the_list_is_asked_about_too(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.strategist).get("/bedomning/starta/", {"f.unit": cast.care.pk}).text
    assert "Omsorgsjournalen" in page
    assert "Skolplattformen" not in page


def test_without_systems_the_page_says_how_to_choose_them(cast: Cast, client_of: ClientOf) -> None:
    assert "Välj vilka system" in client_of(cast.strategist).get("/bedomning/starta/").text


# Answering


def test_one_answers_a_part_then_the_rest_and_goes_on_to_the_next(
    cast: Cast, client_of: ClientOf
) -> None:
    first = make_assessment(cast.system, (cast.employee, BUSINESS))
    second = make_assessment(cast.other_system, (cast.employee, BUSINESS))
    one, other = (answer_of(held, cast.employee, BUSINESS) for held in (first, second))
    client, url = client_of(cast.employee), f"/bedomning/svar/{one.pk}/"
    page = client.get(url).text
    assert page.count('type="radio"') == 10 * 5 + 3
    assert "250 000" in text_of(page).replace("\xa0", " ")
    assert client.post(url, {"ease": "4", "part": "1"}).status_code == 302
    page = client.get(url).text
    assert re.search(r'id="ease-4"[^>]* checked', page)
    assert "1 av 10 sparade" in text_of(page)
    left = client.post(url, {"help": "unknown", "done": "1", "comment": "Bra"})
    assert left.status_code == 422
    assert "8 påståenden är kvar" in text_of(left.text)
    one.refresh_from_db()
    assert (one.values, one.comment) == ({"ease": 4, "help": "unknown"}, "Bra")
    whole = {**stands(BUSINESS, 3), "done": "1", "figures": "right"}
    done = client.post(url, whole)
    assert done.headers["Location"] == f"/bedomning/svar/{other.pk}/"
    one.refresh_from_db()
    assert one.answered_at is not None
    assert one.figures == {
        "cost.license": 250_000,
        "cost.support": None,
        "cost.development": None,
        "user_count": 1200,
    }


def test_nonsense_is_refused_and_nothing_is_lost(cast: Cast, client_of: ClientOf) -> None:
    held = make_assessment(cast.system, (cast.employee, BUSINESS))
    one = answer_of(held, cast.employee, BUSINESS)
    client, url = client_of(cast.employee), f"/bedomning/svar/{one.pk}/"
    client.post(url, {"ease": "3"})
    assert client.post(url, {"help": "7"}).status_code == 422
    one.refresh_from_db()
    assert one.values == {"ease": 3}


def test_each_side_sees_its_own_statements_only(cast: Cast, client_of: ClientOf) -> None:
    held = make_assessment(cast.system, (cast.it_counterpart, IT))
    one = answer_of(held, cast.it_counterpart, IT)
    page = client_of(cast.it_counterpart).get(f"/bedomning/svar/{one.pk}/").text
    assert "Tekniken i systemet hålls modern." in page
    assert "hittar rätt utan att leta" not in page
    assert "Stämmer siffrorna" not in page


# What it amounts to, and who sees what


def test_four_respondents_who_disagree_are_seen_to_disagree(
    cast: Cast, client_of: ClientOf
) -> None:
    held = of_four(cast)
    page = text_of(client_of(cast.strategist).get(f"/bedomning/{held.pk}/").text)
    assert "4 av 4 har svarat" in page
    assert "Oenighet" in page
    assert "Här är ni oense: verksamhetsvärde" in page
    assert "Här är ni oense: teknik" not in page
    assert "Mellan 0 och 100" in page
    assert "3 steg isär" in page


@pytest.mark.parametrize("who", ["system_owner", "strategist", "administrator"])
def test_names_and_comments_stand_beside_answers_for_owner_and_strategist(
    cast: Cast, client_of: ClientOf, who: str
) -> None:
    held = of_four(cast)
    one = answer_of(held, cast.employee, BUSINESS)
    actions.save_answer(one, by=cast.employee, values={}, comment="Vi skriver på papper.")
    page = client_of(cast.people()[who]).get(f"/bedomning/{held.pk}/").text
    assert '<th scope="col" class="number">Elin Ek</th>' in page
    assert "Vi skriver på papper." in page


@pytest.mark.parametrize(
    "who", ["manager", "it_counterpart", "system_steward", "controller", "auditor"]
)
def test_others_see_counts_and_no_names_at_answers(
    cast: Cast, client_of: ClientOf, who: str
) -> None:
    held = of_four(cast)
    one = answer_of(held, cast.employee, BUSINESS)
    actions.save_answer(one, by=cast.employee, values={}, comment="Vi skriver på papper.")
    page = client_of(cast.people()[who]).get(f"/bedomning/{held.pk}/").text
    assert '<th scope="col" class="number">Elin Ek</th>' not in page
    assert '<th scope="col" class="number">Stämmer helt</th>' in page
    assert "Vi skriver på papper." not in page
    assert "4 av 4 har svarat" in page


def test_a_system_that_does_not_exist_for_her_has_no_assessment(
    cast: Cast, client_of: ClientOf
) -> None:
    held = of_four(cast)
    client = client_of(cast.outsider)
    assert client.get(f"/bedomning/{held.pk}/").status_code == 404
    for url in ("/bedomning/", "/utbyteslista/"):
        assert "Skolplattformen" not in client.get(url).text


def test_the_systems_page_and_the_list_tell_where_it_stands(
    cast: Cast, client_of: ClientOf
) -> None:
    of_four(cast)
    client = client_of(cast.strategist)
    panel = f"/system/{cast.system.pk}/visa/assessments/"
    page = text_of(client.get(panel).text)
    assert "50 av 100 (2 svar)" in page
    assert "Svaren talar för: Utveckla" in page
    make_disposition(cast.system, "phase_out", target_year=2029)
    page = text_of(client.get(panel).text)
    assert "Avveckla 2029" in page
    columns = "?col=name&col=disposition&col=target_year&col=business_value&col=technical_standing"
    row = text_of(client.get(f"/system/{columns}").text)
    assert re.search(r"Skolplattformen ○ Avveckla 2029 50 67", row)
    found = client.get(f"/system/{columns}&f.disposition=phase_out&f.business_value.from=50").text
    assert "Skolplattformen" in found
    assert "Omsorgsjournalen" not in found
    facet = text_of(client.get("/system/filter/disposition/").text)
    assert "Avveckla" in facet


# The picture and the list


def test_the_picture_places_what_both_sides_have_answered_about(
    cast: Cast, client_of: ClientOf
) -> None:
    of_four(cast)
    make_answered(cast.other_system, {(cast.employee, BUSINESS): 4})
    page = client_of(cast.strategist).get("/bedomning/").text
    drawn = re.findall(r'<a class="chart-link" href="([^"]+)" aria-label="([^"]+)"', page)
    held = Assessment.objects.get(system=cast.system)
    words = "1. Skolplattformen: Teknik och leverantör 67, Verksamhetsvärde 50. förslag: utveckla"
    assert drawn == [(f"/bedomning/{held.pk}/", words)] * 2
    said = text_of(page)
    assert "▲ 100 isär" in said
    assert "Den ena sidan har inte svarat än" in said
    assert "1 Skolplattformen 67 – 50 0–100" in said


def test_what_is_decided_stands_when_answers_change(cast: Cast, client_of: ClientOf) -> None:
    held = of_four(cast)
    make_disposition(cast.system, "replace", target_year=2029)
    client = client_of(cast.strategist)

    def told() -> tuple[str, str]:
        picture = text_of(client.get("/bedomning/").text)
        listed = text_of(client.get("/utbyteslista/").text)
        return picture, listed

    for stand in (1, 4):
        for user, side in ((cast.system_owner, BUSINESS), (cast.employee, BUSINESS),
                           (cast.it_counterpart, IT), (cast.administrator, IT)):  # fmt: skip
            one = answer_of(held, user, side)
            actions.save_answer(one, by=user, values=stands(side, stand))
        picture, listed = told()
        assert "beslutat: byt ut 2029" in picture
        assert "förslag" not in picture
        assert re.search(r"2029 .*Skolplattformen Utbildningsförvaltningen ▲ Byt ut", listed)
        assert "Svaren talar" not in listed.split("Skolplattformen")[1].split("Kr i år")[0]
    assert Disposition.objects.in_force().get().kind == "replace"


def test_the_list_says_why_and_sums_what_is_known(cast: Cast, client_of: ClientOf) -> None:
    change = systems.change_system
    for system in (cast.system, cast.other_system):
        change(system, by=cast.strategist, values={"planned_end_year": 2028})
    page = text_of(client_of(cast.strategist).get("/utbyteslista/").text).replace("\xa0", " ")
    assert "Planerat avvecklingsår i registret: 2028." in page
    assert "250 000 kr om året, 1 av 2 har belopp" in page


def test_what_is_secret_is_left_out_of_the_list_and_it_says_so(
    cast: Cast, client_of: ClientOf
) -> None:
    values = {"vulnerability.end_of_support": soon().replace(year=2029)}
    systems.change_system(cast.system, by=cast.strategist, values=values)
    seen = text_of(client_of(cast.strategist).get("/utbyteslista/").text)
    assert "Supporten upphör 2029" in seen
    assert "utelämnade" not in seen
    hidden = text_of(client_of(cast.employee).get("/utbyteslista/").text)
    assert "Supporten upphör 2029" not in hidden
    assert "Uppgifter om 1 system är utelämnade" in hidden


def test_a_unit_holds_its_own_systems(cast: Cast, client_of: ClientOf) -> None:
    of_four(cast)
    make_disposition(cast.other_system)
    client = client_of(cast.strategist)
    asked = {"enhet": cast.care.pk}
    assert "Ingen bild än" in client.get("/bedomning/", asked).text
    listed = client.get("/utbyteslista/", asked).text
    assert "Omsorgsjournalen" in listed
    assert "Skolplattformen" not in listed
    assert client.get("/bedomning/", {"enhet": "x"}).status_code == 404


@pytest.mark.parametrize("url", ["/bedomning/", "/utbyteslista/"])
def test_ten_and_a_hundred_systems_cost_the_same_number_of_questions(
    url: str, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.manager)

    def grow(first: int, last: int) -> None:
        answers: dict[Any, Any] = {(cast.employee, BUSINESS): 3, (cast.it_counterpart, IT): 2}
        for number in range(first, last):
            system = make_system(cast.education, name=f"System {number}", planned_end_year=2030)
            make_answered(system, answers)
            make_disposition(system, "replace")

    def count() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    grow(0, 10)
    few = count()
    grow(10, 30)
    assert count() == few
    assert few <= 20


def test_the_words_of_dispositions_are_the_municipalitys(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.strategist)
    made = make_disposition(cast.system, "keep", target_year=None)
    url = "/bedomning/inriktningar/keep/"
    assert client.post(url, {"keep-name": "Förvalta", "keep-is_offered": "on"}).status_code == 302
    assert "Förvalta" in client.get(f"/system/{cast.system.pk}/visa/assessments/").text
    assert "Heter Behåll i Bryggan" in client.get("/bedomning/inriktningar/").text
    assert client.post("/bedomning/inriktningar/sell/", {}).status_code == 404
    assert made.superseded_at is None


def test_a_decision_is_written_in_with_the_name_of_who_decided(
    cast: Cast, client_of: ClientOf
) -> None:
    client, url = client_of(cast.manager), f"/system/{cast.system.pk}/inriktning/"
    assert "Inget är beslutat än" in client.get(url).text
    asked = {"kind": "replace", "target_year": "2029", "decided_on": "2026-11-01"}
    missing = client.post(url, asked)
    assert missing.status_code == 422
    whole = {**asked, "reason": "Stödet upphör", "decided_by": cast.manager.email}
    assert client.post(url, whole).status_code == 302
    assert "Stödet upphör (Magnus Mård)" in text_of(client.get(url).text)
    past = client.get(f"/system/{cast.system.pk}/historik/").text
    assert "skrev in beslutad inriktning" in past


def test_the_method_says_what_is_the_guides_and_what_is_our_own(
    cast: Cast, client_of: ClientOf
) -> None:
    page = text_of(client_of(cast.employee).get("/bedomning/metod/").text)
    assert "Guide för kommunal e-utveckling, Jönköpings län 2013, bilaga 3" in page
    assert "Bryggans eget tillägg" in page
    assert "Leverantören lyssnar" in page
