"""Bytes of every kind, and files put on records through the actions that people use."""

import io
import zipfile
from functools import cache
from typing import Any

from docx import Document
from openpyxl import Workbook
from PIL import Image
from pptx import Presentation

from bryggan.files import actions
from bryggan.files.models import File
from bryggan.kit.testing.cast import Cast
from bryggan.people.models import User

MEGABYTE = 1024 * 1024
UNPACKED_MEGABYTES = 210
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
TEXT = "Anbuden \u00f6ppnades i dag.\n".encode()
LETTER = (
    b"From: anna@ekvik.example\r\nTo: bo@ekvik.example\r\nDate: Thu, 26 Nov 2026 10:00:00 +0100\r\n"
    b"Subject: Fraga\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHej!\r\n"
)
OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100
OUTLOOK += "__properties_version1.0".encode("utf-16-le") + b"\0" * 100


def docx() -> bytes:
    made, document = io.BytesIO(), Document()
    document.add_paragraph("Underlag")
    document.save(made)
    return made.getvalue()


def xlsx() -> bytes:
    made, book = io.BytesIO(), Workbook()
    book.save(made)
    return made.getvalue()


def pptx() -> bytes:
    made = io.BytesIO()
    Presentation().save(made)
    return made.getvalue()


def open_document(kind: str = "text", **parts: str) -> bytes:
    return packed(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<a/>", **parts}
    )


def picture(form: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, form)
    return made.getvalue()


def packed(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def with_part(content: bytes, name: str, inside: bytes = b"x") -> bytes:
    """The packed file with one part more."""
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, inside)
    return made.getvalue()


@cache
def bomb() -> bytes:
    """A Word file that unpacks into much more than it is."""
    made = io.BytesIO(docx())
    with (
        zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/bild.emf", "w") as part,
    ):
        for _place in range(UNPACKED_MEGABYTES):
            part.write(b"\0" * MEGABYTE)
    return made.getvalue()


def lying_bomb() -> bytes:
    """The same, with a directory that gives that part the size of one byte."""
    size = (UNPACKED_MEGABYTES * MEGABYTE).to_bytes(4, "little")
    assert size in bomb()
    return bomb().replace(size, (1).to_bytes(4, "little"))


def attached(cast: Cast, *, by: User | None = None, record: Any = None, **told: Any) -> File:
    """A text that the manager puts on the cast's system."""
    values = {"content": TEXT, "called": "Anbud.txt", **told}
    return actions.attach_file(record or cast.system, by=by or cast.manager, **values)
