"""The methods that come with the product: read in as the root unit's own, and anew when a release has others."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer, batch
from bryggan.methods import permissions, queries
from bryggan.methods.models import Method, MethodStep, MethodVersion, Requirement, Size
from bryggan.people.models import Unit, User, root_unit

CONTENT = Path(__file__).parent / "content"

type Content = Mapping[str, Any]


@cache
def shipped_content() -> Mapping[str, Content]:
    """Every shipped method by its key, Bryggan's own first."""
    read = [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CONTENT.glob("*.toml"))
    ]
    read.sort(key=lambda told: (told["key"] != queries.OWN, told["key"]))
    return {told["key"]: told for told in read}


def digest_of(content: Content) -> str:
    """Tells whether a release holds other steps or requirements than the one before."""
    plain = json.dumps(content["steps"], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def waiting() -> list[str]:
    """The keys of what this release holds and the database does not."""
    held = {
        version.method.origin: version.origin_digest
        for version in MethodVersion.objects.present()
        .filter(method__is_shipped=True, method__withdrawn_at=None)
        .select_related("method")
        .order_by("place")
    }
    return [key for key, told in shipped_content().items() if held.get(key) != digest_of(told)]


def load_methods(*, by: User) -> list[Method]:
    """Read in what is waiting, in one batch that can be undone; nothing when nothing is."""
    if not waiting():
        return []
    with batch(by=by, kind=Batch.Kind.IMPORT, reason=_("Metoder som följer med Bryggan")) as write:
        return enter(write, by=by)


def enter(write: Writer, *, by: User) -> list[Method]:
    """The same inside a batch."""
    root = root_unit()
    return [read_in_method.within(write, root, by=by, key=key) for key in waiting()]


@action("method.read_in", allow=permissions.read_in_method)
def read_in_method(write: Writer, unit: Unit, *, by: User, key: str) -> Method:
    """A shipped method becomes the root unit's, or gets a new version; its versions are in use at once.

    Initiatives and copies stay on the version that they began on.
    """
    told = shipped_content().get(key)
    if told is None:
        raise NotPossible(_("Det finns ingen sådan metod i Bryggan."))
    about = {
        "name": told["name"],
        "source": told["source"],
        "explanation": told["explanation"].strip(),
    }
    method = queries.shipped_methods().filter(origin=key).first()
    if method is None:
        method = write.create(Method, unit=unit, origin=key, is_shipped=True, **about)
        write.flush()
    else:
        write.change(method, **about)
    version = write.create(
        MethodVersion,
        method=method,
        place=queries.next_place(method),
        origin_digest=digest_of(told),
        frozen_on=timezone.localdate(write.now),
    )
    write.flush()
    steps = [_step(write, version, at, row) for at, row in enumerate(told["steps"], start=1)]
    write.flush()
    for step, row in zip(steps, told["steps"], strict=True):
        for at, wanted in enumerate(row.get("requirements", ()), start=1):
            _requirement(write, step, at, wanted)
    write.flush()
    return method


def _step(write: Writer, version: MethodVersion, place: int, row: Content) -> MethodStep:
    return write.create(
        MethodStep,
        method_version=version,
        place=place,
        key=row["key"],
        name=row["name"],
        phase=row["phase"],
        who=row.get("who", ""),
        gate=row.get("gate", ""),
        decided_by=row.get("decided_by", ""),
        explanation=row["explanation"],
        **_origin(row),
    )


def _requirement(write: Writer, step: MethodStep, place: int, row: Content) -> Requirement:
    return write.create(
        Requirement,
        method_step=step,
        place=place,
        key=row["key"],
        name=row["name"],
        rule=row.get("rule", ""),
        explanation=row["explanation"],
        **{f"for_{size}": size in row["sizes"] for size in Size.values},
        **_origin(row),
    )


def _origin(row: Content) -> dict[str, Any]:
    return {
        "source": row.get("source", ""),
        "is_own_addition": row.get("own_addition", False),
    }
