"""What is taken in: told from the bytes and never from the name. No programs, no macros, nothing without end."""

import email
import email.policy
import re
import unicodedata
import warnings
import zipfile
import zlib
from email.message import EmailMessage
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from bryggan.files.choices import ContentKind
from bryggan.kit.action import NotPossible
from bryggan.kit.packed import ACTIVE_PARTS, Locked, TooLarge, unpack_once

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE
MOST_UNPACKED_BYTES = 200 * MEGABYTE
MOST_PARTS = 5_000
MOST_POINTS = 110_000_000
LONGEST_NAME = 150

SPOILT = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    LookupError,
    ValueError,
)
OFFICE = {
    "word/document.xml": ContentKind.DOCX,
    "xl/workbook.xml": ContentKind.XLSX,
    "ppt/presentation.xml": ContentKind.PPTX,
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": ContentKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": ContentKind.ODS,
    b"application/vnd.oasis.opendocument.presentation": ContentKind.ODP,
}
ACTIVE_FOLDERS = ("basic/", "scripts/")
PROGRAMS = (
    ".exe", ".dll", ".scr", ".bat", ".cmd", ".com", ".msi", ".vbs", ".vbe", ".js", ".jse", ".wsf",
    ".ps1", ".hta", ".jar", ".lnk", ".docm", ".xlsm", ".pptm", ".iso",
)  # fmt: skip
# Outlook's own form is searched as it lies: there the endings of addresses (.com) stand too.
PROGRAMS_IN_MSG = tuple(one for one in PROGRAMS if one not in (".com", ".js"))
BOM = b"\xef\xbb\xbf"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = (
    b"<!doctype",
    b"<html",
    b"<script",
    b"<svg",
    b"<?xml",
    b"<head",
    b"<body",
    b"#!",
    b"@echo",
)
# What a text may hold besides letters.
SPACING = "\t\n\r\f"
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|Launch|XFA)\b")


def refused(text: str) -> NotPossible:
    return NotPossible(text, field="file")


