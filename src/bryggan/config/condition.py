"""How the installation is: each question that `bryggan health` puts, with its answer in words."""

import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.config import search_rows
from bryggan.notices import posting

LEAST_FREE_MB = 500
SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Answer:
    is_well: bool
    words: str


def well(words: str) -> Answer:
    return Answer(is_well=True, words=words)


def fault(words: str) -> Answer:
    return Answer(is_well=False, words=words)


def asked(question: Callable[[], Answer]) -> Answer:
    """The answer; a database that does not do as it is told is a fault, and no end to the asking."""
    try:
        return question()
    except DatabaseError as error:
        return fault(_("databasen svarar inte som den ska: %(error)s") % {"error": error})


def unapplied_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrations() -> Answer:
    waiting = unapplied_migrations()
    if waiting:
        return fault(
            _("%(count)s ändringar av databasen väntar. Kör: bryggan migrate")
            % {"count": len(waiting)},
        )
    return well(_("databasen följer programmet"))


def database() -> Answer:
    """Open and writable: a row is written and taken back."""
    with transaction.atomic():
        Session.objects.create(
            session_key="bryggan-health", session_data="", expire_date=timezone.now()
        )
        transaction.set_rollback(True)
    return _journal_mode() if connection.vendor == "sqlite" else _server_version()


def _journal_mode() -> Answer:
    with connection.cursor() as cursor:
        mode = str(cursor.execute("PRAGMA journal_mode").fetchone()[0])
    if mode not in {"wal", "memory"}:
        return fault(_("inbyggd, men utan WAL (%(mode)s)") % {"mode": mode})
    return well(_("inbyggd, läsbar och skrivbar (%(mode)s)") % {"mode": mode.upper()})


def _server_version() -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = str(cursor.fetchone()[0])
    return well(_("PostgreSQL %(version)s, läsbar och skrivbar") % {"version": version})


def disk() -> Answer:
    folder = Path(settings.BRYGGAN_VAR)
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free_mb = shutil.disk_usage(existing).free // 1024**2
    told = {"free": free_mb, "least": LEAST_FREE_MB}
    words = _("%(free)s MB ledigt, minst %(least)s MB behövs") % told
    return well(words) if free_mb >= LEAST_FREE_MB else fault(words)


def secrets() -> Answer:
    """Long enough, and read by its owner alone."""
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        return fault(
            _("nyckeln är kortare än %(least)s tecken") % {"least": SHORTEST_SECRET},
        )
    kept_in = Path(settings.BRYGGAN_VAR) / "secret-key"
    if not os.environ.get("BRYGGAN_SECRET_KEY") and kept_in.exists():
        mode = stat.S_IMODE(kept_in.stat().st_mode)
        if mode & 0o077:
            return fault(_("%(file)s kan läsas av andra. Kör: chmod 600") % {"file": kept_in})
    return well(_("nyckeln är lång nog och läses bara av sin ägare"))


def search() -> Answer:
    """The search rows answer to the records, noun by noun."""
    if unapplied_migrations():
        return fault(_("kan inte jämföras förrän databasen följer programmet"))
    found = [search_rows.difference(model) for model in search_rows.searched_models()]
    differing = [difference for difference in found if difference]
    if not differing:
        return well(_("i takt med registren"))
    told = ", ".join(
        _("%(noun)s: %(missing)s saknas, %(wrong)s fel")
        % {"noun": at.noun, "missing": at.missing, "wrong": at.wrong}
        for at in differing
    )
    return fault(_("%(told)s. Kör: bryggan reindex") % {"told": told})


def mail() -> Answer:
    """Whether letters go out, and whether any that was tried lately has not arrived."""
    if unapplied_migrations():
        return fault(_("kan inte räknas förrän databasen följer programmet"))
    if not settings.BRYGGAN_SENDS_MAIL:
        return well(_("inga brev skickas: BRYGGAN_SMTP är inte satt, breven står under Utskick"))
    failed = posting.failed(timezone.now())
    count = failed.count()
    if count:
        newest = failed.order_by("-tried_at").values_list("fault", flat=True)[0]
        return fault(
            _("%(count)s brev gick inte att skicka, senast: %(fault)s")
            % {"count": count, "fault": newest}
        )
    return well(_("brev skickas från %(sender)s") % {"sender": settings.DEFAULT_FROM_EMAIL})


def questions() -> dict[str, Callable[[], Answer]]:
    return {
        _("Migreringar"): migrations,
        _("Databas"): database,
        _("Disk"): disk,
        _("Hemligheter"): secrets,
        _("Sök"): search,
        _("Brev"): mail,
    }
