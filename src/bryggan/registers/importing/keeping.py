"""An import from upload to report: its file, its progress, its plan row by row, and what was chosen.

This is the import's own bookkeeping, no record of the municipality: it has no history events of its
own. What the import writes into registers goes through the actions, in one batch.
"""

import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.people.models import User
from bryggan.registers.importing import mapping
from bryggan.registers.importing.applying import apply_plan
from bryggan.registers.importing.importer import IMPORTERS, Importer
from bryggan.registers.importing.plan import Cancelled, Outcome, Plan, make_plan
from bryggan.registers.models import Import, ImportRow
from bryggan.registers.reading import MAX_PACKED_BYTES, FileRefused, SheetText, read_file

AT_ONCE = 3_000
MANY_CELLS = 5_000


def folder() -> Path:
    path: Path = settings.BRYGGAN_VAR / "files" / "imports"
    path.mkdir(parents=True, exist_ok=True)
    return path


def keep(slug: str, file: "UploadedFile[Any]", by: User) -> Import:
    """Keep the file under a name of our own, if it can be read at all. Raises FileRefused."""
    if (file.size or 0) > MAX_PACKED_BYTES:
        raise FileRefused(_("Filen är större än 20 MB."))
    name = Path(file.name or "fil").name[:200]
    stored_as = secrets.token_hex(16)
    content = file.read()
    read_file(content, name=name)
    path = folder() / stored_as
    path.write_bytes(content)
    path.chmod(0o600)
    return Import.objects.create(
        slug=slug, file_name=name, stored_as=stored_as, owner=by, uploaded_at=timezone.now()
    )


def path_of(source: Import) -> Path:
    """Where the file lies. Raises FileRefused when it is gone."""
    path = folder() / source.stored_as
    if not path.is_file():
        raise FileRefused(_("Filen finns inte kvar. Ladda upp den igen."))
    return path


def applied(source: Import, batch_id: int | None) -> None:
    """The file is read in, by a reader of its own."""
    _set(source, step=Import.Step.APPLIED, batch_id=batch_id)


def upload(slug: str, file: "UploadedFile[Any]", by: User) -> Import:
    """Keep the file and suggest where its columns go. Raises FileRefused."""
    made = keep(slug, file, by)
    _set(made, found={"answers": answers_before(slug)})
    sheet = sheet_of(made)
    importer = importer_of(made)
    columns = mapping.suggest(sheet.columns, importer.targets(), importer.worked_out())
    choose(made, columns, sheet.sheet)
    return made


def sheet_of(source: Import, *, sheet: str | None = None) -> SheetText:
    """The file's chosen sheet, read anew. Raises FileRefused."""
    path = path_of(source)
    wanted = sheet if sheet is not None else source.sheet
    return read_file(path, name=source.file_name, sheet=wanted or None)


def importer_of(source: Import) -> Importer:
    importer = IMPORTERS[source.slug](source.owner)
    importer.answers = source.found.get("answers", {})
    return importer


def answers_before(slug: str) -> dict[str, str]:
    """What was answered when a file was last read into the register: nobody is asked the same twice."""
    last = Import.objects.filter(slug=slug, step=Import.Step.APPLIED).order_by("-pk").first()
    return last.found.get("answers", {}) if last else {}


def choose(
    source: Import, columns: dict[int, str], sheet: str, *, empties_clear: bool = False
) -> None:
    source.columns = {str(place): key for place, key in columns.items()}
    source.sheet = sheet
    source.step = Import.Step.UPLOADED
    source.is_cancelled = False
    source.empties_clear = empties_clear
    source.save(update_fields=["columns", "sheet", "step", "is_cancelled", "empties_clear"])


def begin_plan(source: Import, rows: int) -> None:
    """Small files are planned while one waits; large ones in the background, with progress."""
    source.progress, source.message = 0, ""
    source.save(update_fields=["progress", "message"])
    if rows <= AT_ONCE:
        plan_now(source.pk)
    else:
        plan_in_background.enqueue(source.pk)


@task
def plan_in_background(import_id: int) -> None:
    """Plan an import; run again it makes the same plan again."""
    plan_now(import_id)


def plan_now(import_id: int) -> None:
    source = Import.objects.select_related("owner").get(pk=import_id)
    if source.step == Import.Step.APPLIED:
        return
    try:
        plan, importer = _plan(source)
    except Cancelled:
        _set(source, step=Import.Step.CANCELLED)
        return
    except FileRefused as refusal:
        _set(source, step=Import.Step.FAILED, message=refusal.message)
        return
    _keep_rows(source, plan)
    _set(
        source,
        step=Import.Step.PLANNED,
        counts=plan.counts(),
        found={
            **importer.summary(plan.found),
            "answers": dict(importer.answers),
            "unit_kinds": source.found.get("unit_kinds", {}),
            "asks": [asdict(ask) for ask in importer.asks(plan.found)],
            "cells": plan.cells()[:MANY_CELLS],
            "cell_count": len(plan.cells()),
        },
    )


