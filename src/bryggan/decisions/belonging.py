"""Purchases that may belong together: what they come to, and which limit that passes. Pure functions.

Money is kronor excl. moms as Decimal; a purchase is worth all of its term with options (LOU 2016:1145,
5 kap. 3 §). A purchase may not be divided to come under a limit (5 kap. 7 a §). Since 2022-02-01 earlier
direct purchases of the same kind need not be added for the limit of direct procurement, so what is said is
a question to a person, never a finding.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bryggan.decisions.choices import MatterKind

PURCHASES = (MatterKind.PURCHASE, MatterKind.CALL_OFF, MatterKind.AWARD, MatterKind.ADDITION)

type Passed = Literal["", "alone", "together", "perhaps"]


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """A decision or a contract that something was bought by; `sek` is None where it is not known."""

    noun: str
    pk: int
    name: str
    number: str
    unit: str
    url: str
    on: date | None = None
    sek: Decimal | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Other:
    """Another purchase, and what somebody has answered: it belongs, it does not because, or nothing yet."""

    purchase: Purchase
    belongs: bool | None = None
    reason: str = ""


@dataclass(frozen=True)
class Sums:
    """What it comes to: alone, with what belongs, and with what nobody has answered for besides.

    `unknown`: how many of the others have no known sum, so that it may come to more.
    """

    alone: Decimal
    together: Decimal
    perhaps: Decimal
    unknown: int = 0

    @property
    def is_more(self) -> bool:
        """Whether something unanswered would make it more."""
        return self.perhaps > self.together


def first_day(today: date) -> date:
    """The day twelve months back, from which purchases are looked for."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:  # 29 February
        return today.replace(year=today.year - 1, day=28)


def sums(alone: Decimal | None, others: Iterable[Other]) -> Sums | None:
    """What the purchase comes to with the others; None while its own sum is not known."""
    if alone is None:
        return None
    together = perhaps = alone
    unknown = 0
    for other in others:
        if other.belongs is False:
            continue
        if other.purchase.sek is None:
            unknown += 1
            continue
        perhaps += other.purchase.sek
        together += other.purchase.sek if other.belongs else 0
    return Sums(alone, together, perhaps, unknown)


def passes(told: Sums, limit: Decimal) -> Passed:
    """Where the limit is reached: by the purchase alone, with what belongs, or perhaps; a limit is itself too much."""
    if told.alone >= limit:
        return "alone"
    if told.together >= limit:
        return "together"
    return "perhaps" if told.perhaps >= limit else ""
