"""How an app tells somebody something: declare a kind once, then `tell` inside the action that makes it so.

What is told is read in the tool, and sent in the person's one letter of the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from bryggan.kit.plain import to_plain
from bryggan.kit.writer import Writer, noun_of
from bryggan.notices.models import Notice
from bryggan.people.models import User


@dataclass(frozen=True)
class Kind:
    """A kind of notice. `text` may name `%(record)s` and the values told with it; `why` says why one gets it."""

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
    `values` are what the words name besides, no names of people.
    """
    wanted = {
        person.pk: person
        for person in to
        if person.pk != write.by.pk and not person.is_built_in and person.withdrawn_at is None
    }
    told = Notice.objects.filter(user__in=wanted, key=key).values_list("user_id", flat=True)
    for pk in told:
        del wanted[pk]
    return [
        write.create(
            Notice,
            user=person,
            kind=kind.key,
            key=key,
            noun=noun_of(type(about)) if about is not None else "",
            record_id=about.pk if about is not None else None,
            values={name: to_plain(value) for name, value in values.items()},
            url=url,
            told_at=write.now,
        )
        for person in wanted.values()
    ]
