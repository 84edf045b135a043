import struct
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bryggan.registers.reading import (
    MAX_COLUMNS,
    MAX_PACKED_BYTES,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    FileRefused,
    read_file,
)
from bryggan.registers.tests.files_made import raw_rows, raw_workbook, sheet_of

SMALL = sheet_of([["Namn", "Antal"], ["Adato", 5], ["Heroma", 7]])
OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def refusal(content: bytes, **choices: str) -> str:
    with pytest.raises(FileRefused) as refused:
        read_file(content, name="lista", sheet=choices.get("sheet"))
    return refused.value.message


def packed(**members: bytes) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), member)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "är tom"),
        (b" \r\n\r\n", "är tom"),
        (b";;;\n;;;\n", "är tom"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf<html><table>", "webbsida"),
        (OLD, "äldre sort"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
        (packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
        (packed(_rels__rels=b"", anything=b"1"), "arkiv"),
        (packed(xl__workbook_xml=b"<x/>", word__document_xml=b""), "dokument"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "varken"),
        (SMALL[:200], "trasig"),
        (SMALL[:-30], "trasig"),
        (packed(xl__workbook_xml=b"<workbook"), "trasig"),
        (packed(xl__workbook_xml=b"<workbook/>"), "inga blad"),
        (sheet_of([]), "tomt"),
        (b'Namn;Not\nAdato;"' + b"x" * 200_000, "citattecken"),
    ],
)
def test_what_is_not_a_readable_list_is_refused_in_clear_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_missing_file_a_missing_sheet_and_an_empty_header_row_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="går inte att öppna"):
        read_file(tmp_path / "saknas.xlsx", name="saknas.xlsx")
    assert "inget blad som heter Annat. Den har: Blad." in refusal(SMALL, sheet="Annat")
    with pytest.raises(FileRefused, match="Rad 9 är tom"):
        read_file(SMALL, name="lista", header_row=9)


def test_a_workbook_with_a_locked_member_is_refused() -> None:
    content = bytearray(SMALL)
    with zipfile.ZipFile(BytesIO(SMALL)) as archive:
        start = archive.start_dir
    content[start + 8] |= 1
    assert "lösenord" in refusal(bytes(content))


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE worksheet SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_external_and_growing_entities_are_refused(attack: str) -> None:
    cells = '<c t="str"><v>&x;</v></c>' if "ENTITY" in attack else "<c><v>1</v></c>"
    assert "DTD" in refusal(raw_workbook(raw_rows(1, cells), before=attack))


def test_packed_size_at_the_limit_is_read_and_one_byte_more_refused() -> None:
    rows = b"Namn;Not\n" + b"Adato;" + b"x" * 1000 + b"\n"
    filler = (b" " * 99_999 + b"\n") * 210
    filler = filler[: MAX_PACKED_BYTES - len(rows)]
    assert len(read_file(rows + filler, name="lista.csv").rows) == 1
    assert "större än 20 MB" in refusal(rows + filler + b"\n")


def test_unpacked_size_at_the_limit_is_read_and_one_byte_more_refused() -> None:
    with zipfile.ZipFile(BytesIO(raw_workbook(raw_rows(2)))) as archive:
        used = sum(member.file_size for member in archive.infolist())
    room = bytes(MAX_UNPACKED_BYTES - used)
    at_limit = raw_workbook(raw_rows(2), more={"xl/media/bild.bin": room})
    assert len(read_file(at_limit, name="lista.xlsx").rows) == 2
    above = raw_workbook(raw_rows(2), more={"xl/media/bild.bin": room + b"\0"})
    assert "större än 300 MB" in refusal(above)


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(raw_workbook(raw_rows(1), more={"xl/bomb.bin": bytes(10_000_000)}))
    with zipfile.ZipFile(BytesIO(bytes(content))) as archive:
        local = archive.getinfo("xl/bomb.bin").header_offset
    entry = content.rindex(b"xl/bomb.bin") - 46
    struct.pack_into("<I", content, entry + 24, 1000)
    struct.pack_into("<I", content, local + 22, 1000)
    assert "trasig" in refusal(bytes(content))


def test_columns_at_the_limit_are_read_and_one_more_refused() -> None:
    titles = [f"Kolumn {number}" for number in range(MAX_COLUMNS + 1)]
    assert len(read_file(sheet_of([titles[:-1]]), name="lista").columns) == MAX_COLUMNS
    assert "fler än 200 kolumner" in refusal(sheet_of([titles]))
    line = ";".join(titles).encode()
    assert "fler än 200 kolumner" in refusal(line)


def test_rows_at_the_limit_are_read_and_one_more_refused() -> None:
    at_limit = raw_workbook(raw_rows(MAX_ROWS))
    assert len(read_file(at_limit, name="lista.xlsx").rows) == MAX_ROWS
    assert "fler än 50000 rader" in refusal(raw_workbook(raw_rows(MAX_ROWS + 1)))
    line = b"Namn;Antal\n" + b"Adato;5\n" * MAX_ROWS
    assert len(read_file(line, name="lista.csv").rows) == MAX_ROWS
    assert "fler än 50000 rader" in refusal(line + b"Adato;5\n")


def test_merged_areas_that_overlap_without_end_are_refused_at_once() -> None:
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 5_000
    xml = raw_rows(2_000) + f"<mergeCells>{merges}</mergeCells>"
    began = time.process_time()
    assert "trasig" in refusal(raw_workbook(xml))
    assert time.process_time() - began < 20


@settings(max_examples=120)
@given(st.integers(0, len(SMALL) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(place: int, damage: bytes) -> None:
    content = SMALL[:place] + damage + SMALL[place + len(damage) :]
    try:
        read_file(content, name="lista.xlsx")
    except FileRefused as refused:
        assert refused.message


@settings(max_examples=120)
@given(st.text("<>/cvrow=\"'1aA sit&;", max_size=60))
def test_a_sheet_of_nonsense_is_read_or_refused_and_nothing_else(nonsense: str) -> None:
    xml = f"<sheetData><row><c t='str'><v>Namn</v></c></row>{nonsense}</sheetData>"
    try:
        read_file(raw_workbook(xml), name="lista.xlsx")
    except FileRefused as refused:
        assert refused.message
