"""What those who stand behind a need hear of what others do with it: kept as an answer, so that it is read by code too."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from bryggan.kit.writer import Writer
from bryggan.needs.actions import tell_supporters
from bryggan.needs.models import Answer, Need
from bryggan.notices.telling import Kind
from bryggan.people.models import User


def hear_of_need(
    write: Writer,
    need: Need,
    kind: Kind,
    *,
    text: str,
    key: str,
    but: Collection[User] = (),
    **values: Any,
) -> list[User]:
    """Everyone who stands behind the need hears of it: by name in the day's letter, without a name by code.

    It moves the need nowhere: its own course follows from its own answers. `key` tells the turn from others.
    `but`: those who have been told of this turn already. Gives those who were to be told now.
    """
    write.create(
        Answer,
        need=need,
        step=need.step,
        sorting=need.sorting,
        text=text.strip(),
        by=write.by,
        said_on=timezone.localdate(write.now),
    )
    if write.batch is not None:
        write.flush()
    return tell_supporters(write, kind, need, key=key, but=but, text=text, **values)
