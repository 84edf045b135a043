import os
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from bryggan.config import serving, static_files
from bryggan.demo import loading
from bryggan.people import queries


class Command(BaseCommand):
    help = _("Startar en påhittad kommun att prova Bryggan på, på den egna datorn.")
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help=_("port att lyssna på"))
        parser.add_argument("--fresh", action="store_true", help=_("börja om med ny demodata"))
        parser.add_argument(
            "--no-serve", action="store_true", help=_("gör i ordning utan att starta")
        )

    def handle(self, *args: Any, port: int, fresh: bool, no_serve: bool, **options: Any) -> None:
        wanted = serving.Serving(
            bind=f"127.0.0.1:{port}",
            workers=2,
            ready=_("Bryggan svarar på http://127.0.0.1:%(port)s (stäng med Ctrl+C)")
            % {"port": port},
            is_quiet=True,
        )
        if not no_serve:
            self._port_is_free(wanted)
        if not loading.is_demo_or_empty():
            raise CommandError(
                _(
                    "Databasen används på riktigt och görs inte om till en demo. Ge demon en egen"
                    " mapp, till exempel: BRYGGAN_VAR=demo-var bryggan demo"
                )
            )
        if fresh:
            self._begin_anew()
        self._prepare()
        self._present()
        if no_serve:
            self.stdout.write(_("Demon är klar. Starta den med: bryggan demo"))
            return
        serving.start(wanted)

    def _port_is_free(self, wanted: serving.Serving) -> None:
        try:
            is_free = serving.is_free(wanted.address)
        except serving.BadAddress as error:
            raise CommandError(_("En port är ett tal mellan 1 och 65535.")) from error
        if not is_free:
            raise CommandError(
                _(
                    "Porten %(port)s är upptagen. Kanske är demon redan igång? Annars: bryggan demo --port %(other)s"
                )
                % {"port": wanted.address[1], "other": min(wanted.address[1] + 1, 65535)}
            )

    def _begin_anew(self) -> None:
        """Only the demo's own database files and uploads go; keys and the rest of the folder stay."""
        if connection.vendor != "sqlite":
            raise CommandError(
                _(
                    "--fresh gäller den inbyggda databasen. Skapa själv en tom databas för DATABASE_URL."
                )
            )
        connection.close()
        embedded = str(connection.settings_dict["NAME"])
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(embedded + ending).unlink(missing_ok=True)
        shutil.rmtree(settings.BRYGGAN_VAR / "files", ignore_errors=True)

    def _prepare(self) -> None:
        settings.BRYGGAN_VAR.mkdir(parents=True, exist_ok=True)
        if connection.vendor == "sqlite":
            settings.DEMO_MARK.write_text(_("Den här mappen är en demo.") + os.linesep)
        call_command("migrate", verbosity=0, interactive=False)
        if loading.is_filled():
            self.stdout.write(
                _("Demon fanns redan: det som matats in är kvar. Börja om med --fresh.")
            )
        else:
            loading.load()
        static_files.collect_if_changed()

    def _present(self) -> None:
        self.stdout.write(_("Demokommunen Sundvalla. Den du kan vara:"))
        for person in queries.demo_cast():
            self.stdout.write(f"\n  {person.name}, {person.title}\n    {person.demo_story}")
        self.stdout.write("")
