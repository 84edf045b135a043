"""What has become otherwise since a färdplan was adopted, what clashes in time, what each bears: on plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

type Money = Mapping[tuple[int, str], Decimal]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An initiative as it stood on a färdplan; `money` by year and kind."""

    pk: int
    name: str
    unit: str
    phase: str
    state: str
    starts_on: date | None = None
    ends_on: date | None = None
    time_words: str = ""
    plan_year: int | None = None
    budget_year: int | None = None
    money: Money = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As it is frozen: plain JSON, sums and days as text."""
        return {
            "id": self.pk,
            "name": self.name,
            "unit": self.unit,
            "phase": self.phase,
            "state": self.state,
            "starts_on": _iso(self.starts_on),
            "ends_on": _iso(self.ends_on),
            "time_words": self.time_words,
            "plan_year": self.plan_year,
            "budget_year": self.budget_year,
            "money": [
                {"year": year, "kind": kind, "sek": str(int(sum_))}
                for (year, kind), sum_ in sorted(self.money.items())
            ],
        }

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Entry":
        """Out of what was frozen."""
        return cls(
            pk=told["id"],
            name=told["name"],
            unit=told["unit"],
            phase=told["phase"],
            state=told["state"],
            starts_on=_day(told["starts_on"]),
            ends_on=_day(told["ends_on"]),
            time_words=told["time_words"],
            plan_year=told["plan_year"],
            budget_year=told["budget_year"],
            money={(row["year"], row["kind"]): Decimal(row["sek"]) for row in told["money"]},
        )

    @property
    def time(self) -> tuple[Any, ...]:
        """All that says when."""
        return (
            self.starts_on,
            self.ends_on,
            self.time_words,
            self.plan_year,
            self.budget_year,
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


type Changed = tuple[Entry, Entry]


@dataclass(frozen=True)
class Differences:
    """What came and went, and what stands there still but otherwise: as it was and as it is, by number."""

    added: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    moved: tuple[Changed, ...]
    passed: tuple[Changed, ...]
    paid: tuple[Changed, ...]

    @property
    def count(self) -> int:
        return sum(
            len(part) for part in (self.added, self.gone, self.moved, self.passed, self.paid)
        )


def differences(before: Iterable[Entry], after: Iterable[Entry]) -> Differences:
    """An initiative that both hold may be moved in time, in another phase and have other money at once."""
    was = {entry.pk: entry for entry in before}
    now = {entry.pk: entry for entry in after}
    both = [(was[pk], now[pk]) for pk in sorted(was.keys() & now.keys())]
    return Differences(
        added=tuple(now[pk] for pk in sorted(now.keys() - was.keys())),
        gone=tuple(was[pk] for pk in sorted(was.keys() - now.keys())),
        moved=tuple(pair for pair in both if pair[0].time != pair[1].time),
        passed=tuple(
            pair
            for pair in both
            if (pair[0].phase, pair[0].state) != (pair[1].phase, pair[1].state)
        ),
        paid=tuple(pair for pair in both if dict(pair[0].money) != dict(pair[1].money)),
    )


def other_money(was: Money, now: Money) -> list[tuple[int, str, Decimal | None, Decimal | None]]:
    """Year and kind with the sum before and after, where they differ; None where there was none."""
    keys = sorted({*was, *now})
    rows = [(year, kind, was.get((year, kind)), now.get((year, kind))) for year, kind in keys]
    return [row for row in rows if row[2] != row[3]]


@dataclass(frozen=True)
class Wait:
    """One initiative waits for another: how they lie in time."""

    pk: int
    before: int
    what: str
    starts_on: date | None
    before_ends_on: date | None

    @property
    def clashes(self) -> bool:
        """It is to begin before what it waits for is to be over."""
        return bool(self.starts_on and self.before_ends_on and self.starts_on < self.before_ends_on)


def overlaps(one: Sequence[date | None], other: Sequence[date | None]) -> bool | None:
    """Whether two stretches of time (first and last day) share a day; None when too little is known."""
    (start, end), (other_start, other_end) = one, other
    if start is None or other_start is None:
        return None
    return (other_end is None or start <= other_end) and (end is None or other_start <= end)


def split(amount: Decimal, percents: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """A sum by shares in whole kronor; what rounding leaves is borne by whoever has the largest share."""
    whole = sum(percents.values(), Decimal(0))
    parts = {who: round(amount * percent / whole) for who, percent in percents.items()}
    largest = max(percents, key=lambda who: percents[who])
    left = amount - sum(parts.values())
    return {who: Decimal(part) + (left if who == largest else 0) for who, part in parts.items()}
