"""Files out and in, each measured in a process of its own: time, processor time and the most memory held.

`python -m bench.files export xlsx`, `… export csv`, `… import ROUND`. Each writes one line of JSON.
"""

import gc
import io
import json
import random
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from bench import fill, words
from bench.timing import Asker
from bryggan.history.models import Change, Event
from bryggan.people.models import Unit, User
from bryggan.registers.importing import mapping
from bryggan.registers.importing.applying import apply_plan
from bryggan.registers.importing.importer import IMPORTERS
from bryggan.registers.importing.plan import make_plan
from bryggan.registers.reading import read_file
from bryggan.search.models import SearchRow
from bryggan.systems.importing_current import unit_paths
from bryggan.systems.models import System

ROWS, KNOWN_ROWS = 5_000, 1_000
HEADS = (
    "System",
    "Organisation",
    "Beskrivning",
    "Systemägare",
    "Systemansvariga IT",
    "Livscykel",
    "Driftform",
    "Systemkategorier",
    "Antal användare",
    "Licens, kr i år",
    "Avtalsslut",
    "Leverantör",
    "Beroende till",
    "Anteckning",
)


@dataclass
class Spent:
    """Seconds on the clock and of the processor, and the peak of memory so far."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


class Watch:
    def __init__(self) -> None:
        gc.collect()
        self.clock, self.cpu = time.perf_counter(), time.process_time()

    def stop(self) -> Spent:
        clock, cpu = time.perf_counter() - self.clock, time.process_time() - self.cpu
        told = Path("/proc/self/status").read_text(encoding="utf-8")
        peak = next(line for line in told.splitlines() if line.startswith("VmHWM"))
        return Spent(clock, cpu, int(peak.split()[1]) / 1_024)


def export(form: str) -> dict[str, Any]:
    """The whole register with all columns, as the list's button gives it."""
    asker = Asker(User.objects.get(email=fill.ADMINISTRATOR))
    asker.get("/system/?q=zzzz")
    watch = Watch()
    response = asker.client.get(f"/system/fil.{form}", headers={"accept-encoding": "identity"})
    size = sum(map(len, response))
    return {**asdict(watch.stop()), "bytes": size, "rows": System.objects.count()}


def made_file(turn: int) -> bytes:
    """A workbook as a municipality sends it: 4,000 new systems and 1,000 known with another note."""
    chance = random.Random(fill.SEED + turn)
    paths = {pk: " / ".join(path) for pk, path in unit_paths().items()}
    units = list(Unit.objects.filter(kind=Unit.Kind.WORKPLACE))
    emails = list(User.objects.filter(email__startswith="person").values_list("email", flat=True))
    present = System.objects.filter(withdrawn_at=None)
    known = list(present.order_by("pk").values_list("name", "unit_id")[:KNOWN_ROWS])
    names = list(present.order_by("pk").values_list("name", flat=True)[:KNOWN_ROWS])
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("System")
    sheet.write_row(0, 0, HEADS)
    for number, (name, unit_id) in enumerate(known):
        note = f"{chance.choice(words.SENTENCES)} Omgång {turn}."
        sheet.write_row(number + 1, 0, (name, paths[unit_id], *[""] * (len(HEADS) - 3), note))
    for number in range(len(known), ROWS):
        cells = (
            f"{chance.choice(words.SUBJECTS)}{chance.choice(words.PURPOSES)} {turn}-{number}",
            paths[chance.choice(units).pk],
            chance.choice(words.SENTENCES),
            chance.choice(emails),
            chance.choice(emails),
            chance.choice(("I drift", "Införs", "Fasas ut", "Upphandlas")),
            chance.choice(("Egen drift", "Molntjänst", "Leverantörens drift")),
            chance.choice(words.TAGS).capitalize(),
            chance.randint(1, 2_000),
            chance.randint(1, 900) * 1_000,
            f"20{chance.randint(27, 35)}-12-31",
            chance.choice(words.PRODUCTS),
            f"{chance.choice(names)}: Ej verksamhetskritiskt (API)" if number % 3 == 0 else "",
            f"Anteckning {number}",
        )
        sheet.write_row(number + 1, 0, cells)
    book.close()
    return file.getvalue()


def read_in(turn: int) -> dict[str, Any]:
    """Reading, the plan (all that a simulation does) and the commit, apart."""
    content = made_file(turn)
    by = User.objects.get(email=fill.ADMINISTRATOR)
    watch = Watch()
    sheet = read_file(content, name="lista.xlsx")
    reading = watch.stop()
    importer = IMPORTERS["system"](by)
    columns = mapping.suggest(sheet.columns, importer.targets(), importer.worked_out())
    watch = Watch()
    plan = make_plan(sheet, columns, importer)
    planning = watch.stop()
    counts = plan.counts()
    before = _written()
    watch = Watch()
    apply_plan(plan, importer, reason="lista.xlsx", import_id=None)
    writing = watch.stop()
    wrote = {name: count - before[name] for name, count in _written().items()}
    spent = {"reading": reading, "planning": planning, "writing": writing}
    return {"rows": ROWS, "counts": counts, "wrote": wrote} | {
        k: asdict(v) for k, v in spent.items()
    }


def _written() -> dict[str, int]:
    tables = (System, Event, Change, SearchRow)
    return {table._meta.model_name or "": table._default_manager.count() for table in tables}


def main() -> None:
    what, which = sys.argv[1:3]
    told = export(which) if what == "export" else read_in(int(which))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
