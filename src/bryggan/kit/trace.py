"""Which request is being served: only to be written beside the event, never to decide anything."""

import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
# What has been read once while this request is served; None outside of requests.
per_request: ContextVar[dict[str, Any] | None] = ContextVar("per_request", default=None)
on_behalf_of: ContextVar[int | None] = ContextVar("on_behalf_of", default=None)


def new_request_id() -> str:
    return str(uuid.uuid4())


def once[T](key: str, work: Callable[[], T]) -> T:
    """What has been read once while this request is served is not read again, until something is written.

    Outside of requests everything is read anew.
    """
    kept = per_request.get()
    if kept is None:
        return work()
    if key not in kept:
        kept[key] = work()
    found: T = kept[key]
    return found


def forget() -> None:
    """Something has been written: what this request has read may no longer hold."""
    kept = per_request.get()
    if kept is not None:
        kept.clear()
