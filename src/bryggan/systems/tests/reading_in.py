"""Small files made in the tests, and the way they are read in."""

import csv
import io
from typing import Any

from bryggan.people.models import User
from bryggan.registers.importing import mapping
from bryggan.registers.importing.applying import apply_plan
from bryggan.registers.importing.importer import IMPORTERS
from bryggan.registers.importing.plan import Plan, make_plan
from bryggan.registers.reading import read_file

type Line = list[Any]


def as_csv(*lines: Line) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(lines)
    return file.getvalue().encode("utf-8-sig")


def plan_of(by: User, *lines: Line, **options: Any) -> tuple[Plan, Any]:
    sheet = read_file(as_csv(*lines), name="lista.csv")
    importer = IMPORTERS["system"](by)
    columns = mapping.suggest(sheet.columns, importer.targets(), importer.worked_out())
    return make_plan(sheet, columns, importer, **options), importer


def read_in(by: User, *lines: Line, **options: Any) -> Plan:
    plan, importer = plan_of(by, *lines, **options)
    apply_plan(plan, importer, reason="lista.csv", import_id=None)
    return plan


def outcomes(plan: Plan) -> list[str]:
    return [str(row.outcome) for row in plan.rows]


HEAD = ["Namn", "Organisation", "Aktiva användare"]
