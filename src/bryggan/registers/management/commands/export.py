"""`bryggan export systems --format xlsx --out FILE`: a register as the file that its list gives."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.utils import DatabaseError
from django.utils.translation import gettext as _

from bryggan.kit.register.export import csv_lines, json_parts, write_xlsx
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.registers.acting import acting_person

NOTHING_DONE = 2

type Write = Callable[[Listing, IO[bytes]], None]


def _texts(parts: Callable[[Listing], Iterable[str]]) -> Write:
    def write(listing: Listing, file: IO[bytes]) -> None:
        for part in parts(listing):
            file.write(part.encode())

    return write


WRITERS: dict[str, Write] = {
    "xlsx": write_xlsx,
    "csv": _texts(csv_lines),
    "json": _texts(json_parts),
}


def registers_by_name() -> dict[str, type[Register]]:
    """Registers by the words of the command: "systems" or, as in addresses, "system"."""
    plural = {f"{found.model._meta.model_name}s": found for found in REGISTERS.values()}
    return {**REGISTERS, **plural}


class Command(BaseCommand):
    """Exit code 0: the file is written; 2: nothing was done, and it says why."""

    help = _("Skriver ett register till en fil: alla rader och kolumner som personen får se.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("register", help=_("systems, contracts, suppliers …"))
        parser.add_argument("--format", choices=sorted(WRITERS), default="xlsx", dest="form")
        parser.add_argument("--out", type=Path, required=True, help=_("filen som skrivs"))
        parser.add_argument("--as", dest="by", help=_("e-postadressen till den som tar ut filen"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            refusal = self._run(**options)
        except DatabaseError:
            connection.close()
            refusal = _("Databasen saknas eller är inte uppdaterad. Kör bryggan migrate.")
        except OSError as error:
            refusal = _("Filen går inte att skriva: %(why)s") % {"why": error.strerror or error}
        if refusal:
            self.stderr.write(refusal)
            sys.exit(NOTHING_DONE)

    def _run(self, *, register: str, form: str, out: Path, by: str | None, **options: Any) -> str:
        known = registers_by_name()
        if register not in known:
            return _("Det finns inget register som heter %(name)s.") % {"name": register}
        person = acting_person(by)
        if person is None:
            return _("Säg vem som tar ut filen med --as adress@kommunen.se.")
        listing = Listing(known[register], Question(), person)
        written_whole(out, lambda file: WRITERS[form](listing, file))
        said = _("%(count)s rader skrivna till %(file)s.")
        self.stdout.write(said % {"count": listing.found().count(), "file": out.name})
        return ""


def written_whole(out: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write beside and put in place when done, so that a broken file never stands where a whole one did."""
    beside = out.with_name(out.name + ".part")
    try:
        with beside.open("wb") as file:
            write(file)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
