"""The kinds of columns that only systems have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from bryggan.kit.plain import whole_number, whole_numbers
from bryggan.kit.register import choosing
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.fields import Field, Money, Row, count_by
from bryggan.people.models import User
from bryggan.systems.models import Cost, ExternalParty, System, SystemRole

MOST_ENDS = 200


class LinesField(forms.CharField):
    """One name per line in the form, a list in the record."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "")
        return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@dataclass(frozen=True, kw_only=True)
class NameList(Field):
    """Other names of a record; they are found by search too."""

    def text(self, row: Row) -> str:
        return ", ".join(row[self.alias] or [])

    def export(self, row: Row) -> Any:
        """With semicolons, as the import reads them back."""
        return "; ".join(row[self.alias] or [])

    def form_field(self, user: Any) -> forms.Field:
        return LinesField(**self.form_options())

    def initial(self, record: Any, user: Any) -> Any:
        return "\n".join(record.aliases)


@dataclass(frozen=True, kw_only=True)
class CostField(Money):
    """What a system costs this year of one kind; no row means unknown, never 0."""

    def expression(self, user: Any) -> Sql:
        costs = self._rows().filter(system=OuterRef("pk")).order_by().values("system")
        return Subquery(costs.annotate(n=Sum("amount_sek")).values("n"))

    def initial(self, record: Any, user: Any) -> Any:
        if record.pk is None:
            return None
        return self._rows().filter(system=record).aggregate(n=Sum("amount_sek"))["n"]

    def initials(self, records: Sequence[Any], user: Any) -> dict[int, Any]:
        rows = self._rows().filter(system__in=records).order_by().values_list("system_id")
        return dict(rows.annotate(n=Sum("amount_sek")))

    def _rows(self) -> Any:
        return Cost.objects.filter(
            kind=self.attribute, year=timezone.localdate().year, withdrawn_at=None
        )


@dataclass(frozen=True, kw_only=True)
class End(Field):
    """One end of an integration: a system or an external party. `side`: source or target."""

    side: str
    filtered_by: ClassVar[str] = "choice"

    def expression(self, user: Any) -> Sql:
        return Coalesce(F(f"{self.side}__name"), F(f"{self.side}_party__name"))

    def choosable(self, user: Any) -> tuple[models.QuerySet[Any], ...]:
        return tuple(
            rows.present().order_by("sort_key", "pk")
            for rows in (
                System.objects.visible_to(user) if user else System.objects.all(),
                ExternalParty.objects.visible_to(user) if user else ExternalParty.objects.all(),
            )
        )

    def chosen(self, values: Sequence[str]) -> Q:
        """A filter's value is s47 for a system, e3 for a party."""
        ids = {"s": set[int](), "e": set[int]()}
        for value in values:
            pk = whole_number(value[1:])
            if value[:1] in ids and pk is not None:
                ids[value[:1]].add(pk)
        return Q(**{f"{self.side}__in": ids["s"]}) | Q(**{f"{self.side}_party__in": ids["e"]})

    def empty(self) -> Q:
        return Q(pk__in=[])

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        found = []
        for letter, rows, key in zip(
            "se", self.choosable(user), (self.side, f"{self.side}_party"), strict=True
        ):
            counts = count_by(queryset, f"{key}_id")
            some = rows.filter(pk__in=queryset.order_by().values(key))[:MOST_ENDS]
            found += [
                (f"{letter}{pk}", str(name), counts.get(pk, 0))
                for pk, name in some.values_list("pk", "name")
            ]
        return found

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        names = []
        for letter, rows in zip("se", self.choosable(user), strict=True):
            ids = whole_numbers(value[1:] for value in values if value[:1] == letter)
            names += [str(name) for name in rows.filter(pk__in=ids).values_list("name", flat=True)]
        return names

    def form_field(self, user: Any) -> forms.Field:
        url = choosing.values_url(self)
        return choosing.RecordField(self.choosable(user), url, **self.form_options())

    def initial(self, record: Any, user: Any) -> Any:
        return getattr(record, self.side) or getattr(record, f"{self.side}_party")


@dataclass(frozen=True, kw_only=True)
class AnswersAtAnEnd(Field):
    """Who answers for the system at either end of an integration: only to filter on."""

    is_editable: bool = False
    is_column: bool = False
    filtered_by: ClassVar[str] = "choice"

    def expression(self, user: Any) -> Sql:
        return F("source_id")

    def empty(self) -> Q:
        return Q(pk__in=[])

    def chosen(self, values: Sequence[str]) -> Q:
        held = SystemRole.objects.filter(user__in=whole_numbers(values), withdrawn_at=None)
        sides = (held.filter(system=OuterRef(side)) for side in ("source", "target"))
        at_source, at_target = (Q(Exists(rows)) for rows in sides)
        return at_source | at_target

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        people = User.objects.filter(pk__in=whole_numbers(values))
        return [str(name) for name in people.values_list("name", flat=True)]
