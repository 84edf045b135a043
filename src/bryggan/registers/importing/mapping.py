"""Which column goes where: suggested from headings, changed by people, saved by name, read from TOML."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from bryggan.kit.register.export import NUMBER_HEAD, VERSION_HEAD
from bryggan.registers.importing.importer import OWN, SKIP, Target
from bryggan.registers.reading import ColumnHead, FileRefused
from bryggan.search.fields import folded

NUMBER = "number"
VERSION = "version"


def heading(text: str) -> str:
    return folded(text).rstrip("?:. ")


def suggest(
    columns: Sequence[ColumnHead], targets: Sequence[Target], worked_out: Collection[str] = ()
) -> dict[int, str]:
    """For each column by its place: the target whose label or synonym it bears, else an own field.

    Two columns never go to the same target: the second becomes an own field. `worked_out` are the
    headings of what the tool works out itself: in a list taken out of it they are left out.
    """
    known: dict[str, str] = {heading(NUMBER_HEAD): NUMBER, heading(VERSION_HEAD): VERSION}
    known |= {heading(label): SKIP for label in worked_out}
    for target in targets:
        for word in (target.label, *target.synonyms, target.key):
            known.setdefault(heading(word), target.key)
    chosen: dict[int, str] = {}
    for column in columns:
        key = known.get(heading(column.title), OWN if heading(column.title) else SKIP)
        if key not in {OWN, SKIP} and key in chosen.values():
            key = OWN
        chosen[column.index] = key
    return chosen


def from_titles(
    columns: Sequence[ColumnHead],
    titles: Mapping[str, str],
    targets: Sequence[Target],
    worked_out: Collection[str] = (),
) -> dict[int, str]:
    """A saved mapping (heading to target key) laid over a file; columns it does not name are suggested."""
    known = {target.key for target in targets} | {OWN, SKIP, NUMBER, VERSION}
    wrong = sorted({key for key in titles.values() if key not in known})
    if wrong:
        raise FileRefused(
            _("Kopplingen pekar på fält som inte finns: %(names)s.") % {"names": ", ".join(wrong)}
        )
    chosen = suggest(columns, targets, worked_out)
    named = {heading(title): key for title, key in titles.items()}
    for column in columns:
        if heading(column.title) in named:
            chosen[column.index] = named[heading(column.title)]
    return chosen


def read_toml(path: Path) -> dict[str, str]:
    """A mapping file: a table `[columns]` with heading = "target key", "own" or "-" to leave out."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise FileRefused(
            _("Kopplingen i %(name)s gick inte att läsa: %(fault)s")
            % {"name": path.name, "fault": fault}
        ) from fault
    columns = content.get("columns")
    if not isinstance(columns, dict) or not all(isinstance(v, str) for v in columns.values()):
        raise FileRefused(_('Kopplingen ska ha en tabell [columns] med rubrik = "fält".'))
    return columns
