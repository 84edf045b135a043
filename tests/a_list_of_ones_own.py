"""A municipality's own list of systems as a workbook, with the faults that such lists have."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from bryggan.people.models import User
from bryggan.registers.importing import keeping
from bryggan.registers.models import Import

FILE_NAME = "Systemlista Ekvik.xlsx"
HEADS = (
    "Namn",
    "Organisation",
    "Systemansvariga verksamhet",
    "Systemansvariga IT",
    "Aktiva användare",
    "Var i systemets livscykel befinner sig systemet?",
    "Avtalstiden löper ut datum",
    "Driftbudget",
    "Beroende till",
    "Nyttan i korthet",
)
CARE = "Ekviks kommun / Omsorgsförvaltningen"
SCHOOL = "Ekviks kommun / Utbildningsförvaltningen"
TOWN = "Ekviks kommun / Tekniska förvaltningen"
MAINTAINED = "Under förvaltning"
OPEN_ENDED = "Löpande - uppsägningstid på 3-12 månader"

# Row 2 is the first below the heading.
ROWS: tuple[tuple[Any, ...], ...] = (
    ("Omsorgsjournalen", CARE, "a.lund@ekvik.example", "i.berg@ekvik.example", 430, MAINTAINED,
     OPEN_ENDED, 177253, "Lönesystemet: Helt verksamhetskritiskt (Fil), Receptbanken: Ej verksamhetskritiskt (API)",
     "Dokumenterar vård och omsorg"),
    ("Larmet", CARE, "a.lund@ekvik.example", "", 85, MAINTAINED, "2027-06-30", 43000, "", "Trygghetslarm"),
    ("Planeraren", CARE, "b.ek@ekvik.example", "i.berg@ekvik.example", "många", MAINTAINED, "", 61000,
     "Omsorgsjournalen: Helt verksamhetskritiskt (API)", "Planerar hembesök"),
    ("Bokningen", CARE, "b.ek@ekvik.example", "i.berg@ekvik.example", 40, MAINTAINED, "", "", "", "Bokar lokaler"),
    ("Bokningen", SCHOOL, "c.dal@ekvik.example", "i.berg@ekvik.example", 220, MAINTAINED, "", 12000, "", "Bokar salar"),
    ("", SCHOOL, "c.dal@ekvik.example", "", 12, MAINTAINED, "", "", "", "Raden saknar namn"),
    ("Lärplattan", SCHOOL, "c.dal@ekvik.example", "i.berg@ekvik.example", 4200, "Under aktiv vidareutveckling",
     "2028-12-31", 640000, "Elevregistret: Till betydande del verksamhetskritiskt (Fil)", "Läxor och frånvaro"),
    ("Elevregistret", SCHOOL, "c.dal@ekvik.example", "i.berg@ekvik.example", 310, MAINTAINED, "", 95000, "",
     "Vilka elever som går var"),
    ("Skolskjutsen", SCHOOL, "", "i.berg@ekvik.example", 18, "Halvt igång", "", 20000, "", "Planerar skolskjuts"),
    ("Bibblan", SCHOOL, "c.dal@ekvik.example", "i.berg@ekvik.example", 60, MAINTAINED, "2027-03-31", 88000, "",
     "Lånar ut böcker"),
    ("Köket", SCHOOL, "d.fors@ekvik.example", "", 95, "Under avveckling", "", 31000, "", "Matsedlar och inköp"),
    ("Lönesystemet", TOWN, "e.grahn@ekvik.example", "i.berg@ekvik.example", 3900, MAINTAINED, OPEN_ENDED, 910000, "",
     "Löner och frånvaro"),
    ("Ekonomin", TOWN, "e.grahn@ekvik.example", "i.berg@ekvik.example", 510, MAINTAINED, "2026-12-31", 1200000,
     "Lönesystemet: Helt verksamhetskritiskt (Fil)", "Bokföring och fakturor"),
    ("Kartan", TOWN, "f.holm@ekvik.example", "i.berg@ekvik.example", 140, MAINTAINED, "", 260000, "", "Kartor"),
    ("Bygglovet", TOWN, "f.holm@ekvik.example", "", 33, MAINTAINED, "", 150000,
     "Kartan: Till betydande del verksamhetskritiskt (API)", "Handlägger bygglov"),
    ("Vattnet", TOWN, "f.holm@ekvik.example", "i.berg@ekvik.example", 21, MAINTAINED, "", 77000, "", "Styr vattenverk"),
    ("Fastigheten", TOWN, "", "", 26, MAINTAINED, "", 54000, "", "Felanmälan och skötsel"),
    ("Intranätet", TOWN, "g.is@ekvik.example", "i.berg@ekvik.example", 5100, MAINTAINED, "", 130000, "", "Nyheter"),
    ("Webbplatsen", TOWN, "g.is@ekvik.example", "i.berg@ekvik.example", ".", MAINTAINED, "", 210000, "", "För alla"),
    ("E-tjänsterna", TOWN, "g.is@ekvik.example", "i.berg@ekvik.example", 800, MAINTAINED, "", 340000,
     "Bygglovet: Ej verksamhetskritiskt (API)", "Ansökningar på nätet"),
    ("Diariet", TOWN, "h.jord@ekvik.example", "i.berg@ekvik.example", 450, MAINTAINED, "", 180000, "", "Ärenden"),
    ("Arkivet", TOWN, "h.jord@ekvik.example", "i.berg@ekvik.example", 11, MAINTAINED, "", "ca 90", "Diariet", "Bevarar"),
    ("Telefonin", TOWN, "g.is@ekvik.example", "i.berg@ekvik.example", 2100, MAINTAINED, "", 400000, "", "Samtal"),
    ("Gamla listan", TOWN, "", "", "", "", "", "", "", "Ska inte med"),
)  # fmt: skip
LEFT_OUT = "Gamla listan"
NAMED = [row[0] for row in ROWS if row[0]]


def workbook() -> bytes:
    """The file as it lies on somebody's desk."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADS)
    for row in ROWS:
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def upload() -> Any:
    """The file as a browser's file field takes it."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": FILE_NAME, "mimeType": kind, "buffer": workbook()}


def read_in(by: User) -> Import:
    """The list read in as it is, as by `bryggan import`, but with its last row left out."""
    source = keeping.upload("system", SimpleUploadedFile(FILE_NAME, workbook()), by)
    keeping.begin_plan(source, len(ROWS))
    source.refresh_from_db()
    keeping.choose_rows(source, {len(ROWS) + 1}, {})
    keeping.apply_now(source)
    source.refresh_from_db()
    return source
