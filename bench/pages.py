"""The pages that are measured, and what a first visit weighs."""

import gzip
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.db.models import Count
from django.test import Client

from bench.timing import REQUESTS, Asker
from bryggan.people.models import Unit
from bryggan.systems.models import Integration, System

LOADED = re.compile(r"""<(?:script|link|use|img)\b[^>]*?\b(?:src|href)="(/static/[^"#]+)""")
SHEET = re.compile(
    r"""url\(["']?([\w./-]+)|@import\s+["']([\w./-]+)|\bfrom\s*["']([\w./-]+\.js)["']"""
)
BOTH = ("administrator", "employee")


@dataclass(frozen=True)
class Page:
    """`part`: htmx asks for this part of the page alone. `who`: the people that it is there for.

    `times`: how often it is asked for when it is measured.
    """

    key: str
    name: str
    url: str
    part: str = ""
    who: tuple[str, ...] = BOTH
    times: int = REQUESTS


def pages() -> list[Page]:
    """An ordinary system, the one most hangs on, a board with all under it, words that many have."""
    seen = System.objects.filter(withdrawn_at=None).order_by("pk")
    ordinary = seen[seen.count() // 2]
    hub = (
        Integration.objects.values_list("target")
        .annotate(n=Count("pk"))
        .exclude(target=None)
        .order_by("-n", "target")[0][0]
    )
    board = Unit.objects.filter(kind=Unit.Kind.AUTHORITY).order_by("pk")[0]
    tail = System.objects.order_by("-sort_key", "-pk")[0]
    filters = f"f.unit={board.pk}&f.lifecycle=in_use&f.role.it_counterpart=-"
    at = f"/system/{ordinary.pk}/"
    return [
        Page("list", "Lista", "/system/"),
        Page("list_rows", "Lista, bara raderna (htmx)", "/system/?page=2", part="rows"),
        Page("list_last", "Lista, sista sidan", "/system/?page=400"),
        Page("list_by_cost", "Lista, sorterad på kostnad", "/system/?sort=-cost_sum"),
        Page("list_words", "Lista, sökord i listan", "/system/?q=elev"),
        Page(
            "filtered",
            "Filtrerad lista: nämnd med allt under, i drift, IT-motpart tom",
            f"/system/?{filters}",
        ),
        Page(
            "filtered_role",
            "Filtrerad lista: bara IT-motpart tom",
            "/system/?f.role.it_counterpart=-",
        ),
        Page("search", "Söksidan, ett ord", "/sok/?q=elevnavet"),
        Page("search_wide", "Söksidan, ord som tusentals har", "/sok/?q=system"),
        Page(
            "search_live",
            "Sök medan man skriver",
            "/sok/?q=skol",
            part="search-results",
        ),
        Page("search_short", "Sök, två bokstäver", "/sok/?q=it", part="search-results"),
        Page("page", "Ett system", at),
        Page("page_from_list", "Ett system, från listan", f"{at}?from=list"),
        Page("page_tail", "Ett system, sist i listan", f"/system/{tail.pk}/?from=list"),
        Page("page_hub", "Ett system med flest integrationer", f"/system/{hub}/"),
        Page("past", "Historiken på ett systems sida", f"{at}historik/", part="past"),
        Page("overview", "Startsidan", "/"),
        Page(
            "map_near", "Kartan kring ett system, två steg", f"/karta/?system={ordinary.pk}&djup=2"
        ),
        Page("map_hub", "Kartan kring det med flest", f"/karta/?system={hub}&djup=2"),
        Page("map_whole", "Hela kartan", "/karta/"),
        Page("facet_unit", "Filtrets värden: enhet", "/system/filter/unit/"),
        Page("facet_lifecycle", "Filtrets värden: livscykel", "/system/filter/lifecycle/"),
        Page("facet_owner", "Filtrets värden: systemägare", "/system/filter/role.system_owner/"),
        Page("contracts", "Lista över avtal", "/avtal/"),
        Page("integrations", "Lista över integrationer", "/integration/"),
    ]


def first_visit(asker: Asker, url: str = "/") -> dict[str, Any]:
    """What an empty browser fetches: the page, and what it names, and what that names, compressed as sent."""
    page = asker.get(url)
    waiting = _named(gzip.decompress(page).decode(), url, LOADED)
    sizes: dict[str, int] = {}
    while waiting:
        name = waiting.pop()
        if name in sizes:
            continue
        sent, plain = _file(name)
        sizes[name] = sent
        if name.endswith((".css", ".js")):
            waiting |= _named(plain.decode(), name, SHEET)
    return {"html": len(page), "files": sizes, "total": len(page) + sum(sizes.values())}


def _named(text: str, base: str, pattern: re.Pattern[str]) -> set[str]:
    found = (next(filter(None, match.groups()), "") for match in pattern.finditer(text))
    paths = {urlsplit(urljoin(base, name)).path for name in found if not name.startswith("data:")}
    return {path for path in paths if path.startswith("/static/")}


def _file(name: str) -> tuple[int, bytes]:
    """A file as WhiteNoise sends it to a browser that takes brotli: (bytes sent, the file unpacked)."""
    sent, plain = (
        b"".join(Client(SERVER_NAME="localhost").get(name, headers={"accept-encoding": way}))
        for way in ("br, gzip", "identity")
    )
    return len(sent), plain
