"""XML read piece by piece, in little memory, without ever following what the file points at."""

import zipfile
from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat  # noqa: S407 - any document type is refused below, and so any entity

from django.utils.translation import gettext as _

from bryggan.registers.reading.sheet import FileRefused

_CHUNK = 1 << 16

type Start = Callable[[str, dict[str, str]], None]
type End = Callable[[str], None]


class Done(Exception):  # noqa: N818 - not an error
    """Raised by a reader that has seen enough."""


def stream(
    archive: zipfile.ZipFile,
    member: str,
    *,
    start: Start,
    end: End | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Read a member of the archive and call `start`, `end` and `text` as they come.

    Names come as "address-of-namespace name"; use `local` for the last part. Text between two tags
    comes in one piece, unless it is very long. A document type declaration is refused: spreadsheets
    have none, and every attack by entities (reading files, calling out, growing) needs one.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        with archive.open(member) as source:
            while chunk := source.read(_CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keywords
        parser.Parse(b"", True)  # noqa: FBT003
    except Done:
        return
    except expat.ExpatError as error:
        raise ValueError(member) from error


def local(name: str) -> str:
    """Give the name of an element or attribute without its namespace."""
    return name.rpartition(" ")[2]


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise FileRefused(
        _("Filen innehåller en DTD, som kan peka på andra filer, och läses därför inte.")
    )
