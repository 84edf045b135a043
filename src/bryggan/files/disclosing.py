"""Handing out public documents: a package with an index, what was left out and by which section, and a record of it."""

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.files import permissions, queries, storing
from bryggan.files.choices import FileKind, SecrecyGround
from bryggan.files.frozen_documents import FrozenDocument, file_of, frozen_documents, masked
from bryggan.files.models import Disclosure, File
from bryggan.kit import words
from bryggan.kit.action import NotPossible, action
from bryggan.kit.canonical import digest_of
from bryggan.kit.papers import sheet
from bryggan.kit.papers.model import Column, Paper, Paragraph, Table
from bryggan.kit.writer import Writer, noun_of
from bryggan.people.models import User

# Which groups of fields of something frozen are masked, by which section.
type Masks = Mapping[str, str]

FROZEN = "frozen"
MOST_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Sorted:
    """What of a record's files, and of what is frozen, can be handed out, and what cannot, by the reason."""

    offered: tuple[File, ...]
    secret: tuple[File, ...]
    working: int
    frozen: tuple[FrozenDocument, ...]


def sorted_files(record: Any) -> Sorted:
    """Only what is a public document is offered; a marked one is left out and accounted for."""
    rows = list(queries.documents_of(record))
    public = [file for file in rows if not file.is_working]
    offered = tuple(file for file in public if not file.secrecy)
    frozen = frozen_documents(record, offered)
    return Sorted(
        offered=offered,
        frozen=tuple(document for document in frozen if document.is_whole),
        secret=tuple(file for file in public if file.secrecy),
        working=len(rows) - len(public),
    )


@action("documents.disclosed", allow=permissions.disclose_documents)
def disclose_documents(
    write: Writer,
    record: Any,
    *,
    by: User,
    files: Collection[int],
    asked_for: str,
    given_to: str = "",
    frozen: Mapping[str, Masks] | None = None,
) -> Disclosure:
    """What is handed out is written down: who, when, what, what was left out. To whom only if it was said.

    `frozen`: what is frozen goes along by its key, with the groups of fields that are masked, by which section.
    """
    if not asked_for.strip():
        raise NotPossible(_("Skriv vad som begärdes."), field="asked_for")
    found = sorted_files(record)
    chosen = [file for file in found.offered if file.pk in set(files)]
    if len(chosen) != len(set(files)):
        raise NotPossible(_("Någon av handlingarna kan inte lämnas ut."), field="chosen")
    documents = _documents(found, frozen or {})
    if not chosen and not documents and not found.secret:
        raise NotPossible(_("Välj minst en handling."), field="chosen")
    if sum(file.size_bytes or 0 for file in chosen) > MOST_BYTES:
        raise NotPossible(_("Det blir för stort. Dela upp utlämnandet."), field="chosen")
    spoilt = [file for file in chosen if storing.read(file.digest) is None]
    return write.create(
        Disclosure,
        unit=record.unit,
        noun=noun_of(type(record)),
        record_id=record.pk,
        name=f"{record.number} {record}".strip()[:300],
        given_to=given_to.strip(),
        asked_for=asked_for.strip(),
        given=[
            *(_given(file) for file in chosen if file not in spoilt),
            *(_given_frozen(document, masks) for document, masks in documents),
        ],
        left_out=[
            *({"number": file.number, "ground": file.secrecy} for file in found.secret),
            *({"number": file.number, "ground": "masked"} for file in spoilt),
            *(row for document, masks in documents for row in _left_out(document, masks)),
        ],
        disclosed_by=by,
        disclosed_at=write.now,
    )


def _given(file: File) -> dict[str, Any]:
    day = file.established_on if file.kind == FileKind.ESTABLISHED else file.dated_on
    return {
        "number": file.number,
        "name": file.file_name,
        "kind": file.kind,
        "day": day.isoformat() if day else "",
        "digest": file.digest,
    }


