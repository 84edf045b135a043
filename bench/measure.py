"""Measures every page, what a first visit weighs, and files out and in. `python -m bench.measure`.

The result is written to `var/bench/<database>.json`; `telling.py` makes the document of it. Pages are
measured twice, so that it shows how much the figures sway on a machine that others use too.
`python -m bench.measure --only KEY …` measures those pages once and writes nothing.
"""

import argparse
import gc
import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Collection
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from bench import fill
from bench.bare import BARE
from bench.pages import BOTH, Page, first_visit, pages
from bench.pages_decisions import decision_pages
from bench.pages_initiatives import initiative_pages
from bench.pages_meetings import meeting_pages
from bench.pages_needs import need_pages
from bench.pages_trust import trust_pages
from bench.timing import Asker, measure, statements
from bryggan.advice.models import Figure
from bryggan.approvals.models import App
from bryggan.assessments.models import Assessment
from bryggan.config.static_files import collect_if_changed
from bryggan.contracts.models import Contract
from bryggan.decisions.models import Decision, DelegationRule
from bryggan.history.models import Event
from bryggan.initiatives.models import Initiative
from bryggan.meetings.models import Meeting
from bryggan.needs.models import Need
from bryggan.people.models import Unit, User
from bryggan.rounds.models import Ask, Confirmation
from bryggan.systems.models import Integration, System, Vulnerability

ROUNDS = 2
PAPERS = ("meeting_paper", "roadmap_paper")
COLD = (
    Page("overview_cold", "Startsidan, första gången efter en ändring", "/"),
    Page("advice_cold", "Råd, första gången efter en ändring", "/rad/"),
    Page("completeness_cold", "Kompletthet, första gången efter en ändring", "/kompletthet/"),
    Page(
        "need_overview_cold", "Läget för behoven, första gången efter en ändring", "/behov/laget/"
    ),
    Page("oversight_cold", "Uppsikt, första gången efter en ändring", "/uppsikt/"),
    Page(
        "alike_cold",
        "Lika system, första gången efter en ändring",
        "/sammanslagning/system/",
        who=BOTH[:1],
        times=3,
    ),
)
PEOPLE = dict(zip(BOTH, (fill.ADMINISTRATOR, fill.EMPLOYEE), strict=True))


def main() -> None:
    collect_if_changed()
    known = [page.key for page in [*every_page(), *COLD]]
    parser = argparse.ArgumentParser(prog="python -m bench.measure")
    parser.add_argument("--only", nargs="+", metavar="KEY", choices=known, help=", ".join(known))
    only = parser.parse_args().only
    if only:
        with override_settings(ROOT_URLCONF="bench.bare"):
            gc.freeze()
            measured_pages(only)
        return
    told: dict[str, Any] = {
        "database": connection.vendor,
        "date": timezone.localdate().isoformat(),
        "machine": machine(),
        "versions": versions(),
        "volumes": volumes(),
        "pages": {page.key: page.name for page in [*every_page(), *COLD]},
    }
    with override_settings(ROOT_URLCONF="bench.bare"):
        gc.freeze()
        told["rounds"] = [measured_pages() for _number in range(ROUNDS)]
        told["first_visit"] = first_visit(Asker(User.objects.get(email=fill.EMPLOYEE)))
        told["slow"] = slow_statements()
    told["papers"] = {name: json.loads(run(f"bench.{name}")) for name in PAPERS}
    told["files"] = [measured_files(turn) for turn in range(ROUNDS)]
    path = Path(settings.BRYGGAN_VAR).parent / f"{connection.vendor}.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(path)


def machine() -> str:
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next(line for line in info.splitlines() if line.startswith("model name"))
    pages_of_memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    name = model.partition(":")[2].strip()
    return (
        f"{name}, {os.cpu_count()} kärnor, {pages_of_memory / 2**30:.0f} GiB, {platform.system()}"
    )


def versions() -> dict[str, str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            database = f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
        else:
            database = f"SQLite {sqlite3.sqlite_version}"
    return {
        "Bryggan": version("bryggan"),
        "Python": platform.python_version(),
        "Django": django.__version__,
        "databas": database,
    }


def volumes() -> dict[str, int]:
    return {
        "system": System.objects.count(),
        "integrationer": Integration.objects.count(),
        "händelser": Event.objects.count(),
        "sårbarheter": Vulnerability.objects.count(),
        "avtal": Contract.objects.count(),
        "bedömningar": Assessment.objects.count(),
        "frågor i en runda": Ask.objects.count(),
        "bekräftelser": Confirmation.objects.count(),
        "siffror om kompletthet": Figure.objects.count(),
        "möten": Meeting.objects.count(),
        "appar": App.objects.count(),
        "behov": Need.objects.count(),
        "beslut": Decision.objects.count(),
        "delegationspunkter": DelegationRule.objects.count(),
        "initiativ": Initiative.objects.count(),
        "enheter": Unit.objects.count(),
        "personer": User.objects.count(),
    }


def every_page() -> list[Page]:
    return [
        *pages(),
        *trust_pages(),
        *need_pages(),
        *meeting_pages(),
        *decision_pages(),
        *initiative_pages(),
    ]


def measured_pages(only: Collection[str] = ()) -> dict[str, Any]:
    """Each page for both people, with the bare view measured right before it: its ratio is to that.

    `only`: the keys of those that are measured, all when it is empty.
    """
    nobody = Asker(None)
    told: dict[str, Any] = {}
    for who, email in PEOPLE.items():
        asker = Asker(User.objects.get(email=email))
        for page in every_page():
            if who in page.who and (not only or page.key in only):
                told[f"{page.key}.{who}"] = compared(nobody, asker, page)
        with override_settings(BRYGGAN_REMEMBERS=False):
            for page in COLD:
                if who not in page.who or (only and page.key not in only):
                    continue
                told[f"{page.key}.{who}"] = compared(nobody, asker, page)
    return told


def compared(nobody: Asker, asker: Asker, page: Page) -> dict[str, Any]:
    bare = measure(nobody, f"/{BARE}").as_dict()
    of_page = measure(asker, page.url, page.part, page.times).as_dict()
    print(f"{page.key}: {of_page['sql']} SQL, {of_page['cpu_ms']:.0f} ms", flush=True)
    spent = of_page["cpu_ms"] + of_page["database_ms"]
    return {**of_page, "bare": bare, "ratio": spent / (bare["cpu_ms"] + bare["database_ms"])}


def slow_statements() -> dict[str, list[tuple[str, float]]]:
    """The three statements that take longest on each page, for whoever wants to know why."""
    askers = {who: Asker(User.objects.get(email=email)) for who, email in PEOPLE.items()}
    told = {}
    for page in every_page():
        ask = partial(askers[page.who[-1]].get, page.url, page.part)
        slowest = sorted(statements(ask), key=lambda one: -one[1])[:3]
        told[page.key] = [(sql[:300], ms) for sql, ms in slowest]
    return told


def measured_files(turn: int) -> dict[str, Any]:
    """Each in a process of its own, so that its memory is its own."""
    return {
        " ".join(words): json.loads(run("bench.files", *words))
        for words in (("export", "xlsx"), ("export", "csv"), ("import", str(turn)))
    }


def run(*words: str) -> str:
    """What the script says last."""
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


if __name__ == "__main__":
    main()
