"""Why, for every turn a need can take: a code that can be counted, and a text ready to be sent or changed.

Some are shipped in `content/answers.toml`; the municipality adds its own (`ReadyText`), which come first.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bryggan.kit import trace
from bryggan.needs.models import Duty, ReadyText, Sorting, Step

_FILE = Path(__file__).resolve().parent / "content" / "answers.toml"
REOPENED = "reopened"
# Every turn at which those who stand behind a need are told why.
TURNS: tuple[str, ...] = (Step.ASKED, Step.PARKED, *Sorting.values, Step.MET, REOPENED)


@dataclass(frozen=True)
class Reason:
    """A reason by its code, the turn it belongs to, its words, and the text that is ready to be sent.

    `duty`: as what it is reported, of a need that is to be reported in another way.
    """

    key: str
    turn: str
    label: str
    text: str
    duty: str = ""
    is_offered: bool = True


@cache
def shipped_reasons() -> Mapping[str, Reason]:
    """Every reason that comes with the product, by its code."""
    with _FILE.open("rb") as opened:
        rows = tomllib.load(opened)["answers"]
    return {
        row["key"]: Reason(**row, duty=row["key"] if row["key"] in Duty.values else "")
        for row in rows
    }


def own_reasons() -> Mapping[str, Reason]:
    """The municipality's own, also those it no longer offers; read once per request."""
    return trace.once("needs.own_reasons", _read_own)


def _read_own() -> Mapping[str, Reason]:
    return {
        row.key: Reason(row.key, row.turn, row.label, row.text, row.duty, row.withdrawn_at is None)
        for row in ReadyText.objects.order_by("pk")
    }


def all_reasons() -> Mapping[str, Reason]:
    """Every reason by its code, the municipality's own first."""
    return {**own_reasons(), **shipped_reasons()}


def reasons_for(turn: str) -> list[Reason]:
    """The reasons that can be given at the turn: the municipality's own, then the file's in its order."""
    return [one for one in all_reasons().values() if one.turn == turn and one.is_offered]


def label_of(key: str) -> str:
    """The reason in words, the code itself if nobody knows it any longer."""
    reason = shipped_reasons().get(key) or own_reasons().get(key)
    return reason.label if reason else key
