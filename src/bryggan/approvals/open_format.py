"""The open list as files that another municipality can read: docs/format-grona-listan.md says what stands where.

Version 1. A new key may be added without a new version; one that is there never changes its meaning.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from bryggan.approvals.models import App, Category, Outcome, Platform
from bryggan.kit.plain import to_plain
from bryggan.kit.register.export import neutral
from bryggan.people.roles import Role

FORMAT = "gron-lista"
SCHEMA_VERSION = 1

# The headings of the CSV file, in order, and the key of each in the JSON file.
COLUMNS = (
    ("Format", "format"),
    ("Nummer", "number"),
    ("App", "name"),
    ("Andra namn", "aliases"),
    ("Leverantör", "supplier"),
    ("Används till", "description"),
    ("För vem", "audience"),
    ("Slag", "category"),
    ("Plattform", "platforms"),
    ("Länk", "link"),
    ("Besked", "outcome"),
    ("Villkor", "conditions"),
    ("Skäl", "reason"),
    ("Under omprövning", "is_under_review"),
    ("Beslutat", "decided_on"),
    ("Beslutat av", "decided_as"),
    ("Omprövas", "review_on"),
    ("Listan förs av", "kept_by"),
)


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """One app as the JSON file has it, with keys for what is chosen out of few words."""
    return {
        "number": f"{App.prefix}-{row['pk']:04d}",
        "name": row["name"],
        "aliases": row["aliases"],
        "supplier": row["supplier_name"],
        "description": row["description"],
        "audience": row["audience"],
        "category": row["category"],
        "platforms": codes(row["platforms"]),
        "link": row["link"],
        "outcome": row["outcome"],
        "conditions": row["conditions"],
        "reason": row["outcome_reason"],
        "is_under_review": bool(row["under_review"]),
        "decided_on": to_plain(row["decided_on"]),
        "decided_as": row["decided_as"],
        "review_on": to_plain(row["review_on"]),
        "kept_by": row["kept_by"],
    }


def as_json(rows: Iterable[Mapping[str, Any]], *, municipality: str, made_at: datetime) -> str:
    """The whole list with whose it is and when it was taken out."""
    content = {
        "format": FORMAT,
        "schema_version": SCHEMA_VERSION,
        "municipality": municipality,
        "made_at": made_at.isoformat(timespec="seconds"),
        "apps": [told(row) for row in rows],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Semicolons and a byte order mark, as Swedish Excel expects; no cell can become a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading for heading, _key in COLUMNS])
    for row in rows:
        writer.writerow([neutral(cell) for cell in _cells(row)])
    return "\ufeff" + buffer.getvalue()


def _cells(row: Mapping[str, Any]) -> Iterator[str]:
    """One app in the words of the page."""
    plain = {**told(row), "format": f"{FORMAT} {SCHEMA_VERSION}"}
    plain["aliases"] = "; ".join(row["aliases"])
    plain["platforms"] = ", ".join(platform_words(row["platforms"]))
    plain["category"] = _word(Category, row["category"])
    plain["outcome"] = _word(Outcome, row["outcome"])
    plain["decided_as"] = _word(Role, row["decided_as"])
    plain["is_under_review"] = "Ja" if row["under_review"] else "Nej"
    for _heading, key in COLUMNS:
        yield str(plain[key] or "")


def codes(platforms: str) -> list[str]:
    """The platforms of a column as keys."""
    return [code for code in platforms.split(", ") if code in Platform.values]


def platform_words(platforms: str) -> list[str]:
    """The platforms of a column in words."""
    return [str(Platform(code).label) for code in codes(platforms)]


def _word(options: Any, key: str) -> str:
    return str(options(key).label) if key in options.values else ""
