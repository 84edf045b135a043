"""Rows that seem to be the same initiative twice: pointed out, never made one."""

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.initiatives.importing_rows import Told, remark
from bryggan.registers.importing.importer import Importer, PlannedRow
from bryggan.registers.words_in_text import same

# What is added to a name when the same thing comes again, smaller or larger.
_ADDED = re.compile(
    r"\s*(?:\((?:fas|etapp|steg|del)\s*\d+\)|[-–,]?\s*(?:fas|etapp|del)\s+\d+|[-–]\s*pilot"
    r"|,\s*hela (?:kommunen|koncernen)|\d+\.\d+)\s*$"
)
MOST_NAMED = 5


def core_of(name: str) -> str:
    """The name without what is added when the same thing comes again: "Intranät 2.0" is intranät."""
    said = same(name)
    while (shorter := _ADDED.sub("", said)) != said and shorter:
        said = shorter
    return said


def point_out(
    rows: Sequence[PlannedRow], importer: Importer, told: Mapping[int, Told]
) -> dict[str, list[int]]:
    """Remark on rows of one unit that seem to be the same, and on what the file itself asks about.

    Gives the names that stand on several rows, whoever leads them.
    """
    named: dict[str, list[PlannedRow]] = {}
    in_unit: dict[tuple[str, str], list[PlannedRow]] = {}
    by_number = {one.number: number for number, one in told.items() if one.number}
    names = {row.number: row.name for row in rows}
    for row in rows:
        core = core_of(row.name)
        named.setdefault(core, []).append(row)
        in_unit.setdefault((core, str(row.values.get("unit"))), []).append(row)
    for group in in_unit.values():
        for row in group if len(group) > 1 else ():
            others = [str(one.number) for one in group if one is not row]
            said = ngettext(
                "kan vara samma initiativ som rad %(rows)s: samma enhet och nästan samma namn",
                "kan vara samma initiativ som raderna %(rows)s: samma enhet och nästan samma namn",
                len(others),
            )
            remark(row, importer, importer.name_key, row.name, said % {"rows": _listed(others)})
    for row in rows:
        wanted = told[row.number].same_as
        at = by_number.get(wanted)
        if at is not None and at != row.number:
            said = _("filen frågar själv om det är samma som rad %(row)s, %(name)s")
            words = {"row": at, "name": names[at]}
            text = row.texts.get(importer.titles.get("told.comment", ""), "")
            remark(row, importer, "told.comment", text, said % words)
    return {
        group[0].name: [row.number for row in group] for group in named.values() if len(group) > 1
    }


def _listed(rows: Sequence[str]) -> str:
    shown = ", ".join(rows[:MOST_NAMED])
    return shown if len(rows) <= MOST_NAMED else _("%(shown)s med flera") % {"shown": shown}
