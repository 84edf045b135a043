"""The mail server is told in one variable: what cannot be understood, or is half told, stops the start."""

from typing import Any

import pytest
from django.core.mail import mailers

from bryggan.config import environment
from bryggan.config.environment import BadEnvironment

NEEDS = ("PROV_ADDRESS", "PROV_FROM")


@pytest.fixture(autouse=True)
def _rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROV_ADDRESS", "https://bryggan.kommunen.se")
    monkeypatch.setenv("PROV_FROM", "bryggan@kommunen.se")


def server(monkeypatch: pytest.MonkeyPatch, text: str) -> dict[str, Any]:
    monkeypatch.setenv("PROV_SMTP", text)
    found = environment.mail_server("PROV_SMTP", needs=NEEDS)
    assert found is not None
    options: dict[str, Any] = found["OPTIONS"]
    return options


@pytest.mark.parametrize(
    ("text", "port", "encrypted"),
    [
        ("smtp://anna:hem%40ligt@post.kommunen.se:587", 587, "use_tls"),
        ("smtp://anna:hem%40ligt@post.kommunen.se", 25, "use_tls"),
        ("smtp://post.kommunen.se:587", 587, "use_tls"),
        ("smtps://anna:hem%40ligt@post.kommunen.se", 465, "use_ssl"),
        ("smtp://post.kommunen.se", 25, ""),
    ],
)
def test_a_server_is_told_by_its_address(
    monkeypatch: pytest.MonkeyPatch, text: str, port: int, encrypted: str, settings: Any
) -> None:
    options = server(monkeypatch, text)
    assert (options["host"], options["port"]) == ("post.kommunen.se", port)
    assert [name for name in ("use_tls", "use_ssl") if options[name]] == [encrypted][
        : len(encrypted)
    ]
    assert options["password"] == ("hem@ligt" if "@" in text else "")
    settings.MAILERS = {"default": environment.mail_server("PROV_SMTP", needs=NEEDS)}
    assert mailers.default.host == "post.kommunen.se"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "post.kommunen.se",
        "http://post.kommunen.se",
        "smtp://",
        "smtp://post.kommunen.se:huset",
        "smtp://post.kommunen.se/brev",
        "smtp://post.kommunen.se?tls=0",
        "smtp://anna@post.kommunen.se",
    ],
)
def test_what_cannot_be_understood_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    with pytest.raises(BadEnvironment, match="PROV_SMTP"):
        server(monkeypatch, text)


def test_a_fault_never_tells_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadEnvironment) as said:
        server(monkeypatch, "smtp://anna:hemligt@post.kommunen.se:huset")
    assert "hemligt" not in str(said.value)


def test_a_server_without_sender_or_address_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PROV_FROM")
    with pytest.raises(BadEnvironment, match="kräver också PROV_FROM"):
        server(monkeypatch, "smtp://post.kommunen.se")


def test_without_a_server_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROV_SMTP", raising=False)
    assert environment.mail_server("PROV_SMTP", needs=NEEDS) is None


@pytest.mark.parametrize(
    "text", ["bryggan.kommunen.se", "ftp://kommunen.se", "https://", "https://a?b"]
)
def test_an_address_that_is_none_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("PROV_ADDRESS", text)
    with pytest.raises(BadEnvironment, match="PROV_ADDRESS"):
        environment.address("PROV_ADDRESS", default="http://127.0.0.1:8000")


def test_an_address_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROV_ADDRESS", "https://kommunen.se/bryggan/")
    found = environment.address("PROV_ADDRESS", default="http://127.0.0.1:8000")
    assert found == "https://kommunen.se/bryggan"


@pytest.mark.parametrize("text", ["Bryggan", "bryggan@", "bryggan@huset", "Bryggan <bryggan>"])
def test_a_sender_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PROV_FROM", text)
    with pytest.raises(BadEnvironment, match="PROV_FROM"):
        environment.sender("PROV_FROM", default="bryggan@localhost")


def test_a_sender_may_have_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROV_FROM", "Bryggan <bryggan@kommunen.se>")
    found = environment.sender("PROV_FROM", default="bryggan@localhost")
    assert found == "Bryggan <bryggan@kommunen.se>"
