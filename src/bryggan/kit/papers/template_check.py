"""Whether a file can be the municipality's Word template.

What is kept is not the file as it came but what was understood of it, written anew.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from bryggan.kit.packed import ACTIVE_PARTS, Locked, TooLarge, unpack_once
from bryggan.kit.papers.model import Column, Heading, Paper, Paragraph, Table
from bryggan.kit.papers.own_template import (
    MAX_PACKED_BYTES,
    MEGABYTE,
    UNWRITABLE,
    TemplateError,
    TemplateRefused,
)
from bryggan.kit.papers.word import render
from bryggan.kit.papers.word_fields import faults
from bryggan.kit.papers.word_template import open_template

MAX_UNPACKED_BYTES = 50 * MEGABYTE
MAX_PARTS = 2_000
# The library has no name for it.
_ATTACHED = RELATIONSHIP_TYPE.HYPERLINK.replace("hyperlink", "attachedTemplate")
_SPOILT = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
)
_PROGRAMS = (".exe", ".dll", ".js", ".vbs", ".bat", ".com", ".scr", ".ps1")
_MOST_FAULTS = 5


def checked(content: bytes, known: Mapping[str, str]) -> bytes:
    """Check a file that somebody chose and give the template to keep. Raises TemplateRefused.

    `known`: the fields it may hold; a value says why a field cannot be used here.
    """
    _check_package(content)
    try:
        document = open_template(content, title="")
    except TemplateError as error:
        raise TemplateRefused(str(error)) from error
    if wrong := faults(document, known):
        raise TemplateRefused(" ".join(wrong[:_MOST_FAULTS]))
    _cut_ties(document)
    made = io.BytesIO()
    document.save(made)
    kept = made.getvalue()
    _try_out(kept, known)
    return kept


def _check_package(content: bytes) -> None:
    """Refuse what is too large, is not a Word file, unpacks without end, or carries a program."""
    if len(content) > MAX_PACKED_BYTES:
        said = _("Filen är större än %(limit)s MB. Ta bort bilder ur mallen och försök igen.")
        raise TemplateRefused(said % {"limit": MAX_PACKED_BYTES // MEGABYTE})
    not_word = _("Filen är inte en Word-fil. Spara mallen som .docx eller .dotx och försök igen.")
    if not content.startswith(b"PK\x03\x04"):
        raise TemplateRefused(not_word)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = [name.lower() for name in package.namelist()]
            if "[content_types].xml" not in names or "word/document.xml" not in names:
                raise TemplateRefused(not_word)
            _check_unpacked(package)
            kinds = package.read("[Content_Types].xml").lower()
    except _SPOILT as error:
        raise TemplateRefused(_("Filen är trasig. Spara om den i Word och försök igen.")) from error
    is_active = any(
        mark in name or name.endswith(_PROGRAMS) for name in names for mark in ACTIVE_PARTS
    )
    if is_active or b"macroenabled" in kinds:
        said = _(
            "Filen innehåller makron eller inbäddade program. Spara den som .docx utan makron."
        )
        raise TemplateRefused(said)


def _check_unpacked(package: zipfile.ZipFile) -> None:
    try:
        unpack_once(package, most_bytes=MAX_UNPACKED_BYTES, most_parts=MAX_PARTS)
    except TooLarge as error:
        raise TemplateRefused(
            _("Filen blir större än %(limit)s MB när den packas upp och tas därför inte emot.")
            % {"limit": MAX_UNPACKED_BYTES // MEGABYTE}
        ) from error
    except Locked as error:
        raise TemplateRefused(
            _("Filen är skyddad med lösenord. Spara en kopia utan lösenord.")
        ) from error


def _cut_ties(document: DocumentObject) -> None:
    """Word fetches what a document is tied to when it is opened: only ordinary links may stay.

    A document made from a template remembers where that lies, often a shared folder; that tie is cut.
    """
    for part in document.part.package.iter_parts():
        for key, tie in list(part.rels.items()):
            if not tie.is_external or tie.reltype == RELATIONSHIP_TYPE.HYPERLINK:
                continue
            if tie.reltype != _ATTACHED:
                said = _(
                    "Filen hämtar bilder eller annat från en annan plats. Lägg in dem i filen."
                )
                raise TemplateRefused(said)
            del part.rels[key]
    settings_part = document.settings.element
    for named in settings_part.findall(qn("w:attachedTemplate")):
        settings_part.remove(named)


def _try_out(template: bytes, known: Mapping[str, str]) -> None:
    """Make a small paper in the template, so that a bad one is refused now and not at the meeting."""
    sample = Paper(
        title=_("Prov"),
        made_on=datetime.now(UTC),
        given=tuple((name, _("Prov")) for name, why in known.items() if not why),
        blocks=(
            Heading(_("Prov")),
            Paragraph(_("Prov")),
            Table((Column(_("Prov")),), ((_("Prov"),),)),
        ),
    )
    try:
        render(sample, template=template)
    except UNWRITABLE as error:
        said = _("Filen går att öppna men inte att skriva i. Spara om den i Word och försök igen.")
        raise TemplateRefused(said) from error
