"""How an app says what seems amiss with a record: a rule as data, with its words and the way to mend it.

An app declares its rules in `advice.py`, which every process finds by itself. A rule is a condition that
the database answers, so that it is counted, listed and filtered on in one question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString

from bryggan.kit.action import Action
from bryggan.kit.register.editing import RecordForm
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.kit.verdict import Verdict


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A number that the municipality may tune: what it is called, from the start, at least and at most."""

    label: Any
    default: int
    lowest: int = 0
    highest: int = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Act:
    """One press that mends a record: its words, whether this person may, and what is then done.

    `key` tells it from the record's other acts. `do` calls an action, which asks the same verdict again.
    """

    key: str
    label: str
    verdict: Verdict
    do: Callable[[], Any]


@dataclass(frozen=True, kw_only=True)
class Fills:
    """A form of the rule's own in the row, where what mends a record is none of its fields.

    `form(record, prefix, posted)` makes it; `do(record, user, values)` calls an action, which asks the
    same verdict again. The form asks nothing of the database for each record.
    """

    form: Callable[[Any, str, Any], RecordForm]
    verdict: Callable[[Any, Any], Verdict]
    do: Callable[[Any, Any, Mapping[str, Any]], Any]


type Acts = Callable[[Sequence[Any], Any], Mapping[int, Sequence[Act]]]
type Tells = Callable[[Sequence[Any], Any, int], Mapping[int, SafeString]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Something that seems amiss with records of one register.

    `broken(user, limit)`: the condition over the register's rows, made of what this person may see; `limit`
    is the number in force, 0 for a rule without one. `mends`: the fields that are filled in to mend it, in
    the row; a rule without any is mended on the record's page. `shows`: columns that tell why it is here.
    `mend_with`: the action that fills them in, else the register's own; called as that one is. `fills`:
    instead of fields, a form of the rule's own.
    `acts(records, user)`: what can be done by one press, by record. `tells(records, user, limit)`: what
    more there is to say of each record, as HTML. Both ask in as many questions for few as for many.
    `is_for_few`: the condition rests on what only some may see, so its count is kept in no figure.
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
    mend_with: Action[..., Any] | None = None
    fills: Fills | None = None
    acts: Acts | None = None
    tells: Tells | None = None
    is_for_few: bool = False

    @property
    def register(self) -> type[Register]:
        return REGISTERS[self.slug]


RULES: dict[str, Rule] = {}


def rule(declared: Rule) -> Rule:
    """Register a rule; its key is its address, so two may not share it."""
    if declared.key in RULES:
        raise ValueError(f"Two rules of advice are called {declared.key}.")
    RULES[declared.key] = declared
    return declared


def all_rules() -> list[Rule]:
    """Every rule, the most important first."""
    return sorted(RULES.values(), key=lambda one: (one.place, one.key))


def rules_of(slug: str) -> list[Rule]:
    """The rules of one register, the most important first."""
    return [one for one in all_rules() if one.slug == slug]
