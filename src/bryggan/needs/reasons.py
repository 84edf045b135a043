"""Why, for every turn a need can take: a code that can be counted, and a text ready to be sent or changed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bryggan.needs.models import Sorting, Step

_FILE = Path(__file__).resolve().parent / "content" / "answers.toml"
REOPENED = "reopened"
# Every turn at which those who stand behind a need are told why.
TURNS: tuple[str, ...] = (Step.ASKED, Step.PARKED, *Sorting.values, Step.MET, REOPENED)


@dataclass(frozen=True)
class Reason:
    """A reason by its code, the turn it belongs to, its words, and the text that is ready to be sent."""

    key: str
    turn: str
    label: str
    text: str


@cache
def all_reasons() -> Mapping[str, Reason]:
    """Every reason by its code."""
    with _FILE.open("rb") as opened:
        rows = tomllib.load(opened)["answers"]
    return {row["key"]: Reason(**row) for row in rows}


def reasons_for(turn: str) -> list[Reason]:
    """The reasons that can be given at the turn, in the order of the file."""
    return [reason for reason in all_reasons().values() if reason.turn == turn]


def label_of(key: str) -> str:
    """The reason in words, the code itself if it is no longer in the file."""
    reason = all_reasons().get(key)
    return reason.label if reason else key
