"""Fields that a municipality has added itself: asked for once per request, from whoever remembers them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from bryggan.kit import trace
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.fields import Field, Lines


@dataclass(frozen=True, kw_only=True)
class OwnText(Field):
    """A field that the municipality has added: text in the record's `own_fields`."""

    filtered_by: ClassVar[str] = "text"

    def expression(self, user: Any) -> Sql:
        # As plain text: a piece of JSON compares itself with JSON.
        return Cast(KT(f"own_fields__{self.attribute}"), TextField())

    def initial(self, record: Any, user: Any) -> Any:
        return record.own_fields.get(self.attribute, "")

    def empty(self) -> Q:
        return Q(**{f"{self.alias}__isnull": True}) | Q(**{self.alias: ""})

    def form_field(self, user: Any) -> forms.Field:
        return Lines(widget=forms.Textarea(attrs={"rows": 2}), **self.form_options())


type Source = Callable[[str], Sequence[Field]]
_sources: list[Source] = []


def remembered_by(source: Source) -> None:
    """Where own fields come from: called by the app that has the table."""
    _sources.append(source)


def own_fields(slug: str) -> tuple[Field, ...]:
    kept = trace.per_request.get()
    key = f"own_fields.{slug}"
    if kept is None:
        return _read(slug)
    if key not in kept:
        kept[key] = _read(slug)
    found: tuple[Field, ...] = kept[key]
    return found


def forget(slug: str) -> None:
    kept = trace.per_request.get()
    if kept is not None:
        kept.pop(f"own_fields.{slug}", None)


def _read(slug: str) -> tuple[Field, ...]:
    return tuple(field for source in _sources for field in source(slug))
