"""The next day to decide by of each contract, and whether it has been: the rule, and a column of the list.

*To decide*: the first reminder of the coming day is due, and nothing that was chosen answers that day. The
list, the advice, the start page and the reminders all mean this and nothing else.

Days follow from the terms and cannot be worked out by the database, so a list filtered by them first asks
for the terms of all contracts with what was chosen, in one query.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, JSONField, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.contracts import deadlines
from bryggan.contracts.deadlines import Chosen, CourseKind, Deadline, DeadlineKind
from bryggan.contracts.models import Contract, Course
from bryggan.contracts.standing import TERMS
from bryggan.kit import words
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.fields import Field, Row, chip


class Decision(models.TextChoices):
    """Whether a contract asks for a decision, has had it, or will ask later."""

    WAITS = "waits", _("Att välja nu")
    CHOSEN = "chosen", _("Valt")
    LATER = "later", _("Längre fram")


@dataclass(frozen=True)
class Decided:
    """The next day to decide by, where the decision stands, and what was chosen for it."""

    on: date
    deadline_kind: DeadlineKind
    decision: Decision
    kind: CourseKind | None = None

    @property
    def is_to_decide(self) -> bool:
        return self.decision == Decision.WAITS


@lru_cache(maxsize=20_000)
def _of_terms(known: tuple[Any, ...], today: date) -> tuple[Any, Deadline, int | None] | None:
    """Terms, deadline and reminder; remembered, since lists ask it of every contract."""
    try:
        terms = Contract(**dict(zip(TERMS, known, strict=True))).terms()
    except ValueError:
        return None
    deadline = deadlines.next_deadline(terms, today) if terms else None
    if terms is None or deadline is None:
        return None
    return terms, deadline, deadlines.reminder_due(terms, deadline, today)


def decided(
    columns: Mapping[str, Any], course: Mapping[str, Any] | None, today: date
) -> Decided | None:
    """Of one contract's columns by name and its latest choice; None when it has no day to decide by."""
    known = tuple(tuple(columns[name]) if name == "options" else columns[name] for name in TERMS)
    found = _of_terms(known, today)
    if found is None:
        return None
    terms, deadline, step = found
    chosen = chosen_of(course) if course else None
    if chosen and deadlines.is_answered(terms, deadline, chosen, today):
        return Decided(deadline.on, deadline.kind, Decision.CHOSEN, chosen.kind)
    return Decided(deadline.on, deadline.kind, Decision.WAITS if step else Decision.LATER)


def chosen_of(course: Mapping[str, Any]) -> Chosen:
    """What was chosen, out of the columns of a row or of the same as JSON."""

    def day(name: str) -> date | None:
        value = course[name]
        return date.fromisoformat(value) if isinstance(value, str) else value

    on, ends_on = day("deadline_on"), day("ends_on")
    assert on is not None
    assert ends_on is not None
    return Chosen(CourseKind(course["kind"]), on, ends_on, day("wait_until"))


COLUMNS = ("kind", "deadline_on", "ends_on", "wait_until")


def newest_course() -> Subquery:
    """What was chosen last for each contract, as one column that `decided` reads."""
    newest = Course.objects.filter(contract=OuterRef("pk"), withdrawn_at=None).order_by("-pk")
    as_one = newest.values(one=JSONObject(**{name: F(name) for name in COLUMNS}))[:1]
    return Subquery(as_one, output_field=JSONField())


def decisions(contracts: models.QuerySet[Contract], today: date) -> dict[int, Decided]:
    """Of each contract that has a day to decide by, by id; one query."""
    rows = contracts.order_by().values("pk", *TERMS, course=newest_course())
    found = ((row["pk"], decided(row, row["course"], today)) for row in rows)
    return {pk: one for pk, one in found if one is not None}


@dataclass(frozen=True, kw_only=True)
class DecisionField(Field):
    """The next day to decide by, with what was chosen for it."""

    is_editable: bool = False
    filtered_by: ClassVar[str] = "choice"

    def columns(self, user: Any) -> dict[str, Sql]:
        terms = {f"{self.alias}_{name}": F(name) for name in TERMS}
        return {self.alias: F("ends_on"), f"{self.alias}_course": newest_course(), **terms}

    def expression(self, user: Any) -> Sql:
        return F("ends_on")

    def found(self, row: Row) -> Decided | None:
        columns = {name: row[f"{self.alias}_{name}"] for name in TERMS}
        return decided(columns, row[f"{self.alias}_course"], timezone.localdate())

    def is_empty(self, row: Row) -> bool:
        return self.found(row) is None

    def text(self, row: Row) -> str:
        found = self.found(row)
        if found is None:
            return ""
        word = (found.kind or found.decision).label
        return f"{words.date_text(found.on)}, {str(word).lower()}"

    def export(self, row: Row) -> Any:
        return self.text(row)

    def html(self, row: Row) -> SafeString:
        found = self.found(row)
        if found is None:
            return SafeString("")
        day = format_html('<span class="figure">{}</span>', words.date_text(found.on))
        if found.decision == Decision.LATER:
            return day
        tone = "warn" if found.decision == Decision.WAITS else "ok"
        word = str((found.kind or found.decision).label)
        return format_html('{}<span class="sub">{}</span>', day, chip(tone, word))

    def empty(self) -> Q:
        return ~Q(pk__in=[*self._by_id()])

    def chosen(self, values: Sequence[str]) -> Q:
        return Q(pk__in=[pk for pk, found in self._by_id().items() if found.decision in values])

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        counts = Counter(found.decision for found in self._by_id(queryset).values())
        return [(one.value, str(one.label), counts[one]) for one in Decision if counts[one]]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        labels = {one.value: str(one.label) for one in Decision}
        return [labels.get(value, value) for value in values]

    def _by_id(self, queryset: models.QuerySet[Any] | None = None) -> dict[int, Decided]:
        rows = Contract.objects.present() if queryset is None else queryset
        return decisions(rows, timezone.localdate())
