"""What a group can take up: each register says which of its records are ready, what one lacks, and what follows.

A higher app declares its own by `taken_up`; meetings never learn its nouns.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from bryggan.kit.register.register import Register, register_of
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User

type Fact = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Considered:
    """What a group has said of a matter: which group, when, its stance in words and by key, and why."""

    body: str
    held_on: date
    stance: str
    words: str
    reasons: str
    conditions: str
    url: str
    conflicted: tuple[User, ...] = ()

    @property
    def where(self) -> str:
        return f"{self.body} {self.held_on:%Y-%m-%d}"


@dataclass(frozen=True, kw_only=True)
class MatterSort:
    """A register whose records can be taken up.

    `ready(user, unit)`: those that passed their completeness check and belong under the unit, oldest first.
    `gaps(record)`: the words of what is missing. `refusal(record)`: why it may not be taken up at all, or "".
    `place(record)`: the unit whose matter it is; only a group of that part of the organisation takes it up.
    `brief(record)`, `proposal(record)`: what the agenda says of it. `facts(record)`: what its slide shows.
    `conflicted(record)`: who is known to be jävig in it, where the record itself keeps that; `state_conflict(write,
    record, people, reason)` and `lift_conflict(write, record, person, reason)`: a meeting has noted it, or taken it back.
    `told(write, record, considered)`: what follows for the record when the meeting is closed.
    """

    noun: str
    label: Any
    ready: Callable[[User, Unit], QuerySet[Any]]
    gaps: Callable[[Any], list[str]]
    brief: Callable[[Any], str]
    told: Callable[[Writer, Any, Considered], None]
    facts: Callable[[Any], Sequence[Fact]] = lambda record: ()
    proposal: Callable[[Any], str] = lambda record: ""
    refusal: Callable[[Any], str] = lambda record: ""
    place: Callable[[Any], Unit] = lambda record: record.unit
    conflicted: Callable[[Any], Iterable[User]] | None = None
    state_conflict: Callable[[Writer, Any, Sequence[User], str], None] = lambda *told: None
    lift_conflict: Callable[[Writer, Any, User, str], None] = lambda *told: None

    @property
    def register(self) -> type[Register]:
        found = register_of(self.noun)
        assert found is not None
        return found

    def seen(self, user: User) -> QuerySet[Any]:
        """The records as this person may see them."""
        return self.register.rows(user)


SORTS: dict[str, MatterSort] = {}


def taken_up(sort: MatterSort) -> MatterSort:
    """Declare that a register's records can stand on an agenda."""
    if sort.noun in SORTS:
        raise ValueError(f"{sort.noun} is declared twice.")
    SORTS[sort.noun] = sort
    return sort


def records_of(
    abouts: Iterable[tuple[str, int | None]], user: User
) -> dict[tuple[str, int], Model]:
    """The records that these items are about, those this person sees: one question per register."""
    wanted: dict[str, set[int]] = {}
    for noun, pk in abouts:
        if pk is not None and noun in SORTS:
            wanted.setdefault(noun, set()).add(pk)
    return {
        (noun, record.pk): record
        for noun, pks in wanted.items()
        for record in SORTS[noun].seen(user).filter(pk__in=pks).select_related("unit")
    }