def _plan(source: Import) -> tuple[Plan, Importer]:
    importer = importer_of(source)
    sheet = sheet_of(source)

    def progress(done: int) -> None:
        """Written between chunks, outside any transaction, so that others see it."""
        Import.objects.filter(pk=source.pk).update(progress=done)
        if Import.objects.filter(pk=source.pk, is_cancelled=True).exists():
            raise Cancelled

    columns = {int(place): key for place, key in source.columns.items()}
    plan = make_plan(
        sheet, columns, importer, empties_clear=source.empties_clear, progress=progress
    )
    return plan, importer


def _keep_rows(source: Import, plan: Plan) -> None:
    """The plan's rows; of one that stood in the plan before, what was chosen stays."""
    before = {(row.number, row.name): row for row in source.rows.all()}
    chosen = {row.number: before.get((row.number, row.name[:300])) for row in plan.rows}
    source.rows.all().delete()
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                source=source,
                number=row.number,
                name=row.name[:300],
                outcome=row.outcome,
                record_id=row.record_id,
                record_version=row.record_version,
                changes=row.changes,
                conflicts=row.conflicts,
                remarks=row.remarks,
                message=row.message,
                **_chosen(chosen[row.number]),
            )
            for row in plan.rows
        ),
        batch_size=1_000,
    )


def _chosen(row: ImportRow | None) -> dict[str, Any]:
    return {} if row is None else {"is_chosen": row.is_chosen, "taken": row.taken}


def apply_now(source: Import) -> int | None:
    """Plan once more, lay the choices over it, and write. Rows whose record changed meanwhile are reported."""
    plan, importer = _plan(source)
    kept = {row.number: row for row in source.rows.all()}
    for row in plan.rows:
        chosen = kept.get(row.number)
        if chosen is None:
            continue
        row.is_chosen = chosen.is_chosen
        if row.record_id == chosen.record_id:
            row.record_version = chosen.record_version
        for key in chosen.taken:
            if key in row.conflicts:
                row.changes[key] = row.conflicts.pop(key)
                row.outcome = Outcome.UPDATED
    importer.settle(plan.found, source.found.get("unit_kinds", {}))
    batch_id = apply_plan(plan, importer, reason=source.file_name, import_id=source.pk)
    _keep_outcomes(source, plan)
    _set(source, step=Import.Step.APPLIED, counts=plan.counts(), batch_id=batch_id)
    (folder() / source.stored_as).unlink(missing_ok=True)
    return batch_id


def _keep_outcomes(source: Import, plan: Plan) -> None:
    rows = {row.number: row for row in source.rows.all()}
    for planned in plan.rows:
        if planned.number in rows:
            row = rows[planned.number]
            row.outcome, row.message = planned.outcome, planned.message
            row.record_id = planned.record_id
    ImportRow.objects.bulk_update(
        rows.values(), ["outcome", "message", "record_id"], batch_size=500
    )


def cancel(source: Import) -> None:
    """Stop at the next chunk; nothing has been written to any register."""
    _set(source, is_cancelled=True, step=Import.Step.CANCELLED)
    (folder() / source.stored_as).unlink(missing_ok=True)


def choose_rows(source: Import, left_out: set[int], taken: dict[int, list[str]]) -> None:
    """Which rows to leave out, and in which conflicts the file's value is taken."""
    rows = list(
        source.rows.filter(outcome__in=(Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED))
    )
    for row in rows:
        row.is_chosen = row.number not in left_out
        row.taken = [key for key in taken.get(row.number, []) if key in row.conflicts]
    ImportRow.objects.bulk_update(rows, ["is_chosen", "taken"], batch_size=500)


def keep_unit_kinds(source: Import, kinds: dict[str, str]) -> None:
    _set(source, found={**source.found, "unit_kinds": kinds})


def keep_answers(source: Import, answers: dict[str, str]) -> bool:
    """What words stand for, said by a person; True when the plan must be made anew because of it."""
    held = source.found.get("answers", {})
    told = {key: value for key, value in {**held, **answers}.items() if value}
    if told == held:
        return False
    _set(source, found={**source.found, "answers": told})
    return True


def _set(source: Import, **values: Any) -> None:
    for name, value in values.items():
        setattr(source, name, value)
    source.save(update_fields=list(values))
