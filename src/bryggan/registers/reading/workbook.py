"""An Excel workbook: which sheets it has, its shared texts, and which cells are dates."""

import posixpath
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from bryggan.registers.reading.sheet import FileRefused, Grid, SheetName
from bryggan.registers.reading.worksheet import (
    DATE,
    DURATION,
    CellText,
    Formats,
    count_cells,
    read_sheet,
)
from bryggan.registers.reading.xml_stream import local, stream


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    member: str
    is_hidden: bool


@dataclass(slots=True)
class _Workbook:
    sheets: list[_Sheet] = field(default_factory=list)
    texts: str = ""
    styles: str = ""
    counts_from_1904: bool = False


def read(archive: zipfile.ZipFile, wanted: str | None) -> tuple[Grid, str, tuple[SheetName, ...]]:
    """Read the wanted sheet, or else the visible one with most filled cells."""
    book = _workbook(archive)
    if not book.sheets:
        raise FileRefused(_("Arbetsboken har inga blad att läsa."))
    counts = {
        sheet.name: count_cells(archive, sheet.member)
        for sheet in book.sheets
        if len(book.sheets) > 1
    }
    chosen = _choose(book.sheets, wanted, {name: cells for name, (_rows, cells) in counts.items()})
    formats = Formats(
        texts=_shared_texts(archive, book.texts),
        dated=_date_styles(archive, book.styles),
        epoch=MAC_EPOCH if book.counts_from_1904 else WINDOWS_EPOCH,
    )
    grid = read_sheet(archive, chosen.member, formats)
    own = (len(grid.rows), 0)
    names = tuple(
        SheetName(sheet.name, counts.get(sheet.name, own)[0], sheet.is_hidden)
        for sheet in book.sheets
    )
    return grid, chosen.name, names


def _choose(sheets: list[_Sheet], wanted: str | None, cells: dict[str, int]) -> _Sheet:
    if wanted is not None:
        for sheet in sheets:
            if sheet.name == wanted:
                return sheet
        raise FileRefused(
            _("Filen har inget blad som heter %(wanted)s. Den har: %(names)s.")
            % {"wanted": wanted, "names": ", ".join(sheet.name for sheet in sheets)}
        )
    visible = [sheet for sheet in sheets if not sheet.is_hidden] or sheets
    return max(visible, key=lambda sheet: cells.get(sheet.name, 0))


def _workbook(archive: zipfile.ZipFile) -> _Workbook:
    main = next(
        (
            target
            for kind, target in _relations(archive, "").values()
            if kind.endswith("/officeDocument")
        ),
        "xl/workbook.xml",
    )
    relations = _relations(archive, main)
    book = _Workbook()

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "workbookPr":
            book.counts_from_1904 = attributes.get("date1904") in {"1", "true"}
        elif tag == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith("/relationships id")), "")
            kind, member = relations.get(link, ("", ""))
            if kind.endswith("/worksheet"):
                is_hidden = attributes.get("state", "visible") != "visible"
                book.sheets.append(_Sheet(attributes["name"], member, is_hidden))

    stream(archive, main, start=start)
    for kind, member in relations.values():
        if kind.endswith("/sharedStrings"):
            book.texts = member
        elif kind.endswith("/styles"):
            book.styles = member
    return book


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Give what a part of the workbook points at inside the archive: id to kind and member."""
    folder, name = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
            found[attributes["Id"]] = (attributes["Type"], target.lstrip("/"))

    if member in archive.namelist():
        stream(archive, member, start=start)
    return found


def _shared_texts(archive: zipfile.ZipFile, member: str) -> list[str]:
    if member not in archive.namelist():
        return []
    texts: list[str] = []
    collected = CellText()

    def start(name: str, _attributes: dict[str, str]) -> None:
        collected.start(local(name))

    def end(name: str) -> None:
        tag = local(name)
        collected.end(tag)
        if tag == "si":
            texts.append(collected.take())

    stream(archive, member, start=start, end=end, text=collected.chunks.append)
    return texts


def _date_styles(archive: zipfile.ZipFile, member: str) -> dict[str, str]:
    """Give which cell styles show a number as a date or a duration: "3" is the fourth style."""
    if member not in archive.namelist():
        return {}
    own: dict[int, str] = {}
    used: list[int] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "numFmt" and "numFmts" in inside:
            own[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            used.append(int(attributes.get("numFmtId", "0")))
        inside.append(tag)

    def end(_name: str) -> None:
        inside.pop()

    stream(archive, member, start=start, end=end)
    return dict(_dated(used, lambda code: own.get(code) or BUILTIN_FORMATS.get(code, "")))


def _dated(used: Iterable[int], written: Callable[[int], str]) -> Iterable[tuple[str, str]]:
    for index, code in enumerate(used):
        pattern = written(code)
        if is_timedelta_format(pattern):
            yield str(index), DURATION
        elif is_date_format(pattern):
            yield str(index), DATE
