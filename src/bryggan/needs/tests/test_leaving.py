"""A need left by the form, with all that people and programs send: handled, said in words, nothing lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bryggan.history.models import Event
from bryggan.kit.testing.cast import Cast, make_person
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.needs.models import Need, Origin, Picture, Route, Slip, Supporter
from bryggan.needs.tests.making import make_developer, sorted_as, voiced
from bryggan.needs.tests.pictures import plain
from bryggan.needs.tests.sending import (
    ADDRESS,
    WORDS,
    code_in,
    empty_the_box,
    nonce_of,
    picture,
    send,
)
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]
EMOJI = "😀🔑"
SCRIPT = "<script>alert('hej')</script>"


def text_kept(page: Any) -> str:
    found = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page.text, re.DOTALL)
    assert found
    return found[1]


def said_in(page: Any) -> str:
    found = re.search(r'class="error-summary".*?</div>', page.text, re.DOTALL)
    return found[0] if found else ""


def test_whoever_is_signed_in_leaves_it_for_her_own_workplace(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.employee)
    page = client.get(ADDRESS).text
    sent = {
        "obstacle": WORDS,
        "unit": cast.education.pk,
        "answer": "name",
        "nonce": nonce_of(page),
        "route": "head",
    }
    response = client.post(ADDRESS, {**sent, "picture": picture(plain())})

    need = Need.objects.get()
    assert response["Location"] == f"/behov/{need.pk}/"
    assert (need.obstacle, need.unit, need.route) == (WORDS, cast.education, Route.HEAD)
    assert [row.user for row in need.supporters.all()] == [cast.employee]
    assert need.supporters.get().code_digest is None
    assert newest_event().actor_id == cast.employee.pk
    assert "Tack. Behovet är lämnat" in client.get(response["Location"]).text
    [kept] = need.pictures.all()
    shown = client.get(f"/behov/bild/{kept.pk}/")
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]


def test_the_poster_fills_in_the_workplace(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.employee).get(f"/b/{cast.care.pk}/").text
    assert f'<option value="{cast.care.pk}" selected>' in page
    assert 'name="by_poster" value="True"' in page
    response = send(client_of(cast.employee), cast.care, answer="name", by_poster="True")

    assert response.status_code == 302
    assert (Need.objects.get().origin, Need.objects.get().unit) == (Origin.POSTER, cast.care)


def test_an_old_poster_leads_to_what_is_there_now(cast: Cast) -> None:
    type(cast.education).objects.filter(pk=cast.education.pk).update(withdrawn_at=timezone.now())
    page = Client().get(f"/b/{cast.education.pk}/")
    assert f'<option value="{cast.education_authority.pk}" selected>' in page.text
    assert Client().get("/b/999999999999999999999/").status_code == 200


@pytest.mark.parametrize("known", [True, False])
def test_an_address_at_work_makes_a_sender_and_tells_nobody_who_is_known(
    cast: Cast, known: bool
) -> None:
    address = cast.employee.email if known else "anna.lund@ekvik.example"
    people = User.objects.count()
    response = send(Client(), cast.education, answer="address", address=f" {address.upper()} ")

    [row] = Supporter.objects.all()
    assert row.user is not None
    assert (row.user.email, row.unit) == (address, cast.education)
    if not known:
        assert (row.user.name, row.user.is_active) == ("Anna Lund", False)
        assert not row.user.has_usable_password()
        assert not row.user.current_assignments
    assert User.objects.count() == people + (not known)
    assert Need.objects.get().sent_key == row.code_digest
    assert page_without_code(response) == page_without_code(
        send(Client(), cast.education, answer="address", address="annan.person@ekvik.example")
    )


def page_without_code(response: Any) -> str:
    page = response.text.replace(code_in(response), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize("who", ["outsider", "gone", "tool"])
def test_an_address_lets_nobody_in_who_has_left_or_comes_from_outside(cast: Cast, who: str) -> None:
    person = cast.outsider
    if who == "gone":
        person = make_person("Gerd Borta", cast.education)
        User.objects.filter(pk=person.pk).update(withdrawn_at=timezone.now())
    elif who == "tool":
        person = User.objects.get(is_built_in=True)
        User.objects.filter(pk=person.pk).update(email="bryggan@ekvik.example")
        person.refresh_from_db()
    response = send(Client(), cast.education, answer="address", address=person.email)

    assert code_in(response)
    assert Supporter.objects.get().user is None
    held = User.objects.get(pk=person.pk)
    assert (held.withdrawn_at is not None) is (who == "gone")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nagon@gmail.com", "Adressen måste vara din i kommunen"),
        ("nagon@ond-ekvik.example", "Adressen måste vara din i kommunen"),
        ("", "Skriv hela adressen"),
        ("anna", "Skriv hela adressen"),
        ("anna\0@ekvik.example\r\nBcc: x@y.z", "Skriv hela adressen"),
        ("a" * 400 + "@ekvik.example", "Skriv hela adressen"),
    ],
)
def test_another_address_is_refused_and_the_text_kept(cast: Cast, address: str, said: str) -> None:
    with nothing_happens():
        response = send(Client(), cast.education, answer="address", address=address)

    assert response.status_code == 422
    assert said in said_in(response)
    assert text_kept(response) == WORDS


@pytest.mark.parametrize("answer", ["name", "code", "address"])
def test_a_nervous_thumb_leaves_one_need(cast: Cast, client_of: ClientOf, answer: str) -> None:
    client = client_of(cast.employee) if answer == "name" else Client()
    sent = {
        "obstacle": WORDS,
        "unit": cast.education.pk,
        "answer": answer,
        "address": "anna.lund@ekvik.example",
        "nonce": nonce_of(client.get(ADDRESS).text),
    }
    first = client.post(ADDRESS, {**sent, "picture": picture(plain())})
    again = client.post(ADDRESS, {**sent, "picture": picture(plain())})
    assert (first.status_code, first.get("Location")) == (again.status_code, again.get("Location"))
    if answer != "name":
        assert code_in(first) == code_in(again)
    assert Need.objects.count() + Slip.objects.count() == 1

    empty_the_box()
    late = client.post(ADDRESS, sent)
    empty_the_box()
    assert late.status_code == first.status_code
    assert (Need.objects.count(), Slip.objects.count(), Picture.objects.count()) == (1, 0, 1)
    # What she has changed and sends from the same page is another matter, and is not lost.
    client.post(ADDRESS, {**sent, "obstacle": "Något helt annat"})
    empty_the_box()
    assert Need.objects.count() == 2


@pytest.mark.parametrize("answer", ["name", "code"])
@pytest.mark.parametrize(
    ("obstacle", "said"),
    [
        ("Bo 19121212-1212 larmar", "Det ser ut som ett personnummer i texten"),
        ("x" * 100_000, "Texten är 100\xa0000 tecken. Korta den till 10\xa0000."),
        (" \r\n ", "Skriv vad som är i vägen"),
        ("\0\0", "Skriv vad som är i vägen"),
    ],
    ids=["number", "long", "empty", "nul"],
)
def test_what_cannot_be_kept_is_told_and_the_text_stands(
    cast: Cast, client_of: ClientOf, answer: str, obstacle: str, said: str
) -> None:
    client = client_of(cast.employee) if answer == "name" else Client()
    with nothing_happens():
        response = send(client, cast.education, answer=answer, obstacle=obstacle)

    assert response.status_code == 422
    assert said in said_in(response)
    assert text_kept(response).replace("\0", "").strip() == obstacle.replace("\0", "").strip()
    assert f'<option value="{cast.education.pk}" selected>' in response.text
    assert 'value="Nattpersonalen"' in response.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("concerns", "n" * 301, "Texten är 301 tecken. Korta den till 300."),
        ("concerns", "Bo 121212-1212", "Det ser ut som ett personnummer"),
        ("unit", "", "Välj var det är."),
        ("unit", "99999", "Välj ett giltigt alternativ"),
        ("unit", "²", "Välj ett giltigt alternativ"),
        ("answer", "", "Detta fält måste fyllas i."),
        ("route", "kungen", "Välj ett giltigt alternativ"),
        ("website", "http://spam.example", "Ett dolt fält var ifyllt"),
        ("picture", picture(bytes(40 * 1024 * 1024)), "Bilden är större än 15 MB"),
        ("picture", picture(b"ingen bild"), "Bilden gick inte att läsa"),
        ("picture", picture(b""), "Den skickade filen är tom."),
    ],
)
def test_whatever_else_is_wrong_keeps_the_text_too(
    cast: Cast, field: str, value: Any, said: str
) -> None:
    with nothing_happens():
        response = send(Client(), cast.education, **{field: value})

    assert response.status_code == 422
    assert said in said_in(response)
    assert text_kept(response) == WORDS
    if field == "website":
        assert "spam.example" not in response.text
    if field == "picture" and value.size:
        assert "Välj bilden igen" in response.text


@pytest.mark.parametrize("answer", ["name", "code"])
@pytest.mark.parametrize("obstacle", [EMOJI, SCRIPT, "Larmet\0 piper", "'; DROP TABLE needs;--"])
def test_odd_texts_are_kept_as_they_were_written(
    cast: Cast, client_of: ClientOf, answer: str, obstacle: str
) -> None:
    client = client_of(cast.employee) if answer == "name" else Client()
    response = send(client, cast.education, answer=answer, obstacle=obstacle)
    assert response.status_code in (200, 302)
    empty_the_box()

    need = Need.objects.get()
    assert need.obstacle == obstacle.replace("\0", "")
    page = client_of(cast.strategist).get(f"/behov/{need.pk}/")
    assert page.status_code == 200
    assert SCRIPT not in page.text


def test_too_many_from_one_address_wait_with_the_text_kept(cast: Cast) -> None:
    for _number in range(60):
        assert send(Client(), cast.education, obstacle=" ").status_code == 422
    response = send(Client(), cast.education)
    assert response.status_code == 429
    assert "Många har skickat härifrån" in response.text
    assert text_kept(response) == WORDS
    assert Slip.objects.count() == 0

    assert send(Client(REMOTE_ADDR="192.0.2.7"), cast.education).status_code == 200


def test_a_page_left_open_too_long_comes_back_with_the_text(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    with nothing_happens():
        response = send(client, cast.education)

    assert response.status_code == 422
    assert "Sidan hade legat öppen för länge" in response.text
    assert text_kept(response) == WORDS
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.text)
    assert token
    assert send(client, cast.education, csrfmiddlewaretoken=token[1]).status_code == 200


def test_somebody_from_outside_is_told_why_not(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.outsider)
    with nothing_happens():
        response = client.post(ADDRESS, {"obstacle": WORDS})

    assert response.status_code == 403
    assert "Behov lämnas av dem som arbetar i kommunen" in response.text


def test_what_there_already_is_is_shown_to_whoever_may_see_it(
    cast: Cast, client_of: ClientOf
) -> None:
    need = sorted_as(voiced(cast, "Läxorna syns inte i mobilen"), make_developer(cast.education))
    hidden = voiced(cast, "Läxorna kommer för sent", unit=cast.care, by=cast.other_manager)
    sent = {"obstacle": "Eleverna hittar inte läxorna i mobilen, bara på betygen", "look": "1"}
    part = {"HX-Request": "true", "HX-Target": "alike"}
    page = client_of(cast.controller).post(ADDRESS, sent, headers=part)

    assert page.text.lstrip().startswith('<div id="alike"')
    assert need.name in page.text and hidden.name not in page.text
    assert f'name="support" value="{need.pk}"' in page.text
    assert "Samma ord:" in page.text and "läxorna" in page.text
    assert cast.system.name in page.text and "Finns i systemregistret" in page.text
    whole = client_of(cast.controller).post(ADDRESS, sent)
    assert need.name in whole.text and text_kept(whole) == sent["obstacle"]
    openly = Client().post(ADDRESS, sent)
    assert need.name not in openly.text and cast.system.name not in openly.text


def test_i_have_it_too_takes_what_was_written_along(cast: Cast, client_of: ClientOf) -> None:
    need = sorted_as(voiced(cast), make_developer(cast.education))
    client = client_of(cast.controller)
    sent = {"obstacle": "Vi har tre pärmar", "answer": "name", "support": need.pk}
    assert client.post(ADDRESS, sent)["Location"] == f"/behov/{need.pk}/"
    assert Supporter.objects.get(user=cast.controller).words == "Vi har tre pärmar"

    other = client_of(cast.manager)
    with nothing_happens():
        again = client.post(ADDRESS, sent)
        number = other.post(ADDRESS, {**sent, "obstacle": "Bo 121212-1212"})
        with_picture = other.post(ADDRESS, {**sent, "picture": picture(plain())})
    assert "Du står redan bakom behovet" in again.text
    assert "personnummer" in said_in(number) and "121212-1212" in text_kept(number)
    assert "En bild kan bara följa med ett eget behov" in said_in(with_picture)
    gone = client.post(ADDRESS, {**sent, "support": 999_999})
    assert gone.status_code == 404


def test_the_poster_is_a_page_with_a_code_and_an_address(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.employee)
    page = client.get(f"/behov/affisch/{cast.education.pk}/").text

    assert '<svg viewBox="0 0 ' in page and "style=" not in page
    assert f"/b/{cast.education.pk}</b>" in page
    assert "Utbildningsförvaltningen" in page
    assert client.get("/behov/affisch/", {"var": cast.care.pk}).text.count("Omsorgsförvaltningen")
    assert client.get("/behov/affisch/", {"var": "999999"}).status_code == 404
    assert Event.objects.filter(name__startswith="need").count() == 0
