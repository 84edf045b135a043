"""What waits for a person: each app says what it asks of her, and *Mitt arbete* and her letter tell it in one list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, QuerySet

from bryggan.people.models import User


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing to do: what, where, and by when if there is such a day."""

    text: str
    url: str
    detail: str = ""
    due_on: date | None = None


type Rows = Callable[[User], QuerySet[Any]]
type Source = Callable[[User], list[Waiting]]
SOURCES: list[tuple[Rows, Source]] = []


def waits(rows: Rows) -> Callable[[Source], Source]:
    """Declare what an app asks of people: `source(user)` in a fixed number of queries, only what she may see.

    `rows(user)`: what the source reads. Whether there is any is asked of all apps in one question, and a
    source with nothing for the person is never called.
    """

    def declare(source: Source) -> Source:
        SOURCES.append((rows, source))
        return source

    return declare


def waiting_for(user: User) -> list[Waiting]:
    """Everything that waits for the person: what has a day first, the nearest on top."""
    asked = [Exists(rows(user)) for rows, _source in SOURCES]
    there = User.objects.filter(pk=user.pk).values_list(*asked).get()
    sources = [source for (_rows, source), is_any in zip(SOURCES, there, strict=True) if is_any]
    found = [one for source in sources for one in source(user)]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max, one.text))
