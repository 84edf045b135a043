import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from bryggan.config import condition, environment, serving, static_files


class Command(BaseCommand):
    help = _("Startar Bryggan på riktigt: webbserver och bakgrundsarbetare, bakom en TLS-proxy.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        bind = os.environ.get("BRYGGAN_BIND") or "127.0.0.1:8000"
        workers = environment.whole(
            "BRYGGAN_WORKERS", default=serving.default_workers(), low=1, high=64
        )
        parser.add_argument("--bind", default=bind, help=_("värd:port att lyssna på"))
        parser.add_argument("--workers", type=int, default=workers, help=_("antal webbprocesser"))

    def handle(self, *args: Any, bind: str, workers: int, **options: Any) -> None:
        if settings.BRYGGAN_DEMO:
            raise CommandError(
                _(
                    "Det här är en demo, där var och en väljer vem hon är utan lösenord. Starta den"
                    " med bryggan demo, eller ange en annan mapp i BRYGGAN_VAR för att köra på riktigt."
                )
            )
        if settings.DEBUG:
            raise CommandError(
                _("Ta bort BRYGGAN_DEBUG: felsidorna visar annars sådant som är hemligt.")
            )
        if condition.unapplied_migrations():
            raise CommandError(
                _("Databasen följer inte programmet. Säkerhetskopiera och kör: bryggan migrate")
            )
        wanted = serving.Serving(bind=bind, workers=max(1, workers))
        self._is_free(wanted)
        static_files.collect_if_changed()
        serving.start(wanted)

    def _is_free(self, wanted: serving.Serving) -> None:
        try:
            address = wanted.address
        except serving.BadAddress as error:
            raise CommandError(
                _("Adressen ska skrivas värd:port, inte %(bind)s.") % {"bind": wanted.bind}
            ) from error
        if not serving.is_free(address):
            raise CommandError(_("%(bind)s är redan upptagen.") % {"bind": wanted.bind})
