"""Another municipality's list read out of a file, safely: its own JSON, or any table with names and verdicts.

Nothing is written here. A file that cannot be read is refused with `FileRefused`, in words for whoever chose it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bryggan.approvals.models import Outcome
from bryggan.approvals.open_format import FORMAT, SCHEMA_VERSION
from bryggan.kit.words import one_line, plain
from bryggan.registers.reading import FileRefused, SheetText, read_file
from bryggan.registers.reading.sheet import MEGABYTE, shown
from bryggan.search.fields import folded, sort_key

MOST_ROWS = 2_000
MOST_BYTES = 2 * MEGABYTE
LONGEST_TEXT = 2_000
LONGEST_NAME = 200
LONGEST_SOURCE = 120
SHOWN_REMARKS = 20

# The headings under which lists are known to have each thing; the first that is there is taken.
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("app", "namn", "appens namn", "tjänst", "program", "digitalt verktyg", "name"),
    "outcome": (
        "besked",
        "bedömning",
        "beslut",
        "status",
        "godkänd",
        "resultat",
        "outcome",
        "verdict",
    ),
    "conditions": ("villkor", "kommentar", "begränsningar", "att tänka på", "conditions"),
    "reason": ("skäl", "motivering", "anledning", "reason"),
    "description": ("används till", "beskrivning", "syfte", "användningsområde", "description"),
    "link": ("länk", "webbplats", "webbadress", "link", "url"),
    "decided_on": ("beslutat", "beslutsdatum", "datum", "bedömd", "decided_on"),
    "review_on": ("omprövas", "gäller till", "giltig till", "ny prövning", "review_on"),
}
OUTCOME_WORDS: dict[str, str] = {
    "godkänd": Outcome.APPROVED,
    "godkänt": Outcome.APPROVED,
    "approved": Outcome.APPROVED,
    "ok": Outcome.APPROVED,
    "ja": Outcome.APPROVED,
    "grön": Outcome.APPROVED,
    "godkänd med villkor": Outcome.APPROVED_WITH_CONDITIONS,
    "godkänt med villkor": Outcome.APPROVED_WITH_CONDITIONS,
    "approved_with_conditions": Outcome.APPROVED_WITH_CONDITIONS,
    "villkorad": Outcome.APPROVED_WITH_CONDITIONS,
    "med förbehåll": Outcome.APPROVED_WITH_CONDITIONS,
    "gul": Outcome.APPROVED_WITH_CONDITIONS,
    "nekad": Outcome.REFUSED,
    "refused": Outcome.REFUSED,
    "ej godkänd": Outcome.REFUSED,
    "inte godkänd": Outcome.REFUSED,
    "avslag": Outcome.REFUSED,
    "nej": Outcome.REFUSED,
    "röd": Outcome.REFUSED,
    "borttagen från listan": Outcome.DELISTED,
    "delisted": Outcome.DELISTED,
}


@dataclass(frozen=True)
class Read:
    """A file read: whose list it says it is, one row per app by the columns of `Suggestion`, and what was left."""

    municipality: str
    rows: tuple[dict[str, Any], ...]
    remarks: tuple[str, ...]


def read(content: bytes, *, name: str) -> Read:
    """Read a list out of a JSON, CSV or Excel file of at most 2 MB and 2,000 apps. Raises `FileRefused`."""
    if len(content) > MOST_BYTES:
        raise FileRefused(
            _("Filen är större än %(limit)s MB. En lista över appar brukar rymmas gott.")
            % {"limit": MOST_BYTES // MEGABYTE}
        )
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return _of_json(content)
    return _of_table(read_file(content, name=name))


def _of_json(content: bytes) -> Read:
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise FileRefused(_("Filen börjar som JSON men går inte att läsa.")) from fault
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise FileRefused(
            _("Filen är JSON men ingen grön lista: den saknar format ”%(format)s”.")
            % {"format": FORMAT}
        )
    version = told.get("schema_version")
    if version != SCHEMA_VERSION:
        raise FileRefused(
            _(
                "Listan är skriven i version %(version)s av formatet. Bryggan läser version %(ours)s."
            )
            % {"version": one_line(version)[:20], "ours": SCHEMA_VERSION}
        )
    apps = told.get("apps")
    if not isinstance(apps, list) or not all(isinstance(app, dict) for app in apps):
        raise FileRefused(_("Listan saknar appar: ”apps” ska vara en lista av poster."))
    return _made(_text(told.get("municipality"), LONGEST_SOURCE), enumerate(apps, 1))


def _of_table(sheet: SheetText) -> Read:
    """A table by its headings; without a name and a verdict there is nothing to suggest."""
    places: dict[str, int] = {}
    titles = {folded(head.title): head.index for head in reversed(sheet.columns)}
    for key, headings in HEADINGS.items():
        found = [titles[heading] for heading in headings if heading in titles]
        if found:
            places[key] = found[0]
    if missing := [_HEADS[key] for key in ("name", "outcome") if key not in places]:
        raise FileRefused(
            _("Filen saknar kolumnen %(columns)s. Ge rubrikerna App, Besked och gärna Villkor.")
            % {"columns": _(" och ").join(str(word) for word in missing)}
        )
    rows = (
        (row.number, {key: row.values[place] for key, place in places.items()})
        for row in sheet.rows
        if any(value is not None for value in row.values)
    )
    return _made("", rows)


_HEADS = {"name": "App", "outcome": "Besked"}


def _made(municipality: str, told: Iterable[tuple[int, Mapping[str, Any]]]) -> Read:
    rows: dict[str, dict[str, Any]] = {}
    remarks: list[str] = []
    for number, app in told:
        if len(rows) >= MOST_ROWS:
            raise FileRefused(
                _("Listan har fler än %(limit)s appar. Dela den och läs in en del i taget.")
                % {"limit": MOST_ROWS}
            )
        name = _text(app.get("name"), LONGEST_NAME)
        if not name:
            remarks.append(_("Rad %(row)s saknar namn och hoppas över.") % {"row": number})
        elif sort_key(name) in rows:
            said = _("Rad %(row)s: %(app)s står redan i filen. Den första gäller.")
            remarks.append(said % {"row": number, "app": name})
        else:
            row = _row(name, app)
            rows[sort_key(name)] = row
            if not row["outcome"]:
                said = _("Rad %(row)s: beskedet ”%(word)s” känns inte igen och visas som det står.")
                remarks.append(said % {"row": number, "word": row["outcome_word"]})
    if not rows:
        raise FileRefused(_("Filen innehåller inga appar."))
    return Read(municipality, tuple(rows.values()), tuple(remarks))


def _row(name: str, app: Mapping[str, Any]) -> dict[str, Any]:
    word = _text(app.get("outcome"), 80)
    return {
        "name": name,
        "outcome": OUTCOME_WORDS.get(folded(word), ""),
        "outcome_word": word,
        "conditions": _text(app.get("conditions"), LONGEST_TEXT),
        "outcome_reason": _text(app.get("reason"), LONGEST_TEXT),
        "description": _text(app.get("description"), LONGEST_TEXT),
        "link": _link(app.get("link")),
        "decided_on": _day(app.get("decided_on")),
        "review_on": _day(app.get("review_on")),
    }


def _text(value: Any, longest: int) -> str:
    """What a cell says on one line; what is no text, number or day is nothing."""
    if isinstance(value, dict | list):
        return ""
    text = one_line(plain(shown(value)))
    # An apostrophe that was put before a formula is taken away again; it is never run here.
    if text.startswith("'") and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]
    return text[:longest]


def _link(value: Any) -> str:
    text = _text(value, 300)
    is_web = text.lower().startswith(("https://", "http://")) and " " not in text
    return text if is_web else ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(_text(value, 10))
    except ValueError:
        return None
