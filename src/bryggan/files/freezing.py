"""Freezes what stood on a record at a moment; used inside the action that makes it so."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from bryggan.files.models import FrozenVersion
from bryggan.kit.canonical import digest_of
from bryggan.kit.plain import to_plain
from bryggan.kit.writer import Writer, noun_of

VERSION = 1


def freeze(
    write: Writer, record: Any, *, kind: str, name: str, content: Mapping[str, Any]
) -> FrozenVersion:
    """Keep `content` as it is now, of this record. `kind` is a key ("agenda"), `name` what people read.

    In a batch the record has its number first: flush before.
    """
    by: Any = write.by
    told = {
        "version": VERSION,
        "kind": kind,
        "noun": noun_of(type(record)),
        "number": record.number,
        "name": name,
        "frozen_at": timezone.localtime(write.now).isoformat(timespec="seconds"),
        "frozen_by": by.name,
        "content": to_plain(dict(content)),
    }
    return write.create(
        FrozenVersion,
        unit=record.unit,
        noun=noun_of(type(record)),
        record_id=record.pk,
        name=name[:200],
        kind=kind,
        content=told,
        digest=digest_of(told),
        frozen_at=write.now,
        frozen_by=by,
    )
