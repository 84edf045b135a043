"""Money over many systems: shares that add up, and sums that say what they know.

Amounts are kronor as Decimal; None means *not known*, which is never counted as 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

from django.utils.translation import gettext as _


def split_by_key(amount: Decimal, weights: Mapping[int, Decimal | None]) -> dict[int, Decimal]:
    """Share a cost by key in whole kronor, so that the parts always add up to the whole.

    Each gets its share rounded down; the kronor left over go one each to the largest remainders,
    at a tie to the lowest id. Öre in the amount follow the first of these. If any weight is
    unknown, or all are zero, there is no key and everyone gets equal parts (see `has_key`).
    A credit (negative amount) is shared as the same cost would be.
    ValueError: nobody to share among, a negative weight, or something that is not a number.
    """
    if not weights:
        raise ValueError(_("Det finns ingen att dela kostnaden på."))
    if not amount.is_finite() or any(w is not None and not w.is_finite() for w in weights.values()):
        raise ValueError(_("Belopp och fördelningsnyckel måste vara tal."))
    if any(weight is not None and weight < 0 for weight in weights.values()):
        raise ValueError(_("En fördelningsnyckel kan inte vara negativ."))
    if amount < 0:
        return {key: -part for key, part in split_by_key(-amount, weights).items()}
    whole = int(amount)
    shares = _shares(whole, weights)
    parts = {key: int(share) for key, share in shares.items()}
    by_remainder = sorted(shares, key=lambda key: (parts[key] - shares[key], key))
    for key in by_remainder[: whole - sum(parts.values())]:
        parts[key] += 1
    split = {key: Decimal(part) for key, part in parts.items()}
    split[by_remainder[0]] += amount - whole
    return split


def has_key(weights: Mapping[int, Decimal | None]) -> bool:
    """Whether there is a key to share by: every weight known and at least one above zero."""
    return None not in weights.values() and any(weights.values())


def _shares(whole: int, weights: Mapping[int, Decimal | None]) -> dict[int, Fraction]:
    known = {key: Fraction(weight) for key, weight in weights.items() if weight is not None}
    if not has_key(weights):
        known = dict.fromkeys(weights, Fraction(1))
    return {key: whole * weight / sum(known.values()) for key, weight in known.items()}


@dataclass(frozen=True)
class Total:
    """A sum that says of how many: `counted` of `of` rows have an amount.

    `amount` is None when no row has one. Totals over different rows can be added, also by `sum`.
    """

    amount: Decimal | None = None
    counted: int = 0
    of: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.counted <= self.of or (self.amount is None) != (self.counted == 0):
            raise ValueError(_("Summan och antalet rader stämmer inte överens."))

    @classmethod
    def over(cls, amounts: Iterable[Decimal | None]) -> Self:
        """The total of one amount per row, where None is a row whose amount is not known."""
        rows = list(amounts)
        known = [amount for amount in rows if amount is not None]
        return cls(sum(known, Decimal(0)) if known else None, len(known), len(rows))

    def __add__(self, other: "Total") -> "Total":
        known = [amount for amount in (self.amount, other.amount) if amount is not None]
        return Total(
            sum(known, Decimal(0)) if known else None,
            self.counted + other.counted,
            self.of + other.of,
        )

    def __radd__(self, other: int) -> "Total":
        # sum() starts from the number 0.
        if other == 0:
            return self
        return NotImplemented

    @property
    def is_complete(self) -> bool:
        """Whether every row has an amount, so that the sum is the whole truth."""
        return self.counted == self.of

    @property
    def words(self) -> str:
        """What the sum rests on: "129 av 320 har belopp"."""
        return _("%(counted)s av %(of)s har belopp") % {"counted": self.counted, "of": self.of}
