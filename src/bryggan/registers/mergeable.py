"""Which nouns can be merged, and what is special about each: an app declares its own once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from bryggan.kit.likeness import Reading, Text
from bryggan.kit.verdict import ALLOWED, Verdict
from bryggan.kit.writer import Writer
from bryggan.people import permissions as people
from bryggan.people.models import User


@dataclass(frozen=True)
class Clash:
    """Rows of both that may be the same thing told twice: the person chooses which to keep.

    `kept` and `gone` are (row, words); what is not chosen is withdrawn.
    """

    key: str
    label: str
    kept: tuple[tuple[models.Model, str], ...]
    gone: tuple[tuple[models.Model, str], ...]


def _allowed(by: User, kept: Any, gone: Any) -> Verdict:
    return ALLOWED


def _nothing(*_arguments: Any) -> tuple[()]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Mergeable:
    """A noun whose records can be merged.

    `lead`: what follows, above the pairs that may be the same. `fields`: own columns of which one value
    is chosen. `joined`: list columns that keep what both had.
    `given`: what is added to `joined` besides, by column. `rows(user)`: the present records one sees.
    `refuses`: asked besides the permission. `warnings`: what must be ticked first, in words.
    `clashes`: rows to choose between. `settles`: makes anew what is worked out of what points at the
    record. `demotes`: what happens to rows that have moved. `tells`: who is told that the two are one.
    `texts`: for the likeness, of those rows. `allow(user, record)`: who may merge the record, or any at
    all (None).
    """

    slug: str
    model: type[models.Model]
    title: Any
    singular: Any
    fields: tuple[str, ...]
    rows: Callable[[Any], models.QuerySet[Any]]
    url: Callable[[int], str]
    list_url: Callable[[], str]
    texts: Callable[[models.QuerySet[Any], Any], Iterable[Text]]
    place: int = 50
    reading: Reading = field(default_factory=Reading)
    joined: tuple[str, ...] = ()
    lead: Any = _(
        "När två poster är en och samma slås de samman: avtal, integrationer, ansvar och historik"
        " följer med. Det går alltid att ångra."
    )
    given: Callable[[Any, Any], Mapping[str, Sequence[str]]] = lambda kept, gone: {}
    counted: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    refuses: Callable[[User, Any, Any], Verdict] = _allowed
    warnings: Callable[[Any, Any], Sequence[str]] = _nothing
    clashes: Callable[[Any, Any], Sequence[Clash]] = _nothing
    settles: Callable[[Writer, Any], None] = lambda write, record: None
    demotes: Callable[[Writer, Any, Sequence[models.Model]], None] = lambda write, kept, moved: None
    tells: Callable[[Writer, Any, Any], None] = lambda write, kept, gone: None
    allow: Callable[[User, Any], Verdict] = people.keep_register

    @property
    def noun(self) -> str:
        return self.model._meta.label_lower


MERGEABLES: dict[str, Mergeable] = {}


def mergeable(declared: Mergeable) -> Mergeable:
    """Register the noun; its records can be merged from here on."""
    if declared.slug in MERGEABLES:
        raise ValueError(f"Two nouns to merge are called {declared.slug}.")
    MERGEABLES[declared.slug] = declared
    return declared


def mergeable_of(noun: str) -> Mergeable | None:
    return next((found for found in MERGEABLES.values() if found.noun == noun), None)
