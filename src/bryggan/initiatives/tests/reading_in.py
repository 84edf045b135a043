"""Small plans made in the tests, and the way they are read in."""

from typing import Any

from bryggan.initiatives.models import Initiative
from bryggan.people.models import User
from bryggan.registers.importing import mapping
from bryggan.registers.importing.applying import apply_plan
from bryggan.registers.importing.importer import IMPORTERS
from bryggan.registers.importing.plan import Plan, make_plan
from bryggan.registers.reading import read_file
from bryggan.systems.tests.reading_in import Line, as_csv

HEAD = ["Nr", "Initiativ", "Förv.", "Status"]


def plan_of(by: User, *lines: Line, answers: Any = None) -> tuple[Plan, Any]:
    sheet = read_file(as_csv(*lines), name="färdplan.csv")
    importer = IMPORTERS["initiativ"](by)
    importer.answers = answers or {}
    columns = mapping.suggest(sheet.columns, importer.targets(), importer.worked_out())
    return make_plan(sheet, columns, importer), importer


def read_in(by: User, *lines: Line, answers: Any = None) -> Plan:
    plan, importer = plan_of(by, *lines, answers=answers)
    apply_plan(plan, importer, reason="färdplan.csv", import_id=None)
    return plan


def the(name: str) -> Initiative:
    return Initiative.objects.present().get(name=name)


def remarks(plan: Plan, column: str) -> list[str]:
    """What is said of the cells of a column."""
    return [
        said["message"] for row in plan.rows for said in row.remarks if said["column"] == column
    ]
