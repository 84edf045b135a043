"""Values as history stores them: plain JSON, the same from every database."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile


def to_plain(value: Any) -> Any:
    """Dates as ISO text, decimals as text, records as ids, stored files as their names; lists and dicts
    likewise inside.
    """
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, FieldFile):
        return value.name or ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize()) if value else "0"
    if isinstance(value, dict):
        return {str(key): to_plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(inner) for inner in value]
    return value


def from_plain(field: "models.Field[Any, Any]", value: Any) -> Any:
    """The value of a model field read back from history."""
    if value is None or isinstance(field, models.JSONField):
        return value
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)


def set_fields(
    record: models.Model, fields: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set the fields that differ; what stood there and what stands there now, as history stores it."""
    before, after = {}, {}
    for name, value in fields.items():
        field = record._meta.get_field(name)
        assert isinstance(field, models.Field)
        old = getattr(record, field.attname)
        new = value.pk if isinstance(value, models.Model) else value
        if old == new:
            continue
        before[name], after[name] = to_plain(old), to_plain(new)
        setattr(record, name if isinstance(value, models.Model) else field.attname, value)
    return before, after


def whole_number(text: str) -> int | None:
    """The number that an address gives in plain digits, None for all else: "²" is no number here.

    At most 18 digits, so that every database can hold it.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Those of the texts that are numbers."""
    numbers = (whole_number(text) for text in texts)
    return [number for number in numbers if number is not None]
