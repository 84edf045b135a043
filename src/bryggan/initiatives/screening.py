"""A dozen plain questions, and what the law demands when the answer is yes, or when nobody knows."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bryggan.initiatives.calculation import place_of
from bryggan.initiatives.models import LAW, Tri

_FILE = Path(__file__).resolve().parent / "content" / "screening.toml"


@dataclass(frozen=True)
class Question:
    key: str
    text: str
    help: str = ""


@dataclass(frozen=True)
class Law:
    """What the law demands: when, before which phase, and which role may say that it does not apply here.

    It can never be excepted from.
    """

    key: str
    name: str
    question: str
    before: str
    law: str
    text: str
    owners: tuple[str, ...]
    who: str

    @property
    def evidence_key(self) -> str:
        return f"{LAW}{self.key}"

    def concerns(self, answers: Mapping[str, str]) -> bool:
        """Only a no lets one off: not to know is to have it still to do."""
        return answers.get(self.question) != Tri.NO

    def is_due(self, phases: Iterable[str]) -> bool:
        """Whether it must be there before all of these phases have been entered, in whatever order they come."""
        return any(place_of(phase) >= place_of(self.before) for phase in phases)


@cache
def _content() -> Mapping[str, Any]:
    with _FILE.open("rb") as opened:
        return tomllib.load(opened)


@cache
def questions() -> Mapping[str, Question]:
    """The questions by key, in the order they are asked."""
    return {row["key"]: Question(**row) for row in _content()["questions"]}


@cache
def laws() -> Mapping[str, Law]:
    """What the law can demand, by the key of its evidence."""
    rows = (Law(**{**row, "owners": tuple(row["owners"])}) for row in _content()["laws"])
    return {law.evidence_key: law for law in rows}
