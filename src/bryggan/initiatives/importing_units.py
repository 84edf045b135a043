"""Who leads what a file tells of: units by what people call them, several in one cell, headings among the rows."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext as _

from bryggan.initiatives.models import Reach
from bryggan.initiatives.nicknames import Nicknames, means_all
from bryggan.initiatives.reading_course import course
from bryggan.people import permissions
from bryggan.people.models import Unit, User
from bryggan.registers.importing.importer import Ask, Importer, PlannedRow
from bryggan.registers.models import ImportRow
from bryggan.registers.words_in_text import same
from bryggan.systems.importing_made import Units

# The answer that a unit is to be made: by the words of the question, or by others after a colon.
NEW = "new"
# A list whose rows tell of so many things has headings where a row tells of one.
_FULL_ROW = 3
_LED_FROM = (
    Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY, Unit.Kind.AUTHORITY, Unit.Kind.MUNICIPALITY,
    Unit.Kind.REGION,
)  # fmt: skip

type Path = list[str]


class UnitsByName(Units):
    """The units there are, found also by nickname; words that none goes by are counted, and asked about."""

    def __init__(self, by: User) -> None:
        super().__init__(by)
        self.present = [self.rows[pk] for pk in self.names]
        self.nicknames = Nicknames(self.present)
        self.may_make = bool(permissions.create_unit(by, None))
        self.unknown: Counter[str] = Counter()
        # Those that somebody has answered are to be made, also when they only take part.
        self.wanted: set[tuple[str, ...]] = set()

    @cached_property
    def whole(self) -> Unit:
        """What stands for all: the municipality or region if there is one, else the top."""
        top = sorted(self.present, key=lambda unit: unit.path)
        kinds = (Unit.Kind.MUNICIPALITY, Unit.Kind.REGION)
        found = [unit for unit in top if unit.kind in kinds]
        return found[0] if len(found) == 1 else top[0]

    def path_to(self, unit: Unit) -> Path:
        return list(self.names[unit.pk])

    def named_as(self, words: str, answer: str) -> Path | None:
        """The path to whom the words mean: as somebody has answered, else as it can be seen; None is asked."""
        unit = self.nicknames.find(words)
        if answer or unit is None:
            self.unknown[words] += 1
        if answer.partition(":")[0] == NEW:
            name = answer.partition(":")[2] or words
            path = [*self.path_to(self.whole), _capital(name)]
            self.wanted.add(tuple(path))
            return path
        if answer:
            unit = self.rows.get(int(answer)) if answer.isdecimal() else self.nicknames.find(answer)
        return self.path_to(unit) if unit is not None else None

    def asks(self, importer: Importer, column: str) -> list[Ask]:
        """Each name that no unit goes by, with every unit that may be meant."""
        led_from = sorted(self.present, key=lambda unit: unit.path)
        choices = [(str(unit.pk), unit.name) for unit in led_from if unit.kind in _LED_FROM]
        if self.may_make:
            new = _("Ny förvaltning: %(name)s")
            names = sorted(self.unknown)
            choices += [(f"{NEW}:{name}", new % {"name": _capital(name)}) for name in names]
        otherwise = _("Vet inte, lägg det under %(unit)s") % {"unit": self.whole.name}
        asks = []
        for words, rows in sorted(self.unknown.items()):
            key = unit_key(words)
            answer = importer.answers.get(key, "")
            asks.append(Ask(key, column, words, rows, choices, otherwise, answer))
        return asks


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def unit_key(words: str) -> str:
    return f"unit:{same(words)}"


def settle_unit(row: PlannedRow, importer: Importer, units: UnitsByName, under: str) -> None:
    """The path of whoever leads it, and of all that take part when several are named. `under`: the heading above."""
    words = str(row.values.pop("unit", None) or under or "")
    beside = row.values.pop("share.units", None) or []
    whole = units.path_to(units.whole)
    row.values["unit"] = whole
    if not words:
        said = _("ingen enhet: ligger under %(unit)s") % {"unit": whole[-1]}
        row.remark(importer.titles.get("unit", _("Leds av")), "", said)
        return
    column = importer.titles.get("unit", "")
    if means_all(words):
        row.values["reach"] = Reach.WHOLE.value
        said = _("läst som hela %(unit)s: säg på initiativets sida vem som leder")
        row.remark(column, words, said % {"unit": whole[-1]})
        return
    parts = [*units.nicknames.parts(words), *beside]
    paths = [units.named_as(part, importer.answers.get(unit_key(part), "")) for part in parts]
    unknown = [part for part, path in zip(parts, paths, strict=True) if path is None]
    known = [path for path in paths if path is not None]
    if paths[0] is None:
        said = _("ingen enhet heter så: ligger under %(unit)s tills någon svarar")
        row.remark(column, ", ".join(unknown), said % {"unit": whole[-1]})
        return
    if unknown:
        row.remark(column, ", ".join(unknown), _("ingen enhet heter så: väntar på svar"))
    _take_part(row, known, words, column)


def _take_part(row: PlannedRow, paths: Sequence[Path], words: str, column: str) -> None:
    """The first leads; the others, when there are any, share it with her."""
    lead = row.values["unit"] = paths[0]
    others = [path[-1] for path in paths[1:] if path != lead]
    if others:
        row.values["share.units"] = sorted({lead[-1], *others})
        row.values["reach"] = Reach.SEVERAL.value
        told = {"lead": lead[-1], "others": ", ".join(others)}
        row.remark(column, words, _("läst som %(lead)s, som leder, och %(others)s") % told)
    elif same(lead[-1]) != same(words):
        row.remark(column, words, _("läst som %(unit)s") % {"unit": lead[-1]})


def find_headings(
    rows: Sequence[PlannedRow], importer: Importer, units: UnitsByName
) -> dict[int, tuple[str, str]]:
    """For each row the unit and the course that the headings above it tell, in their words.

    A row that holds a name alone, among rows that hold much more, is a heading when its words are a unit, all
    of them or how far things have come; else it may as well be an initiative, and is taken as one.
    """
    filled = [len(row.texts) for row in rows if row.texts]
    has_headings = bool(filled) and 2 * sum(n >= _FULL_ROW for n in filled) > len(filled)
    above: dict[int, tuple[str, str]] = {}
    unit, how_far = "", ""
    for row in rows:
        words = str(row.values.get(importer.name_key) or "")
        if has_headings and words and len(row.texts) == 1:
            is_unit = means_all(words) or units.nicknames.find(words) is not None
            told = course(words)
            if is_unit:
                unit = words
            elif told is not None and any(told[0]):
                how_far = words
            else:
                column = importer.titles.get(importer.name_key, "")
                said = _(
                    "raden har bara ett namn: läst som ett initiativ. Välj bort den om det är en rubrik"
                )
                row.remark(column, words, said)
                continue
            row.outcome = ImportRow.Outcome.SKIPPED
            row.message = _(
                "Rubrik i listan, inget initiativ. Gäller bara rader under den som själva inget säger."
            )
            continue
        above[row.number] = (unit, how_far)
        if unit or how_far:
            row.texts[_("Rubrik i filen")] = ", ".join(one for one in (unit, how_far) if one)
    return above
