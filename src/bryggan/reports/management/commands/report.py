"""`bryggan report systemforteckning --format docx --out FILE`: a paper without a browser."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.utils import DatabaseError
from django.http import QueryDict
from django.utils.translation import gettext as _

from bryggan.kit.papers.declared import PAPERS, DeclaredPaper, NoSuchPaper, make_file, read_options
from bryggan.kit.papers.formats import FORMATS
from bryggan.people.models import Unit, User
from bryggan.registers.acting import acting_person
from bryggan.search.fields import sort_key

NOTHING_DONE = 2


class Command(BaseCommand):
    """Exit code 0: the file is written; 2: nothing was done, and it says why."""

    help = _("Gör ett papper av det som står i Bryggan: Word, PowerPoint, Excel eller PDF.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paper", choices=sorted(PAPERS))
        parser.add_argument("--format", choices=sorted(FORMATS), default="docx", dest="form")
        parser.add_argument("--out", type=Path, required=True, help=_("filen som skrivs"))
        parser.add_argument("--edition", help=_("utgåva: intern eller oppen"))
        parser.add_argument("--unit", help=_("enhetens namn; allt under den är med"))
        parser.add_argument(
            "--choose",
            action="append",
            default=[],
            metavar=_("VAL=VÄRDE"),
            help=_("ett av papperets val, till exempel beslut=12; upprepas"),
        )
        parser.add_argument("--as", dest="by", help=_("e-postadressen till den som gör papperet"))

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

    def _run(self, *, paper: str, form: str, out: Path, by: str | None, **options: Any) -> str:
        declared = PAPERS[paper]
        person = acting_person(by)
        if person is None:
            return _("Säg vem som gör papperet med --as adress@kommunen.se.")
        address = QueryDict(mutable=True)
        if options["edition"]:
            address["edition"] = options["edition"]
        for key, _is, value in (one.partition("=") for one in options["choose"]):
            address[key] = value
        if options["unit"]:
            units = units_named(options["unit"], person)
            if len(units) != 1:
                return _unit_refusal(options["unit"], units)
            address["unit"] = str(units[0].pk)
        return self._write(declared, person, address, form, out)

    def _write(
        self, declared: type[DeclaredPaper], person: User, address: QueryDict, form: str, out: Path
    ) -> str:
        try:
            chosen = read_options(declared, person, address, form)
            made = make_file(declared, person, chosen)
        except NoSuchPaper as error:
            said = _("%(paper)s kan inte göras så: %(what)s.")
            return said % {"paper": declared.title, "what": error}
        out.write_bytes(made.content)
        self.stdout.write(_("%(paper)s: %(file)s") % {"paper": made.name, "file": out})
        return ""


def units_named(name: str, person: User) -> list[Unit]:
    """The units with the name or short name, in capitals or not."""
    units = Unit.objects.visible_to(person).present()
    return list(units.filter(sort_key=sort_key(name)) or units.filter(short__iexact=name))


def _unit_refusal(name: str, units: list[Unit]) -> str:
    if not units:
        return _("Det finns ingen enhet som heter %(name)s.") % {"name": name}
    said = _("Flera enheter heter %(name)s: %(where)s.")
    where = ", ".join(f"{unit} ({unit.parent})" for unit in units)
    return said % {"name": name, "where": where}
