"""The list taken to Excel, changed there and read in again: only the edits change."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from bryggan.kit.testing.cast import Cast, make_system, tool
from bryggan.people.models import User
from bryggan.registers.importing import keeping
from bryggan.registers.models import Import
from bryggan.systems import actions
from bryggan.systems.models import System, Tag


@pytest.fixture
def rich(cast: Cast) -> System:
    """A system with several of everything that a cell can hold several of."""
    words = {
        Tag.Kind.TAG: ["personuppgifter", "sekretess"],
        Tag.Kind.CATEGORY: ["Stöd för ledning, Uppföljning"],
        Tag.Kind.AREA: ["Ärende, dokument och arkiv", "Ekonomi"],
    }
    tagged: dict[str, Any] = {
        f"tag.{kind}": [actions.create_tag(kind, by=tool(), name=name) for name in names]
        for kind, names in words.items()
    }
    hanging: dict[str, Any] = {
        **tagged,
        "use.units": [cast.education, cast.care],
        "role.system_owner": [cast.manager, cast.employee],
    }
    aliases = ["Öppna journalen", "Journal, gamla"]
    return make_system(cast.care, name="Journalen, ny", aliases=aliases, **hanging)


def workbook_of(client: Client) -> Workbook:
    return load_workbook(io.BytesIO(b"".join(client.get("/system/fil.xlsx").streaming_content)))  # type: ignore[attr-defined]


def planned(book: Workbook, by: User) -> Import:
    kept = io.BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("lista.xlsx", kept.getvalue())
    source = keeping.upload("system", file, by)
    keeping.begin_plan(source, 1)
    source.refresh_from_db()
    return source


def test_an_untouched_list_changes_nothing(
    rich: System, cast: Cast, client_of: Callable[[User], Client]
) -> None:
    source = planned(workbook_of(client_of(cast.administrator)), cast.administrator)
    changed = {row.name: row.changes for row in source.rows.exclude(outcome="unchanged")}
    assert changed == {}
    assert source.found["cells"] == []
    assert source.counts["rows"] == 3


def test_only_the_edits_change(
    rich: System, cast: Cast, client_of: Callable[[User], Client]
) -> None:
    book = workbook_of(client_of(cast.administrator))
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    line = next(row[0].row for row in sheet.iter_rows() if rich.name in {c.value for c in row})
    sheet.cell(line, heads["Tagg"], "personuppgifter; samhällsviktigt")
    source = planned(book, cast.administrator)
    assert [row.name for row in source.rows.exclude(outcome="unchanged")] == [rich.name]
    assert source.rows.get(name=rich.name).changes == {
        "tag.tag": [["personuppgifter", "sekretess"], ["personuppgifter", "samhällsviktigt"]]
    }
