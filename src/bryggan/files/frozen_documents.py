"""What is frozen of a record and of its files, as it is handed out: whole, or masked by groups of fields."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.files.choices import SecrecyGround
from bryggan.files.models import File, FrozenVersion
from bryggan.kit.canonical import digest_of
from bryggan.kit.writer import noun_of

EVERY = "*"


@dataclass(frozen=True)
class Group:
    """Fields that are masked together: their places in what is frozen; `EVERY` is each row of a list."""

    key: str
    label: Any
    places: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class FrozenDocument:
    """Something frozen: `key` tells it from others of the record, `held_as` is its name in the file that is checked."""

    key: str
    number: str
    name: str
    day: date
    digest: str
    content: Mapping[str, Any]
    held_as: str = "innehall"
    groups: Sequence[Group] = ()

    @property
    def file_name(self) -> str:
        return f"{self.name}.json"

    @property
    def is_whole(self) -> bool:
        """Whether it is what was frozen: what has been masked or harmed since is handed out to nobody."""
        return digest_of(self.content) == self.digest


type Holds = Callable[[Any], Iterable[FrozenDocument]]
HOLDING: dict[str, Holds] = {}


def holds_frozen(noun: str, holds: Holds) -> None:
    """A higher app whose records freeze something themselves says what, by their noun."""
    HOLDING[noun] = holds


def frozen_documents(record: Any, files: Iterable[File]) -> list[FrozenDocument]:
    """What the record's own app has frozen, then what was frozen of it and of these of its files."""
    holds = HOLDING.get(noun_of(type(record)))
    found = list(holds(record)) if holds is not None else []
    numbers = {file.pk: file.number for file in files}
    rows = FrozenVersion.objects.present().order_by("frozen_at", "pk")
    about = rows.about(record) | rows.filter(noun=noun_of(File), record_id__in=list(numbers))
    for frozen in about:
        is_file = frozen.noun == noun_of(File)
        found.append(_of_version(frozen, numbers[frozen.record_id] if is_file else record.number))
    return found


def _of_version(frozen: FrozenVersion, number: str) -> FrozenDocument:
    return FrozenDocument(
        key=f"version-{frozen.pk}",
        number=number,
        name=_("Fryst %(name)s") % {"name": frozen.name},
        day=timezone.localtime(frozen.frozen_at).date(),
        digest=frozen.digest,
        content=frozen.content,
        groups=(
            Group("content", _("Innehållet"), (("content",),)),
            Group("people", _("Vem som fryste"), (("frozen_by",),)),
        ),
    )


def file_of(document: FrozenDocument, masks: Mapping[str, str]) -> bytes:
    """The file that `verifiera_beslut.py` checks. Masked, it tells what by which section, and the whole one's checksum."""
    content = masked(document, masks)
    told: dict[str, Any] = {"kontrollsumma": digest_of(content)}
    if masks:
        told |= {
            "maskerat": {
                str(group.label): SecrecyGround(masks[group.key]).label
                for group in document.groups
                if group.key in masks
            },
            "kontrollsumma_omaskerat": document.digest,
        }
    told[document.held_as] = content
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()


def masked(document: FrozenDocument, masks: Mapping[str, str]) -> dict[str, Any]:
    """The content with each of the groups gone, the section in its place."""
    content = deepcopy(dict(document.content))
    for group in document.groups:
        if ground := masks.get(group.key):
            said = _("Maskerat: OSL %(section)s") % {"section": ground}
            for place in group.places:
                _mask(content, place, said)
    return content


def _mask(held: Any, place: Sequence[str], said: str) -> None:
    first, *rest = place
    if first == EVERY:
        for row in held if isinstance(held, list) else ():
            _mask(row, rest, said)
    elif isinstance(held, dict) and held.get(first):
        if rest:
            _mask(held[first], rest, said)
        else:
            held[first] = said
