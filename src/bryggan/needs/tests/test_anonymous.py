"""Nothing anywhere tells who left a need without a name, nor when, before the letterbox is emptied or after.

All that a request carries is searched for in every cell of every table, in every stored file, its name and
its time, in what was logged, in sessions and in mail.
"""

import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from bryggan.history.models import Change, Event
from bryggan.kit.testing.cast import Cast, make_person, make_unit, tool
from bryggan.needs import actions, codes, letterbox, tasks
from bryggan.needs.models import Need, Picture, Slip, Supporter
from bryggan.needs.tests.making import asked, make_developer, sorted_as, voiced
from bryggan.needs.tests.pictures import CAMERA, SERIAL, TAKEN_AT, telling
from bryggan.needs.tests.sending import CODE_ADDRESS, WORDS, code_in, picture, send
from bryggan.notices.models import Follow, Notice
from bryggan.people.models import Unit, User
from bryggan.people.tests.test_masking import cells

SENT_AT = "2026-11-22 13:37:41.417263"
CARRIED = {
    "REMOTE_ADDR": "198.51.100.73",
    "HTTP_X_FORWARDED_FOR": "203.0.113.99",
    "HTTP_USER_AGENT": "Zebratelefon/9.7 (Elins)",
    "HTTP_REFERER": "http://testserver/b/4711/?vem=elin",
    "HTTP_ACCEPT_LANGUAGE": "se-FI",
}
COOKIE = "kaka-som-ar-hennes"
# Time to the second as the tables would hold it, in Stockholm and in UTC; and as the files' times would.
MOMENT = re.compile(r"2026-11-22[ T](13|14):37:4\d|13:37:41|14:37:41|417263")


@dataclass
class Place:
    """A workplace of three, and one of them."""

    cast: Cast
    unit: Unit
    person: User


@pytest.fixture
def place(cast: Cast) -> Iterator[Place]:
    # What other tests have stored, and the time it gave its folder.
    shutil.rmtree(Path(settings.BRYGGAN_VAR, "files"), ignore_errors=True)
    unit = make_unit("Nattpatrullen Öst", cast.care, Unit.Kind.WORKPLACE)
    people = [make_person(f"Person{n} Unik{n}", unit) for n in range(3)]
    with freeze_time("2026-11-22 08:00:00"):
        yield Place(cast, unit, people[0])


def files() -> Iterator[Path]:
    yield from Path(settings.BRYGGAN_VAR, "files").rglob("*")


def client_for(person: User | None) -> Client:
    client = Client()
    client.defaults |= CARRIED
    if person is not None:
        client.force_login(person)
    client.cookies["minne"] = COOKIE
    return client


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """Every line that any logger writes, with all that goes with it."""
    lines: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.name} {record.getMessage()} {record.exc_info}")

    ear = Ear(level=logging.DEBUG)
    root = logging.getLogger()
    before = root.level
    root.addHandler(ear)
    root.setLevel(logging.INFO)
    yield lines
    root.removeHandler(ear)
    root.setLevel(before)


def traces(carried: list[str], before: set[tuple[str, str]]) -> list[str]:
    """Where anything the request carried lies, in rows that were not there before it."""
    new = [(table, cell) for table, cell in cells() if (table, cell) not in before]
    found = [
        f"{table}: {cell[:120]}"
        for table, cell in new
        if MOMENT.search(cell) or any(one in cell for one in carried)
    ]
    for path in files():
        content = path.read_bytes() if path.is_file() else b""
        said = [one for one in carried if one.encode() in content or one in path.name]
        if said or path.stat().st_mtime != 946_684_800:
            found.append(f"{path.name}: {said} {path.stat().st_mtime}")
    found += [f"mail: {letter.subject}" for letter in mail.outbox]
    return found


def state() -> dict[str, list[Any]]:
    """All rows of what would tell of a person."""
    models = (Event, Change, Notice, Follow, Session, Supporter, Need, User)
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("who", ["signed_in", "nobody"])
def test_nothing_of_the_sender_is_anywhere(who: str, place: Place, heard: list[str]) -> None:
    person = place.person if who == "signed_in" else None
    client = client_for(person)
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    key = session.value if session else "ingen-session"
    before, rows = set(cells()), state()
    with freeze_time(SENT_AT):
        # First a thing that is not right, as people do, then what is.
        refused = send(client, place.unit, obstacle="Bo 19121212-1212 larmar")
        assert refused.status_code == 422
        response = send(client, place.unit, picture=picture(telling(), "elins-bild.jpg"))
    code, csrf = code_in(response), client.cookies["csrftoken"].value
    carried = [
        *CARRIED.values(), COOKIE, key, csrf, code, code.replace("-", ""), response["X-Request-Id"],
        place.person.name, place.person.email, place.unit.name, "elins-bild",
        SERIAL, CAMERA, TAKEN_AT, "19121212",
    ]  # fmt: skip

    assert Slip.objects.get().unit == place.cast.municipality
    assert traces(carried, before) == []
    assert state() == rows
    assert "Set-Cookie" not in str(response.headers)
    assert not {"messages", settings.SESSION_COOKIE_NAME} & set(response.cookies)

    with freeze_time("2026-11-23 00:05:00"):
        assert tasks.emptied_letterbox() == 1
    assert Slip.objects.count() == 0
    assert traces(carried, before) == []
    need = Need.objects.get()
    [supporter] = need.supporters.all()
    assert (need.obstacle, need.unit, need.origin) == (WORDS, place.cast.municipality, "letterbox")
    assert (str(need.voiced_on), supporter.user, supporter.unit) == (
        "2026-11-23",
        None,
        place.cast.municipality,
    )
    assert {event.actor_id for event in Event.objects.filter(name="need.voiced")} == {tool().pk}
    assert Event.objects.filter(name="need.voiced", request_id="").count() == 1
    assert Picture.objects.filter(need=need).count() == 1
    assert [
        line for line in heard if any(one in line for one in [*carried, "/behov/", "/b/"])
    ] == []


