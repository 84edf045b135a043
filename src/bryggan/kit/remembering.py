"""What is counted over everything is remembered until something is written.

Every change of a row has its event, so the newest event says whether an answer still holds. Events of
transactions that overlap may become visible out of order; therefore no answer is kept over a minute.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from bryggan.history.models import Event
from bryggan.kit import trace

SECONDS = 60
MOST = 1_000
STAMP = "newest_event"

_kept: dict[Hashable, tuple[float, Hashable, Any]] = {}


def asked(queryset: QuerySet[Any, Any]) -> Hashable:
    """A question to the database word for word: who sees what, and of which part, is in it."""
    try:
        sql, params = queryset.query.sql_with_params()
    except EmptyResultSet:
        return "nothing"
    return sql, str(params)


def known(question: Hashable) -> Any:
    """The remembered answer, None when there is none that holds."""
    if not settings.BRYGGAN_REMEMBERS:
        return None
    until, stamp, answer = _kept.get(question, (0.0, None, None))
    return answer if until > time.monotonic() and stamp == _newest() else None


def keep[T](question: Hashable, answer: T) -> T:
    """`answer` must never be changed by who gets it."""
    if settings.BRYGGAN_REMEMBERS:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[question] = (time.monotonic() + SECONDS, _newest(), answer)
    return answer


def remembered[T](question: Hashable, work: Callable[[], T]) -> T:
    """The answer to the question, worked out anew only when something may have changed."""
    # Before the work: what is written meanwhile makes the answer old.
    _newest()
    answer: T | None = known(question)
    return keep(question, work()) if answer is None else answer


def _newest() -> Hashable:
    kept = trace.per_request.get()
    if kept is None:
        return _read_newest()
    if STAMP not in kept:
        kept[STAMP] = _read_newest()
    newest: Hashable = kept[STAMP]
    return newest


def _read_newest() -> Hashable:
    return Event.objects.order_by("-pk").values_list("pk", "at").first()