def _documents(found: Sorted, frozen: Mapping[str, Masks]) -> list[tuple[FrozenDocument, Masks]]:
    """Those that were asked for; each section and each group must be there."""
    by_key = {document.key: document for document in found.frozen}
    if not frozen.keys() <= by_key.keys():
        raise NotPossible(_("Någon av handlingarna kan inte lämnas ut."), field="chosen")
    for key, masks in frozen.items():
        groups = {group.key for group in by_key[key].groups}
        if not masks.keys() <= groups or not set(masks.values()) <= set(SecrecyGround.values):
            raise NotPossible(_("Välj en paragraf i listan."), field="chosen")
    return [(document, frozen[key]) for key, document in by_key.items() if key in frozen]


def _given_frozen(document: FrozenDocument, masks: Masks) -> dict[str, Any]:
    return {
        "number": document.number,
        "name": document.file_name,
        "kind": FROZEN,
        "day": document.day.isoformat(),
        "digest": digest_of(masked(document, masks)),
        "key": document.key,
        "masks": dict(masks),
    }


def _left_out(document: FrozenDocument, masks: Masks) -> Iterator[dict[str, str]]:
    for group in document.groups:
        if group.key in masks:
            number = f"{document.number}: {group.label}"
            yield {"number": number, "ground": masks[group.key]}


def _content(row: Mapping[str, Any], documents: Mapping[str, FrozenDocument]) -> bytes | None:
    """The bytes of a row that was handed out; what is frozen is masked anew as was written down."""
    if row["kind"] != FROZEN:
        return storing.read(row["digest"])
    document = documents.get(row["key"])
    return file_of(document, row["masks"]) if document is not None else None


def package_of(disclosure: Disclosure) -> bytes:
    """The zip: an index as a workbook, and each file numbered in its order."""
    tool = User.objects.get(is_built_in=True)
    record = queries.record_behind(disclosure, tool)
    found = sorted_files(record).frozen if record is not None else ()
    documents = {document.key: document for document in found}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("00 Förteckning.xlsx", sheet.render(index_of(disclosure)))
        for place, row in enumerate(disclosure.given, start=1):
            content = _content(row, documents)
            if content is not None:
                archive.writestr(f"{place:02d} {row['name']}", content)
    return made.getvalue()


def index_of(disclosure: Disclosure) -> Paper:
    """What is in the package and what is not, by which section: the name of what is secret is not told."""
    kinds = {**dict(FileKind.choices), FROZEN: _("Fryst")}
    rows = tuple(
        (place, row["number"], row["name"], str(kinds[row["kind"]]), row["day"], row["digest"])
        for place, row in enumerate(disclosure.given, start=1)
    )
    left = tuple((row["number"], ground_words(row["ground"])) for row in disclosure.left_out)
    day = timezone.localtime(disclosure.disclosed_at)
    heads = (_("Nr"), _("Handling"), _("Namn"), _("Slag"), _("Datum"), _("Kontrollsumma"))
    return Paper(
        title=_("Utlämnade handlingar"),
        subtitle=disclosure.name,
        made_on=day,
        blocks=(
            Paragraph(
                _("Utlämnat %(day)s av %(name)s.")
                % {"day": words.date_text(day.date()), "name": disclosure.disclosed_by.name}
            ),
            Table(tuple(Column(head) for head in heads), rows, title=_("Lämnades ut")),
            Table(
                (Column(_("Handling")), Column(_("Lämnades inte ut, med stöd av"))),
                left,
                title=_("Utelämnades"),
                empty=_("Inget är utelämnat."),
            ),
        ),
        omitted=0,
    )


def ground_words(ground: str) -> str:
    """The section by which something was left out, or that its content is masked."""
    if ground not in SecrecyGround.values:
        return _("Innehållet är maskerat")
    return _("offentlighets- och sekretesslagen %(section)s") % {
        "section": SecrecyGround(ground).label
    }
