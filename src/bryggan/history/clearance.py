"""The narrow way past an append-only history: opened for one decision, closed in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from bryggan.history.models import Clearance


@contextmanager
def clearance(
    kind: Clearance.Kind, *, actor_id: int, reason: str, decision: str
) -> Iterator[Clearance]:
    """While it is open history yields: to changes for a masking, to deletions for a disposal.

    What was touched is written in `touched` by whoever opened it. If anything fails the whole
    transaction is undone, so a clearance is never left open.
    """
    with transaction.atomic():
        opened = Clearance.objects.create(
            kind=kind, actor_id=actor_id, at=timezone.now(), reason=reason, decision=decision
        )
        yield opened
        opened.is_open = False
        opened.save()
