"""The days of contracts as an iCalendar file (RFC 5545), for any calendar that can read one.

Only what such a file needs: whole-day events, texts escaped (3.3.11), lines folded at 75 octets and
ended by CRLF (3.1), an id that is the same each time, so that a day read in twice stands there once.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

from bryggan.contracts.deadlines import DayKind
from bryggan.contracts.year import Entry
from bryggan.kit import words

LONGEST_LINE = 75


def calendar(entries: Iterable[Entry], *, title: str, site: str, made_at: datetime) -> bytes:
    """The file. `site` is where the pages of the contracts are ("https://…"), part of each id."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Bryggan//Avtal//SV",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(title)}",
    ]
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for entry in entries:
        if entry.kind != DayKind.CHOSEN:
            lines += _event(entry, site, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(entry: Entry, site: str, stamp: str) -> Iterator[str]:
    host = site.partition("://")[2]
    yield "BEGIN:VEVENT"
    yield f"UID:avtal-{entry.pk}-{entry.kind}-{entry.on:%Y%m%d}@{host}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{_day(entry.on)}"
    yield f"DTEND;VALUE=DATE:{_day(entry.on + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(f'{entry.name}: {entry.what[:1].lower()}{entry.what[1:]}')}"
    yield f"DESCRIPTION:{escaped(_description(entry))}"
    yield f"CATEGORIES:{escaped(str(entry.kind.label))}"
    yield f"URL:{site}{entry.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _description(entry: Entry) -> str:
    facts = (
        (_("Enhet"), entry.unit),
        (_("Leverantör"), entry.supplier or _("inte känd")),
        (_("Avtalsägare"), entry.owner or _("inte känd")),
        (_("Perioden slutar"), words.date_text(entry.ends_on)),
    )
    return "\n".join(f"{name}: {value}" for name, value in facts)


def escaped(text: str) -> str:
    r"""A text value: backslash, semicolon and comma get a backslash, a line break becomes \n."""
    plain = words.plain(text)
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, the later ones begun by a space; no letter is split."""
    pieces: list[bytes] = [b""]
    for letter in line:
        octets = letter.encode()
        if len(pieces[-1]) + len(octets) > LONGEST_LINE:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"
