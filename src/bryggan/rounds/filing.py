"""The file way: a person's records as Excel, and what comes back of it through the register's own import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.register import export
from bryggan.kit.register.fields import Field
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.register import REGISTERS
from bryggan.people.models import User
from bryggan.registers.importing.applying import apply_plan
from bryggan.registers.importing.importer import IMPORTERS, SKIP, Importer, PlannedRow
from bryggan.registers.importing.mapping import NUMBER, VERSION, heading, suggest
from bryggan.registers.importing.plan import Outcome, make_plan
from bryggan.registers.reading import MAX_PACKED_BYTES, FileRefused, SheetText, read_file
from bryggan.rounds import permissions, queries
from bryggan.rounds.answering import Returned, return_file
from bryggan.rounds.models import Ask, Round, Way


@dataclass
class Report:
    """What became of a file: how many rows were answered and changed, and the rows that wait still."""

    answered: int = 0
    changed: int = 0
    left_out: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)


def has_files(round: Round) -> bool:
    return round.slug in IMPORTERS


def write_file(round: Round, person: User, file: IO[bytes]) -> None:
    """The person's own records with only what comes back: number, version, name, unit, what is asked."""
    register = REGISTERS[round.slug]
    own = [ask.record_id for ask in queries.own_first(round, person)]
    keys = dict.fromkeys(["name", *(["unit"] if register.has_unit() else []), *_keys(round)])
    question = Question(columns=tuple(keys), marked=tuple(own) or (0,))
    export.write_xlsx(Listing(register, question, person), file)


def read_answers(round: Round, person: User, file: "UploadedFile[Any]") -> Report:
    """Plan and apply the file as this person, then answer for every row of hers that came back whole.

    Raises FileRefused for what cannot be read, Refused and NotPossible when the whole is turned down.
    """
    verdict = permissions.return_file(person, round)
    if not verdict:
        raise Refused(verdict.reason)
    sheet = _sheet(file)
    importer = IMPORTERS[round.slug](person)
    columns = _columns(sheet, importer, round)
    plan = make_plan(sheet, columns, importer)
    asks = {ask.record_id: ask for ask in queries.asks_for(round, person)}
    for row in plan.rows:
        row.is_chosen = row.record_id in asks
    apply_plan(
        plan,
        importer,
        reason=f"{round.reason(Way.FILE)}: {file.name}",
        import_id=None,
        told=round.reason(Way.FILE),
        only_rows=True,
    )
    return _report(round, person, sheet, columns, plan.rows, asks)


def _keys(round: Round) -> list[str]:
    return [column.key for column in queries.fields_of(round)]


def _sheet(file: "UploadedFile[Any]") -> SheetText:
    if (file.size or 0) > MAX_PACKED_BYTES:
        raise FileRefused(_("Filen är större än 20 MB."))
    return read_file(file.read(), name=(file.name or "fil")[:200])


def _columns(sheet: SheetText, importer: Importer, round: Round) -> dict[int, str]:
    """Only what the round asks about is taken out of the file; the rest of it is there to be read."""
    kept = {NUMBER, VERSION, *_keys(round)}
    found = suggest(sheet.columns, importer.targets(), importer.worked_out())
    columns = {place: key if key in kept else SKIP for place, key in found.items()}
    if NUMBER not in columns.values():
        raise FileRefused(
            _(
                "Kolumnen Bryggans nummer saknas. Fyll i filen som du hämtade här, utan att ta bort den."
            )
        )
    return columns


def _report(
    round: Round,
    person: User,
    sheet: SheetText,
    columns: Mapping[int, str],
    rows: list[PlannedRow],
    asks: Mapping[int, Ask],
) -> Report:
    report, returned = Report(), []
    labels = {column.key: column for column in queries.fields_of(round)}
    keys = {heading(head.title): columns[head.index] for head in sheet.columns}
    present = set(columns.values()) & labels.keys()
    standing = queries.rows_of(REGISTERS[round.slug], person, asks, labels.values())
    names = REGISTERS[round.slug].rows(person).in_bulk(list(asks))
    for row in rows:
        ask = asks.get(row.record_id or 0)
        unread = {keys.get(heading(said["column"]), "") for said in row.remarks} - row.values.keys()
        if ask is None:
            report.left_out += bool(row.outcome != Outcome.SKIPPED or row.number_given)
        elif row.outcome == Outcome.FAILED or row.conflicts or unread & present:
            report.problems.append(_problem(row, ask, str(names[ask.record_id]), labels))
        else:
            done = row.changes if row.outcome == Outcome.UPDATED else {}
            told = _told(row, present, labels, standing[ask.record_id])
            returned.append(Returned(ask.pk, told, len(done)))
            report.changed += len(done)
    report.answered = len(returned)
    if returned:
        return_file(round, by=person, returned=returned)
    elif not report.problems:
        raise NotPossible(_("Ingen rad i filen gäller något du är tillfrågad om."))
    return report


def _told(
    row: PlannedRow, present: set[str], labels: Mapping[str, Field], standing: Mapping[str, Any]
) -> frozenset[str]:
    """The fields that the row tells of: a cell with something in it, or empty where nothing stands."""
    return frozenset(key for key in present if key in row.values or labels[key].is_empty(standing))


def _problem(row: PlannedRow, ask: Ask, name: str, labels: Mapping[str, Field]) -> dict[str, Any]:
    """Why a row waits still: refused, in conflict with what somebody else has written, or not understood."""
    conflicts = [
        {"label": labels[key].label, "now": _words(old), "file": _words(new)}
        for key, (old, new) in row.conflicts.items()
        if key in labels
    ]
    said = [f"{one['column']}: {one['message']}" for one in row.remarks]
    return {
        "ask": ask,
        "name": name,
        "message": row.message,
        "conflicts": conflicts,
        "remarks": said,
    }


def _words(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)
