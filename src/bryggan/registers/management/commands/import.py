"""`bryggan import systems FILE`: a file into a register, first simulated, then for real."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db.utils import DatabaseError
from django.utils.translation import gettext as _

from bryggan.registers.acting import acting_person
from bryggan.registers.importing import keeping, mapping
from bryggan.registers.importing.applying import apply_plan
from bryggan.registers.importing.importer import IMPORTERS, Ask, Importer
from bryggan.registers.importing.own_readers import OWN_READERS
from bryggan.registers.importing.plan import Plan, make_plan
from bryggan.registers.reading import FileRefused, read_file

ALL_TAKEN, SOME_NOT, NOTHING_DONE = 0, 1, 2
NAMES = {
    "systems": "system",
    "contracts": "avtal",
    "suppliers": "leverantor",
    "initiatives": "initiativ",
}


class Command(BaseCommand):
    """Exit code 0: all rows taken, 1: some rows not, 2: nothing could be done."""

    help = _("Läser in en fil i ett register.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("register", help=_("systems"))
        parser.add_argument("file", type=Path, help=_("Excel- eller CSV-fil"))
        parser.add_argument(
            "--mapping", type=Path, help=_("koppling mellan kolumner och fält (TOML)")
        )
        parser.add_argument("--simulate", action="store_true", help=_("visa vad som skulle hända"))
        parser.add_argument("--as", dest="by", help=_("e-postadressen till den som läser in"))
        parser.add_argument("--report", type=Path, help=_("skriv utfallet som JSON"))
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar=_("FRÅGA=SVAR"),
            help=_("svar på det som inte gick att läsa; upprepas"),
        )
        parser.add_argument("--sheet", help=_("bladets namn, om filen har flera"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            code = self._run(options)
        except FileRefused as refusal:
            code = self._refuse(refusal.message)
        if code:
            sys.exit(code)

    def _refuse(self, message: str) -> int:
        self.stderr.write(message)
        return NOTHING_DONE

    def _run(self, options: dict[str, Any]) -> int:
        slug = NAMES.get(options["register"], options["register"])
        own = OWN_READERS.get(slug)
        if slug not in IMPORTERS and own is None:
            return self._refuse(_("%(name)s går inte att läsa in.") % {"name": options["register"]})
        try:
            by = acting_person(options["by"])
        except DatabaseError:
            return self._refuse(
                _(
                    "Databasen saknas eller är inte uppdaterad. Kör bryggan demo eller bryggan migrate."
                )
            )
        if by is None:
            return self._refuse(_("Säg vem som läser in med --as adress@kommunen.se."))
        path: Path = options["file"]
        if not path.is_file():
            return self._refuse(_("Filen %(name)s finns inte.") % {"name": path.name})
        if own is not None:
            return own(path, by, options, self.stdout.write)
        began = time.monotonic()
        sheet = read_file(path, name=path.name, sheet=options["sheet"])
        importer = IMPORTERS[slug](by)
        importer.answers = keeping.answers_before(slug) | _answers(options["answer"])
        targets = importer.targets()
        if options["mapping"]:
            columns = mapping.from_titles(
                sheet.columns, mapping.read_toml(options["mapping"]), targets, importer.worked_out()
            )
        else:
            columns = mapping.suggest(sheet.columns, targets, importer.worked_out())
        if importer.name_key not in columns.values() and mapping.NUMBER not in columns.values():
            return self._refuse(_("Filen har ingen kolumn med namn. Ange den med --mapping."))
        plan = make_plan(sheet, columns, importer)
        if not options["simulate"]:
            apply_plan(plan, importer, reason=path.name, import_id=None)
        self._tell(plan, importer, options, time.monotonic() - began)
        counts = plan.counts()
        if counts["rows"] and counts["failed"] == counts["rows"]:
            return NOTHING_DONE
        return SOME_NOT if counts["failed"] else ALL_TAKEN

    def _tell(
        self, plan: Plan, importer: Importer, options: dict[str, Any], seconds: float
    ) -> None:
        counts, cells = plan.counts(), plan.cells()
        summary = importer.summary(plan.found)
        if options["report"]:
            rows = [
                {"row": row.number, "name": row.name, "message": row.message}
                for row in plan.rows
                if row.outcome == "failed"
            ]
            report = {
                **counts,
                "simulated": bool(options["simulate"]),
                "cells": cells,
                "failed_rows": rows,
                "asks": [asdict(ask) for ask in importer.asks(plan.found)],
                "found": summary,
            }
            text = json.dumps(report, ensure_ascii=False, indent=1, default=str)
            options["report"].write_text(text + "\n", encoding="utf-8")
        words = _(
            "%(rows)s rader: %(created)s nya, %(updated)s ändras, %(unchanged)s oförändrade, "
            "%(skipped)s hoppas över, %(failed)s tas inte."
        )
        self.stdout.write(words % counts)
        self.stdout.write(_("%(count)s celler med anmärkning.") % {"count": len(cells)})
        self._ask(importer.asks(plan.found))
        for key, value in summary.items():
            self.stdout.write(f"  {key}: {value if not isinstance(value, list) else len(value)}")
        self.stdout.write(_("%(seconds).1f s") % {"seconds": seconds})

    def _ask(self, asks: Sequence[Ask]) -> None:
        """What could not be read and nobody has answered; what can be answered stands once for each column."""
        waiting = [ask for ask in asks if not ask.answer]
        said = _('%(column)s ”%(words)s” på %(count)s rader: --answer "%(key)s=SVAR"')
        for column in dict.fromkeys(ask.column for ask in waiting):
            of_column = [ask for ask in waiting if ask.column == column]
            for ask in of_column:
                words = {"column": column, "words": ask.words, "count": ask.rows, "key": ask.key}
                self.stdout.write(said % words)
            self.stdout.write(_("  Utan svar: %(otherwise)s. Svar:") % {"otherwise": ask.otherwise})
            for value, label in ask.choices:
                self.stdout.write(f"    {value}  {label}")


def _answers(told: Sequence[str]) -> dict[str, str]:
    return dict(one.split("=", 1) for one in told if "=" in one)
