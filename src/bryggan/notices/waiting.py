"""What waits for a person: each app says what it asks of her, and *Mitt arbete* and her letter tell it in one list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bryggan.people.models import User


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing to do: what, where, and by when if there is such a day."""

    text: str
    url: str
    detail: str = ""
    due_on: date | None = None


type Source = Callable[[User], list[Waiting]]
SOURCES: list[Source] = []


def waits(source: Source) -> Source:
    """Declare what an app asks of people: `source(user)` in a fixed number of queries, only what she may see."""
    SOURCES.append(source)
    return source


def waiting_for(user: User) -> list[Waiting]:
    """Everything that waits for the person: what has a day first, the nearest on top."""
    found = [one for source in SOURCES for one in source(user)]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max, one.text))
