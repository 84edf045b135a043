"""The column of a register by which one finds, exports and edits the records that an advice is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.db.models import Func, IntegerField, Q, QuerySet, Value
from django.utils import timezone

from bryggan.advice import finding
from bryggan.advice.rules import RULES, Rule, rules_of
from bryggan.kit import remembering
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.fields import EMPTY, Field, Range, Row


class Added(Func):
    """Many columns added in a row: nested in brackets, as `+` makes it, they are too deep for SQLite."""

    template = "(%(expressions)s)"
    arg_joiner = " + "


@dataclass(frozen=True, kw_only=True)
class AdviceField(Field):
    """What seems amiss with a record: the rules in use that find it and that nobody has dismissed there."""

    slug: str
    is_editable: bool = False
    filtered_by: ClassVar[str] = "choice"

    def rules(self) -> list[Rule]:
        return [rule for rule in rules_of(self.slug) if finding.is_on(rule)]

    def columns(self, user: Any) -> dict[str, Sql]:
        """One per rule, 1 where it finds the record."""
        return {
            self._column(rule): finding.flag(finding.is_open(rule, user)) for rule in self.rules()
        }

    def _column(self, rule: Rule) -> str:
        return f"{self.alias}_{rule.key}"

    def expression(self, user: Any) -> Sql:
        """How many rules find the record: what the list is sorted by."""
        return Added(Value(0), *self.columns(user).values(), output_field=IntegerField())

    def is_empty(self, row: Row) -> bool:
        return not self.text(row)

    def text(self, row: Row) -> str:
        found = (rule for rule in rules_of(self.slug) if row.get(self._column(rule)))
        return ", ".join(str(rule.label) for rule in found)

    def export(self, row: Row) -> Any:
        return self.text(row)

    def filtered(
        self, queryset: QuerySet[Any], user: Any, chosen: Sequence[str], span: Range
    ) -> QuerySet[Any]:
        """Only the chosen rules are asked for; "tom" is what no rule finds."""
        of_chosen = [finding.is_open(rule, user) for rule in self.rules() if rule.key in chosen]
        condition = Q(pk__in=[])
        for one in of_chosen:
            condition |= one
        if EMPTY in chosen:
            nothing = Q()
            for rule in self.rules():
                nothing &= ~finding.is_open(rule, user)
            condition |= nothing
        return queryset.filter(condition)

    def counted(self, queryset: QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        of = remembering.asked(queryset.order_by().values("pk"))
        found = finding.counts(
            {
                rule.key: finding.Asked(
                    ("advice", rule.key, finding.limit_of(rule), user.pk, timezone.localdate(), of),
                    partial(self._found, rule, queryset, user),
                )
                for rule in self.rules()
            }
        )
        return [
            (rule.key, str(rule.label), found[rule.key])
            for rule in self.rules()
            if found.get(rule.key)
        ]

    def _found(self, rule: Rule, queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
        return queryset.filter(finding.is_open(rule, user))

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        return [str(RULES[value].label) if value in RULES else value for value in values]
