"""The columns that plans and project lists have: what they are called, in which tool, and how each is read."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.initiatives import (
    importing_people,
    reading_course,
    reading_evidence,
    reading_money,
    reading_time,
)
from bryggan.initiatives.importing_current import money_key
from bryggan.initiatives.models import MoneyKind
from bryggan.kit.register.fields import Field, LongText, Text
from bryggan.kit.register.links import Many, Reference
from bryggan.registers import cells
from bryggan.registers.cells import Read
from bryggan.registers.importing.importer import Reader, Target
from bryggan.registers.reading.sheet import shown

# The years of money that a file may tell of, before this one and after it.
YEARS_BACK, YEARS_ON = 2, 3


def columns() -> list[Target]:
    """Every column that is read otherwise than the field it goes to, under the names people give it."""
    return [*_about(), *_course_and_notes(), *_time_and_money(), *_papers(), *_money_by_year()]


def _about() -> list[Target]:
    return [
        Target(
            "name",
            _("Initiativ"),
            lambda value: cells.text(value, longest=200),
            ("Namn", "Projekt", "Projektnamn", "Initiativnamn", "Aktivitet", "Benämning", "Titel",
             "Insats", "Project name", "Project", "Name", "Title"),
        ),
        Target(
            "unit",
            _("Leds av"),
            lambda value: cells.text(value, longest=200),
            ("Förv.", "Förvaltning", "Förvaltningar", "Enhet", "Organisation", "Nämnd", "Verksamhet",
             "Ägande enhet", "Ansvarig enhet", "Avdelning", "Department", "Unit", "Organization"),
        ),
        Target(
            "share.units",
            _("Är med"),
            _words,
            ("Deltagande förvaltningar", "Berörda förvaltningar", "Medverkande"),
        ),
        Target(
            "role.lead",
            _("Leder"),
            importing_people.names,
            ("Ansvarig", "Projektledare", "Kontaktperson", "Handläggare", "Project manager"),
        ),
        Target(
            "role.sponsor",
            _("Beställare"),
            importing_people.names,
            ("Projektägare", "Ägare", "Uppdragsgivare", "Sponsor", "Project owner", "Owner"),
        ),
    ]  # fmt: skip


def _course_and_notes() -> list[Target]:
    return [
        Target(
            "course.status",
            _("Status"),
            _course,
            ("Läge", "Projektstatus", "Tillstånd", "Klart %", "Färdigställt", "% klart", "State"),
        ),
        Target(
            "course.phase",
            _("Fas"),
            _course,
            ("Projektfas", "Skede", "Etapp", "Steg", "Nuvarande fas", "Phase", "Stage"),
        ),
        Target("told.number", _("Nummer i filen"), lambda value: cells.text(value, longest=60),
               ("Nr", "Nummer", "Nr.", "Löpnr", "Id", "Projektnummer", "Projektnr", "ProjektID", "Project ID")),
        Target("told.comment", _("Kommentar"), cells.long_text,
               ("Kommentarer", "Anteckning", "Anteckningar", "Notering", "Övrigt", "Statuskommentar", "Comment")),
    ]  # fmt: skip


def _time_and_money() -> list[Target]:
    return [
        Target("starts_on", _("Planerad start"), _when(reading_time.start, is_end=False),
               ("Start", "Startdatum", "Starttid", "Påbörjas", "Planerat startdatum", "Start date")),
        Target("ends_on", _("Planerat slut"), _when(reading_time.end, is_end=True),
               ("Klart", "Slut", "Slutdatum", "Klar", "Sluttid", "Färdigt", "Planerat slutdatum",
                "Deadline", "End date", "Finish")),
        Target("one_off_cost_sek", _("Kostnad en gång"), _amount,
               ("Kostnad", "Projektkostnad", "Investering", "Total kostnad", "Kostnad kr", "Cost")),
        Target("yearly_cost_sek", _("Kostnad per år"), _amount,
               ("Driftkostnad", "Driftskostnad", "Årlig kostnad", "Förvaltningskostnad", "Driftkostnad per år")),
        Target("budget_words", _("Budget i ord"), cells.long_text, ("Budget", "Projektbudget", "Finansiering")),
        Target("told.outcome", _("Utfall"), lambda value: cells.text(value, longest=200), ("Utfall kr", "Upparbetat")),
        Target("benefit", _("Nytta"), lambda value: cells.text(value, longest=300),
               ("Nyttovärde", "Förväntad nytta", "Nyttor", "Benefit")),
        Target("complexity", _("Komplexitet"), reading_evidence.step,
               ("Kompl.", "Kompl", "Kompl. 1-5", "Komplexitet 1-5", "Svårighet")),
        Target("told.decision", _("Beslut"), lambda value: cells.text(value, longest=300),
               ("Beslutad av", "Beslutsinstans", "Beslut om start", "Beslutat")),
    ]  # fmt: skip


def _papers() -> list[Target]:
    def told(key: str, label: str, *synonyms: str) -> Target:
        return Target(f"evidence.{key}", label, lambda v: cells.text(v, longest=500), synonyms)

    return [
        told("plan", _("Projektplan"), "Länk till projektplan", "Direktiv"),
        told("benefit_case", _("Nyttokalkyl"), "Kalkyl", "Business case"),
        told("risk_analysis", _("Riskanalys"), "Risker"),
        told("evaluation", _("Slutrapport"), "Projektutvärdering", "Utvärdering", "Länk till slutrapport"),
    ]  # fmt: skip


def _money_by_year() -> list[Target]:
    """A column of money that names its year: "Budget 2027", "Utfall 2025"."""
    this_year = timezone.localdate().year
    words = {
        MoneyKind.BUDGET: (_("I budget %(year)s"), "Budget %s", "Beslutad budget %s", "Budget år %s"),
        MoneyKind.OUTCOME: (_("Utfall %(year)s"), "Utfall år %s"),
        MoneyKind.ASKED: (_("Äskat %(year)s"), "Äskande %s", "Äskat år %s"),
        MoneyKind.UNFUNDED: (_("Ofinansierat %(year)s"), "Saknar finansiering %s"),
    }  # fmt: skip
    return [
        Target(
            money_key(kind, year),
            label % {"year": year},
            _whole_sek,
            tuple(word % year for word in synonyms),
        )
        for kind, (label, *synonyms) in words.items()
        for year in range(this_year - YEARS_BACK, this_year + YEARS_ON + 1)
    ]


def reader_of(column: Field) -> Reader | None:
    """How a cell that goes to one of the register's own fields is read, where the kit does not know it."""
    if isinstance(column, Many):
        return importing_people.names if column.key.startswith("role.") else _words
    if isinstance(column, Reference):
        return None
    if isinstance(column, LongText) or column.key.startswith("own."):
        return cells.long_text
    if isinstance(column, Text):
        return lambda value: cells.text(value, longest=200)
    return None


