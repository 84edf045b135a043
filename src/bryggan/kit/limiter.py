"""How often something may be done from one address: remembered in this process alone, never written down."""

import hmac
import secrets
import time
from collections import deque
from threading import Lock
from typing import ClassVar
from weakref import WeakSet

# So many addresses are remembered before those that have been quiet are forgotten.
MOST_REMEMBERED = 10_000


class Limiter:
    """At most `most` times in `seconds` from one address.

    An address is known only by a digest whose salt dies with the process: what is remembered tells of nobody,
    and several processes let through so much each. A whole municipality may share one address: be generous.
    """

    all: ClassVar["WeakSet[Limiter]"] = WeakSet()

    def __init__(self, *, most: int, seconds: int) -> None:
        self.most = most
        self.seconds = seconds
        self._salt = secrets.token_bytes(32)
        self._times: dict[bytes, deque[float]] = {}
        self._lock = Lock()
        self.all.add(self)

    def lets(self, address: str) -> bool:
        """Whether it may be done once more; if so it is counted."""
        if self.is_full(address):
            return False
        self.count(address)
        return True

    def is_full(self, address: str) -> bool:
        with self._lock:
            times = self._times.get(self._key(address))
            if times is None:
                return False
            self._forget_old(times)
            return len(times) >= self.most

    def count(self, address: str) -> None:
        with self._lock:
            times = self._times.setdefault(self._key(address), deque(maxlen=self.most))
            times.append(time.monotonic())
            if len(self._times) > MOST_REMEMBERED:
                self._forget_quiet()

    def forget(self) -> None:
        with self._lock:
            self._times.clear()

    def _key(self, address: str) -> bytes:
        return hmac.digest(self._salt, address.encode(), "sha256")

    def _forget_old(self, times: deque[float]) -> None:
        oldest = time.monotonic() - self.seconds
        while times and times[0] <= oldest:
            times.popleft()

    def _forget_quiet(self) -> None:
        for times in self._times.values():
            self._forget_old(times)
        self._times = {key: times for key, times in self._times.items() if times}
