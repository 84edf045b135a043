"""What the tests of views, bulk edit and undo share: who they are, and what everything looks like."""

from typing import Any

from django.apps import apps
from django.db import models
from django.test import Client

from bryggan.kit.plain import to_plain
from bryggan.people.models import User
from bryggan.search.models import SearchRow

NOT_COMPARED = frozenset({"version", "last_login"})


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def everything() -> dict[str, dict[int, dict[str, Any]]]:
    """Every live row of the domain with its values and links, but not how often it was written."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "withdrawn_at" in names:
            rows: Any = model._base_manager.filter(withdrawn_at=None)
            found[model._meta.label_lower] = {row.pk: _values(row) for row in rows}
    return found


def searchable() -> set[tuple[Any, ...]]:
    """What search knows."""
    return set(SearchRow.objects.values_list("noun", "record_id", "unit_id", "title_key", "text"))


def _values(row: models.Model) -> dict[str, Any]:
    own = {
        field.name: to_plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in NOT_COMPARED
    }
    for field in row._meta.many_to_many:
        own[field.name] = sorted(getattr(row, field.name).values_list("pk", flat=True))
    return own
