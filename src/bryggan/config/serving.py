"""Keeps the web server and the background worker running side by side, and stops them together.

`start` turns the present process into the keeper: a small one that has not loaded Django. A worker
that dies is started again; when the web server dies the keeper stops, so that whoever watches it
(systemd, a container) starts everything anew. SIGTERM and SIGINT let what is being served be finished.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

SECONDS_TO_FINISH = 20
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BEFORE_NEW_WORKER = 5
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # only the heartbeat files of gunicorn lie there


class BadAddress(ValueError):
    """The address to listen on cannot be understood."""


@dataclass(frozen=True)
class Serving:
    """How to serve: `bind` is host:port, `ready` is said when the first page can be fetched."""

    bind: str
    workers: int
    ready: str = ""
    is_quiet: bool = False

    @property
    def address(self) -> tuple[str, int]:
        """ValueError when it is not host:port."""
        host, _colon, port = self.bind.rpartition(":")
        if not host or not port.isdigit() or not 0 < int(port) < 65536:
            raise BadAddress(self.bind)
        return host.strip("[]"), int(port)


def default_workers() -> int:
    """One process more than there are cores, at least two."""
    return max(2, (os.cpu_count() or 1) + 1)


def is_free(address: tuple[str, int]) -> bool:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError:
            return False
    return True


def start(serving: Serving) -> NoReturn:
    """Become the keeper. The process id stays, so signals and systemd still find it."""
    sys.stdout.flush()
    sys.stderr.flush()
    command = _python("bryggan.config.serving", json.dumps(asdict(serving)))
    os.execv(command[0], command)  # noqa: S606  # our own interpreter with our own module


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", module, *arguments]


def web_command(serving: Serving) -> list[str]:
    command = _python(
        "gunicorn",
        "bryggan.config.wsgi:application",
        f"--bind={serving.bind}",
        f"--workers={serving.workers}",
        "--worker-class=gthread",
        "--threads=4",
        "--preload",
        f"--graceful-timeout={SECONDS_TO_FINISH}",
        "--timeout=120",
        "--no-control-socket",
        f"--log-level={'warning' if serving.is_quiet else 'info'}",
    )
    return [*command, f"--worker-tmp-dir={SHARED_MEMORY}"] if SHARED_MEMORY.is_dir() else command


def worker_command(serving: Serving) -> list[str]:
    verbosity = "0" if serving.is_quiet else "1"
    return _python("bryggan.config.command", "db_worker", "--no-reload", "--verbosity", verbosity)


class Keeper:
    """Looks after the two until it is told to stop or the web server is gone."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.is_stopping = False
        self.is_ready = not serving.ready
        self.web = _child(web_command(serving))
        self.worker = _child(worker_command(serving))
        self.worker_again_at: float | None = None

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def keep(self) -> int:
        """The exit code: 0 when told to stop, 1 when the web server stopped by itself."""
        while not self.is_stopping and self.web.poll() is None:
            self._look_after_worker()
            self._say_when_ready()
            time.sleep(SECONDS_BETWEEN_LOOKS)
        code = 0 if self.is_stopping else 1
        self._end()
        return code

    def _look_after_worker(self) -> None:
        now = time.monotonic()
        if self.worker.poll() is None:
            return
        if self.worker_again_at is None:
            self.worker_again_at = now + SECONDS_BEFORE_NEW_WORKER
        elif now >= self.worker_again_at:
            self.worker_again_at = None
            self.worker = _child(worker_command(self.serving))

    def _say_when_ready(self) -> None:
        if not self.is_ready and not is_free(self.serving.address):
            self.is_ready = True
            sys.stdout.write(f"{self.serving.ready}\n")
            sys.stdout.flush()

    def _end(self) -> None:
        """Ask both to finish; what has not done so in time is ended."""
        children = (self.web, self.worker)
        for child in children:
            child.terminate()
        deadline = time.monotonic() + SECONDS_TO_FINISH + 5
        for child in children:
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _child(command: list[str]) -> subprocess.Popen[bytes]:
    # A process group of its own: Ctrl+C reaches the keeper only, which lets each finish once.
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=0)  # noqa: S603  # built above


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bryggan.config.settings")
    keeper = Keeper(Serving(**json.loads(sys.argv[1])))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, keeper.stop)
    return keeper.keep()


if __name__ == "__main__":
    sys.exit(main())
