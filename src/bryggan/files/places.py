"""Which registers take files: each app says so of its own, and gets the panel on its pages."""

from typing import Any

from bryggan.kit.register.register import Register
from bryggan.kit.writer import noun_of

_nouns: set[str] = set()


def offer(register: type[Register]) -> None:
    _nouns.add(register.noun())


def takes(record: Any) -> bool:
    return noun_of(type(record)) in _nouns
