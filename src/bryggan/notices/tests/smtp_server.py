"""A small mail server of one's own, spoken to over a real socket: it keeps what it is given, or refuses it."""

import email
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

import pytest


class _Line(socketserver.StreamRequestHandler):
    """One conversation in SMTP (RFC 5321), as much of it as a client needs to hand over letters."""

    server: "MailServer"

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.server.lines += 1
        self.say("220 post.kommunen.se")
        while line := self.rfile.readline():
            word = line.decode().strip().partition(":")[0].upper()
            if word == "QUIT":
                self.say("221 Adjö")
                return
            if word == "DATA":
                self.take()
            elif word == "RCPT TO" and self.server.refusal:
                self.say(self.server.refusal)
            else:
                self.say("250 OK")

    def take(self) -> None:
        self.say("354 Skriv")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        if self.server.hangs_up:
            self.connection.close()
            return
        self.server.letters.append(email.message_from_bytes(b"".join(lines), policy=default))
        self.say("250 Mottaget")


class MailServer(socketserver.ThreadingTCPServer):
    """`with MailServer() as post:` listens on a free port of this machine; `letters` are those it has taken."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.letters: list[EmailMessage] = []
        self.lines = 0
        # What is answered when a recipient is named, instead of yes.
        self.refusal = ""
        # Whether it takes the letter and is gone before it has answered.
        self.hangs_up = False

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self.shutdown()
        self.server_close()


@pytest.fixture
def post(settings: Any) -> Iterator[MailServer]:
    """A mail server, and an installation that is set to use it."""
    with MailServer() as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 5},
            }
        }
        settings.BRYGGAN_SENDS_MAIL = True
        settings.BRYGGAN_ADDRESS = "https://bryggan.ekvik.se"
        settings.DEFAULT_FROM_EMAIL = "Bryggan <bryggan@ekvik.se>"
        yield server
