"""What somebody is told, in words: record and kind are looked up as it is read, through its reader's own door."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bryggan.kit.register.register import register_of
from bryggan.notices import queries
from bryggan.notices.models import Follow, Notice
from bryggan.notices.queries import Names
from bryggan.notices.telling import KINDS
from bryggan.people.models import User


@dataclass(frozen=True)
class Shown:
    """A notice as its reader may read it: without name and address if she no longer sees what it is about."""

    pk: int
    text: str
    why: str
    url: str
    told_at: datetime
    is_unread: bool


def shown(notices: Sequence[Notice], names: Names) -> list[Shown]:
    """In words. What was told with `by`, the id of a person, names her as she is called today."""
    people = queries.people_by_id(notice.values.get("by") for notice in notices)
    return [_shown(notice, names, people) for notice in notices]


def about(notices: Iterable[Notice]) -> list[tuple[str, int | None]]:
    """The records that the notices are about, as `queries.names_of` asks for them."""
    return [(notice.noun, notice.record_id) for notice in notices]


def notices_for(notices: Sequence[Notice], user: User) -> list[Shown]:
    return shown(notices, queries.names_of(about(notices), user))


def _shown(notice: Notice, names: Names, people: dict[int, str]) -> Shown:
    kind = KINDS.get(notice.kind)
    named = names.get((notice.noun, notice.record_id or 0))
    is_hidden = bool(notice.noun) and named is None
    if is_hidden:
        text = _("Något om en post som du inte längre ser")
    elif kind is None:
        text = named.name if named else _("Något som Bryggan inte längre berättar om")
    else:
        values: dict[str, Any] = defaultdict(str, notice.values)
        values["record"] = named.name if named else ""
        values["by"] = people.get(notice.values.get("by", 0)) or _("Någon")
        text = str(kind.text % values)
    return Shown(
        pk=notice.pk,
        text=text,
        why=str(kind.why) if kind and not is_hidden else "",
        url="" if is_hidden else notice.url or (named.url if named else ""),
        told_at=notice.told_at,
        is_unread=notice.read_at is None,
    )


@dataclass(frozen=True)
class Followed:
    """A record that one follows: its name, its page, and where one stops following it."""

    name: str
    url: str
    unfollow_url: str


def followed(follows: Iterable[Follow], names: Names) -> list[Followed]:
    """What one follows and still sees."""
    found = []
    for follow in follows:
        named = names.get((follow.noun, follow.record_id))
        register = register_of(follow.noun)
        if named is not None and register is not None:
            stop = reverse("unfollow_record", args=[register.slug, follow.record_id])
            found.append(Followed(named.name, named.url, stop))
    return found
