"""Files that were kept beside evidence before become files of their initiatives, with their bytes."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from bryggan.files import storing
from bryggan.files.models import File
from bryggan.initiatives.tests.making import ago, started
from bryggan.kit.testing.cast import Cast

MOVING = import_module("bryggan.initiatives.migrations.0005_move_evidence_files")


class Old(SimpleNamespace):
    """Evidence as it was when it had a file of its own."""

    def save(self, update_fields: list[str]) -> None:
        self.saved = update_fields


class OldRows:
    def __init__(self, *rows: Old) -> None:
        self.rows = rows

    def exclude(self, **told: Any) -> "OldRows":
        return OldRows(*(row for row in self.rows if row.file))

    select_related = order_by = lambda self, *names: self.rows if names == ("pk",) else self


def old(initiative: Any, by: Any, stored: str, file_name: str) -> Old:
    file = SimpleNamespace(name=stored) if stored else ""
    told = {"initiative": initiative, "initiative_id": initiative.pk, "by_id": by.pk}
    return Old(
        **told,
        file=file,
        file_name=file_name,
        key="plan",
        name="Plan",
        dated_on=ago(9),
        document=None,
    )


def test_files_of_evidence_are_moved_and_the_old_ones_go(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    initiative = started(cast)
    stored = default_storage.save("underlag/abc", ContentFile(b"Planen"))
    there = old(initiative, cast.manager, stored, "projekt.plan.docx")
    gone = old(initiative, cast.manager, "underlag/finns-inte", "borta.pdf")
    without = old(initiative, cast.manager, "", "Slut.docx")
    models = {"Evidence": SimpleNamespace(objects=OldRows(there, gone, without)), "File": File}
    apps = SimpleNamespace(get_model=lambda app, model: models[model])
    with django_capture_on_commit_callbacks(execute=True):
        MOVING.move(apps, None)

    file = File.objects.get()
    assert (file.file_name, file.size_bytes, file.dated_on) == ("projekt.plan.docx", 6, ago(9))
    assert (file.record_id, file.unit, file.uploaded_by) == (
        initiative.pk,
        cast.education,
        cast.manager,
    )
    assert storing.read(file.digest) == b"Planen"
    assert (there.document, there.file, there.file_name) == (file, "", "")
    assert not default_storage.exists(stored)
    assert (gone.document, gone.file_name, without.document) == (None, "borta.pdf", None)


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> None:
    settings.BRYGGAN_VAR = tmp_path
