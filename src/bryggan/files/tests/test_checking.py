"""What is taken in and what is not, told from the bytes: by tables."""

from base64 import b64encode

import pytest

from bryggan.files import checking
from bryggan.files.checking import kind_of, plain_name
from bryggan.files.tests import making
from bryggan.kit.action import NotPossible

TAKEN = [
    (making.PDF, "pdf"),
    (making.docx(), "docx"),
    (making.xlsx(), "xlsx"),
    (making.pptx(), "pptx"),
    (making.open_document("text"), "odt"),
    (making.open_document("spreadsheet"), "ods"),
    (making.open_document("presentation"), "odp"),
    (making.picture("PNG"), "png"),
    (making.picture("JPEG"), "jpg"),
    (making.TEXT, "txt"),
    ("R\u00e4ksm\u00f6rg\u00e5s".encode("cp1252"), "txt"),
    (making.LETTER, "eml"),
    (making.OUTLOOK, "msg"),
]


@pytest.mark.parametrize(("content", "kind"), TAKEN, ids=[kind for _content, kind in TAKEN])
def test_what_is_taken_in_is_known_by_its_bytes_whatever_it_is_called(
    content: bytes, kind: str
) -> None:
    assert kind_of(content, "skylt.exe") == kind


def test_a_table_is_a_text_that_is_called_so() -> None:
    assert kind_of(b"Namn;Summa\nA;1\n", "lista.CSV") == "csv"


def attached_to_letter(name: str, content: bytes) -> bytes:
    return (
        b"From: a@b.example\r\nDate: Thu, 26 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHej'
        b"\r\n--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; "
        b'filename="'
        + name.encode()
        + b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + b64encode(content)
        + b"\r\n--x--\r\n"
    )


MACRO = making.with_part(making.docx(), "word/vbaProject.bin")
NOT_TAKEN = {
    "empty": (b"", "Filen är tom."),
    "too large": (b"a" * (checking.MOST_BYTES + 1), "Filen är större än 25 MB."),
    "bomb": (making.bomb(), "Filen blir större än 200 MB"),
    "bomb that lies": (making.lying_bomb(), "Filen"),
    "macro": (MACRO, "Filen innehåller makron"),
    "macro in OpenDocument": (
        making.with_part(making.open_document(), "Basic/Standard/Module1.xml"),
        "Filen innehåller makron",
    ),
    "program inside": (
        making.with_part(making.docx(), "word/embeddings/a.exe"),
        "Filen innehåller",
    ),
    "embedded object": (
        making.with_part(making.docx(), "word/embeddings/oleObject1.bin"),
        "Filen innehåller",
    ),
    "zip": (making.packed({"a.txt": "x"}), "Filen är ett arkiv"),
    "torn zip": (making.docx()[:-200], "Filen är trasig"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "Filen är av en äldre sort"),
    "Outlook with a program": (
        making.OUTLOOK + "faktura.exe".encode("utf-16-le"),
        "Brevet har ett program",
    ),
    "letter with a program": (
        attached_to_letter("Faktura.PDF.exe", b"x"),
        "Brevet har ett program",
    ),
    "letter with a program by another name": (
        attached_to_letter("bild.png", b"MZ\x90\0"),
        "Brevet har ett program",
    ),
    "program": (b"MZ\x90\0\x03\0\0\0", "Det här slaget av fil"),
    "page": (b"\xef\xbb\xbf <!DOCTYPE html><script>alert(1)</script>", "Det här slaget av fil"),
    "page that is a PDF too": (b"<script>alert(1)</script>" + making.PDF, "Det här slaget av fil"),
    "svg": (b"<svg onload='alert(1)'></svg>", "Det här slaget av fil"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "Det här slaget av fil"),
    "PDF with a script": (
        making.PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>"),
        "PDF-filen innehåller skript",
    ),
    "half a PDF": (making.PDF[:30], "Filen är trasig"),
    "half a picture": (making.picture()[:40], "Bilden går inte att läsa"),
    "page called a picture": (b"\x89PNG\r\n\x1a\n<script>", "Bilden går inte att läsa"),
}


@pytest.mark.parametrize("what", NOT_TAKEN)
def test_what_is_not_taken_in_is_told_why(what: str) -> None:
    content, said = NOT_TAKEN[what]
    with pytest.raises(NotPossible) as refusal:
        kind_of(content, "underlag.pdf")

    assert refusal.value.reason.startswith(said)
    assert refusal.value.field == "file"


def test_a_picture_with_more_points_than_anybody_needs_is_refused() -> None:
    # A drawing of 40 000 by 40 000 points that says so in its head only.
    head = making.picture()
    large = head[:16] + (40_000).to_bytes(4, "big") * 2 + head[24:]
    with pytest.raises(NotPossible):
        kind_of(large, "bild.png")


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Anbud 2026.pdf", "Anbud 2026"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\Protokoll.docx", "Protokoll"),
        ("faktura\u202egpj.exe", "fakturagpj"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x"),
        ("...", "Utan namn"),
        ("\0", "Utan namn"),
        (".htaccess", "htaccess"),
        ("B" * 400 + ".pdf", "B" * 150),
        ("Version 2.3 slutlig.docx", "Version 2.3 slutlig"),
    ],
)
def test_a_name_is_shown_without_what_is_no_name(called: str, name: str) -> None:
    assert plain_name(called) == name


@pytest.mark.parametrize(
    "content",
    [
        b'From: "\nDate: Mon, 1 Jan 2026\n\nHej',
        b"From: a<b@[\nDate: Mon, 1 Jan 2026\n\nHej",
        b"From: a@b.se\nDate: x\n"
        + b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
            for n in range(3000)
        ),
    ],
    ids=["quote", "address", "nested"],
)
def test_a_letter_with_broken_heads_is_refused(content: bytes) -> None:
    with pytest.raises(NotPossible) as refusal:
        checking.kind_of(content, "brev.eml")
    assert "går inte att läsa" in refusal.value.reason
