"""The two commands as a newcomer types them, each in a process of its own on the embedded database."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import RemoteDisconnected
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

PATIENCE = 60
pytestmark = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="Körs på den inbyggda databasen, utan DATABASE_URL."
)


def environment(folder: Path) -> dict[str, str]:
    """As a newcomer has it: nothing set but where the data lies."""
    ours = ("BRYGGAN_", "DATABASE_URL", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "BRYGGAN_VAR": str(folder / "var")}


def bryggan(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "bryggan.config.command", *words]


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own command
        bryggan(folder, *words),
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def running(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(  # noqa: S603  # our own command
        bryggan(folder, *words),
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def first_page(process: subprocess.Popen[str], port: int) -> str:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                return str(answer.read().decode())
        except HTTPError:
            raise
        except (URLError, RemoteDisconnected, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"Nothing answered on {port}: {process.stdout.read() if process.stdout else ''}")


def children(process: subprocess.Popen[str]) -> list[int]:
    told = subprocess.run(  # noqa: S603  # fixed words and a number
        ["/bin/ps", "-o", "pid=", "--ppid", str(process.pid)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(pid) for pid in told.stdout.split()]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def stop(process: subprocess.Popen[str], number: signal.Signals) -> str:
    process.send_signal(number)
    told, _errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    return told


def title_of(folder: Path, email: str) -> str:
    with closing(sqlite3.connect(folder / "var" / "bryggan.sqlite3")) as database:
        found = database.execute("SELECT title FROM people_user WHERE email = ?", [email])
        return str(found.fetchone()[0])


def test_demo_serves_at_once_keeps_what_was_entered_and_begins_anew_when_told(
    tmp_path: Path,
) -> None:
    port = free_port()
    with running(tmp_path, "demo", "--port", str(port)) as process:
        page = first_page(process, port)
        web_and_worker = children(process)
        told = stop(process, signal.SIGINT)

    assert "Amina Warsame" in page
    assert "Amina Warsame, Undersköterska" in told
    assert f"http://127.0.0.1:{port}" in told
    assert len(web_and_worker) == 2
    assert not any(is_alive(pid) for pid in web_and_worker)
    assert (tmp_path / "var" / "demo").exists()

    email = "amina.warsame@sundvalla.example"
    with closing(sqlite3.connect(tmp_path / "var" / "bryggan.sqlite3")) as database:
        database.execute("UPDATE people_user SET title = 'Min titel' WHERE email = ?", [email])
        database.commit()
    again = run(tmp_path, "demo", "--no-serve")
    assert "det som matats in är kvar" in again.stdout, again.stderr
    assert title_of(tmp_path, email) == "Min titel"

    key = (tmp_path / "var" / "secret-key").read_text()
    fresh = run(tmp_path, "demo", "--no-serve", "--fresh")
    assert fresh.returncode == 0, fresh.stderr
    assert title_of(tmp_path, email) == "Undersköterska"
    assert (tmp_path / "var" / "secret-key").read_text() == key


def test_serve_serves_after_migrate_and_stops_with_its_worker(tmp_path: Path) -> None:
    port = free_port()
    assert run(tmp_path, "migrate", "--verbosity", "0").returncode == 0

    with running(tmp_path, "serve", "--bind", f"127.0.0.1:{port}", "--workers", "2") as process:
        page = first_page(process, port)
        web_and_worker = children(process)
        stop(process, signal.SIGTERM)

    assert "<h1" in page
    assert "Amina" not in page
    assert len(web_and_worker) == 2
    assert not any(is_alive(pid) for pid in web_and_worker)
