"""The columns of initiatives that no other register has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, F, IntegerField, Q, Value
from django.utils import timezone

from bryggan.advice import finding
from bryggan.advice.fields import Added
from bryggan.initiatives.watching import CONDITIONS, Watched
from bryggan.kit.plain import whole_numbers
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.fields import EMPTY, Field, Range, Row, count_by
from bryggan.kit.register.links import MOST_CHOICES, Reference

PATH = "method_version__method"


@dataclass(frozen=True, kw_only=True)
class OfMethod(Reference):
    """The method that it follows, whichever version of it."""

    is_editable: bool = False

    def columns(self, user: Any) -> dict[str, Sql]:
        return {self.alias: F(f"{PATH}__name"), f"{self.alias}_id": F(f"{PATH}_id")}

    def expression(self, user: Any) -> Sql:
        return F(f"{PATH}__name")

    def sorted_by(self) -> str:
        return f"{PATH}__sort_key"

    def chosen(self, values: Sequence[str]) -> Q:
        return Q(**{f"{PATH}__in": whole_numbers(values)})

    def empty(self) -> Q:
        return Q(pk__in=[])

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        counts = count_by(queryset, f"{PATH}_id")
        named = self.options(user).filter(pk__in=counts).order_by("sort_key")
        rows = named.values_list("pk", "name")[:MOST_CHOICES]
        return [(str(pk), str(name), counts[pk]) for pk, name in rows]


@dataclass(frozen=True, kw_only=True)
class Watching(Field):
    """What stands out in an initiative for those who oversee it; several things may."""

    is_editable: bool = False
    filtered_by: ClassVar[str] = "choice"

    def columns(self, user: Any) -> dict[str, Sql]:
        """One for each thing, 1 where it stands out."""
        return {f"{self.alias}_{one}": finding.flag(_condition(one)) for one in Watched.values}

    def expression(self, user: Any) -> Sql:
        """How many things stand out: what the list is sorted by."""
        return Added(Value(0), *self.columns(user).values(), output_field=IntegerField())

    def is_empty(self, row: Row) -> bool:
        return not self.text(row)

    def text(self, row: Row) -> str:
        found = (label for one, label in Watched.choices if row.get(f"{self.alias}_{one}"))
        return ", ".join(map(str, found))

    def export(self, row: Row) -> Any:
        return self.text(row)

    def filtered(
        self, queryset: models.QuerySet[Any], user: Any, chosen: Sequence[str], span: Range
    ) -> models.QuerySet[Any]:
        """ "tom" is where nothing stands out."""
        condition = Q(pk__in=[])
        for one in Watched.values:
            if one in chosen:
                condition |= _condition(one)
        if EMPTY in chosen:
            nothing = Q()
            for one in Watched.values:
                nothing &= ~_condition(one)
            condition |= nothing
        return queryset.filter(condition)

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        asked = {one: Count("pk", filter=_condition(one)) for one in Watched.values}
        counts = queryset.order_by().aggregate(**asked)
        return [(one, str(label), counts[one]) for one, label in Watched.choices if counts[one]]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        words = dict(Watched.choices)
        return [str(words.get(value, value)) for value in values]


def _condition(one: str) -> Q:
    return CONDITIONS[one](timezone.localdate())
