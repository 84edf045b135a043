"""Which request is being served: only to be written beside the event, never to decide anything."""

import uuid
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
# What has been read once while this request is served; None outside of requests.
per_request: ContextVar[dict[str, Any] | None] = ContextVar("per_request", default=None)
on_behalf_of: ContextVar[int | None] = ContextVar("on_behalf_of", default=None)


def new_request_id() -> str:
    return str(uuid.uuid4())
