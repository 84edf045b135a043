"""The columns of initiatives that no other register has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Q

from bryggan.kit.plain import whole_numbers
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.fields import count_by
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
