"""One request, measured: statements, processor time, time on the clock, and bytes as they are sent."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client

WARM_UP, REQUESTS = 5, 30
TICKS = 100  # clock ticks a second, as Linux counts a process's time


@dataclass(frozen=True)
class Measured:
    """Milliseconds per request. `database_ms`: the database server's own time; on SQLite it is part of `cpu_ms`."""

    sql: int
    cpu_ms: float
    database_ms: float
    wall_ms: float
    html_bytes: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Asker:
    """A person with a browser; nobody signed in when `user` is None."""

    def __init__(self, user: Any) -> None:
        self.client = Client(SERVER_NAME="localhost", headers={"accept-encoding": "gzip"})
        if user is not None:
            self.client.force_login(user, backend="bryggan.people.login.ThrottledBackend")

    def get(self, url: str, part: str = "") -> bytes:
        """The answer as it is sent. `part`: htmx asks for the part of the page with this id."""
        headers = {"hx-request": "true", "hx-target": part} if part else {}
        response = self.client.get(url, headers=headers)
        assert response.status_code == 200, f"{url}: {response.status_code}"  # noqa: PLR2004
        return b"".join(response)


def statements(ask: Callable[[], object]) -> list[tuple[str, float]]:
    """The SQL that was put, each with its milliseconds."""
    told: list[tuple[str, float]] = []

    def listen(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            told.append((sql, (time.perf_counter() - began) * 1_000))

    with connection.execute_wrapper(listen):
        ask()
    return told


def measure(asker: Asker, url: str, part: str = "", times: int = REQUESTS) -> Measured:
    for _number in range(min(WARM_UP, times)):
        body = asker.get(url, part)
    sql = len(statements(lambda: asker.get(url, part)))
    gc.collect()
    server, cpu, wall = database_ms(), [], []
    for _number in range(times):
        began, clock = time.process_time(), time.perf_counter()
        asker.get(url, part)
        cpu.append((time.process_time() - began) * 1_000)
        wall.append((time.perf_counter() - clock) * 1_000)
    server = (database_ms() - server) / times
    middle = statistics.median
    return Measured(sql, middle(cpu), server, middle(wall), len(body))


def database_ms() -> float:
    """How long the PostgreSQL process behind this connection has worked; 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    user, system = int(told[11]), int(told[12])
    return (user + system) * 1_000 / TICKS
