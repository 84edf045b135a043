"""Limits that the law sets, as dated reference data with their source: `content/legal_limits.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

CONTENT = Path(__file__).parent / "content" / "legal_limits.toml"
DIRECT_PROCUREMENT = "direct_procurement"


@dataclass(frozen=True)
class LegalLimit:
    """A limit from a day, where it is written and when somebody last checked it."""

    key: str
    amount_sek: Decimal
    valid_from: date
    legal_ref: str
    verified_on: date


@lru_cache
def limits() -> tuple[LegalLimit, ...]:
    rows = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["limit"]
    return tuple(LegalLimit(**{**row, "amount_sek": Decimal(row["amount_sek"])}) for row in rows)


def limit_on(key: str, day: date) -> LegalLimit | None:
    """The limit as it stands on the day; None before the first that is known."""
    rows = [one for one in limits() if one.key == key and one.valid_from <= day]
    return max(rows, key=lambda one: one.valid_from, default=None)
