"""What an attempt did to the database: nothing at all, or one event with the changes it tells."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps

from bryggan.history.models import Event


def _state() -> dict[str, list[object]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("bryggan.")]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in ours}


@contextmanager
def nothing_happens() -> Iterator[None]:
    """No row of any table of ours changes: no record, no event, no search row."""
    before = _state()
    yield
    after = _state()
    assert after == before


def newest_event() -> Event:
    return Event.objects.order_by("-pk")[0]
