"""Which kind of file somebody chose, told from its content and never from its name."""

import codecs
import lzma
import struct
import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext as _

from bryggan.kit.packed import Locked, TooLarge, unpack_once
from bryggan.registers.reading.sheet import (
    MAX_PACKED_BYTES,
    MAX_UNPACKED_BYTES,
    MEGABYTE,
    FileRefused,
)

# Whatever a spoilt archive or a spoilt XML text makes the standard library raise.
SPOILT = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def check_size(size: int) -> None:
    """Refuse an empty file, and one larger than Bryggan takes in."""
    if size == 0:
        raise FileRefused(_("Filen är tom."))
    if size > MAX_PACKED_BYTES:
        raise FileRefused(
            _("Filen är större än %(limit)s MB och läses inte. Ta bort bilder och blad ur den.")
            % {"limit": MAX_PACKED_BYTES // MEGABYTE}
        )


def is_workbook(content: bytes) -> bool:
    """Say whether the file is packed as new Excel files are; refuse what is known to be else."""
    if content.startswith(_ZIP):
        return True
    if content.startswith(_OLD_OFFICE):
        raise FileRefused(_old_office(content))
    start = content[:1024].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(b"%pdf"):
        raise FileRefused(
            _("Filen är en PDF. Välj i stället listan som Excel-fil (.xlsx) eller CSV.")
        )
    if start.startswith((b"<?xml", b"<html", b"<!doctype", b"<table")):
        raise FileRefused(
            _("Filen är en webbsida eller XML. Öppna den i Excel och spara den som .xlsx.")
        )
    return False


def open_workbook(content: bytes) -> zipfile.ZipFile:
    """Open a packed file once it is known to be whole, unlocked and of a reasonable size."""
    archive = zipfile.ZipFile(BytesIO(content))
    _check_unpacked_size(archive)
    names = set(archive.namelist())
    if "xl/workbook.xml" in names or "_rels/.rels" in names:
        _refuse_other_office(names)
        return archive
    if "mimetype" in names and archive.read("mimetype")[:100].startswith(b"application/vnd.oasis"):
        raise FileRefused(
            _("Filen är ett OpenDocument-dokument (.ods). Spara den som Excel-arbetsbok (.xlsx).")
        )
    raise FileRefused(_("Filen är ett arkiv (zip) och inte en Excel-arbetsbok. Packa upp den."))


def _check_unpacked_size(archive: zipfile.ZipFile) -> None:
    try:
        unpack_once(archive, most_bytes=MAX_UNPACKED_BYTES)
    except TooLarge as error:
        raise FileRefused(
            _("Filen blir större än %(limit)s MB när den packas upp och läses därför inte.")
            % {"limit": MAX_UNPACKED_BYTES // MEGABYTE}
        ) from error
    except Locked as error:
        raise FileRefused(_locked()) from error


def _refuse_other_office(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise FileRefused(
            _("Filen är en binär arbetsbok (.xlsb). Spara den som Excel-arbetsbok (.xlsx).")
        )
    if any(name.startswith(("word/", "ppt/", "visio/")) for name in names):
        raise FileRefused(
            _("Filen är ett dokument eller en presentation. Välj listan som Excel-fil eller CSV.")
        )


def _old_office(content: bytes) -> str:
    """Tell a workbook with a password from one of the old kind: both are packed in the same way."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _locked()
    return _(
        "Filen är av en äldre sort (till exempel .xls). Spara den som Excel-arbetsbok (.xlsx)."
    )


def _locked() -> str:
    return _("Filen är skyddad med lösenord. Spara en kopia utan lösenord och försök igen.")
