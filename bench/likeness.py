"""How well and how fast what somebody types finds what is like it. `python -m bench.likeness`.

Makes a database of its own and throws it away. The pairs of `content/` are laid among needs that are like
nothing in particular; each text of a true pair is typed and the other looked for, other tellings of the
same need left out. `--missed` also prints what was not found; never of the part that is held out.
"""

import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from django.db import connection

from bench.measure import machine, versions
from bench.need_texts import need_texts
from bryggan.people.models import Assignment, User, root_unit
from bryggan.people.roles import Role
from bryggan.registers.alike import Alike, alike
from bryggan.search.fields import folded, sort_key
from bryggan.search.models import SearchRow
from bryggan.systems.models import System

# What the needs are kept as until they have an app of their own.
MODEL, NOUN = System, "systems.system"
SIZES = (5_000, 100_000)
CONTENT = Path(__file__).parent / "content"
PARTS = {"tuned": "pairs.toml", "held out": "pairs_held_out.toml"}
SHOWN = 5
CHUNK = 2_000


@dataclass(frozen=True)
class Asked:
    """A text that is typed, the one that it should find (or should not), and the other tellings of it."""

    part: str
    kind: str
    typed: str
    own: int
    wanted: int
    others: frozenset[int]


@dataclass(frozen=True)
class Got:
    """At which place the wanted one stood (0 is first, None not shown), and how long the answer took.

    `cpu_ms` is what it takes on a machine with nothing else to do; `ms` is by the clock.
    """

    asked: Asked
    place: int | None
    ms: float
    cpu_ms: float
    found: Sequence[Alike]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{folder}/likeness.sqlite3"
        connection.creation.create_test_db(verbosity=0, serialize=False)
        try:
            _measure()
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _measure() -> None:
    print(machine(), versions())
    root = root_unit()
    user = User.objects.create(
        name="Nils Ek", sort_key="nils ek", email="nils@exempel.se", unit=root, password="!"
    )
    Assignment.objects.create(user=user, role=Role.EMPLOYEE, unit=root)
    asked = _lay_pairs()
    there = 0
    for size in SIZES:
        _lay(list(need_texts(size))[there:], first=100_000 + there)
        there = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _tell(size, [_ask(one, user) for one in asked])


def _lay(texts: Sequence[str], *, first: int) -> None:
    """Needs with these texts, each with its search row."""
    unit = root_unit()
    for some in batched(enumerate(texts, start=first), CHUNK, strict=False):
        MODEL.objects.bulk_create(
            MODEL(pk=pk, name=text[:200], sort_key=sort_key(f"{pk} {text}"), unit=unit)
            for pk, text in some
        )
        SearchRow.objects.bulk_create(_row(pk, text, unit.pk) for pk, text in some)


def _row(pk: int, text: str, unit_id: int) -> SearchRow:
    number = f"B-{pk}"
    told = folded(f"{number} {text}")
    return SearchRow(
        noun=NOUN, record_id=pk, unit_id=unit_id, number=number, title=text[:300],
        title_key=sort_key(text), text=told,
    )  # fmt: skip


def _lay_pairs() -> list[Asked]:
    """Lay the pairs in the database. What a near miss types is not there: it is only typed."""
    pairs = [
        (part, pair)
        for part, name in PARTS.items()
        for pair in tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))["pair"]
    ]
    told: dict[str, set[int]] = {}
    for at, (_part, pair) in enumerate(pairs):
        told.setdefault(pair.get("need", f"{at}"), set()).update((2 * at + 1, 2 * at + 2))
    asked = []
    for at, (part, pair) in enumerate(pairs):
        one, other = 2 * at + 1, 2 * at + 2
        same = told[pair.get("need", f"{at}")]
        if not pair["same"]:
            _lay([pair["other"]], first=other)
            asked.append(Asked(part, "miss", pair["one"], one, other, frozenset()))
            continue
        _lay([pair["one"], pair["other"]], first=one)
        for typed, own, wanted in ((pair["one"], one, other), (pair["other"], other, one)):
            kind = pair.get("kind", "ordinary")
            asked.append(Asked(part, kind, typed, own, wanted, frozenset(same - {own, wanted})))
    return asked


def _ask(asked: Asked, user: User) -> Got:
    most = SHOWN + len(asked.others)
    began, cpu = time.perf_counter(), time.process_time()
    found = alike(asked.typed, user, nouns=[NOUN], most=most, but=(NOUN, asked.own))
    ms, cpu_ms = (time.perf_counter() - began) * 1_000, (time.process_time() - cpu) * 1_000
    kept = [one.record_id for one in found if one.record_id not in asked.others][:SHOWN]
    return Got(asked, kept.index(asked.wanted) if asked.wanted in kept else None, ms, cpu_ms, found)


def _tell(size: int, got: Sequence[Got]) -> None:
    print(f"\n{size} needs")
    for part in PARTS:
        mine = [one for one in got if one.asked.part == part]
        misses = [one for one in mine if one.asked.kind == "miss"]
        wrong = sum(one.place is not None for one in misses)
        for kind in ("ordinary", "far"):
            asked = [one for one in mine if one.asked.kind == kind]
            right = sum(one.place is not None for one in asked)
            first = sum(one.place == 0 for one in asked)
            # A true pair is typed from both ends, a near miss from one.
            precision = right / max(1, right + 2 * wrong)
            print(
                f"{part}, {kind}: {len(asked)} typed, recall@1 {first / len(asked):.2f}, "
                f"recall@{SHOWN} {right / len(asked):.2f}, precision {precision:.2f}"
            )
        print(f"{part}, near misses shown: {wrong} of {len(misses)}")
        if "--missed" in sys.argv and part == "tuned":
            _tell_missed(mine)
    for name, ms in (("clock", [one.ms for one in got]), ("CPU", [one.cpu_ms for one in got])):
        ms.sort()
        p95 = ms[int(len(ms) * 0.95)]
        print(f"{name} ms: median {statistics.median(ms):.0f}, p95 {p95:.0f}, max {ms[-1]:.0f}")


def _tell_missed(got: Sequence[Got]) -> None:
    for one in got:
        if one.place is None and one.asked.kind == "ordinary":
            wanted = MODEL.objects.get(pk=one.asked.wanted)
            print(f"  {one.asked.typed} -> {wanted}")
            for like in one.found[:2]:
                print(f"      {like.score} {like.title} {like.shared}")


if __name__ == "__main__":
    main()