def test_the_search_finds_what_a_careless_hand_would_leave(place: Place) -> None:
    """The proof of the proof: a need left with a name is seen at once by what the test above looks for."""
    client = client_for(place.person)
    before, rows = set(cells()), state()
    with freeze_time(SENT_AT):
        response = send(client, place.unit, answer="name")

    assert response.status_code == 302
    said = traces([response["X-Request-Id"]], before)
    assert {line.split(":")[0] for line in said} >= {"history_event"}
    assert state() != rows


def test_it_fails_when_the_writer_is_used(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken on purpose: with an event, or with who it was, the search says so."""
    before = set(cells())

    def with_an_event(unit: Unit, **held: Any) -> None:
        actions.voice_need(unit, by=place.person, values={"obstacle": held["text"]})

    monkeypatch.setattr(letterbox, "put", with_an_event)
    with freeze_time(SENT_AT):
        response = send(client_for(place.person), place.unit)
    assert any("history_event" in line for line in traces([response["X-Request-Id"]], before))


def test_a_session_with_something_to_tell_is_left_as_it_is(place: Place) -> None:
    """A message that waits is told on another page: taken off here it would give the session a new time."""
    client = client_for(place.person)
    school = voiced(place.cast)
    sorted_as(school, place.cast.strategist)
    client.post(f"/behov/{school.pk}/jag-ocksa/")
    before = list(Session.objects.values())
    assert "_messages" in client.session
    with freeze_time(SENT_AT):
        page = client.post(
            "/behov/lamna/",
            {"obstacle": WORDS, "unit": place.unit.pk, "answer": "code", "nonce": "n" * 32},
        )
        client.post("/behov/lamna/", {"obstacle": " ", "answer": "code"})
        client.post("/behov/lamna/", {"obstacle": WORDS, "look": "1"})
        client.post(CODE_ADDRESS, {"code": code_in(page)})

    assert list(Session.objects.values()) == before


def test_one_more_without_a_name_leaves_no_trace_either(place: Place) -> None:
    need = sorted_as(voiced(place.cast), place.cast.strategist)
    client = client_for(place.person)
    before, rows = set(cells()), state()
    with freeze_time(SENT_AT):
        sent = {"need": need.pk, "words": "Vi har tre pärmar", "nonce": codes.new_nonce()}
        response = client.post("/behov/utan-namn/", sent)
    carried = [*CARRIED.values(), response["X-Request-Id"], place.person.name, code_in(response)]
    assert traces(carried, before) == []
    assert state() == rows

    with freeze_time("2026-11-23 00:05:00"):
        assert tasks.emptied_letterbox() == 1
    row = Supporter.objects.get(words="Vi har tre pärmar")
    assert (row.need, row.user, row.unit) == (need, None, place.cast.municipality)
    assert traces(carried, before) == []


def test_what_is_answered_by_code_leaves_no_trace_either(place: Place) -> None:
    client = client_for(None)
    developer = make_developer(place.cast.group)
    code = code_in(send(client, place.unit))
    with freeze_time("2026-11-23 00:05:00"):
        tasks.emptied_letterbox()
        asked(Need.objects.get(), developer)
    before, rows = set(cells()), state()
    with freeze_time("2026-11-23 13:37:41.417263"):
        response = client.post(
            CODE_ADDRESS, {"code": code, "text": "Varje natt", "nonce": "m" * 32}
        )
    assert "Ditt svar ligger i brevlådan" in response.text
    assert traces([*CARRIED.values(), response["X-Request-Id"], code], before) == []
    assert state() == rows

    with freeze_time("2026-11-24 00:05:00"):
        assert tasks.emptied_letterbox() == 1
    [reply] = Need.objects.get().replies.all()
    assert (reply.text, str(reply.said_on)) == ("Varje natt", "2026-11-24")


def test_a_large_workplace_keeps_its_own_name(place: Place) -> None:
    for number in range(9):
        make_person(f"Fler{number}", place.unit)
    page = Client().get(f"/b/{place.unit.pk}/").text
    response = send(Client(), place.unit)

    assert "färre än tio" not in page + response.text
    assert Slip.objects.get().unit == place.unit


def test_a_small_one_says_what_it_is_left_for(place: Place) -> None:
    page = Client().get(f"/b/{place.unit.pk}/").text
    response = send(Client(), place.unit)

    said = "Din arbetsplats har färre än tio personer, så behovet lämnas för Ekviks kommun."
    assert said in page
    assert said in response.text


def test_the_box_is_emptied_on_a_later_day_only(place: Place) -> None:
    send(Client(), place.unit)
    with freeze_time("2026-11-22 22:59:00"):
        assert tasks.emptied_letterbox() == 0
    assert Slip.objects.count() == 1
    with freeze_time(timezone.now() + timedelta(days=9)):
        assert tasks.emptied_letterbox() == 1
        assert tasks.emptied_letterbox() == 0