def check_size(size: int | None) -> None:
    """Asked before a file is read."""
    if not size:
        raise refused(_("Filen är tom."))
    if size > MOST_BYTES:
        raise refused(_("Filen är större än %(most)s MB.") % {"most": MOST_BYTES // MEGABYTE})


def kind_of(content: bytes, called: str) -> ContentKind:
    """What the bytes are; NotPossible, with what is wrong, for all that is not taken in.

    `called` tells a table from a text, which are the same bytes, and nothing else.
    """
    check_size(len(content))
    if content.startswith(b"PK"):
        return _packed(content)
    if content.startswith(OLD_OFFICE):
        return _outlook(content)
    if content[:64].removeprefix(BOM).lstrip().startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _picture(content)
    return _text(content, called)


def _packed(content: bytes) -> ContentKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpack_once(archive, most_bytes=MOST_UNPACKED_BYTES, most_parts=MOST_PARTS)
            names = [name.lower() for name in archive.namelist()]
            found = _office(archive, names)
    except TooLarge as fault:
        said = _("Filen blir större än %(most)s MB när den packas upp och tas inte emot.")
        raise refused(said % {"most": MOST_UNPACKED_BYTES // MEGABYTE}) from fault
    except Locked as fault:
        raise refused(
            _("Filen är skyddad med lösenord. Lägg in en kopia utan lösenord.")
        ) from fault
    except SPOILT as fault:
        raise refused(_("Filen är trasig. Öppna den, spara om den och försök igen.")) from fault
    if found is None:
        raise refused(_("Filen är ett arkiv (zip). Lägg in filerna i det var för sig."))
    return found


def _office(archive: zipfile.ZipFile, names: list[str]) -> ContentKind | None:
    """A document of either family; one with macros or programs is refused."""
    found = next((kind for part, kind in OFFICE.items() if part in names), None)
    kinds = b""
    if found is not None:
        if "[content_types].xml" not in names:
            raise zipfile.BadZipFile
        kinds = archive.read("[Content_Types].xml").lower()
    elif "mimetype" in names:
        found = OPEN_DOCUMENT.get(archive.read("mimetype")[:100].strip())
    is_active = b"macroenabled" in kinds or any(
        name.endswith(PROGRAMS)
        or name.startswith(ACTIVE_FOLDERS)
        or any(mark in name for mark in ACTIVE_PARTS)
        for name in names
    )
    if is_active:
        raise refused(_("Filen innehåller makron eller inbäddade program. Spara den utan dem."))
    return found


def _outlook(content: bytes) -> ContentKind:
    if "__properties_version1.0".encode("utf-16-le") not in content:
        raise refused(
            _("Filen är av en äldre sort eller har lösenord. Spara den som .docx, .xlsx eller PDF.")
        )
    folded = content.lower()
    if any(ending.encode("utf-16-le") in folded for ending in PROGRAMS_IN_MSG):
        raise refused(_("Brevet har ett program som bilaga. Spara det utan bilagan."))
    return ContentKind.MSG


def _pdf(content: bytes) -> ContentKind:
    if b"%%EOF" not in content[-2048:]:
        raise refused(_("Filen är trasig. Öppna den, spara om den och försök igen."))
    if ACTIVE_PDF.search(content):
        raise refused(
            _("PDF-filen innehåller skript. Skriv ut den till en ny PDF och försök igen.")
        )
    return ContentKind.PDF


def _picture(content: bytes) -> ContentKind:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as opened:
                is_large = opened.width * opened.height > MOST_POINTS
                kind = ContentKind.PNG if opened.format == "PNG" else ContentKind.JPG
                opened.verify()
    except Exception as fault:  # noqa: BLE001  # whatever a broken file makes the decoder say
        raise refused(_("Bilden går inte att läsa.")) from fault
    if is_large:
        raise refused(_("Bilden har för många bildpunkter."))
    return kind


def _text(content: bytes, called: str) -> ContentKind:
    """Readable text. A letter is known by its heads; a page or a script is refused."""
    text = _decoded(content)
    start = content[:512].removeprefix(BOM).lstrip().lower()
    if text is None or start.startswith(MARKUP):
        raise refused(
            _(
                "Det här slaget av fil tas inte emot. Lägg in den som PDF, Word, Excel, PowerPoint, "
                "OpenDocument, bild (PNG, JPEG), text, CSV eller e-post (EML, MSG)."
            )
        )
    try:
        letter = email.message_from_bytes(content, policy=email.policy.default)
        if letter["from"] and (letter["date"] or letter["received"] or letter["mime-version"]):
            assert isinstance(letter, EmailMessage)
            return _letter(letter)
    except NotPossible:
        raise
    except Exception as fault:  # noqa: BLE001  # whatever broken heads make the reader say
        raise refused(_("Brevet går inte att läsa. Spara det som PDF.")) from fault
    return ContentKind.CSV if called.lower().endswith(".csv") else ContentKind.TXT


def _decoded(content: bytes) -> str | None:
    for coding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        is_readable = all(
            sign in SPACING or unicodedata.category(sign) != "Cc" for sign in text[:100_000]
        )
        return text if is_readable and "\0" not in text else None
    return None


def _letter(letter: EmailMessage) -> ContentKind:
    """What is attached to a letter must be no program either."""
    for part in letter.walk():
        name = (part.get_filename() or "").lower()
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if name.endswith(PROGRAMS) or content.startswith(b"MZ"):
            raise refused(_("Brevet har ett program som bilaga. Spara det utan bilagan."))
        if content.startswith(b"PK"):
            _packed(content)
    return ContentKind.EML


def plain_name(called: str) -> str:
    """What a person calls a file, without folders, ending, and signs that hide what it is."""
    last = re.split(r"[/\\]", called)[-1]
    shown = "".join(
        sign if sign.isprintable() else " "
        for sign in unicodedata.normalize("NFC", last)
        if unicodedata.category(sign) not in ("Cf", "Cs", "Co")
    )
    stem, dot, ending = shown.rpartition(".")
    if dot and stem.strip(". ") and len(ending) <= 5:
        shown = stem
    shown = re.sub(r'[<>:"|?*]', " ", shown)
    return " ".join(shown.split()).strip(". ")[:LONGEST_NAME] or _("Utan namn")
