"""How an app tells somebody something: declare a kind once, then `tell` inside the action that makes it so.

What is told is read in the tool, and sent in the person's one letter of the day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db import models

from bryggan.kit.plain import to_plain
from bryggan.kit.writer import Writer, noun_of
from bryggan.notices.models import Notice
from bryggan.people.models import User

# A question to the database holds so many ids and keys at most.
AT_A_TIME = 5_000


@dataclass(frozen=True)
class Kind:
    """A kind of notice. `text` may name `%(record)s`, `%(by)s` and the values told with it.

    `why` says why one gets it, as the end of "därför att …": "du följer posten".
    """

    key: str
    text: Any
    why: Any


KINDS: dict[str, Kind] = {}


def kind(key: str, *, text: Any, why: Any) -> Kind:
    """Declare a kind by its key ("contract.reminded"); words are lazy translations."""
    if key in KINDS:
        raise ValueError(f"Two kinds of notice are called {key}.")
    KINDS[key] = Kind(key, text, why)
    return KINDS[key]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One person is told one thing: what about by noun and id, and what the words name besides."""

    to: User
    key: str
    noun: str = ""
    record_id: int | None = None
    url: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def tell(
    write: Writer,
    kind: Kind,
    to: Iterable[User],
    *,
    key: str,
    about: models.Model | None = None,
    url: str = "",
    **values: Any,
) -> list[Notice]:
    """Tell each of these people once: whoever has been told by the same `key` is not told again.

    Not the one who acts, nor the tool itself, nor somebody withdrawn. `about` is looked up anew when the
    notice is shown, through what its reader may see then; `url` is where she goes, else the record's page.
    `values` are what the words name besides. No names of people: who did it is told by `by`, her id.
    """
    noun = noun_of(type(about)) if about is not None else ""
    record_id = about.pk if about is not None else None
    return tell_each(
        write,
        kind,
        (
            Telling(to=person, key=key, noun=noun, record_id=record_id, url=url, values=values)
            for person in to
        ),
    )


def tell_each(write: Writer, kind: Kind, tellings: Iterable[Telling]) -> list[Notice]:
    """The same for many things at once, by as many questions to the database as one."""
    wanted = {
        (telling.to.pk, telling.key): telling
        for telling in tellings
        if telling.to.pk != write.by.pk
        and not telling.to.is_built_in
        and telling.to.withdrawn_at is None
    }
    if write.batch is not None:
        write.flush()  # else what the batch has told already would be told again
    for some in batched(list(wanted), AT_A_TIME):
        people, keys = {pk for pk, _key in some}, {key for _pk, key in some}
        told = Notice.objects.filter(user__in=people, key__in=keys)
        for pair in told.values_list("user_id", "key"):
            wanted.pop(pair, None)
    rows = [
        {
            "user": telling.to,
            "kind": kind.key,
            "key": telling.key,
            "noun": telling.noun,
            "record_id": telling.record_id,
            "values": {name: to_plain(value) for name, value in telling.values.items()},
            "url": telling.url,
            "told_at": write.now,
        }
        for telling in wanted.values()
    ]
    return write.create_all(Notice, rows)


type Seal = Callable[[User, str], str]
SEALS: list[Seal] = []


def seals(seal: Seal) -> Seal:
    """What only the letter that is sent may hold: `seal(person, text)` puts a secret address in its place.

    The letter that is kept, and its history, have the open address instead.
    """
    SEALS.append(seal)
    return seal


def sealed(person: User, text: str) -> str:
    """The text of a letter as it is sent to the person."""
    for seal in SEALS:
        text = seal(person, text)
    return text
