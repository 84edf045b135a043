"""Needs that a system leaves by its key, and the keys."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bryggan.history.models import Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.needs import codes, intake, queries
from bryggan.needs.models import IntakeKey, Need, Origin, Supporter
from bryggan.people.models import Unit, User
from bryggan.people.tests.test_masking import where_it_lies

type ClientOf = Callable[[User], Client]
BODY = {"obstacle": "Larmet piper hela natten", "concerns": "Nattpersonalen"}


@pytest.fixture
def key(cast: Cast) -> str:
    return intake.make_intake_key(cast.education, by=cast.administrator, name="E-tjänsterna")


def post(
    key: str,
    body: Any = BODY,
    *,
    name: str = "1",
    scheme: str = "Bearer",
    content_type: str = "application/json",
) -> Any:
    """As a system sends it; `body` may be anything."""
    sent = body if isinstance(body, str | bytes) else json.dumps(body)
    told = {"Authorization": f"{scheme} {key}", "Idempotency-Key": name}
    return Client().post("/api/behov/", sent, content_type=content_type, headers=told)


def test_a_need_comes_in_with_its_number_and_a_code(cast: Cast, key: str) -> None:
    response = post(key, {**BODY, "reference": "2026-123"})

    need = Need.objects.get()
    assert (response.status_code, response.json()["number"]) == (201, need.number)
    assert (need.obstacle, need.concerns) == (BODY["obstacle"], BODY["concerns"])
    assert (need.unit, need.origin) == (cast.education, Origin.API)
    assert newest_event().reason == "Från E-tjänsterna, referens 2026-123"
    supporter = queries.supporter_with(codes.digest_of(response.json()["code"]))
    assert supporter is not None and supporter.need == need
    assert "Att bereda" in Client().post("/behov/kod/", {"code": response.json()["code"]}).text


def test_the_same_again_is_the_same_need(cast: Cast, key: str) -> None:
    first, again = post(key), post(key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = post(key, {**BODY, "obstacle": "Något annat"})
    assert (other.status_code, Need.objects.count()) == (409, 1)
    assert post(key, name="2").status_code == 201
    second = intake.make_intake_key(cast.care, by=cast.administrator, name="Annat")
    assert post(second).status_code == 201
    long = "n" * 190
    assert post(key, name=f"{long}1").json() != post(key, name=f"{long}2").json()


def test_unit_and_sender_are_what_the_system_says(cast: Cast, key: str) -> None:
    school = make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    post(key, {**BODY, "unit": "ekviksskolan", "sender_address": "anna.lund@ekvik.example"})
    post(key, {**BODY, "unit": school.pk, "sender_address": cast.employee.email}, name="2")

    assert {need.unit for need in Need.objects.all()} == {school}
    assert [str(row.user) for row in Supporter.objects.order_by("pk")] == ["Anna Lund", "Elin Ek"]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "obstacle"),
        ({"obstacle": " "}, 422, "obstacle"),
        ({"obstacle": 7}, 422, "obstacle"),
        ({"obstacle": ["x"]}, 422, "obstacle"),
        ({"obstacle": "x" * 10_001}, 422, "obstacle"),
        ({"obstacle": "Bo 121212-1212"}, 422, "obstacle"),
        ({**BODY, "concerns": "n" * 301}, 422, "concerns"),
        ({**BODY, "reference": "n" * 101}, 422, "reference"),
        ({**BODY, "reference": "121212-1212"}, 422, "reference"),
        ({**BODY, "unit": "Finns inte"}, 422, "unit"),
        ({**BODY, "unit": "Omsorgsförvaltningen"}, 422, "unit"),
        ({**BODY, "unit": True}, 422, "unit"),
        ({**BODY, "unit": 10**30}, 422, "unit"),
        ({**BODY, "sender_address": "nagon@gmail.com"}, 422, "sender_address"),
        ({**BODY, "sender_address": "nagon"}, 422, "sender_address"),
        ({**BODY, "extra": "x"}, 422, "extra"),
        ([], 400, ""),
        ("null", 400, ""),
        ("{", 400, ""),
        (b"\xff\xfe", 400, ""),
        ('{"obstacle": "\\ud800"}', 400, ""),
        ("[" * 100_000, 400, ""),
        (b"x" * (6 * 1024 * 1024), 400, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_field(
    cast: Cast, key: str, body: Any, status: int, field: str
) -> None:
    with nothing_happens():
        response = post(key, body)

    assert response.status_code == status
    assert response.json().get("field", "") == field
    assert len(response.json()["error"]) > 10


def test_other_ways_in_are_refused_in_words(cast: Cast, key: str) -> None:
    with nothing_happens():
        assert post("fel").status_code == 401
        assert post("").status_code == 401
        assert post(key, scheme="Basic").status_code == 401
        assert post(key, name="").status_code == 400
        assert post(key, name="n" * 201).status_code == 400
        assert post(key, content_type="text/plain").status_code == 415
        assert Client().get("/api/behov/").status_code == 405
    assert post("fel")["WWW-Authenticate"] == "Bearer"


def test_thirty_wrong_keys_close_the_door_for_a_while(cast: Cast, key: str) -> None:
    for _attempt in range(30):
        assert post("fel").status_code == 401
    response = post(key)
    assert response.status_code == 429
    assert response["Retry-After"] == "600"


def test_make_intake_key_keeps_nothing_but_a_digest(cast: Cast) -> None:
    key = intake.make_intake_key(cast.education, by=cast.administrator, name=" E-tjänsterna ")

    held = IntakeKey.objects.get()
    assert (held.name, held.digest) == ("E-tjänsterna", intake.digest_of(key))
    assert newest_event().name == "intake_key.made"
    assert where_it_lies(key) == set()


def test_make_intake_key_is_refused_to_others(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        intake.make_intake_key(cast.education, by=cast.strategist, name="E-tjänsterna")


def test_make_intake_key_without_a_name_is_impossible(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        intake.make_intake_key(cast.education, by=cast.administrator, name=" \0")


def test_revoke_intake_key_closes_it(cast: Cast, key: str) -> None:
    post(key)
    intake.revoke_intake_key(IntakeKey.objects.get(), by=cast.administrator)

    assert newest_event().name == "intake_key.revoked"
    assert post(key, name="2").status_code == 401
    assert Need.objects.count() == 1


def test_revoke_intake_key_is_refused_to_others(cast: Cast, key: str) -> None:
    with nothing_happens(), pytest.raises(Refused):
        intake.revoke_intake_key(IntakeKey.objects.get(), by=cast.manager)


def test_revoke_intake_key_twice_is_impossible(cast: Cast, key: str) -> None:
    held = IntakeKey.objects.get()
    intake.revoke_intake_key(held, by=cast.administrator)
    with nothing_happens(), pytest.raises(NotPossible):
        intake.revoke_intake_key(held, by=cast.administrator)


def test_the_key_is_shown_once_and_stands_in_no_session(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    page = client.post(
        "/behov/nycklar/ny/", {"name": "E-tjänsterna", "unit": cast.education.pk}
    ).text
    [held] = IntakeKey.objects.all()
    key = page.partition("<code>")[2].partition("</code>")[0]

    assert intake.digest_of(key) == held.digest
    assert where_it_lies(key) == set()
    assert key not in client.get("/behov/nycklar/").text
    assert client.post("/behov/nycklar/ny/", {"name": "", "unit": ""}).status_code == 422
    client.post(f"/behov/nycklar/{held.pk}/dra-in/")
    assert client.post(f"/behov/nycklar/{held.pk}/dra-in/").status_code == 404
    assert Event.objects.filter(name="intake_key.revoked").count() == 1
