"""How an app says what seems amiss with a record: a rule as data, with its words and the way to mend it.

An app declares its rules in `advice.py`, which every process finds by itself. A rule is a condition that
the database answers, so that it is counted, listed and filtered on in one question.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A number that the municipality may tune: what it is called, from the start, at least and at most."""

    label: Any
    default: int
    lowest: int = 0
    highest: int = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Something that seems amiss with records of one register.

    `broken(user, limit)`: the condition over the register's rows, made of what this person may see; `limit`
    is the number in force, 0 for a rule without one. `mends`: the fields that are filled in to mend it, in
    the row; a rule without any is mended on the record's page. `shows`: columns that tell why it is here.
    """

    key: str
    slug: str
    label: Any
    text: Any
    tone: str
    broken: Callable[[Any, int], Q]
    mends: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    limit: Limit | None = None
    place: int = 50


RULES: dict[str, Rule] = {}


def rule(declared: Rule) -> Rule:
    """Register a rule; its key is its address, so two may not share it."""
    if declared.key in RULES:
        raise ValueError(f"Two rules of advice are called {declared.key}.")
    RULES[declared.key] = declared
    return declared
