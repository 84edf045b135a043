"""Would a row break a rule of uniqueness? Asked before a batch writes it, since a batch fails as a whole."""

import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, UniqueConstraint

from bryggan.search.fields import sort_key


def refusal(record: models.Model, values: dict[str, Any]) -> str:
    """The words of the first rule that the record would break with these values, else nothing.

    One query per rule that the values touch; what lies in a writer's buffer is not seen.
    """
    rules = rules_touched(type(record), values)
    twin = _with_values(record, values) if rules else record
    for rule in rules:
        try:
            rule.validate(type(record), twin)
        except ValidationError as broken:
            return " ".join(broken.messages)
    return ""


def places(record: models.Model, values: dict[str, Any]) -> dict[tuple[Any, ...], str]:
    """What the record would occupy alone, with the words for it when somebody else is there already."""
    rules = rules_touched(type(record), values)
    twin = _with_values(record, values) if rules else record
    return {
        (
            rule.name,
            *(getattr(twin, _column(twin, name)) for name in sorted(fields_of(rule))),
        ): str(rule.get_violation_error_message())
        for rule in rules
    }


def _with_values(record: models.Model, values: dict[str, Any]) -> models.Model:
    """A copy of the record as it would become."""
    twin = copy.copy(record)
    for name, value in values.items():
        field: Any = type(record)._meta.get_field(name)
        if not field.many_to_many:
            setattr(twin, field.attname, value.pk if isinstance(value, models.Model) else value)
    sorted_by = getattr(twin, "sorted_by", "")
    if sorted_by:
        twin.sort_key = sort_key(str(getattr(twin, sorted_by)))  # type: ignore[attr-defined]
    return twin


def _column(record: models.Model, name: str) -> str:
    field: Any = record._meta.get_field(name)
    return str(field.attname)


def rules_touched(model: type[models.Model], values: dict[str, Any]) -> list[UniqueConstraint]:
    """The rules that a change of these fields may break; a restored row may break them all."""
    touched = set(values)
    if getattr(model, "sorted_by", "") in touched:
        touched.add("sort_key")
    rules = [rule for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)]
    if "withdrawn_at" in touched:
        return rules
    return [rule for rule in rules if touched & fields_of(rule)]


def fields_of(rule: UniqueConstraint) -> set[str]:
    """The columns that the rule is about."""
    named: list[Any] = [part for part in rule.expressions if isinstance(part, F)]
    return {*rule.fields, *(part.name for part in named)}
