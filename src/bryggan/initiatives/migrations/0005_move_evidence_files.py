"""The files that show something become files of their initiatives: working material, seen as the initiative is."""

import hashlib
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import migrations, transaction


def move(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("initiatives", "Evidence").objects.exclude(file="")
    files = apps.get_model("files", "File")
    for row in rows.select_related("initiative").order_by("pk"):
        stored = row.file.name
        if not default_storage.exists(stored):
            continue
        with default_storage.open(stored) as opened:
            content = opened.read()
        name, _dot, kind = row.file_name.rpartition(".")
        row.document = files.objects.create(
            unit_id=row.initiative.unit_id,
            noun="initiatives.initiative",
            record_id=row.initiative_id,
            name=name or row.file_name or row.name or row.key,
            sort_key=name.lower(),
            kind="working",
            dated_on=row.dated_on,
            content_kind=kind[:10],
            digest=_kept(content),
            size_bytes=len(content),
            uploaded_by_id=row.by_id,
        )
        row.file, row.file_name = "", ""
        row.save(update_fields=["document", "file", "file_name"])
        transaction.on_commit(partial(default_storage.delete, stored))


def _kept(content: bytes) -> str:
    """Under their checksum, as all files lie."""
    digest = hashlib.sha256(content).hexdigest()
    path = Path(settings.BRYGGAN_VAR) / "files" / "handlingar" / digest[:2] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        path.write_bytes(content)
    return digest


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_evidence_is_a_file_of_the_initiative")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