def _when(read: Callable[[object], reading_time.Told | None], *, is_end: bool) -> Reader:
    def reader(value: object) -> Read[Any]:
        told = read(value)
        if told is None:
            return Read(None)
        day = told.last if is_end else told.first
        return Read((day.isoformat() if day else None, told.words), told.remark or None)

    return reader


def _amount(value: object) -> Read[Any]:
    told = reading_money.amount(value)
    if told is None:
        return Read(None)
    return Read((told.sek, told.words, told.is_yearly), told.remark)


def _course(value: object) -> Read[Any]:
    """The words with what they say; what is not understood is asked about when all rows are read."""
    read = reading_course.course(value)
    if read is None:
        return Read(None)
    told, label = read
    is_else = any(told) and not reading_course.is_said_plainly(value, label)
    return Read(
        (shown(value), *told), _("läst som %(said)s") % {"said": label} if is_else else None
    )


def _whole_sek(value: object) -> Read[Any]:
    read = cells.money(value)
    return Read(None if read.value is None else round(read.value), read.remark)


def _words(value: object) -> Read[Any]:
    text = (cells.long_text(value).value or "").replace(";", "\n").replace(",", "\n")
    found = (" ".join(line.split()) for line in text.splitlines())
    return Read(tuple(dict.fromkeys(line for line in found if line)) or None)
