"""The column of a register by which one finds, exports and edits the records that an advice is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from bryggan.advice import finding
from bryggan.advice.rules import RULES, Rule, rules_of
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.fields import EMPTY, Field, Range, Row


@dataclass(frozen=True, kw_only=True)
class AdviceField(Field):
    """What seems amiss with a record: the rules in use that find it and that nobody has dismissed there."""

    slug: str
    is_editable: bool = False
    filtered_by: ClassVar[str] = "choice"

    def rules(self) -> list[Rule]:
        return [rule for rule in rules_of(self.slug) if finding.is_on(rule)]

    def expression(self, user: Any) -> Sql:
        """The keys of the rules, each with a space after it."""
        told = [
            Case(
                When(finding.is_open(rule, user), then=Value(f"{rule.key} ")),
                default=Value(""),
                output_field=CharField(),
            )
            for rule in self.rules()
        ]
        return Concat(Value(""), Value(""), *told, output_field=CharField())

    def text(self, row: Row) -> str:
        return ", ".join(str(RULES[key].label) for key in row[self.alias].split())

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
        asked = {rule.key: queryset.filter(finding.is_open(rule, user)) for rule in self.rules()}
        found = finding.counts(asked)
        return [
            (rule.key, str(rule.label), found[rule.key])
            for rule in self.rules()
            if found.get(rule.key)
        ]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        return [str(RULES[value].label) if value in RULES else value for value in values]
