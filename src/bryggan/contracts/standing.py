"""Where each contract stands today: its state, and the days that matter next.

The dates follow from the terms by `calculation` and cannot be worked out by the database, so a list
filtered by state first asks for the terms of all contracts, in one query.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts import calculation
from bryggan.contracts.calculation import State
from bryggan.contracts.models import Contract
from bryggan.contracts.next_steps import STATE_TONES
from bryggan.kit import words
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.fields import Day, Field, Row, chip

TERMS = (
    "starts_on",
    "ends_on",
    "is_open_ended",
    "notice_amount",
    "notice_unit",
    "renews_tacitly",
    "renewal_months",
    "options",
    "options_used",
)
OPTIONS = TERMS.index("options")

# In a list there is no room for the whole of it.
IN_SHORT = {
    State.NOTICE_PASSED: gettext_lazy("Förlängs"),
    State.NOTICE_NEAR: gettext_lazy("Säg upp?"),
    State.OPTION_NEAR: gettext_lazy("Option?"),
    State.OPEN_ENDED: gettext_lazy("Tills vidare"),
    State.NOT_STARTED: gettext_lazy("Inte börjat"),
}


@dataclass(frozen=True)
class Standing:
    """`notice_on`: the coming last day of notice. `decide_by`: the day by which one must have acted."""

    state: State
    ends_on: date | None
    notice_on: date | None
    decide_by: date | None


def standing_of(terms: calculation.Terms, today: date) -> Standing:
    state = calculation.state(terms, today)
    end = calculation.current_end(terms, today).date
    notice = calculation.coming_day_of_notice(terms, today).date if state != State.ENDED else None
    acts = {State.NOTICE_NEAR: notice, State.OPTION_NEAR: notice or end, State.ENDS_SOON: end}
    return Standing(state, end, notice, acts.get(state))


def standing(columns: Mapping[str, Any], today: date) -> Standing | None:
    """Of one contract's columns by name; None when too little is known to calculate."""
    known = [columns[name] for name in TERMS]
    known[OPTIONS] = tuple(known[OPTIONS])
    return _standing(tuple(known), today)


@lru_cache(maxsize=10_000)
def _standing(known: tuple[Any, ...], today: date) -> Standing | None:
    """Remembered, since it follows from the terms and the day alone and lists ask it of every contract."""
    try:
        terms = Contract(**dict(zip(TERMS, known, strict=True))).terms()
        return None if terms is None else standing_of(terms, today)
    except ValueError:
        return None


def standings(contracts: models.QuerySet[Contract], today: date) -> dict[int, Standing]:
    """Of each contract whose terms are known well enough, by id; one query."""
    rows = contracts.order_by().values("pk", *TERMS)
    found = ((row["pk"], standing(row, today)) for row in rows)
    return {pk: one for pk, one in found if one is not None}


@dataclass(frozen=True, kw_only=True)
class StateField(Field):
    """The contract's state today, with the day by which one must have acted."""

    is_editable: bool = False
    filtered_by: ClassVar[str] = "choice"

    def columns(self, user: Any) -> dict[str, Sql]:
        return {self._column(name): F(name) for name in TERMS}

    def _column(self, name: str) -> str:
        return self.alias if name == "ends_on" else f"{self.alias}_{name}"

    def expression(self, user: Any) -> Sql:
        return F("ends_on")

    def standing(self, row: Row) -> Standing | None:
        columns = {name: row[self._column(name)] for name in TERMS}
        return standing(columns, timezone.localdate())

    def is_empty(self, row: Row) -> bool:
        return self.standing(row) is None

    def text(self, row: Row) -> str:
        found = self.standing(row)
        return str(found.state.label) if found else ""

    def export(self, row: Row) -> Any:
        return self.text(row)

    def html(self, row: Row) -> SafeString:
        found = self.standing(row)
        if found is None:
            return SafeString("")
        word = IN_SHORT.get(found.state, found.state.label)
        shown = chip(STATE_TONES[found.state], str(word))
        if found.decide_by is None:
            return shown
        said = _("senast %(day)s") % {"day": words.date_text(found.decide_by)}
        return format_html('{}<span class="sub figure">{}</span>', shown, said)

    def empty(self) -> Q:
        return ~Q(pk__in=[*self._by_id()])

    def chosen(self, values: Sequence[str]) -> Q:
        return Q(pk__in=[pk for pk, found in self._by_id().items() if found.state in values])

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        counts = Counter(found.state for found in self._by_id(queryset).values())
        return [(state.value, str(state.label), counts[state]) for state in State if counts[state]]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        labels = {state.value: str(state.label) for state in State}
        return [labels.get(value, value) for value in values]

    def _by_id(self, queryset: models.QuerySet[Any] | None = None) -> dict[int, Standing]:
        rows = Contract.objects.present() if queryset is None else queryset
        return standings(rows, timezone.localdate())


@dataclass(frozen=True, kw_only=True)
class EndsField(Day):
    """The first period's last day, as it is entered, sorted and filtered; under it the day that it now runs to."""

    def columns(self, user: Any) -> dict[str, Sql]:
        terms = {f"{self.alias}_{name}": F(name) for name in TERMS}
        return {self.alias: self.expression(user), **terms}

    def html(self, row: Row) -> SafeString:
        shown = super().html(row)
        columns = {name: row[f"{self.alias}_{name}"] for name in TERMS}
        found = standing(columns, timezone.localdate())
        if found is None or found.ends_on in (None, row[self.alias]):
            return shown
        is_over = found.state == State.ENDED
        said = _("till %(day)s") if is_over else _("nu %(day)s")
        said %= {"day": words.date_text(found.ends_on)}
        return format_html('{}<span class="sub figure">{}</span>', shown, said)
